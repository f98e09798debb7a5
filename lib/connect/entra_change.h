/* Changes to one user, each after reading him again: entra_user_guard.  One
 * whom Active Directory masters is refused all but the end of his sessions. */
#ifndef CONNECT_ENTRA_CHANGE_H
#define CONNECT_ENTRA_CHANGE_H

#include "connect/entra.h"

serve_handler entra_change_disable, entra_change_enable;
serve_handler entra_change_end_sessions, entra_change_delete;
serve_handler entra_change_random_password, entra_change_set_password;
serve_handler entra_change_create;

#endif
