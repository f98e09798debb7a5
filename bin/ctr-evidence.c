/* ctr-evidence: verify, export, show, checkpoint, archive. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "act/audit.h"
#include "act/key.h"
#include "act/story.h"
#include "act/tool.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/safe.h"
#include "base/say.h"

static const char *opt_from, *opt_to;
static struct checkpoint *kept;
static size_t n_kept;

static const char synopsis[] =
    "ctr-evidence show [SUBJECT|UPN]\n"
    "ctr-evidence export [--from SEQ] [--to SEQ]\n"
    "ctr-evidence verify [--checkpoint FILE]... [FILE|-]\n"
    "ctr-evidence checkpoint\n"
    "ctr-evidence archive FILE";

/* A file of checkpoints, one a line, as ctr-evidence checkpoint prints them. */
static void
add_kept(const char *path, void *arg)
{
	struct buf b = BUF_INIT(1 << 20);
	struct err e = ERR_INIT;
	const char *p, *nl;

	(void)arg;
	if (safe_read(path, &b, &e) == -1)
		exit(say_err(&e));
	for (p = buf_get(&b); *p != '\0'; p = nl + (*nl == '\n')) {
		nl = p + strcspn(p, "\n");
		kept = mem_grow(kept, n_kept + 1, sizeof(*kept));
		if (checkpoint_read(p, (size_t)(nl - p), &kept[n_kept]) == -1)
			opt_usage("%s: not a file of checkpoints", path);
		n_kept++;
	}
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

/* Offline, and of no tenant: an export alone. */
static int
verify_file(const char *path, struct audit *a, struct err *e)
{
	FILE *fp = stdin;
	int fd, rc;

	if (strcmp(path, "-") != 0) {
		if ((fd = safe_open(path, O_RDONLY, e)) == -1)
			return -1;
		fp = fdopen(fd, "r");
	}
	rc = audit_file(fp, path, a, e);
	if (fp != stdin)
		fclose(fp);
	return rc;
}

static int
verdict(struct audit *a, int quiet)
{
	char line[256];

	audit_end(a);
	snprintf(line, sizeof(line), "ctr-evidence records=%" PRId64
	    " erased=%" PRId64 " first=%" PRId64 " last=%" PRId64
	    " checkpoints=%" PRId64 " bad=%d", a->records, a->erased, a->first,
	    a->last, a->checkpoints, a->bad[0] != '\0');
	if (a->bad[0] != '\0')
		say("%s", a->bad);
	if (say_report(line, quiet) != 0)
		return ERR_IO;
	return a->bad[0] != '\0' ? ERR_DATA : 0;
}

static int
checkpoint(struct ctx *x, const char *keys, int quiet, struct err *e)
{
	struct buf b = BUF_INIT(2048);
	struct checkpoint c;

	if (audit_checkpoint(x, keys, &c, e) == -1)
		return -1;
	checkpoint_write(&b, &c);
	if (!quiet)
		fputs(buf_get(&b), stdout);
	buf_clear(&b);
	return 0;
}

static int
work(struct tool *t, const struct opt_common *o, int argc, char **argv,
    struct err *e)
{
	struct audit a;
	char room[512];
	const char *keys = key_dir(t->conf, room, sizeof(room));
	const char *verb = argv[0], *what = argc > 1 ? argv[1] : NULL;
	int64_t n;

	memset(&a, 0, sizeof(a));
	a.kept = kept;
	a.n_kept = n_kept;
	if (strcmp(verb, "verify") == 0)
		return audit_db(&t->ctx, keys, &a, e) == -1 ? -1 :
		    verdict(&a, o->quiet);
	if (strcmp(verb, "export") == 0)
		return audit_export(&t->ctx, keys, seq_of(opt_from, 1),
		    seq_of(opt_to, 0), stdout, e) == -1 ? -1 : 0;
	if (strcmp(verb, "show") == 0)
		return story_show(&t->ctx, what, what != NULL &&
		    !o->output_given ? "text" : o->output, 1, e);
	if (strcmp(verb, "checkpoint") == 0)
		return checkpoint(&t->ctx, keys, o->quiet, e);
	if ((n = audit_archive(&t->ctx, keys, what, e)) == -1)
		return -1;
	if (!o->quiet)
		printf("ctr-evidence archived=%" PRId64 "\n", n);
	return 0;
}

static void
check_words(int argc, char **argv)
{
	static const struct {
		const char *verb;
		int min, max;
	} verbs[] = { { "show", 1, 2 }, { "export", 1, 1 }, { "verify", 1, 2 },
		{ "checkpoint", 1, 1 }, { "archive", 2, 2 } };
	size_t i;

	if (argc < 1)
		opt_usage("what: show, export, verify, checkpoint or archive?");
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(argv[0], verbs[i].verb) == 0 &&
		    argc >= verbs[i].min && argc <= verbs[i].max)
			return;
	opt_usage("%s: no such form", argv[0]);
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct opt_common o;
	struct tool t;
	struct audit a;
	int writes, rc, n;

	say_open("ctr-evidence");
	n = opt_parse(argc, argv, synopsis, OPT_HAS_OUTPUT, options, &o);
	argc -= n;
	argv += n;
	check_words(argc, argv);
	if (sodium_init() == -1)
		return ERR_SYSTEM;
	if (strcmp(argv[0], "verify") == 0 && argc == 2) {
		memset(&a, 0, sizeof(a));
		a.kept = kept;
		a.n_kept = n_kept;
		return verify_file(argv[1], &a, &e) == -1 ? say_err(&e) :
		    verdict(&a, o.quiet);
	}
	writes = strcmp(argv[0], "checkpoint") == 0 ||
	    strcmp(argv[0], "archive") == 0;
	o.dry = !writes;	/* the others only read */
	if ((rc = tool_open(&t, "ctr-evidence", &o, ROLE_EVIDENCE, writes ?
	    TOOL_LOCK | TOOL_OPERATOR : 0, &e)) != 0)
		return rc == 1 ? ERR_TEMP : say_err(&e);
	if ((rc = work(&t, &o, argc, argv, &e)) == -1)
		rc = say_err(&e);
	if (fflush(stdout) == EOF || ferror(stdout))
		rc = err_worst(rc, ERR_IO);
	return tool_close(&t, rc, NULL);
}
