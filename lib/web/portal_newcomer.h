/*
 * A newcomer: the form with the tenant's own fields, what would be made of it,
 * and the wish.  A field is f and its number in newcomer_form.
 *
 *	portal_newcomers.c	the list, and the routes
 *	portal_newcomer.c	the form
 *	portal_newcomer_check.c	what would be made; the wish
 */
#ifndef WEB_PORTAL_NEWCOMER_H
#define WEB_PORTAL_NEWCOMER_H

#include "act/newcomer_want.h"
#include "web/portal.h"

/* portal_newcomer_setup: 1 accounts can be made; 0 not, and the words say why
 * ({{none_made}}, {{broken}}); -1.  newcomer_setup_clear after each. */
int portal_newcomer_setup(struct portal *, struct newcomer_setup *,
    struct err *);

/* portal_newcomer_read: what was sent, into it; what could not be read is a
 * fault.  A manager who was picked is the manager. */
void portal_newcomer_read(const struct portal *, const struct newcomer_setup *,
    struct newcomer_item *it);

/* portal_newcomer_show: the form, with what is in it and what is wrong; with
 * the people found for q, if one was sent. */
int portal_newcomer_show(struct portal *, const struct newcomer_setup *,
    struct newcomer_item *, struct err *);

int portal_newcomer(struct portal *, struct err *);
int portal_newcomer_find(struct portal *, struct err *);
int portal_newcomer_check(struct portal *, struct err *);
int portal_newcomer_save(struct portal *, struct err *);

#endif
