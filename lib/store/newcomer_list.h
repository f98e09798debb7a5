/* Newcomers as a page lists them: who is to get accounts, and how far he is. */
#ifndef STORE_NEWCOMER_LIST_H
#define STORE_NEWCOMER_LIST_H

#include "store/newcomer_row.h"

struct newcomer_line {
	struct newcomer_row row;
	char	*name, *upn, *vendor, *manager;	/* malloc'd, or NULL */
	char	start[11], end[11];
	char	status[16];		/* of the contractor, if this stay is
					 * the one of now; "" a later one is */
	int64_t	question;		/* the newest of its approval; 0 */
	char	question_state[12];
	int64_t	opened_at, expires_at;
	char	answer[16];		/* the last word; "" none */
	char	*reason;		/* or NULL */
	int64_t	decided_at;
	char	job_state[8];		/* "" none */
	int64_t	due_at;
	int64_t	finding;		/* open: why it waits; 0 none */
	char	*finding_kind, *finding_why;
};

typedef int newcomer_list_cb(const struct newcomer_line *, void *);
/*
 * newcomer_list_each: newest contractor first, of one his newest stay: at most
 * max that come after stay nth of contractor before; state "": any.  Read
 * whole before the first call; cb borrows, and may use the database; non-zero
 * stops and is returned.  The number, or -1.
 */
int newcomer_list_each(struct db *, const char *state, int64_t before,
    int64_t nth, int max, newcomer_list_cb *, void *, struct err *);

#endif
