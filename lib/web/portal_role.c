#include <sys/types.h>

#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <strings.h>

#include "base/say.h"
#include "base/safe.h"
#include "web/portal.h"

enum { FILE_LEN = 1 << 20 };

static const struct {
	const char *name;
	unsigned bits;
} roles[] = {
	{ "viewer", PORTAL_VIEW },
	{ "auditor", PORTAL_VIEW | PORTAL_AUDIT },
	{ "operator", PORTAL_VIEW | PORTAL_AUDIT | PORTAL_OPERATE },
	{ "approver", PORTAL_VIEW | PORTAL_APPROVE },
	{ "admin", PORTAL_VIEW | PORTAL_AUDIT | PORTAL_OPERATE |
	    PORTAL_ADMIN },
};

/* same: the word of len bytes is the name; as directories do, without case. */
static int
same(const char *name, const char *word, size_t len)
{
	return strlen(name) == len && strncasecmp(name, word, len) == 0;
}

/*
 * told: the web server's list of groups has this one.  [web] groups names the
 * variable; one that a client can set (HTTP_...) is none.  A name with a space
 * is one only where groups_between says that no space separates: two groups
 * are not a third.
 */
static int
told(const struct portal *p, const struct conf *c, const char *group)
{
	const char *var = conf_get(c, "web", "groups"), *s;
	const char *between = conf_or(c, "web", "groups_between", " ,;:");
	size_t n, len;

	if (var == NULL || strncmp(var, "HTTP_", 5) == 0 ||
	    (s = cgi_var(&p->cgi, var)) == NULL)
		return 0;
	for (; *s != '\0'; s += n + (s[n] != '\0')) {
		s += strspn(s, " ");
		len = n = strcspn(s, between);
		while (len > 0 && s[len - 1] == ' ')
			len--;
		if (len > 0 && same(group, s, len))
			return 1;
	}
	return 0;
}

/* member: of a group of this machine, be it by his primary one. */
static int
member(const char *user, const char *group)
{
	struct group *g = getgrnam(group);
	struct passwd *pw;
	char **m;
	gid_t gid;

	if (g == NULL)
		return 0;
	gid = g->gr_gid;
	for (m = g->gr_mem; *m != NULL; m++)
		if (strcmp(*m, user) == 0)
			return 1;
	pw = getpwnam(user);
	return pw != NULL && pw->pw_gid == gid;
}

/* in_file: a name a line; '#' begins a comment. */
static int
in_file(const char *path, const char *user)
{
	struct buf b = BUF_INIT(FILE_LEN);
	struct err e = ERR_INIT;
	const char *s;
	size_t n;
	int found = 0;

	if (safe_read(path, &b, &e) == -1)
		(void)say_err(&e);
	for (s = buf_get(&b); !found && *s != '\0'; s += n + (s[n] != '\0')) {
		n = strcspn(s, "\r\n");
		found = *s != '#' && same(user, s, strcspn(s, " \t\r\n"));
	}
	buf_clear(&b);
	return found;
}

/* named: one word of a list: NAME, group:NAME or @FILE. */
static int
named(const struct portal *p, const struct conf *c, const char *word)
{
	if (word[0] == '@')
		return in_file(word + 1, p->cgi.user);
	if (strncmp(word, "group:", 6) == 0)
		return told(p, c, word + 6) || member(p->cgi.user, word + 6);
	return same(p->cgi.user, word, strlen(word));
}

/* next: the word that s begins with, without its quotes; what lies between two
 * of them is part of it, whatever it is.  Past it; "" for one too long. */
static const char *
next(const char *s, char *word, size_t room)
{
	int quoted = 0;
	size_t n = 0;

	for (; *s != '\0' && (quoted || strchr(" ,\t", *s) == NULL); s++)
		if (*s == '"')
			quoted = !quoted;
		else if (n++ < room)
			word[n - 1] = *s;
	word[n < room && !quoted ? n : 0] = '\0';
	return *s != '\0' ? s + 1 : s;
}

static int
listed(const struct portal *p, const struct conf *c, const char *list)
{
	char word[512];

	while (*list != '\0') {
		list = next(list, word, sizeof(word));
		if (word[0] != '\0' && named(p, c, word))
			return 1;
	}
	return 0;
}

unsigned
portal_roles(const struct portal *p, const struct conf *c)
{
	const char *s = p->cgi.user, *list;
	unsigned may = 0;
	size_t i;

	/* What the evidence could not name is nobody; what REMOTE_USER has
	 * room for, EVIDENCE_ACTOR has. */
	if (*s == '\0')
		return 0;
	for (; *s != '\0'; s++)
		if (*s < '!' || *s > '~')
			return 0;
	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		list = conf_get(c, "web", roles[i].name);
		if (list != NULL && listed(p, c, list))
			may |= roles[i].bits;
	}
	return may;
}

/* host_of: what stands between "://" and the next slash; its length. */
static size_t
host_of(const char *url, const char **host)
{
	const char *s = strstr(url, "://");

	*host = s == NULL ? url : s + 3;
	return s == NULL ? 0 : strcspn(*host, "/");
}

/*
 * A recent browser says how the page that sends relates to us (Fetch Metadata,
 * W3C); any sends Origin with a POST (Fetch, 3.2).  A script on another site
 * can forge neither.  Behind a proxy that changes Host the first alone holds.
 */
int
portal_origin(const struct portal *p)
{
	const char *site = cgi_var(&p->cgi, "HTTP_SEC_FETCH_SITE");
	const char *origin = cgi_var(&p->cgi, "HTTP_ORIGIN");
	const char *host = cgi_var(&p->cgi, "HTTP_HOST"), *from;
	size_t n;

	if (site != NULL)
		return strcmp(site, "same-origin") == 0;
	if (origin == NULL || host == NULL)
		return 0;
	n = host_of(origin, &from);
	return n > 0 && same(host, from, n);
}
