/* A user who was not there. */
#ifndef CONNECT_OKTA_CREATE_H
#define CONNECT_OKTA_CREATE_H

#include "connect/okta.h"

/*
 * create: STAGED, which lets nobody in, and of the first configured user type;
 * who has the login already is told: "already".  Groups are not given here.
 */
serve_handler okta_create;

#endif
