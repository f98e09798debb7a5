#include "connect/ingest_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/begin.h"
#include "act/feed_watch.h"
#include "base/mem.h"
#include "connect/roster_bad.h"
#include "connect/roster_csv.h"
#include "connect/roster_json.h"
#include "connect/roster_told.h"
#include "store/roster.h"

/* What one run holds while it lasts. */
struct run {
	struct ingest_run *r;
	const struct ingest_file_in *in;
	struct ingest_out *out;
	struct ingest *g;
	struct roster_src *src;
	struct roster_head head;
	struct roster_row row;
	struct roster_end end;
	struct roster_bad bad;
	struct roster_map map[2 * INGEST_MAPS];
	int	nmap;
	char	section[96];	/* "roster FEED" */
	const char *dates;
	struct ingest_opt opt;
	int	applied;	/* by a run that did not come to its end */
	int	left;		/* look would not have it */
	struct err *e;
};

int
ingest_run_map(struct ingest_run *r, const char *s, struct err *e)
{
	if (r->nmap == INGEST_MAPS)
		return err_set(e, ERR_USAGE, "more than %d maps", INGEST_MAPS);
	if (roster_map_parse(s, &r->map[r->nmap], e) == -1)
		return -1;
	r->nmap++;
	return 0;
}

/* setting: told, else of this feed, else of all. */
static const char *
setting(const struct run *u, const char *told, const char *name)
{
	const char *v = told;

	if (v == NULL)
		v = conf_get(u->r->conf, u->section, name);
	if (v == NULL)
		v = conf_get(u->r->conf, "roster", name);
	return v;
}

static void
one_map(const char *name, const char *value, void *arg)
{
	struct run *u = arg;

	if (strcmp(name, "map") != 0 || u->e->kind != ERR_NONE ||
	    u->nmap == 2 * INGEST_MAPS)
		return;
	if (roster_map_parse(value, &u->map[u->nmap], u->e) == 0)
		u->nmap++;
	else
		u->e->kind = ERR_CONFIG;
}

static int
maps(struct run *u)
{
	memcpy(u->map, u->r->map, (size_t)u->r->nmap * sizeof(u->map[0]));
	u->nmap = u->r->nmap;
	conf_each(u->r->conf, u->section, one_map, u);
	conf_each(u->r->conf, "roster", one_map, u);
	return u->e->kind == ERR_NONE ? 0 : -1;
}

static int
options(struct run *u)
{
	const char *end;

	if (u->r->from != NULL && strcmp(u->r->from, "csv") != 0 &&
	    strcmp(u->r->from, "json") != 0)
		return err_set(u->e, ERR_USAGE, "--from %s: csv or json",
		    u->r->from);
	u->opt.feed = u->r->feed == NULL ? "roster" : u->r->feed;
	u->opt.source = u->in->source;
	u->opt.name = u->in->name;
	u->opt.etag = u->in->etag;
	u->opt.delta = u->r->mode == INGEST_DELTA;
	u->opt.accept = u->r->accept;
	u->opt.progress = u->r->progress;
	u->opt.connected = conf_has(u->r->conf, "connector");
	snprintf(u->section, sizeof(u->section), "roster %s", u->opt.feed);
	if (roster_told(u->r->delimiter, u->r->dates, u->e) == -1)
		return -1;
	u->dates = setting(u, u->r->dates, "dates");
	if (roster_told(NULL, u->dates, u->e) == -1) {
		u->e->kind = ERR_CONFIG;
		return -1;
	}
	end = setting(u, NULL, "final_newline");
	u->opt.loose_end = end != NULL && strcmp(end, "optional") == 0;
	return maps(u);
}

static int
got(struct roster_raw *raw, void *arg)
{
	struct run *u = arg;
	struct roster_fault f = { ROSTER_FINE, -1, "" };

	if (roster_row_read(&u->head, raw, u->dates, &u->row, &f))
		return ingest_row(u->g, &u->row, raw->offset, raw->len, u->e);
	if (roster_bad_add(&u->bad, raw->line, raw->offset, raw->len, &f,
		u->e) == -1)
		return -1;
	return ingest_refused(u->g, &u->row, u->e);
}

static int
late(int64_t line, int64_t offset, size_t len, enum roster_why why, void *arg)
{
	struct run *u = arg;
	struct roster_fault f = { why, -1, "" };

	return roster_bad_add(&u->bad, line, offset, len, &f, u->e);
}

/* is_json: told, by the name, or by the first byte. */
static int
is_json(struct run *u)
{
	const char *dot = strrchr(u->in->name, '.');
	int c;

	if (u->r->from != NULL)
		return strcmp(u->r->from, "json") == 0;
	if (dot != NULL && strcmp(dot, ".csv") == 0)
		return 0;
	if (dot != NULL && (strcmp(dot, ".json") == 0 ||
	    strcmp(dot, ".jsonl") == 0))
		return 1;
	c = roster_src_first(u->src, u->e);
	return c == '[' || c == '{';
}

static int
read_rows(struct run *u)
{
	int rc;

	if (is_json(u))
		rc = roster_json_read(u->src, &u->head, got, u, &u->end, u->e);
	else
		rc = roster_csv_read(u->src, roster_told_delimiter(setting(u,
		    u->r->delimiter, "delimiter")), &u->head, got, u, &u->end,
		    u->e);
	return rc;
}

static int
dry(const struct run *u)
{
	return u->r->rows != NULL || u->r->plan != NULL;
}

/* unreadable: there is no header to go by.  What is left of the bytes is read
 * for their hash. */
static int
unreadable(struct run *u)
{
	struct err cause = *u->e;
	struct ingest_file file;
	const char *p;
	size_t n;
	int rc;

	err_clear(u->e);
	if (roster_bad_say(&u->bad, cause.text, u->e) == -1)
		return -1;
	while ((rc = roster_src_more(u->src, &p, &n, u->e)) == 1)
		continue;
	if (rc == -1)
		return -1;
	memset(&file, 0, sizeof(file));
	roster_src_sha256(u->src, file.sha256);
	rc = dry(u) ? 0 :
	    ingest_unreadable(u->g, &file, cause.text, u->e);
	u->out->fate = rc == 1 ? INGEST_HELD : INGEST_UNREADABLE;
	u->out->status = rc == 1 ? ERR_REFUSED : ERR_DATA;
	return rc == -1 ? -1 : 0;
}

/* say_what: what a person should know at once. */
static void
say_what(struct run *u)
{
	const struct ingest_report *n = &u->out->report;
	struct buf b = BUF_INIT(2048);

	if (u->r->told == NULL)
		return;
	if (n->hold != ROSTER_GO) {
		buf_fmt(&b, "%s: held%s: %s (-a %" PRId64 " lets it pass)",
		    u->in->name, n->hold == ROSTER_HOLD_ABSENT ?
		    ", its absences only" : "", n->why, n->held);
		u->r->told(buf_get(&b));
	}
	buf_empty(&b);
	if (n->voided != NULL) {
		buf_fmt(&b, "%s: proves no absence: %s", u->in->name,
		    n->voided);
		u->r->told(buf_get(&b));
	}
	buf_clear(&b);
}

/* known: 1 if this delivery was dealt with before the last run ended; it may
 * have been held, and then is so still. */
static int
known(struct run *u, const struct ingest_file *file)
{
	if (u->in->etag == NULL)
		return 0;
	return roster_applied(u->r->x->db, u->in->name, u->in->etag,
	    file->sha256, &u->applied, u->e);
}

static int
to_rows(const char *const values[5], void *arg, struct err *e)
{
	return rows_add(arg, values, e);
}

static int
act(struct run *u, const struct ingest_file *file)
{
	int was;

	if (ingest_plan(u->g, file, u->e) == -1 ||
	    ingest_late(u->g, late, u, u->e) == -1)
		return -1;
	if ((u->r->plan != NULL || u->r->look != NULL) &&
	    ingest_print(u->g, u->e) == -1)
		return -1;
	if (u->r->plan != NULL)
		return ingest_show(u->g, u->r->plan, u->r->arg, u->e);
	if (u->r->rows != NULL)
		return ingest_show(u->g, to_rows, u->r->rows, u->e);
	if (u->r->look != NULL &&
	    u->r->look(ingest_report(u->g), u->r->arg) != 0) {
		u->left = 1;
		return 0;
	}
	if ((was = known(u, file)) == -1)
		return -1;
	/* What was held then may pass now. */
	if (was == 1 && (u->applied ||
	    ingest_report(u->g)->hold != ROSTER_GO))
		return 0;
	return ingest_apply(u->g, u->e);
}

/* What the plan would find now is no news of this delivery. */
static void
done_before(struct ingest_report *n)
{
	n->unchanged += n->added + n->changed + n->returned;
	n->added = n->changed = n->returned = n->missing = n->held = 0;
	n->hold = ROSTER_GO;
	n->why[0] = '\0';
}

static int
finish(struct run *u)
{
	struct ingest_file file;
	const struct ingest_report *n;

	memset(&file, 0, sizeof(file));
	roster_src_sha256(u->src, file.sha256);
	file.torn = u->end.torn;
	file.open_line = u->end.open_line;
	file.empty = u->end.size == 0;
	file.echo = u->head.echo;
	file.fields = u->head.has;
	if (act(u, &file) == -1)
		return -1;
	u->out->report = *ingest_report(u->g);
	n = &u->out->report;
	if (u->applied)
		done_before(&u->out->report);
	u->out->fate = u->left ? INGEST_LEFT : n->hold == ROSTER_GO ?
	    INGEST_DONE : INGEST_HELD;
	u->out->status = n->hold != ROSTER_GO ? ERR_REFUSED :
	    n->rejected > 0 ? ERR_DATA : 0;
	say_what(u);
	return 0;
}

static int
open_all(struct run *u)
{
	if (options(u) == -1)
		return -1;
	roster_head_init(&u->head, u->map, u->nmap);
	u->src = roster_src_open(u->in->fd, setting(u, u->r->charset,
	    "charset"), 1, u->e);
	if (u->src == NULL)
		return -1;
	roster_bad_init(&u->bad, u->in->name, &u->head, u->src, u->r->told);
	u->bad.seen = u->r->bad;
	u->bad.arg = u->r->arg;
	u->g = ingest_start(u->r->x, &u->opt, u->e);
	return u->g == NULL ? -1 : 0;
}

int
ingest_run(struct ingest_run *r, const struct ingest_file_in *in,
    struct ingest_out *out, struct err *e)
{
	struct run *u = mem_zero(1, sizeof(*u));
	int rc;

	memset(out, 0, sizeof(*out));
	u->r = r;
	u->in = in;
	u->out = out;
	u->e = e;
	roster_row_init(&u->row);
	rc = open_all(u);
	if (rc == 0)
		rc = read_rows(u) == 0 ? finish(u) :
		    e->kind == ERR_DATA ? unreadable(u) : -1;
	if (rc == 0 && r->errors != NULL && !dry(u))
		rc = roster_bad_write(&u->bad, r->errors_dir, r->errors,
		    u->end.head_at, (size_t)u->end.head_len, e);
	roster_bad_clear(&u->bad);
	ingest_free(u->g);
	roster_src_free(u->src);
	roster_row_clear(&u->row);
	roster_head_clear(&u->head);
	free(u);
	return rc == 0 ? 0 : err_add(e, "%s", in->name);
}

int
ingest_run_after(struct ingest_run *r, struct err *e)
{
	if (!conf_has(r->conf, "connector") && begin_due(r->x, NULL, e) == -1)
		return -1;
	return feed_watch(r->x, e);
}
