/*
 * The signature of what Slack sends: "v0=" and the HMAC-SHA256, in hex, of
 * "v0:" timestamp ":" body with the app's signing secret.
 *
 * Source: docs.slack.dev, authentication/verifying-requests-from-slack.  The
 * body counts as it came, before anything is decoded.  Pure: no clock.
 */
#ifndef DOMAIN_SLACK_SIGN_H
#define DOMAIN_SLACK_SIGN_H

#include <stddef.h>
#include <stdint.h>

enum {
	SLACK_SIGN_LEN = 32,
	SLACK_SIGN_WINDOW = 300	/* seconds, before or after, that a timestamp
				 * may be off: an older one is a replay */
};

/*
 * slack_sign_read: the headers X-Slack-Signature and X-Slack-Request-Timestamp,
 * untrusted, NULL if they were not sent.  0, or -1: not the form of one.
 */
int slack_sign_read(const char *signature, const char *timestamp,
    unsigned char mac[SLACK_SIGN_LEN], int64_t *at);

/* slack_sign_ok: 1 if mac is that of at and body, else 0; constant time. */
int slack_sign_ok(const char *secret, int64_t at, const void *body,
    size_t len, const unsigned char mac[SLACK_SIGN_LEN]);

#endif
