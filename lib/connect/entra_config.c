#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "connect/entra.h"
#include "connect/serve_conf.h"

#define SERVE_OF struct entra_conf

static const struct serve_conf names[] = {
	SERVE_TEXT(tenant_id), SERVE_TEXT(client_id), SERVE_TEXT(key_file),
	SERVE_TEXT(certificate), SERVE_TEXT(employee_type), SERVE_TEXT(cloud),
	SERVE_TEXT(url), SERVE_TEXT(login_url), SERVE_TEXT(ca_file),
	SERVE_TEXT(usage_location),
	SERVE_SECRET(client_secret),
	SERVE_NUMBER(page_size, 500),
	SERVE_NUMBER(token_life_s, 172800),
	SERVE_CHOICE("people", people, "no", "yes"),
	SERVE_CHOICE("licences", licences, "no", "yes"),
	SERVE_CHOICE("hire_date", hire_date, "no", "yes"),
	SERVE_END
};

/* National clouds: Microsoft Graph, "Microsoft Graph and Microsoft Entra
 * endpoints in national clouds". */
static const struct {
	const char *name, *url, *login;
} clouds[] = {
	{ "global", "https://graph.microsoft.com",
	    "https://login.microsoftonline.com" },
	{ "usgov", "https://graph.microsoft.us",
	    "https://login.microsoftonline.us" },
	{ "usgov-dod", "https://dod-graph.microsoft.us",
	    "https://login.microsoftonline.us" },
	{ "china", "https://microsoftgraph.chinacloudapi.cn",
	    "https://login.chinacloudapi.cn" },
};
#define N_CLOUDS (sizeof(clouds) / sizeof(clouds[0]))

static int
of_cloud(struct entra_conf *c, struct err *e)
{
	const char *name = c->cloud == NULL ? "global" : c->cloud;
	size_t i, len;
	int k;

	for (i = 0; i < N_CLOUDS && strcasecmp(clouds[i].name, name) != 0; i++)
		;
	if (i == N_CLOUDS)
		return err_set(e, ERR_CONFIG, "cloud: \"%.40s\" is none of "
		    "global, usgov, usgov-dod, china", name);
	if ((c->url == NULL) != (c->login_url == NULL))
		return err_set(e, ERR_CONFIG, "url and login_url belong "
		    "together");
	if (c->url == NULL) {
		c->url = mem_str(clouds[i].url);
		c->login_url = mem_str(clouds[i].login);
	}
	for (k = 0; k < 2; k++) {
		char *s = k == 0 ? c->url : c->login_url;

		for (len = strlen(s); len > 0 && s[len - 1] == '/';)
			s[--len] = '\0';
	}
	return 0;
}

static int
check(struct entra_conf *c, struct err *e)
{
	struct buf b = BUF_INIT(1024);
	int any;

	if (c->tenant_id == NULL || c->client_id == NULL)
		return err_set(e, ERR_CONFIG, "%s is missing",
		    c->tenant_id == NULL ? "tenant_id" : "client_id");
	if ((c->client_secret == NULL) == (c->key_file == NULL))
		return err_set(e, ERR_CONFIG, "either client_secret, or "
		    "key_file and certificate");
	if ((c->key_file == NULL) != (c->certificate == NULL))
		return err_set(e, ERR_CONFIG, "key_file and certificate "
		    "belong together");
	if (c->usage_location != NULL && (strlen(c->usage_location) != 2 ||
	    strspn(c->usage_location, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2))
		return err_set(e, ERR_CONFIG, "usage_location: two capital "
		    "letters (ISO 3166), as DE");
	if (c->employee_type == NULL)
		c->employee_type = mem_str("contractor");
	any = entra_config_type(c, 0, &b);
	buf_clear(&b);
	if (!any)
		return err_set(e, ERR_CONFIG, "employee_type names none: else "
		    "everybody is a contractor");
	return of_cloud(c, e);
}

int
entra_config_read(struct entra_conf *c, json_t *config, struct err *e)
{
	memset(c, 0, sizeof(*c));
	c->page_size = 500;	/* Graph's most with signInActivity */
	c->people = 1;
	c->token_life_s = 90 * 60;	/* Graph: 60 to 90 minutes */
	return serve_conf_read(names, c, config, e) == -1 ? -1 : check(c, e);
}

void
entra_config_clear(struct entra_conf *c)
{
	serve_conf_clear(names, c);
	memset(c, 0, sizeof(*c));
}

int
entra_config_type(const struct entra_conf *c, int n, struct buf *b)
{
	const char *p = c->employee_type;
	size_t len;

	buf_empty(b);
	for (; *(p += strspn(p, ", \t")) != '\0'; p += len) {
		len = strcspn(p, ",");
		if (n-- > 0)
			continue;
		while (p[len - 1] == ' ' || p[len - 1] == '\t')
			len--;
		buf_add(b, p, len);
		return 1;
	}
	return 0;
}
