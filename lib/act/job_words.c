#include "act/job_words.h"

#include <string.h>

#include "base/when.h"
#include "store/account.h"
#include "store/step.h"
#include "store/step_text.h"

static const struct {
	const char *op;
	const char *words;
} did[] = {
	{ "disable", "disabled" },
	{ "enable", "enabled" },
	{ "end_sessions", "sessions ended" },
	{ "set_expiry", "expiry set" },
	{ "revoke_groups", "privileged groups taken" },
	{ "all_groups", "other groups taken" },
	{ "restore_groups", "groups given back" },
	{ "random_password", "random password" },
	{ "describe", "description" },
	{ "move_ou", "moved" },
	{ "delete", "deleted" },
};

struct reading {
	struct ctx *x;
	struct job_words *w;
	struct err *e;
	int64_t	account;	/* whose name was written last */
	int64_t	left;
};

static const char *
words_of(const char *op)
{
	size_t i;

	for (i = 0; i < sizeof(did) / sizeof(did[0]); i++)
		if (strcmp(did[i].op, op) == 0)
			return did[i].words;
	return op;
}

/* The account's name before its first step in b. */
static int
name(struct reading *r, struct buf *b, int64_t *last, const struct step *s)
{
	struct account a;
	int rc;

	if (*last == s->account) {
		buf_str(b, ", ");
		return 0;
	}
	if ((rc = account_get(r->x->db, s->account, &a, r->e)) == -1)
		return -1;
	if (b->len > 0)
		buf_str(b, "; ");
	if (rc == 1)
		buf_fmt(b, "%s %s: ", a.connector, a.login);
	account_clear(&a);
	*last = s->account;
	return 0;
}

static int
details(struct reading *r, const struct step *s)
{
	struct buf more = BUF_INIT(8192);
	struct buf *b = &r->w->done;
	int64_t at;
	char on[17];
	int rc = 0;

	if (strcmp(s->op, "set_expiry") == 0) {
		if ((rc = step_text_expiry(r->x->db, s->id, &at, r->e)) == 1) {
			when_local(at, on);
			buf_fmt(b, " (%s)", on);
		}
	} else if (strstr(s->op, "groups") != NULL) {
		rc = step_text_groups(r->x->db, s->id, &more, r->e);
		buf_fmt(b, " (%s)", more.len > 0 ? buf_get(&more) : "none");
	}
	buf_clear(&more);
	return rc == -1 ? -1 : 0;
}

static int
done(struct reading *r, const struct step *s)
{
	struct buf nested = BUF_INIT(8192);
	int rc;

	if (name(r, &r->w->done, &r->account, s) == -1)
		return -1;
	buf_str(&r->w->done, words_of(s->op));
	if (strstr(s->op, "groups") != NULL &&
	    strcmp(s->words, "already so") == 0)
		buf_str(&r->w->done, " (none)");
	else if (s->words[0] != '\0')
		buf_fmt(&r->w->done, " (%s)", s->words);
	else if (details(r, s) == -1)
		return -1;
	if (strcmp(s->op, "revoke_groups") != 0)
		return 0;
	rc = step_text_nested(r->x->db, s->id, &nested, r->e);
	if (rc == 0 && nested.len > 0 &&
	    (rc = name(r, &r->w->left, &r->left, s)) == 0)
		buf_fmt(&r->w->left, "privileged by way of another group: %s",
		    buf_get(&nested));
	buf_clear(&nested);
	return rc;
}

static int
one(const struct step *s, void *arg)
{
	struct reading *r = arg;
	struct job_words *w = r->w;

	w->steps++;
	if (strcmp(s->state, "doing") == 0 ||
	    strcmp(s->state, "pending_sync") == 0 ||
	    strcmp(s->state, "done") == 0 || s->before != NULL)
		w->effect = 1;
	if (strcmp(s->state, "done") == 0)
		return done(r, s);
	if (strcmp(s->state, "waived") != 0 &&
	    (strcmp(s->state, "refused") != 0 || s->required)) {
		if (s->required)
			w->open_required++;
		else
			w->open_others++;
	}
	/* What its system cannot do at all is no news in every mail. */
	if (!s->required && strcmp(s->words, "unsupported") == 0)
		return 0;
	if (name(r, &w->left, &r->left, s) == -1)
		return -1;
	buf_fmt(&w->left, "%s %s", s->op, s->state);
	if (s->words[0] != '\0')
		buf_fmt(&w->left, " (%s)", s->words);
	return 0;
}

int
job_words(struct ctx *x, int64_t job, struct job_words *w, struct err *e)
{
	struct reading r = { x, w, e, 0, 0 };

	memset(w, 0, sizeof(*w));
	buf_init(&w->done, 65536);
	buf_init(&w->left, 65536);
	return step_each(x->db, job, one, &r, e);
}

void
job_words_clear(struct job_words *w)
{
	buf_clear(&w->done);
	buf_clear(&w->left);
}
