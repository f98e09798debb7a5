/*
 * What follows from the directory: whose account it is, which of his accounts
 * is the main one, and what a person must look at.  Pure: no clock, no SQL.
 * Days are day numbers (base/when.h) in the tenant's zone.
 */
#ifndef DOMAIN_DIRECTORY_H
#define DOMAIN_DIRECTORY_H

#include <stddef.h>
#include <stdint.h>

/*
 * Who may be the holder of an account that has none.  An id is kept as long as
 * the account lives and is not asked about here; then the UPN counts, then the
 * worker's number.  Names never match.
 */
struct directory_claim {
	int64_t	by_upn;		/* a contractor has this UPN; 0 nobody */
	int	upn_left;	/* he has left */
	int	upn_other_worker; /* and another number than the account's */
	int	upn_twice;	/* another living account in the same system has
				 * this very UPN and is his */
	int64_t	by_worker[2];	/* contractors with the account's number who */
	int	n_worker;	/* have not left */
	int64_t	by_former;	/* somebody had this UPN once */
	int64_t	by_mail;	/* it is the account's mail address */
};

enum directory_whose {
	DIRECTORY_NOBODY,	/* unregistered */
	DIRECTORY_HIS,
	DIRECTORY_UNSURE	/* ambiguous_match: a person must say */
};

struct directory_verdict {
	enum directory_whose whose;
	int64_t	contractor;	/* HIS: whose; UNSURE: who is meant perhaps */
	int	twice;		/* UNSURE: duplicate */
	const char *why;	/* UNSURE: a word */
};

void directory_claim(const struct directory_claim *,
    struct directory_verdict *);

/* One account among those of one contractor in one system. */
struct directory_one {
	int64_t	id;
	int	living;		/* not gone, not converted */
	int	main;		/* is the main one so far */
	int	upn_same;	/* has the contractor's UPN */
};

/*
 * directory_main: the index of the one whose name, mail, manager and expiry
 * count: who has the contractor's UPN, else the one so far, else the oldest.
 * -1: none lives.
 */
int directory_main(const struct directory_one *, size_t n);

enum directory_status {
	DIRECTORY_LEFT,		/* offboarded, withdrawn, transferred */
	DIRECTORY_CANDIDATE,
	DIRECTORY_ACTIVE,	/* active, pending_review */
	DIRECTORY_SUSPENDED,
	DIRECTORY_LEAVING	/* offboarding */
};
enum directory_status directory_status(const char *status);

struct directory_contractor {
	enum directory_status status;
	int	has_upn;
	int32_t	start_on, end_on, expiry_on;	/* WHEN_NO_DAY none */
	int	leaving;	/* a departure is decided */
	int	accounts;	/* living ones */
	int	other_enabled;	/* another one lets him in */
	int	not_disabled;	/* one has expired and is not disabled */
};

struct directory_account {
	enum directory_status status;	/* of its contractor, if linked */
	int	linked;
	enum directory_whose whose;	/* not linked: the verdict */
	int	twice;
	int	living;		/* not gone */
	int	converted;
	int	privileged;
	int	disabled;	/* the switch */
	int	ours_disabled;	/* a step of ours did that last */
	int	other_worker;	/* has a number that is another contractor's */
	int	other_upn;	/* has a UPN that is */
};

enum {
	DIRECTORY_UNREGISTERED = 1 << 0,	/* of an account */
	DIRECTORY_AMBIGUOUS = 1 << 1,
	DIRECTORY_DUPLICATE = 1 << 2,
	DIRECTORY_OUT_OF_BAND = 1 << 3,
	DIRECTORY_REENABLED = 1 << 4,
	DIRECTORY_PRIVILEGED = 1 << 5,
	DIRECTORY_CONVERTED = 1 << 6,
	DIRECTORY_CHANGED_HANDS = 1 << 7,
	DIRECTORY_MISSING = 1 << 8,		/* of a contractor */
	DIRECTORY_MISMATCH = 1 << 9,
	DIRECTORY_EXPIRED = 1 << 10
};

/* The kinds in order of their bits: "unregistered" ... */
#define DIRECTORY_KINDS 11
extern const char *const directory_kinds[DIRECTORY_KINDS];

unsigned directory_of_contractor(const struct directory_contractor *,
    int expired_days, int32_t today);
unsigned directory_of_account(const struct directory_account *);

/*
 * directory_doubtful: 1 if a list is an outage rather than news: it answers
 * nothing, or less than half of what the last whole one did, or takes more
 * than half of what we know away.  base: what the last whole list had; known:
 * what lives in the registry; a list of changes has base 0.
 */
int directory_doubtful(int64_t listed, int64_t base, int64_t known,
    int64_t gone);

#endif
