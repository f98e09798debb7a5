/*
 * One template: its text, how it will look, and what can be done with it.  The
 * path is templates/ROOM/NAME[/VERB]; a room is mail, chat or web.
 */
#ifndef WEB_PORTAL_TEMPLATE_H
#define WEB_PORTAL_TEMPLATE_H

#include "web/portal.h"

enum {
	PORTAL_TEMPLATE_NAME = 64,
	PORTAL_TEMPLATE_BODY = 1 << 18	/* 64 KiB, each byte as %41 */
};

/* portal_template_name: "mail/t-30" of the path. */
void portal_template_name(const struct portal *,
    char name[PORTAL_TEMPLATE_NAME]);
/* portal_template_mail: 1 if it is a mail: it can be shown and sent. */
int portal_template_mail(const char *name);
/* portal_template_upn: with whose values it is shown; NULL a sample's. */
const char *portal_template_upn(const struct portal *);

/* The page, also of a POST that was refused: then with what was sent. */
int portal_template_show(struct portal *, struct err *);
/* Its HTML part for the frame: as it is in force, and as it was sent. */
int portal_template_html(struct portal *, struct err *);
int portal_template_look(struct portal *, struct err *);
int portal_template_plain(struct portal *, struct err *);

int portal_template_save(struct portal *, struct err *);
int portal_template_test(struct portal *, struct err *);
/* Back to what is beneath the tenant's own: what that changes, and doing it. */
int portal_template_back(struct portal *, struct err *);
int portal_template_reset(struct portal *, struct err *);

#endif
