/* ctr-template: the words of mails and pages: list, check, set, preview. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/tool.h"
#include "act/wording.h"
#include "act/wording_edit.h"
#include "base/mem.h"
#include "base/safe.h"
#include "base/say.h"
#include "connect/mail_check.h"
#include "connect/mail_preview.h"
#include "connect/mail_list.h"
#include "store/template.h"

static const char synopsis[] =
	"ctr-template [-t TENANT] [-qv] [-o FORMAT] [list]\n"
	"ctr-template [-t TENANT] show NAME\n"
	"ctr-template [-t TENANT] check NAME [FILE]\n"
	"ctr-template [-t TENANT] set NAME [FILE]\n"
	"ctr-template [-t TENANT] reset NAME\n"
	"ctr-template [-t TENANT] preview [--html] NAME [UPN]";

struct job {
	struct tool *t;
	const struct opt_common *o;
	char	*name;		/* with its room: "mail/t-30" */
	const char *rest;	/* FILE or UPN, or NULL */
	int	html;
};

static int
out(const struct buf *b, struct err *e)
{
	if (b->len > 0 && safe_all(STDOUT_FILENO, b->p, b->len) == -1)
		return err_sys(e, ERR_IO, "stdout");
	return 0;
}

static int
do_list(struct job *j, struct err *e)
{
	return mail_list(&j->t->ctx, j->t->conf, j->o->output, STDOUT_FILENO,
	    e);
}

static int
do_show(struct job *j, struct err *e)
{
	struct buf b = BUF_INIT(TEMPLATE_MAX);
	int rc = wording_load(j->t->ctx.db, j->t->conf, j->name, &b, NULL, e);

	if (rc == 0)
		rc = out(&b, e);
	buf_clear(&b);
	return rc;
}

/* The text to check or set: FILE, or stdin. */
static int
read_text(const struct job *j, struct buf *b, struct err *e)
{
	char part[4096];
	ssize_t n;

	if (j->rest != NULL && strcmp(j->rest, "-") != 0)
		return safe_read(j->rest, b, e);
	while ((n = read(STDIN_FILENO, part, sizeof(part))) > 0)
		buf_add(b, part, (size_t)n);
	if (n == -1)
		return err_sys(e, ERR_IO, "stdin");
	if (!buf_ok(b))
		return err_set(e, ERR_DATA, "larger than %d bytes",
		    TEMPLATE_MAX);
	if (b->len != strlen(buf_get(b)))
		return err_set(e, ERR_DATA, "a NUL byte");
	return 0;
}

static int
check(struct job *j, int keep, struct err *e)
{
	struct buf b = BUF_INIT(TEMPLATE_MAX);
	int rc = 0;

	if (keep || j->rest != NULL)
		rc = read_text(j, &b, e);
	else
		rc = wording_load(j->t->ctx.db, j->t->conf, j->name, &b, NULL,
		    e);
	if (rc == 0)
		rc = mail_check(j->t->ctx.db, j->name, buf_get(&b), e);
	if (rc == 0 && keep)
		rc = wording_edit_set(&j->t->ctx, j->name, buf_get(&b), e);
	buf_clear(&b);
	return rc == -1 ? -1 : 0;
}

static int
do_check(struct job *j, struct err *e)
{
	return check(j, 0, e);
}

static int
do_set(struct job *j, struct err *e)
{
	return check(j, 1, e);
}

static int
do_reset(struct job *j, struct err *e)
{
	int rc = wording_edit_reset(&j->t->ctx, j->name, e);

	if (rc == 0)
		say_more(1, "%s is not the tenant's own", j->name);
	return rc == -1 ? -1 : 0;
}

static int
do_preview(struct job *j, struct err *e)
{
	struct buf b = BUF_INIT(4 << 20);
	int rc = mail_preview(&j->t->ctx, j->t->conf, j->name, j->rest,
	    j->html, &b, e);

	if (rc == 0)
		rc = out(&b, e);
	buf_clear(&b);
	return rc;
}

static const struct verb {
	const char *name;
	int	(*run)(struct job *, struct err *);
	int	least, most;	/* operands */
	int	writes;
} verbs[] = {
	{ "list", do_list, 0, 0, 0 },
	{ "show", do_show, 1, 1, 0 },
	{ "check", do_check, 1, 2, 0 },
	{ "set", do_set, 1, 2, 1 },
	{ "reset", do_reset, 1, 1, 1 },
	{ "preview", do_preview, 1, 2, 0 }
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
	struct job j = { NULL, NULL, NULL, NULL, 0 };
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
	j.t = &t;
	j.o = &o;
	if (tool_open(&t, "ctr-template", &o, v->writes ? ROLE_TEMPLATE :
	    ROLE_READ, v->writes ? TOOL_OPERATOR : 0, &e) == -1)
		status = say_err(&e);
	else {
		rc = v->run(&j, &e);
		status = tool_close(&t, rc == -1 ? say_err(&e) : 0, NULL);
	}
	free(j.name);
	return status;
}
