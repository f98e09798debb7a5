/*
 * The template in force: the tenant's own (table template), else the site's
 * ($CTR_ETC/templates, or the setting "templates"), else the shipped one.
 */
#ifndef ACT_WORDING_H
#define ACT_WORDING_H

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "store/db.h"

enum wording_from { WORDING_TENANT, WORDING_SITE, WORDING_SHIPPED };

/*
 * wording_load: name is "mail/t-30", "chat/digest" or "web/ask"; the files are
 * mail/NAME.txt, chat/NAME.json, web/NAME.html.  *from may be NULL.  0, or -1:
 * ERR_DATA no such template, ERR_CONFIG a file that cannot be read.
 */
int wording_load(struct db *, const struct conf *, const char *name,
    struct buf *, enum wording_from *from, struct err *);
/* wording_beneath: what is in force without the tenant's own. */
int wording_beneath(const struct conf *, const char *name, struct buf *,
    enum wording_from *from, struct err *);
/* wording_shipped: that of the package alone, whatever a site says; also those
 * of the portal, "portal/people", which are nobody else's to change. */
int wording_shipped(const char *name, struct buf *, struct err *);

/* wording_each: every shipped name that a site may change, in order; non-zero
 * stops.  -1 with e. */
int wording_each(int (*cb)(const char *name, void *), void *, struct err *);

/* wording_word: "tenant", "site", "shipped". */
const char *wording_word(enum wording_from);

#endif
