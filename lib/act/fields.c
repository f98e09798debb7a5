#include "act/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/vocab.h"
#include "store/account.h"
#include "store/person.h"

struct seen {
	struct buf all, privileged;
	char	*name, *email;	/* of the main account */
	int64_t	login_at;	/* the latest */
};

static int
see(const struct account *a, void *arg)
{
	struct seen *s = arg;

	if (strcmp(a->state, "gone") == 0)
		return 0;
	buf_fmt(&s->all, "%s%s: %s%s%s", s->all.len > 0 ? ", " : "",
	    a->connector, a->login, strcmp(a->state, "enabled") == 0 ? "" :
	    " ", strcmp(a->state, "enabled") == 0 ? "" : a->state);
	if (a->privileged)
		buf_fmt(&s->privileged, "%s%s: %s",
		    s->privileged.len > 0 ? ", " : "", a->connector, a->login);
	if (a->login_at > s->login_at)
		s->login_at = a->login_at;
	if (a->main && s->name == NULL)
		s->name = mem_str(a->display_name);
	if (a->main && s->email == NULL)
		s->email = mem_str(a->email);
	return 0;
}

struct extra {
	struct pairs *p;
	int	row;
};

static void
set_extra(const char *name, const char *value, void *arg)
{
	struct extra *x = arg;

	/* A roster's column must not pass for a name of ours. */
	if (vocab_taken(name))
		return;
	pairs_set(x->p, x->row, name, value);
}

static void
set(struct pairs *p, int row, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		pairs_set(p, row, name, value);
}

static void
set_dates(struct ctx *x, const struct contractor *c, struct pairs *p, int row)
{
	int32_t end = when_day(c->contract_end);
	char text[24];

	set(p, row, "contract_start", c->contract_start);
	set(p, row, "contract_end", c->contract_end);
	if (c->expiry_at != WHEN_NEVER) {
		when_date(when_last_day(c->expiry_at), text);
		set(p, row, "expiry_on", text);
		if (end == WHEN_NO_DAY)
			end = when_last_day(c->expiry_at);
	}
	if (end != WHEN_NO_DAY) {
		(void)snprintf(text, sizeof(text), "%ld", (long)end - x->today);
		set(p, row, "days_left", text);
	}
	if (c->attested_at > 0) {
		when_date(when_today(c->attested_at), text);
		set(p, row, "attested_on", text);
	}
}

int
fields_contractor(struct ctx *x, const struct contractor *c, struct pairs *p,
    int row, struct err *e)
{
	struct seen s = { BUF_INIT(4096), BUF_INIT(4096), NULL, NULL, 0 };
	struct extra own = { p, row };
	char on[11], id[24];
	int rc = -1;

	(void)snprintf(id, sizeof(id), "%lld", (long long)c->id);
	set(p, row, "contractor", id);
	if (account_each(x->db, c->id, see, &s, e) == -1 ||
	    contractor_extra(x->db, c->extra, set_extra, &own, e) == -1)
		goto out;
	set(p, row, "contractor_name", c->display_name != NULL ?
	    c->display_name : s.name != NULL ? s.name : c->upn);
	set(p, row, "contractor_upn", c->upn);
	set(p, row, "contractor_email", c->email != NULL ? c->email : s.email);
	set(p, row, "worker_id", c->worker_id);
	set(p, row, "vendor", c->vendor);
	set(p, row, "department", c->department);
	set(p, row, "project", c->project);
	set_dates(x, c, p, row);
	set(p, row, "accounts", buf_get(&s.all));
	set(p, row, "privileged", buf_get(&s.privileged));
	if (s.login_at > 0) {
		when_date(when_today(s.login_at), on);
		set(p, row, "last_login", on);
	}
	rc = 0;
out:
	buf_clear(&s.all);
	buf_clear(&s.privileged);
	free(s.name);
	free(s.email);
	return rc;
}

int
fields_person(struct db *db, const char *upn_key, char **name, char **email,
    struct err *e)
{
	struct person p;
	int rc;

	*name = *email = NULL;
	if ((rc = person_by_upn(db, upn_key, &p, e)) == -1)
		return -1;
	*name = mem_str(rc == 1 ? p.display_name : upn_key);
	if (rc == 1)
		*email = mem_str(p.email);
	else if (text_upn(upn_key))
		*email = mem_str(upn_key);
	person_clear(&p);
	return rc;
}

struct writing {
	struct jot *j;
	struct jot *rows;
	int	most;		/* rows */
};

static void
write_one(int row, const char *name, const char *value, void *arg)
{
	struct writing *w = arg;

	if (row < w->most)
		jot_str(row == PAIRS_ALL ? w->j : &w->rows[row], name, value);
}

void
fields_jot(const struct pairs *p, struct jot *j)
{
	fields_jot_rows(p, j, VOCAB_ROWS);
}

void
fields_jot_rows(const struct pairs *p, struct jot *j, int most)
{
	struct writing w = { j, NULL, most };
	int i, n = pairs_rows(p);

	if (n > most) {
		jot_int(j, "more", n - most);
		n = most;
	}
	w.rows = mem_zero((size_t)n + 1, sizeof(*w.rows));
	for (i = 0; i < n; i++)
		jot_init(&w.rows[i]);
	pairs_each(p, write_one, &w);
	if (n > 0)
		jot_list(j, "rows");
	for (i = 0; i < n; i++) {
		jot_item_raw(j, jot_get(&w.rows[i]));
		jot_clear(&w.rows[i]);
	}
	if (n > 0)
		jot_end(j);
	free(w.rows);
}
