#include "act/sync_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/notice.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "store/run.h"

#define STAGED_AT_ONCE 1000	/* rows of one temporary transaction */
#define FULL_EVERY (7 * 86400 - 3600)	/* a weekly run may be a bit early */

struct sync *
sync_start(struct ctx *x, const struct sync_opt *o, struct err *e)
{
	struct sync *s = mem_zero(1, sizeof(*s));

	s->x = x;
	s->opt = o;
	buf_init(&s->alerts, 1 << 20);
	if (sync_stage_start(x->db, e) == 0 &&
	    sync_state_get(x->db, o->connector, &s->was, e) != -1)
		return s;
	sync_free(s);
	err_add(e, "%s", o->connector);
	return NULL;
}

void
sync_free(struct sync *s)
{
	if (s == NULL)
		return;
	db_rollback(s->x->db);
	sync_state_clear(&s->was);
	sync_state_clear(&s->now);
	buf_clear(&s->alerts);
	free(s);
}

const struct sync_report *
sync_report(const struct sync *s)
{
	return &s->report;
}

const char *
sync_cookie(struct sync *s, const char *server)
{
	if (s->opt->full || s->was.cookie == NULL ||
	    s->x->now - s->was.full_at >= FULL_EVERY ||
	    strcmp(s->was.keys, policy_get(s->x->policy, "link_attributes"))
	    != 0)
		return NULL;
	if (s->was.server != NULL && *server != '\0' &&
	    strcmp(s->was.server, server) != 0)
		return NULL;
	return s->was.cookie;
}

static const char *
state_of(const struct sync *s, const struct sync_item *i)
{
	if (!i->enabled)
		return "disabled";
	return i->expires_at <= s->x->now ? "expired" : "enabled";
}

/* An empty text tells as little as none. */
static const char *
some(const char *s)
{
	return s != NULL && *s != '\0' ? s : NULL;
}

/*
 * The temporary tables alone are written: such a transaction holds no lock on
 * the registry, whatever the connector does meanwhile.
 */
static int
staging(struct sync *s, struct err *e)
{
	if (s->staged++ % STAGED_AT_ONCE != 0)
		return 0;
	if (db_in_transaction(s->x->db) && db_commit(s->x->db, e) == -1)
		return -1;
	return db_snapshot(s->x->db, e);
}

int
sync_account(struct sync *s, const struct sync_item *i, struct err *e)
{
	char *key = text_fold(some(i->upn));
	struct stage_account a = { 0, i->remote_id, i->login, state_of(s, i),
		key != NULL ? i->upn : NULL, key, some(i->worker_id),
		some(i->display_name), some(i->email), some(i->department),
		some(i->manager), !i->contractor, i->privileged,
		i->login_known, i->login_at, i->expires_at, i->made_at,
		i->login_lag };
	int rc;

	rc = staging(s, e) == -1 ? -1 : sync_stage_account(s->x->db, &a, e);
	free(key);
	return rc;
}

int
sync_person(struct sync *s, const struct sync_item *i, struct err *e)
{
	char *key = text_fold(some(i->upn));
	struct stage_person p = { 0, i->remote_id, key != NULL ? key : "",
		i->display_name != NULL ? i->display_name : "",
		some(i->email), some(i->manager), i->enabled };
	int rc;

	rc = staging(s, e) == -1 ? -1 : sync_stage_person(s->x->db, &p, e);
	free(key);
	return rc;
}

int
sync_gone(struct sync *s, const char *remote_id, int converted,
    struct err *e)
{
	return staging(s, e) == -1 ? -1 :
	    sync_stage_gone(s->x->db, remote_id, converted, e);
}

/* What the guard says of the list, before anything of it counts. */
static void
guard(struct sync *s)
{
	const struct stage_counts *c = &s->counts;
	int64_t base = s->full ? s->was.items : 0;
	int64_t people = s->full ? s->was.persons : 0;
	struct sync_report *r = &s->report;
	int64_t gone = c->gone;

	if (directory_doubtful(c->accounts, base, c->known, c->gone))
		snprintf(r->why, sizeof(r->why), "lists %lld accounts, after"
		    " %lld: %lld would be gone", (long long)c->accounts,
		    (long long)(base > 0 ? base : c->known),
		    (long long)c->gone);
	else if (directory_doubtful(c->persons, people, c->known_persons,
	    c->gone_persons)) {
		gone = c->gone_persons;
		snprintf(r->why, sizeof(r->why), "lists %lld persons, after"
		    " %lld: %lld would be gone", (long long)c->persons,
		    (long long)(people > 0 ? people : c->known_persons),
		    (long long)gone);
	} else
		return;
	if (s->opt->accept == gone) {
		r->why[0] = '\0';
		return;
	}
	r->held = gone > 0 ? gone : 1;
}

int
sync_listed(struct sync *s, int full, const char *cookie, const char *server,
    struct err *e)
{
	struct sync_state *n = &s->now;

	s->full = full;
	if (db_in_transaction(s->x->db) && db_commit(s->x->db, e) == -1)
		return -1;
	if (full && sync_stage_absent(s->x->db, s->opt->connector, e) == -1)
		return -1;
	if (sync_stage_count(s->x->db, s->opt->connector, &s->counts, e) == -1)
		return -1;
	s->report.accounts = s->counts.accounts;
	s->report.persons = s->counts.persons;
	guard(s);
	snprintf(n->connector, sizeof(n->connector), "%s", s->opt->connector);
	n->cookie = mem_str(cookie);
	n->server = mem_str(some(server));
	n->keys = mem_str(policy_get(s->x->policy, "link_attributes"));
	n->items = full ? s->counts.accounts : s->was.items;
	n->persons = full ? s->counts.persons : s->was.persons;
	n->full_at = full ? s->x->now : s->was.full_at;
	n->ok_at = s->x->now;
	n->look_seq = s->was.look_seq;
	memcpy(n->look_on, s->was.look_on, sizeof(n->look_on));
	return 0;
}

int
sync_ask(struct sync *s, char *remote_id, size_t room, struct err *e)
{
	if (!s->full)
		return 0;
	return sync_stage_next_gone(s->x->db, s->opt->connector, &s->asked,
	    remote_id, room, e);
}

int
sync_told(struct sync *s, const char *remote_id, int there, int contractor,
    struct err *e)
{
	if (!there)
		return 0;
	if (!contractor)
		return sync_stage_gone(s->x->db, remote_id, 1, e);
	/* It lives and is one's: the list lacked it. */
	s->doubt = 1;
	return sync_stage_still(s->x->db, remote_id, e);
}

static void
subject_of(const char *connector, char subject[48])
{
	snprintf(subject, 48, "connector/%s", connector);
}

int
sync_failed(struct ctx *x, const char *connector, int status,
    const char *words, struct err *e)
{
	char subject[48], print[16];
	struct sync_state was;
	struct jot j;
	int rc;

	/* A name that never worked is a slip of the shell, no outage. */
	rc = sync_state_get(x->db, connector, &was, e);
	sync_state_clear(&was);
	if (rc == -1 || (rc == 0 && status == ERR_CONFIG))
		return rc;
	subject_of(connector, subject);
	snprintf(print, sizeof(print), "%d", status);
	jot_init(&j);
	jot_str(&j, "words", words);
	rc = db_begin(x->db, e);
	if (rc == 0 && (notice_open(x, "connector_down", subject, print,
	    jot_get(&j), e) == -1 || run_begin(x->db, "ctr-sync", connector,
	    x->now, e) == -1 || run_end(x->db, "ctr-sync", connector, status,
	    words, x->now, e) == -1 || db_commit(x->db, e) == -1)) {
		db_rollback(x->db);
		rc = -1;
	}
	jot_clear(&j);
	return rc;
}
