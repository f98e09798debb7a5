/* The line of report. */
#include <inttypes.h>

#include "base/jot.h"
#include "connect/ingest_run.h"

static const char *const names[] = { "added", "changed", "unchanged",
	"missing", "returned", "rejected", "held" };

void
ingest_run_line(const struct ingest_report *n, int json, struct buf *out)
{
	int64_t v[] = { n->added, n->changed, n->unchanged, n->missing,
		n->returned, n->rejected, n->held };
	struct jot j;
	size_t i;

	if (json) {
		jot_init(&j);
		jot_int(&j, "v", 1);
		for (i = 0; i < sizeof(v) / sizeof(v[0]); i++)
			jot_int(&j, names[i], v[i]);
		buf_str(out, jot_get(&j));
		jot_clear(&j);
		return;
	}
	buf_str(out, "ctr-ingest");
	for (i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		buf_fmt(out, " %s=%" PRId64, names[i], v[i]);
}
