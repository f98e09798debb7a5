/* One newcomer, asked for on a terminal. */
#ifndef CONNECT_NEWCOMER_PROMPT_H
#define CONNECT_NEWCOMER_PROMPT_H

#include "act/newcomer_want.h"

/* newcomer_prompt_can: 1 if stdin and stderr are a terminal. */
int newcomer_prompt_can(void);

/*
 * newcomer_prompt: asks for each field that was not told and is needed, and
 * says what it must be; again while it is wrong; shows all that will be asked
 * for and wants a yes (not with dry).  0, or -1 with e (ERR_REFUSED: no yes;
 * ERR_IO: the end of the input).  Nothing is written, and no transaction or
 * statement of the database is open.
 */
int newcomer_prompt(const struct newcomer_setup *, struct ctx *,
    struct newcomer_item *, int dry, struct err *);

#endif
