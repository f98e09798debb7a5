#include "connect/mail_conf.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"

#define SECTION "mail"

static char *
copy(const struct conf *c, const char *name)
{
	return mem_str(conf_get(c, SECTION, name));
}

static int
bad(struct err *e, const char *name, const char *words)
{
	return err_set(e, ERR_CONFIG, "[mail] %s: %s", name, words);
}

static int
plain_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s <= ' ' || *s > '~')
			return 0;
	return 1;
}

static int
path_of(struct mail_conf *m, const char *value, struct err *e)
{
	const char *path = strchr(value, ':') + 1;

	if (*path != '/')
		return bad(e, "transport", "an absolute path");
	m->where = mem_str(path);
	return 0;
}

static int
get_transport(struct mail_conf *m, const struct conf *c,
    const struct tenant *t, struct err *e)
{
	const char *v = conf_get(c, SECTION, "transport");
	struct buf b = BUF_INIT(1024);

	if (v == NULL) {
		m->transport = MAIL_MAILDIR;
		buf_fmt(&b, "%s/mail", t->dir);
		m->where = buf_take(&b);
		return 0;
	}
	if (strncmp(v, "maildir:", 8) == 0) {
		m->transport = MAIL_MAILDIR;
		return path_of(m, v, e);
	}
	if (strncmp(v, "sendmail:", 9) == 0) {
		m->transport = MAIL_SENDMAIL;
		return path_of(m, v, e);
	}
	m->transport = MAIL_SMTP;
	if ((strncmp(v, "smtp://", 7) != 0 && strncmp(v, "smtps://", 8) != 0) ||
	    !plain_ascii(v) || strpbrk(strstr(v, "://") + 3, "/@?#") != NULL ||
	    strstr(v, "://")[3] == '\0')
		return bad(e, "transport", "smtp://HOST[:PORT], smtps://, "
		    "sendmail:/path or maildir:/path");
	m->where = mem_str(v);
	return 0;
}

static int
get_tls(struct mail_conf *m, const struct conf *c, struct err *e)
{
	const char *v = conf_or(c, SECTION, "tls", "required");

	if (strcmp(v, "required") == 0)
		m->tls = MAIL_TLS_REQUIRED;
	else if (strcmp(v, "optional") == 0)
		m->tls = MAIL_TLS_OPTIONAL;
	else if (strcmp(v, "off") == 0)
		m->tls = MAIL_TLS_OFF;
	else
		return bad(e, "tls", "required, optional or off");
	m->ca_file = copy(c, "ca_file");
	return 0;
}

static int
get_address(const struct conf *c, const char *name, char **out, struct err *e)
{
	*out = copy(c, name);
	if (*out != NULL && (!text_upn(*out) || !plain_ascii(*out)))
		return bad(e, name, "no plain mail address");
	return 0;
}

static int
get_names(struct mail_conf *m, const struct conf *c, struct err *e)
{
	char host[256];

	if (get_address(c, "from", &m->from, e) == -1 ||
	    get_address(c, "reply_to", &m->reply_to, e) == -1 ||
	    get_address(c, "bounce", &m->bounce, e) == -1)
		return -1;
	if (m->from == NULL)
		return bad(e, "from", "not set: the sender's address, see "
		    "ctr.conf(5)");
	m->domain = mem_str(conf_or(c, SECTION, "domain",
	    strchr(m->from, '@') + 1));
	if (!plain_ascii(m->domain) || strpbrk(m->domain, "<>@()[]\\\",;:"))
		return bad(e, "domain", "no domain name");
	if ((m->hello = copy(c, "hello")) == NULL) {
		if (gethostname(host, sizeof(host)) == -1)
			return err_sys(e, ERR_SYSTEM, "host name");
		host[sizeof(host) - 1] = '\0';
		m->hello = mem_str(host);
	}
	if (*m->hello == '\0' || !plain_ascii(m->hello) ||
	    strpbrk(m->hello, "/%?#") != NULL)
		return bad(e, "hello", "no host name");
	return 0;
}

/* A name that begins so may be anybody's: 127.0.0.1.example.com. */
static int
loopback(const char *url)
{
	static const char *const ours[] = { "127.0.0.1", "[::1]", "localhost" };
	const char *h = strstr(url, "://") + 3;
	size_t i, n;

	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
		n = strlen(ours[i]);
		if (strncasecmp(h, ours[i], n) == 0 &&
		    (h[n] == '\0' || h[n] == ':'))
			return 1;
	}
	return 0;
}

static int
get_login(struct mail_conf *m, const struct conf *c, struct err *e)
{
	m->user = conf_secret(c, SECTION, "user", e);
	if (m->user == NULL && e->kind != ERR_NONE)
		return -1;
	m->password = conf_secret(c, SECTION, "password", e);
	if (m->password == NULL && e->kind != ERR_NONE)
		return -1;
	if ((m->user == NULL) != (m->password == NULL))
		return bad(e, m->user == NULL ? "user" : "password",
		    "not set; user and password go together");
	if (m->user != NULL && m->transport == MAIL_SMTP &&
	    m->tls != MAIL_TLS_REQUIRED && !loopback(m->where) &&
	    strncmp(m->where, "smtps:", 6) != 0)
		return bad(e, "tls", "must be required where there is a "
		    "password");
	return 0;
}

int
mail_conf_load(struct mail_conf *m, const struct conf *c,
    const struct tenant *t, struct err *e)
{
	memset(m, 0, sizeof(*m));
	if (get_transport(m, c, t, e) == -1 || get_tls(m, c, e) == -1 ||
	    get_names(m, c, e) == -1 || get_login(m, c, e) == -1 ||
	    conf_int(c, SECTION, "timeout_s", 1, 3600, 60, &m->timeout_s,
	    e) == -1 ||
	    conf_int(c, SECTION, "batch", 1, 100, 1, &m->batch, e) == -1) {
		mail_conf_clear(m);
		return -1;
	}
	return 0;
}

void
mail_conf_clear(struct mail_conf *m)
{
	if (m->password != NULL)
		mem_wipe(m->password, strlen(m->password));
	free(m->where);
	free(m->ca_file);
	free(m->from);
	free(m->reply_to);
	free(m->bounce);
	free(m->domain);
	free(m->hello);
	free(m->user);
	free(m->password);
	memset(m, 0, sizeof(*m));
}

void
mail_conf_bounce(const struct mail_conf *m, int64_t outbox, struct buf *b)
{
	const char *s = m->bounce != NULL ? m->bounce : m->from;

	for (; *s != '\0'; s++)
		if (*s == '%' && m->bounce != NULL)
			buf_fmt(b, "%lld", (long long)outbox);
		else
			buf_chr(b, *s);
}

int64_t
mail_conf_bounced(const struct mail_conf *m, const char *address)
{
	const char *mark = m->bounce == NULL ? NULL : strchr(m->bounce, '%');
	size_t before, after, len = strlen(address);
	int64_t id = 0;
	char *digits;

	if (mark == NULL)
		return 0;
	before = (size_t)(mark - m->bounce);
	after = strlen(mark + 1);
	if (len <= before + after ||
	    strncasecmp(address, m->bounce, before) != 0 ||
	    strcasecmp(address + len - after, mark + 1) != 0)
		return 0;
	digits = mem_strn(address + before, len - before - after);
	if (num_int(digits, 1, INT64_MAX, &id) == -1)
		id = 0;
	free(digits);
	return id;
}
