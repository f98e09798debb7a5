/*
 * An account that was not there: found by name, made disabled, and given the
 * password that its owner changes at the first logon.
 */
#ifndef CONNECT_AD_CREATE_H
#define CONNECT_AD_CREATE_H

#include "connect/ad.h"
#include "connect/serve.h"

/*
 * ad_create_find: the user whom a request's account names by upn, else by
 * login, else by worker_id, in the whole domain, contractor or not.  Two of
 * one name are an error.  1 with his remote_id, 0 there is none, -1 with e.
 */
int ad_create_find(struct ad *, json_t *account, char guid[AD_GUID],
    struct err *);

/*
 * ad_create: below create_ou; disabled, with a password that nobody has seen,
 * to be changed at the first logon, everything in one add: there is no moment
 * at which half of it is there.  Who has the upn or the login already is told:
 * "already".
 */
serve_handler ad_create;

/*
 * ad_create_password: set_password; the request's, to be changed at the first
 * logon.  It is wiped here as soon as it was sent.
 */
serve_handler ad_create_password;

#endif
