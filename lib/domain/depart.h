/*
 * What a job does to accounts, as rules: which steps in which order, when one
 * has reached its goal, which groups it takes or gives back, what is never
 * touched, how many departures may start, when to try again.
 *
 * Pure: no clock, no file; times are UTC seconds, text is borrowed.
 */
#ifndef DOMAIN_DEPART_H
#define DOMAIN_DEPART_H

#include <stddef.h>
#include <stdint.h>

enum {
	DEPART_STEPS = 9,		/* kinds of steps of a departure */
	DEPART_TRIES = 8,		/* of a step that is not required */
	DEPART_SYNC = 900		/* seconds between looks while another
					 * system masters the account */
};

struct depart_op {
	char	op[16];
	int	required;
};

/*
 * depart_ops: the policy's "!disable end_sessions ..." in order; the count.
 * Words that are no step, and repeated ones, are passed over.
 */
size_t depart_ops(const char *policy, struct depart_op out[DEPART_STEPS]);

/* depart_wire: what the protocol calls the step: all_groups is a
 * revoke_groups that lists ordinary ones. */
const char *depart_wire(const char *op);

struct depart_group {
	const char *id;		/* SID, or the system's id */
	const char *name;
	const char *path;	/* of a nested one; "" */
	int	privileged;
	int	direct;		/* only direct ones can be taken */
	int	primary;	/* stays, unless it is privileged: an account
				 * always has one */
};

/* An account as a lookup told it. */
struct depart_seen {
	int	there;		/* 0: it is gone, the rest says nothing */
	int	enabled;
	int	contractor;	/* by the tenant's rule */
	int	elsewhere;	/* another system masters it: not written */
	int64_t	expires_at;	/* WHEN_NEVER */
	int64_t	residual_until;	/* access that outlives the switch; 0 */
	const char *worker_id;	/* NULL not told */
	const char *upn, *login, *remote_id;
	const struct depart_group *groups;
	size_t	n_groups;
};

/* What a step is told to reach. */
struct depart_args {
	int	has_expiry;	/* expires_at is told */
	int64_t	expires_at;	/* WHEN_NEVER: no end */
	int	has_was;	/* only if it is still this: reinstate */
	int64_t	was;
	int	at_most;	/* an earlier expiry will do: departure */
	const char *const *groups;
	size_t	n_groups;
};

enum depart_goal {
	DEPART_UNMET,
	DEPART_MET,
	DEPART_LEFT,		/* others have changed it since: not touched */
	DEPART_BLIND		/* a lookup cannot tell */
};

/* depart_goal: where step op stands, by what was seen. */
enum depart_goal depart_goal(const char *op, const struct depart_args *,
    const struct depart_seen *);

/*
 * depart_take: the groups that op ("revoke_groups": privileged ones,
 * "all_groups": the others) takes: direct ones, the primary one only if it is
 * privileged.  out has room for n_groups; the count.
 */
size_t depart_take(const char *op, const struct depart_seen *,
    const struct depart_group **out);
/* depart_nested: privileged groups that remain: not direct, so not taken. */
size_t depart_nested(const struct depart_seen *,
    const struct depart_group **out);

/*
 * depart_protected: 1 if words of the list (UPNs, logins, CONNECTOR:ID) name
 * this account; folded as ASCII.
 */
int depart_protected(const char *list, const char *connector,
    const char *remote_id, const char *login, const char *upn);

/* depart_hands: why the account is no longer this contractor's, or NULL. */
const char *depart_hands(const struct depart_seen *, const char *worker_id);

/* depart_limit: departures that may start in 24 hours: limit, or 5 % of the
 * active if that is more. */
int64_t depart_limit(int64_t limit, int64_t active);
/*
 * depart_held: 1 if none of want more may start after started, 0 if all may.
 * accept releases exactly want; -1 for none.
 */
int depart_held(int64_t started, int64_t want, int64_t limit, int64_t accept);

/* depart_retry: seconds to wait after try number tries (1 first): 300 doubled
 * to 4000, or what the system asked for if that is longer, up to 6 hours: a
 * word of its does not put a departure off for years. */
int64_t depart_retry(int tries, int64_t retry_after);

/* One step of the past, for what gives back; in order of time. */
struct depart_past {
	const char *op;
	int	done;
	const struct depart_seen *before;	/* or NULL */
	const struct depart_args *args;
};

/* depart_was_enabled: 1 if our steps switched it off and it was on before. */
int depart_was_enabled(const struct depart_past *, size_t n);
/* depart_expiry: 1 if our departure moved its expiry: *was what we set, *back
 * what there was. */
int depart_expiry(const struct depart_past *, size_t n, int64_t *was,
    int64_t *back);
/*
 * depart_back: groups to give back: the ordinary ones that were taken, and of
 * the privileged ones those whose id the approval's words name.  Borrowed from
 * past; out has room for max; the count.
 */
size_t depart_back(const struct depart_past *, size_t n, const char *words,
    const char **out, size_t max);
/* depart_named: 1 if id stands in words as a word of its own. */
int depart_named(const char *words, const char *id);

#endif
