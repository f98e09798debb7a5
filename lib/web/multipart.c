#include "web/multipart.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "web/multipart_head.h"

enum { BEFORE, MARKED, DASH, LINE, HEAD, DATA, BEHIND };

int
multipart_init(struct multipart *m, const char *type)
{
	char boundary[MULTIPART_BOUNDARY_LEN + 1];

	memset(m, 0, sizeof(*m));
	if (multipart_head_boundary(type, boundary) == -1)
		return -1;
	(void)snprintf(m->mark, sizeof(m->mark), "\r\n--%s", boundary);
	m->mark_len = strlen(m->mark);
	m->matched = 2;		/* the first one may begin the body */
	m->state = BEFORE;
	return 0;
}

static int
give(struct multipart *m, const char *p, size_t n, struct err *e)
{
	return n == 0 || m->state == BEFORE ? 0 : m->data(p, n, m->arg, e);
}

/*
 * Content up to the mark, which may lie across pieces: what of it was seen is
 * held back.  CR is its first byte and no other one, so that where it does not
 * go on, it can only begin anew at the byte that broke it.
 */
static int
content(struct multipart *m, const char **pp, const char *end, struct err *e)
{
	const char *p = *pp, *cr;

	while (p < end) {
		if (m->matched == 0) {
			cr = memchr(p, '\r', (size_t)(end - p));
			if (give(m, p, (size_t)((cr == NULL ? end : cr) - p),
			    e) == -1)
				return -1;
			if ((p = cr) == NULL) {
				p = end;
				break;
			}
		}
		if (*p == m->mark[m->matched]) {
			p++;
			if (++m->matched < m->mark_len)
				continue;
			m->matched = 0;
			if (m->state == DATA && m->end(m->arg, e) == -1)
				return -1;
			m->state = MARKED;
			break;
		}
		if (give(m, m->mark, m->matched, e) == -1)
			return -1;
		m->matched = 0;
		if (*p != '\r' && give(m, p++, 1, e) == -1)
			return -1;
	}
	*pp = p;
	return 0;
}

static int
headers(struct multipart *m, struct err *e)
{
	struct multipart_part part;

	if (++m->parts > MULTIPART_PARTS)
		return err_set(e, ERR_DATA, "more than %d parts",
		    MULTIPART_PARTS);
	if (multipart_head_read(m->head, m->head_len, &part, e) == -1 ||
	    m->begin(&part, m->arg, e) == -1)
		return -1;
	m->state = DATA;
	return 0;
}

/* head: a byte of a part's headers, which an empty line ends. */
static int
head(struct multipart *m, char c, struct err *e)
{
	if (m->head_len == sizeof(m->head))
		return err_set(e, ERR_DATA, "a part has more headers than "
		    "fit");
	m->head[m->head_len++] = c;
	if (m->head_len == 2 && memcmp(m->head, "\r\n", 2) == 0)
		return err_set(e, ERR_DATA, "a part of the form has no name");
	if (m->head_len < 4 || memcmp(m->head + m->head_len - 4, "\r\n\r\n",
	    4) != 0)
		return 0;
	return headers(m, e);
}

/* between: a byte behind a mark: "--" ends it all, a line end begins a part. */
static int
between(struct multipart *m, char c, struct err *e)
{
	if (m->state == MARKED && c == '-')
		m->state = DASH;
	else if (m->state == DASH && c == '-')
		m->state = BEHIND;
	else if (m->state == MARKED && (c == ' ' || c == '\t'))
		return 0;
	else if (m->state == MARKED && c == '\r')
		m->state = LINE;
	else if (m->state == LINE && c == '\n') {
		m->state = HEAD;
		m->head_len = 0;
	} else
		return err_set(e, ERR_DATA, "a boundary does not end its "
		    "line");
	return 0;
}

int
multipart_feed(struct multipart *m, const char *p, size_t len, struct err *e)
{
	const char *end = p + len;
	int rc = 0;

	while (p < end && rc == 0 && m->state != BEHIND) {
		if (m->state == BEFORE || m->state == DATA)
			rc = content(m, &p, end, e);
		else if (m->state == HEAD)
			rc = head(m, *p++, e);
		else
			rc = between(m, *p++, e);
	}
	return rc;
}

int
multipart_whole(const struct multipart *m)
{
	return m->state == BEHIND;
}
