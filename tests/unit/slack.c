/* What Slack posts: its signature, and the press that it tells of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/buf.h"
#include "connect/slack_press.h"
#include "domain/slack_sign.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* The example of Slack's own page on verifying requests. */
static const char secret[] = "8f742231b10e8888abcd99yyyzzz85a5";
static const char signature[] = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21"
	"a10bd27519666489c69b503";
static const char body[] = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&"
	"team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&"
	"user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&"
	"text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F"
	"T1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id="
	"398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

static void
signs(void **state)
{
	unsigned char mac[SLACK_SIGN_LEN], other[SLACK_SIGN_LEN];
	size_t len = strlen(body), i;
	char *b = strdup(body);
	int64_t at = 0;

	(void)state;
	assert_int_equal(slack_sign_read(signature, "1531420618", mac, &at),
	    0);
	assert_int_equal(at, 1531420618);
	assert_int_equal(slack_sign_ok(secret, at, body, len, mac), 1);
	assert_int_equal(slack_sign_ok(secret, at + 1, body, len, mac), 0);
	assert_int_equal(slack_sign_ok(secret, at, body, len - 1, mac), 0);
	assert_int_equal(slack_sign_ok("8f742231b10e8888abcd99yyyzzz85a",
	    at, body, len, mac), 0);
	for (i = 0; i < len; i += 7) {
		b[i] ^= 1;
		assert_int_equal(slack_sign_ok(secret, at, b, len, mac), 0);
		b[i] ^= 1;
	}
	for (i = 0; i < sizeof(mac); i++) {
		memcpy(other, mac, sizeof(mac));
		other[i] ^= 0x80;
		assert_int_equal(slack_sign_ok(secret, at, body, len, other),
		    0);
	}
	free(b);
}

/* Anybody can sign with a secret that is not there. */
static void
no_secret(void **state)
{
	static const char text[] = "v0:1531420618:x";
	unsigned char mac[SLACK_SIGN_LEN];
	crypto_auth_hmacsha256_state st;

	(void)state;
	crypto_auth_hmacsha256_init(&st, (const unsigned char *)"", 0);
	crypto_auth_hmacsha256_update(&st, (const unsigned char *)text,
	    strlen(text));
	crypto_auth_hmacsha256_final(&st, mac);
	assert_int_equal(slack_sign_ok("", 1531420618, "x", 1, mac), 0);
	assert_int_equal(slack_sign_ok(NULL, 1531420618, "x", 1, mac), 0);
}

static void
headers(void **state)
{
	static const struct {
		const char *signature, *at, *why;
	} t[] = {
		{ NULL, "1531420618", "no signature" },
		{ signature, NULL, "no time" },
		{ "", "1531420618", "an empty one" },
		{ "v0=", "1531420618", "nothing behind it" },
		{ signature + 3, "1531420618", "no version" },
		{ "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd2751966648"
		    "9c69b503", "1531420618", "another version" },
		{ "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd2751966648"
		    "9c69b5", "1531420618", "too short" },
		{ "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd2751966648"
		    "9c69b50300", "1531420618", "too long" },
		{ "v0=g2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd2751966648"
		    "9c69b503", "1531420618", "not hex" },
		{ signature, "", "no number" },
		{ signature, "01531420618", "a number of another form" },
		{ signature, "+1531420618", "a sign" },
		{ signature, "-1531420618", "another" },
		{ signature, " 1531420618", "a space" },
		{ signature, "1531420618 ", "behind it" },
		{ signature, "1531420618.5", "a fraction" },
		{ signature, "0", "the epoch" },
		{ signature, "99999999999999999999", "too large" },
	};
	unsigned char mac[SLACK_SIGN_LEN];
	int64_t at;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++)
		if (slack_sign_read(t[i].signature, t[i].at, mac, &at) == 0)
			fail_msg("%s", t[i].why);
}

static char token[LINK_LEN + 1];

static int
setup(void **state)
{
	const struct link l = { LINK_PRESS, 1, 7, 1800000000, { 0 } };
	const struct link_about a = { "acme", 0, "n", 1, "c", NULL, 0, NULL,
		NULL, 0, NULL };
	unsigned char public[32], key[64];

	(void)state;
	crypto_sign_keypair(public, key);
	return link_make(&l, &a, key, token);
}

static void
encode(struct buf *b, const char *json)
{
	const unsigned char *p;

	buf_str(b, "payload=");
	for (p = (const unsigned char *)json; *p != '\0'; p++)
		if (*p == ' ')
			buf_chr(b, '+');
		else
			buf_fmt(b, "%%%02X", *p);
}

#define USER "\"user\":{\"id\":\"U0ALEX\",\"team_id\":\"T0ACME\"}"
#define TEAM "\"team\":{\"id\":\"T0GRID\"}"
#define PLACE "\"channel\":{\"id\":\"C0SEC\"}"
#define ACTION "\"actions\":[{\"action_id\":\"ctr_deny\",\"value\":\"%s\"}]"
#define TYPE "\"type\":\"block_actions\""

static void
presses(void **state)
{
	static const struct {
		const char *json;
		int rc;
		const char *team, *why;
	} t[] = {
		{ "{" TYPE "," USER "," TEAM "," PLACE "," ACTION "}", 0,
		    "T0ACME", "his own team" },
		{ "{" TYPE ",\"user\":{\"id\":\"U0ALEX\"}," TEAM "," PLACE ","
		    ACTION "}", 0, "T0GRID", "the workspace's" },
		{ "{" TYPE ",\"user\":{\"id\":\"U0ALEX\"},\"team\":null,"
		    PLACE "," ACTION "}", 0, "", "neither" },
		{ "{" TYPE ",\"user\":{\"id\":\"U0ALEX\",\"team_id\":\"t\"},"
		    TEAM "," PLACE "," ACTION "}", -1, "", "no team's id" },
		{ "{" TYPE "," USER "," PLACE ",\"actions\":[{\"action_id\":"
		    "\"ctr_open\"}]}", 1, "", "a page is opened" },
		{ "{" USER "," PLACE "," ACTION "}", -1, "", "no type" },
		{ "{\"type\":\"view_closed\"," USER "," PLACE "," ACTION "}",
		    -1, "", "another type" },
		{ "{" TYPE "," PLACE "," ACTION "}", -1, "", "no user" },
		{ "{" TYPE "," USER "," ACTION "}", -1, "", "no channel" },
		{ "{" TYPE "," USER "," PLACE "}", -1, "", "no action" },
		{ "{" TYPE "," USER "," PLACE ",\"actions\":[]}", -1, "",
		    "none of them" },
		{ "{" TYPE "," USER "," PLACE ",\"actions\":[1]}", -1, "",
		    "not one" },
		{ "{" TYPE "," USER "," USER "," PLACE "," ACTION "}", -1, "",
		    "two users" },
		{ "{" TYPE "," USER "," PLACE "," ACTION "} x", -1, "",
		    "something behind" },
		{ "[" TYPE "]", -1, "", "no JSON" },
	};
	struct buf json = BUF_INIT(4096), form = BUF_INIT(16384);
	struct slack_press p;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(t); i++) {
		const char *mark = strstr(t[i].json, "%s");

		buf_empty(&json);
		buf_empty(&form);
		buf_add(&json, t[i].json, mark != NULL ?
		    (size_t)(mark - t[i].json) : strlen(t[i].json));
		if (mark != NULL) {
			buf_str(&json, token);
			buf_str(&json, mark + 2);
		}
		encode(&form, buf_get(&json));
		if (slack_press_read(form.p, form.len, &p) != t[i].rc)
			fail_msg("%s", t[i].why);
		assert_string_equal(p.team, t[i].team);
		if (t[i].rc == 0) {
			assert_string_equal(p.user, "U0ALEX");
			assert_string_equal(p.channel, "C0SEC");
			assert_string_equal(p.action, "deny");
			assert_string_equal(p.token, token);
		} else
			assert_string_equal(p.token, "");
	}
	buf_clear(&json);
	buf_clear(&form);
}

/* Much nesting ends in a refusal, not on the stack. */
static void
deep(void **state)
{
	struct buf form = BUF_INIT(1 << 20);
	struct slack_press p;
	int i;

	(void)state;
	buf_str(&form, "payload={\"a\":");
	for (i = 0; i < 100000; i++)
		buf_chr(&form, '[');
	assert_int_equal(slack_press_read(form.p, form.len, &p), -1);
	buf_clear(&form);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signs),
		cmocka_unit_test(no_secret),
		cmocka_unit_test(headers),
		cmocka_unit_test(presses),
		cmocka_unit_test(deep),
	};

	if (sodium_init() == -1)
		return 1;
	return cmocka_run_group_tests_name("slack", tests, setup, NULL);
}
