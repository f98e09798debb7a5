/*
 * The time line of a contractor: what was recorded of him, the newest first.
 * Every change of the registry has a record, so this is all of it: dates,
 * mails, answers, accounts, jobs and their steps, findings.  Who may not see
 * evidence sees what happened, and of its details the few that say what it
 * was.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "store/evidence_find.h"
#include "store/since.h"
#include "web/portal_people.h"

enum { LINES = 25, GIST = 500, DETAIL = 2000 };	/* bytes of a line */

/* A record, kept until the statement is over. */
struct record {
	int64_t	seq, at;
	char	*actor, *action, *subject, *detail;
};

struct line {
	struct portal *p;
	struct record record[LINES];
	int	n;
	struct buf b, gist, all;
	struct err *e;
};

/* What says what a record is about, to everybody who reads here. */
static const char *const plain[] = { "answer", "connector", "day_on", "kind",
	"level", "op", "period", "reviewer", "state", "template", "wording",
	NULL };

static int
keep(const struct evidence *v, void *arg)
{
	struct line *l = arg;
	struct record *r = &l->record[l->n++];

	r->seq = v->seq;
	r->at = v->at;
	r->actor = mem_str(v->actor);
	r->action = mem_str(v->action);
	r->subject = mem_str(v->subject);
	r->detail = mem_str(v->detail);
	return 0;
}

static void
add(struct buf *b, const char *path, const char *value)
{
	buf_fmt(b, "%s%s: %s", b->len > 0 ? "; " : "", path, value != NULL ?
	    value : WORDS_DASH);
}

static void
member(const char *path, const char *value, void *arg)
{
	struct line *l = arg;
	int i;

	if (strcmp(path, "test") == 0)
		return;
	for (i = 0; plain[i] != NULL; i++)
		if (strcmp(plain[i], path) == 0)
			add(&l->gist, path, value);
	add(&l->all, path, value);
}

static const char *
sort_of(const char *action)
{
	static const struct {
		const char *begin, *name;
	} sorts[] = {
		{ "mail.", "mail" }, { "decision", "answer" },
		{ "job.", "act" }, { "step.", "act" },
	};
	size_t i;

	for (i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++)
		if (strncmp(action, sorts[i].begin, strlen(sorts[i].begin)) ==
		    0)
			return sorts[i].name;
	return "other";
}

/* say: the words for an action are a line of template "line-words". */
static int
say(struct line *l, struct words *w, const char *action)
{
	struct words *one = words_under(l->p->words);
	struct buf b = BUF_INIT(4096);
	char name[64], *s;
	int rc;

	(void)snprintf(name, sizeof(name), "is_%.50s", action);
	for (s = name; *s != '\0'; s++)
		if (*s == '.' || *s == '-')
			*s = '_';
	words_flag(one, name, 1);
	rc = words_block(one, "line-words", &b, l->e);
	words_free(one);
	while (b.len > 0 && strchr(" \n", b.p[b.len - 1]) != NULL)
		buf_cut(&b, b.len - 1);
	if (rc == 0 && b.len > 0)
		words_html(w, "words", &b);
	else
		words_set(w, "words", action);
	buf_clear(&b);
	return rc;
}

static int
tell(struct line *l, const struct record *r)
{
	struct portal *p = l->p;
	struct words *w = words_under(p->words);
	int may = portal_may(p, PORTAL_AUDIT), rc = 0;

	buf_empty(&l->gist);
	buf_empty(&l->all);
	if (r->detail != NULL)
		rc = evidence_members(p->x->db, r->detail, member, l, l->e);
	words_moment(w, "at", r->at);
	words_set(w, "actor", r->actor);
	words_set(w, "subject", r->subject);
	words_set(w, "sort", sort_of(r->action));
	if (l->gist.len > 0)
		words_brief(w, "gist", buf_get(&l->gist), GIST);
	words_flag(w, "no_gist", l->gist.len == 0);
	words_flag(w, "erased", may && r->detail == NULL);
	words_flag(w, "audits", may);
	if (may) {
		words_int(w, "seq", r->seq);
		words_set(w, "action", r->action);
		if (l->all.len > 0)
			words_brief(w, "detail", buf_get(&l->all), DETAIL);
	}
	if (rc != -1)
		rc = say(l, w, r->action);
	if (rc != -1)
		rc = words_block(w, "person-line", &l->b, l->e);
	words_free(w);
	return rc;
}

/* archived: records of his may be in an archive: he was known before the oldest
 * one that is here. */
static int
archived(struct portal *p, const struct contractor *c, struct err *e)
{
	int64_t first, last, known;

	if (evidence_range(p->x->db, &first, &last, e) == -1 ||
	    since_evidence(p->x->db, c->created_at, &known, e) == -1)
		return -1;
	if (first > 1 && known <= first)
		words_int(p->words, "archived_to", first - 1);
	return 0;
}

int
portal_person_line(struct portal *p, const struct contractor *c, struct err *e)
{
	int64_t before = portal_number(portal_asked(p, "before"));
	struct line l = { .p = p, .e = e };
	int i, n, rc = 0;

	buf_init(&l.b, 1 << 19);
	buf_init(&l.gist, 4096);
	buf_init(&l.all, 20000);
	n = evidence_story_back(p->x->db, c->id, before != 0 ? before :
	    INT64_MAX, LINES, keep, &l, e);
	for (i = 0; i < l.n && rc == 0 && n != -1; i++)
		rc = tell(&l, &l.record[i]);
	words_html(p->words, "line", &l.b);
	words_flag(p->words, "no_line", l.n == 0);
	words_flag(p->words, "some_line", l.n > 0);
	if (n == LINES)
		words_int(p->words, "older", l.record[l.n - 1].seq);
	else if (n != -1 && rc == 0)
		rc = archived(p, c, e);
	words_flag(p->words, "newest", before != 0);
	for (i = 0; i < l.n; i++) {
		free(l.record[i].actor);
		free(l.record[i].action);
		free(l.record[i].subject);
		free(l.record[i].detail);
	}
	buf_clear(&l.b);
	buf_clear(&l.gist);
	buf_clear(&l.all);
	return n == -1 || rc == -1 ? -1 : 0;
}
