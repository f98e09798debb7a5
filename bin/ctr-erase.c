/* ctr-erase: a person's data, and what is past its time. */
#include <stdio.h>
#include <string.h>

#include "act/erase.h"
#include "act/tool.h"
#include "base/rows.h"
#include "base/say.h"
#include "connect/drop_old.h"

static const char synopsis[] =
    "ctr-erase person UPN|contractor/N --why TEXT\n"
    "ctr-erase old";

static struct opt_common common;
static struct erase erase;

static const struct opt options[] = {
	{ "why", 0, OPT_VALUE, "TEXT", "the reason; it stays: no name in it",
	    NULL, &erase.why, NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

static const struct rows_col cols[] = {
	{ "table", ROWS_TEXT, 0 },
	{ "rows", ROWS_INT, 0 },
	{ NULL, ROWS_TEXT, 0 }
};

static int
plan(struct rows *r, const char *upn, struct err *e)
{
	const char *v[5] = { erase.requested ? "request" : "erase",
		upn == NULL ? "outbox" : NULL, upn, NULL, erase.why };
	char old[64];

	snprintf(old, sizeof(old), "mails=%lld files=%lld",
	    (long long)erase.rows[0], (long long)erase.rows[1]);
	v[3] = upn == NULL ? old : erase.requested ?
	    "another operator can erase him" : "his data is gone";
	return rows_add(r, v, e);
}

static int
counts(struct rows *r, struct err *e)
{
	char n[24];
	const char *v[2] = { NULL, n };
	int i;

	for (i = 0; i < erase.tables; i++) {
		v[0] = erase.table[i];
		snprintf(n, sizeof(n), "%lld", (long long)erase.rows[i]);
		if (rows_add(r, v, e) == -1)
			return -1;
	}
	return 0;
}

static int
show(const char *upn, struct err *e)
{
	struct rows *r;
	char line[96];
	int rc;

	if (erase.requested && !common.dry)
		say("recorded: it is done when another operator runs it too");
	if ((r = rows_new(common.output, common.dry ? rows_plan : cols, 0,
	    e)) == NULL)
		return -1;
	rc = common.dry ? plan(r, upn, e) : counts(r, e);
	if (rc == 0 && !common.quiet)
		rc = rows_flush(r, 1, e);
	rows_free(r);
	snprintf(line, sizeof(line), "ctr-erase requested=%d rows=%lld "
	    "receipt=%lld", erase.requested, (long long)erase.total,
	    (long long)erase.receipt);
	if (rc == 0 && !common.dry && say_report(line, common.quiet) != 0)
		return err_set(e, ERR_IO, "stdout");
	return rc;
}

/* What mails said, and what drop runs have put aside. */
static int
past(struct tool *t, struct err *e)
{
	int64_t n;
	int rc;

	if (erase_old(&t->ctx, &erase, e) == -1)
		return -1;
	rc = drop_old(t->conf, erase.before, erase.dry, &n, e);
	/* What was removed is in the evidence, whatever stopped it then. */
	if (erase_files(&t->ctx, &erase, n, rc == -1 ? &(struct err)ERR_INIT :
	    e) == -1)
		return -1;
	return rc;
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct tool t;
	int n, old, rc;

	say_open("ctr-erase");
	n = opt_parse(argc, argv, synopsis, OPT_HAS_DRY, options, &common);
	old = argc - n == 1 && strcmp(argv[n], "old") == 0;
	if (!old && (argc - n != 2 || strcmp(argv[n], "person") != 0))
		opt_usage("what: person UPN, or old?");
	if (!old && erase.why == NULL)
		opt_usage("a person is erased with --why");
	erase.dry = common.dry;
	rc = tool_open(&t, "ctr-erase", &common, ROLE_ERASE,
	    old ? TOOL_LOCK | TOOL_RUN : TOOL_LOCK | TOOL_OPERATOR, &e);
	if (rc != 0)
		return rc == -1 ? say_err(&e) : old ? 0 : ERR_TEMP;
	if ((old ? past(&t, &e) :
	    erase_person(&t.ctx, argv[n + 1], &erase, &e)) == -1 ||
	    show(old ? NULL : argv[n + 1], &e) == -1)
		rc = say_err(&e);
	return tool_close(&t, rc, NULL);
}
