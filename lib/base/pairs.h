/*
 * Named values for a template: those of the whole message and those of each
 * row of its list.  Text is copied; a name set twice keeps the later value.
 */
#ifndef BASE_PAIRS_H
#define BASE_PAIRS_H

#define PAIRS_ALL (-1)		/* the row that is no row: the whole message */
#define PAIRS_ROWS 100000	/* rows from here on are ignored */

struct pairs;

struct pairs *pairs_new(void);
void pairs_free(struct pairs *);
void pairs_set(struct pairs *, int row, const char *name, const char *value);
/* pairs_get: the row's own value, else that of the whole; NULL if neither. */
const char *pairs_get(const struct pairs *, int row, const char *name);
int pairs_rows(const struct pairs *);		/* highest row + 1 */
void pairs_each(const struct pairs *,
    void (*cb)(int row, const char *name, const char *value, void *), void *);

#endif
