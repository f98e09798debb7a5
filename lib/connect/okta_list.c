#include <stdio.h>
#include <string.h>

#include "connect/okta_list.h"
#include "connect/okta_people.h"
#include "connect/okta_user.h"

struct list {
	struct okta *o;
	struct serve *serve;
	json_t	*attributes;
	int64_t	accounts, persons;
};

/* name eq "a" or name eq "b" ..., in parentheses. */
static void
any_of(struct buf *b, const char *name, const char *list)
{
	struct buf one = BUF_INIT(4096);
	int n;

	buf_str(b, b->len > 0 ? " and (" : "(");
	for (n = 0; okta_nth(list, n, &one); n++) {
		buf_fmt(b, "%s%s eq ", n > 0 ? " or " : "", name);
		okta_people_quote(b, buf_get(&one));
	}
	buf_chr(b, ')');
	buf_clear(&one);
}

static int
target(const struct okta *o, struct buf *to, struct err *e)
{
	struct buf search = BUF_INIT(16384);
	char size[12];

	if (o->conf.user_type[0] != '\0')
		any_of(&search, "profile.userType", o->conf.user_type);
	if (o->conf.type_id != NULL)
		any_of(&search, "type.id", o->conf.type_id);
	if (o->conf.search != NULL)
		buf_fmt(&search, "%s(%s)", search.len > 0 ? " and " : "",
		    o->conf.search);
	(void)snprintf(size, sizeof(size), "%d", o->conf.page_size);
	buf_str(to, "/api/v1/users");
	http_query(to, "search", buf_get(&search));
	http_query(to, "limit", size);
	if (!buf_ok(&search) || !buf_ok(to))
		err_set(e, ERR_CONFIG, "search: too long");
	else
		err_clear(e);
	buf_clear(&search);
	return e->kind == ERR_NONE ? 0 : -1;
}

/* What the search finds is looked at again: it may lag behind. */
static int
on_user(struct list *l, json_t *raw, struct err *e)
{
	struct okta_user u;
	json_t *a;
	int rc = 0;

	if (okta_user_take(l->o, json_incref(raw), &u, e) == -1)
		return -1;
	if (u.contractor) {
		a = okta_user_account(l->o, &u, l->attributes);
		okta_people_set(l->o, raw, a);
		rc = serve_item(l->serve, "account", a, e);
		l->accounts++;
	}
	okta_user_clear(&u);
	return rc;
}

static int
on_page(struct cloud *c, json_t *page, void *arg, struct err *e)
{
	struct list *l = arg;
	json_t *raw;
	size_t i;

	if (okta_is_list(c, page, "users", e) == -1 ||
	    okta_people_add(l->o, l->serve, page, &l->persons, e) == -1)
		return -1;
	json_array_foreach(page, i, raw)
		if (on_user(l, raw, e) == -1)
			return -1;
	return 0;
}

static int
on_admins(struct cloud *c, json_t *page, void *arg, struct err *e)
{
	struct okta *o = arg;
	json_t *v;
	size_t i;

	json_array_foreach(json_object_get(page, "value"), i, v)
		if (cloud_text(v, "id") != NULL)
			json_object_set_new(o->admins, cloud_text(v, "id"),
			    json_true());
	return okta_is_list(c, json_object_get(page, "value"), "admins", e);
}

static int
next_admins(struct cloud *c, json_t *page, struct buf *to, void *arg,
    struct err *e)
{
	json_t *links = json_object_get(page, "_links");
	const char *next = cloud_text(json_object_get(links, "next"), "href");

	(void)c;
	(void)arg;
	(void)e;
	if (next == NULL)
		return 0;
	buf_str(to, next);
	return 1;
}

/* Who holds an admin role.  A token that may not know says so; then a list
 * says of nobody whether he is privileged, and a lookup does. */
static int
admins(struct okta *o, json_t *answer, struct err *e)
{
	static const struct cloud_call q = { .method = "GET",
		.target = "/api/v1/iam/assignees/users", .what = "admins" };
	int status;

	json_decref(o->admins);
	o->admins = json_object();
	if (cloud_walk(&o->cloud, &q, next_admins, on_admins, o, e) == 0)
		return 0;
	status = o->cloud.answer.status;
	if (status != 403 && status != 404)
		return -1;
	json_decref(o->admins);
	o->admins = NULL;
	err_clear(e);
	json_object_set_new(answer, "words",
	    json_string("who has an admin role is not for us to see"));
	return 0;
}

static int
walk(struct list *l, struct err *e)
{
	struct buf at = BUF_INIT(65536);
	struct cloud_call q = { .method = "GET", .what = "users" };
	int rc;

	rc = target(l->o, &at, e);
	q.target = buf_get(&at);
	if (rc == 0)
		rc = cloud_walk(&l->o->cloud, &q, cloud_next_link, on_page,
		    l, e);
	buf_clear(&at);
	return rc;
}

int
okta_list(struct serve *s, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct list l = { .o = arg, .serve = s };

	l.attributes = json_object_get(request, "attributes");
	okta_people_forget(l.o);
	if (admins(l.o, answer, e) == -1 || walk(&l, e) == -1)
		return cloud_end(&l.o->cloud, answer, -1);
	json_object_set_new(answer, "accounts", json_integer(l.accounts));
	json_object_set_new(answer, "persons", json_integer(l.persons));
	json_object_set_new(answer, "gone", json_integer(0));
	json_object_set_new(answer, "full", json_true());
	json_object_set_new(answer, "server",
	    json_string(http_host(l.o->cloud.http)));
	return 0;
}
