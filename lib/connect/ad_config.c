#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "connect/ad.h"
#include "connect/serve_conf.h"

#define SERVE_OF struct ad_config

static const struct serve_conf names[] = {
	SERVE_TEXT(uri), SERVE_TEXT(base), SERVE_TEXT(bind), SERVE_TEXT(keytab),
	SERVE_TEXT(krb5_conf), SERVE_TEXT(ca_file), SERVE_TEXT(filter),
	SERVE_TEXT(employee_type), SERVE_TEXT(ou), SERVE_TEXT(group),
	SERVE_TEXT(sentinel), SERVE_TEXT(disabled_ou), SERVE_TEXT(create_ou),
	SERVE_SECRET(password),
	SERVE_CHOICE("tls", starttls, "none", "starttls"),
	SERVE_CHOICE("sasl", gssapi, "none", "gssapi"),
	SERVE_CHOICE("all_dcs", all_dcs, "no", "yes"),
	SERVE_NUMBER(page_size, 1000),
	SERVE_END
};

/* What does not go together.  A password never crosses in clear text. */
static int
check(struct ad_config *c, struct err *e)
{
	int ldaps;

	if (c->uri == NULL)
		return err_set(e, ERR_CONFIG, "uri is missing");
	ldaps = strncasecmp(c->uri, "ldaps://", 8) == 0;
	if (!ldaps && strncasecmp(c->uri, "ldap://", 7) != 0)
		return err_set(e, ERR_CONFIG, "uri is neither ldap:// nor"
		    " ldaps://");
	if (c->starttls == -1)
		c->starttls = !ldaps && !c->gssapi;
	if (ldaps && strstr(c->uri, "ldap://") != NULL)
		return err_set(e, ERR_CONFIG, "uri: ldap:// among ldaps://");
	if (ldaps && c->starttls)
		return err_set(e, ERR_CONFIG, "tls = starttls with ldaps://");
	if (!ldaps && !c->starttls && !c->gssapi)
		return err_set(e, ERR_CONFIG, "tls = none would send the"
		    " password in clear text");
	if (!c->gssapi && (c->bind == NULL || c->password == NULL))
		return err_set(e, ERR_CONFIG, "bind and password are missing");
	if (c->gssapi && c->keytab == NULL)
		return err_set(e, ERR_CONFIG, "keytab is missing");
	if (c->filter != NULL && (c->filter[0] != '(' ||
	    c->filter[strlen(c->filter) - 1] != ')'))
		return err_set(e, ERR_CONFIG, "filter is not in parentheses");
	if (c->employee_type == NULL)
		c->employee_type = mem_str("contractor");
	else if (strcmp(c->employee_type, "*") == 0)
		c->employee_type[0] = '\0';
	if (c->create_ou != NULL && c->group != NULL)
		return err_set(e, ERR_CONFIG, "create_ou with group: a new"
		    " account is in no group, and so no contractor's");
	if (c->employee_type[0] == '\0' && c->filter == NULL &&
	    c->group == NULL && c->ou == NULL)
		return err_set(e, ERR_CONFIG, "employee_type = * takes ou,"
		    " group or filter: else everybody is a contractor");
	return 0;
}

int
ad_config_read(struct ad_config *c, json_t *config, struct err *e)
{
	memset(c, 0, sizeof(*c));
	c->page_size = 500;
	c->starttls = -1;
	return serve_conf_read(names, c, config, e) == -1 ? -1 : check(c, e);
}

void
ad_config_clear(struct ad_config *c)
{
	serve_conf_clear(names, c);
	memset(c, 0, sizeof(*c));
}
