#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf_choice.h"
#include "base/conf_parse.h"
#include "base/mem.h"
#include "base/text.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz0123456789"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Every name there is.  A secret one is also known as NAME_command. */
static const struct {
	const char *section;
	const char *name;
	int	secret;
} known[] = {
	{ "", "base_url", 0 },
	{ "", "templates", 0 },
	{ "", "keys", 0 },
	{ "mail", "transport", 0 },
	{ "mail", "tls", 0 },
	{ "mail", "ca_file", 0 },
	{ "mail", "from", 0 },
	{ "mail", "reply_to", 0 },
	{ "mail", "bounce", 0 },
	{ "mail", "domain", 0 },
	{ "mail", "hello", 0 },
	{ "mail", "link_domains", 0 },
	{ "mail", "user", 1 },
	{ "mail", "password", 1 },
	{ "mail", "timeout_s", 0 },
	{ "mail", "batch", 0 },
	{ "chat", "slack_channel", 0 },
	{ "chat", "slack_url", 0 },
	{ "chat", "slack_team", 0 },
	{ "chat", "ca_file", 0 },
	{ "chat", "slack_token", 1 },
	{ "chat", "slack_signing_secret", 1 },
	{ "chat", "slack_webhook", 1 },
	{ "chat", "teams_webhook", 1 },
	{ "drop", "directory", 0 },
	{ "drop", "quiet_s", 0 },
	{ "blob", "endpoint", 0 },
	{ "blob", "account", 0 },
	{ "blob", "container", 0 },
	{ "blob", "prefix", 0 },
	{ "blob", "key", 1 },
	{ "blob", "sas", 1 },
	{ "roster", "map", 0 },
	{ "roster", "delimiter", 0 },
	{ "roster", "charset", 0 },
	{ "roster", "dates", 0 },
	{ "roster", "final_newline", 0 },
	{ "provision", "connector", 0 },
	{ "provision", "upn_domain", 0 },
	{ "field", "label", 0 },
	{ "field", "required", 0 },
	{ "field", "pattern", 0 },
	{ "field", "choices", 0 },
	{ "web", "viewer", 0 },
	{ "web", "auditor", 0 },
	{ "web", "operator", 0 },
	{ "web", "approver", 0 },
	{ "web", "admin", 0 },
	{ "web", "client_header", 0 },
	{ "web", "groups", 0 },
	{ "web", "groups_between", 0 },
	{ "web", "upload_mb", 0 },
};
#define KNOWN (sizeof(known) / sizeof(known[0]))

/* A connector's names are its own; what they end in says that it is secret. */
static const char *const secret_ends[] = {
	"password", "passphrase", "secret", "token", "keytab", "api_key",
	"command",
};

/* Where a file is being read. */
struct at {
	struct conf *c;
	const char *file;
	int	 secret;	/* it is a TENANT.secret */
	unsigned line;
	char	 section[128];
};

struct conf *
conf_parse_new(void)
{
	return mem_zero(1, sizeof(struct conf));
}

static void
add(struct at *at, const char *name, const char *value)
{
	struct conf *c = at->c;
	struct conf_entry *v;

	if (c->n == c->cap) {
		c->cap = c->cap == 0 ? 32 : c->cap * 2;
		c->v = mem_grow(c->v, c->cap, sizeof(*c->v));
	}
	v = &c->v[c->n++];
	v->section = mem_str(at->section);
	v->name = mem_str(name);
	v->value = mem_str(value);
	v->file = mem_str(at->file);
	v->line = at->line;
}

/* The first entry of the section with this name; NULL: its heading. */
static struct conf_entry *
find(const struct at *at, const char *name)
{
	struct conf_entry *v = at->c->v, *end = v + at->c->n;

	for (; at->c->n > 0 && v < end; v++) {
		if (strcmp(v->section, at->section) != 0)
			continue;
		if (name == NULL ? v->name == NULL : v->name != NULL &&
		    strcmp(v->name, name) == 0)
			return v;
	}
	return NULL;
}

static void
replace(struct at *at, struct conf_entry *v, const char *value)
{
	mem_wipe(v->value, strlen(v->value));
	free(v->value);
	free(v->file);
	v->value = mem_str(value);
	v->file = mem_str(at->file);
	v->line = at->line;
}

/* Kind and part of "connector ad"; 1 if the section is of this kind. */
static int
is_kind(const char *section, const char *kind)
{
	size_t len = strlen(kind);

	return strncmp(section, kind, len) == 0 &&
	    (section[len] == '\0' || section[len] == ' ');
}

static int
ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), len = strlen(end);

	return n >= len && strcmp(name + n - len, end) == 0 &&
	    (n == len || name[n - len - 1] == '_');
}

/* "command" alone is the connector's program. */
static int
connector_secret(const char *name)
{
	size_t i;

	if (strcmp(name, "command") == 0)
		return 0;
	for (i = 0; i < sizeof(secret_ends) / sizeof(secret_ends[0]); i++)
		if (ends_in(name, secret_ends[i]))
			return 1;
	return 0;
}

/* "U0A1B2C3D", or "W..." in a grid of workspaces. */
static int
slack_user(const char *name)
{
	size_t len = strlen(name);

	return (name[0] == 'U' || name[0] == 'W') && len >= 4 && len < 32 &&
	    strspn(name, UPPER "0123456789") == len;
}

/* 1 a secret, 0 not, -1 no such name here. */
static int
look_up(const char *section, const char *name)
{
	size_t i, len;

	if (is_kind(section, "connector"))
		return connector_secret(name);
	if (strcmp(section, "groups") == 0 ||	/* names of rules */
	    strcmp(section, "licences") == 0)
		return 0;
	if (strcmp(section, "slack_users") == 0)	/* names of Slack's */
		return slack_user(name) ? 0 : -1;
	for (i = 0; i < KNOWN; i++) {
		len = strlen(known[i].name);
		if (!is_kind(section, known[i].section) ||
		    strncmp(name, known[i].name, len) != 0)
			continue;
		if (name[len] == '\0')
			return known[i].secret;
		if (known[i].secret && strcmp(name + len, "_command") == 0)
			return 1;
	}
	return -1;
}

static int
bad(const struct at *at, const char *words, struct err *e)
{
	return err_set(e, ERR_CONFIG, "%s:%u: %s", at->file, at->line, words);
}

static int
unknown(const struct at *at, const char *name, struct err *e)
{
	struct buf b = BUF_INIT(800);
	size_t i;

	buf_fmt(&b, "unknown name \"%s\" in [%s]; known:%s", name,
	    at->section, strcmp(at->section, "slack_users") == 0 ?
	    " ids of Slack's users, as U0A1B2C3D" : "");
	for (i = 0; i < KNOWN; i++)
		if (is_kind(at->section, known[i].section))
			buf_fmt(&b, " %s", known[i].name);
	bad(at, buf_get(&b), e);
	buf_clear(&b);
	return -1;
}

static int
part_ok(const char *kind, const char *part)
{
	size_t len = strlen(part);

	if (strcmp(kind, "connector") == 0)
		return len >= 1 && len <= 32 && strspn(part, LOWER "-") == len;
	if (strcmp(kind, "field") == 0)		/* a newcomer's */
		return len >= 1 && len <= 32 && strspn(part, LOWER "_") == len;
	if (strcmp(kind, "roster") == 0)	/* a feed's own */
		return len <= 64 && strspn(part, LOWER UPPER "._-") == len;
	return len == 0;
}

static int
kind_ok(const char *kind)
{
	size_t i;

	for (i = 0; i < KNOWN; i++)
		if (*kind != '\0' && strcmp(known[i].section, kind) == 0)
			return 1;
	return strcmp(kind, "connector") == 0 || strcmp(kind, "groups") == 0 ||
	    strcmp(kind, "licences") == 0 || strcmp(kind, "slack_users") == 0;
}

/* In place; the beginning. */
static char *
trim(char *s)
{
	size_t n;

	s += strspn(s, " \t");
	for (n = strlen(s); n > 0 && strchr(" \t\r", s[n - 1]) != NULL; n--)
		s[n - 1] = '\0';
	return s;
}

static int
heading(struct at *at, char *s, struct err *e)
{
	size_t len = strlen(s);
	char *kind, *part;

	if (s[len - 1] != ']')
		return bad(at, "a heading without ]", e);
	s[len - 1] = '\0';
	kind = trim(s + 1);
	part = kind + strcspn(kind, " \t");
	if (*part != '\0')
		*part++ = '\0';
	part = trim(part);
	if (!kind_ok(kind))
		return bad(at, "unknown section; known: [mail] [chat]"
		    " [slack_users] [drop] [blob] [roster] [roster FEED]"
		    " [connector NAME] [provision] [field NAME] [groups]"
		    " [licences] [web]", e);
	if (!part_ok(kind, part))
		return bad(at, "malformed name of a section", e);
	snprintf(at->section, sizeof(at->section), "%s%s%s", kind,
	    *part != '\0' ? " " : "", part);
	if (find(at, NULL) == NULL)
		add(at, NULL, NULL);
	return 0;
}

static int
assign(struct at *at, char *s, struct err *e)
{
	char *value = strchr(s, '='), *name, words[256];
	const char *others;
	struct conf_entry *was;
	size_t len;
	int secret;

	if (value == NULL)
		return bad(at, "neither \"name = value\" nor [section]", e);
	*value++ = '\0';
	name = trim(s);
	value = trim(value);
	len = strlen(name);
	if (len < 1 || len > 64 || strspn(name, LOWER UPPER "_.-") != len)
		return bad(at, "malformed name before =", e);
	if ((secret = look_up(at->section, name)) == -1)
		return unknown(at, name, e);
	if (secret && !at->secret) {
		snprintf(words, sizeof(words), "\"%s\" is a secret: it may"
		    " stand in TENANT.secret only", name);
		return bad(at, words, e);
	}
	if ((others = conf_choice(at->section, name, value)) != NULL) {
		snprintf(words, sizeof(words), "%s is one of: %s", name,
		    others);
		return bad(at, words, e);
	}
	was = strcmp(name, "map") == 0 && is_kind(at->section, "roster") ?
	    NULL : find(at, name);
	if (was == NULL) {
		add(at, name, value);
	} else if (strcmp(was->file, at->file) == 0) {
		snprintf(words, sizeof(words), "\"%s\" a second time, first in"
		    " line %u", name, was->line);
		return bad(at, words, e);
	} else {
		replace(at, was, value);
	}
	return 0;
}

static int
has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if (((unsigned char)*s < 0x20 && *s != '\t') || *s == 0x7f)
			return 1;
	return 0;
}

static int
one_line(struct at *at, const char *text, size_t len, struct err *e)
{
	char line[CONF_LINE_MAX + 1], *s;
	int rc = 0;

	if (len > CONF_LINE_MAX)
		return bad(at, "a line of more than 4096 bytes", e);
	if (memchr(text, '\0', len) != NULL)
		return bad(at, "a NUL byte", e);
	if (!text_ok(text, len))
		return bad(at, "bad UTF-8", e);
	memcpy(line, text, len);
	line[len] = '\0';
	s = trim(line);
	if (has_control(s))
		rc = bad(at, "a control character", e);
	else if (*s == '[')
		rc = heading(at, s, e);
	else if (*s != '\0' && *s != '#')
		rc = assign(at, s, e);
	mem_wipe(line, sizeof(line));
	return rc;
}

int
conf_parse(struct conf *c, const char *file, int secret, const char *text,
    size_t len, struct err *e)
{
	struct at at = { .c = c, .file = file, .secret = secret };
	const char *end;
	size_t n;

	if (len >= 3 && memcmp(text, "\357\273\277", 3) == 0) {
		text += 3;	/* a byte order mark */
		len -= 3;
	}
	while (len > 0) {
		end = memchr(text, '\n', len);
		n = end != NULL ? (size_t)(end - text) : len;
		at.line++;
		if (one_line(&at, text, n, e) == -1)
			return -1;
		n += end != NULL;
		text += n;
		len -= n;
	}
	return 0;
}
