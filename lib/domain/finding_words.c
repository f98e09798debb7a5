#include "domain/finding_words.h"

#include <stddef.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *kind, *words;
} table[] = {
	{ "unregistered", "an account that no contractor has" },
	{ "missing_from_roster", "his feed does not name him any more" },
	{ "missing_account", "he has started, and has no account anywhere" },
	{ "ambiguous_match", "it could be more than one person's" },
	{ "duplicate", "two feeds deliver him" },
	{ "override", "a lower source changed under a standing one" },
	{ "date_mismatch", "contract end and directory expiry differ" },
	{ "expired_enabled", "his access has expired, he can still get in" },
	{ "disabled_out_of_band", "somebody else disabled his account" },
	{ "reenabled", "an account that we disabled is enabled again" },
	{ "manager_invalid", "a manager who cannot be asked" },
	{ "undeliverable", "mail about him does not arrive" },
	{ "unanswered", "nobody answers for him" },
	{ "past_end", "his contract has ended, and nobody has decided" },
	{ "privileged_access", "he has privileged access" },
	{ "converted", "he is no contractor any more by another's word" },
	{ "changed_hands", "his account belongs to somebody else now" },
	{ "rehire", "he had left, and is on the roster again" },
	{ "still_on_roster", "he has left, and the roster still has him" },
	{ "reviewer_disputed", "his manager says: not mine" },
	{ "feed_stale", "a feed has proved nothing for too long" },
	{ "approval_waiting", "a departure waits for an approver, or "
	    "a newcomer for who must agree" },
	{ "roster_held", "a roster is held" },
	{ "job_held", "a run is held by a limit until somebody has looked" },
	{ "connector_down", "a system cannot be reached" },
	{ "proof_invalid", "a decision whose proof does not hold" },
	{ "step_failed", "a step of a departure does not succeed" },
	{ "mail_uncertain", "a mail may or may not have been sent" },
};

const char *
finding_words(const char *kind)
{
	size_t i;

	for (i = 0; i < COUNT(table); i++)
		if (strcmp(table[i].kind, kind) == 0)
			return table[i].words;
	return kind;
}

const char *const *
finding_words_all(void)
{
	static const char *kinds[COUNT(table) + 1];
	size_t i;

	for (i = 0; i < COUNT(table); i++)
		kinds[i] = table[i].kind;
	return kinds;
}
