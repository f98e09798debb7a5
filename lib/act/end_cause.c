#include "act/end_cause.h"

#include <stdio.h>
#include <string.h>

#include "base/when.h"

void
end_cause(struct end_cause *c, int32_t end_on, int32_t expiry_on,
    struct jot *j)
{
	memset(c, 0, sizeof(*c));
	if (end_on != WHEN_NO_DAY)
		when_date(end_on, c->past_end);
	if (expiry_on != WHEN_NO_DAY)
		when_date(expiry_on, c->expired_enabled);
	(void)snprintf(c->date_mismatch, sizeof(c->date_mismatch), "%s %s",
	    c->past_end, c->expired_enabled);
	jot_str(j, "contract_end", c->past_end[0] != '\0' ? c->past_end :
	    NULL);
	jot_str(j, "expiry_on", c->expired_enabled[0] != '\0' ?
	    c->expired_enabled : NULL);
}
