#include "connect/newcomer_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "connect/roster_csv.h"
#include "connect/roster_json.h"

struct reading {
	const char *name;
	const struct newcomer_form *form;
	struct newcomer_list *l;
	struct roster_head *head;
	void	(*told)(const char *);
	struct err *e;
};

void
newcomer_list_clear(struct newcomer_list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		newcomer_clear(&l->item[i].n);
	free(l->item);
	memset(l, 0, sizeof(*l));
}

static void
refuse(struct reading *r, const struct roster_raw *raw, const char *column,
    const char *words)
{
	char line[700];

	(void)snprintf(line, sizeof(line), "%s:%lld: %s%s%s", r->name,
	    (long long)raw->line, column, *column != '\0' ? ": " : "", words);
	r->told(line);
	r->l->refused++;
}

/* What a column is called among a newcomer's fields; NULL: passed over. */
static const char *
field_of(const struct roster_column *c)
{
	switch (c->field) {
	case ROSTER_GIVEN:
		return "given_name";
	case ROSTER_FAMILY:
		return "family_name";
	case ROSTER_EXTRA:
		return c->extra != NULL ? c->extra : c->name;
	case ROSTER_UPN:
	case ROSTER_FROM:
	case ROSTER_IGNORE:
	case ROSTER_CLASH:
		return NULL;
	default:
		return roster_field_name(c->field);
	}
}

static int
fill(struct reading *r, const struct roster_raw *raw, struct newcomer *n)
{
	struct err bad = ERR_INIT;
	const struct roster_column *c;
	const char *field;
	int i;

	for (i = 0; i < raw->ncells && i < r->head->n; i++) {
		c = &r->head->col[i];
		if (raw->cells[i].kind == CELL_ABSENT ||
		    raw->cells[i].p == NULL)
			continue;
		if (c->field == ROSTER_UPN && raw->cells[i].len > 0) {
			refuse(r, raw, c->name, "a newcomer has none yet: "
			    "this is a row for ctr-ingest");
			return -1;
		}
		if ((field = field_of(c)) == NULL || raw->cells[i].len == 0)
			continue;
		if (strlen(raw->cells[i].p) != raw->cells[i].len ||
		    raw->cells[i].kind != CELL_TEXT) {
			refuse(r, raw, c->name, "no plain text");
			return -1;
		}
		if (newcomer_set(r->form, n, field, raw->cells[i].p, &bad) ==
		    -1) {
			refuse(r, raw, "", bad.text);
			return -1;
		}
	}
	return 0;
}

static int
on_record(struct roster_raw *raw, void *arg)
{
	struct reading *r = arg;
	struct newcomer_item *it;
	const char *why, *cure;
	struct newcomer n;

	if (raw->why != ROSTER_FINE) {
		roster_why_words(raw->why, &why, &cure);
		refuse(r, raw, "", why);
		return 0;
	}
	memset(&n, 0, sizeof(n));
	if (fill(r, raw, &n) == -1) {
		newcomer_clear(&n);
		return 0;
	}
	if (r->l->n == NEWCOMER_LIST) {
		newcomer_clear(&n);
		return err_set(r->e, ERR_DATA, "%s: more than %d rows: "
		    "send several files", r->name, NEWCOMER_LIST);
	}
	r->l->item = mem_grow(r->l->item, r->l->n + 1, sizeof(*r->l->item));
	it = &r->l->item[r->l->n++];
	memset(it, 0, sizeof(*it));
	it->n = n;
	it->line = raw->line;
	return 0;
}

int
newcomer_read(int fd, const char *name, const struct newcomer_form *form,
    void (*told)(const char *), struct newcomer_list *l, struct err *e)
{
	struct reading r = { name, form, l, NULL, told, e };
	struct roster_end end;
	struct roster_src *src;
	int first, rc;

	memset(l, 0, sizeof(*l));
	memset(&end, 0, sizeof(end));
	if ((src = roster_src_open(fd, NULL, 0, e)) == NULL)
		return -1;
	r.head = mem_zero(1, sizeof(*r.head));
	roster_head_init(r.head, NULL, 0);
	r.head->keyless = 1;
	first = roster_src_first(src, e);
	rc = first == '[' || first == '{' ?
	    roster_json_read(src, r.head, on_record, &r, &end, e) :
	    roster_csv_read(src, '\0', r.head, on_record, &r, &end, e);
	if (rc == 0 && end.torn)
		rc = err_set(e, ERR_DATA, "%s: it ends inside a quote, an "
		    "object or an array", name);
	roster_head_clear(r.head);
	free(r.head);
	roster_src_free(src);
	return rc;
}
