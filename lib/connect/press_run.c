#include "connect/press_run.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/key.h"
#include "act/press_take.h"
#include "base/mem.h"
#include "base/sha.h"
#include "base/when.h"
#include "connect/slack_press.h"
#include "domain/slack_sign.h"
#include "store/press.h"

/* Long enough to know a request that comes again while its time is good. */
enum { KEPT = 3 * SLACK_SIGN_WINDOW };

int
press_run_idle(struct ctx *x, struct err *e)
{
	int64_t n = press_waiting(x->db, e);
	int rc;

	if (n != 0)
		return n == -1 ? -1 : 0;
	rc = press_old(x->db, x->now - KEPT, e);
	return rc == -1 ? -1 : !rc;
}

int
press_run_rows(struct ctx *x, struct rows *rows, struct err *e)
{
	char subject[40], why[40], at[21];
	const char *v[5] = { "take", subject, "", "", why };
	struct press_row r;
	int64_t after = 0;
	int rc;

	while ((rc = press_next(x->db, after, &r, e)) == 1) {
		after = r.id;
		(void)snprintf(subject, sizeof(subject), "press/%lld",
		    (long long)r.id);
		when_iso(r.came_at, at);
		(void)snprintf(why, sizeof(why), "came %s", at);
		v[3] = r.address;
		rc = rows_add(rows, v, e);
		press_row_clear(&r);
		if (rc == -1)
			break;
	}
	return rc == -1 ? -1 : 0;
}

/* believed: PRESS_RECORDED, or why not. */
static enum press_end
believed(const struct press_row *r, const char *secret)
{
	int64_t off = r->came_at - r->stamp;

	if (secret == NULL)
		return PRESS_NO_SECRET;
	if (!slack_sign_ok(secret, r->stamp, r->body, r->len, r->mac))
		return PRESS_FORGED;
	return off > SLACK_SIGN_WINDOW || off < -SLACK_SIGN_WINDOW ?
	    PRESS_LATE : PRESS_RECORDED;
}

static int
one(struct ctx *x, const struct conf *c, const struct press_row *r,
    const char *secret, struct press *p, struct err *e)
{
	unsigned char hash[SHA_LEN];
	char hex[2 * sizeof(hash) + 1], room[1024];
	struct slack_press s;
	enum press_end end = believed(r, secret);

	sha_of(r->body, r->len, hash);
	p->row = r->id;
	p->address = r->address;
	p->pressed_at = r->stamp;
	p->sha256 = sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	if (end == PRESS_RECORDED && slack_press_read(r->body, r->len, &s) !=
	    0)
		end = PRESS_ODD;
	if (end != PRESS_RECORDED)
		return press_take_not(x, p, end, e);
	p->user = s.user;
	p->team = s.team;
	p->channel = s.channel;
	p->action = s.action;
	p->token = s.token;
	return press_take(x, c, key_dir(c, room, sizeof(room)), p, e);
}

static void
complain(const struct press *p, void (*why)(const char *))
{
	struct buf b = BUF_INIT(512);

	buf_fmt(&b, "press/%lld from %s: %s", (long long)p->row,
	    p->address, press_take_words(p->end));
	why(buf_get(&b));
	buf_clear(&b);
}

int
press_run(struct ctx *x, const struct conf *c, struct press_run *run,
    void (*why)(const char *), struct err *e)
{
	struct press_row r;
	struct press p;
	char *secret = NULL;
	int64_t after = 0;
	int rc, first = 1;

	while ((rc = press_next(x->db, after, &r, e)) == 1) {
		if (first && (secret = conf_secret(c, "chat",
		    "slack_signing_secret", e)) == NULL && e->kind != ERR_NONE)
			rc = -1;
		first = 0;
		after = r.id;
		memset(&p, 0, sizeof(p));
		if (rc == 1)
			rc = one(x, c, &r, secret, &p, e);
		if (rc == 1) {
			run->taken += p.end <= PRESS_SHOWN;
			run->refused += p.end > PRESS_SHOWN;
			if (p.end >= PRESS_NO_SECRET)
				complain(&p, why);
		}
		press_row_clear(&r);
		if (rc == -1)
			break;
	}
	if (secret != NULL)
		mem_wipe(secret, strlen(secret));
	free(secret);
	return rc == -1 ? -1 : press_take_forget(x, x->now - KEPT, e);
}
