#include "store/listing.h"

const struct listing_col listing_contractor_cols[] = {
	{ "id", LISTING_INT, 1 },
	{ "upn", LISTING_TEXT, 0 },
	{ "display_name", LISTING_TEXT, 0 },
	{ "status", LISTING_TEXT, 0 },
	{ "connectors", LISTING_TEXT, 0 },
	{ "contract_end", LISTING_TEXT, 0 },
	{ "expiry_on", LISTING_LAST, 0 },
	{ "manager", LISTING_TEXT, 0 },
	{ "attested_on", LISTING_DAY, 0 },
	{ "next_check_on", LISTING_TEXT, 1 },
	{ "vendor", LISTING_TEXT, 1 },
	{ "department", LISTING_TEXT, 1 },
	{ "project", LISTING_TEXT, 1 },
	{ "worker_id", LISTING_TEXT, 1 },
	{ "contract_start", LISTING_TEXT, 1 },
	{ "missing_on", LISTING_TEXT, 1 },
	{ "open_question", LISTING_TEXT, 1 },
	{ "findings", LISTING_TEXT, 1 },
	{ "from", LISTING_TEXT, 1 },
	{ "extra", LISTING_JSON, 1 },
	{ "email", LISTING_TEXT, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

/* "from" names only what is not simply the roster's: provenance is the row of
 * table override with the highest source, or the directory where none spoke. */
struct stmt *
listing_contractor(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT r.id, r.id, r.upn, r.display_name,"
	    " r.status, (SELECT group_concat(a.connector || ':' || a.state,"
	    " ' ') FROM account a WHERE a.contractor = r.id),"
	    " r.contract_end, r.expiry_at, r.manager_key, r.attested_at,"
	    " nullif(r.next_check_on, '0001-01-01'), r.vendor, r.department,"
	    " r.project, r.worker_id, r.contract_start, r.missing_on,"
	    " (SELECT q.kind || ' ' || q.period FROM question q"
	    " WHERE q.contractor = r.id AND q.state = 'open'"
	    " AND q.kind IN ('monthly','anchor','left')),"
	    " (SELECT group_concat(f.kind, ' ') FROM finding f"
	    " WHERE f.subject = 'contractor/' || r.id"
	    " AND f.closed_at IS NULL),"
	    " nullif(coalesce((SELECT group_concat(x) FROM (SELECT"
	    " replace(o.field, 'manager_key', 'manager') || ':' ||"
	    " CASE WHEN max(o.source = 'operator') THEN 'operator'"
	    " WHEN max(o.source = 'decision') THEN 'decision'"
	    " ELSE 'roster' END AS x FROM override o"
	    " WHERE o.contractor = r.id GROUP BY o.field)), '')"
	    " || iif(c.manager_key IS NULL AND r.manager_key IS NOT NULL,"
	    " iif(EXISTS (SELECT 1 FROM override o"
	    " WHERE o.contractor = r.id), ',', '') || 'manager:directory', '')"
	    ", ''), r.extra, r.email"
	    " FROM registry r JOIN contractor c ON c.id = r.id"
	    " WHERE r.id > :after ORDER BY r.id LIMIT :max", e);
}

const struct listing_col listing_account_cols[] = {
	{ "id", LISTING_INT, 1 },
	{ "contractor", LISTING_INT, 1 },
	{ "upn", LISTING_TEXT, 0 },
	{ "connector", LISTING_TEXT, 0 },
	{ "login", LISTING_TEXT, 0 },
	{ "state", LISTING_TEXT, 0 },
	{ "expires_on", LISTING_LAST, 0 },
	{ "login_on", LISTING_DAY, 0 },
	{ "login_known", LISTING_BOOL, 1 },
	{ "privileged", LISTING_BOOL, 1 },
	{ "remote_id", LISTING_TEXT, 1 },
	{ "made_on", LISTING_DAY, 1 },
	{ NULL, LISTING_TEXT, 0 }
};

struct stmt *
listing_account(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT a.id, a.id, a.contractor, c.upn,"
	    " a.connector, a.login, a.state, a.expires_at, a.login_at,"
	    " a.login_known, a.privileged, a.remote_id, a.made_at"
	    " FROM account a LEFT JOIN contractor c ON c.id = a.contractor"
	    " WHERE a.id > :after ORDER BY a.id LIMIT :max", e);
}

const struct listing_col listing_person_cols[] = {
	{ "id", LISTING_INT, 1 },
	{ "upn", LISTING_TEXT, 0 },
	{ "display_name", LISTING_TEXT, 0 },
	{ "email", LISTING_TEXT, 0 },
	{ "manager", LISTING_TEXT, 0 },
	{ "enabled", LISTING_BOOL, 0 },
	{ "reviews", LISTING_INT, 0 },
	{ NULL, LISTING_TEXT, 0 }
};

struct stmt *
listing_person(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT p.id, p.id, p.upn_key, p.display_name,"
	    " p.email, m.upn_key, p.enabled, (SELECT count(*) FROM ask k"
	    " JOIN question q ON q.id = k.question AND q.state = 'open'"
	    " WHERE k.reviewer_key = p.upn_key)"
	    " FROM person p LEFT JOIN person m ON m.id = p.manager"
	    " WHERE p.id > :after ORDER BY p.id LIMIT :max", e);
}

const struct listing_col listing_mismatch_cols[] = {
	{ "upn", LISTING_TEXT, 0 },
	{ "cause", LISTING_TEXT, 0 },
	{ "states", LISTING_TEXT, 0 },
	{ "since", LISTING_DAY, 0 },
	{ NULL, LISTING_TEXT, 0 }
};

/* Disabled here and enabled there; expired but enabled elsewhere; unknown to
 * the registry (keys from 2^62 on are those of accounts). */
struct stmt *
listing_mismatch(struct db *db, struct err *e)
{
	return stmt_open(db, "SELECT k, upn, cause, states, since FROM ("
	    "SELECT c.id AS k, c.upn AS upn,"
	    " iif(max(a.state = 'disabled'), 'disabled and enabled',"
	    " 'expired and enabled') AS cause,"
	    " group_concat(a.connector || ':' || a.state, ' ') AS states,"
	    " min(a.changed_at) AS since"
	    " FROM account a JOIN contractor c ON c.id = a.contractor"
	    " GROUP BY c.id HAVING max(a.state = 'enabled')"
	    " AND max(a.state IN ('disabled','expired'))"
	    " UNION ALL SELECT 4611686018427387904 + a.id, a.login,"
	    " 'not registered', a.connector || ':' || a.state, a.changed_at"
	    " FROM account a WHERE a.contractor IS NULL"
	    " AND a.state = 'enabled')"
	    " WHERE k > :after ORDER BY k LIMIT :max", e);
}
