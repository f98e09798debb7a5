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

extern const struct portal_route portal_people[];

/* portal_people_ask.c */
struct portal_people_ask {
	struct roll_ask q;
	char	*folded;	/* of the search */
	char	worker[256];
};
/* portal_people_ask_read: out of the query.  0, or -1 with e (ERR_DATA).
 * portal_people_ask_clear after both. */
int portal_people_ask_read(const struct portal *, struct portal_people_ask *,
    struct err *);
void portal_people_ask_clear(struct portal_people_ask *);
/* portal_people_ask_link: {{name}} leads to the same query, as portal_link. */
void portal_people_ask_link(struct portal *, const char *name, const char *path,
    const char *const *with);
/* portal_people_ask_form: the search and the filters as they stand. */
int portal_people_ask_form(struct portal *, struct err *);
/* portal_people_ask_sort: the head of the table. */
void portal_people_ask_sort(struct portal *, const struct roll_ask *);

/* portal_people.c: the words of one line. */
void portal_people_line(struct words *, const struct roll_line *);
/* portal_people_words: '_' is a space for people; room is of the caller. */
const char *portal_people_words(const char *word, char *room, size_t len);

/* Pages and acts of the other files. */
int portal_people_csv(struct portal *, struct err *);
int portal_people_bulk(struct portal *, struct err *);
int portal_people_bulk_act(struct portal *, struct err *);
int portal_person(struct portal *, struct err *);
int portal_clear_field(struct portal *, struct err *);
int portal_manager(struct portal *, struct err *);

/* portal_manager_find: who can be asked and fits the text, into {{people}}, a
 * row with a radio "pick" each; {{some_people}}, {{nobody_fits}},
 * {{too_many}}.  0 or -1. */
int portal_manager_find(struct portal *, const char *text, struct err *);

/* portal_person_load: the contractor of the path.  1; 0: the page says that
 * there is none; -1 with e. */
int portal_person_load(struct portal *, struct contractor *, struct err *);

/* portal_person_line.c: {{line}} and what pages it. */
int portal_person_line(struct portal *, const struct contractor *,
    struct err *);
/* portal_person_act.c, portal_person_ask.c: the forms that his status allows,
 * {{actions}}, and what each does. */
int portal_person_actions(struct portal *, const struct contractor *,
    struct err *);
int portal_person_act_manager(struct portal *, struct err *);
int portal_person_act_set(struct portal *, struct err *);
int portal_person_act_clear(struct portal *, struct err *);
int portal_person_act_extend(struct portal *, struct err *);
int portal_person_act_hold(struct portal *, struct err *);
int portal_person_act_unhold(struct portal *, struct err *);
int portal_person_act_exempt(struct portal *, struct err *);
int portal_person_ask_deputy(struct portal *, struct err *);
int portal_person_ask(struct portal *, struct err *);
int portal_person_ask_leaves(struct portal *, struct err *);
int portal_person_act_employee(struct portal *, struct err *);
int portal_person_act_withdrawn(struct portal *, struct err *);
int portal_person_ask_reinstate(struct portal *, struct err *);
int portal_person_ask_rehire(struct portal *, struct err *);

#endif
