/* The verbs of ctr-evidence: one function each, the same arguments. */
#ifndef ACT_AUDIT_VERB_H
#define ACT_AUDIT_VERB_H

#include "act/audit.h"

struct audit_call {
	struct audit audit;	/* with the checkpoints kept elsewhere */
	const char *keys;	/* directory of the evidence keys */
	const char *what;	/* the operand or NULL */
	int64_t	from, to;	/* of an export */
	const char *from_on, *to_on;	/* of a report */
	const char *sample, *seed;	/* of a report, or NULL */
	const char *format;	/* asked for; NULL: not */
	const char *otherwise;	/* what fits where stdout goes */
	char	report[1024];	/* the one line; "" none */
};

/* Rows, lines and checkpoints go to stdout.  0, or -1 with e. */
typedef int audit_verb(struct ctx *, struct audit_call *, struct err *);

audit_verb audit_show, audit_print, audit_sign, audit_move;
/* audit_verify: of a file (what) it needs no ctx.  audit.bad tells. */
audit_verb audit_verify;

#endif
