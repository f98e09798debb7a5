/* The name that a newcomer gets, and whose a name is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "act/newcomer_make.h"
#include "act/newcomer_want.h"
#include "base/text.h"
#include "domain/username.h"
#include "store/account.h"
#include "store/account_new.h"
#include "store/newcomer_row.h"

enum { NAMES = 999 };

/* The name by the rule, without a number. */
static int
base_name(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, char out[USERNAME_MAX + 1], struct err *e)
{
	struct newcomer n;
	struct newcomer_rules r;
	struct newcomer_fault f[1];
	int rc;

	newcomer_want_rules(x, 1, &r);
	if ((rc = newcomer_want_of(x, s, c, &n, e)) == 0) {
		(void)newcomer_check(&s->form, &r, &n, f, 1);
		rc = newcomer_want_login(s, r.username_rule, &n, out);
		if (rc == -1)
			(void)err_set(e, ERR_DATA, "contractor/%lld: no login "
			    "can be made of his name", (long long)c->id);
	}
	newcomer_clear(&n);
	return rc;
}

static int
has_login(const struct account *a, void *arg)
{
	const char *login = arg;

	return !account_new(a->remote_id) && strcmp(a->state, "gone") != 0 &&
	    strcasecmp(a->login, login) == 0;
}

/* login NULL: the UPN alone. */
static int
by_rule(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, const char *login, const char *upn,
    struct err *e)
{
	char base[USERNAME_MAX + 1], nth[USERNAME_MAX + 1], whole[300];
	int i;

	if (base_name(x, s, c, base, e) == -1)
		return e->kind == ERR_DATA ? 0 : -1;
	for (i = 1; i <= NAMES; i++) {
		username_nth(base, i, nth);
		(void)snprintf(whole, sizeof(whole), "%s@%.250s", nth,
		    s->domain);
		if (strcasecmp(whole, upn) == 0)
			return login == NULL || strcasecmp(nth, login) == 0;
	}
	return 0;
}

int
newcomer_make_named(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, const char *login, const char *upn,
    enum newcomer_name *name, struct err *e)
{
	size_t len;
	int rc;

	*name = NEWCOMER_NAME_NONE;
	if (upn == NULL || c->upn == NULL || strcasecmp(upn, c->upn) != 0)
		return 0;
	if ((rc = by_rule(x, s, c, login, upn, e)) == -1)
		return -1;
	if (rc == 1) {
		*name = NEWCOMER_NAME_RULED;
		return 0;
	}
	err_clear(e);
	len = strcspn(upn, "@");
	if (len > USERNAME_MAX)
		len = USERNAME_MAX;
	if (login == NULL || (strlen(login) == len &&
	    strncasecmp(login, upn, len) == 0))
		rc = 1;
	else
		rc = account_each(x->db, c->id, has_login,
		    (void *)(uintptr_t)login, e);
	if (rc == 1)
		*name = NEWCOMER_NAME_HIS;
	return rc == -1 ? -1 : 0;
}

/* That of his first account, if he has one; else what his UPN begins with. */
static int
first_login(const struct account *a, void *arg)
{
	if (strcmp(a->state, "gone") == 0)
		return 0;
	(void)snprintf(arg, USERNAME_MAX + 1, "%s", a->login);
	return 1;
}

static int
keeps(struct ctx *x, const struct contractor *c, char *login, char upn[300],
    struct err *e)
{
	(void)snprintf(upn, 300, "%s", c->upn);
	(void)snprintf(login, USERNAME_MAX + 1, "%.*s",
	    (int)strcspn(c->upn, "@"), c->upn);
	return account_each(x->db, c->id, first_login, login, e) == -1 ? -1 :
	    0;
}

int
newcomer_make_name(struct ctx *x, const struct newcomer_setup *s,
    const struct contractor *c, int *nth, char *login, char upn[300],
    struct err *e)
{
	char base[USERNAME_MAX + 1], *key;
	int rc;

	if (c->upn != NULL)
		return keeps(x, c, login, upn, e);
	if (base_name(x, s, c, base, e) == -1)
		return -1;
	for (; *nth <= NAMES; (*nth)++) {
		username_nth(base, *nth, login);
		(void)snprintf(upn, 300, "%s@%.250s", login, s->domain);
		if ((key = text_fold(upn)) == NULL)
			break;
		rc = newcomer_row_taken(x->db, login, key, c->id, e);
		free(key);
		if (rc != 1)
			return rc;
	}
	return err_set(e, ERR_DATA, "contractor/%lld: every login of %s is "
	    "taken", (long long)c->id, base);
}
