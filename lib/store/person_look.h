/* People of the directory, looked up by who wants to name one. */
#ifndef STORE_PERSON_LOOK_H
#define STORE_PERSON_LOOK_H

#include "store/db.h"

struct person_seen {
	const char *upn_key, *name, *email;	/* borrowed */
	const char *manager;	/* his own, or NULL */
	int	contractor;	/* is one himself */
};

typedef void person_look_cb(const struct person_seen *, void *);
/*
 * person_look: at most max enabled people with a mail address whose UPN begins
 * with folded (text_fold), else whose name or address holds it.  The second
 * reads the people one by one, for up to half a second.  cb may not use the
 * database.  The number, or -1 with e.
 */
int person_look(struct db *, const char *folded, int max, person_look_cb *,
    void *, struct err *);

#endif
