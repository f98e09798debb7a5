/*
 * Newcomers are asked for: by an operator at the shell, by the portal's form,
 * by the API, or by a roster.  One list is one request: each of it is looked
 * at, then all that is good is put down and asked about, in one transaction.
 *
 * The same list again puts nothing down twice: who is known is told as known.
 * Nothing is made until a person has said yes, and nothing for one who may be
 * there already until a person has settled the finding: "duplicate" (he lives:
 * ctr-review dismiss says that they are two) or "rehire" (he left: ctr-review
 * rehire makes the stay, and the same list again asks about it).
 */
#ifndef ACT_NEWCOMER_WANT_H
#define ACT_NEWCOMER_WANT_H

#include "act/ctx.h"
#include "act/newcomer_setup.h"
#include "domain/username.h"
#include "store/contractor.h"

enum newcomer_fate {
	NEWCOMER_TAKEN,		/* put down; with dry: would be */
	NEWCOMER_BAD,		/* faults say why */
	NEWCOMER_KNOWN,		/* asked for already, exactly so */
	NEWCOMER_DUPLICATE,	/* contractor is whom he resembles */
	NEWCOMER_REHIRE		/* contractor is who came back */
};

enum { NEWCOMER_FAULTS = 16, NEWCOMER_LIST = 1000 };

struct newcomer_item {
	struct newcomer n;
	int64_t	line;		/* of a file; 0 */
	/* what could not be read comes with it; what is wrong is added */
	struct newcomer_fault fault[NEWCOMER_FAULTS];
	size_t	faults;
	/* out */
	enum newcomer_fate fate;
	int64_t	contractor;
	int64_t	finding;	/* DUPLICATE, REHIRE: the open one; 0 -n */
	char	login[24];	/* proposed: the systems have not been asked */
};

struct newcomer_want {
	const char *origin;	/* "operator" "portal" "api" */
	const char *wanted_key;	/* who asks, or for whom an API key does;
				 * folded UPN; NULL not known */
	const char *wanted_mail;	/* NULL: not told of the end of it */
	const char *keys;	/* key_dir of a person at the shell, whose word
				 * counts where policy asks for no approval;
				 * NULL: the manager is asked then */
};

/*
 * newcomer_want: x->actor is who asks.  At most NEWCOMER_LIST items.  0 with
 * what became of each; -1 with e (ERR_CONFIG: the tenant makes no accounts)
 * and nothing changed.  dry: nothing is changed, also then.
 */
int newcomer_want(struct ctx *, const struct newcomer_setup *,
    const struct newcomer_want *, struct newcomer_item *, size_t n, int dry,
    struct err *);

/* newcomer_want_fault: one more, if there is room; field is borrowed, words are
 * copied. */
void newcomer_want_fault(struct newcomer_item *, const char *field,
    const char *words);
/* newcomer_want_rules: as policy and day are; past: see newcomer_rules. */
void newcomer_want_rules(const struct ctx *, int past,
    struct newcomer_rules *);
/* newcomer_want_login: his login by the rule, without a number.  0 or -1, as
 * username_make. */
int newcomer_want_login(const struct newcomer_setup *, const char *rule,
    const struct newcomer *, char out[USERNAME_MAX + 1]);
/* newcomer_want_check: every fate is BAD or TAKEN; how many are bad. */
size_t newcomer_want_check(struct ctx *, const struct newcomer_setup *,
    struct newcomer_item *, size_t n);
/* newcomer_want_put: of checked ones, within the caller's transaction. */
int newcomer_want_put(struct ctx *, const struct newcomer_setup *,
    const struct newcomer_want *, struct newcomer_item *, size_t n, int dry,
    struct err *);

/*
 * newcomer_want_rosters: candidates without a UPN that rosters have brought are
 * put down; those that are not fit open the finding approval_waiting.  Own
 * transaction.  The number put down, or -1.
 */
int64_t newcomer_want_rosters(struct ctx *, const struct newcomer_setup *,
    struct err *);

/* newcomer_want_of: his values out of a contractor's row.  0 or -1. */
int newcomer_want_of(struct ctx *, const struct newcomer_setup *,
    const struct contractor *, struct newcomer *, struct err *);

/* newcomer_want_digest: all that is told of him, hex; not his UPN. */
void newcomer_want_digest(const struct contractor *, char out[65]);

/*
 * newcomer_want_print: all that an approval is about, hex: that, and the UPN
 * he has (NULL: none yet).  It is the batch of the question, which each link
 * that is mailed is signed over.
 */
void newcomer_want_print(const struct contractor *, const char *upn,
    char out[65]);

/*
 * newcomer_want_same: whether he is who a print is of.  NAMED: he was approved
 * without a UPN and has one since: it holds only if the rule made it
 * (newcomer_make_ruled).
 */
enum newcomer_same { NEWCOMER_OTHER, NEWCOMER_SAME, NEWCOMER_SAME_NAMED };
enum newcomer_same newcomer_want_same(const struct contractor *,
    const char *print);

#endif
