#include "act/init.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/key.h"
#include "act/seal.h"
#include "base/jot.h"
#include "domain/policy.h"
#include "store/db.h"
#include "store/evidence.h"
#include "store/setting.h"
#include "store/tenant_row.h"
#include "store/upgrade.h"

enum { SCHEMA_SEALS = 4 };

static const char *const uses[] = { "token", "evidence",
	"credential" };

/* The setgid bit hands the group on to the journal. */
static int
make_dir(const char *path, mode_t mode, init_cb *cb, void *arg,
    struct err *e)
{
	if (mkdir(path, mode & 0777) == 0) {
		if (chmod(path, mode) == -1)
			return err_sys(e, ERR_CREATE, "%s", path);
		cb("directory", path, arg);
		return 0;
	}
	if (errno != EEXIST)
		return err_sys(e, ERR_CREATE, "%s", path);
	return 0;
}

static int
first_setting(struct db *db, const struct init *in, const char *name,
    const char *value, struct err *e)
{
	struct jot j;
	int64_t seq;
	int rc;

	if (value == NULL)
		return 0;
	jot_init(&j);
	jot_change(&j, name, NULL, value);
	rc = evidence_add(db, in->now, in->actor, "policy.set", "policy",
	    jot_get(&j), &seq, e);
	jot_clear(&j);
	return rc == -1 ? -1 :
	    setting_set(db, name, value, in->now, in->actor, seq, e);
}

static int
first_rows(struct db *db, const struct tenant *t, const struct init *in,
    struct err *e)
{
	struct jot j;
	int rc;

	if (db_begin(db, e) == -1)
		return -1;
	jot_init(&j);
	jot_str(&j, "tenant", t->name);
	jot_bool(&j, "test", in->test);
	rc = evidence_add(db, in->now, in->actor, "tenant.init", "tenant",
	    jot_get(&j), NULL, e);
	jot_clear(&j);
	if (rc == -1 || tenant_row_insert(db, t->name, in->test, in->now, e) ==
	    -1 || first_setting(db, in, "zone", in->zone, e) == -1 ||
	    first_setting(db, in, "fallback_reviewer", in->fallback, e) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* Built under another name: a killed ctr-init leaves no half registry. */
static int
make_registry(const struct tenant *t, const struct init *in, init_cb *cb,
    void *arg, struct err *e)
{
	struct tenant half = *t;
	struct db *db;
	int rc;

	if (access(t->db, F_OK) == 0)
		return 0;
	if ((size_t)snprintf(half.db, sizeof(half.db), "%s.new", t->db) >=
	    sizeof(half.db))
		return err_set(e, ERR_CREATE, "%s: too long a path", t->db);
	unlink(half.db);
	if (db_create(&db, &half, e) == -1)
		return -1;
	rc = upgrade_run(db, NULL, NULL, NULL, e) == -1 ? -1 :
	    first_rows(db, t, in, e);
	db_close(db);
	if (rc == 0 && link(half.db, t->db) == -1 && errno != EEXIST)
		rc = err_sys(e, ERR_CREATE, "%s", t->db);
	unlink(half.db);
	if (rc == 0)
		cb("registry", t->db, arg);
	return rc;
}

static int
make_keys(const struct tenant *t, const char *dir, init_cb *cb, void *arg,
    struct err *e)
{
	unsigned char secret[LINK_SECRET_LEN];
	struct err none = ERR_INIT;
	char name[128];
	int n;
	size_t i;

	for (i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
		if (key_secret_newest(dir, t->name, uses[i], &n, secret,
		    &none) == 0) {
			memset(secret, 0, sizeof(secret));
			continue;
		}
		if (key_make(dir, t->name, uses[i], &n, e) == -1)
			return -1;
		snprintf(name, sizeof(name), "%s.%s.%d", t->name, uses[i], n);
		cb("key", name, arg);
	}
	return 0;
}

int
init_tenant(const struct tenant *t, const struct conf *conf,
    const struct init *in, init_cb *cb, void *arg, struct err *e)
{
	char room[512];
	const char *dir = key_dir(conf, room, sizeof(room));

	if (in->zone != NULL && policy_check("zone", in->zone, e) == -1)
		return -1;
	if (in->fallback != NULL &&
	    policy_check("fallback_reviewer", in->fallback, e) == -1)
		return -1;
	if (make_dir(tenant_var(), 0755, cb, arg, e) == -1 ||
	    make_dir(t->dir, 02770, cb, arg, e) == -1 ||
	    make_dir(tenant_etc(), 0755, cb, arg, e) == -1 ||
	    make_dir(dir, 0755, cb, arg, e) == -1 ||
	    make_registry(t, in, cb, arg, e) == -1)
		return -1;
	return make_keys(t, dir, cb, arg, e);
}

struct upgrading {
	const struct tenant *t;
	const struct conf *conf;
	const struct init *in;
	init_cb *cb;
	void	*arg;
};

static void
done(const char *name, void *arg)
{
	struct upgrading *u = arg;

	u->cb("schema", name, u->arg);
}

static int
record(struct db *db, int number, const struct init *in, struct err *e)
{
	char from[16], to[16];
	struct jot j;
	int rc;

	(void)snprintf(from, sizeof(from), "%d", number - 1);
	(void)snprintf(to, sizeof(to), "%d", number);
	jot_init(&j);
	jot_change(&j, "schema", from, to);
	jot_str(&j, "step", upgrade_name(number));
	rc = evidence_add(db, in->now, in->actor, "tenant.upgrade", "tenant",
	    jot_get(&j), NULL, e);
	jot_clear(&j);
	return rc;
}

/* Seals only where there were none, and with the column itself: what is there
 * later without a seal is refused, and no kill makes such a row. */
static int
with(struct db *db, int number, void *arg, struct err *e)
{
	struct upgrading *u = arg;
	char room[512];
	struct ctx x;

	if (record(db, number, u->in, e) == -1)
		return -1;
	if (number != SCHEMA_SEALS)
		return 0;
	memset(&x, 0, sizeof(x));
	x.db = db;
	x.tenant = u->t;
	x.keys = key_dir(u->conf, room, sizeof(room));
	x.now = u->in->now;
	return seal_all(&x, e);
}

int
init_upgrade(const struct tenant *t, const struct conf *conf,
    const struct init *in, init_cb *cb, void *arg, struct err *e)
{
	struct upgrading u = { t, conf, in, cb, arg };
	char path[600], made[600];
	struct db *db;
	int64_t version;
	int n = 0;

	if (db_open_old(&db, t, e) == -1)
		return -1;
	if (upgrade_version(db, &version, e) == -1)
		n = -1;
	else if (version < upgrade_newest()) {
		snprintf(path, sizeof(path), "%s.schema-%lld", t->db,
		    (long long)version);
		n = upgrade_backup(db, path, made, e);
		if (n == 0) {
			cb("backup", made, arg);
			n = upgrade_run(db, with, done, &u, e);
		}
	}
	db_close(db);
	return n;
}

int
init_upgrade_plan(const struct tenant *t, init_cb *cb, void *arg,
    struct err *e)
{
	struct db *db;
	int64_t version;
	int n, rc;

	if (db_open_old(&db, t, e) == -1)
		return -1;
	rc = upgrade_version(db, &version, e);
	db_close(db);
	if (rc == -1)
		return -1;
	for (n = (int)version; n < upgrade_newest(); n++)
		cb("schema", upgrade_name(n + 1), arg);
	return n - (int)version;
}

int
init_rotate(const struct tenant *t, const struct conf *conf, const char *use,
    const struct init *in, int *number, struct err *e)
{
	char room[512];
	struct jot j;
	struct db *db;
	int rc;

	if (strcmp(use, "token") != 0 && strcmp(use, "evidence") != 0)
		return err_set(e, ERR_USAGE, "--rotate %s: token or evidence",
		    use);
	if (db_open(&db, t, ROLE_INIT, e) == -1)
		return -1;
	if (in->told && !db_is_test(db)) {
		db_close(db);
		return err_set(e, ERR_USAGE, "--now without -n is for a tenant "
		    "made with ctr-init --test");
	}
	jot_init(&j);
	rc = key_make(key_dir(conf, room, sizeof(room)), t->name, use, number,
	    e);
	if (rc == 0) {
		jot_str(&j, "use", use);
		jot_int(&j, "number", *number);
		rc = db_begin(db, e);
	}
	if (rc == 0)
		rc = evidence_add(db, in->now, in->actor, "key.rotate",
		    "tenant", jot_get(&j), NULL, e) == -1 ? -1 :
		    db_commit(db, e);
	jot_clear(&j);
	db_close(db);
	return rc;
}
