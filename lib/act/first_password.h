/*
 * The first credential of a newcomer, shown once to his manager.
 *
 * Who shows it (ctr-token-cgi, as ctr-web) holds no credential and speaks to
 * no directory; who sets it (ctr-provision, as ctr) speaks to no browser.  So
 * the password is made by the CGI when the button is pressed, shown in that
 * one answer, and handed over sealed (act/vault.h) to a key of the tenant
 * whose secret half only ctr can read; the next run opens it, sets it with
 * "to be changed at the first logon", and the row goes.
 *
 * The other way round, a password made by ctr and sealed to a key that the CGI
 * made for this one answer, would have to keep the browser waiting for the
 * next run, and the CGI alive with that key.  This way nothing that ctr-web
 * can read, now or later, opens an account: a captured CGI sees what passes
 * through it while it is captured, as it would see any page.  A box that is
 * never opened, or a backup that has one, is of use to ctr alone.
 *
 * The password is in no mail, log, evidence, argument or environment, and in
 * the database only sealed, until it is set.
 */
#ifndef ACT_FIRST_PASSWORD_H
#define ACT_FIRST_PASSWORD_H

#include "act/ctx.h"
#include "act/ticket.h"
#include "store/credential.h"

enum { FIRST_PASSWORD = 24 };	/* room, with the NUL; wipe it after use */

/*
 * first_password_make: for the link's holder; t allows TICKET_CREDENTIAL.  The
 * question is over from here on.  keys is key_dir.  1 with out; 0 it was shown
 * already, or has lapsed; -1 with e, and nothing changed.
 */
int first_password_make(struct ctx *, const char *keys, const struct ticket *t,
    int login, const char *address, const char *agent,
    char out[FIRST_PASSWORD], struct err *);

/*
 * first_password_holds: 1 if the box came by a link that we signed for this
 * question, to the manager of now, in time, about this stay of somebody who is
 * here; 0 with the reason in e->text; -1.  Whoever writes boxes can write any
 * other row as well, and has no link.
 */
int first_password_holds(struct ctx *, const char *keys,
    const struct credential *, struct err *);

/* first_password_over: it was set ("set"), or cannot be ("failed", "lapsed"):
 * evidence, and the row goes.  Own transaction.  0 or -1. */
int first_password_over(struct ctx *, const struct credential *,
    const char *how, const char *words, struct err *);

#endif
