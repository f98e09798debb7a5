/* ctr-evidence: verify, export, show, checkpoint, archive. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "act/audit.h"
#include "act/key.h"
#include "act/story.h"
#include "act/tool.h"
#include "base/num.h"
#include "base/safe.h"
#include "base/say.h"

static const char *opt_from, *opt_to;
static struct audit audit;	/* its kept checkpoints come with options */
static struct checkpoint *kept;
static struct opt_common common;
static char key_room[512];

static const char synopsis[] =
    "ctr-evidence show [SUBJECT|UPN]\n"
    "ctr-evidence export [--from SEQ] [--to SEQ]\n"
    "ctr-evidence verify [--checkpoint FILE]... [FILE|-]\n"
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
	if (checkpoint_read_all(buf_get(&b), &kept, &audit.n_kept) == -1)
		opt_usage("%s: not a file of checkpoints", path);
	audit.kept = kept;
	buf_clear(&b);
}

static const struct opt options[] = {
	{ "from", 0, OPT_VALUE, "SEQ", "first record of an export", NULL,
	    &opt_from, NULL, NULL },
	{ "to", 0, OPT_VALUE, "SEQ", "last record of an export", NULL, &opt_to,
	    NULL, NULL },
	{ "checkpoint", 0, OPT_MANY, "FILE", "checkpoints kept elsewhere",
	    NULL, NULL, add_kept, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static int64_t
seq_of(const char *s, int64_t otherwise)
{
	int64_t v = otherwise;

	if (s != NULL && num_int(s, 1, INT64_MAX - 1, &v) == -1)
		opt_usage("%s: not the number of a record", s);
	return v;
}

/* What the audit found: the report, and the status. */
static int
verdict(void)
{
	char line[256];

	audit_end(&audit);
	audit_line(&audit, line, sizeof(line));
	if (audit.bad[0] != '\0')
		say("%s", audit.bad);
	return err_worst(say_report(line, common.quiet),
	    audit.bad[0] != '\0' ? ERR_DATA : 0);
}

static int
verify(struct ctx *x, const char *keys, const char *file, struct err *e)
{
	(void)file;
	return audit_db(x, keys, &audit, e) == -1 ? -1 : verdict();
}

static int
export(struct ctx *x, const char *keys, const char *file, struct err *e)
{
	(void)file;
	return audit_export(x, keys, seq_of(opt_from, 1), seq_of(opt_to, 0),
	    stdout, e) == -1 ? -1 : 0;
}

static int
show(struct ctx *x, const char *keys, const char *what, struct err *e)
{
	(void)keys;
	return story_show(x, what, what != NULL && !common.output_given ?
	    "text" : common.output, 1, e);
}

static int
checkpoint(struct ctx *x, const char *keys, const char *file, struct err *e)
{
	struct buf b = BUF_INIT(2048);
	struct checkpoint c;

	(void)file;
	if (audit_checkpoint(x, keys, &c, e) == -1)
		return -1;
	checkpoint_write(&b, &c);
	if (!common.quiet)
		fputs(buf_get(&b), stdout);
	buf_clear(&b);
	return 0;
}

static int
archive(struct ctx *x, const char *keys, const char *file, struct err *e)
{
	char line[64];
	int64_t n = audit_archive(x, keys, file, e);

	snprintf(line, sizeof(line), "ctr-evidence archived=%" PRId64, n);
	return n == -1 ? -1 : say_report(line, common.quiet);
}

static const struct verb {
	const char *name;
	int min, max;		/* words, its own among them */
	int writes;
	int (*run)(struct ctx *, const char *keys, const char *, struct err *);
} verbs[] = {
	{ "show", 1, 2, 0, show },
	{ "export", 1, 1, 0, export },
	{ "verify", 1, 2, 0, verify },
	{ "checkpoint", 1, 1, 1, checkpoint },
	{ "archive", 2, 2, 1, archive },
};

static const struct verb *
find_verb(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc > 0 && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(argv[0], verbs[i].name) == 0 &&
		    argc >= verbs[i].min && argc <= verbs[i].max)
			return &verbs[i];
	opt_usage("what: show, export, verify, checkpoint or archive?");
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
	/* Offline, and of no tenant: an export alone. */
	if (v->run == verify && argc == 2)
		return sodium_init() == -1 ? ERR_SYSTEM :
		    audit_path(argv[1], &audit, &e) == -1 ? say_err(&e) :
		    verdict();
	common.dry = !v->writes;	/* the others only read */
	rc = tool_open(&t, "ctr-evidence", &common, ROLE_EVIDENCE,
	    v->writes ? TOOL_LOCK | TOOL_OPERATOR : 0, &e);
	if (rc != 0)
		return rc == 1 ? ERR_TEMP : say_err(&e);
	rc = v->run(&t.ctx, key_dir(t.conf, key_room, sizeof(key_room)),
	    argc > 1 ? argv[1] : NULL, &e);
	if (rc == -1)
		rc = say_err(&e);
	if (fflush(stdout) == EOF || ferror(stdout))
		rc = err_worst(rc, ERR_IO);
	return tool_close(&t, rc, NULL);
}
