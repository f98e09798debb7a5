/* What the files of ingest share; nobody else includes it. */
#ifndef ACT_INGEST_INTERNAL_H
#define ACT_INGEST_INTERNAL_H

#include "act/ingest.h"
#include "base/buf.h"
#include "domain/roster_pack.h"
#include "store/contractor_roster.h"
#include "store/feed.h"
#include "store/roster.h"
#include "store/roster_plan.h"

#define INGEST_BATCH 4096	/* rows looked up in one snapshot */
#define INGEST_WINDOW 5120	/* contractors read ahead for them */
#define INGEST_SLICE 60000	/* changes in one transaction, at most: as many
				 * as the page cache holds, or readers wait */
#define INGEST_SLICE_MIN 5000	/* never cut shorter; so many at once are one */
#define INGEST_SLICE_MS 1000	/* beyond them no longer than this, about */

/* A row of the batch; texts are offsets in ingest.text. */
struct ingest_item {
	int64_t	line, offset;
	size_t	len;
	size_t	row, row_len;	/* packed */
	size_t	upn_key, worker_id;	/* NUL-terminated; "" none */
	int	refused;
	unsigned char hash[16];
};

struct ingest {
	struct ctx *x;
	const struct ingest_opt *opt;
	struct ingest_file file;
	struct ingest_report report;
	struct roster_plan *plan;
	struct feed feed;
	struct roster roster;

	int64_t	rows;		/* read, good and refused */
	int64_t	keyless;	/* without a readable key */
	int64_t	highest;	/* contractor.id when it started */
	unsigned char *seen;	/* bit per contractor: a row has his key */
	unsigned char *taken;	/* and it could be read */
	unsigned char *planned;	/* and it is in the plan */
	int64_t	work;		/* changes that the plan asks for */
	int	delta;		/* it proves no absence; opt's, or echo */
	int64_t	people;		/* living contractors of the feed seen */

	struct buf text;
	struct ingest_item item[INGEST_BATCH];
	int	items;
	int64_t	cursor;		/* contractor whose row came last */
	struct contractor_brief window[INGEST_WINDOW];
	int	windows;
	uint16_t slot[4 * 4096];	/* hash to window, 1 first */
};

/* ingest_find.c: whom a key belongs to. */
enum ingest_whose { INGEST_NEW, INGEST_KNOWN, INGEST_AMBIGUOUS };
struct ingest_found {
	enum ingest_whose whose;
	struct contractor_brief who;
	int64_t	other;		/* INGEST_AMBIGUOUS: the second, or 0 */
};
int ingest_find(struct ingest *, const char *upn_key, const char *worker_id,
    struct ingest_found *, struct err *);

/* ingest_begun: 1 if a candidate may start: his day has come, and no connector
 * must show an account first. */
int ingest_begun(const struct ingest *, const struct contractor *);

/* ingest_look.c: the batch, looked up. */
int ingest_look(struct ingest *, struct err *);
int ingest_bit(const unsigned char *, int64_t id);
/* ingest_lives: 1 if rosters go on changing one of this status. */
int ingest_lives(const char *status);

/* ingest_diff.c: what a row changes in a contractor. */
struct ingest_diff {
	struct contractor now;	/* borrows from both; no contractor_clear */
	char	*extra;		/* of now, malloc'd, or NULL */
	unsigned changed;	/* bit per field: what is shown changes */
	unsigned said;		/* the roster's own word changed beneath */
	unsigned stands;	/* an operator's word stands over it */
	unsigned lapses;	/* a decision's word lapses by it */
	int	renamed;	/* the UPN changes */
	int	adopted;	/* comes under this feed */
	int	returns;	/* was missing */
	int	moved;		/* contract_end or manager cleared or moved */
	int	wrong;		/* end before start */
	int	days_held;	/* narrower days wait: two feeds have him */
};
/* elsewhere: another feed delivers him: only wider days are taken. */
int ingest_diff(struct ingest *, const struct contractor *was,
    const struct roster_row *, int elsewhere, struct ingest_diff *,
    struct err *);
void ingest_diff_clear(struct ingest_diff *);
int ingest_diff_any(const struct ingest_diff *);
const char *ingest_diff_field(const struct contractor *, int field);

/* ingest_is_double: 1 while it is not settled that two feeds deliver him. */
int ingest_is_double(struct ingest *, int64_t contractor, struct err *);

/* ingest_judge.c: which action a known row needs. */
int ingest_judge(struct ingest *, struct err *);
int ingest_is_elsewhere(const struct ingest *, const struct contractor *);
/* ingest_twice.c: the same key twice. */
int ingest_twice(struct ingest *, struct err *);
/* ingest_absent.c: who is not in it, planned and applied. */
int ingest_absent_plan(struct ingest *, struct err *);
int ingest_absent_apply(struct ingest *, const struct plan_absent *,
    struct err *);
/* ingest_change.c: one row of the plan, applied. */
int ingest_change(struct ingest *, const struct plan_row *, struct err *);
/* ingest_add.c: a new contractor. */
int ingest_add(struct ingest *, const struct plan_row *, struct err *);
/* ingest_beneath.c: what the roster says under a standing word. */
int ingest_beneath(struct ingest *, const struct contractor *was,
    const struct roster_row *, const struct ingest_diff *, struct err *);
int ingest_notice(struct ingest *, const char *kind, int64_t contractor,
    const char *print, const char *detail, struct err *);
/* ingest_end.c: the batch's own row, feed and findings. */
int ingest_begin(struct ingest *, int sliced, struct err *);
int ingest_end(struct ingest *, struct err *);
int ingest_held(struct ingest *, struct err *);
/* ingest_tell.c: held: a finding that names what --accept must say, a mail. */
int ingest_tell_held(struct ingest *, struct err *);

#endif
