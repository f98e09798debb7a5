/* ctr-backup: a tenant's registry as one file, whole.  ctr-backup(8) */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

#include "act/backup.h"
#include "act/tool.h"
#include "base/say.h"

static const char synopsis[] =
    "ctr-backup FILE|DIRECTORY\n"
    "ctr-backup --check FILE";

static int to_check;
static struct opt_common common;

static const struct opt options[] = {
	{ "check", 0, OPT_FLAG, NULL, "is an earlier one whole?", &to_check,
	    NULL, NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static void
progress(int64_t done, int64_t total)
{
	say_progress("backup", done, total);
}

static int
report(const struct backup *b)
{
	char line[160], hash[65];

	if (b->unsigned_too)
		say("%s: the keys of its tenant are not here: its checkpoints' "
		    "signatures were not looked at", b->path);
	sodium_bin2hex(hash, sizeof(hash), b->hash, sizeof(b->hash));
	(void)snprintf(line, sizeof(line), "ctr-backup size=%" PRId64
	    " seq=%" PRId64 " hash=%s", b->size, b->seq, hash);
	return say_report(line, common.quiet);
}

static int
check(const char *path)
{
	struct err e = ERR_INIT;
	struct backup b;

	if (sodium_init() == -1)
		return ERR_SYSTEM;
	say_level("backup", common.verbose, common.quiet);
	if (backup_check(path, &b, &e) == -1)
		return say_err(&e);
	if (b.bad[0] == '\0')
		return report(&b);
	say("%s: %s", path, b.bad);
	return ERR_DATA;
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct backup b;
	struct tool t;
	int n, rc;

	say_open("ctr-backup");
	n = opt_parse(argc, argv, synopsis, 0, options, &common);
	if (argc - n != 1)
		opt_usage(to_check ? "--check of which file?" : "to which "
		    "file, or into which directory?");
	if (to_check)
		return check(argv[n]);
	common.dry = 1;		/* the registry is only read */
	if (tool_open(&t, "ctr-backup", &common, ROLE_READ, TOOL_ANY_ZONE,
	    &e) == -1)
		return say_err(&e);
	rc = backup_make(&t.ctx, argv[n], progress, &b, &e);
	say_progress_end();
	return tool_close(&t, rc == -1 ? say_err(&e) : report(&b), NULL);
}
