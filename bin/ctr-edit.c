/* ctr-edit: what an operator changes of one contractor by hand. */
#include <stdio.h>
#include <string.h>

#include "act/edit.h"
#include "act/key.h"
#include "act/tool.h"
#include "base/say.h"

static const char synopsis[] =
    "ctr-edit UPN FIELD=VALUE...\n"
    "ctr-edit --clear UPN FIELD...\n"
    "ctr-edit --new UPN [FIELD=VALUE...]\n"
    "ctr-edit --hold UPN\n"
    "ctr-edit --unhold UPN\n"
    "ctr-edit --suspend --why TEXT UPN\n"
    "ctr-edit --lift --why TEXT UPN\n"
    "ctr-edit --exempt-until DAY --why TEXT UPN\n"
    "ctr-edit UPN status=transferred|withdrawn --why TEXT\n"
    "ctr-edit --deputy REVIEWER=DEPUTY FROM TO";

static struct opt_common common;
static struct edit edit;
static int verb_clear, verb_new, verb_hold, verb_unhold, verb_suspend,
    verb_lift;
static const char *opt_exempt, *opt_deputy;

#define VERB(name, help, flag) \
	{ name, 0, OPT_FLAG, NULL, help, flag, NULL, NULL, NULL }
#define VALUE(name, word, help, at) \
	{ name, 0, OPT_VALUE, word, help, NULL, at, NULL, NULL }
static const struct opt options[] = {
	VERB("clear", "give the fields back to the roster", &verb_clear),
	VERB("new", "a contractor from an operator", &verb_new),
	VERB("hold", "his data is never erased", &verb_hold),
	VERB("unhold", "it may be again", &verb_unhold),
	VERB("suspend", "every account at once; for approvers", &verb_suspend),
	VERB("lift", "the way back", &verb_lift),
	VALUE("exempt-until", "DAY", "not asked for inactivity", &opt_exempt),
	VALUE("deputy", "REVIEWER=DEPUTY", "who answers in his place",
	    &opt_deputy),
	VALUE("why", "TEXT", "the reason, for the evidence", &edit.why),
	{ NULL, 0, OPT_FLAG, NULL, NULL, NULL, NULL, NULL, NULL }
};

typedef int verb(struct ctx *, char **words, int n, struct err *);

static int
set(struct ctx *x, char **w, int n, struct err *e)
{
	if (n == 2 && strncmp(w[1], "status=", 7) == 0)
		return edit_status(x, &edit, w[0], w[1] + 7, e);
	return edit_set(x, &edit, w[0], w + 1, n - 1, e);
}

static int
back(struct ctx *x, char **w, int n, struct err *e)
{
	return edit_back(x, &edit, w[0], w + 1, n - 1, e);
}

static int
new(struct ctx *x, char **w, int n, struct err *e)
{
	return edit_new(x, &edit, w[0], w + 1, n - 1, e);
}

/* A name may hold a '=', the domain behind its '@' may not. */
static int
deputy(struct ctx *x, char **w, struct err *e)
{
	const char *is = strchr(opt_deputy + strcspn(opt_deputy, "@"), '=');
	char of[256]; /* longer than any UPN */

	if (is == NULL)
		return err_set(e, ERR_USAGE, "--deputy REVIEWER=DEPUTY");
	(void)snprintf(of, sizeof(of), "%.*s", (int)(is - opt_deputy),
	    opt_deputy);
	return edit_deputy(x, &edit, of, is + 1, w[0], w[1], e);
}

static int
other(struct ctx *x, char **w, int n, struct err *e)
{
	(void)n;
	if (opt_deputy != NULL)
		return deputy(x, w, e);
	if (opt_exempt != NULL)
		return edit_exempt(x, &edit, w[0], opt_exempt, e);
	if (verb_suspend)
		return edit_suspend(x, &edit, w[0], e);
	if (verb_lift)
		return edit_lift(x, &edit, w[0], e);
	return edit_hold(x, &edit, w[0], verb_hold, e);
}

/* What is to be done; at most one verb, and as many words as it takes. */
static verb *
find_verb(int n)
{
	int verbs = verb_clear + verb_new + verb_hold + verb_unhold +
	    verb_suspend + verb_lift + (opt_exempt != NULL) +
	    (opt_deputy != NULL);
	int min = verb_clear || verbs == 0 || opt_deputy != NULL ? 2 : 1;
	int max = verb_new || verb_clear || verbs == 0 ? n : min;

	if (verbs > 1)
		opt_usage("one thing at a time");
	if (n < min || n > max)
		opt_usage("whose, and what?");
	if (opt_exempt != NULL && edit.why == NULL)
		opt_usage("--exempt-until needs --why");
	return verbs == 0 ? set : verb_clear ? back : verb_new ? new : other;
}

int
main(int argc, char **argv)
{
	verb *run;
	struct err e = ERR_INIT;
	char room[512];
	struct tool t;
	int n, rc = 0;

	say_open("ctr-edit");
	n = opt_parse(argc, argv, synopsis, OPT_HAS_DRY, options, &common);
	run = find_verb(argc - n);
	if (tool_open(&t, "ctr-edit", &common, ROLE_EDIT, TOOL_OPERATOR,
	    &e) == -1)
		return say_err(&e);
	edit.dry = common.dry;
	edit.keys = key_dir(t.conf, room, sizeof(room));
	edit.connected = conf_has(t.conf, "connector");
	if (run(&t.ctx, argv + n, argc - n, &e) == -1 ||
	    (!common.quiet &&
	    edit_show(&edit, common.output, 1, &e) == -1))
		rc = say_err(&e);
	else if (edit.withdrawn)
		say_more(0, "the departure on the last day is withdrawn; his "
		    "manager is asked again");
	edit_clear(&edit);
	return tool_close(&t, rc, NULL);
}
