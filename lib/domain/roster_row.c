#include "domain/roster_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/roster_extra.h"

#define NAME_MAX_LEN (2 * ROSTER_CELL + 2)
#define EXTRA_MAX_LEN (8 << 20)
#define ID_MAX_LEN 128

/* What a row is read from and into. */
struct reading {
	const struct roster_head *h;
	struct roster_raw *raw;
	const char *dates;
	struct roster_row *row;
	struct roster_fault *f;
};

void
roster_row_init(struct roster_row *r)
{
	memset(r, 0, sizeof(*r));
	buf_init(&r->name, NAME_MAX_LEN);
	buf_init(&r->extra, EXTRA_MAX_LEN);
}

void
roster_row_clear(struct roster_row *r)
{
	buf_clear(&r->name);
	buf_clear(&r->extra);
	roster_row_init(r);
}

static void
start_row(struct roster_row *r, int64_t line)
{
	r->line = line;
	r->has = 0;
	memset(r->value, 0, sizeof(r->value));
	r->upn_key[0] = r->manager_key[0] = '\0';
	r->start[0] = r->end[0] = '\0';
	buf_empty(&r->name);
	buf_empty(&r->extra);
}

/* refuse: the first fault stays. */
static void
refuse(struct reading *g, enum roster_why why, int column)
{
	const char *p = NULL;
	size_t n;

	if (g->f->why != ROSTER_FINE)
		return;
	g->f->why = why;
	g->f->column = column;
	if (column >= 0 && column < g->raw->ncells)
		p = g->raw->cells[column].p;
	if (p == NULL)
		return;
	snprintf(g->f->value, sizeof(g->f->value), "%s", p);
	/* A cut in the middle of a character is cut before it. */
	for (n = strlen(g->f->value); n > 0 &&
	     !text_ok(g->f->value, strlen(g->f->value)) &&
	     sizeof(g->f->value) - n < 5; n--)
		g->f->value[n - 1] = '\0';
}

/* plain: 1 if all of it is ASCII; the cheap way through most cells. */
static int
plain(const char *s, size_t len)
{
	size_t i;
	unsigned char or = 0;

	for (i = 0; i < len; i++)
		or |= (unsigned char)s[i];
	return or < 128;
}

static void
check_cells(struct reading *g)
{
	struct roster_cell *c;
	int i;

	for (i = 0; i < g->raw->ncells; i++) {
		c = &g->raw->cells[i];
		if (c->kind == CELL_ABSENT || c->p == NULL || c->len == 0)
			continue;
		if (c->len > ROSTER_CELL)
			refuse(g, ROSTER_LONG, i);
		if (memchr(c->p, '\0', c->len) != NULL)
			refuse(g, ROSTER_NUL, i);
		else if (!plain(c->p, c->len) && !text_ok(c->p, c->len))
			refuse(g, ROSTER_UTF8, i);
		if (c->kind == CELL_JSON && i < g->h->n &&
		    g->h->col[i].field < ROSTER_EXTRA)
			refuse(g, ROSTER_NESTED, i);
		if (i < g->h->n && g->h->col[i].field == ROSTER_CLASH)
			refuse(g, ROSTER_TWO_COLUMNS, i);
	}
}

/* squeeze: text_squeeze where there is something to squeeze. */
static void
squeeze(char *s)
{
	size_t i;

	for (i = 0; s[i] != '\0'; i++)
		if ((unsigned char)s[i] < ' ' || (unsigned char)s[i] > 126 ||
		    (s[i] == ' ' && (i == 0 || s[i + 1] == ' ' ||
			s[i + 1] == '\0'))) {
			text_squeeze(s);
			return;
		}
}

/* cell_of: the cell of a field, squeezed; NULL if its column is absent. */
static struct roster_cell *
cell_of(struct reading *g, int field)
{
	int i = g->h->at[field];
	struct roster_cell *c;

	if (i == -1 || i >= g->raw->ncells)
		return NULL;
	c = &g->raw->cells[i];
	if (c->kind == CELL_ABSENT)
		return NULL;
	if (c->p != NULL && field != ROSTER_EXTRA)
		squeeze(c->p);
	return c;
}

/* fold: s folded into out (768 bytes: three times the longest UPN). */
static int
fold(const char *s, char out[768])
{
	size_t i, n = strlen(s);
	char *k;

	if (n > 254)
		return -1;
	if (plain(s, n)) {
		for (i = 0; i <= n; i++)
			out[i] = s[i] >= 'A' && s[i] <= 'Z' ?
			    (char)(s[i] - 'A' + 'a') : s[i];
		return 0;
	}
	if ((k = text_fold(s)) == NULL || strlen(k) > 767) {
		free(k);
		return -1;
	}
	snprintf(out, 768, "%s", k);
	free(k);
	return 0;
}

static int
readable(const struct roster_cell *c)
{
	return c != NULL && c->kind == CELL_TEXT && c->p != NULL &&
	    c->p[0] != '\0' && c->len <= ROSTER_CELL &&
	    memchr(c->p, '\0', c->len) == NULL &&
	    (plain(c->p, c->len) || text_ok(c->p, c->len));
}

/* read_key: an empty upn or worker_id says nothing: identity is not taken
 * away by a cell. */
static void
read_key(struct reading *g)
{
	struct roster_row *r = g->row;
	struct roster_cell *c = NULL;
	int i = g->h->at[ROSTER_UPN];

	if (i != -1 && i < g->raw->ncells && readable(&g->raw->cells[i]) &&
	    (c = cell_of(g, ROSTER_UPN)) != NULL && c->p[0] != '\0') {
		if (!text_upn(c->p) || fold(c->p, r->upn_key) == -1) {
			r->upn_key[0] = '\0';
			refuse(g, ROSTER_BAD_UPN, i);
		} else {
			r->value[ROSTER_UPN] = c->p;
			r->has |= 1u << ROSTER_UPN;
		}
	}
	i = g->h->at[ROSTER_WORKER_ID];
	if (i != -1 && i < g->raw->ncells && readable(&g->raw->cells[i]) &&
	    (c = cell_of(g, ROSTER_WORKER_ID)) != NULL && c->p[0] != '\0') {
		if (strlen(c->p) > ID_MAX_LEN) {
			refuse(g, ROSTER_BAD_ID, i);
		} else {
			r->value[ROSTER_WORKER_ID] = c->p;
			r->has |= 1u << ROSTER_WORKER_ID;
		}
	}
	if (!roster_row_has_key(r))
		refuse(g, ROSTER_NO_KEY, -1);
}

/* is_upn: most addresses are the UPN, which was looked at. */
static int
is_upn(const struct roster_row *r, const char *s)
{
	return r->value[ROSTER_UPN] != NULL &&
	    strcmp(r->value[ROSTER_UPN], s) == 0;
}

static void
read_text(struct reading *g, int field)
{
	struct roster_cell *c = cell_of(g, field);

	if (c == NULL)
		return;
	g->row->has |= 1u << field;
	if (c->p == NULL || c->p[0] == '\0')
		return;
	g->row->value[field] = c->p;
	if (field == ROSTER_EMAIL && !is_upn(g->row, c->p) && !text_upn(c->p))
		refuse(g, ROSTER_BAD_MAIL, g->h->at[field]);
	if (field != ROSTER_MANAGER)
		return;
	if (!text_upn(c->p) || fold(c->p, g->row->manager_key) == -1)
		refuse(g, ROSTER_BAD_MANAGER, g->h->at[field]);
	g->row->value[field] = g->row->manager_key;
}

/* read_name: the display name, else given and family name. */
static void
read_name(struct reading *g)
{
	struct roster_cell *given, *family;
	struct buf *b = &g->row->name;

	read_text(g, ROSTER_DISPLAY_NAME);
	if (g->row->value[ROSTER_DISPLAY_NAME] != NULL)
		return;
	given = cell_of(g, ROSTER_GIVEN);
	family = cell_of(g, ROSTER_FAMILY);
	if (given == NULL && family == NULL)
		return;
	g->row->has |= 1u << ROSTER_DISPLAY_NAME;
	if (given != NULL && given->p != NULL)
		buf_str(b, given->p);
	if (family != NULL && family->p != NULL && family->p[0] != '\0') {
		if (b->len > 0)
			buf_chr(b, ' ');
		buf_str(b, family->p);
	}
	if (b->len > 0)
		g->row->value[ROSTER_DISPLAY_NAME] = buf_get(b);
}

static void
read_day(struct reading *g, int field, char out[11])
{
	struct roster_cell *c = cell_of(g, field);
	int32_t day;

	if (c == NULL)
		return;
	g->row->has |= 1u << field;
	if (c->p == NULL || c->p[0] == '\0')
		return;
	if (when_day(c->p) != WHEN_NO_DAY) {
		g->row->value[field] = c->p;
		return;
	}
	day = g->dates == NULL ? WHEN_NO_DAY : when_read(c->p, g->dates);
	if (day == WHEN_NO_DAY) {
		refuse(g, ROSTER_BAD_DAY, g->h->at[field]);
		return;
	}
	when_date(day, out);
	g->row->value[field] = out;
}

static void
read_extra(struct reading *g)
{
	struct roster_cell *c;

	if ((g->h->has & 1u << ROSTER_EXTRA) == 0)
		return;
	if (g->h->echo) {
		c = cell_of(g, ROSTER_EXTRA);
		if (c != NULL && c->p != NULL && c->p[0] != '\0' &&
		    roster_extra_check(c->p, &g->row->extra) == -1)
			refuse(g, ROSTER_BAD_EXTRA, g->h->at[ROSTER_EXTRA]);
	} else {
		roster_extra_make(g->h, g->raw, &g->row->extra);
	}
	if (g->row->extra.len == 0)
		return;
	g->row->has |= 1u << ROSTER_EXTRA;
	g->row->value[ROSTER_EXTRA] = buf_get(&g->row->extra);
}

/* not_mine: 1 if ctr-list's "from" cell gives the field to another source. */
static int
not_mine(const char *from, const char *field)
{
	size_t n = strlen(field);
	const char *p;

	for (p = from; p != NULL; p = strchr(p, ',')) {
		p += *p == ',';
		if (strncmp(p, field, n) == 0 && p[n] == ':')
			return strncmp(p + n + 1, "roster", 6) != 0;
	}
	return 0;
}

/* not_ours: takes out what the roster did not say in a list of ctr-list. */
static void
not_ours(struct reading *g)
{
	struct roster_cell *c;
	int i;

	if (!g->h->echo || (c = cell_of(g, ROSTER_FROM)) == NULL ||
	    c->p == NULL)
		return;
	for (i = ROSTER_DISPLAY_NAME; i < ROSTER_EXTRA; i++)
		if (not_mine(c->p, roster_field_name(i))) {
			g->row->has &= ~(1u << i);
			g->row->value[i] = NULL;
		}
}

int
roster_row_has_key(const struct roster_row *r)
{
	return r->value[ROSTER_UPN] != NULL ||
	    r->value[ROSTER_WORKER_ID] != NULL;
}

int
roster_row_read(const struct roster_head *h, struct roster_raw *raw,
    const char *dates, struct roster_row *r, struct roster_fault *f)
{
	struct reading g = { h, raw, dates, r, f };

	start_row(r, raw->line);
	memset(f, 0, sizeof(*f));
	f->column = -1;
	if (raw->why != ROSTER_FINE)
		refuse(&g, raw->why, raw->column);
	check_cells(&g);
	read_key(&g);
	if (f->why != ROSTER_FINE)
		return 0;
	read_name(&g);
	read_text(&g, ROSTER_EMAIL);
	read_text(&g, ROSTER_VENDOR);
	read_text(&g, ROSTER_DEPARTMENT);
	read_text(&g, ROSTER_PROJECT);
	read_text(&g, ROSTER_MANAGER);
	read_day(&g, ROSTER_START, r->start);
	read_day(&g, ROSTER_END, r->end);
	read_extra(&g);
	not_ours(&g);
	if (r->value[ROSTER_START] != NULL && r->value[ROSTER_END] != NULL &&
	    strcmp(r->value[ROSTER_END], r->value[ROSTER_START]) < 0)
		refuse(&g, ROSTER_ORDER, h->at[ROSTER_END]);
	return f->why == ROSTER_FINE;
}
