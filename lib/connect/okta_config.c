#include <string.h>

#include "base/mem.h"
#include "connect/okta.h"
#include "connect/serve_conf.h"

#define SCOPES "okta.users.manage okta.groups.manage okta.roles.manage"
#define SERVE_OF struct okta_conf

static const struct serve_conf names[] = {
	SERVE_TEXT(url), SERVE_TEXT(client_id), SERVE_TEXT(key_file),
	SERVE_TEXT(key_id), SERVE_TEXT(scope), SERVE_TEXT(ca_file),
	SERVE_TEXT(user_type), SERVE_TEXT(type_id), SERVE_TEXT(search),
	SERVE_TEXT(worker_attribute), SERVE_TEXT(manager_attribute),
	SERVE_TEXT(expiry_attribute),
	SERVE_SECRET(token),
	SERVE_CHOICE("disable", deactivate, "suspend", "deactivate"),
	SERVE_CHOICE("otherwise", otherwise, "refuse", "deactivate"),
	SERVE_CHOICE("activation_mail", activation_mail, "no", "yes"),
	SERVE_NUMBER(page_size, 200),
	SERVE_END
};

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
	memset(c, 0, sizeof(*c));
	c->page_size = 200;	/* Okta's most for a search */
	c->activation_mail = 1;
	return serve_conf_read(names, c, config, e) == -1 ? -1 : check(c, e);
}

void
okta_config_clear(struct okta_conf *c)
{
	serve_conf_clear(names, c);
	memset(c, 0, sizeof(*c));
}
