/* What the files of edit share; nobody else includes it. */
#ifndef ACT_EDIT_INTERNAL_H
#define ACT_EDIT_INTERNAL_H

#include "act/edit.h"
#include "domain/edit_field.h"
#include "store/contractor.h"

/* edit_place.c: a field of c.  edit_put: value (malloc'd or NULL) is c's. */
const char *edit_value(struct contractor *c, const struct edit_field *);
void edit_put(struct contractor *c, const struct edit_field *, char *value);
/* edit_days: ERR_DATA if the contract would end before it starts. */
int edit_days(const struct contractor *, struct err *);
/* edit_word: "FIELD=VALUE" read: *value is malloc'd or NULL. */
int edit_word(const char *word, const struct edit_field **, char **value,
    struct err *);

/* edit_state.c: d's rows as the evidence of one change. */
int edit_record(struct ctx *, const struct edit *, const char *action,
    struct err *);

#endif
