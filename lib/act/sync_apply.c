/* The slices of one list, from the first row to the cookie. */
#include <stdio.h>
#include <string.h>

#include "act/notice.h"
#include "act/sync_internal.h"
#include "base/when.h"
#include "store/contractor_directory.h"
#include "store/evidence.h"
#include "store/person_merge.h"
#include "store/run.h"

const char *
sync_last_day(int64_t at, char room[11])
{
	if (at == WHEN_NEVER)
		return NULL;
	when_date(when_last_day(at), room);
	return room;
}

/* Each alert is said once what it tells is committed. */
static void
say_alerts(struct sync *s)
{
	const char *p = buf_get(&s->alerts), *end;
	char line[512];

	for (; *p != '\0'; p = end + 1) {
		end = p + strcspn(p, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)(end - p), p);
		if (s->opt->alert != NULL)
			s->opt->alert(line);
		if (*end == '\0')
			break;
	}
	buf_empty(&s->alerts);
}

int
sync_slice(struct sync *s, struct err *e)
{
	s->news = 1;
	if (s->opt->progress != NULL && s->done % 100 == 0)
		s->opt->progress(s->done, s->report.accounts +
		    s->report.persons);
	s->done++;
	if (s->left-- > 0)
		return 0;
	if (db_commit(s->x->db, e) == -1)
		return -1;
	say_alerts(s);
	db_pause();
	s->left = SYNC_SLICE;
	return db_begin(s->x->db, e);
}

/* Whose manager is who, now that everybody is there. */
static int
managers(struct sync *s, struct err *e)
{
	const char *c = s->opt->connector;
	int64_t people, accounts;

	if ((people = person_merge_managers(s->x->db, c, e)) == -1 ||
	    (accounts = account_merge_managers(s->x->db, c, e)) == -1)
		return -1;
	return people + accounts > 0 || s->people ?
	    contractor_directory_look(s->x->db, e) : 0;
}

/*
 * Nothing listed and nothing written by anybody since the last look, which
 * was today: then nothing follows either.  Every change has its evidence, so
 * its newest number tells.
 */
static int
is_quiet(struct sync *s, struct err *e)
{
	int64_t seq, at;

	if (s->news || strcmp(s->was.look_on, s->x->today_on) != 0)
		return 0;
	if (evidence_newest(s->x->db, &seq, &at, e) == -1)
		return -1;
	return seq == s->was.look_seq;
}

/* The cookie goes in with the last of what it stands for. */
static int
finish(struct sync *s, struct err *e)
{
	char subject[48], note[160];
	const struct sync_report *r = &s->report;
	int64_t at;

	snprintf(subject, sizeof(subject), "connector/%s", s->opt->connector);
	if (notice_gone(s->x, "connector_down", subject, e) == -1 ||
	    evidence_newest(s->x->db, &s->now.look_seq, &at, e) == -1)
		return -1;
	memcpy(s->now.look_on, s->x->today_on, sizeof(s->now.look_on));
	if (s->doubt)
		s->now.full_at = 0;
	snprintf(note, sizeof(note), "accounts=%lld persons=%lld added=%lld"
	    " changed=%lld gone=%lld findings=%lld", (long long)r->accounts,
	    (long long)r->persons, (long long)r->added, (long long)r->changed,
	    (long long)r->gone, (long long)r->findings);
	if (sync_state_put(s->x->db, &s->now, e) == -1 ||
	    run_begin(s->x->db, "ctr-sync", s->opt->connector, s->x->now, e) ==
	    -1 || run_end(s->x->db, "ctr-sync", s->opt->connector, 0, note,
	    s->x->now, e) == -1)
		return -1;
	return 0;
}

static int
steps(struct sync *s, struct err *e)
{
	int rc;

	if (sync_people(s, e) == -1 || sync_accounts(s, e) == -1 ||
	    (s->news && managers(s, e) == -1))
		return -1;
	if ((rc = is_quiet(s, e)) == 0 && (sync_candidates(s, e) == -1 ||
	    sync_findings(s, e) == -1))
		return -1;
	return rc == -1 ? -1 : finish(s, e);
}

int
sync_apply(struct sync *s, struct err *e)
{
	struct db *db = s->x->db;

	s->left = SYNC_SLICE;
	if (db_begin(db, e) == -1)
		return -1;
	if (steps(s, e) == -1 || db_commit(db, e) == -1) {
		db_rollback(db);
		return err_add(e, "%s", s->opt->connector);
	}
	say_alerts(s);
	return 0;
}
