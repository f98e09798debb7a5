/* ctr-review: what a person does about findings. */
#include <stdio.h>
#include <string.h>

#include "act/review.h"
#include "act/tool.h"
#include "base/rows.h"
#include "base/say.h"

static const char synopsis[] =
    "ctr-review list [KIND]\n"
    "ctr-review register FINDING...\n"
    "ctr-review ask [--last-day DAY] [--why TEXT] FINDING|UPN...\n"
    "ctr-review keep --why TEXT [--until DAY] FINDING...\n"
    "ctr-review dismiss --until DAY --why TEXT FINDING...\n"
    "ctr-review rehire FINDING|UPN...\n"
    "ctr-review link FINDING UPN\n"
    "ctr-review own ADDRESS FINDING...";

static struct opt_common common;
static struct review review;
static int64_t done, refused;

static const struct opt options[] = {
	{ "why", 0, OPT_VALUE, "TEXT", "the reason, for the evidence", NULL,
	    &review.why, NULL, NULL },
	{ "until", 0, OPT_VALUE, "DAY", "the same cause stays quiet until",
	    NULL, &review.until, NULL, NULL },
	{ "last-day", 0, OPT_VALUE, "DAY", "ask: what somebody reports", NULL,
	    &review.last_day, NULL, NULL },
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

/* One that cannot be done is said, and the others are done. */
static int
one(struct ctx *x, const char *verb, const char *what)
{
	struct err e = ERR_INIT;

	if (review_do(x, &review, verb, what, &e) == 0) {
		done++;
		return 0;
	}
	refused++;
	return say_err(&e);
}

static int
from_stdin(struct ctx *x, const char *verb)
{
	char line[512];
	int status = 0;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] != '\0')
			status = err_worst(status, one(x, verb, line));
	}
	return ferror(stdin) ? err_worst(status, ERR_IO) : status;
}

static int
each(struct ctx *x, const char *verb, char **words, int n)
{
	int i, status = 0;

	for (i = 0; i < n; i++)
		status = err_worst(status, strcmp(words[i], "-") == 0 ?
		    from_stdin(x, verb) : one(x, verb, words[i]));
	return status;
}

/* The words in their order: own ADDRESS FINDING..., link FINDING UPN. */
static int
run(struct ctx *x, char **words, int n, struct err *e)
{
	const char *verb = words[0];
	char line[96];
	int status;

	words++;
	n--;
	if (strcmp(verb, "list") == 0)
		return n > 1 ? err_set(e, ERR_USAGE, "list takes one kind") :
		    review_list(x, n == 1 ? words[0] : NULL, common.output, 1,
		    e);
	if (strcmp(verb, "own") == 0 && n > 1) {
		review.word = *words++;
		n--;
	} else if (strcmp(verb, "link") == 0 && n == 2) {
		review.word = words[1];
		n = 1;
	} else if (n < 1 || strcmp(verb, "own") == 0 ||
	    strcmp(verb, "link") == 0)
		return err_set(e, ERR_USAGE, "%s: which finding?", verb);
	if (review_may(x, &review, verb, e) == -1 || (review.rows =
	    rows_new(common.output, rows_plan, 0, e)) == NULL)
		return -1;
	status = each(x, verb, words, n);
	if (rows_flush(review.rows, 1, e) == -1)
		return -1;
	snprintf(line, sizeof(line), "ctr-review done=%lld refused=%lld",
	    (long long)done, (long long)refused);
	if (!review.dry && say_report(line, common.quiet) != 0)
		return err_set(e, ERR_IO, "stdout");
	return status;
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct tool t;
	int n, rc;

	say_open("ctr-review");
	n = opt_parse(argc, argv, synopsis, OPT_HAS_DRY | OPT_HAS_OUTPUT,
	    options, &common);
	if (n == argc)
		opt_usage("what: list, register, keep, dismiss, ask, rehire, "
		    "link or own?");
	review.dry = common.dry;
	if (strcmp(argv[n], "list") == 0)
		common.dry = 1;		/* it only reads */
	if (tool_open(&t, "ctr-review", &common, ROLE_REVIEW, TOOL_OPERATOR,
	    &e) == -1)
		return say_err(&e);
	rc = run(&t.ctx, argv + n, argc - n, &e);
	if (rc == -1)
		rc = say_err(&e);
	rows_free(review.rows);
	return tool_close(&t, rc, NULL);
}
