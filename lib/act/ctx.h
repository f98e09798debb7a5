/*
 * What every verb needs: the database, the clock, the policy and who acts.
 * One per run of a program; made by act/tool.
 */
#ifndef ACT_CTX_H
#define ACT_CTX_H

#include <stdint.h>

#include "domain/link.h"
#include "domain/policy.h"
#include "store/db.h"
#include "store/evidence.h"

struct ctx {
	struct db *db;
	const struct tenant *tenant;
	const struct policy *policy;
	const char *keys;	/* key_dir */
	int64_t	now;		/* UTC seconds, taken once per run */
	int32_t	today;		/* the tenant's civil day, once per run */
	char	today_on[11];
	/* "tool/ctr-ingest", "operator/alice", "ask/551" */
	char	actor[EVIDENCE_ACTOR];
	/* For act/ticket: the key that it read last; 0 = none yet. */
	int	link_key;
	unsigned char link_public[LINK_PUBLIC_LEN];
};

#endif
