/* ctr-bounce: a mail of ours came back, from the MTA's alias. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/bounced.h"
#include "act/tool.h"
#include "base/rows.h"
#include "base/say.h"
#include "connect/mail_conf.h"

static const char synopsis[] = "ctr-bounce [-t TENANT] [-nqv] [-T TIME] <"
	"MESSAGE";

enum { MESSAGE_MAX = 1 << 20 };	/* what we look for is at the start */

/* The rest of a large message is read and forgotten: the MTA waits for us. */
static int
read_message(struct buf *b, struct err *e)
{
	char part[16384];
	int room = 1;
	ssize_t n;

	while ((n = read(STDIN_FILENO, part, sizeof(part))) > 0) {
		room = room && b->len + (size_t)n <= b->max;
		if (room)
			buf_add(b, part, (size_t)n);
	}
	if (n == -1)
		return err_sys(e, ERR_IO, "stdin");
	if (b->len == 0)
		return err_set(e, ERR_DATA, "no message on stdin");
	return 0;
}

/* Postfix, Exim and qmail say whom it was delivered to; else its header. */
static int64_t
verp_of(const struct mail_conf *m, const struct bounce *b)
{
	static const char *const names[] = { "ORIGINAL_RECIPIENT", "RECIPIENT",
	    "LOCAL_RECIPIENT" };
	const char *s;
	int64_t id;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((s = getenv(names[i])) != NULL &&
		    (id = mail_conf_bounced(m, s)) != 0)
			return id;
	return mail_conf_bounced(m, b->to);
}

static int
plan(const struct opt_common *o, enum bounced_what what,
    const struct outbox *row, const struct bounce *b, struct err *e)
{
	static const char *const action[] = { "fail", "known", "delayed",
	    "ignore" };
	struct rows *rows = rows_new(o->output, rows_plan, 0, e);
	char subject[40];
	const char *v[5] = { action[what], subject, row->recipient, b->status,
	    b->words };
	int rc = -1;

	snprintf(subject, sizeof(subject), "outbox/%" PRId64, row->id);
	if (rows != NULL && rows_add(rows, v, e) == 0)
		rc = rows_flush(rows, STDOUT_FILENO, e);
	rows_free(rows);
	return rc;
}

static int
work(struct tool *t, const struct opt_common *o, const struct mail_conf *m,
    struct err *e)
{
	struct buf text = BUF_INIT(MESSAGE_MAX);
	enum bounced_what what;
	struct outbox row;
	struct bounce b;
	char line[100];
	int rc = read_message(&text, e);

	if (rc == 0) {
		bounce_read(text.p, text.len, m->domain, &b);
		rc = bounced_find(&t->ctx, &b, verp_of(m, &b), &row, e);
		if (rc == 0)
			rc = err_set(e, ERR_DATA, "not about a mail of ours");
	}
	buf_clear(&text);
	if (rc == -1)
		return -1;
	what = bounced_what(&b, &row);
	if (o->dry)
		rc = plan(o, what, &row, &b, e);
	else if ((rc = bounced_apply(&t->ctx, &b, &row, e)) == 0) {
		snprintf(line, sizeof(line), "ctr-bounce failed=%d known=%d "
		    "delayed=%d ignored=%d", what == BOUNCED_FAILED,
		    what == BOUNCED_KNOWN, what == BOUNCED_DELAYED,
		    what == BOUNCED_IGNORED);
		if (say_report(line, o->quiet) != 0)
			rc = err_set(e, ERR_IO, "stdout");
	}
	outbox_clear(&row);
	return rc;
}

int
main(int argc, char **argv)
{
	const struct opt own[] = { { .name = NULL } };
	struct mail_conf mail;
	struct opt_common o;
	struct err e = ERR_INIT;
	struct tool t;
	int status = 0;

	say_open("ctr-bounce");
	if (opt_parse(argc, argv, synopsis, OPT_HAS_DRY, own, &o) != argc)
		opt_usage("the message is read from stdin");
	if (tool_open(&t, "ctr-bounce", &o, o.dry ? ROLE_READ : ROLE_MAIL, 0,
	    &e) == -1)
		return say_err(&e);
	if (mail_conf_load(&mail, t.conf, &t.tenant, &e) == -1)
		status = say_err(&e);
	else if (work(&t, &o, &mail, &e) == -1)
		status = say_err(&e);
	mail_conf_clear(&mail);
	return tool_close(&t, status, NULL);
}
