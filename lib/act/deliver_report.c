#include "act/deliver_report.h"

#include <inttypes.h>

#include "base/jot.h"

void
deliver_report(const struct deliver_count *c, const char *program, int json,
    struct buf *b)
{
	const struct {
		const char *name;
		int64_t n;
	} all[] = {
		{ "sent", c->sent }, { "later", c->later },
		{ "failed", c->failed }, { "uncertain", c->uncertain },
		{ "dropped", c->dropped }
	};
	struct jot j;
	size_t i;

	jot_init(&j);
	jot_int(&j, "v", 1);
	if (!json)
		buf_str(b, program);
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		jot_int(&j, all[i].name, all[i].n);
		if (!json)
			buf_fmt(b, " %s=%" PRId64, all[i].name, all[i].n);
	}
	if (json)
		buf_str(b, jot_get(&j));
	jot_clear(&j);
}
