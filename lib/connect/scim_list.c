#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/safe.h"
#include "connect/scim_group.h"
#include "connect/scim_list.h"
#include "connect/scim_user.h"

struct list {
	struct serve *serve;
	json_t	*attributes;
	FILE	*kept;		/* a resource a line */
	int	failed;		/* it could not be kept */
	int64_t	accounts, persons;
};

static int
keep(struct scim *s, json_t *r, void *arg, struct err *e)
{
	struct list *l = arg;
	char *text = json_dumps(r, JSON_COMPACT);
	int rc = 0;

	(void)s;
	if (text == NULL || fputs(text, l->kept) == EOF ||
	    putc('\n', l->kept) == EOF)
		rc = err_sys(e, ERR_IO, "a temporary file");
	free(text);
	return rc;
}

static void
again(void *arg)
{
	struct list *l = arg;

	rewind(l->kept);
	if (ftruncate(fileno(l->kept), 0) == -1)
		l->failed = 1;
}

static int
tell(struct scim *s, struct list *l, json_t *raw, struct err *e)
{
	struct scim_user u;
	json_t *a;
	int rc = 0;

	if (scim_user_take(s, raw, &u, e) == -1)
		return -1;
	if (s->conf.persons) {
		rc = serve_item(l->serve, "person", scim_user_person(&u), e);
		l->persons++;
	}
	if (rc == 0 && u.contractor) {
		a = scim_user_account(s, &u, l->attributes);
		json_object_set_new(a, "privileged",
		    json_boolean(scim_group_high(s, &u)));
		rc = serve_item(l->serve, "account", a, e);
		l->accounts++;
	}
	scim_user_clear(&u);
	return rc;
}

static int
tell_all(struct scim *s, struct list *l, struct err *e)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	json_t *raw;
	int rc = 0;

	if (l->failed || fflush(l->kept) == EOF || ferror(l->kept))
		return err_sys(e, ERR_IO, "a temporary file");
	rewind(l->kept);
	while (rc == 0 && (len = getline(&line, &cap, l->kept)) > 0)
		if ((raw = json_loadb(line, (size_t)len,
		    JSON_ALLOW_NUL, NULL)) == NULL)
			rc = err_set(e, ERR_IO, "a temporary file");
		else
			rc = tell(s, l, raw, e);
	if (rc == 0 && ferror(l->kept))
		rc = err_sys(e, ERR_IO, "a temporary file");
	free(line);
	return rc;
}

/* Without persons the service need not send everybody. */
static const char *
asked_for(const struct scim *s)
{
	return s->conf.persons || !s->filters ? NULL : s->conf.filter;
}

int
scim_list(struct serve *v, json_t *request, json_t *answer, void *arg,
    struct err *e)
{
	struct scim *s = arg;
	struct list l = { .serve = v };
	struct scim_walker to = { keep, again, &l };
	int rc = -1;

	l.attributes = json_object_get(request, "attributes");
	if ((l.kept = safe_temp(e)) == NULL)
		return -1;
	if (scim_group_load(s, e) == 0 &&
	    scim_walk(s, "/Users", asked_for(s), &to, e) == 0)
		rc = tell_all(s, &l, e);
	fclose(l.kept);
	if (rc == -1)
		return cloud_end(&s->cloud, answer, -1);
	json_object_set_new(answer, "accounts", json_integer(l.accounts));
	json_object_set_new(answer, "persons", json_integer(l.persons));
	json_object_set_new(answer, "gone", json_integer(0));
	json_object_set_new(answer, "full", json_true());
	json_object_set_new(answer, "server",
	    json_string(http_host(s->cloud.http)));
	return 0;
}
