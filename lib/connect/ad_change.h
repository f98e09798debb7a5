/*
 * Changes to one account, each after reading it again and only if it is still
 * what the request takes it for.
 */
#ifndef CONNECT_AD_CHANGE_H
#define CONNECT_AD_CHANGE_H

#include "connect/ad.h"
#include "connect/serve.h"

/*
 * All but ad_change_lookup are refused for what is protected (RID 500 and 502,
 * our own account, the ids that hello or the request name) with "protected",
 * and with "changed_hands" for what is no contractor's any more or whose
 * employeeID is another than expect.worker_id.  A mark that is no longer true
 * is ERR_TEMP, "changed meanwhile".  They answer done, already or gone.
 */
serve_handler ad_change_lookup;
serve_handler ad_change_disable, ad_change_enable, ad_change_set_expiry;
serve_handler ad_change_revoke_groups, ad_change_restore_groups;
serve_handler ad_change_random_password, ad_change_describe;
serve_handler ad_change_move_ou, ad_change_delete;

#endif
