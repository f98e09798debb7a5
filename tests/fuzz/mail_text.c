/*
 * Templates and values into mails: the bytes up to the first NUL are a
 * template, the rest is a contractor's name.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "connect/mail_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* What no mail may have, whatever went in. */
static void
check(const struct buf *b)
{
	size_t i, col = 0;
	int body = 0;

	for (i = 0; i < b->len; i++) {
		if (b->p[i] == '\0' || (b->p[i] & 0x80) != 0)
			abort();
		if ((b->p[i] == '\r') != (i + 1 < b->len &&
		    b->p[i + 1] == '\n'))
			abort();
		if (b->p[i] == '\r') {
			if (col == 0)
				body = 1;
			continue;
		}
		col = b->p[i] == '\n' ? 0 : col + 1;
		if (col > 998)
			abort();
		if (!body && col == 5 && memcmp(b->p + i - 4, "Bcc: ", 5) == 0)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct mail_head head = { "c@x.test", "m@x.test", NULL,
	    "ctr.1.00", "x.test", 1795000000, 0 };
	struct buf out = BUF_INIT(4 << 20);
	const uint8_t *nul = memchr(data, 0, size);
	char *text, *name;
	struct err e = ERR_INIT;
	struct mail_doc *d;
	struct pairs *p;
	size_t n;

	n = nul == NULL ? size : (size_t)(nul - data);
	text = mem_strn((const char *)data, n);
	name = nul == NULL ? mem_str("Jo") :
	    mem_strn((const char *)nul + 1, size - n - 1);
	d = mail_parse(text, NULL, NULL, &e);
	if ((d == NULL) != (e.kind == ERR_DATA))
		abort();
	if (d != NULL) {
		p = pairs_new();
		pairs_set(p, PAIRS_ALL, "contractor_name", name);
		pairs_set(p, PAIRS_ALL, "vendor", name);
		pairs_set(p, 0, "contractor_name", name);
		pairs_set(p, PAIRS_ALL, "offboard_url", "https://x.test/y");
		if (mail_text(&out, d, p, &head, &e) == 0)
			check(&out);
		pairs_free(p);
	}
	mail_doc_free(d);
	buf_clear(&out);
	free(text);
	free(name);
	return 0;
}
