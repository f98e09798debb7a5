#include "act/audit_part.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define PAGE 2000
#define STOP (-2)

struct walk {
	struct audit_part *p;
	struct audit *a;
	int64_t	last;
};

static int
see(const struct evidence *r, void *arg)
{
	struct walk *w = arg;

	if (r->seq > w->p->to)
		return STOP;
	w->last = r->seq;
	if (audit_record(w->a, r) == -1)
		return STOP;
	if (w->p->see != NULL)
		w->p->see(r, w->p->arg);
	return 0;
}

static int64_t
milliseconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* The checkpoints of what was walked. */
static int
checkpoints(struct ctx *x, const char *keys, struct audit *a, struct err *e)
{
	struct checkpoint c;
	unsigned char h[32];
	int64_t after = a->first - 1;
	int rc;

	while ((rc = checkpoint_next(x->db, after, &c, e)) == 1 &&
	    c.seq <= a->last) {
		after = c.seq;
		if (audit_signature(a, keys, &c, x->tenant->name) == -1)
			return 0;
		if (evidence_before(x->db, c.seq + 1, h, e) == -1)
			return -1;
		if (memcmp(h, c.hash, 32) != 0) {
			(void)audit_wrong(a, c.seq, "its checkpoint has "
			    "another hash: the chain was rewritten");
			return 0;
		}
		a->checkpoints++;
	}
	return rc == -1 ? -1 : 0;
}

int
audit_part(struct ctx *x, const char *keys, struct audit_part *p,
    struct audit *a, struct err *e)
{
	struct walk w = { p, a, p->from - 1 };
	int64_t until = milliseconds() + p->patience_ms;
	int rc;

	if (p->to < p->from)
		return 0;
	if ((rc = evidence_before(x->db, p->from, a->hash, e)) == -1)
		return -1;
	p->before = p->from > 1 && rc == 1;
	if (rc == 0)
		return err_set(e, ERR_DATA, "record %" PRId64 " is not here: "
		    "it is in an archive", p->from);
	a->next = p->from;
	do {
		rc = evidence_page(x->db, w.last, PAGE, see, &w, e);
		if (rc == PAGE && w.last < p->to && p->patience_ms > 0 &&
		    milliseconds() >= until)
			p->cut = 1;
	} while (rc == PAGE && !p->cut);
	if (rc == -1)
		return -1;
	if (a->bad[0] == '\0' && !p->cut && w.last < p->to)
		(void)audit_wrong(a, w.last + 1, "missing");
	return a->bad[0] != '\0' || a->records == 0 ? 0 :
	    checkpoints(x, keys, a, e);
}
