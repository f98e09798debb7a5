#include "connect/chat_fit.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "base/buf.h"
#include "base/num.h"
#include "connect/chat_text.h"
#include "connect/mail_value.h"

enum {
	BLOCKS = 50,		/* of a message of Slack's */
	ALL = 10000,		/* characters of all of them, and ... */
	EACH = 150,		/* ... what each counts beside its text */
	CARD_ROOM = 512		/* of a card, for who measures otherwise */
};

/* Characters of every text within o. */
static size_t
chars(json_t *o)
{
	const char *name;
	size_t i, n = 0;
	json_t *v;

	if (json_is_string(o))
		return chat_text_chars(json_string_value(o));
	json_array_foreach(o, i, v)
		n += chars(v);
	if (json_is_object(o))
		json_object_foreach(o, name, v)
			n += chars(v);
	return n;
}

/* Where to part a text that is too long: behind a comma, a line or a word; else
 * behind a character. */
static size_t
part(const char *s)
{
	static const char *const ends[] = { "\n", ", ", " " };
	const uint8_t *p = (const uint8_t *)s;
	size_t len = strlen(s), room, i, k, n;
	int step;

	for (room = n = 0; n < CHAT_TEXT_SECTION && room < len; n++) {
		step = u8_mblen(p + room, len - room);
		room += step > 0 ? (size_t)step : 1;
	}
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		n = strlen(ends[i]);
		for (k = room - n; k > room / 2; k--)
			if (strncmp(s + k, ends[i], n) == 0)
				return k + n;
	}
	return room;
}

/* A section with a text that is too long: what is too much is the next one. */
static int
split(json_t *blocks)
{
	json_t *b, *more, *text;
	const char *s;
	size_t i, at;

	for (i = 0; i < json_array_size(blocks); i++) {
		b = json_array_get(blocks, i);
		text = json_object_get(json_object_get(b, "text"), "text");
		s = json_string_value(text);
		if (s == NULL || chat_text_chars(s) <= CHAT_TEXT_SECTION)
			continue;
		at = part(s);
		more = json_deep_copy(b);
		if (json_string_set(json_object_get(json_object_get(more,
		    "text"), "text"), s + at) == -1 ||
		    json_array_insert_new(blocks, i + 1, more) == -1 ||
		    json_string_setn(text, s, at) == -1)
			return -1;
	}
	return 0;
}

static int
fits(json_t *o, const char *channel)
{
	json_t *blocks = json_object_get(o, "blocks");
	char *text;
	size_t n;

	if (strcmp(channel, "slack") == 0)
		return json_array_size(blocks) <= BLOCKS && chars(blocks) +
		    EACH * json_array_size(blocks) <= ALL;
	text = json_dumps(o, JSON_COMPACT);
	n = text == NULL ? 0 : strlen(text);
	free(text);
	return n <= CHAT_FIT_CARD - CARD_ROOM;
}

/* The message with so many rows of its list. */
static json_t *
with(json_t *payload, struct pairs *values, int64_t left_out, int rows,
    struct err *e)
{
	char more[24];
	json_t *o;

	left_out += pairs_rows(values) - rows;
	if (left_out > 0) {
		(void)snprintf(more, sizeof(more), "%lld",
		    (long long)left_out);
		pairs_set(values, PAIRS_ALL, "more", more);
		pairs_set(values, PAIRS_ALL, "press_all", "");
	}
	if ((o = chat_text_fill(payload, values, rows, e)) != NULL &&
	    split(json_object_get(o, "blocks")) == -1) {
		json_decref(o);
		(void)err_set(e, ERR_DATA, "a section cannot be parted");
		o = NULL;
	}
	return o;
}

json_t *
chat_fit(json_t *payload, const char *channel, const struct pairs *values,
    struct err *e)
{
	struct pairs *clean = mail_value_all(values);
	const char *more = pairs_get(clean, PAIRS_ALL, "more");
	int rows = pairs_rows(clean);
	int64_t left_out = 0;
	json_t *o;

	if (more != NULL && num_int(more, 0, PAIRS_ROWS, &left_out) == -1)
		left_out = 0;
	o = with(payload, clean, left_out, rows, e);
	while (o != NULL && rows > 0 && !fits(o, channel)) {
		json_decref(o);
		o = with(payload, clean, left_out, --rows, e);
	}
	pairs_free(clean);
	return o;
}
