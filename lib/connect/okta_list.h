/* Every contractor of an Okta organisation, and their managers. */
#ifndef CONNECT_OKTA_LIST_H
#define CONNECT_OKTA_LIST_H

#include "connect/okta.h"

/* okta_list: the op.  Search finds deactivated users, too; it cannot tell what
 * changed since, so that there is no cookie. */
serve_handler okta_list;

#endif
