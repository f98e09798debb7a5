#include "domain/grant.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

void
grant_clear(struct grant *g)
{
	free(g->rule);
	free(g->field);
	free(g->value);
	free(g->connector);
	free(g->group);
	memset(g, 0, sizeof(*g));
}

/* A copy of what lies between from and to, trimmed; "" counts as none. */
static char *
part(const char *from, const char *to)
{
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	return from == to ? NULL : mem_strn(from, (size_t)(to - from));
}

static const char *
last_arrow(const char *s)
{
	const char *p, *last = NULL;

	for (p = s; (p = strstr(p, "->")) != NULL; p += 2)
		last = p;
	return last;
}

static int
read_rule(const char *section, const char *rule, const char *text,
    struct grant *g, struct err *e)
{
	const char *is = strchr(text, '='), *to = last_arrow(text), *colon;
	char *value = NULL;

	memset(g, 0, sizeof(*g));
	if (is != NULL && to != NULL && is < to &&
	    (colon = strchr(to, ':')) != NULL) {
		g->field = part(text, is);
		value = part(is + 1, to);
		g->connector = part(to + 2, colon);
		g->group = part(colon + 1, colon + strlen(colon));
	}
	g->rule = mem_str(rule);
	if (value != NULL)
		g->value = text_fold(value);
	free(value);
	if (g->value != NULL && g->field != NULL && g->connector != NULL &&
	    g->group != NULL && strchr(g->group, ' ') == NULL)
		return 0;
	grant_clear(g);
	return err_set(e, ERR_CONFIG, "[%s] %s: not FIELD = VALUE -> "
	    "CONNECTOR:ID", section, rule);
}

int
grant_read(const char *rule, const char *text, struct grant *g,
    struct err *e)
{
	return read_rule("groups", rule, text, g, e);
}

int
grant_licence(const char *rule, const char *text, struct grant *g,
    struct err *e)
{
	struct buf b = BUF_INIT(1024);

	if (read_rule("licences", rule, text, g, e) == -1)
		return -1;
	buf_fmt(&b, "%s%s", GRANT_LICENCE, g->group);
	free(g->group);
	g->group = mem_str(buf_get(&b));
	buf_clear(&b);
	return 0;
}

int
grant_is_licence(const struct grant *g)
{
	return strncmp(g->group, GRANT_LICENCE, strlen(GRANT_LICENCE)) == 0;
}

int
grant_meets(const struct grant *g, const char *value)
{
	char *key = text_fold(value);
	int same = key != NULL && strcmp(key, g->value) == 0;

	free(key);
	return same;
}

int
grant_listed(const struct grant *g, const char *list)
{
	size_t len, at = strlen(g->connector), id = strlen(g->group);
	const char *p = list;

	for (; *(p += strspn(p, " \t")) != '\0'; p += len) {
		len = strcspn(p, " \t");
		if (len == id && strncasecmp(p, g->group, id) == 0)
			return 1;
		if (len == at + 1 + id && p[at] == ':' &&
		    strncasecmp(p, g->connector, at) == 0 &&
		    strncasecmp(p + at + 1, g->group, id) == 0)
			return 1;
	}
	return 0;
}
