/* What the files of answer share; nobody else includes it. */
#ifndef ACT_ANSWER_INTERNAL_H
#define ACT_ANSWER_INTERNAL_H

#include "act/answer.h"

/* Whose word it is when it came through the API. */
struct answer_key {
	int64_t	id;		/* api_key.id */
	const char *name;
	const char *bearer;	/* marks the decision: domain/bearer.h */
	const char *request;	/* the client's id of it, or NULL */
};

/* One answer on its way into the registry. */
struct given {
	struct ctx *x;
	struct ticket *t;
	const struct answer *a;
	char	subject[32];	/* "contractor/17" */
	char	*who, *email;	/* his name and address; of a key: its name,
				 * and the address of the manager */
	const struct answer_key *key;	/* or NULL */
	char	*manager_by;	/* an operator made him manager lately */
	int64_t	decision;	/* its id, once recorded */
	int64_t	job;		/* its job, 0 none */
	int64_t	due_at;		/* of the job */
	char	day_on[11];	/* as decided; "" none */
};

/*
 * answer.c: the answer to a ticket, inside the caller's transaction; row->print
 * is what was shown.  0 with row->result, or -1: the transaction must go back.
 */
int answer_one(struct ctx *, struct ticket *, struct answer_row *,
    struct err *);

/* answer_record.c: the decision and its evidence.  undoes: decision or 0. */
int answer_record(struct given *, const char *answer, int64_t undoes,
    struct err *);
/* A change of another row, with the decision as its cause. */
int answer_evidence(struct given *, const char *action, const char *subject,
    const char *name, const char *value, struct err *);
/* The question that was open is answered. */
int answer_close(struct given *, struct err *);

/* answer_stay.c, answer_leave.c, answer_approve.c: what each answer does. */
int answer_attest(struct given *, struct err *);
int answer_extend(struct given *, struct err *);
int answer_employee(struct given *, struct err *);
int answer_not_mine(struct given *, struct err *);
int answer_offboard(struct given *, struct err *);
int answer_undo(struct given *, struct err *);
/* answer_back.c: an extension is taken back: the end that was there holds. */
int answer_back(struct given *, struct err *);
/* What a decision that is taken back had answered is open again. */
int answer_reopen(struct given *, int64_t decision, struct err *);
int answer_approve(struct given *, struct err *);
int answer_deny(struct given *, struct err *);
/* answer_idle.c: of somebody who has not logged in. */
int answer_suspend(struct given *, struct err *);
int answer_keep(struct given *, struct err *);
/* The new end in force, after an extension that needs no more approval. */
int answer_extended(struct given *, const char *day_on, struct err *);

/* answer_mail.c: to him, to notify_departure, to whose answer is overruled. */
int answer_mail(struct given *, struct err *);

#endif
