#include "act/again.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/jot.h"
#include "store/evidence.h"

enum again
again_find(struct ctx *x, const char *kind, const struct apikey *k,
    const char *request, const unsigned char print[32], struct apicall *out,
    struct err *e)
{
	int rc;

	memset(out, 0, sizeof(*out));
	if (request == NULL || request[0] == '\0')
		return AGAIN_NEW;
	if ((rc = apicall_find(x->db, k->id, kind, request, out,
	    e)) != 1)
		return rc == 0 ? AGAIN_NEW : AGAIN_ERROR;
	return memcmp(out->print, print, sizeof(out->print)) == 0 ?
	    AGAIN_SAME : AGAIN_OTHER;
}

int
again_keep(struct ctx *x, const char *kind, const struct apikey *k,
    const char *request, const unsigned char print[32], int status,
    const char *answer, struct err *e)
{
	struct apicall a;
	char subject[40];
	struct jot j;
	int rc;

	if (request == NULL || request[0] == '\0')
		return 0;
	memset(&a, 0, sizeof(a));
	(void)snprintf(a.kind, sizeof(a.kind), "%s", kind);
	a.request = (char *)(uintptr_t)request;
	a.answer = (char *)(uintptr_t)answer;
	a.key = k->id;
	memcpy(a.print, print, sizeof(a.print));
	a.status = status;
	a.made_at = x->now;
	(void)snprintf(subject, sizeof(subject), "key/%" PRId64, k->id);
	jot_init(&j);
	jot_str(&j, "kind", kind);
	jot_str(&j, "request_id", request);
	jot_int(&j, "status", status);
	rc = evidence_add(x->db, x->now, x->actor, "api.request", subject,
	    jot_get(&j), &a.evidence, e);
	jot_clear(&j);
	if (rc == -1 || apicall_next(x->db, &a.id, e) == -1)
		return -1;
	return apicall_insert(x->db, &a, e);
}

int
again_commit(struct ctx *x, const char *kind, const struct apikey *k,
    const char *request, const unsigned char print[32], int status,
    const char *answer, struct err *e)
{
	int rc;

	if (request == NULL || request[0] == '\0')
		return 0;
	if (db_begin(x->db, e) == -1)
		return -1;
	rc = again_keep(x, kind, k, request, print, status, answer, e);
	if (rc == 0)
		rc = db_commit(x->db, e);
	if (rc == -1)
		db_rollback(x->db);
	return rc;
}
