/* The verbs of ctr-template; what they print goes to stdout. */
#ifndef CONNECT_MAIL_VERB_H
#define CONNECT_MAIL_VERB_H

#include "act/ctx.h"
#include "base/conf.h"

struct mail_verb {
	struct ctx *x;
	const struct conf *conf;
	const char *format;	/* of list */
	char	*name;		/* with its room: "mail/t-30" */
	const char *rest;	/* FILE or UPN, or NULL */
	int	html;		/* preview: the HTML part alone */
};

/* Each: 0, or -1 with e (ERR_DATA: no such template, or it is wrong). */
int mail_verb_list(struct mail_verb *, struct err *);
int mail_verb_show(struct mail_verb *, struct err *);
int mail_verb_check(struct mail_verb *, struct err *);
int mail_verb_set(struct mail_verb *, struct err *);
int mail_verb_reset(struct mail_verb *, struct err *);
int mail_verb_preview(struct mail_verb *, struct err *);

#endif
