/*
 * A roster into the registry: rows in, a plan, a look at the plan, then the
 * changes in slices, each whole with its evidence and safe to stop after.
 *
 *	ingest_start; ingest_row or ingest_refused for each record; ingest_plan;
 *	then ingest_show (-n) or ingest_apply; ingest_free.
 *
 * The registry may change between plan and act (another program): each row is
 * compared again in the transaction that applies it.
 */
#ifndef ACT_INGEST_H
#define ACT_INGEST_H

#include "act/ctx.h"
#include "base/rows.h"
#include "domain/roster_guard.h"
#include "domain/roster_row.h"

struct ingest_opt {
	const char *feed;
	const char *source;	/* stdin file drop blob api portal */
	const char *name;	/* of the file, "-" for stdin */
	const char *etag;	/* which delivery it is, or NULL */
	int	delta;
	int64_t	accept;		/* lets this many pass the guard; -1 none */
	int	connected;	/* the tenant has a connector: an account makes
				 * a candidate active, not the date alone */
	int	loose_end;	/* the last line needs no line end */
	void	(*progress)(int64_t done, int64_t total);	/* or NULL */
};

/* How the file was as a whole. */
struct ingest_file {
	unsigned char sha256[32];
	int	torn;		/* ended inside a quote, object or array */
	int	open_line;	/* its last line had no line end */
	int	empty;		/* not even a header */
	int	echo;		/* ctr-list's own listing, nobody's feed */
	unsigned fields;	/* columns, a bit per enum roster_field */
};

struct ingest_report {
	int64_t	added, changed, unchanged, missing, returned, rejected, held;
	enum roster_hold hold;
	char	why[160];	/* of a hold */
	const char *voided;	/* why it proves no absence; NULL: it does, or
				 * it is a delta */
	/* After ingest_print: of the plan, and of one that is held if its
	 * number lets it pass. */
	char	print[65], print_pass[65];
};

struct ingest;

/* NULL with e.  No transaction may be open; opt is borrowed. */
struct ingest *ingest_start(struct ctx *, const struct ingest_opt *,
    struct err *);
void ingest_free(struct ingest *);

/* ingest_row: a row that could be read; offset, len: its record. */
int ingest_row(struct ingest *, const struct roster_row *, int64_t offset,
    size_t len, struct err *);
/* ingest_refused: one that could not, with as much of its key as could: a
 * readable key shows that the contractor is there. */
int ingest_refused(struct ingest *, const struct roster_row *, struct err *);

/* ingest_plan: after the last row; no effect yet.  The report then says what
 * would be done. */
int ingest_plan(struct ingest *, const struct ingest_file *, struct err *);
const struct ingest_report *ingest_report(const struct ingest *);

/* ingest_late: each row that only the plan refuses: the same key twice, a key
 * of two contractors, or days that do not go with an operator's. */
typedef int ingest_late_cb(int64_t line, int64_t offset, size_t len,
    enum roster_why, void *);
int ingest_late(struct ingest *, ingest_late_cb *, void *, struct err *);

/* ingest_show: the plan, for -n: each row's values for the columns rows_plan,
 * borrowed.  -1 stops; 1: that was enough.  0 or -1. */
typedef int ingest_show_cb(const char *const values[5], void *, struct err *);
int ingest_show(struct ingest *, ingest_show_cb *, void *, struct err *);

/* ingest_print: the report's prints become the hex of a SHA-256 over the whole
 * plan as it is shown: who says yes to what was shown says it by one of them,
 * made before it is shown.  0 or -1. */
int ingest_print(struct ingest *, struct err *);

/* ingest_apply: does it, or records that it is held (report->hold).  -1 with
 * e: what was committed is whole; the same file again does the rest. */
int ingest_apply(struct ingest *, struct err *);

/*
 * ingest_unreadable: the file has no header to go by, and why.  1: its feed
 * has delivered before, so a required column is lost: held (a finding; no
 * number lets it pass); 0: refused; -1 with e.  No rows may have been given.
 */
int ingest_unreadable(struct ingest *, const struct ingest_file *,
    const char *why, struct err *);

#endif
