/*
 * Text enters another language only through one of these.  Each appends to b.
 * s is untrusted; NULL counts as "".
 */
#ifndef BASE_ESC_H
#define BASE_ESC_H

#include "base/buf.h"

/* HTML text and double-quoted attribute values: & < > " ' as entities; C0 but
 * TAB and newline, DEL, C1 and bidirectional controls (U+202A-202E,
 * U+2066-2069) dropped; a byte that is no UTF-8 becomes U+FFFD. */
void esc_html(struct buf *b, const char *s);
/* RFC 3986: all but unreserved as %XX. */
void esc_url(struct buf *b, const char *s);
/* One unstructured mail header value: RFC 2047 Q-encoded words where not
 * plain ASCII, folded at 76 (CRLF and a space; what stands in b since its last
 * newline counts); CR, LF, controls and bidi controls become a space. */
void esc_header(struct buf *b, const char *s);
/* RFC 4515 assertion value: * ( ) \ controls and bytes over 126 as \XX. */
void esc_filter(struct buf *b, const char *s);
/* The same for len bytes, every byte as \XX (objectGUID, SID). */
void esc_filter_bytes(struct buf *b, const void *p, size_t len);
/* RFC 4514 attribute value within a DN. */
void esc_dn(struct buf *b, const char *s);
/* RFC 4180 cell, quoted where needed.  guard: a cell that a spreadsheet would
 * run (= + - @ TAB CR LF first, also the full-width forms) gets a leading '. */
void esc_csv(struct buf *b, const char *s, int guard);
/* TAB, newline, CR and backslash as \t \n \r \\ (CLI: tsv). */
void esc_tsv(struct buf *b, const char *s);
/* For a terminal, a log and syslog: C0, DEL, C1 and bidi controls as \xXX,
 * so that no ESC gets through; bad UTF-8 likewise. */
void esc_term(struct buf *b, const char *s);
/* A JSON string with its quotes (RFC 8259); U+2028 and U+2029 escaped, a byte
 * that is no UTF-8 as \ufffd. */
void esc_json(struct buf *b, const char *s);

#endif
