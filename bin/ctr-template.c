/* ctr-template: the words of mails and pages: list, check, set, preview. */
#include <stdlib.h>
#include <string.h>

#include "act/tool.h"
#include "base/buf.h"
#include "base/say.h"
#include "connect/mail_verb.h"

static const char synopsis[] =
	"ctr-template [-t TENANT] [-qv] [-o FORMAT] [list]\n"
	"ctr-template [-t TENANT] show NAME\n"
	"ctr-template [-t TENANT] check NAME [FILE]\n"
	"ctr-template [-t TENANT] set NAME [FILE]\n"
	"ctr-template [-t TENANT] reset NAME\n"
	"ctr-template [-t TENANT] preview [--html] NAME [UPN]";

static const struct verb {
	const char *name;
	int	(*run)(struct mail_verb *, struct err *);
	int	least, most;	/* operands */
	int	writes;
} verbs[] = {
	{ "list", mail_verb_list, 0, 0, 0 },
	{ "show", mail_verb_show, 1, 1, 0 },
	{ "check", mail_verb_check, 1, 2, 0 },
	{ "set", mail_verb_set, 1, 2, 1 },
	{ "reset", mail_verb_reset, 1, 1, 1 },
	{ "preview", mail_verb_preview, 1, 2, 0 }
};

static const struct verb *
find_verb(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	opt_usage("%s: no such verb", name);
}

/* "t-30" is short for "mail/t-30". */
static char *
full_name(const char *name)
{
	struct buf b = BUF_INIT(1024);

	buf_fmt(&b, "%s%s", strchr(name, '/') == NULL ? "mail/" : "", name);
	return buf_take(&b);
}

int
main(int argc, char **argv)
{
	struct mail_verb j = { .rest = NULL };
	const struct opt own[] = {
		{ .name = "html", .arg = OPT_FLAG,
		    .help = "preview: the HTML part alone", .flag = &j.html },
		{ .name = NULL }
	};
	const struct verb *v;
	struct opt_common o;
	struct err e = ERR_INIT;
	struct tool t;
	int at, n, rc, status = 0;

	say_open("ctr-template");
	at = opt_parse(argc, argv, synopsis, OPT_HAS_OUTPUT, own, &o);
	v = find_verb(at < argc ? argv[at] : "list");
	n = at < argc ? argc - at - 1 : 0;
	if (n < v->least || n > v->most)
		opt_usage("%s: %s", v->name, n < v->least ? "which template?" :
		    "too many operands");
	if (n > 0)
		j.name = full_name(argv[at + 1]);
	if (n > 1)
		j.rest = argv[at + 2];
	j.x = &t.ctx;
	j.format = o.output;
	if (tool_open(&t, "ctr-template", &o, v->writes ? ROLE_TEMPLATE :
	    ROLE_READ, v->writes ? TOOL_OPERATOR : 0, &e) == -1)
		status = say_err(&e);
	else {
		j.conf = t.conf;
		rc = v->run(&j, &e);
		status = tool_close(&t, rc == -1 ? say_err(&e) : 0, NULL);
	}
	free(j.name);
	return status;
}
