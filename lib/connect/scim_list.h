/* The list of accounts and, if configured, persons.  Always a full one. */
#ifndef CONNECT_SCIM_LIST_H
#define CONNECT_SCIM_LIST_H

#include "connect/scim.h"

/* It is kept in a file until its end has come: what changes under a walk by
 * index is walked again, and nothing of a list that failed is told. */
serve_handler scim_list;

#endif
