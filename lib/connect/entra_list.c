#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/when.h"
#include "connect/entra_group.h"
#include "connect/entra_list.h"
#include "connect/entra_user.h"

#define CHANGES_MAX 200		/* users read one by one; more: all */
#define LAG_S (2 * 86400)	/* signInActivity is up to 24 hours late */
#define LINK_MAX 65536

struct list {
	struct entra *g;
	struct serve *serve;
	json_t	*attributes;
	json_t	*found;		/* id: contractor's account, not told yet; or
				 * his user, while only changes are told */
	json_t	*changed;	/* id: true, or false: deleted */
	int64_t	since;		/* of the cookie */
	int64_t	accounts, persons, gone;
};

/* ---- the cookie ---- */

/* What a list of changes could not tell: who is privileged, what is asked
 * for, and whom. */
static void
digest(const struct list *l, char out[DIGEST_LEN])
{
	const struct entra_conf *c = &l->g->conf;
	json_t *all = json_pack("[s,s,s,O?,O?,i]", c->url, c->tenant_id,
	    c->employee_type, l->g->high, l->attributes, c->people);

	digest_json(all, out);
	json_decref(all);
}

/* "1 DIGEST SECONDS LINK": its link, borrowed, and the time; NULL. */
static const char *
known(struct list *l, const char *cookie)
{
	char now[DIGEST_LEN], number[24];
	const char *p;
	size_t len;

	digest(l, now);
	if (cookie == NULL || strncmp(cookie, "1 ", 2) != 0 ||
	    strncmp(cookie + 2, now, DIGEST_LEN - 1) != 0 ||
	    cookie[1 + DIGEST_LEN] != ' ')
		return NULL;
	p = cookie + 2 + DIGEST_LEN;
	len = strcspn(p, " ");
	if (len >= sizeof(number) || p[len] == '\0')
		return NULL;
	memcpy(number, p, len);
	number[len] = '\0';
	return num_int(number, 0, INT64_MAX, &l->since) == 0 ? p + len + 1 :
	    NULL;
}

/* ---- what is asked ---- */

static void
add_quoted(struct buf *b, const char *s)
{
	buf_chr(b, '\'');
	for (; *s != '\0'; s++) {
		buf_chr(b, *s);
		if (*s == '\'')
			buf_chr(b, '\'');
	}
	buf_chr(b, '\'');
}

static void
type_filter(const struct entra *g, struct buf *to)
{
	struct buf one = BUF_INIT(1024), all = BUF_INIT(8192);
	int n, several = entra_config_type(&g->conf, 1, &one);

	buf_str(&all, several ? "employeeType in (" : "employeeType eq ");
	for (n = 0; entra_config_type(&g->conf, n, &one); n++) {
		if (n > 0)
			buf_chr(&all, ',');
		add_quoted(&all, buf_get(&one));
	}
	buf_str(&all, several ? ")" : "");
	http_query(to, "$filter", buf_get(&all));
	buf_clear(&one);
	buf_clear(&all);
}

static int
keep_account(struct entra *g, json_t *raw, void *arg, struct err *e)
{
	struct list *l = arg;
	struct entra_user u;

	if (entra_user_take(g, json_incref(raw), &u, e) == -1)
		return -1;
	if (u.contractor)
		json_object_set(l->found, u.id, raw);
	entra_user_clear(&u);
	return 0;
}

/* The contractors; without their managers, for $expand does not go with the
 * filter. */
static int
contractors(struct list *l, struct err *e)
{
	struct buf to = BUF_INIT(16384);
	struct entra_list q = { NULL, "contractors", 1, keep_account, l,
	    NULL };
	char size[12];
	int rc;

	do {
		json_object_clear(l->found);
		buf_empty(&to);
		buf_str(&to, "/users");
		type_filter(l->g, &to);
		entra_user_select(l->g, &to);
		(void)snprintf(size, sizeof(size), "%d",
		    l->g->conf.page_size);
		http_query(&to, "$top", size);
		http_query(&to, "$count", "true");
		q.target = buf_get(&to);
		rc = buf_ok(&to) ? entra_each(l->g, &q, e) :
		    err_set(e, ERR_CONFIG, "employee_type: too long");
	} while (rc == -1 && entra_user_blind(l->g, e));
	buf_clear(&to);
	return rc;
}

/* ---- everything ---- */

static int
tell_account(struct list *l, const struct entra_user *u, struct err *e)
{
	l->accounts++;
	return serve_item(l->serve, "account",
	    entra_user_account(l->g, u, l->attributes), e);
}

static int
tell_person(struct list *l, const struct entra_user *u, struct err *e)
{
	if (!l->g->conf.people)
		return 0;
	l->persons++;
	return serve_item(l->serve, "person", entra_user_person(u), e);
}

/* Everybody, with his manager; a contractor's goes into what was found. */
static int
on_person(struct entra *g, json_t *raw, void *arg, struct err *e)
{
	struct list *l = arg;
	struct entra_user u;
	json_t *his, *manager = json_object_get(raw, "manager");
	int rc;

	if (entra_user_take(g, json_incref(raw), &u, e) == -1)
		return -1;
	his = json_object_get(l->found, u.id);
	if (his != NULL && manager != NULL)
		json_object_set(his, "manager", manager);
	rc = tell_person(l, &u, e);
	entra_user_clear(&u);
	return rc;
}

static int
persons(struct list *l, struct err *e)
{
	struct buf to = BUF_INIT(4096);
	struct entra_list q = { NULL, "persons", 0, on_person, l, NULL };
	int rc;

	buf_str(&to, "/users");
	http_query(&to, "$select", "id,userPrincipalName,displayName,mail,"
	    "accountEnabled");
	http_query(&to, "$expand", "manager($select=id)");
	http_query(&to, "$top", "999");
	q.target = buf_get(&to);
	rc = entra_each(l->g, &q, e);
	buf_clear(&to);
	return rc;
}

static int
everything(struct list *l, struct buf *link, struct err *e)
{
	struct entra_list from_now = { "/users/delta?$deltatoken=latest",
		"delta", 0, NULL, NULL, link };
	struct entra_user u;
	const char *id;
	json_t *raw;
	int rc = 0;

	/* The link first: what changes meanwhile is told again next time. */
	if (entra_each(l->g, &from_now, e) == -1 ||
	    contractors(l, e) == -1 || (l->g->conf.people &&
	    persons(l, e) == -1))
		return -1;
	json_object_foreach(l->found, id, raw) {
		if (rc == -1 || entra_user_take(l->g, json_incref(raw), &u,
		    e) == -1)
			return -1;
		rc = tell_account(l, &u, e);
		entra_user_clear(&u);
	}
	return rc;
}

/* ---- what changed ---- */

static int
on_change(struct entra *g, json_t *o, void *arg, struct err *e)
{
	struct list *l = arg;
	const char *id = cloud_text(o, "id");

	(void)g;
	(void)e;
	if (id != NULL)
		json_object_set_new(l->changed, id,
		    json_boolean(json_object_get(o, "@removed") == NULL));
	return 0;
}

static void
add_signed_in(struct list *l)
{
	const char *id;
	json_t *raw, *a;
	int64_t at;

	json_object_foreach(l->found, id, raw) {
		a = json_object_get(raw, "signInActivity");
		at = cloud_when(a, "lastSuccessfulSignInDateTime");
		if (at != WHEN_NEVER && at >= l->since - LAG_S &&
		    json_object_get(l->changed, id) == NULL)
			json_object_set_new(l->changed, id, json_true());
	}
}

/* The link is not taken: it is too old (410), or nothing that it knows. */
static int
is_refused(const struct entra *g)
{
	return g->cloud.answer.status == 410 ||
	    g->cloud.answer.status == 404 || g->cloud.answer.status == 400;
}

/* 1 all of it is known, 0 list everything, -1 with e. */
static int
changes(struct list *l, const char *from, struct buf *link, struct err *e)
{
	struct entra_list q = { from, "delta", 0, on_change, l, link };

	if (entra_each(l->g, &q, e) == -1) {
		if (!is_refused(l->g))
			return -1;
		err_clear(e);
		return 0;
	}
	if (l->g->logins && contractors(l, e) == -1)
		return -1;
	add_signed_in(l);
	return link->len > 0 && json_object_size(l->changed) <= CHANGES_MAX;
}

static int
tell_gone(struct list *l, const char *id, int converted, struct err *e)
{
	json_t *o = json_pack("{s:s}", "remote_id", id);

	if (converted)
		json_object_set_new(o, "converted", json_true());
	l->gone++;
	return serve_item(l->serve, "gone", o, e);
}

static int
tell_change(struct list *l, const char *id, struct err *e)
{
	struct entra_user u;
	int rc = entra_user_read(l->g, id, &u, e);

	if (rc == -1)
		return -1;
	if (rc == 0)
		return tell_gone(l, id, 0, e);
	rc = u.contractor ? tell_account(l, &u, e) : tell_gone(l, id, 1, e);
	if (rc == 0)
		rc = tell_person(l, &u, e);
	entra_user_clear(&u);
	return rc;
}

static int
tell_changes(struct list *l, struct err *e)
{
	const char *id;
	json_t *there;
	int rc = 0;

	json_object_foreach(l->changed, id, there) {
		rc = json_is_true(there) ? tell_change(l, id, e) :
		    tell_gone(l, id, 0, e);
		if (rc == -1)
			break;
	}
	return rc;
}

/* ---- the list ---- */

static void
answer_list(struct list *l, int full, int64_t now, const struct buf *link,
    json_t *answer)
{
	struct buf cookie = BUF_INIT(LINK_MAX + 256);
	char d[DIGEST_LEN];

	json_object_set_new(answer, "accounts", json_integer(l->accounts));
	json_object_set_new(answer, "persons", json_integer(l->persons));
	json_object_set_new(answer, "gone", json_integer(l->gone));
	json_object_set_new(answer, "full", json_boolean(full));
	json_object_set_new(answer, "server",
	    json_string(http_host(l->g->cloud.http)));
	if (link->len > 0 && buf_ok(link)) {
		digest(l, d);
		buf_fmt(&cookie, "1 %s %lld ", d, (long long)now);
		buf_str(&cookie, buf_get(link));
		json_object_set_new(answer, "cookie",
		    json_string(buf_get(&cookie)));
	}
	buf_clear(&cookie);
}

int
entra_list(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct list l = { .g = arg, .serve = s, .found = json_object(),
		.changed = json_object() };
	struct buf link = BUF_INIT(LINK_MAX);
	int64_t now = when_clock();
	const char *from;
	int rc, some = 0;

	l.attributes = json_object_get(request, "attributes");
	rc = entra_group_load(l.g, answer, e);
	from = rc == 0 ? known(&l, serve_text(request, "cookie")) : NULL;
	if (from != NULL)
		rc = some = changes(&l, from, &link, e);
	if (rc != -1)
		rc = some == 1 ? tell_changes(&l, e) :
		    everything(&l, &link, e);
	if (rc == 0)
		answer_list(&l, some != 1, now, &link, answer);
	json_decref(l.found);
	json_decref(l.changed);
	buf_clear(&link);
	return cloud_end(&l.g->cloud, answer, rc);
}
