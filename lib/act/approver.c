#include "act/approver.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "act/approval.h"
#include "act/fields.h"
#include "base/mem.h"
#include "base/text.h"

struct seen {
	char	**emails;
	size_t	n;
};

static int
again(struct seen *s, const char *email)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcasecmp(s->emails[i], email) == 0)
			return 1;
	s->emails = mem_grow(s->emails, s->n + 1, sizeof(*s->emails));
	s->emails[s->n++] = mem_str(email);
	return 0;
}

static int
one(struct ctx *x, const char *key, const char *by_key, struct seen *s,
    approver_cb *cb, void *arg, struct err *e)
{
	char *name = NULL, *email = NULL;
	struct approver a;
	int rc;

	if (by_key != NULL && (rc = approval_same(x->db, key, by_key, e)) != 0)
		return rc == 1 ? 0 : -1;
	rc = fields_person(x->db, key, &name, &email, e) == -1 ? -1 : 0;
	if (rc == 0 && email != NULL && text_upn(email) && !again(s, email)) {
		a.key = key;
		a.name = name;
		a.email = email;
		rc = cb(&a, arg);
	}
	free(name);
	free(email);
	return rc;
}

int
approver_each(struct ctx *x, const char *by_key, approver_cb *cb, void *arg,
    struct err *e)
{
	char *list = mem_str(policy_get(x->policy, "approvers"));
	struct seen seen = { NULL, 0 };
	char *s = list, *key;
	size_t len, i;
	int rc = 0;

	while (rc == 0 && *(s += strspn(s, " ")) != '\0') {
		len = strcspn(s, " ");
		if (s[len] != '\0')
			s[len++] = '\0';
		key = text_fold(s);
		if (key != NULL)
			rc = one(x, key, by_key, &seen, cb, arg, e);
		free(key);
		s += len;
	}
	for (i = 0; i < seen.n; i++)
		free(seen.emails[i]);
	free(seen.emails);
	free(list);
	return rc;
}
