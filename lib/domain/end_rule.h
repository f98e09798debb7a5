/* The contract end against the directory's expiry: when they are a finding. */
#ifndef DOMAIN_END_RULE_H
#define DOMAIN_END_RULE_H

#include <stdint.h>

/* end_rule_mismatch: 1 if both are days and more than one day apart. */
int end_rule_mismatch(int32_t end_on, int32_t expiry_on);

/*
 * end_rule_expired: 1 if who expired on that day can still get in: another
 * account of his is enabled, or (expired_days later, and nobody has decided
 * that he leaves) one that has expired is not disabled.
 */
int end_rule_expired(int32_t expiry_on, int32_t today, int other_enabled,
    int not_disabled, int expired_days, int leaving);

#endif
