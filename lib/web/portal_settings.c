#include "web/portal_settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/setting.h"
#include "web/portal_setting.h"

/* Who set what when: of the few settings that are not the default. */
struct origin {
	char	*name, *by;
	int64_t	at;
};

struct listing {
	struct portal *p;
	struct origin *origin;
	size_t	n;
	struct buf rows, jumps;
	int	i;
	struct err *e;
};

static int
add_origin(const char *name, const char *value, int64_t at, const char *by,
    void *arg)
{
	struct listing *l = arg;
	struct origin *o;

	(void)value;
	l->origin = mem_grow(l->origin, l->n + 1, sizeof(*l->origin));
	o = &l->origin[l->n++];
	o->name = mem_str(name);
	o->by = mem_str(by);
	o->at = at;
	return 0;
}

static void
set_origin(const struct listing *l, struct words *w, const char *name)
{
	const char *by;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (strcmp(l->origin[i].name, name) == 0) {
			by = strchr(l->origin[i].by, '/');
			words_set(w, "by", by != NULL ? by + 1 :
			    l->origin[i].by);
			words_moment(w, "at", l->origin[i].at);
			return;
		}
}

static int
row(const char *name, const struct policy_setting *s, void *arg)
{
	struct listing *l = arg;
	struct words *w = words_under(l->p->words);
	const char *value = policy_get(l->p->x->policy, name);
	int same = strcmp(value, s->otherwise) == 0, rc;
	char range[256];

	policy_range(s, range, sizeof(range));
	words_set(w, "name", name);
	/* What all kinds share says the hint above them. */
	words_flag(w, "is_kind", strcmp(name, s->name) != 0);
	if (strcmp(name, s->name) == 0)
		words_set(w, "sentence", s->words);
	words_cell(w, "value", value);
	words_cell(w, "otherwise", s->otherwise);
	words_set(w, "range", range);
	words_flag(w, "is_default", same);
	words_flag(w, "is_set", !same);
	set_origin(l, w, name);
	rc = words_block(w, "settings-row", &l->rows, l->e);
	words_free(w);
	return rc;
}

static int
group(struct listing *l, const char *name, struct buf *out)
{
	struct words *w = words_under(l->p->words);
	int rc;

	buf_empty(&l->rows);
	rc = portal_setting_each(name, row, l);
	words_html(w, "rows", &l->rows);
	if (rc == 0 && l->rows.len > 0 &&
	    (rc = portal_setting_head(l->p, w, name, l->e)) == 0 &&
	    (rc = words_block(w, "settings-jump", &l->jumps, l->e)) == 0)
		rc = words_block(w, "settings-group", out, l->e);
	words_free(w);
	return rc;
}

static void
listing_clear(struct listing *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free(l->origin[i].name);
		free(l->origin[i].by);
	}
	free(l->origin);
	buf_clear(&l->rows);
	buf_clear(&l->jumps);
}

/* all: every group, one under the other. */
static int
all(struct portal *p, struct err *e)
{
	struct listing l = { p, NULL, 0, BUF_INIT(1 << 18),
	    BUF_INIT(8192), 0, e };
	struct buf b = BUF_INIT(1 << 18);
	size_t i;
	int rc;

	words_flag(p->words, "may_change", portal_may(p, PORTAL_ADMIN));
	words_flag(p->words, "may_not", !portal_may(p, PORTAL_ADMIN));
	rc = setting_each(p->x->db, add_origin, &l, e);
	for (i = 0; rc == 0 && portal_setting_group(i) != NULL; i++)
		rc = group(&l, portal_setting_group(i), &b);
	words_html(p->words, "groups", &b);
	words_html(p->words, "jumps", &l.jumps);
	buf_clear(&b);
	listing_clear(&l);
	portal_command(p, "ctr-policy", "list", (char *)NULL);
	return rc == 0 ? portal_page(p, "settings", "settings", e) : -1;
}

static int
field(const char *name, const struct policy_setting *s, void *arg)
{
	struct listing *l = arg;

	if (l->i == PORTAL_SETTING_MAX)
		return err_set(l->e, ERR_BUG, "%s: too many in its group",
		    name);
	return portal_setting_field(l->p, l->i++, name, s, &l->rows, l->e);
}

int
portal_settings_edit(struct portal *p, struct err *e)
{
	struct listing l = { p, NULL, 0, BUF_INIT(1 << 18),
	    BUF_INIT(8192), 0, e };
	int rc;

	if (!portal_setting_known(p->part[0]))
		return portal_missing(p, e);
	if ((rc = portal_setting_head(p, p->words, p->part[0], e)) == 0)
		rc = portal_setting_each(p->part[0], field, &l);
	words_html(p->words, "fields", &l.rows);
	listing_clear(&l);
	portal_form(p, p->words, "check", "settings/%s/check", p->part[0]);
	portal_command(p, "ctr-policy", "set", "NAME", "VALUE", (char *)NULL);
	return rc == 0 ? portal_page(p, "settings-edit", "settings", e) : -1;
}

const struct portal_route portal_settings[] = {
	{ "settings", PORTAL_VIEW, all, NULL, ROLE_READ, 0, NULL, 0 },
	{ "settings/*", PORTAL_ADMIN, portal_settings_edit, NULL,
	    ROLE_READ, 0, NULL, 0 },
	{ "settings/*/check", PORTAL_ADMIN, NULL, portal_setting_check,
	    ROLE_READ, 1 << 17, portal_settings_edit, 0 },
	{ "settings/*/save", PORTAL_ADMIN, NULL, portal_setting_save,
	    ROLE_POLICY, 1 << 17, portal_setting_again, 0 },
	{ NULL, 0, NULL, NULL, ROLE_READ, 0, NULL, 0 }
};
