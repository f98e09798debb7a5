#include <stddef.h>
#include <string.h>

#include "domain/reply.h"

static const struct {
	const char *answer;
	const char *words;
	int	departs;
} table[] = {
	{ "attest", "still here", 0 },
	{ "extend", "a later last day", 0 },
	{ "offboard_now", "has left", 1 },
	{ "offboard_end", "leaves on the last day", 1 },
	{ "offboard_day", "leaves on a day", 1 },
	{ "employee", "is now an employee", 0 },
	{ "not_mine", "not mine to answer", 0 },
	{ "undo", "taken back", 0 },
	{ "approve", "approved", 0 },
	{ "deny", "refused", 0 },
	{ "suspend", "suspended", 0 },
	{ "lift", "suspension lifted", 0 },
	{ "reinstate", "reinstated", 0 },
	{ "keep", "kept", 0 },
	{ "provision", "account wanted", 0 },
	{ NULL, NULL, 0 }
};

const char *
reply_words(const char *answer)
{
	size_t i;

	for (i = 0; table[i].answer != NULL; i++)
		if (strcmp(table[i].answer, answer) == 0)
			return table[i].words;
	return answer;
}

int
reply_departs(const char *answer)
{
	size_t i;

	for (i = 0; table[i].answer != NULL; i++)
		if (strcmp(table[i].answer, answer) == 0)
			return table[i].departs;
	return 0;
}
