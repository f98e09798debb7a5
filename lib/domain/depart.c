#include "domain/depart.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/when.h"

#define RETRY_MOST 21600	/* seconds */

static const char *const steps[DEPART_STEPS] = {
	"disable", "end_sessions", "set_expiry", "revoke_groups", "all_groups",
	"random_password", "describe", "move_ou", "delete"
};

static int
known(const char *word, size_t len)
{
	int i;

	for (i = 0; i < DEPART_STEPS; i++)
		if (strlen(steps[i]) == len && memcmp(steps[i], word, len) == 0)
			return 1;
	return 0;
}

size_t
depart_ops(const char *policy, struct depart_op out[DEPART_STEPS])
{
	size_t n = 0, i, len;
	const char *p = policy;
	int required;

	for (; *(p += strspn(p, " \t")) != '\0'; p += len) {
		if ((required = *p == '!'))
			p++;
		len = strcspn(p, " \t");
		if (!known(p, len))
			continue;
		for (i = 0; i < n; i++)
			if (strlen(out[i].op) == len &&
			    memcmp(out[i].op, p, len) == 0)
				break;
		if (i < n)
			continue;
		memcpy(out[n].op, p, len);
		out[n].op[len] = '\0';
		out[n++].required = required;
	}
	return n;
}

const char *
depart_wire(const char *op)
{
	return strcmp(op, "all_groups") == 0 ? "revoke_groups" : op;
}

size_t
depart_take(const char *op, const struct depart_seen *s,
    const struct depart_group **out)
{
	int privileged = strcmp(op, "revoke_groups") == 0;
	const struct depart_group *g;
	size_t n = 0, i;

	for (i = 0; i < s->n_groups; i++) {
		g = &s->groups[i];
		if (g->direct && !g->privileged == !privileged &&
		    (!g->primary || g->privileged))
			out[n++] = g;
	}
	return n;
}

size_t
depart_nested(const struct depart_seen *s, const struct depart_group **out)
{
	size_t n = 0, i;

	for (i = 0; i < s->n_groups; i++)
		if (s->groups[i].privileged && !s->groups[i].direct)
			out[n++] = &s->groups[i];
	return n;
}

static int
any_to_take(const char *op, const struct depart_seen *s)
{
	int privileged = strcmp(op, "revoke_groups") == 0;
	const struct depart_group *g;
	size_t i;

	for (i = 0; i < s->n_groups; i++) {
		g = &s->groups[i];
		if (g->direct && !g->privileged == !privileged &&
		    (!g->primary || g->privileged))
			return 1;
	}
	return 0;
}

static int
has_group(const struct depart_seen *s, const char *id)
{
	size_t i;

	for (i = 0; i < s->n_groups; i++)
		if (s->groups[i].direct && strcmp(s->groups[i].id, id) == 0)
			return 1;
	return 0;
}

static enum depart_goal
goal_expiry(const struct depart_args *a, const struct depart_seen *s)
{
	if (!a->has_expiry || s->expires_at == a->expires_at)
		return DEPART_MET;
	if (a->at_most)
		return s->expires_at < a->expires_at ? DEPART_MET :
		    DEPART_UNMET;
	if (a->has_was && s->expires_at != a->was)
		return DEPART_LEFT;
	return DEPART_UNMET;
}

enum depart_goal
depart_goal(const char *op, const struct depart_args *a,
    const struct depart_seen *s)
{
	size_t i;

	if (strcmp(op, "delete") == 0)
		return s->there ? DEPART_UNMET : DEPART_MET;
	if (strcmp(op, "create") == 0)
		return s->there ? DEPART_MET : DEPART_UNMET;
	if (strcmp(op, "disable") == 0)
		return s->enabled ? DEPART_UNMET : DEPART_MET;
	if (strcmp(op, "enable") == 0)
		return s->enabled ? DEPART_MET : DEPART_UNMET;
	if (strcmp(op, "set_expiry") == 0)
		return goal_expiry(a, s);
	if (strcmp(op, "revoke_groups") == 0 || strcmp(op, "all_groups") == 0)
		return any_to_take(op, s) ? DEPART_UNMET : DEPART_MET;
	if (strcmp(op, "restore_groups") != 0)
		return DEPART_BLIND;
	for (i = 0; i < a->n_groups; i++)
		if (!has_group(s, a->groups[i]))
			return DEPART_UNMET;
	return DEPART_MET;
}

static int
same(const char *word, size_t len, const char *s)
{
	return s != NULL && strlen(s) == len && strncasecmp(word, s, len) == 0;
}

int
depart_protected(const char *list, const char *connector,
    const char *remote_id, const char *login, const char *upn)
{
	size_t len, at = strlen(connector);
	const char *p = list, *id;

	for (; *(p += strspn(p, " \t")) != '\0'; p += len) {
		len = strcspn(p, " \t");
		if (same(p, len, login) || same(p, len, upn))
			return 1;
		if (len <= at + 1 || p[at] != ':' ||
		    strncasecmp(p, connector, at) != 0)
			continue;
		id = p + at + 1;
		if (same(id, len - at - 1, remote_id) ||
		    same(id, len - at - 1, login) ||
		    same(id, len - at - 1, upn))
			return 1;
	}
	return 0;
}

const char *
depart_hands(const struct depart_seen *s, const char *worker_id)
{
	if (!s->contractor)
		return "no longer a contractor's account by this tenant's rule";
	if (worker_id != NULL && *worker_id != '\0' && s->worker_id != NULL &&
	    *s->worker_id != '\0' && strcasecmp(worker_id, s->worker_id) != 0)
		return "it carries another worker_id";
	return NULL;
}

int64_t
depart_limit(int64_t limit, int64_t active)
{
	int64_t share = active / 20;

	return share > limit ? share : limit;
}

int
depart_held(int64_t started, int64_t want, int64_t limit, int64_t accept)
{
	return want > 0 && started + want > limit && accept != want;
}

int64_t
depart_retry(int tries, int64_t retry_after)
{
	int64_t s = 300;

	while (--tries > 0 && s < 4000)
		s *= 2;
	if (s > 4000)
		s = 4000;
	if (retry_after > RETRY_MOST)
		return RETRY_MOST;
	return retry_after > s ? retry_after : s;
}

int
depart_was_enabled(const struct depart_past *p, size_t n)
{
	int was = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!p[i].done)
			continue;
		if (strcmp(p[i].op, "enable") == 0)
			was = 0;
		else if (strcmp(p[i].op, "disable") == 0 &&
		    p[i].before != NULL && p[i].before->enabled)
			was = 1;
	}
	return was;
}

int
depart_expiry(const struct depart_past *p, size_t n, int64_t *was,
    int64_t *back)
{
	int moved = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!p[i].done || strcmp(p[i].op, "set_expiry") != 0 ||
		    p[i].before == NULL || !p[i].args->has_expiry)
			continue;
		moved = p[i].args->at_most &&
		    p[i].before->expires_at > p[i].args->expires_at;
		*was = p[i].args->expires_at;
		*back = p[i].before->expires_at;
	}
	return moved;
}

int
depart_named(const char *words, const char *id)
{
	static const char part[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:";
	size_t len = strlen(id);
	const char *p;

	if (words == NULL || len == 0)
		return 0;
	for (p = words; (p = strstr(p, id)) != NULL; p++)
		if ((p == words || strchr(part, p[-1]) == NULL) &&
		    (p[len] == '\0' || strchr(part, p[len]) == NULL ||
		    ((p[len] == '.' || p[len] == ':') &&
		    (p[len + 1] == '\0' || p[len + 1] == ' '))))
			return 1;
	return 0;
}

static int
listed(const char *const *ids, size_t n, const char *id)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(ids[i], id) == 0)
			return 1;
	return 0;
}

size_t
depart_back(const struct depart_past *p, size_t n, const char *words,
    const char **out, size_t max)
{
	size_t got = 0, i, k;
	const char *id;
	int ordinary;

	for (i = 0; i < n; i++) {
		ordinary = strcmp(p[i].op, "all_groups") == 0;
		if (strcmp(p[i].op, "restore_groups") == 0 && p[i].done)
			got = 0;
		if (!p[i].done || (!ordinary &&
		    strcmp(p[i].op, "revoke_groups") != 0))
			continue;
		for (k = 0; k < p[i].args->n_groups; k++) {
			id = p[i].args->groups[k];
			if ((ordinary || depart_named(words, id)) &&
			    !listed(out, got, id) && got < max)
				out[got++] = id;
		}
	}
	return got;
}
