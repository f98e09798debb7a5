/* Rosters: those that came, those that are held, one from here, the feeds and
 * the drop zone; and the lists of the connectors. */
#ifndef WEB_PORTAL_ROSTERS_H
#define WEB_PORTAL_ROSTERS_H

#include "connect/ingest_run.h"
#include "web/portal.h"
#include "web/upload.h"

extern const struct portal_route portal_rosters[];

/* For the files of this area. */

/* portal_rosters_page: the page "rosters"; also a refused upload's. */
int portal_rosters_page(struct portal *, struct err *);
/* portal_rosters_held: the feeds whose roster is held, appended.  0 or -1. */
int portal_rosters_held(struct portal *, struct buf *, struct err *);

/* portal_upload: takes the body; portal_upload_limit: its bytes at most, out of
 * [web] upload_mb; -1 with e. */
int portal_upload(struct portal *, struct err *);
int64_t portal_upload_limit(const struct portal *, struct err *);

/* portal_preview: what an upload would do; portal_preview_of: how ingest_run
 * is to read it, for the plan and for the act alike. */
int portal_preview(struct portal *, struct err *);
void portal_preview_of(struct portal *, const struct upload *,
    struct ingest_run *);

int portal_apply(struct portal *, struct err *);
int portal_apply_not(struct portal *, struct err *);

int portal_feeds(struct portal *, struct err *);
int portal_sync(struct portal *, struct err *);
int portal_sync_act(struct portal *, struct err *);

#endif
