#include "store/evidence_text.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/esc.h"
#include "base/scan.h"
#include "base/text.h"

static void
write_hex(struct buf *b, const char *name, const unsigned char *p, size_t len)
{
	char h[65];

	buf_fmt(b, ",\"%s\":", name);
	if (p == NULL) {
		buf_str(b, "null");
		return;
	}
	sodium_bin2hex(h, sizeof(h), p, len);
	buf_fmt(b, "\"%s\"", h);
}

void
evidence_text_write(struct buf *b, const struct evidence *r)
{
	buf_fmt(b, "{\"v\":1,\"seq\":%" PRId64 ",\"at\":%" PRId64
	    ",\"actor\":", r->seq, r->at);
	esc_json(b, r->actor);
	buf_str(b, ",\"action\":");
	esc_json(b, r->action);
	buf_str(b, ",\"subject\":");
	esc_json(b, r->subject);
	write_hex(b, "salt", r->detail != NULL ? r->salt : NULL, 16);
	buf_str(b, ",\"detail\":");
	if (r->detail != NULL)
		esc_json(b, r->detail);
	else
		buf_str(b, "null");
	write_hex(b, "detail_hash", r->detail_hash, 32);
	write_hex(b, "hash", r->hash, 32);
	buf_str(b, "}\n");
}

int
evidence_text_read(const char *line, size_t len, struct evidence_read *x)
{
	struct scan s = { line, line + len, &x->text, 0 };
	size_t actor, action, subject, detail = 0;
	int erased;

	/* JSON is UTF-8; what is not is another text to another reader. */
	if (!text_ok(line, len))
		return -1;
	buf_empty(&x->text);
	scan_expect(&s, "{\"v\":1,\"seq\":");
	x->r.seq = scan_number(&s);
	scan_expect(&s, ",\"at\":");
	x->r.at = scan_number(&s);
	scan_expect(&s, ",\"actor\":");
	actor = scan_string(&s);
	scan_expect(&s, ",\"action\":");
	action = scan_string(&s);
	scan_expect(&s, ",\"subject\":");
	subject = scan_string(&s);
	scan_expect(&s, ",\"salt\":");
	if (!(erased = scan_null(&s)))
		scan_bytes(&s, x->salt, sizeof(x->salt));
	scan_expect(&s, ",\"detail\":");
	if (!erased)
		detail = scan_string(&s);
	else if (!scan_null(&s))
		s.bad = 1;
	scan_expect(&s, ",\"detail_hash\":");
	scan_bytes(&s, x->detail_hash, sizeof(x->detail_hash));
	scan_expect(&s, ",\"hash\":");
	scan_bytes(&s, x->hash, sizeof(x->hash));
	scan_expect(&s, "}");
	if (s.bad || s.p != s.end || !buf_ok(&x->text))
		return -1;
	x->r.actor = x->text.p + actor;
	x->r.action = x->text.p + action;
	x->r.subject = x->text.p + subject;
	x->r.detail = erased ? NULL : x->text.p + detail;
	x->r.salt = erased ? NULL : x->salt;
	x->r.detail_hash = x->detail_hash;
	x->r.hash = x->hash;
	return 0;
}
