/*
 * The mark of one rendering of a form: a MAC over what the reader was shown
 * and when, by a key made of his token.  Nothing is stored: a GET writes
 * nothing, and the web server has no secret.
 *
 * It shows that whoever sends the form has the token, computed or fetched the
 * page for it at most MARK_SECONDS ago, and was shown what is still so.  It is
 * no second secret beside the token.
 */
#ifndef WEB_MARK_H
#define WEB_MARK_H

#include <stdint.h>

enum { MARK_LEN = 30, MARK_SECONDS = 12 * 3600 };

/* mark_make: print is ticket_print. */
void mark_make(const char *token, const unsigned char print[32], int64_t now,
    char out[MARK_LEN + 1]);
/* mark_ok: 1 if s (untrusted, may be NULL) is one of these, not too old. */
int mark_ok(const char *s, const char *token, const unsigned char print[32],
    int64_t now);

#endif
