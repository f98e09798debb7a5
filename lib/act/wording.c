#include "act/wording.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/tenant.h"
#include "store/template.h"

static const struct room {
	const char *name;	/* with its slash */
	const char *ending;
	int	own;		/* the package's alone: no site's to change */
} rooms[] = {
	{ "chat/", ".json", 0 },
	{ "mail/", ".txt", 0 },
	{ "portal/", ".html", 1 },
	{ "web/", ".html", 0 }
};

enum { ROOMS = sizeof(rooms) / sizeof(rooms[0]) };

const char *
wording_word(enum wording_from from)
{
	return from == WORDING_TENANT ? "tenant" : from == WORDING_SITE ?
	    "site" : "shipped";
}

/* The room of a name whose last part is [a-z0-9-]+: it becomes a path. */
static const struct room *
room_of(const char *name)
{
	size_t i, len;

	for (i = 0; i < ROOMS; i++) {
		len = strlen(rooms[i].name);
		if (strncmp(name, rooms[i].name, len) != 0)
			continue;
		name += len;
		len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
		return len > 0 && len <= 40 && name[len] == '\0' ? &rooms[i] :
		    NULL;
	}
	return NULL;
}

/* 1 read, 0 there is no such file, -1. */
static int
read_file(const char *dir, const char *name, struct buf *b, struct err *e)
{
	const struct room *r = room_of(name);
	struct buf path = BUF_INIT(4096);
	int rc;

	if (r == NULL)
		return 0;
	buf_fmt(&path, "%s/%s%s", dir, name, r->ending);
	rc = safe_read_if(buf_get(&path), b, e);
	buf_clear(&path);
	return rc;
}

static int
unknown(const char *name, struct err *e)
{
	return err_set(e, ERR_DATA, "%s: no such template", name);
}

int
wording_shipped(const char *name, struct buf *b, struct err *e)
{
	struct buf dir = BUF_INIT(4096);
	int rc;

	buf_fmt(&dir, "%s/templates", tenant_share());
	rc = read_file(buf_get(&dir), name, b, e);
	buf_clear(&dir);
	return rc == 1 ? 0 : rc == 0 ? unknown(name, e) : -1;
}

int
wording_beneath(const struct conf *c, const char *name, struct buf *b,
    enum wording_from *from, struct err *e)
{
	struct buf dir = BUF_INIT(4096);
	const struct room *room = room_of(name);
	int rc;

	if (room == NULL || room->own)
		return unknown(name, e);
	buf_fmt(&dir, "%s/templates", tenant_etc());
	rc = read_file(conf_or(c, "", "templates", buf_get(&dir)), name, b, e);
	buf_clear(&dir);
	if (from != NULL)
		*from = rc == 1 ? WORDING_SITE : WORDING_SHIPPED;
	if (rc == 0)
		return wording_shipped(name, b, e);
	return rc == 1 ? 0 : -1;
}

int
wording_load(struct db *db, const struct conf *c, const char *name,
    struct buf *b, enum wording_from *from, struct err *e)
{
	const struct room *room = room_of(name);
	int rc;

	if (room == NULL || room->own)
		return unknown(name, e);
	if ((rc = template_get(db, name, b, e)) == 0)
		return wording_beneath(c, name, b, from, e);
	if (rc == 1 && from != NULL)
		*from = WORDING_TENANT;
	return rc == 1 ? 0 : -1;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in one room, sorted; *list and each of it are malloc'd. */
static int
list_room(const struct room *r, char ***list, size_t *n, struct err *e)
{
	struct buf path = BUF_INIT(4096);
	struct dirent *d;
	size_t end;
	DIR *dir;

	*list = NULL;
	*n = 0;
	buf_fmt(&path, "%s/templates/%s", tenant_share(), r->name);
	dir = opendir(buf_get(&path));
	if (dir == NULL && errno != ENOENT) {
		err_sys(e, ERR_CONFIG, "%s", buf_get(&path));
		buf_clear(&path);
		return -1;
	}
	while (dir != NULL && (d = readdir(dir)) != NULL) {
		end = strlen(d->d_name);
		if (end <= strlen(r->ending))
			continue;
		end -= strlen(r->ending);
		if (strcmp(d->d_name + end, r->ending) != 0)
			continue;
		buf_empty(&path);
		buf_str(&path, r->name);
		buf_add(&path, d->d_name, end);
		if (room_of(buf_get(&path)) == NULL)
			continue;
		*list = mem_grow(*list, *n + 1, sizeof(**list));
		(*list)[(*n)++] = mem_str(buf_get(&path));
	}
	if (dir != NULL)
		closedir(dir);
	if (*n > 0)
		qsort(*list, *n, sizeof(**list), compare);
	buf_clear(&path);
	return 0;
}

int
wording_each(int (*cb)(const char *name, void *), void *arg, struct err *e)
{
	size_t i, j, n;
	char **list;
	int rc = 0;

	for (i = 0; rc == 0 && i < ROOMS; i++) {
		if (rooms[i].own)
			continue;
		if (list_room(&rooms[i], &list, &n, e) == -1)
			return -1;
		for (j = 0; j < n; j++) {
			if (rc == 0)
				rc = cb(list[j], arg);
			free(list[j]);
		}
		free(list);
	}
	return rc;
}
