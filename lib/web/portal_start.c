#include "web/portal_start.h"

#include <stdio.h>

#include "act/checkup.h"
#include "act/key.h"

struct look {
	struct portal *p;
	struct buf rows[CHECKUP_BAD + 1];
	int	count[CHECKUP_BAD + 1];
	struct err *e;
	int	failed;
};

/* One check: its words are those of template start-NAME. */
static void
row(const struct checkup *c, void *arg)
{
	struct look *l = arg;
	struct words *w;
	char name[64];

	l->count[c->level]++;
	if (l->failed)
		return;
	w = words_under(l->p->words);
	words_set(w, "part", c->part);
	words_flag(w, "good", c->level == CHECKUP_GOOD);
	words_flag(w, "warn", c->level == CHECKUP_WARN);
	words_flag(w, "bad", c->level == CHECKUP_BAD);
	words_flag(w, "never", c->at == 0 && c->level != CHECKUP_GOOD);
	if (c->at != 0)
		words_moment(w, "at", c->at);
	(void)snprintf(name, sizeof(name), "start-%s", c->name);
	if (words_block(w, name, &l->rows[c->level], l->e) == -1)
		l->failed = 1;
	words_free(w);
}

static int
look(struct portal *p, struct look *l, checkup_cb *cb, struct err *e)
{
	char room[1024];
	int i;

	l->p = p;
	l->e = e;
	l->failed = 0;
	for (i = 0; i <= CHECKUP_BAD; i++) {
		buf_init(&l->rows[i], 65536);
		l->count[i] = 0;
	}
	if (checkup_each(p->x, p->conf, key_dir(p->conf, room, sizeof(room)),
	    cb, l, e) == -1)
		return -1;
	return l->failed ? -1 : 0;
}

static int
show(struct portal *p, struct err *e)
{
	struct look l;
	int i, rc = look(p, &l, row, e);

	if (rc == 0) {
		words_html(p->words, "rows_bad", &l.rows[CHECKUP_BAD]);
		words_html(p->words, "rows_warn", &l.rows[CHECKUP_WARN]);
		words_html(p->words, "rows_good", &l.rows[CHECKUP_GOOD]);
		words_flag(p->words, "any_bad", l.count[CHECKUP_BAD] > 0);
		words_flag(p->words, "any_warn", l.count[CHECKUP_WARN] > 0);
		words_flag(p->words, "any_good", l.count[CHECKUP_GOOD] > 0);
		words_flag(p->words, "all_well", l.count[CHECKUP_BAD] +
		    l.count[CHECKUP_WARN] == 0);
		portal_command(p, "ctr-status", (char *)NULL);
		rc = portal_page(p, "start", "home", e);
	}
	for (i = 0; i <= CHECKUP_BAD; i++)
		buf_clear(&l.rows[i]);
	return rc;
}

static void
count(const struct checkup *c, void *arg)
{
	((struct look *)arg)->count[c->level]++;
}

int
portal_start_count(struct portal *p, struct words *w, struct err *e)
{
	struct look l;
	int lacks;

	if (look(p, &l, count, e) == -1)
		return -1;
	lacks = l.count[CHECKUP_WARN] + l.count[CHECKUP_BAD];
	if (lacks > 0)
		words_int(w, "lacks", lacks);
	words_flag(w, "lacks_bad", l.count[CHECKUP_BAD] > 0);
	words_flag(w, "lacks_some", lacks > 0 && l.count[CHECKUP_BAD] == 0);
	return 0;
}

const struct portal_route portal_start[] = {
	{ "start", PORTAL_VIEW, show, NULL, ROLE_READ, 0, NULL, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
