/*
 * The names that a template may use, and which of them a template cannot do
 * without.  ctr-template(5) is the long form of this table.
 *
 * A tenant's own fields (columns of its rosters that we do not know, kept in
 * contractor.extra) are names too; whether there is such a one only the
 * registry knows.
 */
#ifndef DOMAIN_VOCAB_H
#define DOMAIN_VOCAB_H

/* Rows of a list that one message shows: larger ones are cut by Gmail. */
enum { VOCAB_ROWS = 30 };

struct vocab {
	const char *name;
	const char *words;	/* what it stands for */
	int	link;		/* made when it leaves, never a field: 1 an
				 * address, 2 a token */
	const char *sample;	/* for ctr-template preview */
};

/* vocab_all: in order of the manual; ends with a row whose name is NULL. */
const struct vocab *vocab_all(void);
const struct vocab *vocab_find(const char *name);	/* or NULL */

/* A field that no template has: the message is a test (act/trial.h), its links
 * are dead. */
#define VOCAB_TRIAL "ctr_trial"

/* vocab_taken: 1 if a tenant's own field may not have this name: it means
 * something to us, here or in the fields of a message (store/outbox.h). */
int vocab_taken(const char *name);

/*
 * vocab_kind: 1 if there is such a kind of mail ("t-30"); *needs (may be NULL)
 * gets the link without which nobody could answer it, or NULL.
 */
int vocab_kind(const char *kind, const char **needs);
/* vocab_kinds: the kinds, NULL at the end. */
const char *const *vocab_kinds(void);

#endif
