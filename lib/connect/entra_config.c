#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "connect/entra.h"

#define TEXT(name) { #name, offsetof(struct entra_conf, name) }

static const struct {
	const char *name;
	size_t	at;
} texts[] = {
	TEXT(tenant_id), TEXT(client_id), TEXT(client_secret), TEXT(key_file),
	TEXT(certificate), TEXT(employee_type), TEXT(cloud), TEXT(url),
	TEXT(login_url), TEXT(ca_file), TEXT(usage_location)
};
#define N_TEXTS (sizeof(texts) / sizeof(texts[0]))

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

static char **
slot(struct entra_conf *c, size_t i)
{
	return (char **)(void *)((char *)c + texts[i].at);
}

static int
number(const char *name, const char *value, int64_t max, int *out,
    struct err *e)
{
	int64_t n;

	if (num_int(value, 1, max, &n) == -1)
		return err_set(e, ERR_CONFIG, "%s is 1 to %lld", name,
		    (long long)max);
	*out = (int)n;
	return 0;
}

static int
yes(const char *name, const char *value, int *out, struct err *e)
{
	*out = strcasecmp(value, "yes") == 0;
	return *out || strcasecmp(value, "no") == 0 ? 0 : err_set(e,
	    ERR_CONFIG, "%s: \"%.40s\" is neither yes nor no", name, value);
}

static int
take(struct entra_conf *c, const char *name, const char *value, struct err *e)
{
	size_t i;

	for (i = 0; i < N_TEXTS; i++)
		if (strcmp(texts[i].name, name) == 0) {
			if (*value != '\0')
				*slot(c, i) = mem_str(value);
			return 0;
		}
	if (strcmp(name, "page_size") == 0)
		return number(name, value, 500, &c->page_size, e);
	if (strcmp(name, "token_life_s") == 0)
		return number(name, value, 172800, &c->token_life_s, e);
	if (strcmp(name, "people") == 0)
		return yes(name, value, &c->people, e);
	if (strcmp(name, "licences") == 0)
		return yes(name, value, &c->licences, e);
	if (strcmp(name, "hire_date") == 0)
		return yes(name, value, &c->hire_date, e);
	return err_set(e, ERR_CONFIG, "unknown name \"%.80s\"", name);
}

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
	const char *name;
	json_t *v;

	memset(c, 0, sizeof(*c));
	c->page_size = 500;	/* Graph's most with signInActivity */
	c->people = 1;
	c->token_life_s = 90 * 60;	/* Graph: 60 to 90 minutes */
	json_object_foreach(config, name, v) {
		if (!json_is_string(v))
			return err_set(e, ERR_CONFIG, "%.80s is no text", name);
		if (take(c, name, json_string_value(v), e) == -1)
			return -1;
	}
	return check(c, e);
}

void
entra_config_clear(struct entra_conf *c)
{
	size_t i;

	if (c->client_secret != NULL)
		mem_wipe(c->client_secret, strlen(c->client_secret));
	for (i = 0; i < N_TEXTS; i++)
		free(*slot(c, i));
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
