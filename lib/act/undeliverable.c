#include "act/undeliverable.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/notice.h"
#include "base/jot.h"
#include "base/mem.h"
#include "store/ask.h"
#include "store/contractor.h"
#include "store/finding.h"
#include "store/question.h"

#define KIND "undeliverable"

static void
say_detail(struct jot *j, const struct outbox *o, const char *state,
    const char *words)
{
	jot_init(j);
	jot_int(j, "outbox", o->id);
	jot_str(j, "template", o->template);
	jot_str(j, "recipient", o->recipient);
	jot_str(j, "state", state);
	jot_str(j, "words", words);
}

/* The asks of a message, read before anything is written. */
struct asks {
	int64_t *question;
	int *level;
	size_t n;
};

static int
keep_ask(const struct ask *a, void *arg)
{
	struct asks *l = arg;

	l->question = mem_grow(l->question, l->n + 1, sizeof(*l->question));
	l->level = mem_grow(l->level, l->n + 1, sizeof(*l->level));
	l->question[l->n] = a->question;
	l->level[l->n++] = a->level;
	return 0;
}

/* Whoever was asked last did not see it: the next level need not wait. */
static int
hurry(struct ctx *x, const struct outbox *o, struct err *e)
{
	struct asks l = { NULL, NULL, 0 };
	struct question q;
	size_t i;
	int rc = ask_each_carried(x->db, o->id, keep_ask, &l, e);

	for (i = 0; rc == 0 && i < l.n; i++) {
		if ((rc = question_get(x->db, l.question[i], &q, e)) != 1)
			break;
		rc = 0;
		if (strcmp(q.state, "open") == 0 && q.level <= l.level[i] &&
		    (question_next(x->db, q.id, x->today_on, e) == -1 ||
		    contractor_look(x->db, q.contractor, e) == -1))
			rc = -1;
	}
	free(l.question);
	free(l.level);
	return rc == -1 ? -1 : 0;
}

int
undeliverable_open(struct ctx *x, const struct outbox *o, const char *state,
    const char *words, struct err *e)
{
	char subject[40];
	int64_t *about;
	size_t i, n;
	struct jot j;
	int rc;

	if (outbox_contractors(x->db, o->id, &about, &n, e) == -1)
		return -1;
	say_detail(&j, o, state, words);
	for (i = 0, rc = 0; rc != -1 && i < n; i++) {
		snprintf(subject, sizeof(subject), "contractor/%" PRId64,
		    about[i]);
		rc = notice_open(x, KIND, subject, o->recipient, jot_get(&j),
		    e);
	}
	if (n == 0) {
		snprintf(subject, sizeof(subject), "outbox/%" PRId64, o->id);
		rc = notice_open(x, KIND, subject, o->recipient, jot_get(&j),
		    e);
	}
	jot_clear(&j);
	free(about);
	return rc == -1 ? -1 : hurry(x, o, e);
}

int
undeliverable_gone(struct ctx *x, const struct outbox *o, struct err *e)
{
	char subject[40];
	struct finding f;
	int64_t *about;
	size_t i, n;
	int rc;

	if (outbox_contractors(x->db, o->id, &about, &n, e) == -1)
		return -1;
	for (i = 0, rc = 0; rc != -1 && i < n; i++) {
		snprintf(subject, sizeof(subject), "contractor/%" PRId64,
		    about[i]);
		if ((rc = finding_last(x->db, KIND, subject, &f, e)) != 1)
			continue;
		if (f.outcome[0] == '\0' && strcmp(f.print, o->recipient) == 0)
			rc = notice_gone(x, KIND, subject, e);
		finding_clear(&f);
	}
	free(about);
	return rc == -1 ? -1 : 0;
}
