#include "connect/newcomer_tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/key.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/rows.h"
#include "base/say.h"
#include "connect/newcomer_prompt.h"
#include "connect/newcomer_read.h"
#include "store/newcomer_row.h"

struct counts {
	int64_t	taken, known, duplicate, rejected;
};

static void
told(const char *words)
{
	say("%s", words);
}

static int
from_words(const struct newcomer_form *f, char *const *words, int n,
    struct newcomer_list *l, struct err *e)
{
	const char *is;
	char *name;
	int i, rc = 0;

	l->item = mem_zero(1, sizeof(*l->item));
	l->n = 1;
	for (i = 0; rc == 0 && i < n; i++) {
		if ((is = strchr(words[i], '=')) == NULL)
			return err_set(e, ERR_USAGE, "%s: not FIELD=VALUE",
			    words[i]);
		name = mem_strn(words[i], (size_t)(is - words[i]));
		rc = newcomer_set(f, &l->item[0].n, name, is + 1, e);
		free(name);
	}
	return rc;
}

static int
from_file(const struct newcomer_form *f, const char *path,
    struct newcomer_list *l, struct err *e)
{
	int fd = STDIN_FILENO, rc;

	if (strcmp(path, "-") != 0 &&
	    (fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return err_sys(e, errno == ENOENT ? ERR_DATA : ERR_IO, "%s",
		    path);
	rc = newcomer_read(fd, path, f, told, l, e);
	if (fd != STDIN_FILENO)
		close(fd);
	return rc;
}

static void
say_faults(const char *name, const struct newcomer_item *it)
{
	size_t i;

	for (i = 0; i < it->faults; i++)
		if (it->line > 0)
			say("%s:%lld: %s: %s", name, (long long)it->line,
			    it->fault[i].field, it->fault[i].words);
		else
			say("%s: %s", it->fault[i].field, it->fault[i].words);
}

static void
tell(const char *name, const struct newcomer_item *it, struct counts *c)
{
	const char *who = it->n.value[NEWCOMER_DISPLAY];

	switch (it->fate) {
	case NEWCOMER_TAKEN:
		c->taken++;
		break;
	case NEWCOMER_KNOWN:
		c->known++;
		break;
	case NEWCOMER_BAD:
		c->rejected++;
		say_faults(name, it);
		break;
	case NEWCOMER_DUPLICATE:
		c->duplicate++;
		say("%s: may be contractor/%lld, who is here: finding %lld; "
		    "ctr-review dismiss says that they are two", who,
		    (long long)it->contractor, (long long)it->finding);
		break;
	case NEWCOMER_REHIRE:
		c->duplicate++;
		say("%s: was here as contractor/%lld: ctr-review rehire %lld, "
		    "then once more", who, (long long)it->contractor,
		    (long long)it->finding);
		break;
	}
}

static void
change_of(const struct newcomer_setup *s, const struct newcomer_item *it,
    struct buf *b)
{
	const struct newcomer_field *f;
	size_t i;

	for (i = 0; i < newcomer_fields(&s->form); i++)
		if (it->n.value[i] != NULL) {
			f = newcomer_field(&s->form, i);
			buf_fmt(b, "%s%s=%s", b->len > 0 ? " " : "", f->name,
			    it->n.value[i]);
		}
	for (i = 0; i < s->n_grants; i++) {
		int k = newcomer_find(&s->form, s->grants[i].field);

		if (k != -1 && grant_meets(&s->grants[i], it->n.value[k]))
			buf_fmt(b, " group=%s:%s(%s)", s->grants[i].connector,
			    s->grants[i].group, s->grants[i].rule);
	}
}

/* All that would be made, and why what not. */
static int
plan(const struct newcomer_setup *s, const struct opt_common *o,
    const struct newcomer_list *l, struct err *e)
{
	static const char *const action[] = { "create", "refuse", "known",
		"duplicate", "rehire" };
	struct rows *rows = rows_new(o->output, rows_plan, 0, e);
	struct buf b = BUF_INIT(65536);
	char subject[32], upn[300], why[400];
	const char *v[5];
	size_t i;
	int rc = rows == NULL ? -1 : 0;

	for (i = 0; rc == 0 && i < l->n; i++) {
		const struct newcomer_item *it = &l->item[i];

		(void)snprintf(subject, sizeof(subject), "line/%lld",
		    (long long)it->line);
		(void)snprintf(upn, sizeof(upn), "%s@%.250s", it->login,
		    s->domain != NULL ? s->domain : "");
		(void)snprintf(why, sizeof(why), "%s%s%s", it->faults > 0 ?
		    it->fault[0].field : "", it->faults > 0 ? ": " : "",
		    it->faults > 0 ? it->fault[0].words : "");
		buf_empty(&b);
		change_of(s, it, &b);
		v[0] = action[it->fate];
		v[1] = it->line > 0 ? subject : "newcomer";
		v[2] = it->fate == NEWCOMER_TAKEN ? upn : NULL;
		v[3] = buf_get(&b);
		v[4] = why;
		rc = rows_add(rows, v, e);
	}
	if (rc == 0)
		rc = rows_flush(rows, STDOUT_FILENO, e);
	buf_clear(&b);
	rows_free(rows);
	return rc;
}

static int
want(struct tool *t, const struct newcomer_setup *s,
    const struct opt_common *o, struct newcomer_list *l, struct err *e)
{
	char room[512], *key = NULL, *mail = NULL;
	struct newcomer_want w = { "operator", NULL, NULL,
	    key_dir(t->conf, room, sizeof(room)) };
	const char *login = strchr(t->ctx.actor, '/');
	int rc = 0;

	if (login != NULL)
		rc = newcomer_row_login(t->ctx.db, login + 1, &key, &mail, e);
	w.wanted_key = key;
	w.wanted_mail = mail;
	if (rc != -1)
		rc = newcomer_want(&t->ctx, s, &w, l->item, l->n, o->dry, e);
	if (rc == 0 && o->dry)
		rc = plan(s, o, l, e);
	free(key);
	free(mail);
	return rc;
}

static int
report(const struct counts *c, const struct opt_common *o, struct buf *line)
{
	int json = strcmp(o->output, "json") == 0 && o->output_given;

	buf_fmt(line, json ? "{\"v\":1,\"program\":\"ctr-provision\","
	    "\"taken\":%lld,\"known\":%lld,\"duplicate\":%lld,"
	    "\"rejected\":%lld}" : "ctr-provision taken=%lld known=%lld "
	    "duplicate=%lld rejected=%lld", (long long)c->taken,
	    (long long)c->known, (long long)c->duplicate,
	    (long long)c->rejected);
	return o->dry ? 0 : say_report(buf_get(line), o->quiet);
}

/*
 * prompt: and then everything is read anew: the clock, the policy and the
 * configuration are not those of when it was begun.  -1: t is closed.
 */
static int
prompt(struct tool *t, const struct opt_common *o, struct newcomer_setup *s,
    struct newcomer_item *it, struct err *e)
{
	if (newcomer_prompt(s, &t->ctx, it, o->dry, e) == -1) {
		(void)tool_close(t, 0, NULL);
		return -1;
	}
	newcomer_setup_clear(s);
	(void)tool_close(t, 0, NULL);
	if (tool_open(t, "ctr-provision", o, ROLE_OFFBOARD, TOOL_OPERATOR,
	    e) != 0)
		return -1;
	if (newcomer_setup_load(&t->ctx, t->conf, s, e) == 0)
		return 0;
	(void)tool_close(t, 0, NULL);
	return -1;
}

int
newcomer_tool(struct tool *t, const struct opt_common *o, const char *from,
    char *const *words, int n)
{
	struct newcomer_setup s;
	struct newcomer_list l;
	struct counts c = { 0, 0, 0, 0 };
	struct buf line = BUF_INIT(1024);
	struct err e = ERR_INIT;
	int status = 0, rc;
	size_t i;

	memset(&l, 0, sizeof(l));
	if ((rc = newcomer_setup_load(&t->ctx, t->conf, &s, &e)) == 0)
		rc = from != NULL ? from_file(&s.form, from, &l, &e) :
		    from_words(&s.form, words, n, &l, &e);
	if (rc == 0 && from == NULL && newcomer_prompt_can() &&
	    prompt(t, o, &s, &l.item[0], &e) == -1) {
		newcomer_list_clear(&l);
		newcomer_setup_clear(&s);
		return say_err(&e);
	}
	if (rc == 0)
		rc = want(t, &s, o, &l, &e);
	c.rejected = l.refused;
	for (i = 0; rc == 0 && i < l.n; i++)
		tell(from, &l.item[i], &c);
	if (rc == -1)
		status = say_err(&e);
	else if (report(&c, o, &line) != 0)
		status = ERR_IO;
	else if (c.rejected > 0)
		status = ERR_DATA;
	else if (c.duplicate > 0)
		status = ERR_REFUSED;
	newcomer_list_clear(&l);
	newcomer_setup_clear(&s);
	status = tool_close(t, status, buf_get(&line));
	buf_clear(&line);
	return status;
}
