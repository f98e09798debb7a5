#include "act/list_tenant.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store/census.h"

static const struct listing_col cols[] = {
	{ "name", LISTING_TEXT, 0 },
	{ "schema", LISTING_INT, 1 },
	{ "contractors", LISTING_INT, 0 },
	{ "open", LISTING_INT, 0 },
	{ "due", LISTING_INT, 0 },
	{ "held", LISTING_INT, 0 },
	{ "size", LISTING_INT, 0 },
	{ "last_run", LISTING_AT, 0 },
	{ NULL, LISTING_TEXT, 0 }
};

struct walk {
	struct list *l;
	struct err *e;
};

static int
one(const char *name, void *arg)
{
	struct walk *w = arg;
	struct err none = ERR_INIT;
	struct tenant t;
	struct census c;
	struct stat sb;
	struct db *db = NULL;
	char text[7][24];
	const char *v[8] = { name, NULL, NULL, NULL, NULL, NULL, NULL, NULL };
	int64_t n[7];
	int i, rc;

	if (tenant_init(&t, name, w->e) == -1)
		return -1;
	memset(&c, 0, sizeof(c));
	if (db_open(&db, &t, ROLE_READ, &none) == 0 &&
	    census_take(db, &c, &none) == 0) {
		n[0] = c.schema;
		n[1] = c.contractors;
		n[2] = c.questions;
		n[3] = c.due;
		n[4] = c.held;
		n[6] = c.last_run;
		for (i = 0; i < 7; i++) {
			snprintf(text[i], sizeof(text[i]), "%" PRId64,
			    i == 5 ? 0 : n[i]);
			v[i + 1] = i == 6 && c.last_run == 0 ? NULL : text[i];
		}
	}
	db_close(db);
	if (stat(t.db, &sb) == 0) {
		snprintf(text[5], sizeof(text[5]), "%" PRId64,
		    (int64_t)sb.st_size);
		v[6] = text[5];
	}
	rc = list_add(w->l, v, w->e);
	return rc;
}

int
list_tenant(const char *name, const struct list_opt *o, int fd,
    struct err *e)
{
	struct walk w = { NULL, e };
	int rc;

	if ((w.l = list_open(cols, o, fd, e)) == NULL)
		return -1;
	rc = name != NULL ? one(name, &w) : tenant_each(one, &w, e);
	if (rc != -1)
		rc = list_end(w.l, e);
	list_free(w.l);
	return rc;
}
