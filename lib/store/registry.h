/* What counts now of each contractor, from whichever source. */
#ifndef STORE_REGISTRY_H
#define STORE_REGISTRY_H

/*
 * REGISTRY: for the FROM of a statement.  Provenance is which of the three
 * spoke: contractor holds the first word of operator, decision and roster, and
 * where it is NULL the directory's counts, by his main account there.  No view
 * of the schema: every program would read it at its start, and two ask for it.
 */
#define REGISTRY "(SELECT c.id, c.upn, c.upn_key, c.worker_id," \
	" coalesce(c.display_name, a.display_name) AS display_name," \
	" coalesce(c.email, a.email) AS email, c.vendor," \
	" coalesce(c.department, a.department) AS department, c.project," \
	" coalesce(c.manager_key, p.upn_key) AS manager_key," \
	" c.contract_start, c.contract_end, c.expiry_at, c.extra, c.status," \
	" c.was, c.engagement, c.feed, c.missing_on, c.attested_at," \
	" c.next_check_on FROM contractor c" \
	" LEFT JOIN account a ON a.contractor = c.id AND a.connector = 'ad'" \
	" AND a.main = 1 LEFT JOIN person p ON p.id = a.manager)"

#endif
