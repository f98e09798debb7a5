#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/safe.h"
#include "base/text.h"
#include "connect/mail_send.h"

/*
 * The mail goes to the program as a file, whole before the program starts: a
 * pipe that breaks because we die is the end of a mail to sendmail, and it
 * would send the half of it.  So the point of no return is the start.
 */
static int
spool(const struct mail_item *m, struct err *e)
{
	FILE *f = safe_temp(e);
	size_t i, from = 0;
	int fd, rc = 0;

	if (f == NULL)
		return -1;
	/* local convention: lines end in LF */
	for (i = 0; i + 1 < m->len; i++)
		if (m->data[i] == '\r' && m->data[i + 1] == '\n') {
			rc |= fwrite(m->data + from, 1, i - from, f) !=
			    i - from;
			from = i + 1;
		}
	rc |= fwrite(m->data + from, 1, m->len - from, f) != m->len - from;
	if (rc != 0 || fflush(f) != 0 || fseek(f, 0, SEEK_SET) != 0) {
		err_sys(e, ERR_IO, "temporary file");
		fclose(f);
		return -1;
	}
	fd = fcntl(fileno(f), F_DUPFD_CLOEXEC, 3);
	if (fd == -1)
		err_sys(e, ERR_SYSTEM, "temporary file");
	fclose(f);
	return fd;
}

/* What sendmail(8) says by its exit status; Postfix and Exim agree. */
static void
judge(int status, struct mail_answer *a)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;

	switch (code) {
	case EX_OK:
		a->result = MAIL_SENT;
		break;
	case EX_DATAERR:
	case EX_NOUSER:
	case EX_NOHOST:
		a->result = MAIL_REFUSED;
		break;
	case -1:		/* killed: it may have queued the mail before */
		a->result = MAIL_UNSURE;
		break;
	case EX_TEMPFAIL:
	case EX_UNAVAILABLE:
	case EX_OSERR:
	case EX_IOERR:
		a->result = MAIL_LATER;
		break;
	default:
		a->result = MAIL_LATER;
		a->stop = a->config = 1;
	}
}

static void
words(const char *program, int status, struct buf *said, struct mail_answer *a)
{
	char *s = mem_str(buf_get(said));

	text_squeeze(s);
	if (WIFSIGNALED(status))
		snprintf(a->words, sizeof(a->words), "%s: signal %d", program,
		    WTERMSIG(status));
	else
		snprintf(a->words, sizeof(a->words), "%s: exit %d%s%.300s",
		    program, WEXITSTATUS(status), *s != '\0' ? ": " : "", s);
	free(s);
}

static void
pipe_send(void *state, const struct mail_item *m, mail_dot *dot, void *arg,
    struct mail_answer *a)
{
	const struct mail_conf *c = state;
	char *from = mem_str(m->from), *to = mem_str(m->to);
	char *argv[] = { c->where, (char []){ "-i" }, (char []){ "-f" }, from,
	    (char []){ "--" }, to, NULL };
	struct buf said = BUF_INIT(1 << 16);
	struct err e = ERR_INIT;
	int fd = spool(m, &e), status = 0;

	if (fd == -1)
		a->stop = 1;
	else if (dot(arg) == -1)
		a->result = MAIL_GIVEN_UP;
	else if (safe_spawn_from(fd, argv, c->timeout_s < 600 ? 600 :
	    (int)c->timeout_s, &said, &status, &e) == 0) {
		judge(status, a);
		words(c->where, status, &said, a);
	} else if (e.kind == ERR_CONFIG || e.kind == ERR_SYSTEM)
		a->stop = a->config = 1;	/* it did not start */
	else
		a->result = MAIL_UNSURE;
	if (e.kind != ERR_NONE)
		snprintf(a->words, sizeof(a->words), "%.399s", e.text);
	if (fd != -1)
		close(fd);
	buf_clear(&said);
	free(from);
	free(to);
}

static void *
pipe_open(const struct mail_conf *c, struct err *e)
{
	if (access(c->where, X_OK) == -1) {
		err_sys(e, ERR_CONFIG, "%s", c->where);
		return NULL;
	}
	return (void *)(uintptr_t)c;
}

static void
pipe_close(void *state)
{
	(void)state;
}

const struct mail_way mail_pipe = { pipe_open, pipe_send, pipe_close };
