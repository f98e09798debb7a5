#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "connect/ad.h"

#define TEXT(name) { #name, offsetof(struct ad_config, name) }

static const struct {
	const char *name;
	size_t	at;
} texts[] = {
	TEXT(uri), TEXT(base), TEXT(bind), TEXT(password), TEXT(keytab),
	TEXT(krb5_conf), TEXT(ca_file), TEXT(filter), TEXT(employee_type),
	TEXT(ou), TEXT(group), TEXT(sentinel), TEXT(disabled_ou),
	TEXT(create_ou)
};
#define N_TEXTS (sizeof(texts) / sizeof(texts[0]))

static char **
slot(struct ad_config *c, size_t i)
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
take(struct ad_config *c, const char *name, const char *value, struct err *e)
{
	int64_t n;
	size_t i;

	for (i = 0; i < N_TEXTS; i++)
		if (strcmp(texts[i].name, name) == 0) {
			if (*value != '\0')
				*slot(c, i) = mem_str(value);
			return 0;
		}
	if (strcmp(name, "tls") == 0)
		return choice(name, value, "none", "starttls", &c->starttls, e);
	if (strcmp(name, "sasl") == 0)
		return choice(name, value, "none", "gssapi", &c->gssapi, e);
	if (strcmp(name, "all_dcs") == 0)
		return choice(name, value, "no", "yes", &c->all_dcs, e);
	if (strcmp(name, "page_size") != 0)
		return err_set(e, ERR_CONFIG, "unknown name \"%.80s\"", name);
	if (num_int(value, 1, 1000, &n) == -1)
		return err_set(e, ERR_CONFIG, "page_size is 1 to 1000");
	c->page_size = (int)n;
	return 0;
}

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
	const char *name;
	json_t *v;

	memset(c, 0, sizeof(*c));
	c->page_size = 500;
	c->starttls = -1;
	json_object_foreach(config, name, v) {
		if (!json_is_string(v))
			return err_set(e, ERR_CONFIG, "%.80s is no text", name);
		if (take(c, name, json_string_value(v), e) == -1)
			return -1;
	}
	return check(c, e);
}

void
ad_config_clear(struct ad_config *c)
{
	size_t i;

	if (c->password != NULL)
		mem_wipe(c->password, strlen(c->password));
	for (i = 0; i < N_TEXTS; i++)
		free(*slot(c, i));
	memset(c, 0, sizeof(*c));
}
