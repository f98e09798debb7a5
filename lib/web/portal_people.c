/* The table of contractors. */
#include "web/portal_people.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/esc.h"
#include "base/when.h"

const char *
portal_people_words(const char *word, char *room, size_t len)
{
	char *s;

	(void)snprintf(room, len, "%s", word);
	for (s = room; *s != '\0'; s++)
		if (*s == '_')
			*s = ' ';
	return room;
}

static const char *
colour(const char *status)
{
	if (strcmp(status, "active") == 0)
		return "good";
	if (strcmp(status, "pending_review") == 0 ||
	    strcmp(status, "suspended") == 0)
		return "warn";
	return strcmp(status, "offboarding") == 0 ? "stop" : "plain";
}

/* systems: "ad:enabled okta:disabled" as "ad, okta (disabled)". */
static void
systems(struct words *w, const char *s)
{
	struct buf b = BUF_INIT(4096);
	size_t name, all;

	for (; s != NULL && *s != '\0'; s += all + (s[all] != '\0')) {
		all = strcspn(s, " ");
		name = strcspn(s, ": ");
		buf_fmt(&b, "%s%.*s", b.len > 0 ? ", " : "", (int)name, s);
		if (all > name && strncmp(s + name, ":enabled", all - name) !=
		    0)
			buf_fmt(&b, " (%.*s)", (int)(all - name - 1),
			    s + name + 1);
	}
	words_cell(w, "connectors", buf_get(&b));
	buf_clear(&b);
}

/* findings: "past_end,override" as "past end, override". */
static void
findings(struct words *w, const char *s)
{
	struct buf b = BUF_INIT(4096);

	for (; s != NULL && *s != '\0'; s++)
		if (*s == ',')
			buf_str(&b, ", ");
		else
			buf_chr(&b, (char)(*s == '_' ? ' ' : *s));
	words_set(w, "findings", buf_get(&b));
	buf_clear(&b);
}

/* address: may be broken behind its '@'. */
static void
address(struct words *w, const char *name, const char *s)
{
	const char *at = s == NULL ? NULL : strchr(s, '@');
	char local[256];
	struct buf b = BUF_INIT(4096);

	if (at == NULL || (size_t)(at - s) >= sizeof(local) - 1) {
		words_cell(w, name, s);
		return;
	}
	memcpy(local, s, (size_t)(at - s) + 1);
	local[at - s + 1] = '\0';
	esc_html(&b, local);
	buf_str(&b, "<wbr>");
	esc_html(&b, at + 1);
	words_html(w, name, &b);
	buf_clear(&b);
}

void
portal_people_line(struct words *w, const struct roll_line *l)
{
	char room[600], on[11] = "";

	words_int(w, "id", l->id);
	words_cell(w, "upn", l->upn);
	address(w, "upn_cell", l->upn);
	address(w, "manager_cell", l->manager);
	words_brief(w, "name", l->name, WORDS_NAME);
	(void)snprintf(room, sizeof(room), "#%" PRId64, l->id);
	words_brief(w, "who", l->name != NULL ? l->name : l->upn != NULL ?
	    l->upn : room, WORDS_NAME);
	words_set(w, "status", portal_people_words(l->status, room,
	    sizeof(room)));
	words_set(w, "status_class", colour(l->status));
	systems(w, l->connectors);
	words_cell(w, "end", l->end);
	if (l->expiry_at != WHEN_NEVER)
		when_date(when_last_day(l->expiry_at), on);
	words_cell(w, "expiry", on);
	words_cell(w, "manager", l->manager);
	words_attr(w, "manager", l->manager);
	on[0] = '\0';
	if (l->attested_at != 0)
		when_date(when_today(l->attested_at), on);
	words_cell(w, "attested", on);
	words_set(w, "missing_on", l->missing_on);
	words_set(w, "question", l->question);
	findings(w, l->findings);
	words_flag(w, "hold", l->hold);
}

static int
row(struct portal *p, int64_t id, struct buf *out, struct err *e)
{
	struct words *w = words_under(p->words);
	int may = portal_may(p, PORTAL_OPERATE), here;
	struct roll_line l;
	int rc = roll_get(p->x->db, id, &l, e);

	if (rc == 1) {
		portal_people_line(w, &l);
		words_flag(w, "edits", may);
		words_flag(w, "looks", !may);
		here = strcmp(l.status, "active") == 0 ||
		    strcmp(l.status, "pending_review") == 0 ||
		    strcmp(l.status, "suspended") == 0;
		words_flag(w, "acts", may && here);
		words_flag(w, "rests", may && !here);
		if (may)
			portal_form(p, w, "manager", "people/%" PRId64
			    "/manager", id);
		rc = words_block(w, "people-row", out, e);
		roll_line_clear(&l);
	}
	words_free(w);
	return rc == -1 ? -1 : 0;
}

/* places: the first page, the next one, and how to look further. */
static void
places(struct portal *p, const struct roll_ask *q, const struct roll_page *r)
{
	const struct roll_row *last = r->n > 0 ? &r->row[r->n - 1] : NULL;
	const char *first[] = { "after", NULL, "id", NULL, "from", NULL,
		NULL };
	char id[24] = "", number[24] = "", from[24] = "";
	const char *next[] = { "after", NULL, "id", id, NULL };
	const char *on[] = { "after", NULL, "id", NULL, "from", NULL, NULL };

	if (q->after != NULL || q->from != 0)
		portal_people_ask_link(p, "first", "people", first);
	if (r->more) {
		(void)snprintf(id, sizeof(id), "%" PRId64, last->id);
		(void)snprintf(number, sizeof(number), "%" PRId64,
		    last->number);
		next[1] = q->sort == ROLL_BY_EXPIRY || q->sort ==
		    ROLL_BY_ATTESTED || q->sort == ROLL_BY_ID ? number :
		    last->key;
		portal_people_ask_link(p, "next", "people", next);
	}
	words_set(p->words, "looked", NULL);
	if (!r->cut)
		return;
	(void)snprintf(from, sizeof(from), "%" PRId64, r->cut_id);
	if (r->cut_key != NULL) {
		on[1] = r->cut_key;
		on[3] = from;
	} else
		on[5] = from;
	words_int(p->words, "looked", r->looked);
	portal_people_ask_link(p, "further", "people", on);
}

static int
rows(struct portal *p, const struct roll_ask *q, struct err *e)
{
	struct buf b = BUF_INIT(1 << 20);
	struct roll_page r;
	int i, rc;

	if (roll_page(p->x->db, q, &r, e) == -1)
		return -1;
	places(p, q, &r);
	words_int(p->words, "count", r.n);
	words_flag(p->words, "none", r.n == 0 && !r.cut);
	words_flag(p->words, "some", r.n > 0);
	words_flag(p->words, "bulk", r.n > 0 &&
	    portal_may(p, PORTAL_OPERATE));
	for (rc = 0, i = 0; i < r.n && rc == 0; i++)
		rc = row(p, r.row[i].id, &b, e);
	words_html(p->words, "rows", &b);
	buf_clear(&b);
	roll_clear(&r);
	return rc;
}

/* command: what ctr-list can do of it. */
static void
command(struct portal *p, const struct roll_ask *q)
{
	char status[40], before[40];

	(void)snprintf(status, sizeof(status), "status=%.20s", q->status !=
	    NULL ? q->status : "");
	(void)snprintf(before, sizeof(before), "contract_end<%.10s",
	    q->before != NULL ? q->before : "");
	portal_command(p, "ctr-list", "contractor", q->status != NULL ?
	    status : q->before != NULL ? before : (char *)NULL,
	    q->status != NULL && q->before != NULL ? before : (char *)NULL,
	    (char *)NULL);
}

static int
people(struct portal *p, struct err *e)
{
	const char *const none[] = { "after", NULL, "id", NULL, "from", NULL,
		NULL };
	struct portal_people_ask a;
	int rc = portal_people_ask_read(p, &a, e);

	if (rc == -1 && e->kind == ERR_DATA) {
		words_set(p->words, "wrong", e->text);
		err_clear(e);
		p->status = 422;
		rc = 0;
	}
	if (rc == 0) {
		portal_people_ask_sort(p, &a.q);
		portal_people_ask_link(p, "csv", "people.csv", none);
		command(p, &a.q);
		rc = rows(p, &a.q, e);
	}
	if (rc == 0 && (rc = portal_people_ask_form(p, e)) == 0)
		rc = portal_page(p, "people", "people", e);
	portal_people_ask_clear(&a);
	return rc;
}

#define OF ROLE_READ, 0, NULL, 0
#define DOES(name, act, role) \
	{ "people/*/" name, PORTAL_VIEW | PORTAL_OPERATE, NULL, act, role, \
	    0, portal_person, 0 }
const struct portal_route portal_people[] = {
	{ "people", PORTAL_VIEW, people, NULL, OF },
	{ "people.csv", PORTAL_VIEW, portal_people_csv, NULL, OF },
	{ "people/bulk", PORTAL_VIEW | PORTAL_OPERATE, portal_people_bulk, NULL,
	    OF },
	{ "people/bulk/do", PORTAL_VIEW | PORTAL_OPERATE, NULL,
	    portal_people_bulk_act, ROLE_WEB_BULK, 0, portal_people_bulk, 0 },
	{ "people/*", PORTAL_VIEW, portal_person, NULL, OF },
	{ "people/*/manager", PORTAL_VIEW | PORTAL_OPERATE, portal_manager,
	    portal_person_act_manager, ROLE_WEB_EDIT, 0, portal_manager, 0 },
	DOES("ask", portal_person_ask, ROLE_WEB_ASK),
	{ "people/*/clear", PORTAL_VIEW | PORTAL_OPERATE, portal_clear_field,
	    portal_person_act_clear, ROLE_WEB_EDIT, 0, portal_clear_field, 0 },
	DOES("deputy", portal_person_ask_deputy, ROLE_WEB_DEPUTY),
	DOES("employee", portal_person_act_employee, ROLE_WEB_EDIT),
	DOES("exempt", portal_person_act_exempt, ROLE_WEB_EDIT),
	DOES("extend", portal_person_act_extend, ROLE_WEB_EDIT),
	DOES("hold", portal_person_act_hold, ROLE_WEB_EDIT),
	DOES("leaves", portal_person_ask_leaves, ROLE_WEB_ASK),
	DOES("reinstate", portal_person_ask_reinstate, ROLE_WEB_ERRAND),
	DOES("rehire", portal_person_ask_rehire, ROLE_WEB_EDIT),
	DOES("set", portal_person_act_set, ROLE_WEB_EDIT),
	DOES("unhold", portal_person_act_unhold, ROLE_WEB_EDIT),
	DOES("withdrawn", portal_person_act_withdrawn, ROLE_WEB_EDIT),
	{ NULL, 0, NULL, NULL, OF }
};
