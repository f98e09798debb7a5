/*
 * An auditor's report of a period: who there was, a sample that can be drawn
 * again, what was out of the ordinary, and the evidence of it, verified.
 */
#ifndef ACT_REPORT_H
#define ACT_REPORT_H

#include "act/audit_part.h"
#include "store/period.h"

enum {
	REPORT_SAMPLE = 200,	/* at most of each sample */
	REPORT_MARKS = 400,	/* records that are listed */
	REPORT_ACTIONS = 120
};

/* What was asked for. */
struct report_call {
	const char *from_on, *to_on;	/* the last day is in it */
	int	sample;			/* 0 to REPORT_SAMPLE */
	const char *seed;		/* printable ASCII, at most 64 */
	int64_t	patience_ms;	/* of the verification; 0: all of it */
	int64_t	most;		/* questions in it, at most; 0: any number */
};

/*
 * Whose hash is lowest: SHA-256 of SEED, a space and "contractor/17", of all of
 * the population.  So whoever has the list can draw it again, with sha256sum
 * and sort.
 */
struct report_draw {
	int	want, n;
	int64_t	of;		/* the population */
	int64_t	id[REPORT_SAMPLE];
	unsigned char hash[REPORT_SAMPLE][32];	/* rising */
};

/* A record that an auditor reads first. */
struct report_mark {
	int64_t	seq, at;
	char	action[40], actor[EVIDENCE_ACTOR], subject[64];
	enum {
		REPORT_DUTIES,	/* a decision by whom an operator had made the
				 * manager */
		REPORT_GUARD,	/* held, and released by a person */
		REPORT_WAIVED, REPORT_ERASED, REPORT_RULES, REPORT_REFUSED
	} kind;
};

struct report {
	struct period p;
	char	from_on[11], to_on[11], seed[65];
	struct period_people people;
	struct period_answers answers;
	struct report_draw everyone, leavers;
	int64_t	leaves, undone;	/* departures decided; taken back */
	struct audit audit;
	struct audit_part part;
	int64_t	newest;		/* record of the head, and its hash */
	unsigned char head[32];
	struct report_mark *marks;
	int	n_marks;
	int64_t	counts[REPORT_REFUSED + 1];	/* marks, also not listed */
	struct {
		char	name[40];
		int64_t	n;
	} actions[REPORT_ACTIONS];
	int	n_actions;
};

/* report_fits: the period of r, and whether it can be reported: ERR_DATA with
 * the reason for a period or a sample that is none, or too many questions. */
int report_fits(struct ctx *, const struct report_call *, struct report *,
    struct err *);
/*
 * report_take: all of r, after the same look.  Ends a read transaction: the
 * evidence is read in parts.  report_clear in any case.
 */
int report_take(struct ctx *, const char *keys, const struct report_call *,
    struct report *, struct err *);
void report_clear(struct report *);

/* report_draw_one: of the population, one more. */
void report_draw_one(struct report_draw *, const char *seed, const char *noun,
    int64_t id);

#endif
