/*
 * The lines of an export: what ctr-evidence(5) describes.  One JSON object a
 * line, its members always in this order, so that a strict reader suffices:
 *	{"v":1,"seq":N,"at":N,"actor":"..","action":"..","subject":"..",
 *	 "salt":"HEX","detail":"..","detail_hash":"HEX","hash":"HEX"}
 * An erased record has "salt":null,"detail":null.  detail is the JSON text as
 * it was hashed, as a string.
 */
#ifndef STORE_EVIDENCE_TEXT_H
#define STORE_EVIDENCE_TEXT_H

#include "base/buf.h"
#include "store/evidence.h"

/* A record read from a line: r points into text and the arrays. */
struct evidence_read {
	struct evidence r;
	struct buf text;	/* init with BUF_INIT; reused */
	unsigned char salt[16], detail_hash[32], hash[32];
};

void evidence_text_write(struct buf *, const struct evidence *);
/* evidence_text_read: line without its newline, untrusted.  0, or -1: not a
 * record in this form. */
int evidence_text_read(const char *line, size_t len, struct evidence_read *);

#endif
