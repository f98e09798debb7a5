/*
 * One roster from its bytes to the registry: the reader, the rows and the act
 * put together.
 */
#ifndef CONNECT_INGEST_RUN_H
#define CONNECT_INGEST_RUN_H

#include "act/ingest.h"
#include "base/conf.h"
#include "base/rows.h"
#include "connect/roster_bad.h"

#define INGEST_MAPS 64

/* What was told on the command line; the rest comes from [roster FEED], then
 * [roster] of the configuration. */
struct ingest_run {
	struct ctx *x;
	const struct conf *conf;
	const char *feed;	/* NULL: "roster" */
	int	mode;		/* 0 not told, INGEST_FULL, INGEST_DELTA */
	int64_t	accept;
	const char *from;	/* "csv" "json"; NULL: by name, or found out */
	const char *delimiter, *charset, *dates;	/* or NULL */
	struct roster_map map[INGEST_MAPS];
	int	nmap;
	const char *errors;	/* where refused rows go; NULL nowhere */
	const int *errors_dir;	/* open directory of that name, or NULL */
	struct rows *rows;	/* -n: takes the plan; nothing is changed */
	/* -n for who wants no rows: each of the plan, for ingest_show, and
	 * its print in the report, as look has it */
	ingest_show_cb *plan;
	roster_bad_cb *bad;	/* each row that is refused, or NULL */
	/* The plan, before its first effect: non-zero leaves it at that.
	 * NULL: nobody looks. */
	int	(*look)(const struct ingest_report *, void *arg);
	void	*arg;		/* of these three */
	void	(*told)(const char *words);	/* stderr */
	void	(*progress)(int64_t done, int64_t total);
};
enum { INGEST_FULL = 1, INGEST_DELTA = 2 };

/* One delivery. */
struct ingest_file_in {
	int	fd;		/* borrowed */
	const char *source;	/* stdin file drop blob api portal */
	const char *name;	/* shown, and kept in roster.name */
	const char *etag;	/* or NULL */
};

enum ingest_fate {
	INGEST_DONE,		/* applied (rows may be refused: ERR_DATA) */
	INGEST_HELD,
	INGEST_UNREADABLE,	/* no usable header */
	INGEST_LEFT		/* look would not have it: nothing was done */
};

struct ingest_out {
	struct ingest_report report;
	enum ingest_fate fate;
	int	status;		/* 0, ERR_DATA, ERR_REFUSED */
};

/* ingest_run_map: adds "HEADER=FIELD". */
int ingest_run_map(struct ingest_run *, const char *s, struct err *);

/* ingest_run: 0 with what became of it; -1 with e: it was cut short, and the
 * same file again does the rest. */
int ingest_run(struct ingest_run *, const struct ingest_file_in *,
    struct ingest_out *, struct err *);

/* ingest_run_after: once, behind the last one: candidates whose day has come,
 * and feeds that are late. */
int ingest_run_after(struct ingest_run *, struct err *);

/* ingest_run_line: the line of report, or its JSON object. */
void ingest_run_line(const struct ingest_report *, int json, struct buf *);

#endif
