#include "act/audit_verb.h"

#include <inttypes.h>

#include "act/story.h"

int
audit_verify(struct ctx *x, struct audit_call *c, struct err *e)
{
	int rc = c->what != NULL ? audit_path(c->what, &c->audit, e) :
	    audit_db(x, c->keys, &c->audit, e);

	if (rc == -1)
		return -1;
	audit_end(&c->audit);
	audit_line(&c->audit, c->report, sizeof(c->report));
	return 0;
}

int
audit_print(struct ctx *x, struct audit_call *c, struct err *e)
{
	return audit_export(x, c->keys, c->from, c->to, stdout, e) == -1 ? -1 :
	    0;
}

/* A person's story is read; rows are for a program, or when asked for. */
int
audit_show(struct ctx *x, struct audit_call *c, struct err *e)
{
	const char *format = c->format != NULL ? c->format :
	    c->what != NULL ? "text" : c->otherwise;

	return story_show(x, c->what, format, 1, e);
}

int
audit_sign(struct ctx *x, struct audit_call *c, struct err *e)
{
	struct buf b = BUF_INIT(2048);
	struct checkpoint head;

	if (audit_checkpoint(x, c->keys, &head, e) == -1)
		return -1;
	checkpoint_write(&b, &head);
	if (b.len > 0)
		b.p[--b.len] = '\0';	/* the report brings its own newline */
	snprintf(c->report, sizeof(c->report), "%s", buf_get(&b));
	buf_clear(&b);
	return 0;
}

int
audit_move(struct ctx *x, struct audit_call *c, struct err *e)
{
	int64_t n = audit_archive(x, c->keys, c->what, e);

	if (n == -1)
		return -1;
	snprintf(c->report, sizeof(c->report), "ctr-evidence archived=%" PRId64,
	    n);
	return 0;
}
