#include "act/ingest_internal.h"

#include <string.h>

#define SLOTS 16384

int
ingest_bit(const unsigned char *bits, int64_t id)
{
	return bits[id / 8] >> (id % 8) & 1;
}

static void
mark(struct ingest *g, unsigned char *bits, int64_t id)
{
	/* One that came to be since the start proves nothing either way. */
	if (id > 0 && id <= g->highest)
		bits[id / 8] |= (unsigned char)(1 << id % 8);
}

static int
bit(const struct ingest *g, const unsigned char *bits, int64_t id)
{
	return id <= g->highest && ingest_bit(bits, id);
}

int
ingest_lives(const char *status)
{
	return strcmp(status, "active") == 0 ||
	    strcmp(status, "candidate") == 0 ||
	    strcmp(status, "pending_review") == 0 ||
	    strcmp(status, "suspended") == 0;
}

static size_t
slot_of(const unsigned char *hash)
{
	return ((size_t)hash[0] << 8 | hash[1]) % SLOTS;
}

/*
 * read_ahead: a roster mostly says what the last one said, in the same order.
 * So the contractors behind the last one met are read in one sweep, and most
 * rows of the batch are found among them by hash alone.
 */
static int
read_ahead(struct ingest *g, struct err *e)
{
	static const unsigned char none[16];
	size_t s;
	int i;

	memset(g->slot, 0, sizeof(g->slot));
	g->windows = 0;
	if (g->highest == 0)
		return 0;
	g->windows = contractor_roster_window(g->x->db, g->cursor, g->window,
	    INGEST_WINDOW, e);
	for (i = 0; i < g->windows; i++) {
		if (memcmp(g->window[i].hash, none, sizeof(none)) == 0)
			continue;
		for (s = slot_of(g->window[i].hash); g->slot[s] != 0;
		     s = (s + 1) % SLOTS)
			continue;
		g->slot[s] = (uint16_t)(i + 1);
	}
	return g->windows == -1 ? -1 : 0;
}

static const struct contractor_brief *
ahead(struct ingest *g, const unsigned char *hash)
{
	const struct contractor_brief *b;
	size_t s;

	for (s = slot_of(hash); g->slot[s] != 0; s = (s + 1) % SLOTS) {
		b = &g->window[g->slot[s] - 1];
		if (memcmp(b->hash, hash, sizeof(b->hash)) == 0)
			return b;
	}
	return NULL;
}

/* settled: his row says what it said, and nothing waits for it. */
static int
settled(const struct ingest *g, const struct contractor_brief *b,
    const unsigned char *hash)
{
	return memcmp(b->hash, hash, sizeof(b->hash)) == 0 && !b->missing &&
	    strcmp(b->feed, g->opt->feed) == 0 && ingest_lives(b->status);
}

static int
plan(struct ingest *g, const struct ingest_item *i,
    const struct ingest_found *f, int again, struct err *e)
{
	const char *upn_key = g->text.p + i->upn_key;
	const char *worker_id = g->text.p + i->worker_id;
	struct plan_row r = { 0, i->line, i->offset, (int64_t)i->len,
		*upn_key == '\0' ? NULL : upn_key,
		*worker_id == '\0' ? NULL : worker_id, 0, f->other,
		PLAN_NEW, again, 0, 0, i->hash, g->text.p + i->row,
		i->row_len };

	if (f->whose != INGEST_NEW)
		r.contractor = f->who.id;
	if (f->whose == INGEST_KNOWN)
		r.action = PLAN_KNOWN;
	if (f->whose == INGEST_AMBIGUOUS)
		r.action = PLAN_AMBIGUOUS;
	return roster_plan_add(g->plan, &r, e);
}

/*
 * known: a row of one contractor.  An unchanged one leaves no more than its
 * bit; the same again counts once; another one finds it ("again").
 */
static int
known(struct ingest *g, const struct ingest_item *i,
    const struct ingest_found *f, struct err *e)
{
	int had = bit(g, g->taken, f->who.id);
	int planned = bit(g, g->planned, f->who.id);
	int same = settled(g, &f->who, i->hash);

	mark(g, g->seen, f->who.id);
	mark(g, g->taken, f->who.id);
	g->cursor = f->who.id;
	if (!had && ingest_lives(f->who.status) &&
	    strcmp(f->who.feed, g->opt->feed) == 0 && !f->who.missing)
		g->people++;
	if (same && !planned) {
		g->report.unchanged += !had;
		return 0;
	}
	mark(g, g->planned, f->who.id);
	return plan(g, i, f, had && !planned, e);
}

static int
look(struct ingest *g, const struct ingest_item *i, struct err *e)
{
	const struct contractor_brief *b;
	struct ingest_found f;

	if (!i->refused && (b = ahead(g, i->hash)) != NULL &&
	    settled(g, b, i->hash)) {
		f.whose = INGEST_KNOWN;
		f.who = *b;
		f.other = 0;
		return known(g, i, &f, e);
	}
	if (ingest_find(g, g->text.p + i->upn_key, g->text.p + i->worker_id,
		&f, e) == -1)
		return -1;
	if (!i->refused && f.whose == INGEST_KNOWN)
		return known(g, i, &f, e);
	if (f.whose != INGEST_NEW)
		mark(g, g->seen, f.who.id);
	if (f.other != 0)
		mark(g, g->seen, f.other);
	return i->refused ? 0 : plan(g, i, &f, 0, e);
}

int
ingest_look(struct ingest *g, struct err *e)
{
	int i, rc;

	if (db_snapshot(g->x->db, e) == -1)
		return -1;
	rc = read_ahead(g, e);
	for (i = 0; i < g->items && rc == 0; i++)
		rc = look(g, &g->item[i], e);
	g->items = 0;
	buf_empty(&g->text);
	if (rc == -1)
		db_rollback(g->x->db);
	else
		rc = db_commit(g->x->db, e);
	return rc;
}
