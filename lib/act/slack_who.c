#include "act/slack_who.h"

#include <stdlib.h>
#include <string.h>

#include "act/approval.h"
#include "base/text.h"
#include "store/listed.h"

char *
slack_who(const struct conf *c, const char *user, const char *team)
{
	const char *own = conf_get(c, "chat", "slack_team");
	const char *who = conf_get(c, "slack_users", user);
	char *key;

	if (who == NULL || (own != NULL && team != NULL &&
	    strcmp(own, team) != 0))
		return NULL;
	if ((key = text_fold(who)) != NULL && !text_upn(key)) {
		free(key);
		key = NULL;
	}
	return key;
}

int
slack_who_is(struct db *db, const struct conf *c, const char *user,
    int64_t outbox, struct err *e)
{
	char *key = slack_who(c, user, NULL);
	struct listed *all = NULL;
	size_t n = 0, i;
	int rc = 1;

	if (key == NULL)
		return 0;
	if (listed_all(db, outbox, &all, &n, e) == -1)
		rc = -1;
	for (i = 0; i < n && rc == 1; i++)
		if (i == 0 || strcmp(all[i].reviewer_key,
		    all[i - 1].reviewer_key) != 0)
			rc = approval_same(db, all[i].reviewer_key, key, e);
	listed_free(all, n);
	free(key);
	return rc == 1 ? n > 0 : rc;
}
