/*
 * The changes of one Okta user; each reads him by id first, because Okta's
 * lifecycle calls are not idempotent: what is so already is "already".
 */
#ifndef CONNECT_OKTA_CHANGE_H
#define CONNECT_OKTA_CHANGE_H

#include "connect/okta.h"

/*
 * disable: suspend, or deactivate where the configuration says so.  Okta
 * suspends from ACTIVE only: any other status is refused with words, or
 * deactivated where "otherwise" allows that.  A STAGED user was never let in:
 * already.
 * enable: a SUSPENDED user is unsuspended; a STAGED or DEPROVISIONED one
 * activated.  If he has a password he must change it at once, else Okta's mail
 * lets him choose one.
 */
serve_handler okta_change_disable, okta_change_enable;
/* end_sessions: his Okta sessions, and the tokens got with them. */
serve_handler okta_change_sessions;
/* set_expiry: the text of expiry_attribute, which Okta itself does not act on;
 * without one it is unsupported. */
serve_handler okta_change_expiry;
serve_handler okta_change_password;
/* delete: deactivated, then deleted, for good. */
serve_handler okta_change_delete;

/* okta_change_when: an instant as the expiry attribute holds it. */
json_t *okta_change_when(json_t *at);

#endif
