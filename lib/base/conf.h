/*
 * The configuration of one tenant: default.conf, TENANT.conf, TENANT.secret
 * in tenant_etc(), read in this order; a later file's value takes the place of
 * an earlier one's, and an empty one takes it away.  ctr.conf(5).
 *
 * "name = value" lines under "[section]" or "[section part]" headings; '#'
 * starts a comment at the start of a line only; the value is the rest of the
 * line, trimmed.  Unknown names, a name given twice in one file (except map)
 * and secrets outside TENANT.secret are errors.  Errors name file and line and
 * never a value.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdint.h>

#include "base/err.h"
#include "base/tenant.h"

struct conf;

enum {
	CONF_PLAIN = 0,		/* without TENANT.secret: CGIs */
	CONF_SECRET = 1		/* with it; refused when others can read it */
};

/*
 * conf_load: missing files count as empty.  NULL with e: ERR_CONFIG, also for a
 * TENANT.secret that others than owner and group can read or write and for a
 * .conf that anybody can write; ERR_REFUSED for a symbolic link.  With secrets
 * the process, and its children, leave no core file from then on.
 */
struct conf *conf_load(const struct tenant *, int with_secret, struct err *);
void conf_free(struct conf *);

/*
 * conf_get: the value or NULL; section "" for the top, "mail", "connector ad".
 * Borrowed until conf_free.  Repeated names (map) give the last.
 */
const char *conf_get(
    const struct conf *, const char *section, const char *name);
const char *conf_or(const struct conf *, const char *section, const char *name,
    const char *otherwise);

/* conf_int: in [min, max]; otherwise if absent.  -1 with e names file, line. */
int conf_int(const struct conf *, const char *section, const char *name,
    int64_t min, int64_t max, int64_t otherwise, int64_t *out, struct err *);

/*
 * conf_secret: the value of name, or the first line that name_command prints
 * (argv split at spaces, no shell, 10 s).  Malloc'd, to be wiped with mem_wipe
 * and freed; NULL without e->kind: not configured; NULL with: e.
 */
char *conf_secret(const struct conf *, const char *section, const char *name,
    struct err *);

/*
 * conf_each: every name of a section in file order, repeated ones (map) too;
 * empty values are left out.  NAME_command comes as it stands: conf_secret
 * resolves it.
 */
void conf_each(const struct conf *, const char *section,
    void (*cb)(const char *name, const char *value, void *), void *);

/* conf_sections: every "kind part" section of a kind ("connector"), once each,
 * in order of first appearance, empty ones too: cb(part). */
void conf_sections(const struct conf *, const char *kind,
    void (*cb)(const char *part, void *), void *);
/* conf_has: 1 if there is one. */
int conf_has(const struct conf *, const char *kind);

#endif
