/* The one line that a run ends with. */
#include "base/buf.h"
#include "connect/job_run.h"

void
job_run_report(const struct job_run *r, const char *program, int json,
    struct buf *out)
{
	const struct {
		const char *name;
		int64_t	n;
	} all[] = {
		{ "started", r->started },
		{ "steps", r->steps },
		{ "refused", r->refused },
		{ "later", r->later },
		{ "held", r->held },
	};
	size_t i;

	if (json)
		buf_fmt(out, "{\"v\":1,\"program\":\"%s\"", program);
	else
		buf_str(out, program);
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		buf_fmt(out, json ? ",\"%s\":%lld" : " %s=%lld", all[i].name,
		    (long long)all[i].n);
	if (json)
		buf_chr(out, '}');
}
