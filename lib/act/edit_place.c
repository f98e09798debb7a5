/* The fields of a contractor by name. */
#include <stdlib.h>
#include <string.h>

#include "act/edit_internal.h"
#include "store/contractor_directory.h"

/* Where a field stands in c: the text, or the room of a day. */
static char **
text_of(struct contractor *c, const struct edit_field *f)
{
	const struct {
		const char *column;
		char **at;
	} map[] = {
		{ "display_name", &c->display_name }, { "email", &c->email },
		{ "vendor", &c->vendor }, { "department", &c->department },
		{ "project", &c->project }, { "manager_key", &c->manager_key },
		{ "worker_id", &c->worker_id },
	};
	size_t i;

	for (i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (strcmp(map[i].column, f->column) == 0)
			return map[i].at;
	abort();		/* the table of fields has one more than this */
}

static char *
day_of(struct contractor *c, const struct edit_field *f)
{
	return strcmp(f->column, "contract_end") == 0 ? c->contract_end :
	    c->contract_start;
}

const char *
edit_value(struct contractor *c, const struct edit_field *f)
{
	const char *s;

	if (f->kind != EDIT_DAY)
		return *text_of(c, f);
	s = day_of(c, f);
	return *s != '\0' ? s : NULL;
}

void
edit_put(struct contractor *c, const struct edit_field *f, char *value)
{
	char **at;

	if (f->kind != EDIT_DAY) {
		at = text_of(c, f);
		free(*at);
		*at = value;
		return;
	}
	memset(day_of(c, f), 0, 11);
	if (value != NULL)
		memcpy(day_of(c, f), value, 10);
	free(value);
}

int
edit_days(const struct contractor *c, struct err *e)
{
	if (c->contract_start[0] == '\0' || c->contract_end[0] == '\0' ||
	    strcmp(c->contract_start, c->contract_end) <= 0)
		return 0;
	return err_set(e, ERR_DATA, "contract_end %s would be before "
	    "contract_start %s", c->contract_end, c->contract_start);
}

int
edit_word(const char *word, const struct edit_field **f, char **value,
    struct err *e)
{
	int len = (int)strcspn(word, "=");

	if (word[len] != '=')
		return err_set(e, ERR_USAGE, "%s: not FIELD=VALUE", word);
	if ((*f = edit_field_find(word, len)) == NULL)
		return err_set(e, ERR_DATA, "%.*s: no such field "
		    "(ctr-edit(8) has them)", len, word);
	return edit_field_value(*f, word + len + 1, value, e);
}

int
edit_worker(struct ctx *x, const struct contractor *c, struct err *e)
{
	struct contractor other;
	int64_t ids[2];
	int i = 0, n, rc;

	if (c->worker_id == NULL)
		return 0;
	n = contractor_directory_worker(x->db, c->worker_id, ids, 2, e);
	if (n > 0 && ids[0] == c->id)
		i++;
	if (i >= n)
		return n == -1 ? -1 : 0;
	if ((rc = contractor_get(x->db, ids[i], &other, e)) != 1)
		return rc;
	err_set(e, ERR_DATA, "worker_id %s is that of %s (contractor/%lld)",
	    c->worker_id, other.upn != NULL ? other.upn :
	    "somebody without a UPN", (long long)other.id);
	contractor_clear(&other);
	return -1;
}
