/* A list of a connector, asked for: ctr-sync takes it up, which has the
 * credentials; this program has none. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "act/wish.h"
#include "base/conf.h"
#include "base/sha.h"
#include "web/api.h"

struct which {
	const char *wanted;	/* NULL: the only one */
	char	name[33];
	int	n;
};

static void
see(const char *part, void *arg)
{
	struct which *w = arg;

	if (strlen(part) >= sizeof(w->name) ||
	    (w->wanted != NULL && strcmp(w->wanted, part) != 0))
		return;
	(void)snprintf(w->name, sizeof(w->name), "%s", part);
	w->n++;
}

/* read: connector and full, the only members; 0 or -1 with the problem. */
static int
members(struct api *a, json_t *o, const char **connector, int *whole)
{
	const char *name;
	json_t *v;

	json_object_foreach(o, name, v) {
		if (strcmp(name, "connector") == 0 && json_is_string(v))
			*connector = json_string_value(v);
		else if (strcmp(name, "full") == 0 && json_is_boolean(v))
			*whole = json_is_true(v);
		else
			return api_problem(a, 422, "bad_member", "%.40s: the "
			    "members are connector and full", name) - 1;
	}
	return 0;
}

static int
wish(struct api *a, json_t *o, struct err *e)
{
	struct which which = { NULL, "", 0 };
	struct sync_wish s;
	struct wish w;
	char text[64];
	int rc;

	memset(&w, 0, sizeof(w));
	if (o != NULL && members(a, o, &which.wanted, &w.whole) == -1)
		return 0;
	conf_sections(a->tool->conf, "connector", see, &which);
	if (which.n != 1)
		return api_problem(a, 422, "unknown_connector", "connector: "
		    "the name of one that the tenant has");
	w.key = &a->key;
	w.request = a->request;
	w.connector = which.name;
	(void)snprintf(text, sizeof(text), "%s %d", which.name, w.whole);
	sha_of(text, strlen(text), w.print);
	if ((rc = wish_sync(a->x, &w, e)) == 0 && w.again == AGAIN_OTHER)
		(void)api_problem(a, 422, "request_id_reused",
		    "another thing was asked under this request id");
	else if (rc == 0) {
		a->status = 202;
		if (w.again == AGAIN_SAME)
			buf_str(&a->body, w.call.answer);
		else if ((rc = sync_wish_get(a->x->db, w.id, &s, e)) == 1) {
			wish_text(&s, &a->body);
			(void)snprintf(a->location, sizeof(a->location),
			    "sync/%" PRId64, w.id);
		}
	}
	apicall_clear(&w.call);
	return rc == -1 ? -1 : 0;
}

int
api_sync(struct api *a, struct err *e)
{
	const char *type = cgi_var(&a->cgi, "CONTENT_TYPE");
	struct buf b = BUF_INIT(API_BODY_LEN);
	json_t *o = NULL;
	int rc = 0;

	if (a->body_len > 0 && (type == NULL ||
	    strncmp(type, "application/json", 16) != 0))
		rc = api_problem(a, 415, "unsupported_media_type",
		    "the body is application/json");
	else if (api_text(a, &b) == 0) {
		o = json_loadb(buf_get(&b), b.len, JSON_REJECT_DUPLICATES,
		    NULL);
		if (b.len > 0 && !json_is_object(o))
			(void)api_problem(a, 400, "bad_json",
			    "the body is not a JSON object");
		else
			rc = wish(a, o, e);
	}
	json_decref(o);
	buf_clear(&b);
	return rc;
}

int
api_synced(struct api *a, struct err *e)
{
	struct sync_wish w;
	int rc = sync_wish_get(a->x->db, api_id(a), &w, e);

	if (rc == 1)
		wish_text(&w, &a->body);
	return rc == -1 ? -1 : rc == 1 ? 0 : api_problem(a, 404, "not_found",
	    "there is no such request");
}
