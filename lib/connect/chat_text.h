/*
 * A chat message out of its template: templates/chat/NAME.json has one payload
 * for each channel, {"slack": {...}, "teams": {...}}.
 *
 * In its strings {{name}} is replaced.  The template is parsed first and
 * values are put in after: a value cannot leave its string.  An element of an
 * array one of whose names has no value is left out ("when" is for a name that
 * it does not show, and does not leave); one with "rows": true
 * comes once for each row of the message's list, and with "rows": "lines" the
 * texts of several rows are lines of one section.  Values land in plain text
 * (Slack's plain_text, an Adaptive Card's TextRun), never in a markup.
 */
#ifndef CONNECT_CHAT_TEXT_H
#define CONNECT_CHAT_TEXT_H

#include <jansson.h>
#include <stddef.h>

#include "base/err.h"
#include "base/pairs.h"

enum { CHAT_TEXT_SECTION = 3000 };	/* characters of a section of Slack's */

/* chat_text_parse: a template's text; NULL with ERR_DATA: no JSON, or without
 * a payload for this channel.  json_decref it. */
json_t *chat_text_parse(const char *text, const char *channel, struct err *);

/* chat_text_fill: the payload with the first rows of the list, new; values
 * are clean (mail_value_all).  NULL with ERR_DATA: a name that is malformed. */
json_t *chat_text_fill(json_t *payload, const struct pairs *values, int rows,
    struct err *);

/* chat_text_chars: characters of a text; a service counts no bytes. */
size_t chat_text_chars(const char *);

#endif
