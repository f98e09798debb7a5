/*
 * The settings of the policy as the portal shows them: under headings, each a
 * field of its type.  What there is says domain/policy.h; the headings' words
 * are in templates/portal/settings-heads.html, by the group's name.
 */
#ifndef WEB_PORTAL_SETTING_H
#define WEB_PORTAL_SETTING_H

#include "act/govern.h"
#include "web/portal.h"

/* Of one group: a form has 128 fields. */
enum { PORTAL_SETTING_MAX = 32 };

/* portal_setting_group: the nth group's name, NULL beyond the last. */
const char *portal_setting_group(size_t nth);
/* portal_setting_known: 1 if there is such a group. */
int portal_setting_known(const char *group);

/* portal_setting_each: every setting of a group, kinds too, in the order in
 * which they are shown.  Non-zero from cb stops and is returned. */
typedef int portal_setting_cb(const char *name, const struct policy_setting *,
    void *);
int portal_setting_each(const char *group, portal_setting_cb *, void *);

/* portal_setting_head: {{heading}} and {{hint}} of the group.  0 or -1. */
int portal_setting_head(struct portal *, struct words *, const char *group,
    struct err *);

/* The fields of a form. */

/* portal_setting_field: the field of a setting, number i of the form: as it
 * was sent, else as it is.  Appends to out.  0 or -1. */
int portal_setting_field(struct portal *, int i, const char *name,
    const struct policy_setting *, struct buf *out, struct err *);

struct portal_setting_sent {
	struct govern change[PORTAL_SETTING_MAX];
	char	*value[PORTAL_SETTING_MAX];	/* what the changes borrow */
	size_t	n;
};

/*
 * portal_setting_read: what was sent and is not as the form had it.  0, or -1
 * (ERR_DATA: a value that cannot be, ERR_USAGE: not a form of ours).
 * portal_setting_clear after either.
 */
int portal_setting_read(struct portal *, struct portal_setting_sent *,
    struct err *);
void portal_setting_clear(struct portal_setting_sent *);

/* The pages behind the form: what would change, and the change. */
int portal_setting_check(struct portal *, struct err *);
int portal_setting_again(struct portal *, struct err *);
int portal_setting_save(struct portal *, struct err *);

#endif
