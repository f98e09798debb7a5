/* ctr-evidence: verify, export, report, show, checkpoint, archive. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "act/audit_verb.h"
#include "act/key.h"
#include "act/tool.h"
#include "base/num.h"
#include "base/safe.h"
#include "base/say.h"
#include "web/report_page.h"

static const char *opt_from, *opt_to;
static struct audit_call call;
static struct checkpoint *kept;
static struct opt_common common;
static char key_room[512];

static const char synopsis[] =
    "ctr-evidence show [SUBJECT|UPN]\n"
    "ctr-evidence export [--from SEQ] [--to SEQ]\n"
    "ctr-evidence verify [--checkpoint FILE]... [FILE|-]\n"
    "ctr-evidence report --from DAY --to DAY [--sample N] [--seed SEED]\n"
    "ctr-evidence checkpoint\n"
    "ctr-evidence archive FILE";

static void
add_kept(const char *path, void *arg)
{
	struct buf b = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;

	(void)arg;
	if (safe_read(path, &b, &e) == -1)
		exit(say_err(&e));
	if (checkpoint_read_all(buf_get(&b), &kept, &call.audit.n_kept) == -1)
		opt_usage("%s: not a file of checkpoints", path);
	call.audit.kept = kept;
	buf_clear(&b);
}

static const struct opt options[] = {
	{ "from", 0, OPT_VALUE, "SEQ", "first record of an export, or day of "
	    "a report", NULL, &opt_from, NULL, NULL },
	{ "to", 0, OPT_VALUE, "SEQ", "last record of an export, or day of a "
	    "report", NULL, &opt_to, NULL, NULL },
	{ "sample", 0, OPT_VALUE, "N", "drawn for a report", NULL,
	    &call.sample, NULL, NULL },
	{ "seed", 0, OPT_VALUE, "SEED", "by which they are drawn", NULL,
	    &call.seed, NULL, NULL },
	{ "checkpoint", 0, OPT_MANY, "FILE", "checkpoints kept elsewhere",
	    NULL, NULL, add_kept, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static const struct verb {
	const char *name;
	int min, max;		/* words, its own among them */
	int writes;
	audit_verb *run;
} verbs[] = {
	{ "show", 1, 2, 0, audit_show },
	{ "export", 1, 1, 0, audit_print },
	{ "verify", 1, 2, 0, audit_verify },
	{ "report", 1, 1, 0, report_page_verb },
	{ "checkpoint", 1, 1, 1, audit_sign },
	{ "archive", 2, 2, 1, audit_move },
};

static int64_t
seq_of(const char *s, int64_t otherwise)
{
	int64_t v = otherwise;

	if (s != NULL && num_int(s, 1, INT64_MAX - 1, &v) == -1)
		opt_usage("%s: not the number of a record", s);
	return v;
}

static const struct verb *
find_verb(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc > 0 && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(argv[0], verbs[i].name) == 0 &&
		    argc >= verbs[i].min && argc <= verbs[i].max)
			return &verbs[i];
	opt_usage("what: show, export, verify, report, checkpoint or archive?");
}

/* What it found, its report, and whether stdout took it all. */
static int
end(int rc, struct err *e)
{
	int status = rc == -1 ? say_err(e) : 0;

	if (call.audit.bad[0] != '\0') {
		say("%s", call.audit.bad);
		status = err_worst(status, ERR_DATA);
	}
	if (rc == 0 && call.report[0] != '\0')
		status = err_worst(status, say_report(call.report,
		    common.quiet));
	if (fflush(stdout) == EOF || ferror(stdout))
		status = err_worst(status, ERR_IO);
	return status;
}

int
main(int argc, char **argv)
{
	const struct verb *v;
	struct err e = ERR_INIT;
	struct tool t;
	int rc;

	say_open("ctr-evidence");
	argv += rc = opt_parse(argc, argv, synopsis, OPT_HAS_OUTPUT, options,
	    &common);
	argc -= rc;
	v = find_verb(argc, argv);
	call.what = argc > 1 ? argv[1] : NULL;
	if (v->run == report_page_verb) {
		call.from_on = opt_from;
		call.to_on = opt_to;
	} else {
		call.from = seq_of(opt_from, 0);
		call.to = seq_of(opt_to, 0);
	}
	call.format = common.output_given ? common.output : NULL;
	call.otherwise = common.output;
	/* Offline, and of no tenant: an export alone. */
	if (v->run == audit_verify && call.what != NULL)
		return sodium_init() == -1 ? ERR_SYSTEM :
		    end(audit_verify(NULL, &call, &e), &e);
	common.dry = !v->writes;	/* the others only read */
	rc = tool_open(&t, "ctr-evidence", &common, ROLE_EVIDENCE,
	    v->writes ? TOOL_LOCK | TOOL_OPERATOR : TOOL_OPERATOR, &e);
	if (rc != 0)
		return rc == 1 ? ERR_TEMP : say_err(&e);
	call.keys = key_dir(t.conf, key_room, sizeof(key_room));
	return tool_close(&t, end(v->run(&t.ctx, &call, &e), &e), NULL);
}
