#include <string.h>

#include "base/mem.h"
#include "connect/scim.h"
#include "connect/serve_conf.h"

#define SERVE_OF struct scim_conf

static const struct serve_conf names[] = {
	SERVE_TEXT(url), SERVE_TEXT(ca_file), SERVE_TEXT(filter),
	SERVE_TEXT(worker_id), SERVE_TEXT(expiry), SERVE_TEXT(create),
	SERVE_TEXT(privileged),
	SERVE_SECRET(token),
	SERVE_CHOICE("persons", persons, "no", "yes"),
	SERVE_CHOICE("groups", groups, "no", "yes"),
	SERVE_NUMBER(page_size, 10000),
	SERVE_END
};

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
	memset(c, 0, sizeof(*c));
	c->page_size = 100;
	c->groups = 1;
	return serve_conf_read(names, c, config, e) == -1 ? -1 : check(c, e);
}

void
scim_config_clear(struct scim_conf *c)
{
	serve_conf_clear(names, c);
	memset(c, 0, sizeof(*c));
}
