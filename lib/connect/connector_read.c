/* What it says: answers, items of a list, words, and the end. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "connect/connector_internal.h"

#define TURN 256	/* lines read before others' turn */

/* It is over by our will: TERM now, KILL later, and why is what is told. */
static void
end_it(struct connector *c, const struct err *why)
{
	c->why = *why;
	err_add(&c->why, "ctr-connect-%s", c->name);
	c->state = CONNECTOR_ENDING;
	child_end(&c->child, 0);
}

static struct connector_asked *
find(struct connector *c, int64_t id)
{
	size_t i;

	for (i = 0; i < c->nasked; i++)
		if (c->asked[i].id == id)
			return &c->asked[i];
	return NULL;
}

static int
take_hello(struct connector *c, const struct connector_reply *r, struct err *e)
{
	json_t *version = json_object_get(r->body, "version");

	if (r->answer == CONNECTOR_TEMPORARY)
		return err_set(e, ERR_TEMP, "hello: %s", r->words);
	if (r->answer == CONNECTOR_REFUSED)
		return err_set(e, ERR_REFUSED, "hello: %s", r->words);
	if (r->answer != CONNECTOR_DONE)
		return err_set(e, ERR_CONFIG, "hello: %s",
		    connector_answer_name(r->answer));
	if (json_integer_value(version) != CONNECTOR_VERSION)
		return err_set(e, ERR_CONFIG, "hello: it speaks another"
		    " version of the protocol");
	c->hello = json_incref(r->body);
	return 0;
}

/* One line: 1 with a reply, 0 an item, -1 with e: it broke the protocol. */
static int
take_line(struct connector *c, const char *text, size_t len,
    struct connector_reply *r, struct err *e)
{
	struct connector_asked *q;
	json_error_t je;
	json_t *line, *id;
	int rc = -1;

	line = json_loadb(text, len, JSON_REJECT_DUPLICATES, &je);
	if (!json_is_object(line)) {
		err_set(e, ERR_DATA, "a line that is no JSON object: %s",
		    line == NULL ? je.text : "another value");
		goto out;
	}
	id = json_object_get(line, "id");
	q = json_is_integer(id) ? find(c, json_integer_value(id)) : NULL;
	if (q == NULL || !q->secret)
		connector_trace(c, CONNECTOR_GOT, line);
	if (q == NULL) {
		err_set(e, ERR_DATA, "an answer to what was not asked");
		goto out;
	}
	if (json_object_get(line, "answer") == NULL) {
		rc = connector_item(q, line, e);
		goto out;
	}
	if (connector_final(q, line, r, e) == -1)
		goto out;
	line = NULL;			/* r has it */
	*q = c->asked[--c->nasked];
	rc = 1;
	if (r->id == CONNECTOR_HELLO && take_hello(c, r, e) == -1) {
		connector_reply_clear(r);
		rc = -1;
	}
out:
	json_decref(line);
	return rc;
}

/* The next of its words, an unfinished last line included: 1, or 0. */
static int
next_words(struct connector *c, char **line)
{
	static char cut[] = "(a line that is too long)";
	size_t len;
	int rc;

	while ((rc = lines_next(&c->err, line, &len)) == 0) {
		rc = lines_fill(&c->err, c->child.err);
		if (rc == -1)
			return lines_rest(&c->err, line, &len);
		if (rc == 0)
			return 0;
	}
	if (rc == -1) {
		lines_clear(&c->err);
		*line = cut;
	}
	return 1;
}

static void
read_words(struct connector *c)
{
	static char more[] = "(it has more to say, which is left out)";
	char *line;
	int turns;

	for (turns = 0; turns < TURN && next_words(c, &line); turns++) {
		if (c->log == NULL || c->words > CONNECTOR_WORDS)
			continue;
		if (c->words++ == CONNECTOR_WORDS)
			line = more;
		c->log(c->name, CONNECTOR_STDERR, line, c->log_arg);
	}
}

/* It said nothing more: what its end means. */
static void
ended(struct connector *c)
{
	int st = c->child.status;

	c->state = CONNECTOR_OVER;
	if (c->why.kind != ERR_NONE)
		return;
	if (WIFSIGNALED(st))
		err_set(&c->why, ERR_DOWN, "ctr-connect-%s: ended by signal %d",
		    c->name, WTERMSIG(st));
	else if (WEXITSTATUS(st) == ERR_TEMP || WEXITSTATUS(st) == ERR_REFUSED
	    || WEXITSTATUS(st) == ERR_CONFIG)
		err_set(&c->why, WEXITSTATUS(st), "ctr-connect-%s: exit status"
		    " %d", c->name, WEXITSTATUS(st));
	else
		err_set(&c->why, ERR_DOWN, "ctr-connect-%s: ended by itself,"
		    " exit status %d", c->name, WEXITSTATUS(st));
}

/* A live one: 1 reply, 0 nothing now; it may be ending after this. */
static int
read_live(struct connector *c, struct connector_reply *r)
{
	struct err why = ERR_INIT;
	int rc, turns;
	char *line;
	size_t len;

	c->more = 0;
	for (turns = 0; turns < TURN;) {
		rc = lines_next(&c->in, &line, &len);
		if (rc == -1) {
			err_set(&why, ERR_DATA, "a line of more than %d bytes",
			    CONNECTOR_LINE);
			end_it(c, &why);
			return 0;
		}
		if (rc == 0) {
			rc = lines_fill(&c->in, c->child.out);
			if (rc == 1)
				continue;
			if (rc == -1) {
				c->state = CONNECTOR_ENDING;
				child_end(&c->child, CHILD_GRACE);
			}
			return 0;
		}
		turns++;
		connector_patience(c);
		rc = take_line(c, line, len, r, &why);
		if (rc == -1)
			end_it(c, &why);
		if (rc != 0) {
			c->more = 1;
			return rc == 1;
		}
	}
	c->more = 1;
	return 0;
}

static void
check_silence(struct connector *c)
{
	struct err why = ERR_INIT;

	if (c->state != CONNECTOR_LIVE || c->nasked == 0 || c->more ||
	    child_now() < c->quiet_at)
		return;
	err_set(&why, ERR_TEMP, "no answer for %d s", c->timeout_s);
	end_it(c, &why);
}

int
connector_read(struct connector *c, struct connector_reply *r, struct err *e)
{
	memset(r, 0, sizeof(*r));
	r->words = r->server = "";
	child_write(&c->child, &c->out);
	read_words(c);
	if (c->state == CONNECTOR_LIVE && read_live(c, r) == 1)
		return 1;
	check_silence(c);
	if (c->state == CONNECTOR_ENDING && child_reap(&c->child)) {
		read_words(c);
		ended(c);
	}
	if (c->state != CONNECTOR_OVER)
		return 0;
	c->told = 1;
	*e = c->why;
	return -1;
}
