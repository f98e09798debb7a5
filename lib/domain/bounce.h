/*
 * What a returned message says: RFC 3464 delivery reports and their older
 * kin.  Pure; the message is untrusted, and anyone can send one: what it may
 * do is decided by whom it names (act/bounced.h).
 */
#ifndef DOMAIN_BOUNCE_H
#define DOMAIN_BOUNCE_H

#include <stddef.h>
#include <stdint.h>

enum bounce_kind {
	BOUNCE_OTHER,		/* a reply, an auto-reply, spam */
	BOUNCE_FAILED,		/* Action: failed */
	BOUNCE_DELAYED,		/* Action: delayed, or a 4.x.x status */
	BOUNCE_GOOD		/* delivered, relayed, a read receipt */
};

struct bounce {
	enum bounce_kind kind;
	int	report;		/* a multipart/report of delivery status */
	char	to[256];	/* envelope recipient, of Delivered-To ... */
	char	status[16];	/* "5.1.1" or "" */
	char	words[300];	/* Diagnostic-Code, one line, "" */
	char	recipient[256];	/* Final- or Original-Recipient, "" */
	int64_t	id;		/* outbox.id out of a Message-ID of ours; 0 */
	char	message_id[40];	/* its 32 hex digits; "" */
};

/*
 * bounce_read: text is a whole message (CRLF or LF), any bytes.  domain is
 * that of our Message-IDs.  Always fills b; never fails.
 */
void bounce_read(const char *text, size_t len, const char *domain,
    struct bounce *b);

#endif
