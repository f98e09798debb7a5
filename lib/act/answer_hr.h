/*
 * What the personnel department says through the API: somebody leaves.  With
 * policy hr_decides off it is a report, and his manager is asked at once; with
 * it on, and a key whose role is approver, it is a decision like a reviewer's:
 * the same job, undo window, approval and mails.
 */
#ifndef ACT_ANSWER_HR_H
#define ACT_ANSWER_HR_H

#include "act/ctx.h"
#include "base/buf.h"
#include "store/apicall.h"
#include "store/apikey.h"

enum answer_hr_result {
	HR_TAKEN,
	HR_AGAIN,		/* this request was taken before: its answer */
	HR_OTHER,		/* another thing was asked under this id */
	HR_NOBODY,		/* no such contractor */
	HR_AMBIGUOUS,		/* several, or upn and worker_id differ */
	HR_NOT_HERE,		/* he is in no status to leave from */
	HR_DAY			/* no day, or too far ahead */
};

/* What was sent: untrusted, borrowed, NULL if not. */
struct answer_hr {
	const struct apikey *key;
	const char *bearer;
	const char *upn, *worker_id;	/* one of them, or both */
	const char *last_day;		/* NULL: now */
	const char *reason;
	const char *request;		/* the client's id */
	unsigned char print[32];	/* of all of it */
	const char *address, *agent;
	/* out: */
	enum answer_hr_result result;
	struct apicall call;		/* of HR_TAKEN and HR_AGAIN */
};

/* answer_hr: one transaction.  0, or -1 with e and nothing changed. */
int answer_hr(struct ctx *, struct answer_hr *, struct err *);
void answer_hr_clear(struct answer_hr *);

/* answer_hr_decides: 1 if the word of this key is a decision. */
int answer_hr_decides(const struct ctx *, const struct apikey *);

/* answer_hr_state: what became of it, as a JSON object. */
int answer_hr_state(struct ctx *, const struct apicall *, struct buf *,
    struct err *);

#endif
