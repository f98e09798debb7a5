#include "store/mismatch.h"

#include "base/mem.h"

int
mismatch_connectors(struct db *db, char ***names, size_t *n, struct err *e)
{
	struct stmt *st;
	int rc;

	*names = NULL;
	*n = 0;
	if ((st = stmt_open(db, "SELECT connector FROM account"
	    " UNION SELECT connector FROM sync ORDER BY 1", e)) == NULL)
		return -1;
	while ((rc = stmt_step(st, e)) == 1) {
		*names = mem_grow(*names, *n + 1, sizeof(**names));
		(*names)[(*n)++] = mem_str(stmt_col_text(st, 0));
	}
	stmt_close(st);
	return rc;
}

/*
 * The disagreement is as old as the later of its two sides; an account's state
 * as old as the evidence that names it, or as our own step: its row changes
 * with every login.  Keys from 2^62 on are those of accounts without a
 * contractor.
 */
struct stmt *
mismatch_open(struct db *db, struct err *e)
{
	return stmt_open(db, "WITH his AS (SELECT a.contractor AS c,"
	    " max(a.state = 'enabled') AS enabled,"
	    " max(a.state = 'disabled') AS disabled,"
	    " max(a.state = 'expired') AS expired"
	    " FROM account a WHERE a.contractor > :after AND a.converted = 0"
	    " GROUP BY a.contractor),"
	    " found AS (SELECT k.id AS k, k.upn AS upn, CASE"
	    " WHEN h.enabled AND k.status IN ('offboarded','suspended')"
	    " THEN k.status || ' and enabled'"
	    " WHEN h.enabled AND h.disabled THEN 'disabled and enabled'"
	    " WHEN h.expired AND (h.enabled OR EXISTS (SELECT 1"
	    " FROM finding f WHERE f.kind = 'expired_enabled'"
	    " AND f.subject = 'contractor/' || k.id"
	    " AND f.closed_at IS NULL)) THEN 'expired and enabled'"
	    " END AS cause"
	    " FROM his h JOIN contractor k ON k.id = h.c"
	    " WHERE cause IS NOT NULL AND k.status <> 'transferred'"
	    " ORDER BY k.id LIMIT :max),"
	    " strays AS (SELECT 4611686018427387904 + a.id AS k, a.id AS id,"
	    " coalesce(a.upn, a.login) AS upn FROM account a"
	    " WHERE a.contractor IS NULL AND a.converted = 0"
	    " AND a.state = 'enabled' AND a.id >"
	    " max(:after, 4611686018427387904) - 4611686018427387904"
	    " ORDER BY a.id LIMIT :max),"
	    " shown AS (SELECT f.k AS k, f.upn AS upn, f.cause AS cause, a.id"
	    " AS id FROM found f JOIN account a ON a.contractor = f.k"
	    " AND a.converted = 0"
	    " UNION ALL SELECT k, upn, 'not registered', id FROM strays),"
	    " aged AS (SELECT s.k AS k, s.upn AS upn, s.cause AS cause,"
	    " a.connector AS connector, a.state AS state,"
	    " coalesce(nullif(max("
	    " coalesce((SELECT max(v.at) FROM evidence v"
	    " WHERE v.subject = 'account/' || a.id AND (v.action ="
	    " 'account.add' OR v.action = 'account.gone' OR"
	    " json_extract(v.detail, '$.state') IS NOT NULL)), 0),"
	    " coalesce((SELECT max(t.done_at) FROM step t"
	    " WHERE t.account = a.id AND t.op IN ('disable','enable')), 0)),"
	    " 0), a.changed_at) AS at"
	    " FROM shown s JOIN account a ON a.id = s.id"
	    " ORDER BY s.k, a.connector, a.state)"
	    " SELECT k, upn, cause, group_concat(connector || ':' || state,"
	    " ' '), max(coalesce(min(iif(state = 'enabled', at, NULL)), 0),"
	    " coalesce(min(iif(state IN ('disabled','expired'), at, NULL)),"
	    " 0)) FROM aged GROUP BY k, upn, cause ORDER BY k LIMIT :max", e);
}
