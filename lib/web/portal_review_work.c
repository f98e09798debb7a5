/*
 * Work that does not get on.  What lets it go on needs a key or a hand that
 * this program has not: the command is shown.
 */
#include <stdio.h>
#include <string.h>

#include "store/finding.h"
#include "store/job_trouble.h"
#include "web/portal_review.h"

struct work {
	struct portal *p;
	struct buf runs, jobs, steps;
	char	due[24];
	int	n;
	int64_t	last, more;
	struct err *e;
};

static void
due(const char *name, const char *value, void *arg)
{
	struct work *v = arg;

	if (strcmp(name, "due") == 0 && value != NULL)
		(void)snprintf(v->due, sizeof(v->due), "%s", value);
}

/* run: a whole run that a limit holds. */
static int
run(const struct finding *f, void *arg)
{
	struct work *v = arg;
	struct words *w = words_under(v->p->words);
	int rc;

	v->due[0] = '\0';
	rc = portal_review_detail(v->p, f, due, v, v->e);
	words_set(w, "due", v->due);
	words_flag(w, "departures", strcmp(f->subject, "departures") == 0);
	words_flag(w, "questions", strcmp(f->subject, "questions") == 0);
	if (rc != -1)
		rc = portal_review_words(v->p, w, f, v->e);
	if (rc == 0)
		rc = words_block(w, "work-run", &v->runs, v->e);
	words_free(w);
	return rc;
}

static void
fill(struct words *w, const struct job_trouble *t)
{
	words_is(w, t->kind);
	words_int(w, "job", t->job);
	words_int(w, "contractor", t->contractor);
	words_brief(w, "person", t->name != NULL ? t->name : t->upn,
	    WORDS_NAME);
	words_set(w, "upn", t->name != NULL ? t->upn : NULL);
	words_cell(w, "about_upn", t->upn);
	words_moment(w, "due_at", t->due_at);
}

static int
held(const struct job_trouble *t, void *arg)
{
	struct work *v = arg;
	struct words *w = words_under(v->p->words);
	int rc;

	fill(w, t);
	rc = words_block(w, "work-job", &v->jobs, v->e);
	words_free(w);
	return rc;
}

static int
step(const struct job_trouble *t, void *arg)
{
	struct work *v = arg;
	struct words *w;
	int rc;

	if (v->n == PORTAL_ROWS) {
		v->more = v->last;
		return 0;
	}
	w = words_under(v->p->words);
	fill(w, t);
	words_int(w, "step", t->step);
	words_cell(w, "op", t->op);
	words_cell(w, "connector", t->connector);
	words_cell(w, "login", t->login);
	words_brief(w, "words", t->words, 500);
	words_int(w, "tries", t->tries);
	words_flag(w, "refused", strcmp(t->state, "refused") == 0);
	words_flag(w, "failing", strcmp(t->state, "refused") != 0);
	words_moment(w, "next", t->next_at);
	rc = words_block(w, "work-step", &v->steps, v->e);
	words_free(w);
	v->n++;
	v->last = t->step;
	return rc;
}

static int
read_all(struct work *v)
{
	struct db *db = v->p->x->db;
	int64_t after = portal_number(portal_asked(v->p, "after"));

	return finding_open_of(db, "job_held", run, v, v->e) == -1 ||
	    job_trouble_held(db, 0, PORTAL_ROWS, held, v, v->e) == -1 ||
	    job_trouble_steps(db, after, PORTAL_ROWS + 1, step, v, v->e) ==
	    -1 ? -1 : 0;
}

int
portal_review_work(struct portal *p, struct err *e)
{
	struct work v = { p, BUF_INIT(1 << 18), BUF_INIT(1 << 20),
		BUF_INIT(1 << 20), "", 0, 0, 0, e };
	struct words *w = p->words;
	int rc = read_all(&v);

	if (rc == 0) {
		words_html(w, "runs", &v.runs);
		words_html(w, "jobs", &v.jobs);
		words_html(w, "steps", &v.steps);
		words_flag(w, "has_runs", v.runs.len > 0);
		words_flag(w, "has_jobs", v.jobs.len > 0);
		words_flag(w, "has_steps", v.steps.len > 0);
		words_flag(w, "none", v.runs.len + v.jobs.len +
		    v.steps.len == 0);
		words_set(w, "after", NULL);
		if (v.more != 0)
			words_int(w, "after", v.more);
		portal_command(p, "ctr-list", "step", "state=refused",
		    (char *)NULL);
		rc = portal_page(p, "work", "review", e);
	}
	buf_clear(&v.runs);
	buf_clear(&v.jobs);
	buf_clear(&v.steps);
	return rc;
}
