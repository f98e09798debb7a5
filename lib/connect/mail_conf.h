/* Section [mail] of the configuration: ctr.conf(5). */
#ifndef CONNECT_MAIL_CONF_H
#define CONNECT_MAIL_CONF_H

#include <stdint.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/tenant.h"

enum mail_transport {
	MAIL_SMTP,		/* smtp://, smtps:// */
	MAIL_SENDMAIL,		/* sendmail:/path */
	MAIL_MAILDIR		/* maildir:/path */
};

enum mail_tls { MAIL_TLS_REQUIRED, MAIL_TLS_OPTIONAL, MAIL_TLS_OFF };

struct mail_conf {
	enum mail_transport transport;
	char	*where;		/* smtp://HOST[:PORT], or the path */
	enum mail_tls tls;
	char	*ca_file;	/* NULL: the system's */
	char	*from, *reply_to;	/* reply_to may be NULL */
	char	*bounce;	/* '%' stands for the outbox id; NULL: from */
	char	*domain;	/* of Message-IDs */
	char	*hello;
	char	*user, *password;	/* NULL: no AUTH */
	int64_t	timeout_s;
	int64_t	batch;
};

/*
 * mail_conf_load: 0, or -1 with e (ERR_CONFIG).  A password and no TLS is
 * refused but for a loopback host.
 */
int mail_conf_load(struct mail_conf *, const struct conf *,
    const struct tenant *, struct err *);
void mail_conf_clear(struct mail_conf *);	/* wipes the password */

/* mail_conf_bounce: the envelope sender of an outbox row. */
void mail_conf_bounce(const struct mail_conf *, int64_t outbox,
    struct buf *);
/*
 * mail_conf_bounced: the outbox row that address was the envelope sender of,
 * or 0.
 */
int64_t mail_conf_bounced(const struct mail_conf *, const char *address);

#endif
