#define _GNU_SOURCE	/* secure_getenv */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/tenant.h"

#define SITE_CONNECT "/usr/local/libexec/ctr"
#define LOWER "abcdefghijklmnopqrstuvwxyz0123456789"

static const char *
place(const char *variable)
{
	const char *s = secure_getenv(variable);

	return s != NULL && *s != '\0' ? s : NULL;
}

static const char *
place_or(const char *variable, const char *compiled)
{
	const char *s = place(variable);

	return s != NULL ? s : compiled;
}

const char *
tenant_var(void)
{
	return place_or("CTR_VAR", CTR_VAR_DIR);
}

const char *
tenant_etc(void)
{
	return place_or("CTR_ETC", CTR_ETC_DIR);
}

const char *
tenant_run(void)
{
	return place_or("CTR_RUN", CTR_RUN_DIR);
}

const char *
tenant_connect(void)
{
	return place_or("CTR_CONNECT", CTR_CONNECT_DIR);
}

const char *
tenant_share(void)
{
	return place_or("CTR_SHARE", CTR_SHARE_DIR);
}

int
tenant_name(const char *s)
{
	size_t len = strlen(s);

	return len >= 1 && len <= 63 && *s != '-' &&
	    strspn(s, LOWER "-") == len;
}

int
tenant_init(struct tenant *t, const char *name, struct err *e)
{
	int n;

	if (name == NULL)
		name = place_or("CTR_TENANT", "default");
	if (!tenant_name(name))
		return err_set(e, ERR_USAGE,
		    "malformed tenant name \"%s\": 1 to"
		    " 63 of a-z, 0-9 and -, not - first",
		    name);
	n = snprintf(t->dir, sizeof(t->dir), "%s/%s", tenant_var(), name);
	if (n < 0 || (size_t)n >= sizeof(t->dir))
		return err_set(
		    e, ERR_CONFIG, "%s: path too long", tenant_var());
	snprintf(t->name, sizeof(t->name), "%s", name);
	snprintf(t->db, sizeof(t->db), "%s/registry.db", t->dir);
	return 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
may_be_tenant(const struct dirent *d)
{
	return tenant_name(d->d_name);
}

/* A directory, not a link to one, with a registry in it. */
static int
is_tenant(const char *name)
{
	struct tenant t;
	struct stat st;
	struct err e = ERR_INIT;

	return tenant_init(&t, name, &e) == 0 && lstat(t.dir, &st) == 0 &&
	    S_ISDIR(st.st_mode) && lstat(t.db, &st) == 0 &&
	    S_ISREG(st.st_mode);
}

int
tenant_each(int (*cb)(const char *name, void *), void *arg, struct err *e)
{
	struct dirent **list = NULL;
	int i, n, rc = 0;

	n = scandir(tenant_var(), &list, may_be_tenant, by_name);
	if (n == -1)
		return err_sys(e, errno == ENOENT || errno == EACCES ?
		    ERR_CONFIG : ERR_IO, "%s", tenant_var());
	for (i = 0; i < n; i++) {
		if (rc == 0 && is_tenant(list[i]->d_name))
			rc = cb(list[i]->d_name, arg);
		free(list[i]);
	}
	free(list);
	return rc;
}

/* 1 if dir has the connector, 0 if not, -1 if it must not be used. */
static int
look_in(const char *dir, const char *name, char *path, size_t size,
    struct err *e)
{
	struct stat st;
	int n;

	n = snprintf(path, size, "%s/ctr-connect-%s", dir, name);
	if (n < 0 || (size_t)n >= size)
		return err_set(e, ERR_CONFIG, "%s: path too long", dir);
	if (stat(path, &st) == -1 || !S_ISREG(st.st_mode) ||
	    access(path, X_OK) == -1)
		return 0;
	if (st.st_mode & S_IWOTH)
		return err_set(e, ERR_REFUSED, "%s: anybody may write to it",
		    path);
	return 1;
}

int
tenant_connector(const char *name, char *path, size_t size, struct err *e)
{
	size_t len = strlen(name);
	int found = 0;

	if (len < 1 || len > 32 || strspn(name, LOWER "-") != len)
		return err_set(e, ERR_USAGE, "malformed connector name \"%s\":"
		    " 1 to 32 of a-z, 0-9 and -", name);
	if (place("CTR_CONNECT") == NULL)
		found = look_in(SITE_CONNECT, name, path, size, e);
	if (found == 0)
		found = look_in(tenant_connect(), name, path, size, e);
	if (found == 0)
		return err_set(e, ERR_CONFIG, "no executable ctr-connect-%s in"
		    " %s", name, tenant_connect());
	return found == 1 ? 0 : -1;
}
