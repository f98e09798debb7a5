/* Members of groups and directory roles: exactly those that a request lists. */
#ifndef CONNECT_ENTRA_MEMBER_H
#define CONNECT_ENTRA_MEMBER_H

#include "connect/entra.h"

serve_handler entra_member_revoke, entra_member_restore;

#endif
