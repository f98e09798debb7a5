/* First passwords that were shown are set. */
#ifndef CONNECT_PROVISION_FIRST_H
#define CONNECT_PROVISION_FIRST_H

#include "connect/job_peer.h"

/*
 * provision_first: each box is opened and its password set in every account
 * that we made for him; not now is tried again for a day.  0, or -1 with e:
 * the database.
 */
int provision_first(struct job_run *, struct job_peers *, struct err *);

#endif
