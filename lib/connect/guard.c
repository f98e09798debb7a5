#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "connect/guard.h"
#include "connect/serve.h"

static int
same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcasecmp(a, b) == 0;
}

static int
named(json_t *ids, json_t *account)
{
	static const char *const by[] = { "remote_id", "login", "upn" };
	json_t *v;
	size_t i, k;

	json_array_foreach(ids, i, v)
		for (k = 0; k < sizeof(by) / sizeof(by[0]); k++)
			if (same(json_string_value(v),
			    serve_text(account, by[k])))
				return 1;
	return 0;
}

/* One without a number carries no other one. */
static int
changed_hands(json_t *request, json_t *account)
{
	const char *want = serve_text(json_object_get(request, "expect"),
	    "worker_id");
	const char *is = serve_text(account, "worker_id");

	return json_is_false(json_object_get(account, "contractor")) ||
	    (want != NULL && *want != '\0' && is != NULL && !same(want, is));
}

int
guard(json_t *request, json_t *protected, json_t *account, json_t *answer,
    struct err *e)
{
	const char *mark = serve_text(request, "mark");
	const char *now = serve_text(account, "mark");

	if (named(protected, account) ||
	    named(json_object_get(request, "protected"), account))
		return err_set(e, ERR_REFUSED, "protected");
	if (changed_hands(request, account))
		return err_set(e, ERR_REFUSED, "changed_hands");
	if (mark == NULL || (now != NULL && strcmp(mark, now) == 0))
		return 0;
	json_object_set_new(answer, "retry_after", json_integer(0));
	return err_set(e, ERR_TEMP, "changed meanwhile");
}

void
guard_digest(json_t *o, char out[17])
{
	char *s = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS |
	    JSON_ENCODE_ANY);
	uint64_t h = 0xcbf29ce484222325u;	/* FNV-1a */
	const char *p;

	for (p = s; p != NULL && *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3u;
	free(s);
	snprintf(out, 17, "%016" PRIx64, h);
}
