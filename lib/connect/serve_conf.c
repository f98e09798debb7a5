#include "connect/serve_conf.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"

static char **
text(const struct serve_conf *n, void *of)
{
	return (char **)(void *)((char *)of + n->at);
}

static int
choice(const struct serve_conf *n, const char *value, int *out,
    struct err *e)
{
	int yes = strcasecmp(value, n->yes) == 0;

	if (!yes && strcasecmp(value, n->no) != 0)
		return err_set(e, ERR_CONFIG, "%s: \"%.40s\" is neither %s nor"
		    " %s", n->name, value, n->no, n->yes);
	*out = yes;
	return 0;
}

static int
number(const struct serve_conf *n, const char *value, int *out,
    struct err *e)
{
	int64_t v;

	if (num_int(value, 1, n->max, &v) == -1)
		return err_set(e, ERR_CONFIG, "%s is 1 to %d", n->name,
		    n->max);
	*out = (int)v;
	return 0;
}

static int
take(const struct serve_conf *n, void *into, const char *value,
    struct err *e)
{
	int *out = (int *)(void *)((char *)into + n->at);

	if (n->kind == SERVE_CONF_CHOICE)
		return choice(n, value, out, e);
	if (n->kind == SERVE_CONF_NUMBER)
		return number(n, value, out, e);
	if (*value != '\0')
		*text(n, into) = mem_str(value);
	return 0;
}

int
serve_conf_read(const struct serve_conf *names, void *into, json_t *config,
    struct err *e)
{
	const struct serve_conf *n;
	const char *name;
	json_t *v;

	json_object_foreach(config, name, v) {
		if (!json_is_string(v))
			return err_set(e, ERR_CONFIG, "%.80s is no text", name);
		for (n = names; n->name != NULL; n++)
			if (strcmp(n->name, name) == 0)
				break;
		if (n->name == NULL)
			return err_set(e, ERR_CONFIG, "unknown name \"%.80s\"",
			    name);
		if (take(n, into, json_string_value(v), e) == -1)
			return -1;
	}
	return 0;
}

void
serve_conf_clear(const struct serve_conf *names, void *of)
{
	const struct serve_conf *n;
	char **s;

	for (n = names; n->name != NULL; n++) {
		if (n->kind != SERVE_CONF_TEXT && n->kind != SERVE_CONF_SECRET)
			continue;
		s = text(n, of);
		if (n->kind == SERVE_CONF_SECRET && *s != NULL)
			mem_wipe(*s, strlen(*s));
		free(*s);
		*s = NULL;
	}
}
