#include "domain/end_rule.h"

#include "base/when.h"

int
end_rule_mismatch(int32_t end_on, int32_t expiry_on)
{
	int32_t apart;

	if (end_on == WHEN_NO_DAY || expiry_on == WHEN_NO_DAY)
		return 0;
	apart = end_on - expiry_on;
	return apart > 1 || apart < -1;
}

int
end_rule_expired(int32_t expiry_on, int32_t today, int other_enabled,
    int not_disabled, int expired_days, int leaving)
{
	return expiry_on != WHEN_NO_DAY && today > expiry_on &&
	    (other_enabled || (not_disabled &&
	    today > expiry_on + expired_days && !leaving));
}
