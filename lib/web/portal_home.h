/* The first page: what waits for a person, and pictures; each picture with its
 * rows as a table, and the same rows as CSV below "csv". */
#ifndef WEB_PORTAL_HOME_H
#define WEB_PORTAL_HOME_H

#include "web/portal.h"
#include "web/sheet.h"

extern const struct portal_route portal_home[];

/* One picture: its rows into the sheet; {{NAME_chart}}, {{NAME_height}} and the
 * numbers of its sentences into the words.  Its columns are the CSV's. */
struct portal_chart {
	const char *name;
	int	(*fill)(struct portal *, struct sheet *, struct err *);
	const char *cols[7];
};
extern const struct portal_chart portal_charts[];	/* ends with NULL */

/* For the table of pictures. */
int portal_home_ahead(struct portal *, struct sheet *, struct err *);
int portal_home_answers(struct portal *, struct sheet *, struct err *);
int portal_home_closing(struct portal *, struct sheet *, struct err *);
int portal_home_ends(struct portal *, struct sheet *, struct err *);
int portal_home_overdue(struct portal *, struct sheet *, struct err *);

#endif
