#include "store/listing.h"
#include "store/registry.h"

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
	    " FROM " REGISTRY " r JOIN contractor c ON c.id = r.id"
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
