#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/safe.h"
#include "connect/lines.h"
#include "connect/serve.h"

#define LINE_MAX_LEN (1024 * 1024)	/* the protocol's */
#define OUT_PART (64 * 1024)		/* written when more than this waits */

struct serve {
	int	in, out;
	const struct serve_op *ops;
	void	*arg;
	struct lines lines;
	struct buf buf;
	json_t	*id;		/* of the request at hand */
	int	greeted;
};

static int
flush(struct serve *s, struct err *e)
{
	int rc = safe_all(s->out, buf_get(&s->buf), s->buf.len);

	buf_empty(&s->buf);
	return rc == 0 ? 0 : err_sys(e, ERR_IO, "stdout");
}

/* Queues o as a line; o is stolen. */
static int
put(struct serve *s, json_t *o, struct err *e)
{
	char *text = json_dumps(o, JSON_COMPACT);
	size_t len = text == NULL ? 0 : strlen(text);
	int rc = 0;

	json_decref(o);
	if (text == NULL)
		return err_set(e, ERR_BUG, "an answer that is no JSON");
	if (len + 1 > LINE_MAX_LEN) {
		rc = err_set(e, ERR_DATA, "an answer longer than %d bytes",
		    LINE_MAX_LEN);
	} else {
		buf_add(&s->buf, text, len);
		buf_chr(&s->buf, '\n');
	}
	free(text);
	if (rc == 0 && s->buf.len > OUT_PART)
		rc = flush(s, e);
	return rc;
}

int
serve_item(struct serve *s, const char *kind, json_t *o, struct err *e)
{
	json_t *line = json_object();

	json_object_set(line, "id", s->id);
	json_object_set_new(line, kind, o);
	return put(s, line, e);
}

void
serve_answer(json_t *answer, const char *name, const char *words)
{
	json_object_set_new(answer, "answer", json_string(name));
	if (words != NULL)
		json_object_set_new(answer, "words", json_string(words));
}

json_t *
serve_ops(const struct serve_op *ops)
{
	json_t *list = json_array();

	for (; ops->name != NULL; ops++)
		if (strcmp(ops->name, "hello") != 0)
			json_array_append_new(list, json_string(ops->name));
	return list;
}

const char *
serve_text(json_t *request, const char *name)
{
	return json_string_value(json_object_get(request, name));
}

const char *
serve_account(json_t *request)
{
	return serve_text(json_object_get(request, "account"), "remote_id");
}

static const struct serve_op *
find(const struct serve *s, const char *op)
{
	const struct serve_op *o;

	for (o = s->ops; o->name != NULL; o++)
		if (strcmp(o->name, op) == 0)
			return o;
	return NULL;
}

/* 1 if it is not to be asked again by itself. */
static int
is_final(const struct err *e)
{
	return e->kind == ERR_REFUSED || e->kind == ERR_DATA ||
	    e->kind == ERR_USAGE;
}

int
serve_failed(struct err *first, const struct err *now)
{
	if (first->kind != ERR_NONE && (is_final(now) || !is_final(first)))
		return 0;
	*first = *now;
	return 1;
}

/* What an error answers: 0, or -1 when it ends the connector. */
static int
answer_error(json_t *answer, const struct err *e)
{
	switch (e->kind) {
	case ERR_TEMP:
	case ERR_DOWN:
		serve_answer(answer, "temporary", e->text);
		return 0;
	case ERR_REFUSED:
	case ERR_DATA:
	case ERR_USAGE:
		serve_answer(answer, "refused", e->text);
		return 0;
	default:
		return -1;
	}
}

static int
dispatch(struct serve *s, json_t *request, json_t *answer, struct err *e)
{
	const char *op = serve_text(request, "op");
	const struct serve_op *o = op == NULL ? NULL : find(s, op);
	int hello = op != NULL && strcmp(op, "hello") == 0;

	if (o == NULL) {
		serve_answer(answer, "unsupported", NULL);
		return 0;
	}
	if (hello == s->greeted) {
		serve_answer(answer, "refused", hello ? "hello came already" :
		    "hello comes first");
		return 0;
	}
	err_clear(e);
	if (o->run(s, request, answer, s->arg, e) == -1)
		return answer_error(answer, e);
	if (json_object_get(answer, "answer") == NULL)
		serve_answer(answer, "done", NULL);
	if (hello && strcmp(serve_text(answer, "answer"), "done") == 0)
		s->greeted = 1;
	return 0;
}

static int
one_line(struct serve *s, const char *line, size_t len, struct err *e)
{
	json_error_t je;
	json_t *request, *answer = NULL;
	int rc = -1;

	request = json_loadb(line, len, JSON_REJECT_DUPLICATES, &je);
	s->id = json_object_get(request, "id");
	if (!json_is_integer(s->id)) {
		err_set(e, ERR_DATA, "a line that is no request: %s",
		    request == NULL ? je.text : "no id");
		goto out;
	}
	answer = json_object();
	json_object_set(answer, "id", s->id);
	if (dispatch(s, request, answer, e) == -1)
		goto out;
	rc = put(s, answer, e);
	answer = NULL;
	if (rc == 0)
		rc = flush(s, e);
out:
	json_decref(answer);
	json_decref(request);
	s->id = NULL;
	return rc;
}

int
serve_run(int in, int out, const struct serve_op *ops, void *arg,
    struct err *e)
{
	struct serve s = { .in = in, .out = out, .ops = ops, .arg = arg };
	char *line;
	size_t len;
	int rc = 0;

	lines_init(&s.lines, LINE_MAX_LEN);
	buf_init(&s.buf, OUT_PART + LINE_MAX_LEN + 1);
	while (rc == 0) {
		rc = lines_next(&s.lines, &line, &len);
		if (rc == 1)
			rc = one_line(&s, line, len, e);
		else if (rc == -1)
			err_set(e, ERR_DATA, "a line of more than %d bytes",
			    LINE_MAX_LEN);
		else if (lines_fill(&s.lines, in) == -1)
			break;
	}
	lines_clear(&s.lines);
	buf_clear(&s.buf);
	return rc;
}
