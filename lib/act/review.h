/*
 * What a person does about findings: one transaction each, with its evidence.
 * With dry it only says what it would do.
 */
#ifndef ACT_REVIEW_H
#define ACT_REVIEW_H

#include "act/ctx.h"
#include "base/buf.h"
#include "base/rows.h"

struct review {
	int	dry;
	const char *why;	/* --why or NULL */
	const char *until;	/* --until or NULL */
	const char *word;	/* link: the UPN; own: whose */
	const char *last_day;	/* ask: what somebody reports, or NULL */
	struct rows *rows;	/* columns rows_plan: a row for each done; NULL
				 * nobody reads them */
	struct buf *said;	/* what it did, "kept until 2027-02-28", or
				 * with dry would; NULL not wanted */
};

/* review_cures: 1 if the verb is one for findings of this kind. */
int review_cures(const char *verb, const char *kind);

/*
 * review_may: the verb is one of ours and has what it needs: 0, or -1 with e
 * (ERR_USAGE; ERR_DATA for a day that is none or too far).
 */
int review_may(struct ctx *, const struct review *, const char *verb,
    struct err *);

/*
 * review_do: what is the number of a finding, or (ask and rehire) a UPN.  0, or
 * -1 with e and nothing changed: ERR_DATA no such open finding, or one that
 * this verb does not cure; ERR_REFUSED.
 */
int review_do(struct ctx *, struct review *, const char *verb,
    const char *what, struct err *);

/* review_list: the open findings (of kind; NULL all) to fd, oldest first. */
int review_list(struct ctx *, const char *kind, const char *format, int fd,
    struct err *);

#endif
