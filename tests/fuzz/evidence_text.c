/*
 * Any bytes as a line of an export: never a crash, and what is taken says the
 * same once we have written and read it again.
 */
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/checkpoint.h"
#include "store/evidence_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Written again, it is the same record. */
static void
same(const struct evidence_read *x)
{
	struct buf b = BUF_INIT(32 << 20);
	struct evidence_read again;

	evidence_text_write(&b, &x->r);
	memset(&again, 0, sizeof(again));
	buf_init(&again.text, 16 << 20);
	if (b.len == 0 || b.p[b.len - 1] != '\n' ||
	    evidence_text_read(b.p, b.len - 1, &again) == -1)
		abort();
	if (again.r.seq != x->r.seq || again.r.at != x->r.at ||
	    strcmp(again.r.actor, x->r.actor) != 0 ||
	    strcmp(again.r.action, x->r.action) != 0 ||
	    strcmp(again.r.subject, x->r.subject) != 0 ||
	    (again.r.detail == NULL) != (x->r.detail == NULL) ||
	    (x->r.detail != NULL && strcmp(again.r.detail, x->r.detail) != 0))
		abort();
	buf_clear(&again.text);
	buf_clear(&b);
}

/* Its hashes are computed without a look beyond what was read. */
static void
hashes(const struct evidence_read *x)
{
	static const unsigned char prev[32];
	unsigned char h[32];

	evidence_hash(prev, &x->r, h);
	if (x->r.detail != NULL)
		evidence_detail_hash(x->r.salt, x->r.detail, h);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *line = (const char *)data;
	struct evidence_read x;
	struct checkpoint c;

	if (sodium_init() == -1)
		abort();
	memset(&x, 0, sizeof(x));
	buf_init(&x.text, 16 << 20);
	if (evidence_text_read(line, len, &x) == 0) {
		same(&x);
		hashes(&x);
	}
	(void)checkpoint_read(line, len, &c);
	buf_clear(&x.text);
	return 0;
}
