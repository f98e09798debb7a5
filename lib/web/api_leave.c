/* What the personnel department says, and what became of it. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "act/answer_hr.h"
#include "base/sha.h"
#include "base/text.h"
#include "base/when.h"
#include "web/api.h"

enum { REASON_LEN = 1000 };

/* The members that a request may have.  Anything else is refused: a last day
 * under a name that is not ours must not become "now". */
static const char *const members[] = { "upn", "worker_id", "last_day",
	"reason", "request_id" };
enum { UPN, WORKER, LAST_DAY, REASON, REQUEST, MEMBERS };

static const size_t longest[] = { 254, 254, 10, REASON_LEN, 128 };

/* refuse: 422 about one member. */
static int
refuse(struct api *a, const char *member, const char *why)
{
	return api_problem(a, 422, "bad_member", "%.40s: %s", member, why);
}

/* plain: one line of text. */
static int
plain(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return 0;
	return text_ok(s, len);
}

/* take: the members of o into v; 0, or -1 with the problem. */
static int
take(struct api *a, json_t *o, const char *v[MEMBERS])
{
	const char *name;
	json_t *value;
	size_t i;

	json_object_foreach(o, name, value) {
		for (i = 0; i < MEMBERS && strcmp(name, members[i]) != 0; i++)
			;
		if (i == MEMBERS)
			return refuse(a, name, "no such member") - 1;
		if (json_is_null(value))
			continue;
		v[i] = json_string_value(value);
		if (v[i] == NULL || v[i][0] == '\0' ||
		    json_string_length(value) > longest[i] ||
		    !plain(v[i], json_string_length(value)))
			return refuse(a, name, "a text of one line, not too "
			    "long") - 1;
	}
	if (v[UPN] == NULL && v[WORKER] == NULL)
		return refuse(a, "upn", "or worker_id: about whom?") - 1;
	if (v[LAST_DAY] != NULL && when_day(v[LAST_DAY]) == WHEN_NO_DAY)
		return refuse(a, "last_day", "a day is YYYY-MM-DD") - 1;
	if (v[REQUEST] != NULL && a->request[0] != '\0' &&
	    strcmp(v[REQUEST], a->request) != 0)
		return refuse(a, "request_id", "another than "
		    "Idempotency-Key") - 1;
	if (v[REQUEST] == NULL && a->request[0] != '\0')
		v[REQUEST] = a->request;
	return 0;
}

/* print: of what is meant, not of how the JSON was written. */
static void
print(const struct api *a, const char *v[MEMBERS], unsigned char out[32])
{
	unsigned char hash[32];
	struct sha st;
	size_t i;

	sha_start(&st);
	for (i = 0; i < REQUEST; i++) {
		sha_add(&st, v[i] != NULL ? "+" : "-", 1);
		if (v[i] != NULL)
			sha_add(&st, v[i], strlen(v[i]) + 1);
	}
	sha_end(&st, hash);
	api_print(a, hash, out);
}

static int
answer(struct api *a, const struct answer_hr *h)
{
	switch (h->result) {
	case HR_TAKEN:
	case HR_AGAIN:
		break;
	case HR_OTHER:
		return api_problem(a, 422, "request_id_reused",
		    "another thing was asked under this request id");
	case HR_NOBODY:
		return api_problem(a, 422, "unknown_contractor",
		    "there is no such contractor");
	case HR_AMBIGUOUS:
		return api_problem(a, 422, "ambiguous_contractor",
		    "upn and worker_id are not of one contractor");
	case HR_NOT_HERE:
		return api_problem(a, 409, "not_here",
		    "he is no contractor who can leave: see his status");
	case HR_DAY:
		return refuse(a, "last_day", "further ahead than policy "
		    "offboard_ahead_days");
	}
	a->status = h->call.status;
	buf_str(&a->body, h->call.answer);
	(void)snprintf(a->location, sizeof(a->location), "offboarding/%"
	    PRId64, h->call.id);
	return 0;
}

static int
leave(struct api *a, json_t *o, struct err *e)
{
	const char *v[MEMBERS] = { NULL };
	struct answer_hr h;
	int rc;

	if (take(a, o, v) == -1)
		return 0;
	memset(&h, 0, sizeof(h));
	h.key = &a->key;
	h.bearer = a->bearer;
	h.upn = v[UPN];
	h.worker_id = v[WORKER];
	h.last_day = v[LAST_DAY];
	h.reason = v[REASON];
	h.request = v[REQUEST];
	h.address = a->cgi.address;
	h.agent = a->cgi.agent;
	print(a, v, h.print);
	if ((rc = answer_hr(a->x, &h, e)) == 0)
		rc = answer(a, &h);
	answer_hr_clear(&h);
	return rc;
}

int
api_leave(struct api *a, struct err *e)
{
	struct buf b = BUF_INIT(API_BODY_LEN);
	json_error_t why;
	json_t *o = NULL;
	int rc = 0;

	if (!api_json(a)) {
		rc = api_problem(a, 415, "unsupported_media_type",
		    "the body is application/json");
	} else if (api_text(a, &b) == 0) {
		o = json_loadb(buf_get(&b), b.len, JSON_REJECT_DUPLICATES,
		    &why);
		if (!json_is_object(o))
			(void)api_problem(a, 400, "bad_json",
			    "the body is not a JSON object");
		else
			rc = leave(a, o, e);
	}
	json_decref(o);
	buf_clear(&b);
	return rc;
}

static int
load(struct api *a, struct apicall *c, struct err *e)
{
	int rc = apicall_get(a->x->db, api_id(a), c, e);

	if (rc == 1 && strcmp(c->kind, "offboarding") != 0) {
		apicall_clear(c);
		rc = 0;
	}
	if (rc == 0)
		(void)api_problem(a, 404, "not_found",
		    "there is no such request");
	return rc;
}

int
api_left(struct api *a, struct err *e)
{
	struct apicall c;
	int rc = load(a, &c, e);

	if (rc == 1) {
		rc = answer_hr_state(a->x, &c, &a->body, e);
		apicall_clear(&c);
	}
	return rc;
}

int
api_left_evidence(struct api *a, struct err *e)
{
	struct apicall c;
	int rc = load(a, &c, e);

	if (rc == 1) {
		rc = api_story(a, c.contractor, c.evidence - 1, e);
		apicall_clear(&c);
	}
	return rc;
}
