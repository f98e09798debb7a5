#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "base/mem.h"
#include "connect/mail_send.h"

/* How far the talk with the server has come. */
enum phase {
	HELLO,		/* connect, greeting, EHLO, STARTTLS */
	AUTH,
	SENDER,		/* MAIL FROM */
	RECIPIENT,	/* RCPT TO */
	DATA,
	DOT		/* from here it may have been sent */
};

struct smtp {
	const struct mail_conf *conf;
	CURL	*curl;
	char	why[CURL_ERROR_SIZE];
	/* of the mail that is being sent */
	const struct mail_item *mail;
	size_t	sent;
	mail_dot *dot;
	void	*arg;
	int	given_up;
	enum phase phase;
	int	deaf;		/* we said QUIT: its words came before */
	int	code;		/* of the last answer in this phase, or 0 */
	char	words[400];	/* that answer */
};

static void
step(struct smtp *s, enum phase p)
{
	s->phase = p;
	s->code = 0;
	s->deaf = 0;
}

/*
 * The next octets.  After the last one libcurl asks once more, and writes the
 * final dot when it hears 0: this is the point of no return.
 */
static size_t
feed(char *to, size_t size, size_t n, void *arg)
{
	struct smtp *s = arg;
	size_t left = s->mail->len - s->sent, room = size * n;
	long wait = s->conf->timeout_s < 600 ? 600 : (long)s->conf->timeout_s;

	if (left > room)
		left = room;
	if (left > 0) {
		memcpy(to, s->mail->data + s->sent, left);
		s->sent += left;
		return left;
	}
	if (s->dot(s->arg) == -1) {
		s->given_up = 1;
		return CURL_READFUNC_ABORT;
	}
	curl_easy_setopt(s->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, wait);
	curl_easy_setopt(s->curl, CURLOPT_LOW_SPEED_TIME, 0L);
	step(s, DOT);
	return 0;
}

/* One line of the server: "250-..." goes on, "250 ..." is the answer. */
static void
heard(struct smtp *s, const char *p, size_t len)
{
	size_t i;

	if (s->deaf || len < 3 || (len > 3 && p[3] == '-'))
		return;
	for (i = 0; i < 3; i++)
		if (p[i] < '0' || p[i] > '9')
			return;
	s->code = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
	while (len > 0 && (p[len - 1] == '\r' || p[len - 1] == '\n'))
		len--;
	if (len >= sizeof(s->words))
		len = sizeof(s->words) - 1;
	memcpy(s->words, p, len);
	s->words[len] = '\0';
}

static void
said(struct smtp *s, const char *p, size_t len)
{
	static const struct {
		const char *word;
		enum phase phase;
	} words[] = {
		{ "EHLO ", HELLO }, { "HELO ", HELLO }, { "STARTTLS", HELLO },
		{ "AUTH ", AUTH }, { "MAIL ", SENDER }, { "RCPT ", RECIPIENT },
		{ "DATA", DATA }
	};
	size_t i, n;

	if (len >= 4 && strncmp(p, "QUIT", 4) == 0)
		s->deaf = 1;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i].word);
		if (len >= n && strncmp(p, words[i].word, n) == 0)
			step(s, words[i].phase);
	}
}

/*
 * libcurl gives no other way to the server's words.  What we said is looked
 * at for its verb alone: it may be a password.
 */
static int
overhear(CURL *curl, curl_infotype type, char *p, size_t len, void *arg)
{
	(void)curl;
	if (type == CURLINFO_HEADER_IN)
		heard(arg, p, len);
	else if (type == CURLINFO_HEADER_OUT)
		said(arg, p, len);
	return 0;
}

static int
set_tls(struct smtp *s)
{
	const struct mail_conf *c = s->conf;
	CURL *h = s->curl;
	long ssl = c->tls == MAIL_TLS_OFF ? CURLUSESSL_NONE :
	    c->tls == MAIL_TLS_OPTIONAL ? CURLUSESSL_TRY : CURLUSESSL_ALL;
	int rc = 0;

	rc |= curl_easy_setopt(h, CURLOPT_USE_SSL, ssl);
	rc |= curl_easy_setopt(h, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	if (c->ca_file != NULL) {
		rc |= curl_easy_setopt(h, CURLOPT_CAINFO, c->ca_file);
		rc |= curl_easy_setopt(h, CURLOPT_CAPATH, NULL);
	} else if (c->tls == MAIL_TLS_OPTIONAL &&
	    strncmp(c->where, "smtps:", 6) != 0) {
		/* whoever may strip STARTTLS need not forge a certificate */
		rc |= curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 0L);
		rc |= curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	return rc;
}

static int
set_all(struct smtp *s)
{
	const struct mail_conf *c = s->conf;
	struct buf url = BUF_INIT(4096);
	CURL *h = s->curl;
	int rc = 0;

	buf_fmt(&url, "%s/%s", c->where, c->hello);
	rc |= curl_easy_setopt(h, CURLOPT_URL, buf_get(&url));
	rc |= curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	rc |= curl_easy_setopt(h, CURLOPT_PROXY, "");
	rc |= curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	rc |= curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
	rc |= curl_easy_setopt(h, CURLOPT_READFUNCTION, feed);
	rc |= curl_easy_setopt(h, CURLOPT_READDATA, s);
	rc |= curl_easy_setopt(h, CURLOPT_VERBOSE, 1L);
	rc |= curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, overhear);
	rc |= curl_easy_setopt(h, CURLOPT_DEBUGDATA, s);
	rc |= curl_easy_setopt(h, CURLOPT_ERRORBUFFER, s->why);
	rc |= curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)c->timeout_s);
	rc |= curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, 1L);
	if (c->user != NULL) {
		rc |= curl_easy_setopt(h, CURLOPT_USERNAME, c->user);
		rc |= curl_easy_setopt(h, CURLOPT_PASSWORD, c->password);
	}
	rc |= set_tls(s);
	buf_clear(&url);
	return rc;
}

static void
smtp_close(void *state)
{
	struct smtp *s = state;

	if (s->curl != NULL)
		curl_easy_cleanup(s->curl);
	curl_global_cleanup();
	free(s);
}

static void *
smtp_open(const struct mail_conf *c, struct err *e)
{
	struct smtp *s = mem_zero(1, sizeof(*s));

	s->conf = c;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0 ||
	    (s->curl = curl_easy_init()) == NULL || set_all(s) != 0) {
		err_set(e, ERR_CONFIG, "%s: libcurl does not take this",
		    c->where);
		smtp_close(s);
		return NULL;
	}
	return s;
}

static void
wrap(struct buf *b, const char *address)
{
	buf_chr(b, '<');
	buf_str(b, address);
	buf_chr(b, '>');
}

static CURLcode
talk(struct smtp *s)
{
	struct buf from = BUF_INIT(512), to = BUF_INIT(512);
	struct curl_slist *rcpt = NULL;
	CURLcode rc;

	wrap(&from, s->mail->from);
	wrap(&to, s->mail->to);
	s->sent = 0;
	s->given_up = 0;
	s->words[0] = s->why[0] = '\0';
	step(s, HELLO);
	rcpt = curl_slist_append(NULL, buf_get(&to));
	curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, buf_get(&from));
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, rcpt);
	curl_easy_setopt(s->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (long)s->conf->timeout_s);
	curl_easy_setopt(s->curl, CURLOPT_LOW_SPEED_TIME,
	    (long)s->conf->timeout_s);
	rc = rcpt == NULL ? CURLE_OUT_OF_MEMORY : curl_easy_perform(s->curl);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(rcpt);
	buf_clear(&from);
	buf_clear(&to);
	return rc;
}

/* A server may close between two mails; nothing was said about this one. */
static int
went_stale(struct smtp *s, CURLcode rc)
{
	long made = 1;

	if (rc == CURLE_OK || s->phase > SENDER || s->given_up ||
	    (s->code != 0 && s->code != 421))
		return 0;
	curl_easy_getinfo(s->curl, CURLINFO_NUM_CONNECTS, &made);
	return made == 0;
}

/*
 * Refused for good, before the recipient was named: the fault is ours or the
 * server's, and calling it the recipient's would escalate every question.
 */
static void
judge_early(struct smtp *s, CURLcode rc, struct mail_answer *a)
{
	a->result = MAIL_LATER;
	a->stop = 1;
	a->config = rc == CURLE_LOGIN_DENIED || rc == CURLE_USE_SSL_FAILED ||
	    rc == CURLE_PEER_FAILED_VERIFICATION ||
	    rc == CURLE_SSL_CACERT_BADFILE || s->code >= 500;
}

static void
judge(struct smtp *s, CURLcode rc, struct mail_answer *a)
{
	if (s->given_up)
		a->result = MAIL_GIVEN_UP;
	else if (rc == CURLE_OK && s->phase == DOT)
		a->result = MAIL_SENT;
	else if (s->phase == DOT && s->code == 0)
		a->result = MAIL_UNSURE;
	else if (s->phase < RECIPIENT)
		judge_early(s, rc, a);
	else if (s->code >= 500)
		a->result = MAIL_REFUSED;
	else {
		a->result = MAIL_LATER;
		a->stop = s->code == 421;
	}
}

static void
smtp_send(void *state, const struct mail_item *m, mail_dot *dot, void *arg,
    struct mail_answer *a)
{
	struct smtp *s = state;
	const char *words;
	CURLcode rc;

	s->mail = m;
	s->dot = dot;
	s->arg = arg;
	rc = talk(s);
	if (went_stale(s, rc)) {
		curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, 1L);
		rc = talk(s);
		curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, 0L);
	}
	judge(s, rc, a);
	words = s->code != 0 ? s->words : *s->why != '\0' ? s->why :
	    curl_easy_strerror(rc);
	snprintf(a->words, sizeof(a->words), "%s", words);
}

const struct mail_way mail_smtp = { smtp_open, smtp_send, smtp_close };
