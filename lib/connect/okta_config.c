#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "connect/okta.h"

#define TEXT(name) { #name, offsetof(struct okta_conf, name) }
#define SCOPES "okta.users.manage okta.groups.manage okta.roles.manage"

static const struct {
	const char *name;
	size_t	at;
} texts[] = {
	TEXT(url), TEXT(token), TEXT(client_id), TEXT(key_file), TEXT(key_id),
	TEXT(scope), TEXT(ca_file), TEXT(user_type), TEXT(type_id),
	TEXT(search), TEXT(worker_attribute), TEXT(manager_attribute),
	TEXT(expiry_attribute)
};
#define N_TEXTS (sizeof(texts) / sizeof(texts[0]))

static char **
slot(struct okta_conf *c, size_t i)
{
	return (char **)(void *)((char *)c + texts[i].at);
}

static int
choice(const char *name, const char *value, const char *no, const char *yes,
    int *out, struct err *e)
{
	if (strcasecmp(value, yes) == 0)
		*out = 1;
	else if (strcasecmp(value, no) == 0)
		*out = 0;
	else
		return err_set(e, ERR_CONFIG, "%s: \"%.40s\" is neither %s nor"
		    " %s", name, value, no, yes);
	return 0;
}

static int
take(struct okta_conf *c, const char *name, const char *value, struct err *e)
{
	int64_t n;
	size_t i;
	int off = 0, rc;

	for (i = 0; i < N_TEXTS; i++)
		if (strcmp(texts[i].name, name) == 0) {
			if (*value != '\0')
				*slot(c, i) = mem_str(value);
			return 0;
		}
	if (strcmp(name, "disable") == 0) {
		rc = choice(name, value, "suspend", "deactivate", &off, e);
		c->disable = off ? OKTA_DEACTIVATE : OKTA_SUSPEND;
		return rc;
	}
	if (strcmp(name, "otherwise") == 0)
		return choice(name, value, "refuse", "deactivate",
		    &c->otherwise, e);
	if (strcmp(name, "activation_mail") == 0)
		return choice(name, value, "no", "yes", &c->activation_mail,
		    e);
	if (strcmp(name, "page_size") != 0)
		return err_set(e, ERR_CONFIG, "unknown name \"%.80s\"", name);
	if (num_int(value, 1, 200, &n) == -1)
		return err_set(e, ERR_CONFIG, "page_size is 1 to 200");
	c->page_size = (int)n;
	return 0;
}

/* A name that goes into a search expression as it is. */
static int
attribute(const char *name, const char *value, struct err *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

	if (value == NULL || value[strspn(value, letters)] == '\0')
		return 0;
	return err_set(e, ERR_CONFIG, "%s: \"%.40s\" is no attribute's name",
	    name, value);
}

static void
otherwise(char **slot_of, const char *value)
{
	if (*slot_of == NULL)
		*slot_of = mem_str(value);
}

static int
check(struct okta_conf *c, struct err *e)
{
	if (c->url == NULL)
		return err_set(e, ERR_CONFIG, "url is missing");
	if ((c->token == NULL) == (c->client_id == NULL))
		return err_set(e, ERR_CONFIG, "either token, or client_id and"
		    " key_file");
	if ((c->client_id == NULL) != (c->key_file == NULL))
		return err_set(e, ERR_CONFIG, "client_id and key_file belong"
		    " together");
	otherwise(&c->scope, SCOPES);
	otherwise(&c->worker_attribute, "employeeNumber");
	otherwise(&c->manager_attribute, "managerId");
	if (attribute("worker_attribute", c->worker_attribute, e) == -1 ||
	    attribute("manager_attribute", c->manager_attribute, e) == -1 ||
	    attribute("expiry_attribute", c->expiry_attribute, e) == -1)
		return -1;
	if (c->user_type == NULL && c->type_id == NULL)
		c->user_type = mem_str("contractor");
	otherwise(&c->user_type, "");
	if (strcmp(c->user_type, "*") == 0) {
		if (c->type_id == NULL && c->search == NULL)
			return err_set(e, ERR_CONFIG, "user_type = * takes"
			    " type_id or search: else everybody is a"
			    " contractor");
		c->user_type[0] = '\0';
	}
	return 0;
}

int
okta_config_read(struct okta_conf *c, json_t *config, struct err *e)
{
	const char *name;
	json_t *v;

	memset(c, 0, sizeof(*c));
	c->page_size = 200;	/* Okta's most for a search */
	c->activation_mail = 1;
	json_object_foreach(config, name, v) {
		if (!json_is_string(v))
			return err_set(e, ERR_CONFIG, "%.80s is no text", name);
		if (take(c, name, json_string_value(v), e) == -1)
			return -1;
	}
	return check(c, e);
}

void
okta_config_clear(struct okta_conf *c)
{
	size_t i;

	if (c->token != NULL)
		mem_wipe(c->token, strlen(c->token));
	for (i = 0; i < N_TEXTS; i++)
		free(*slot(c, i));
	memset(c, 0, sizeof(*c));
}
