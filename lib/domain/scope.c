#include "domain/scope.h"

#include <string.h>

/* A viewer sees people, an auditor also what was done to them; an operator
 * brings things in, an approver's word may decide (policy hr_decides). */
static const struct {
	const char *scope;
	const char *roles;	/* each between spaces */
} table[] = {
	{ SCOPE_SEE, " viewer auditor operator approver " },
	{ SCOPE_MAKE, " operator approver " },
	{ SCOPE_SEE_WORK, " viewer auditor operator approver " },
	{ SCOPE_LEAVE, " operator approver " },
	{ SCOPE_EVIDENCE, " auditor operator approver " },
	{ SCOPE_ROSTER, " operator approver " },
	{ SCOPE_SYNC, " operator approver " },
};

enum { SCOPES = sizeof(table) / sizeof(table[0]) };

int
scope_has(const char *list, const char *word)
{
	size_t n = strlen(word);
	const char *p = list;

	while (n > 0 && (p = strstr(p, word)) != NULL) {
		if ((p == list || p[-1] == ' ') &&
		    (p[n] == ' ' || p[n] == '\0'))
			return 1;
		p += n;
	}
	return 0;
}

int
scope_role(const char *role)
{
	return strchr(role, ' ') == NULL && scope_has(table[0].roles, role);
}

int
scope_may(const char *role, const char *scope)
{
	int i;

	for (i = 0; i < SCOPES; i++)
		if (strcmp(table[i].scope, scope) == 0)
			return scope_has(table[i].roles, role);
	return 0;
}

void
scope_all(const char *role, char out[SCOPE_LIST_LEN + 1])
{
	size_t at = 0, n;
	int i;

	out[0] = '\0';
	for (i = 0; i < SCOPES; i++) {
		n = strlen(table[i].scope);
		if (!scope_has(table[i].roles, role) ||
		    at + n + 1 > SCOPE_LIST_LEN)
			continue;
		if (at > 0)
			out[at++] = ' ';
		memcpy(out + at, table[i].scope, n + 1);
		at += n;
	}
}

const char *
scope_each(int nth)
{
	return nth >= 0 && nth < SCOPES ? table[nth].scope : NULL;
}
