#include "connect/sync_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/when.h"

#define DAY 86400
#define AT_ONCE 64	/* accounts looked up side by side */

/* What a list streams into. */
struct into {
	struct sync *s;
	json_t	*attributes;	/* asked for */
};

static const char *worker_of(const struct connector_account *, json_t *);

static int
on_account(const struct connector_account *a, void *arg, struct err *e)
{
	struct into *to = arg;
	struct sync_item i = { a->remote_id, a->login, a->upn,
		a->display_name, a->email, a->department,
		worker_of(a, to->attributes), a->manager, a->enabled,
		a->contractor, a->privileged, a->login_known, a->login_at,
		a->expires_at, a->made_at, a->login_lag };

	return sync_account(to->s, &i, e);
}

static int
on_person(const struct connector_person *p, void *arg, struct err *e)
{
	struct into *to = arg;
	struct sync_item i = { p->remote_id, "", p->upn, p->display_name,
		p->email, NULL, NULL, p->manager, p->enabled, 0, 0, 0,
		WHEN_NEVER, WHEN_NEVER, WHEN_NEVER, 0 };

	return sync_person(to->s, &i, e);
}

static int
on_gone(const struct connector_gone *g, void *arg, struct err *e)
{
	struct into *to = arg;

	return sync_gone(to->s, g->remote_id, g->converted, e);
}

/* The next reply, however long it takes. */
static int
next(struct connector *c, struct connector_reply *r, struct err *e)
{
	int rc;

	while ((rc = connector_read(c, r, e)) == 0)
		connector_wait(&c, 1, -1);
	return rc == 1 ? 0 : -1;
}

static int
refused(const struct connector_reply *r, struct err *e)
{
	int kind = r->answer == CONNECTOR_REFUSED ? ERR_REFUSED :
	    r->answer == CONNECTOR_TEMPORARY ? ERR_DOWN : ERR_CONFIG;

	return err_set(e, kind, "list: %s%s%s",
	    connector_answer_name(r->answer), *r->words != '\0' ? ": " : "",
	    r->words);
}

/* The words of link_attributes, as the protocol wants them. */
static json_t *
attributes(const struct ctx *x)
{
	const char *p = policy_get(x->policy, "link_attributes");
	json_t *a = json_array();
	size_t n;

	for (p += strspn(p, " "); *p != '\0'; p += n + strspn(p + n, " ")) {
		n = strcspn(p, " ");
		json_array_append_new(a, json_stringn(p, n));
	}
	return a;
}

/* The worker's number, else the first of the attributes that has a value. */
static const char *
worker_of(const struct connector_account *a, json_t *names)
{
	const char *value = a->worker_id;
	size_t i;

	for (i = 0; i < json_array_size(names) && (value == NULL ||
	    *value == '\0'); i++)
		value = connector_attribute(a,
		    json_string_value(json_array_get(names, i)));
	return value;
}

/* Who cannot see what was deleted has no list of changes that is whole. */
static const char *
cookie_of(const struct connector_reply *reply)
{
	return json_is_false(json_object_get(reply->body, "deletions")) ?
	    NULL : reply->cookie;
}

/* A certificate that ends takes the directory with it; cert_days. */
static void
look_at_certificate(const struct sync_run *r, const char *name,
    const struct connector_reply *reply)
{
	json_t *told = json_object_get(reply->body, "certificate_until");
	int64_t at = json_integer_value(told);	/* 0 for no integer */
	struct buf b = BUF_INIT(800);
	char on[11];

	if (at <= 0 || r->opt.alert == NULL || at > r->x->now +
	    DAY * policy_int(r->x->policy, "cert_days"))
		return;
	when_date(when_today(at), on);
	buf_fmt(&b, "%s: the certificate of %.300s ends on %s (cert_days)",
	    name, reply->server, on);
	r->opt.alert(buf_get(&b));
	buf_clear(&b);
}

static int
list(struct sync_run *r, struct connector *c, struct sync *s, struct err *e)
{
	struct into to = { s, attributes(r->x) };
	struct connector_lister l = { on_account, on_person, on_gone, &to };
	struct connector_reply reply;
	const char *cookie = sync_cookie(s, connector_server(c));
	int rc;

	rc = connector_list(c, cookie, to.attributes, &l, e) == -1 ? -1 :
	    next(c, &reply, e);
	json_decref(to.attributes);
	if (rc == -1)
		return -1;
	if (reply.answer != CONNECTOR_DONE)
		rc = refused(&reply, e);
	else
		rc = sync_listed(s, reply.full, cookie_of(&reply),
		    reply.server, e);
	if (rc == 0)
		look_at_certificate(r, r->opt.connector, &reply);
	connector_reply_clear(&reply);
	return rc;
}

struct asked {
	int64_t	id;
	char	remote_id[256];
};

/* One answer to a look-up; the place in the list is free again. */
static int
answered(struct connector *c, struct sync *s, struct asked *q, size_t *n,
    struct err *e)
{
	struct connector_reply r;
	struct connector_account a;
	size_t i;
	int rc;

	if (next(c, &r, e) == -1)
		return -1;
	for (i = 0; i + 1 < *n && q[i].id != r.id; i++)
		;
	if (r.answer == CONNECTOR_GONE)
		rc = sync_told(s, q[i].remote_id, 0, 0, e);
	else if (r.answer != CONNECTOR_DONE)
		rc = refused(&r, e);
	else if ((rc = connector_account(&r, &a, e)) == 0)
		rc = sync_told(s, q[i].remote_id, 1, a.contractor, e);
	connector_reply_clear(&r);
	q[i] = q[--*n];
	return rc;
}

/* What a whole list lacks is gone, or lives and is no contractor's now. */
static int
ask_absent(struct connector *c, struct sync *s, struct err *e)
{
	struct asked q[AT_ONCE];
	size_t n = 0;
	int rc = 1;

	if (!connector_can(c, "lookup"))
		return 0;
	while (rc == 1 || n > 0) {
		if (rc == 1 && n < AT_ONCE) {
			if ((rc = sync_ask(s, q[n].remote_id,
			    sizeof(q[n].remote_id), e)) == 1) {
				q[n].id = connector_send(c, "lookup",
				    json_pack("{s{ss}}", "account",
				    "remote_id", q[n].remote_id), e);
				if (q[n++].id == -1)
					return -1;
			}
			if (rc == -1)
				return -1;
		} else if (answered(c, s, q, &n, e) == -1)
			return -1;
	}
	return 0;
}

/* All that the connector is asked; it is ended before anything is written. */
static int
talk(struct sync_run *r, struct sync *s, struct err *e)
{
	struct connector_start start = { r->opt.connector, r->x->tenant,
		r->conf, r->x->now, NULL, r->log, NULL, r->trace };
	struct connector *c;
	int rc;

	if ((c = connector_open(&start, e)) == NULL)
		return -1;
	rc = connector_hello(c, e);
	if (rc == 0)
		rc = list(r, c, s, e);
	if (rc == 0 && sync_report(s)->held == 0)
		rc = ask_absent(c, s, e);
	connector_close(c);
	/* It does not answer, or answers nonsense: its service is down. */
	if (rc == -1 && (e->kind == ERR_TEMP || e->kind == ERR_DATA))
		e->kind = ERR_DOWN;
	return rc;
}

static int
take(struct sync_run *r, struct sync *s, struct err *e)
{
	if (talk(r, s, e) == -1)
		return -1;
	if (sync_report(s)->held > 0)
		return err_set(e, ERR_DOWN, "%s (--accept %lld if that is so)",
		    sync_report(s)->why, (long long)sync_report(s)->held);
	return r->rows != NULL ? sync_show(s, r->rows, e) : sync_apply(s, e);
}

static void
sum_up(struct sync_report *sum, const struct sync_report *r)
{
	sum->accounts += r->accounts;
	sum->persons += r->persons;
	sum->added += r->added;
	sum->changed += r->changed;
	sum->gone += r->gone;
	sum->findings += r->findings;
	sum->held += r->held;
}

int
sync_run(struct sync_run *r, struct sync_report *sum, struct err *e)
{
	struct err late = ERR_INIT;
	struct sync *s;

	if ((s = sync_start(r->x, &r->opt, e)) == NULL)
		return e->kind;
	if (take(r, s, e) == 0) {
		sum_up(sum, sync_report(s));
		sync_free(s);
		return 0;
	}
	sum_up(sum, sync_report(s));
	sync_free(s);
	err_add(e, "%s", r->opt.connector);
	if (r->rows == NULL && sync_failed(r->x, r->opt.connector, e->kind,
	    e->text, &late) == -1)
		err_add(e, "%s; and", late.text);
	return e->kind;
}
