/* What a connector says, read: items of a list, answers, groups. */
#include <string.h>

#include "base/when.h"
#include "connect/connector_internal.h"

static const struct {
	const char *name;
	enum connector_answer answer;
} answers[] = {
	{ "done", CONNECTOR_DONE },
	{ "already", CONNECTOR_ALREADY },
	{ "gone", CONNECTOR_GONE },
	{ "temporary", CONNECTOR_TEMPORARY },
	{ "refused", CONNECTOR_REFUSED },
	{ "unsupported", CONNECTOR_UNSUPPORTED },
};
#define N_ANSWERS (sizeof(answers) / sizeof(answers[0]))

const char *
connector_answer_name(enum connector_answer answer)
{
	size_t i;

	for (i = 0; i < N_ANSWERS; i++)
		if (answers[i].answer == answer)
			return answers[i].name;
	return "?";
}

static const char *
text_or(json_t *o, const char *name, const char *otherwise)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s != NULL ? s : otherwise;
}

/* A missing one and null are otherwise; anything but a number is -1 with e. */
static int
number(json_t *o, const char *name, int64_t otherwise, int64_t *out,
    struct err *e)
{
	json_t *v = json_object_get(o, name);

	*out = otherwise;
	if (v == NULL || json_is_null(v))
		return 0;
	if (!json_is_integer(v))
		return err_set(e, ERR_DATA, "\"%s\" is not a whole number",
		    name);
	*out = json_integer_value(v);
	return 0;
}

static int
flag(json_t *o, const char *name, int otherwise)
{
	json_t *v = json_object_get(o, name);

	return json_is_boolean(v) ? json_is_true(v) : otherwise;
}

static const char *
remote_id(json_t *o, struct err *e)
{
	const char *id = text_or(o, "remote_id", "");

	if (*id == '\0') {
		err_set(e, ERR_DATA, "an object without a remote_id");
		return NULL;
	}
	return id;
}

static int
read_account(json_t *o, struct connector_account *a, struct err *e)
{
	const char *state;

	memset(a, 0, sizeof(*a));
	if ((a->remote_id = remote_id(o, e)) == NULL)
		return -1;
	state = text_or(o, "state", "");
	if (strcmp(state, "enabled") != 0 && strcmp(state, "disabled") != 0)
		return err_set(e, ERR_DATA, "account %.80s: state is neither"
		    " enabled nor disabled", a->remote_id);
	a->raw = o;
	a->login = text_or(o, "login", "");
	a->upn = text_or(o, "upn", NULL);
	a->display_name = text_or(o, "display_name", NULL);
	a->email = text_or(o, "email", NULL);
	a->department = text_or(o, "department", NULL);
	a->manager = text_or(o, "manager", NULL);
	a->worker_id = text_or(o, "worker_id", NULL);
	a->mark = text_or(o, "mark", NULL);
	a->enabled = strcmp(state, "enabled") == 0;
	a->contractor = flag(o, "contractor", 1);
	a->privileged = flag(o, "privileged", 0);
	a->login_known = flag(o, "login_known", 0);
	if (number(o, "login_at", WHEN_NEVER, &a->login_at, e) == -1 ||
	    number(o, "expires_at", WHEN_NEVER, &a->expires_at, e) == -1 ||
	    number(o, "made_at", WHEN_NEVER, &a->made_at, e) == -1 ||
	    number(o, "login_lag", 0, &a->login_lag, e) == -1 ||
	    number(o, "residual_until", 0, &a->residual_until, e) == -1)
		return err_add(e, "account %.80s", a->remote_id);
	return 0;
}

static int
take_account(struct connector_asked *q, json_t *o, struct err *e)
{
	struct connector_account a;

	if (read_account(o, &a, e) == -1)
		return -1;
	q->accounts++;
	return q->lister.account == NULL ? 0 :
	    q->lister.account(&a, q->lister.arg, e);
}

static int
take_person(struct connector_asked *q, json_t *o, struct err *e)
{
	struct connector_person p;

	memset(&p, 0, sizeof(p));
	if ((p.remote_id = remote_id(o, e)) == NULL)
		return -1;
	p.upn = text_or(o, "upn", NULL);
	p.display_name = text_or(o, "display_name", NULL);
	p.email = text_or(o, "email", NULL);
	p.manager = text_or(o, "manager", NULL);
	p.enabled = flag(o, "enabled", 1);
	p.raw = o;
	q->persons++;
	return q->lister.person == NULL ? 0 :
	    q->lister.person(&p, q->lister.arg, e);
}

/* In a list of everything, what is not listed is what is gone. */
static int
take_gone(struct connector_asked *q, json_t *o, struct err *e)
{
	struct connector_gone g;

	if (q->full)
		return err_set(e, ERR_DATA, "\"gone\" in a full list");
	if ((g.remote_id = remote_id(o, e)) == NULL)
		return -1;
	g.converted = flag(o, "converted", 0);
	q->gone++;
	return q->lister.gone == NULL ? 0 :
	    q->lister.gone(&g, q->lister.arg, e);
}

int
connector_item(struct connector_asked *q, json_t *line, struct err *e)
{
	json_t *o;

	if (!q->list)
		return err_set(e, ERR_DATA, "an answer without \"answer\"");
	if ((o = json_object_get(line, "account")) != NULL)
		return take_account(q, o, e);
	if ((o = json_object_get(line, "person")) != NULL)
		return take_person(q, o, e);
	if ((o = json_object_get(line, "gone")) != NULL)
		return take_gone(q, o, e);
	return err_set(e, ERR_DATA, "neither an answer nor an item");
}

/* The counts are the proof that nothing was lost on the way. */
static int
final_list(const struct connector_asked *q, json_t *line,
    struct connector_reply *r, struct err *e)
{
	if (number(line, "accounts", -1, &r->accounts, e) == -1 ||
	    number(line, "persons", 0, &r->persons, e) == -1 ||
	    number(line, "gone", 0, &r->gone, e) == -1)
		return -1;
	if (r->accounts == -1)
		return err_set(e, ERR_DATA, "a list without its count");
	if (r->accounts != q->accounts || r->persons != q->persons ||
	    r->gone != q->gone)
		return err_set(e, ERR_DATA, "a list whose counts disagree: told"
		    " %lld+%lld+%lld, came %lld+%lld+%lld",
		    (long long)r->accounts, (long long)r->persons,
		    (long long)r->gone, (long long)q->accounts,
		    (long long)q->persons, (long long)q->gone);
	r->full = q->full || flag(line, "full", 0);
	if (r->full && q->gone > 0)
		return err_set(e, ERR_DATA, "\"gone\" in a full list");
	r->cookie = text_or(line, "cookie", NULL);
	r->server = text_or(line, "server", "");
	return 0;
}

int
connector_final(const struct connector_asked *q, json_t *line,
    struct connector_reply *r, struct err *e)
{
	const char *answer = text_or(line, "answer", "");
	size_t i;

	memset(r, 0, sizeof(*r));
	for (i = 0; i < N_ANSWERS; i++)
		if (strcmp(answer, answers[i].name) == 0)
			break;
	if (i == N_ANSWERS)
		return err_set(e, ERR_DATA, "unknown answer \"%.40s\"", answer);
	r->id = q->id;
	r->answer = answers[i].answer;
	r->words = text_or(line, "words", "");
	r->server = "";
	if (number(line, "retry_after", -1, &r->retry_after, e) == -1)
		return -1;
	if (q->list && r->answer == CONNECTOR_DONE &&
	    final_list(q, line, r, e) == -1)
		return -1;
	r->body = line;
	return 0;
}

void
connector_reply_clear(struct connector_reply *r)
{
	json_decref(r->body);
	memset(r, 0, sizeof(*r));
	r->words = r->server = "";
}

int
connector_account(const struct connector_reply *r, struct connector_account *a,
    struct err *e)
{
	json_t *o = json_object_get(r->body, "account");

	if (!json_is_object(o))
		return err_set(e, ERR_DATA, "a lookup without its account");
	return read_account(o, a, e);
}

int
connector_groups(const struct connector_account *a,
    int (*cb)(const struct connector_group *, void *), void *arg,
    struct err *e)
{
	json_t *all = json_object_get(a->raw, "groups"), *o;
	struct connector_group g;
	size_t i;
	int rc;

	if (all != NULL && !json_is_null(all) && !json_is_array(all))
		return err_set(e, ERR_DATA, "account %.80s: \"groups\" is no"
		    " list", a->remote_id);
	json_array_foreach(all, i, o) {
		if ((g.id = text_or(o, "id", NULL)) == NULL)
			return err_set(e, ERR_DATA, "account %.80s: a group"
			    " without an id", a->remote_id);
		g.name = text_or(o, "name", "");
		g.path = text_or(o, "path", "");
		g.privileged = flag(o, "privileged", 0);
		g.direct = flag(o, "direct", 1);
		g.primary = flag(o, "primary", 0);
		if ((rc = cb(&g, arg)) != 0)
			return rc;
	}
	return 0;
}

const char *
connector_attribute(const struct connector_account *a, const char *name)
{
	return text_or(json_object_get(a->raw, "attributes"), name, NULL);
}
