/*
 * The area of contractors:
 *
 *	portal_people.c		the table, its search and filters
 *	portal_people_ask.c	what is asked of the table, and links that ask
 *	portal_people_csv.c	the same as a file
 *	portal_people_bulk.c	one thing for all that are ticked
 *	portal_person.c		a person's page
 *	portal_person_line.c	and his time line
 *	portal_person_act.c	what an operator does about him
 *	portal_person_ask.c	and has others decide
 *	portal_manager.c	the look-up of a manager, also for a newcomer
 *	portal_clear.c		a field that is given back
 */
#ifndef WEB_PORTAL_PEOPLE_H
#define WEB_PORTAL_PEOPLE_H

#include "store/contractor.h"
#include "store/roll.h"
#include "web/portal.h"

#define PEOPLE_DASH "\342\200\223"	/* what words_cell shows for nothing */

extern const struct portal_route portal_people[];

/* portal_people_ask.c */
struct people_ask {
	struct roll_ask q;
	char	*folded;	/* of the search */
	char	worker[256];
};
/* people_ask_read: out of the query.  0, or -1 with e (ERR_DATA).
 * people_ask_clear after both. */
int people_ask_read(const struct portal *, struct people_ask *,
    struct err *);
void people_ask_clear(struct people_ask *);
/* people_ask_link: {{name}} leads to the same query, as by portal_link. */
void people_ask_link(struct portal *, const char *name, const char *path,
    const char *const *with);
/* people_ask_form: the search and the filters as they stand, into words. */
int people_ask_form(struct portal *, struct err *);
/* people_ask_sort: the head of the table. */
void people_ask_sort(struct portal *, const struct roll_ask *);

/* portal_people.c: the words of one line. */
void people_line(struct words *, const struct roll_line *);
/* people_words: '_' is a space for people; room is of the caller. */
const char *people_words(const char *word, char *room, size_t len);

/* Pages and acts of the other files. */
int people_csv(struct portal *, struct err *);
int people_bulk(struct portal *, struct err *);
int people_bulk_act(struct portal *, struct err *);
int person_page(struct portal *, struct err *);
int person_give_back(struct portal *, struct err *);
int person_manager(struct portal *, struct err *);

/* portal_manager_find: who can be asked and fits the text, into {{people}}, a
 * row with a radio "pick" each; {{some_people}}, {{nobody_fits}},
 * {{too_many}}.  0 or -1. */
int portal_manager_find(struct portal *, const char *text, struct err *);

/* person_load: the contractor of the path.  1; 0: the page says that there is
 * none; -1 with e. */
int person_load(struct portal *, struct contractor *, struct err *);

/* portal_person_line.c: {{line}} and what pages it. */
int person_line(struct portal *, const struct contractor *, struct err *);
/* portal_person_act.c, portal_person_ask.c: the forms that his status allows,
 * {{actions}}, and what each does. */
int person_actions(struct portal *, const struct contractor *, struct err *);
int person_act_manager(struct portal *, struct err *);
int person_act_set(struct portal *, struct err *);
int person_act_clear(struct portal *, struct err *);
int person_act_extend(struct portal *, struct err *);
int person_act_hold(struct portal *, struct err *);
int person_act_unhold(struct portal *, struct err *);
int person_act_exempt(struct portal *, struct err *);
int person_act_deputy(struct portal *, struct err *);
int person_act_ask(struct portal *, struct err *);
int person_act_leaves(struct portal *, struct err *);
int person_act_employee(struct portal *, struct err *);
int person_act_withdrawn(struct portal *, struct err *);
int person_act_reinstate(struct portal *, struct err *);
int person_act_rehire(struct portal *, struct err *);

#endif
