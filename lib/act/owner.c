#include "act/owner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "store/person.h"

void
owner_clear(struct owner *o)
{
	free(o->key);
	free(o->name);
	free(o->email);
	memset(o, 0, sizeof(*o));
}

/* 1 if a mail to him would reach somebody; 0, -1. */
static int
reaches(struct ctx *x, const char *who, struct owner *o, struct err *e)
{
	struct person p;
	int rc;

	if (who == NULL || !text_upn(who) || (o->key = text_fold(who)) == NULL)
		return 0;
	if ((rc = person_by_upn(x->db, o->key, &p, e)) == -1)
		return -1;
	if (rc == 0) {
		o->name = mem_str(who);
		o->email = mem_str(who);
		return 1;
	}
	if (p.enabled) {
		o->name = mem_str(p.display_name);
		o->email = mem_str(p.email != NULL && text_upn(p.email) ?
		    p.email : who);
	}
	rc = p.enabled;
	person_clear(&p);
	return rc;
}

int
owner_of(struct ctx *x, const char *kind, const char *named,
    struct owner *o, struct err *e)
{
	const char *who[3] = { named, NULL, NULL };
	char name[64];
	int i, rc;

	(void)snprintf(name, sizeof(name), "finding_owner.%s", kind);
	who[1] = policy_get(x->policy, name);
	who[2] = policy_get(x->policy, "fallback_reviewer");
	memset(o, 0, sizeof(*o));
	for (i = 0; i < 3; i++) {
		if ((rc = reaches(x, who[i], o, e)) == 1)
			return 1;
		owner_clear(o);
		if (rc == -1)
			return -1;
	}
	return 0;
}
