#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/conf.h"
#include "base/conf_parse.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/safe.h"
#include "base/text.h"

enum {
	FILE_MAX = 1 << 20,
	COMMAND_SECONDS = 10,
	COMMAND_ARGS = 32,
	COMMAND_OUTPUT = 65536
};

/* 1 there, 0 not, -1 with e. */
static int
look_at(const char *path, int secret, struct err *e)
{
	struct stat st;

	if (lstat(path, &st) == -1) {
		if (errno == ENOENT)
			return 0;
		return err_sys(e, ERR_CONFIG, "%s", path);
	}
	/* What names a program to run is as good as one: connector,
	 * sendmail. */
	if (!secret && S_ISREG(st.st_mode) && st.st_mode & S_IWOTH)
		return err_set(e, ERR_CONFIG, "%s: anybody may write to it",
		    path);
	return 1;
}

static int
load(struct conf *c, const char *name, const char *end, int secret,
    struct err *e)
{
	struct buf path = BUF_INIT(4096), b = BUF_INIT(FILE_MAX);
	int rc;

	buf_fmt(&path, "%s/%s.%s", tenant_etc(), name, end);
	if ((rc = look_at(buf_get(&path), secret, e)) == 1) {
		rc = secret ? safe_secret(buf_get(&path), &b, e) :
		    safe_read(buf_get(&path), &b, e);
		if (rc == 0)
			rc = conf_parse(c, buf_get(&path), secret, buf_get(&b),
			    b.len, e);
	}
	if (b.p != NULL)
		mem_wipe(b.p, b.cap);
	buf_clear(&b);
	buf_clear(&path);
	return rc;
}

/* A process that ends by a signal leaves its memory in a file of the disk,
 * secrets too; and so do the children that are handed them. */
static void
no_core(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_CORE, &r) == -1)
		return;
	r.rlim_cur = 0;
	(void)setrlimit(RLIMIT_CORE, &r);
}

struct conf *
conf_load(const struct tenant *t, int with_secret, struct err *e)
{
	struct conf *c = conf_parse_new();

	if (with_secret != CONF_PLAIN)
		no_core();
	/* A tenant named default has one file, not the same one twice. */
	if (load(c, "default", "conf", 0, e) == 0 &&
	    (strcmp(t->name, "default") == 0 ||
	    load(c, t->name, "conf", 0, e) == 0) &&
	    (with_secret == CONF_PLAIN ||
	    load(c, t->name, "secret", 1, e) == 0))
		return c;
	conf_free(c);
	return NULL;
}

void
conf_free(struct conf *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->n; i++) {
		if (c->v[i].value != NULL)
			mem_wipe(c->v[i].value, strlen(c->v[i].value));
		free(c->v[i].section);
		free(c->v[i].name);
		free(c->v[i].value);
		free(c->v[i].file);
	}
	free(c->v);
	free(c);
}

static int
is_value(const struct conf_entry *v, const char *section)
{
	return v->name != NULL && *v->value != '\0' &&
	    strcmp(v->section, section) == 0;
}

static const struct conf_entry *
find(const struct conf *c, const char *section, const char *name)
{
	size_t i;

	for (i = c->n; i > 0; i--)
		if (is_value(&c->v[i - 1], section) &&
		    strcmp(c->v[i - 1].name, name) == 0)
			return &c->v[i - 1];
	return NULL;
}

const char *
conf_get(const struct conf *c, const char *section, const char *name)
{
	const struct conf_entry *v = find(c, section, name);

	return v != NULL ? v->value : NULL;
}

const char *
conf_or(const struct conf *c, const char *section, const char *name,
    const char *otherwise)
{
	const char *s = conf_get(c, section, name);

	return s != NULL ? s : otherwise;
}

int
conf_int(const struct conf *c, const char *section, const char *name,
    int64_t min, int64_t max, int64_t otherwise, int64_t *out, struct err *e)
{
	const struct conf_entry *v = find(c, section, name);

	if (v == NULL)
		*out = otherwise;
	else if (num_int(v->value, min, max, out) == -1)
		return err_set(e, ERR_CONFIG, "%s:%u: %s: not a number from"
		    " %lld to %lld", v->file, v->line, name, (long long)min,
		    (long long)max);
	return 0;
}

static int
split(char *s, char *argv[COMMAND_ARGS + 1])
{
	int n = 0;

	for (;;) {
		s += strspn(s, " ");
		if (*s == '\0')
			break;
		if (n == COMMAND_ARGS)
			return -1;
		argv[n++] = s;
		s += strcspn(s, " ");
		if (*s != '\0')
			*s++ = '\0';
	}
	argv[n] = NULL;
	return n > 0 ? 0 : -1;
}

/* The first line of what a command said, malloc'd. */
static char *
first_line(const struct buf *b, int status, struct err *e)
{
	const char *s = buf_get(b);
	size_t len = strcspn(s, "\r\n");

	if (WIFSIGNALED(status))
		err_set(e, ERR_CONFIG, "ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		err_set(e, ERR_CONFIG, "exit status %d", WEXITSTATUS(status));
	else if (len == 0 || !text_ok(s, b->len))
		err_set(e, ERR_CONFIG, "no text in its first line");
	else
		return mem_strn(s, len);
	return NULL;
}

static char *
run(const struct conf_entry *v, struct err *e)
{
	struct buf b = BUF_INIT(COMMAND_OUTPUT);
	char *line = mem_str(v->value), *argv[COMMAND_ARGS + 1], *s = NULL;
	int status = 0;

	if (split(line, argv) == -1)
		err_set(e, ERR_CONFIG, "not 1 to %d words", COMMAND_ARGS);
	else if (safe_spawn(argv, COMMAND_SECONDS, &b, &status, e) == 0)
		s = first_line(&b, status, e);
	if (s == NULL)
		err_add(e, "%s:%u: %s", v->file, v->line, v->name);
	if (b.p != NULL)
		mem_wipe(b.p, b.cap);
	buf_clear(&b);
	free(line);
	return s;
}

char *
conf_secret(const struct conf *c, const char *section, const char *name,
    struct err *e)
{
	const struct conf_entry *v = find(c, section, name), *by;
	struct buf b = BUF_INIT(256);

	buf_fmt(&b, "%s_command", name);
	by = find(c, section, buf_get(&b));
	buf_clear(&b);
	if (v != NULL && by != NULL) {
		err_set(e, ERR_CONFIG, "%s:%u: both %s and %s", by->file,
		    by->line, name, by->name);
		return NULL;
	}
	if (v != NULL)
		return mem_str(v->value);
	return by != NULL ? run(by, e) : NULL;
}

void
conf_each(const struct conf *c, const char *section,
    void (*cb)(const char *name, const char *value, void *), void *arg)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (is_value(&c->v[i], section))
			cb(c->v[i].name, c->v[i].value, arg);
}

void
conf_sections(const struct conf *c, const char *kind,
    void (*cb)(const char *part, void *), void *arg)
{
	size_t i, len = strlen(kind);

	for (i = 0; i < c->n; i++)
		if (c->v[i].name == NULL &&
		    strncmp(c->v[i].section, kind, len) == 0 &&
		    c->v[i].section[len] == ' ')
			cb(c->v[i].section + len + 1, arg);
}

static void
seen(const char *part, void *arg)
{
	(void)part;
	*(int *)arg = 1;
}

int
conf_has(const struct conf *c, const char *kind)
{
	int yes = 0;

	conf_sections(c, kind, seen, &yes);
	return yes;
}
