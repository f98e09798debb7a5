/*
 * The same said of many findings: first what would be done to each, which is
 * ctr-review -n, then what was.
 */
#include <stdio.h>
#include <string.h>

#include "act/review.h"
#include "web/portal_review.h"

struct bulk {
	struct portal *p;
	struct review r;
	const char *verb;
	char	ids[PORTAL_REVIEW_IDS][24];
	int	n, done, refused;
	struct buf rows;
	struct err *e;
};

static const char *const fits[] = { "keep", "dismiss", "ask", "own",
	"register", "rehire", NULL };

static const char *
field(struct portal *p, const char *name)
{
	return p->method == CGI_POST ? portal_sent(p, name) :
	    portal_asked(p, name);
}

/* add: a finding that was ticked, once. */
static void
add(struct bulk *b, const char *id)
{
	int i;

	if (portal_number(id) == 0 || b->n == PORTAL_REVIEW_IDS)
		return;
	for (i = 0; i < b->n; i++)
		if (strcmp(b->ids[i], id) == 0)
			return;
	(void)snprintf(b->ids[b->n++], sizeof(b->ids[0]), "%s", id);
}

/* ticks: of the queue's form ("pick_17"), or the list of the confirmation. */
static void
ticks(struct bulk *b)
{
	const struct form *f = b->p->method == CGI_POST ? &b->p->body :
	    &b->p->cgi.form;
	const char *list = field(b->p, "picks");
	char id[24];
	size_t n;
	int i;

	for (i = 0; i < f->count; i++)
		if (strncmp(f->field[i].name, "pick_", 5) == 0)
			add(b, f->field[i].name + 5);
	for (; list != NULL && *list != '\0'; list += n + (list[n] != '\0')) {
		n = strcspn(list, ",");
		if (n == 0 || n >= sizeof(id))
			continue;
		memcpy(id, list, n);
		id[n] = '\0';
		add(b, id);
	}
}

/* start: what was ticked, and what is to be said of it.  0 or -1 with e. */
static int
start(struct portal *p, struct bulk *b, struct err *e)
{
	const char *const *v = fits;

	memset(b, 0, sizeof(*b));
	b->p = p;
	b->e = e;
	b->verb = field(p, "verb");
	b->r.why = field(p, "why");
	b->r.until = field(p, "until");
	b->r.word = field(p, "word");
	buf_init(&b->rows, 1 << 20);
	if (b->r.word == NULL)
		b->r.word = "";
	ticks(b);
	while (*v != NULL && (b->verb == NULL || strcmp(*v, b->verb) != 0))
		v++;
	if (*v == NULL)
		return err_set(e, ERR_DATA, "choose what to do");
	if (b->n == 0)
		return err_set(e, ERR_DATA, "tick at least one finding");
	/* What the chosen verb takes not may stand in the form. */
	if (strcmp(b->verb, "keep") != 0 && strcmp(b->verb, "dismiss") != 0)
		b->r.until = NULL;
	if (portal_review_asks(b->verb, &b->r, e) == -1)
		return -1;
	return review_may(p->x, &b->r, b->verb, e);
}

/* one: a finding of the list, and what is or would be done. */
static int
one(struct bulk *b, const char *id)
{
	struct err why = ERR_INIT;
	struct buf said = BUF_INIT(2048);
	struct words *w = words_under(b->p->words);
	struct finding f;
	int rc = finding_get(b->p->x->db, portal_number(id), &f, b->e);

	if (rc == 1) {
		rc = portal_review_words(b->p, w, &f, b->e);
		finding_clear(&f);
	} else if (rc == 0) {
		words_set(w, "id", id);
		words_cell(w, "what", NULL);
		words_cell(w, "about", NULL);
	}
	b->r.said = &said;
	if (rc == 0 && review_do(b->p->x, &b->r, b->verb, id, &why) == 0)
		b->done++;
	else if (rc == 0)
		b->refused++;
	words_set(w, "said", why.kind == ERR_NONE ? buf_get(&said) : NULL);
	words_set(w, "wrong", why.kind == ERR_NONE ? NULL : why.text);
	if (rc == 0)
		rc = words_block(w, "review-bulk-row", &b->rows, b->e);
	words_free(w);
	buf_clear(&said);
	return rc;
}

/* command: ctr-review takes the numbers on its standard input too. */
static void
command(struct bulk *b)
{
	const char *why = b->r.why, *until = b->r.until;

	if (strcmp(b->verb, "own") == 0)
		portal_command(b->p, "ctr-review", "own", b->r.word, "-",
		    (char *)NULL);
	else if (why != NULL && until != NULL)
		portal_command(b->p, "ctr-review", b->verb, "--why", why,
		    "--until", until, "-", (char *)NULL);
	else if (why != NULL)
		portal_command(b->p, "ctr-review", b->verb, "--why", why, "-",
		    (char *)NULL);
	else
		portal_command(b->p, "ctr-review", b->verb, "-", (char *)NULL);
}

static int
page(struct bulk *b, const char *name)
{
	struct words *w = b->p->words;
	struct buf list = BUF_INIT(2048);
	char flag[32];
	int i, rc = 0;

	for (i = 0; i < b->n && rc == 0; i++) {
		rc = one(b, b->ids[i]);
		buf_fmt(&list, "%s%s", i > 0 ? "," : "", b->ids[i]);
	}
	words_html(w, "rows", &b->rows);
	words_set(w, "picks", buf_get(&list));
	words_set(w, "verb", b->verb);
	words_set(w, "why", b->r.why);
	words_set(w, "until", b->r.until);
	words_set(w, "word", b->r.word);
	words_int(w, "n", b->done);
	words_set(w, "refused", NULL);
	if (b->refused > 0)
		words_int(w, "refused", b->refused);
	(void)snprintf(flag, sizeof(flag), "is_%s", b->verb);
	words_flag(w, flag, 1);
	words_flag(w, "some", b->done > 0);
	portal_form(b->p, w, "bulk", "review/bulk");
	command(b);
	if (rc == 0)
		rc = portal_page(b->p, name, "review", b->e);
	buf_clear(&list);
	return rc;
}

int
portal_review_bulk(struct portal *p, struct err *e)
{
	struct bulk b;
	int rc = start(p, &b, e);

	if (rc == 0) {
		b.r.dry = 1;
		rc = page(&b, "review-bulk");
	} else if (e->kind == ERR_DATA || e->kind == ERR_USAGE) {
		/* Nothing was sent yet: the form is mended and sent again. */
		if (p->method != CGI_POST)
			words_set(p->words, "why_not", e->text);
		err_clear(e);
		p->status = 422;
		rc = portal_page(p, "review-bulk-not", "review", e);
	}
	buf_clear(&b.rows);
	return rc;
}

int
portal_review_bulk_act(struct portal *p, struct err *e)
{
	struct bulk b;
	int rc = start(p, &b, e);

	if (rc == 0)
		rc = page(&b, "review-bulk-done");
	buf_clear(&b.rows);
	return rc;
}
