#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "connect/scim.h"

#define TEXT(name) { #name, offsetof(struct scim_conf, name) }

static const struct {
	const char *name;
	size_t	at;
} texts[] = {
	TEXT(url), TEXT(token), TEXT(ca_file), TEXT(filter), TEXT(worker_id),
	TEXT(expiry), TEXT(create), TEXT(privileged)
};
#define N_TEXTS (sizeof(texts) / sizeof(texts[0]))

static char **
slot(struct scim_conf *c, size_t i)
{
	return (char **)(void *)((char *)c + texts[i].at);
}

static int
yes_no(const char *name, const char *value, int *out, struct err *e)
{
	if (strcasecmp(value, "yes") == 0)
		*out = 1;
	else if (strcasecmp(value, "no") == 0)
		*out = 0;
	else
		return err_set(e, ERR_CONFIG, "%s: \"%.40s\" is neither yes nor"
		    " no", name, value);
	return 0;
}

static int
take(struct scim_conf *c, const char *name, const char *value, struct err *e)
{
	int64_t n;
	size_t i;

	for (i = 0; i < N_TEXTS; i++)
		if (strcmp(texts[i].name, name) == 0) {
			if (*value != '\0')
				*slot(c, i) = mem_str(value);
			return 0;
		}
	if (strcmp(name, "persons") == 0)
		return yes_no(name, value, &c->persons, e);
	if (strcmp(name, "groups") == 0)
		return yes_no(name, value, &c->groups, e);
	if (strcmp(name, "page_size") != 0)
		return err_set(e, ERR_CONFIG, "unknown name \"%.80s\"", name);
	if (num_int(value, 1, 10000, &n) == -1)
		return err_set(e, ERR_CONFIG, "page_size is 1 to 10000");
	c->page_size = (int)n;
	return 0;
}

static int
check(struct scim_conf *c, struct err *e)
{
	size_t len;

	if (c->url == NULL)
		return err_set(e, ERR_CONFIG, "url is missing");
	if (c->token == NULL)
		return err_set(e, ERR_CONFIG, "token is missing");
	for (len = strlen(c->url); len > 0 && c->url[len - 1] == '/';)
		c->url[--len] = '\0';
	if (c->worker_id == NULL)
		c->worker_id = mem_str(SCIM_ENTERPRISE ":employeeNumber");
	return 0;
}

int
scim_config_read(struct scim_conf *c, json_t *config, struct err *e)
{
	const char *name;
	json_t *v;

	memset(c, 0, sizeof(*c));
	c->page_size = 100;
	c->groups = 1;
	json_object_foreach(config, name, v) {
		if (!json_is_string(v))
			return err_set(e, ERR_CONFIG, "%.80s is no text", name);
		if (take(c, name, json_string_value(v), e) == -1)
			return -1;
	}
	return check(c, e);
}

void
scim_config_clear(struct scim_conf *c)
{
	size_t i;

	if (c->token != NULL)
		mem_wipe(c->token, strlen(c->token));
	for (i = 0; i < N_TEXTS; i++)
		free(*slot(c, i));
	memset(c, 0, sizeof(*c));
}
