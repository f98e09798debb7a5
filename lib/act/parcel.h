/*
 * One message on its way out: its row, its values as of queueing, and the
 * links, which are made here, when it leaves, and nowhere else.
 */
#ifndef ACT_PARCEL_H
#define ACT_PARCEL_H

#include "base/buf.h"
#include "base/conf.h"
#include "base/pairs.h"
#include "domain/link.h"
#include "store/outbox.h"
#include "act/ctx.h"

/* What links are made with, once per run. */
struct postmark {
	const char *base;	/* https://host: without the tenant; borrowed */
	const char *domains;	/* links go to addresses of these alone, each
				 * between spaces or commas; NULL: anywhere */
	const struct conf *conf;	/* borrowed */
	int	buttons;	/* channel_buttons: lists told in Slack */
	int	dead;		/* --show: links that nobody can use */
	int	key;
	unsigned char secret[LINK_SECRET_LEN];
};

/*
 * postmark_load: the setting base_url and the newest token key.  dead: no key
 * is read.  0, or -1 (ERR_CONFIG).
 */
int postmark_load(struct postmark *, const struct tenant *,
    const struct conf *, int dead, struct err *);
void postmark_clear(struct postmark *);		/* wipes */

struct parcel {
	struct outbox row;
	struct pairs *values;	/* fields and links */
	char	sha256[65];	/* of the text, set by who makes it; "" */
};

/*
 * parcel_load: takes row over; parcel_clear also after a failure.  The same
 * row gives the same values, links included: they live token_days from
 * queueing, or as long as the question.  ERR_DATA: what the row says cannot
 * be, or no link goes to this address; nobody can send it.  ERR_REFUSED: it
 * asks somebody who is not to be asked this, as of now.
 */
int parcel_load(struct ctx *, const struct postmark *, struct outbox *row,
    struct parcel *, struct err *);
void parcel_clear(struct parcel *);

#endif
