/* The checks that change nothing. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "connect/check.h"
#include "connect/connector_internal.h"

#define NOBODY "00000000000000000000000000000000"
#define TURNS 256	/* reads of one end before the clock is looked at */

void
check_tell(struct check *k, enum check_result r, const char *what,
    const char *why)
{
	if (r == CHECK_FAILED)
		k->failed++;
	k->told(r, what, why, k->arg);
}

static void
verdict(struct check *k, int rc, const char *what, const struct err *e)
{
	check_tell(k, rc == 0 ? CHECK_OK : CHECK_FAILED, what,
	    rc == 0 ? "" : e->text);
}

struct connector *
check_open(struct check *k, struct err *e)
{
	struct connector *c = connector_open(&k->start, e);

	if (c != NULL && connector_hello(c, e) == -1) {
		connector_close(c);
		return NULL;
	}
	return c;
}

/* ---- fed by hand: what the client would never send ---- */

/* Sends text and an end of file; what it says comes to out.  0 when it ended
 * by itself in time (*status), else -1 with e. */
static int
feed(struct check *k, const char *text, struct buf *out, int *status,
    struct err *e)
{
	struct buf in = BUF_INIT(CONNECTOR_LINE);
	struct child c;
	struct lines l;
	char path[4096], *line;
	size_t len;
	int64_t until;
	json_t *conf;
	int seconds, turns;

	if ((conf = connector_conf(&k->start, &seconds, e)) == NULL)
		return -1;
	json_decref(conf);
	if (connector_path(&k->start, path, sizeof(path), e) == -1 ||
	    child_start(&c, path, e) == -1)
		return -1;
	until = child_now() + (int64_t)seconds * 1000;
	buf_str(&in, text);
	lines_init(&l, CONNECTOR_LINE);
	while (!child_reap(&c) && child_now() < until) {
		struct pollfd p = { .fd = c.out, .events = POLLIN };
		char part[512];

		child_write(&c, &in);
		if (in.len == 0)
			child_eof(&c);
		/* Who never stops talking must not keep us from the clock. */
		while (l.to < CONNECTOR_LINE && lines_fill(&l, c.out) == 1)
			;
		for (turns = 0; turns < TURNS && read(c.err, part,
		    sizeof(part)) > 0; turns++)
			;
		poll(&p, l.eof || l.to >= CONNECTOR_LINE ? 0 : 1,
		    CONNECTOR_TICK);
	}
	while (l.to < CONNECTOR_LINE && lines_fill(&l, c.out) == 1)
		;
	while (lines_next(&l, &line, &len) == 1)
		buf_fmt(out, "%s\n", line);
	*status = c.status;
	len = c.pid == 0;
	child_clear(&c);
	lines_clear(&l);
	buf_clear(&in);
	return len ? 0 : err_set(e, ERR_DATA, "it had not ended %d s after the"
	    " end of its input", seconds);
}

static void
end_of_file(struct check *k)
{
	static const char what[] = "the end of its input ends it, status 0";
	struct buf out = BUF_INIT(CONNECTOR_LINE);
	struct err e = ERR_INIT;
	int status = 0, rc = feed(k, "", &out, &status, &e);

	if (rc == 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		rc = err_set(&e, ERR_DATA, "wait status %d", status);
	verdict(k, rc, what, &e);
	buf_clear(&out);
}

/* There is no id to answer to: it ends, or waits for a better line. */
static void
bad_json(struct check *k)
{
	static const char what[] = "a line that is no JSON gets no answer";
	struct buf out = BUF_INIT(CONNECTOR_LINE);
	struct err e = ERR_INIT;
	int status = 0;
	int rc = feed(k, "{\"id\":1,\"op\":\n", &out, &status, &e);

	if (rc == 0 && out.len > 0)
		rc = err_set(&e, ERR_DATA, "it said: %.200s", buf_get(&out));
	verdict(k, rc, what, &e);
	buf_clear(&out);
}

/* ---- through the client ---- */

static void
hello(struct check *k)
{
	struct err e = ERR_INIT;
	struct connector *c = check_open(k, &e);

	verdict(k, c == NULL ? -1 : 0, "hello is answered, version 1", &e);
	if (c == NULL)
		return;
	check_tell(k, connector_can(c, "list") && connector_can(c, "lookup") ?
	    CHECK_OK : CHECK_FAILED, "it can list and look up",
	    !connector_can(c, "list") ? "no list among its ops" :
	    !connector_can(c, "lookup") ? "no lookup among its ops" : "");
	connector_close(c);
}

/* One question, one expected answer. */
static int
expect(struct connector *c, const char *op, const char *remote_id,
    enum connector_answer want, struct err *e)
{
	struct connector_reply r;
	json_t *m = json_pack("{s:{s:s}}", "account", "remote_id", remote_id);
	int rc = connector_ask(c, op, m, &r, e);

	if (rc == -1)
		return -1;
	if (r.answer != want)
		rc = err_set(e, ERR_DATA, "%s: %s",
		    connector_answer_name(r.answer), r.words);
	connector_reply_clear(&r);
	return rc;
}

/* The same account, and its groups where it says that it can take them. */
static int
look_up(struct connector *c, const char *id, struct err *e)
{
	struct connector_account a;
	struct connector_reply r;
	json_t *m = json_pack("{s:{s:s}}", "account", "remote_id", id);
	int rc = connector_ask(c, "lookup", m, &r, e);

	if (rc == -1)
		return -1;
	if (r.answer != CONNECTOR_DONE)
		rc = err_set(e, ERR_DATA, "%s: %s",
		    connector_answer_name(r.answer), r.words);
	else if ((rc = connector_account(&r, &a, e)) == -1)
		;
	else if (strcmp(a.remote_id, id) != 0)
		rc = err_set(e, ERR_DATA, "of %.80s it told %.80s", id,
		    a.remote_id);
	else if (connector_can(c, "revoke_groups") &&
	    !json_is_array(json_object_get(a.raw, "groups")))
		rc = err_set(e, ERR_DATA, "it can revoke_groups, and tells no "
		    "groups");
	connector_reply_clear(&r);
	return rc;
}

static void
one_answer(struct check *k, const char *what, const char *op,
    enum connector_answer want)
{
	struct err e = ERR_INIT;
	struct connector *c = check_open(k, &e);
	int rc = c == NULL ? -1 : expect(c, op, NOBODY, want, &e);

	verdict(k, rc, what, &e);
	connector_close(c);
}

/* What a list told: "account/ID" and "person/ID" to a digest of the object. */
struct seen {
	json_t	*all;
	char	first[256];	/* an account's remote_id */
	char	twice[256];	/* came twice */
};

static int64_t
digest(json_t *o)
{
	char *s = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
	uint64_t h = 0xcbf29ce484222325u;	/* FNV-1a: only to compare */
	const char *p;

	for (p = s; p != NULL && *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3u;
	free(s);
	return (int64_t)(h >> 1);
}

static void
keep(struct seen *s, const char *kind, const char *id, json_t *o)
{
	struct buf key = BUF_INIT(4096);

	buf_fmt(&key, "%s/%s", kind, id);
	if (json_object_get(s->all, buf_get(&key)) != NULL &&
	    key.len < sizeof(s->twice))
		memcpy(s->twice, buf_get(&key), key.len + 1);
	json_object_set_new(s->all, buf_get(&key), json_integer(digest(o)));
	buf_clear(&key);
}

static int
on_account(const struct connector_account *a, void *arg, struct err *e)
{
	struct seen *s = arg;

	(void)e;
	keep(s, "account", a->remote_id, a->raw);
	if (s->first[0] == '\0' && strlen(a->remote_id) < sizeof(s->first))
		memcpy(s->first, a->remote_id, strlen(a->remote_id) + 1);
	return 0;
}

static int
on_person(const struct connector_person *p, void *arg, struct err *e)
{
	(void)e;
	keep(arg, "person", p->remote_id, p->raw);
	return 0;
}

/* A whole list: 0 with the reply's cookie copied (or ""), or -1. */
static int
list(struct connector *c, const char *cookie, struct seen *s,
    struct buf *next, struct err *e)
{
	struct connector_lister l = { on_account, on_person, NULL, s };
	struct connector_reply r;
	int rc;

	if (connector_list(c, cookie, NULL, &l, e) == -1)
		return -1;
	while ((rc = connector_read(c, &r, e)) == 0)
		connector_wait(&c, 1, -1);
	if (rc == -1)
		return -1;
	rc = 0;
	if (r.answer != CONNECTOR_DONE)
		rc = err_set(e, ERR_DATA, "%s: %s",
		    connector_answer_name(r.answer), r.words);
	buf_empty(next);
	buf_str(next, r.cookie != NULL ? r.cookie : "");
	connector_reply_clear(&r);
	return rc;
}

static void
compare(struct check *k, const struct seen *a, const struct seen *b, int rc,
    struct err *e)
{
	const char *key;
	json_t *v;

	if (rc == 0 && json_object_size(a->all) != json_object_size(b->all))
		rc = err_set(e, ERR_DATA, "first %zu, then %zu",
		    json_object_size(a->all), json_object_size(b->all));
	json_object_foreach(a->all, key, v)
		if (rc == 0 && !json_equal(v, json_object_get(b->all, key)))
			rc = err_set(e, ERR_DATA, "%.100s differs", key);
	verdict(k, rc, "the same list a second time", e);
}

static void
lists(struct check *k)
{
	struct seen a = { json_object(), "", "" };
	struct seen b = { json_object(), "", "" };
	struct seen c2 = { json_object(), "", "" };
	struct buf next = BUF_INIT(CONNECTOR_LINE);
	struct err e = ERR_INIT;
	struct connector *c = check_open(k, &e);
	int rc = c == NULL ? -1 : list(c, NULL, &a, &next, &e);

	verdict(k, rc, "list: what comes is what its counts say", &e);
	if (rc == -1)
		goto out;
	check_tell(k, a.twice[0] == '\0' ? CHECK_OK : CHECK_FAILED,
	    "list: each id once", a.twice);
	compare(k, &a, &b, list(c, NULL, &b, &next, &e), &e);
	if (next.len > 0)
		verdict(k, list(c, buf_get(&next), &c2, &next, &e),
		    "list: its cookie is taken back", &e);
	else
		check_tell(k, CHECK_SKIPPED, "list: its cookie is taken back",
		    "it gives none: every list is a full one");
	if (a.first[0] != '\0')
		verdict(k, look_up(c, a.first, &e),
		    "lookup: one that was listed", &e);
	else
		check_tell(k, CHECK_SKIPPED, "lookup: one that was listed",
		    "no account was listed");
out:
	connector_close(c);
	json_decref(a.all);
	json_decref(b.all);
	json_decref(c2.all);
	buf_clear(&next);
}

void
check_read(struct check *k)
{
	hello(k);
	end_of_file(k);
	bad_json(k);
	one_answer(k, "an unknown op is unsupported", "fly-to-the-moon",
	    CONNECTOR_UNSUPPORTED);
	lists(k);
	one_answer(k, "lookup: an id that is not there is gone", "lookup",
	    CONNECTOR_GONE);
}
