/* UTF-8 (libunistring): checks, keys, widths. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stddef.h>

#include "base/buf.h"

/* text_ok: 1 if len bytes are well-formed UTF-8 without NUL. */
int text_ok(const char *s, size_t len);

/*
 * text_fold: full case-folding and NFC, the form of every *_key column.
 * Malloc'd; NULL if s is NULL or not UTF-8.  ASCII takes a short way.
 */
char *text_fold(const char *s);

/*
 * text_squeeze: trims and makes each run of white space (Unicode's, so that a
 * no-break space counts) one space, in place.  Bad bytes stay as they are.
 */
void text_squeeze(char *s);

/*
 * text_upn: 1 if s looks like a user principal name or address that may stand
 * in a mail header: one '@', a local part of 1-64 and a domain of 1-255 bytes,
 * no space, control, ", `, comma, colon, semicolon, backslash or bracket of any
 * kind; no hyphen first (it would look like an option), no dot or hyphen at
 * either end of the domain and no two dots within; at most 254 bytes in all.
 * Letters beyond ASCII pass, as a directory has them; characters that cannot
 * be seen (controls of direction, unassigned ones) do not.
 */
int text_upn(const char *s);

/* text_width: columns on a terminal; -1 for bad UTF-8. */
int text_width(const char *s);

/*
 * text_from(charset, ...): appends in as UTF-8.  charset "utf-8",
 * "windows-1252", "utf-16le", "utf-16be"; a NUL is an error in the first alone.
 * 0, or -1 if in is not that, is cut within a character, or charset is another;
 * then out is as it was.
 */
int text_from(const char *charset, const char *in, size_t len, struct buf *out);

#endif
