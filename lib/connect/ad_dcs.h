/*
 * When somebody logged on last.  With all_dcs = yes the domain's other
 * controllers are asked for what each keeps for itself: lastLogon.  Without
 * it lastLogonTimestamp counts, which all of them have and which is late:
 * it is written again only once it is up to msDS-LogonTimeSyncInterval days
 * old, 14 where that is not set (Microsoft, win32 ADSchema
 * a-lastlogontimestamp, a-msds-logontimesyncinterval).
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
 * ad_dcs_login: the last logon anywhere, given that of our own DC and
 * lastLogonTimestamp, all in ticks, 0 for none; *lag gets the seconds by which
 * it may be behind.  1 if it is known; 0 if a DC has not said, or the domain
 * keeps no lastLogonTimestamp.
 */
int ad_dcs_login(const struct ad *, const char *guid, int64_t stamp,
    int64_t *ticks, int64_t *lag);

#endif
