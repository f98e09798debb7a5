/*
 * The plan of one roster, as temporary tables: a million rows are no value in
 * memory.  It is made before the first effect; a guard looks at it, -n prints
 * it, and it is worked off in slices.
 */
#ifndef STORE_ROSTER_PLAN_H
#define STORE_ROSTER_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

enum plan_action {
	PLAN_NEW,	/* not in the registry */
	PLAN_KNOWN,	/* in it, and not yet compared */
	PLAN_CHANGE,
	PLAN_SAME,	/* nothing to do */
	PLAN_MERGED,	/* counted with another row of the same key */
	PLAN_TWICE,	/* refused: the key twice, not the same */
	PLAN_AMBIGUOUS,	/* points at two contractors, or at another's */
	PLAN_ELSEWHERE,	/* delivered by another feed */
	PLAN_ORDER,	/* refused: days that do not go with an operator's */
	PLAN_PAST,	/* of one who has left */
	PLAN_ACTIONS
};
#define PLAN_BIT(action) (1 << (action))

enum absent_action {
	ABSENT_MISSING,		/* counts for the guard */
	ABSENT_ENDED,		/* missing, but its end has passed */
	ABSENT_LEAVING,		/* a departure is decided: only noted */
	ABSENT_WITHDRAWN,	/* a candidate without account */
	ABSENT_WAITS,		/* a candidate with one */
	ABSENT_GONE,		/* left before: only noted */
	ABSENT_MOVED,		/* another feed has him now */
	ABSENT_ACTIONS
};

struct plan_absent {
	int64_t	contractor;
	int	action;
};

struct plan_row {
	int64_t	id;		/* order of the file */
	int64_t	line, offset, len;	/* of the record */
	const char *upn_key, *worker_id;	/* or NULL */
	int64_t	contractor;	/* 0: new */
	int64_t	other;		/* the second one of an ambiguous row; or 0 */
	int	action;
	int	again;		/* its contractor had an unchanged row before */
	int	returns;	/* was missing */
	int	moved;		/* clears or moves contract_end or manager */
	const unsigned char *hash;	/* 16 bytes */
	const void *row;	/* packed */
	size_t	row_len;
};

struct roster_plan;

/* roster_plan_start: empty tables; no transaction may be open.  NULL with e. */
struct roster_plan *roster_plan_start(struct db *, struct err *);
void roster_plan_free(struct roster_plan *);

/* roster_plan_add: id is given by it, in order. */
int roster_plan_add(struct roster_plan *, const struct plan_row *,
    struct err *);
/* roster_plan_set: what is found out later: action, returns, moved. */
int roster_plan_set(struct roster_plan *, const struct plan_row *,
    struct err *);
/* roster_plan_rewrite: a merged row: its hash and packed bytes. */
int roster_plan_rewrite(struct roster_plan *, const struct plan_row *,
    struct err *);

struct plan_counts {
	int64_t	action[PLAN_ACTIONS];
	int64_t	returns, moved;
	int64_t	absent[ABSENT_ACTIONS];
};
int roster_plan_count(struct roster_plan *, struct plan_counts *,
    struct err *);

/*
 * roster_plan_next: the first row after id whose action is in the mask; what it
 * points to is borrowed until the next call of _next, _get or _rest.  1, 0
 * none, -1.  roster_plan_get: the row id.  roster_plan_rest: due before a
 * COMMIT, and before stdout is written to.
 */
int roster_plan_next(struct roster_plan *, int64_t after, int mask,
    struct plan_row *, struct err *);
int roster_plan_get(struct roster_plan *, int64_t id, struct plan_row *,
    struct err *);
void roster_plan_rest(struct roster_plan *);

/*
 * roster_plan_groups: calls cb with the ids of the rows that share a
 * contractor, or, of the new ones, a worker_id or a upn_key; first come
 * first.  A contractor's one row is a group too if it is marked again.
 */
enum plan_by { PLAN_BY_CONTRACTOR, PLAN_BY_WORKER, PLAN_BY_UPN };
typedef int plan_group_cb(const int64_t *ids, size_t n, void *arg);
int roster_plan_groups(struct roster_plan *p, enum plan_by by,
    plan_group_cb *cb, void *arg, struct err *e);

/* Those whose row is not in a full roster, in order of their id. */
int roster_plan_absent(struct roster_plan *, const struct plan_absent *,
    struct err *);
int roster_plan_absent_next(struct roster_plan *, int64_t after,
    struct plan_absent *, struct err *);

/* Findings whose cause this run has seen: the others of its feed are gone.
 * roster_plan_saw: this one was; roster_plan_seen: 1 if it was, 0, -1. */
int roster_plan_saw(struct roster_plan *, const char *kind,
    const char *subject, struct err *);
int roster_plan_seen(struct roster_plan *, const char *kind,
    const char *subject, struct err *);

#endif
