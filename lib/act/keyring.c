#include "act/keyring.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "act/key_master.h"
#include "act/proof_key.h"
#include "act/record.h"
#include "base/jot.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/rows.h"
#include "base/text.h"
#include "base/when.h"
#include "domain/scope.h"
#include "store/evidence.h"

static const struct rows_col cols[] = {
	{ "id", ROWS_INT, 0 },
	{ "name", ROWS_TEXT, 0 },
	{ "role", ROWS_TEXT, 0 },
	{ "state", ROWS_TEXT, 0 },
	{ "expires_at", ROWS_AT, 0 },
	{ "used_at", ROWS_AT, 0 },
	{ "rate", ROWS_INT, 1 },
	{ "scopes", ROWS_TEXT, 1 },
	{ "made_at", ROWS_AT, 1 },
	{ "revoked_at", ROWS_AT, 1 },
	{ NULL, ROWS_TEXT, 0 }
};

static int
check_name(const char *s, struct err *e)
{
	size_t i, n = strlen(s);
	int64_t number;

	for (i = 0; i < n && (unsigned char)s[i] >= 0x20 && s[i] != 0x7f; i++)
		;
	if (n == 0 || n > 100 || i < n || !text_ok(s, n))
		return err_set(e, ERR_USAGE, "a key's name is one line of 1 "
		    "to 100 bytes");
	if (num_int(s, 0, INT64_MAX, &number) == 0)
		return err_set(e, ERR_USAGE, "%s: a name, not a number", s);
	return 0;
}

/* check_scopes: each a scope that this role may have. */
static int
check_scopes(const char *role, const char *list, struct err *e)
{
	const char *p = list;
	char word[32];
	size_t n;

	if (!scope_role(role))
		return err_set(e, ERR_DATA, "role %s: viewer, auditor, "
		    "operator or approver", role);
	if (strlen(list) > SCOPE_LIST_LEN)
		return err_set(e, ERR_DATA, "too many scopes");
	while (*(p += strspn(p, " ")) != '\0') {
		n = strcspn(p, " ");
		(void)snprintf(word, sizeof(word), "%.*s", (int)n, p);
		if (n >= sizeof(word) || !scope_may(role, word))
			return err_set(e, ERR_DATA, "scope %s: not one of a "
			    "key of role %s (ctr-key(8) has them)", word,
			    role);
		p += n;
	}
	return 0;
}

/* ends: the instant after the last day, WHEN_NEVER for "never". */
static int
ends(struct ctx *x, const char *last_on, int64_t *at, struct err *e)
{
	int32_t day = x->today + KEYRING_DAYS;

	if (last_on != NULL && strcmp(last_on, "never") == 0) {
		*at = WHEN_NEVER;
		return 0;
	}
	if (last_on != NULL && ((day = when_day(last_on)) == WHEN_NO_DAY ||
	    day < x->today || day > x->today + KEYRING_DAYS_MAX))
		return err_set(e, ERR_DATA, "%s: a day from today to %d days "
		    "ahead, or never", last_on, KEYRING_DAYS_MAX);
	*at = when_after(day);
	return 0;
}

static int
record(struct ctx *x, const char *action, const struct apikey *k,
    const char *why, int64_t *seq, struct err *e)
{
	char at[21];
	struct jot j;
	int rc;

	when_iso(k->expires_at, at);
	jot_init(&j);
	jot_str(&j, "name", k->name);
	jot_str(&j, "role", k->role);
	jot_str(&j, "scopes", k->scopes);
	jot_str(&j, "expires_at", k->expires_at == WHEN_NEVER ? NULL : at);
	if (why != NULL)
		jot_str(&j, "why", why);
	rc = record_about(x, action, "key", k->id, &j, seq, e);
	jot_clear(&j);
	return rc;
}

static int
insert(struct ctx *x, const char *dir, struct apikey *k, char *bearer,
    struct err *e)
{
	struct apikey other;
	int rc = apikey_named(x->db, k->name, &other, e);

	if (rc == 1)
		return err_set(e, ERR_REFUSED, "there is a key %s: revoke it "
		    "first", k->name);
	if (rc == -1 || apikey_next(x->db, &k->id, e) == -1 ||
	    proof_key_bearer(dir, x->tenant->name, k, bearer, e) == -1)
		return -1;
	bearer_hash(bearer, k->hash);
	if (record(x, "key.make", k, NULL, &k->evidence, e) == -1)
		return -1;
	return apikey_insert(x->db, k, e);
}

int
keyring_make(struct ctx *x, const char *dir, const struct keyring_new *w,
    char bearer[BEARER_MAX + 1], int64_t *id, struct err *e)
{
	struct apikey k;
	int rc;

	memset(&k, 0, sizeof(k));
	if (check_name(w->name, e) == -1 ||
	    check_scopes(w->role, w->scopes, e) == -1 ||
	    ends(x, w->last_on, &k.expires_at, e) == -1 ||
	    (k.master = key_master_newest(dir, x->tenant->name, e)) == -1)
		return -1;
	if (k.master == 0 && keyring_rotate(x, dir, &k.master, e) == -1)
		return -1;
	(void)snprintf(k.name, sizeof(k.name), "%s", w->name);
	(void)snprintf(k.role, sizeof(k.role), "%s", w->role);
	if (w->scopes[0] == '\0')
		scope_all(k.role, k.scopes);
	else
		(void)snprintf(k.scopes, sizeof(k.scopes), "%s", w->scopes);
	k.rate = w->rate;
	k.made_at = x->now;
	randombytes_buf(k.nonce, sizeof(k.nonce));
	if (db_begin(x->db, e) == -1)
		return -1;
	rc = insert(x, dir, &k, bearer, e);
	if (rc == 0)
		rc = db_commit(x->db, e);
	if (rc == -1) {
		db_rollback(x->db);
		mem_wipe(bearer, BEARER_MAX + 1);
		return -1;
	}
	if (id != NULL)
		*id = k.id;
	return 0;
}

static int
revoke(struct ctx *x, const char *word, const char *why, struct err *e)
{
	struct apikey k;
	int64_t id;
	int rc;

	if (num_int(word, 1, INT64_MAX, &id) == 0)
		rc = apikey_get(x->db, id, &k, e);
	else
		rc = apikey_named(x->db, word, &k, e);
	if (rc == 1 && (rc = apikey_revoke(x->db, k.id, x->now, e)) == 1)
		return record(x, "key.revoke", &k, why, NULL, e);
	return rc == -1 ? -1 : err_set(e, ERR_DATA, "%s: no such key, or it "
	    "is revoked", word);
}

int
keyring_revoke(struct ctx *x, const char *word, const char *why,
    struct err *e)
{
	int rc;

	if (db_begin(x->db, e) == -1)
		return -1;
	rc = revoke(x, word, why, e);
	if (rc == 0)
		rc = db_commit(x->db, e);
	if (rc == -1)
		db_rollback(x->db);
	return rc;
}

int
keyring_rotate(struct ctx *x, const char *dir, int *number, struct err *e)
{
	char subject[40];
	int rc;

	if (key_master_make(dir, x->tenant->name, number, e) == -1 ||
	    db_begin(x->db, e) == -1)
		return -1;
	(void)snprintf(subject, sizeof(subject), "master/%d", *number);
	rc = evidence_add(x->db, x->now, x->actor, "key.rotate", subject, "{}",
	    NULL, e);
	if (rc == 0)
		rc = db_commit(x->db, e);
	if (rc == -1)
		db_rollback(x->db);
	return rc;
}

struct show {
	struct ctx *x;
	struct rows *rows;
	struct err *e;
};

static const char *
instant(int64_t at, char room[24])
{
	if (at == WHEN_NEVER)
		return NULL;
	(void)snprintf(room, 24, "%" PRId64, at);
	return room;
}

static int
show(const struct apikey *k, void *arg)
{
	struct show *s = arg;
	char id[24], rate[24], made[24], ends_at[24], revoked[24], used[24];
	const char *v[] = { id, k->name, k->role,
		k->revoked_at != WHEN_NEVER ? "revoked" :
		k->expires_at <= s->x->now ? "expired" : "active",
		instant(k->expires_at, ends_at), instant(k->used_at, used),
		rate, k->scopes, instant(k->made_at, made),
		instant(k->revoked_at, revoked) };

	(void)snprintf(id, sizeof(id), "%" PRId64, k->id);
	(void)snprintf(rate, sizeof(rate), "%" PRId64, k->rate);
	return rows_add(s->rows, v, s->e);
}

int
keyring_list(struct ctx *x, const char *format, int fd, struct err *e)
{
	struct rows *rows = rows_new(format, cols, 0, e);
	struct show s = { x, rows, e };
	int rc = rows == NULL ? -1 : apikey_each(x->db, show, &s, e);

	if (rc == 0)
		rc = rows_flush(rows, fd, e);
	rows_free(rows);
	return rc;
}
