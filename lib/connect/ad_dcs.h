/*
 * The domain's other controllers, asked for what each keeps for itself:
 * lastLogon.  Only with all_dcs = yes; without it nothing here is known.
 */
#ifndef CONNECT_AD_DCS_H
#define CONNECT_AD_DCS_H

#include "connect/ad.h"

/*
 * ad_dcs_read: the latest lastLogon of each user that filter finds, at every
 * other DC, for ad_dcs_login.  A DC that cannot be found or reached is no
 * error: then no login is known, and *unreached (may be NULL) gets its name
 * or words, malloc'd.
 */
void ad_dcs_read(struct ad *, const char *base, const char *filter,
    char **unreached);
void ad_dcs_forget(struct ad *);

/*
 * ad_dcs_login: the last logon anywhere, given that of our own DC, both in
 * ticks, 0 for none.  1 if it is known: every DC has said; else 0.
 */
int ad_dcs_login(const struct ad *, const char *guid, int64_t *ticks);

#endif
