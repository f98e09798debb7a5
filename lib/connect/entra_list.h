/* The list of accounts and persons, whole or since a cookie. */
#ifndef CONNECT_ENTRA_LIST_H
#define CONNECT_ENTRA_LIST_H

#include "connect/entra.h"

/*
 * A cookie holds a delta link, who was privileged then and the time.  With a
 * good one each user that the delta query names, and each contractor who has
 * signed in since (a sign-in is no change), is read by his id; if these are
 * many, if Graph says 410 or privilege was given to others, everything is
 * listed and "full" is true.
 */
serve_handler entra_list;

#endif
