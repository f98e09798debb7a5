#include "domain/roster_head.h"

#include <string.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

#define KEY_MAX 64

static const char *const field_name[] = {
	[ROSTER_UPN] = "upn",
	[ROSTER_WORKER_ID] = "worker_id",
	[ROSTER_DISPLAY_NAME] = "display_name",
	[ROSTER_EMAIL] = "email",
	[ROSTER_VENDOR] = "vendor",
	[ROSTER_DEPARTMENT] = "department",
	[ROSTER_PROJECT] = "project",
	[ROSTER_MANAGER] = "manager",
	[ROSTER_START] = "contract_start",
	[ROSTER_END] = "contract_end",
	[ROSTER_EXTRA] = "extra",
	[ROSTER_GIVEN] = "given_name",
	[ROSTER_FAMILY] = "family_name",
	[ROSTER_FROM] = "from",
};

/* Per field, the most telling header first. */
static const struct synonym {
	int	field;
	const char *key;
} synonyms[] = {
	{ ROSTER_UPN, "upn" },
	{ ROSTER_UPN, "userprincipalname" },
	{ ROSTER_UPN, "principalname" },
	{ ROSTER_WORKER_ID, "workerid" },
	{ ROSTER_WORKER_ID, "workernumber" },
	{ ROSTER_WORKER_ID, "workerno" },
	{ ROSTER_WORKER_ID, "contractorid" },
	{ ROSTER_WORKER_ID, "contractornumber" },
	{ ROSTER_WORKER_ID, "contingentworkerid" },
	{ ROSTER_WORKER_ID, "employeeid" },
	{ ROSTER_WORKER_ID, "employeenumber" },
	{ ROSTER_WORKER_ID, "employeeno" },
	{ ROSTER_WORKER_ID, "personnelnumber" },
	{ ROSTER_WORKER_ID, "externalid" },
	{ ROSTER_DISPLAY_NAME, "displayname" },
	{ ROSTER_DISPLAY_NAME, "fullname" },
	{ ROSTER_DISPLAY_NAME, "contractorname" },
	{ ROSTER_DISPLAY_NAME, "workername" },
	{ ROSTER_DISPLAY_NAME, "name" },
	{ ROSTER_GIVEN, "givenname" },
	{ ROSTER_GIVEN, "firstname" },
	{ ROSTER_GIVEN, "forename" },
	{ ROSTER_FAMILY, "familyname" },
	{ ROSTER_FAMILY, "lastname" },
	{ ROSTER_FAMILY, "surname" },
	{ ROSTER_EMAIL, "email" },
	{ ROSTER_EMAIL, "emailaddress" },
	{ ROSTER_EMAIL, "mail" },
	{ ROSTER_EMAIL, "workemail" },
	{ ROSTER_VENDOR, "vendor" },
	{ ROSTER_VENDOR, "vendorname" },
	{ ROSTER_VENDOR, "supplier" },
	{ ROSTER_VENDOR, "suppliername" },
	{ ROSTER_VENDOR, "agency" },
	{ ROSTER_VENDOR, "company" },
	{ ROSTER_DEPARTMENT, "department" },
	{ ROSTER_DEPARTMENT, "departmentname" },
	{ ROSTER_DEPARTMENT, "dept" },
	{ ROSTER_DEPARTMENT, "businessunit" },
	{ ROSTER_PROJECT, "project" },
	{ ROSTER_PROJECT, "projectname" },
	{ ROSTER_PROJECT, "projectcode" },
	{ ROSTER_PROJECT, "assignment" },
	{ ROSTER_MANAGER, "managerupn" },
	{ ROSTER_MANAGER, "manageruserprincipalname" },
	{ ROSTER_MANAGER, "manageremail" },
	{ ROSTER_MANAGER, "managermail" },
	{ ROSTER_MANAGER, "manager" },
	{ ROSTER_MANAGER, "linemanager" },
	{ ROSTER_MANAGER, "hiringmanageremail" },
	{ ROSTER_MANAGER, "hiringmanager" },
	{ ROSTER_MANAGER, "supervisorupn" },
	{ ROSTER_MANAGER, "supervisoremail" },
	{ ROSTER_MANAGER, "supervisor" },
	{ ROSTER_MANAGER, "sponsor" },
	{ ROSTER_MANAGER, "reportsto" },
	{ ROSTER_START, "contractstart" },
	{ ROSTER_START, "contractstartdate" },
	{ ROSTER_START, "startdate" },
	{ ROSTER_START, "start" },
	{ ROSTER_START, "validfrom" },
	{ ROSTER_START, "assignmentstart" },
	{ ROSTER_START, "assignmentstartdate" },
	{ ROSTER_END, "contractend" },
	{ ROSTER_END, "contractenddate" },
	{ ROSTER_END, "enddate" },
	{ ROSTER_END, "end" },
	{ ROSTER_END, "validto" },
	{ ROSTER_END, "validuntil" },
	{ ROSTER_END, "assignmentend" },
	{ ROSTER_END, "assignmentenddate" },
	{ ROSTER_END, "contractexpiry" },
	{ ROSTER_END, "expirydate" },
	{ ROSTER_END, "expirationdate" },
	{ ROSTER_END, "lastday" },
	{ ROSTER_END, "lastworkingday" },
};

/* What ctr-list shows of a contractor and no roster says. */
static const char *const listed[] = { "id", "status", "connectors",
	"expiry_on", "attested_on", "next_check_on", "missing_on",
	"open_question", "findings" };

/* key_of: ASCII letters lower, digits, bytes over 127; nothing else counts. */
static int
key_of(const char *s, char out[KEY_MAX])
{
	size_t n = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			c > 127))
			continue;
		if (n == KEY_MAX - 1)
			return -1;
		out[n++] = (char)c;
	}
	out[n] = '\0';
	return 0;
}

/* extra_name: what templates can name: [a-z][a-z0-9_]*. */
static char *
extra_name(const char *s)
{
	struct buf b = BUF_INIT(KEY_MAX);
	int gap = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
			gap = b.len > 0;
			continue;
		}
		if (b.len == 0 && c <= '9')
			buf_str(&b, "x_");
		if (gap)
			buf_chr(&b, '_');
		gap = 0;
		buf_chr(&b, (char)c);
	}
	if (b.len == 0)
		buf_str(&b, "x");
	return buf_take(&b);
}

const char *
roster_field_name(int field)
{
	return field_name[field];
}

int
roster_field_find(const char *name)
{
	int i;

	for (i = 0; i <= ROSTER_FAMILY; i++)
		if (strcmp(field_name[i], name) == 0)
			return i;
	return -1;
}

int
roster_map_parse(const char *s, struct roster_map *m, struct err *e)
{
	const char *eq = strchr(s, '=');
	char *head;
	int bad;

	memset(m, 0, sizeof(*m));
	if (eq == NULL || eq == s)
		return err_set(e, ERR_USAGE, "map \"%s\": not HEADER=FIELD", s);
	head = mem_strn(s, (size_t)(eq - s));
	bad = key_of(head, m->key) == -1 || m->key[0] == '\0';
	free(head);
	if (bad)
		return err_set(e, ERR_USAGE, "map \"%s\": no such header", s);
	m->field = eq[1] == '\0' ? ROSTER_IGNORE : roster_field_find(eq + 1);
	if (m->field == -1 || m->field == ROSTER_EXTRA)
		return err_set(e, ERR_USAGE, "map \"%s\": no field \"%s\"", s,
		    eq + 1);
	return 0;
}

void
roster_head_init(struct roster_head *h, struct roster_map *map, int nmap)
{
	int i;

	memset(h, 0, sizeof(*h));
	for (i = 0; i < ROSTER_CLASH; i++)
		h->at[i] = -1;
	h->map = map;
	h->nmap = nmap;
}

void
roster_head_clear(struct roster_head *h)
{
	int i;

	for (i = 0; i < h->n; i++) {
		free(h->col[i].name);
		free(h->col[i].extra);
	}
	roster_head_init(h, NULL, 0);
}

/* meaning: what a header says by the map, else by the synonyms. */
static int
meaning(struct roster_head *h, const char *name, int *rank)
{
	char key[KEY_MAX];
	size_t k;
	int i;

	*rank = 0;
	if (key_of(name, key) == -1)
		return ROSTER_EXTRA;
	if (key[0] == '\0')
		return ROSTER_IGNORE;
	for (i = 0; i < h->nmap; i++)
		if (strcmp(h->map[i].key, key) == 0) {
			h->map[i].used = 1;
			*rank = -1;
			return h->map[i].field;
		}
	for (k = 0; k < sizeof(synonyms) / sizeof(synonyms[0]); k++)
		if (strcmp(synonyms[k].key, key) == 0) {
			*rank = (int)k;
			return synonyms[k].field;
		}
	return ROSTER_EXTRA;
}

static void
make_extra(struct roster_head *h, struct roster_column *c)
{
	int i;

	c->field = ROSTER_EXTRA;
	c->extra = extra_name(c->name);
	for (i = 0; i < h->n; i++)
		if (&h->col[i] != c && h->col[i].extra != NULL &&
		    strcmp(h->col[i].extra, c->extra) == 0)
			c->field = ROSTER_CLASH;
	h->has |= 1u << ROSTER_EXTRA;
}

int
roster_head_add(struct roster_head *h, const char *name)
{
	struct roster_column *c, *other;

	if (h->n == ROSTER_COLUMNS)
		return -1;
	c = &h->col[h->n];
	memset(c, 0, sizeof(*c));
	c->name = mem_str(name);
	c->field = meaning(h, name, &c->rank);
	if (c->field == ROSTER_EXTRA) {
		make_extra(h, c);
	} else if (c->field != ROSTER_IGNORE && h->at[c->field] != -1) {
		other = &h->col[h->at[c->field]];
		if (c->rank == other->rank) {
			c->field = ROSTER_CLASH;
		} else if (c->rank > other->rank) {
			make_extra(h, c);
		} else {
			h->at[c->field] = h->n;
			make_extra(h, other);
		}
	} else if (c->field != ROSTER_IGNORE) {
		h->at[c->field] = h->n;
		if (c->field < ROSTER_FIELDS)
			h->has |= 1u << c->field;
		else
			h->has |= 1u << ROSTER_DISPLAY_NAME;
	}
	return h->n++;
}

int
roster_head_find(const struct roster_head *h, const char *name, int guess)
{
	int i;

	if (guess >= 0 && guess < h->n &&
	    strcmp(h->col[guess].name, name) == 0)
		return guess;
	for (i = 0; i < h->n; i++)
		if (strcmp(h->col[i].name, name) == 0)
			return i;
	return -1;
}

static int
named(const struct roster_head *h, const char *name)
{
	return roster_head_find(h, name, -1);
}

/* as_listed: the header is ctr-list's: take from it what a roster says. */
static void
as_listed(struct roster_head *h)
{
	size_t k;
	int i;

	h->echo = 1;
	for (k = 0; k < sizeof(listed) / sizeof(listed[0]); k++)
		if ((i = named(h, listed[k])) != -1)
			h->col[i].field = ROSTER_IGNORE;
	i = named(h, "from");
	h->col[i].field = ROSTER_FROM;
	h->at[ROSTER_FROM] = i;
	h->has &= ~(1u << ROSTER_EXTRA);
	if ((i = named(h, "extra")) != -1) {
		h->at[ROSTER_EXTRA] = i;
		h->has |= 1u << ROSTER_EXTRA;
	}
}

int
roster_head_done(struct roster_head *h, struct err *e)
{
	int i;

	if (named(h, "id") != -1 && named(h, "next_check_on") != -1 &&
	    named(h, "from") != -1)
		as_listed(h);
	for (i = 0; i < h->n; i++)
		if (h->col[i].field == ROSTER_CLASH)
			return err_set(e, ERR_DATA,
			    "line 1, column %d: \"%s\" is there twice;"
			    " remove one, or map one to nothing", i + 1,
			    h->col[i].name);
	if (!h->keyless && h->at[ROSTER_UPN] == -1 &&
	    h->at[ROSTER_WORKER_ID] == -1)
		return err_set(e, ERR_DATA,
		    "line 1: no column upn or worker_id; a map can name one");
	return 0;
}
