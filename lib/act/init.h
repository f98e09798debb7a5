/* A tenant: made, upgraded, given new keys. */
#ifndef ACT_INIT_H
#define ACT_INIT_H

#include "base/conf.h"
#include "base/err.h"
#include "base/tenant.h"

struct init {
	int	test;			/* --test */
	const char *zone;		/* NULL: the default */
	const char *fallback;		/* fallback_reviewer; NULL: none */
	const char *actor;		/* "operator/alice" */
	int64_t	now;
	int	told;			/* by -T: for a test tenant alone */
};

/* What was made: one call for each thing ("directory", its path). */
typedef void init_cb(const char *what, const char *name, void *);

/*
 * init_tenant: the directory, the registry (built as registry.db.new and
 * renamed, so that it is whole or not there) and the first keys; what is
 * there already stays.  ERR_CREATE; ERR_DATA for a zone or address that is
 * none.  A second run finds everything and makes nothing.
 */
int init_tenant(const struct tenant *, const struct conf *,
    const struct init *, init_cb *, void *, struct err *);

/*
 * init_upgrade: schema steps, after a copy of the file beside it
 * (registry.db.schema-N), each with its evidence, by actor; steps of jobs from
 * before there were seals are sealed, within the step that brings them.  Number
 * of steps or -1.
 */
int init_upgrade(const struct tenant *, const struct conf *,
    const struct init *, init_cb *, void *, struct err *);

/* init_upgrade_plan: ("schema", its name) of each step it would take.  Number
 * of steps or -1. */
int init_upgrade_plan(const struct tenant *, init_cb *, void *, struct err *);

/*
 * init_rotate: use is "token" or "evidence"; *number gets the new key's.
 * With evidence, by actor.  ERR_USAGE for another use.
 */
int init_rotate(const struct tenant *, const struct conf *, const char *use,
    const struct init *, int *number, struct err *);

/*
 * init_owner: as root with a user "ctr" on this machine, everything from here
 * on is done as ctr (group ctr-web for the registry): the directories that
 * only root can make are made first.  Otherwise, or where CTR_VAR names
 * another place, nothing.
 */
int init_owner(const struct tenant *, const struct conf *, struct err *);
/* init_become: the same for a tenant that is there (name NULL: as -t says);
 * where it is not, nothing. */
int init_become(const char *name, struct err *);

#endif
