/*
 * What the configuration says of newcomers: [provision], [field NAME], [groups]
 * and [licences] of ctr.conf(5).
 */
#ifndef ACT_NEWCOMER_SETUP_H
#define ACT_NEWCOMER_SETUP_H

#include "act/ctx.h"
#include "base/conf.h"
#include "domain/grant.h"
#include "domain/newcomer.h"

enum { NEWCOMER_CONNECTORS = 8 };

struct newcomer_setup {
	struct newcomer_form form;	/* borrows from conf */
	struct grant *grants;
	size_t	n_grants;
	char	connector[NEWCOMER_CONNECTORS][33];
	size_t	n_connectors;		/* 0: the tenant makes no accounts */
	const char *domain;		/* of their UPNs; NULL as before */
};

/*
 * newcomer_setup_load: 0, or -1 with e (ERR_CONFIG): what makes no sense, and
 * a rule that gives a privileged group or one of a system that is not made in.
 * conf is borrowed as long as s is used; newcomer_setup_clear after either.
 */
int newcomer_setup_load(const struct ctx *, const struct conf *,
    struct newcomer_setup *s, struct err *);
void newcomer_setup_clear(struct newcomer_setup *);

#endif
