#include "connect/mail_verb.h"

#include <string.h>
#include <unistd.h>

#include "act/wording.h"
#include "act/wording_edit.h"
#include "base/safe.h"
#include "connect/mail_check.h"
#include "connect/mail_list.h"
#include "connect/mail_preview.h"
#include "store/template.h"

static int
out(const struct buf *b, struct err *e)
{
	if (b->len > 0 && safe_all(STDOUT_FILENO, b->p, b->len) == -1)
		return err_sys(e, ERR_IO, "stdout");
	return 0;
}

int
mail_verb_list(struct mail_verb *j, struct err *e)
{
	return mail_list(j->x, j->conf, j->format, STDOUT_FILENO,
	    e);
}

int
mail_verb_show(struct mail_verb *j, struct err *e)
{
	struct buf b = BUF_INIT(TEMPLATE_MAX);
	int rc = wording_load(j->x->db, j->conf, j->name, &b, NULL, e);

	if (rc == 0)
		rc = out(&b, e);
	buf_clear(&b);
	return rc;
}

/* The text to check or set: FILE, or stdin. */
static int
read_text(const struct mail_verb *j, struct buf *b, struct err *e)
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
check(struct mail_verb *j, int keep, struct err *e)
{
	struct buf b = BUF_INIT(TEMPLATE_MAX);
	int rc = 0;

	if (keep || j->rest != NULL)
		rc = read_text(j, &b, e);
	else
		rc = wording_load(j->x->db, j->conf, j->name, &b, NULL,
		    e);
	if (rc == 0)
		rc = mail_check(j->x->db, j->name, buf_get(&b), e);
	if (rc == 0 && keep)
		rc = wording_edit_set(j->x, j->name, buf_get(&b), NULL, e);
	buf_clear(&b);
	return rc == -1 ? -1 : 0;
}

int
mail_verb_check(struct mail_verb *j, struct err *e)
{
	return check(j, 0, e);
}

int
mail_verb_set(struct mail_verb *j, struct err *e)
{
	return check(j, 1, e);
}

int
mail_verb_reset(struct mail_verb *j, struct err *e)
{
	int rc = wording_edit_reset(j->x, j->name, NULL, e);

	return rc == -1 ? -1 : 0;
}

int
mail_verb_preview(struct mail_verb *j, struct err *e)
{
	struct buf b = BUF_INIT(4 << 20);
	int rc = mail_preview(j->x, j->conf, j->name, NULL, j->rest,
	    j->html ? MAIL_PREVIEW_HTML : MAIL_PREVIEW_ALL, &b, e);

	if (rc == 0)
		rc = out(&b, e);
	buf_clear(&b);
	return rc;
}
