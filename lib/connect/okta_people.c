#include <string.h>
#include <strings.h>

#include "connect/okta_people.h"
#include "connect/okta_user.h"

#define AT_ONCE 10	/* managers in one search: a URL has its limits */
#define LEVELS 50	/* of a chain; more is no chain */

/* o->managers: what a profile says, folded, to an id, or null: nobody.
 * "=ID" is there for each person who was told. */

void
okta_people_quote(struct buf *b, const char *s)
{
	buf_chr(b, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			buf_chr(b, '\\');
		buf_chr(b, *s);
	}
	buf_chr(b, '"');
}

/* The key under which a manager is known: case says nothing. */
static void
fold(struct buf *b, const char *s)
{
	buf_empty(b);
	for (; *s != '\0'; s++)
		buf_chr(b, *s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s);
}

static void
clause(const struct okta *o, const char *name, struct buf *b)
{
	static const char *const always[] = { "id", "profile.login",
		"profile.email" };
	size_t i = strchr(name, '@') != NULL;	/* no id has one */

	for (; i < sizeof(always) / sizeof(always[0]); i++) {
		buf_fmt(b, "%s%s eq ", b->len > 0 ? " or " : "", always[i]);
		okta_people_quote(b, name);
	}
	buf_fmt(b, " or profile.%s eq ", o->conf.worker_attribute);
	okta_people_quote(b, name);
}

/* How surely raw is whom name means: 0 not at all. */
static int
means(const struct okta *o, json_t *raw, const char *name)
{
	json_t *p = json_object_get(raw, "profile");
	const char *of[4];
	int i;

	of[0] = cloud_text(p, o->conf.worker_attribute);
	of[1] = cloud_text(p, "email");
	of[2] = cloud_text(p, "login");
	of[3] = cloud_text(raw, "id");
	for (i = 3; i >= 0; i--)
		if (of[i] != NULL && strcasecmp(of[i], name) == 0)
			return i + 1;
	return 0;
}

/* The best of the found; two that are as good are nobody. */
static json_t *
choose(const struct okta *o, json_t *found, const char *name)
{
	json_t *raw, *best = NULL;
	int how, most = 0, twice = 0;
	size_t i;

	json_array_foreach(found, i, raw) {
		how = means(o, raw, name);
		if (how > 0 && how == most)
			twice = 1;
		if (how > most) {
			most = how;
			best = raw;
			twice = 0;
		}
	}
	return twice ? NULL : best;
}

static int
keep_all(struct cloud *c, json_t *page, void *arg, struct err *e)
{
	json_array_extend(arg, page);
	return okta_is_list(c, page, "managers", e);
}

/* Asks for names from at on, AT_ONCE of them; what is found goes to found. */
static int
ask(struct okta *o, json_t *names, size_t at, json_t *found, struct err *e)
{
	struct buf search = BUF_INIT(16384), one = BUF_INIT(4096),
	    target = BUF_INIT(65536);
	struct cloud_call q = { .method = "GET", .what = "managers" };
	size_t i;
	int rc;

	for (i = at; i < at + AT_ONCE && i < json_array_size(names); i++) {
		buf_empty(&one);
		clause(o, json_string_value(json_array_get(names, i)), &one);
		buf_fmt(&search, "%s%s", i > at ? " or " : "", buf_get(&one));
	}
	buf_str(&target, "/api/v1/users");
	http_query(&target, "search", buf_get(&search));
	http_query(&target, "limit", "200");
	q.target = buf_get(&target);
	rc = buf_ok(&one) && buf_ok(&search) ? cloud_walk(&o->cloud, &q,
	    cloud_next_link, keep_all, found, e) :
	    err_set(e, ERR_DATA, "a manager's name that is too long");
	buf_clear(&search);
	buf_clear(&one);
	buf_clear(&target);
	return rc;
}

/* The managers that users name and that are not known. */
static json_t *
unknown(struct okta *o, json_t *users)
{
	json_t *names = json_array(), *raw, *seen = json_object();
	struct buf key = BUF_INIT(1024);
	const char *name;
	size_t i;

	json_array_foreach(users, i, raw) {
		if ((name = okta_user_manager(o, raw)) == NULL ||
		    strlen(name) > 200)
			continue;
		fold(&key, name);
		if (json_object_get(o->managers, buf_get(&key)) != NULL ||
		    json_object_get(seen, buf_get(&key)) != NULL)
			continue;
		json_object_set_new(seen, buf_get(&key), json_true());
		json_array_append_new(names, json_string(buf_get(&key)));
	}
	json_decref(seen);
	buf_clear(&key);
	return names;
}

/* Who names means; the chosen are added to people. */
static int
resolve(struct okta *o, json_t *names, json_t *people, struct err *e)
{
	json_t *found, *raw, *v;
	size_t i, at;
	int rc = 0;

	for (at = 0; rc == 0 && at < json_array_size(names); at += AT_ONCE) {
		found = json_array();
		rc = ask(o, names, at, found, e);
		for (i = at; rc == 0 && i < at + AT_ONCE &&
		    (v = json_array_get(names, i)) != NULL; i++) {
			raw = choose(o, found, json_string_value(v));
			json_object_set(o->managers, json_string_value(v),
			    raw == NULL ? json_null() :
			    json_object_get(raw, "id"));
			if (raw != NULL)
				json_array_append(people, raw);
		}
		json_decref(found);
	}
	return rc;
}

static int
tell(struct okta *o, struct serve *s, json_t *raw, int64_t *count,
    struct err *e)
{
	struct buf key = BUF_INIT(300), name = BUF_INIT(1024);
	json_t *profile = json_object_get(raw, "profile"), *p;
	const char *id = cloud_text(raw, "id"), *status;
	int rc = 0;

	status = cloud_text(raw, "status");
	buf_fmt(&key, "=%s", id == NULL ? "" : id);
	if (id == NULL || status == NULL ||
	    json_object_get(o->managers, buf_get(&key)) != NULL)
		goto out;	/* two names may mean one person */
	json_object_set_new(o->managers, buf_get(&key), json_true());
	okta_user_name(raw, &name);
	p = json_pack("{s:s,s:b}", "remote_id", id, "enabled",
	    okta_user_enabled(status));
	cloud_set(p, "upn", cloud_text(profile, "login"));
	cloud_set(p, "email", cloud_text(profile, "email"));
	if (name.len > 0 && buf_ok(&name))
		cloud_set(p, "display_name", buf_get(&name));
	okta_people_set(o, raw, p);
	rc = serve_item(s, "person", p, e);
	++*count;
out:
	buf_clear(&key);
	buf_clear(&name);
	return rc;
}

int
okta_people_add(struct okta *o, struct serve *s, json_t *users,
    int64_t *count, struct err *e)
{
	json_t *people = json_array(), *level = json_incref(users), *names;
	json_t *above;
	size_t i;
	int rc = 0, n;

	if (o->managers == NULL)
		o->managers = json_object();
	for (n = 0; rc == 0 && n < LEVELS; n++) {
		names = unknown(o, level);
		above = json_array();
		rc = resolve(o, names, above, e);
		json_decref(names);
		json_decref(level);
		level = above;
		json_array_extend(people, above);
		if (json_array_size(above) == 0 || s == NULL)
			break;
	}
	for (i = 0; rc == 0 && s != NULL && i < json_array_size(people); i++)
		rc = tell(o, s, json_array_get(people, i), count, e);
	json_decref(level);
	json_decref(people);
	return rc;
}

void
okta_people_set(struct okta *o, json_t *raw, json_t *a)
{
	struct buf key = BUF_INIT(1024);
	const char *name = okta_user_manager(o, raw);

	if (name != NULL) {
		fold(&key, name);
		cloud_set(a, "manager", json_string_value(
		    json_object_get(o->managers, buf_get(&key))));
	}
	buf_clear(&key);
}

int
okta_people_of(struct okta *o, json_t *raw, json_t *a, struct err *e)
{
	json_t *users = json_pack("[O]", raw);
	int64_t none = 0;
	int rc = okta_people_add(o, NULL, users, &none, e);

	okta_people_set(o, raw, a);
	json_decref(users);
	return rc;
}

void
okta_people_forget(struct okta *o)
{
	json_decref(o->managers);
	o->managers = NULL;
}
