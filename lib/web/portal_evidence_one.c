/* One record: all of it, and its hashes computed anew. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/esc.h"
#include "base/when.h"
#include "store/checkpoint.h"
#include "store/evidence_find.h"
#include "web/portal_evidence.h"

void
portal_evidence_url(struct words *w, const char *name, const char *s)
{
	struct buf b = BUF_INIT(1024);

	esc_url(&b, s);
	words_set(w, name, buf_get(&b));
	buf_clear(&b);
}

/* The detail as people read JSON; what is hashed is the text as it stands. */
static void
pretty(struct words *w, const char *detail)
{
	json_t *j = json_loads(detail, JSON_REJECT_DUPLICATES, NULL);
	char *text = j == NULL ? NULL : json_dumps(j, JSON_INDENT(2));

	words_set(w, "detail", text != NULL ? text : detail);
	free(text);
	json_decref(j);
}

struct shown {
	struct portal *p;
	unsigned char before[32];
	int	hangs;		/* what comes before is here */
};

static int
show(const struct evidence *r, void *arg)
{
	struct shown *s = arg;
	struct words *w = s->p->words;
	unsigned char h[32];
	char utc[21];

	words_int(w, "seq", r->seq);
	words_moment(w, "at", r->at);
	when_iso(r->at, utc);
	words_set(w, "utc", utc);
	words_set(w, "actor", r->actor);
	portal_evidence_url(w, "actor_url", r->actor);
	words_set(w, "action", r->action);
	words_set(w, "subject", r->subject);
	portal_evidence_url(w, "subject_url", r->subject);
	if (strncmp(r->subject, "contractor/", 11) == 0)
		words_set(w, "person", r->subject + 11);
	words_hex(w, "detail_hash", r->detail_hash, 32);
	words_hex(w, "hash", r->hash, 32);
	words_flag(w, "erased", r->detail == NULL);
	if (r->detail != NULL) {
		pretty(w, r->detail);
		words_hex(w, "salt", r->salt, 16);
		evidence_detail_hash(r->salt, r->detail, h);
		words_flag(w, memcmp(h, r->detail_hash, 32) == 0 ?
		    "detail_good" : "detail_bad", 1);
	}
	if (!s->hangs)
		return 0;
	words_hex(w, "before_hash", s->before, 32);
	evidence_hash(s->before, r, h);
	words_hex(w, "again", h, 32);
	words_flag(w, memcmp(h, r->hash, 32) == 0 ? "hash_good" : "hash_bad",
	    1);
	return 0;
}

int
portal_evidence_record(struct portal *p, struct err *e)
{
	struct shown s = { .p = p };
	int64_t seq = portal_number(p->part[0]), first, last;
	struct checkpoint c;
	char text[24];
	int rc;

	if (seq == 0 || evidence_range(p->x->db, &first, &last, e) == -1)
		return seq == 0 ? portal_missing(p, e) : -1;
	if ((s.hangs = evidence_before(p->x->db, seq, s.before, e)) == -1)
		return -1;
	if ((rc = evidence_one(p->x->db, seq, show, &s, e)) != 1)
		return rc == -1 ? -1 : portal_missing(p, e);
	if ((rc = checkpoint_next(p->x->db, seq - 1, &c, e)) == -1)
		return -1;
	if (rc == 1) {
		words_int(p->words, "covered_by", c.seq);
		words_moment(p->words, "covered_at", c.at);
	}
	words_flag(p->words, "not_covered", rc == 0);
	words_flag(p->words, "hangs_on_nothing", !s.hangs);
	if (seq > first)
		words_int(p->words, "seq_before", seq - 1);
	if (seq < last)
		words_int(p->words, "seq_after", seq + 1);
	(void)snprintf(text, sizeof(text), "%lld", (long long)seq);
	portal_command(p, "ctr-evidence", "export", "--from", text, "--to",
	    text, (char *)NULL);
	return portal_page(p, "evidence-record", "evidence", e);
}
