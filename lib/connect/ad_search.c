#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/text.h"
#include "base/when.h"
#include "connect/ad_search.h"
#include "connect/ad_sid.h"

#define OID_EXTENDED "1.2.840.113556.1.4.529"
#define OID_DELETED "1.2.840.113556.1.4.417"

/* ---- one page ---- */

struct controls {
	LDAPControl *list[4];
	size_t	n;
	int	paged;		/* list[0] is ours to free */
};

static int
set_controls(struct ad *ad, const struct ad_query *q, struct berval *cookie,
    struct controls *c, struct err *e)
{
	/* SEQUENCE { INTEGER 0 }: the hex form */
	static char hex_form[] = { 0x30, 0x03, 0x02, 0x01, 0x00 };
	static char ext_oid[] = OID_EXTENDED, del_oid[] = OID_DELETED;
	static LDAPControl extended = { ext_oid, { sizeof(hex_form), hex_form },
	    1 };
	static LDAPControl deleted = { del_oid, { 0, NULL }, 1 };
	int rc;

	memset(c, 0, sizeof(*c));
	if (q->scope != LDAP_SCOPE_BASE) {
		rc = ldap_create_page_control(ad->ld,
		    (ber_int_t)ad->conf.page_size, cookie, 1, &c->list[0]);
		if (rc != LDAP_SUCCESS)
			return ad_error(ad, rc, "paging", e);
		c->paged = 1;
		c->n = 1;
	}
	if (q->flags & AD_EXTENDED)
		c->list[c->n++] = &extended;
	if (q->flags & AD_DELETED)
		c->list[c->n++] = &deleted;
	return 0;
}

/* The cookie of the page's answer; empty at the end. */
static int
next_cookie(struct ad *ad, LDAPMessage *page, struct berval *cookie,
    struct err *e)
{
	LDAPControl **back = NULL, *paged;
	ber_int_t estimate;
	int code = LDAP_SUCCESS, rc;

	ber_memfree(cookie->bv_val);
	memset(cookie, 0, sizeof(*cookie));
	rc = ldap_parse_result(ad->ld, page, &code, NULL, NULL, NULL, &back, 0);
	if (rc == LDAP_SUCCESS)
		rc = code;
	if (rc == LDAP_SUCCESS) {
		paged = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, back,
		    NULL);
		if (paged == NULL)
			rc = LDAP_UNAVAILABLE_CRITICAL_EXTENSION;
		else
			rc = ldap_parse_pageresponse_control(ad->ld, paged,
			    &estimate, cookie);
	}
	ldap_controls_free(back);
	return rc == LDAP_SUCCESS ? 0 : ad_error(ad, rc, "paging", e);
}

static int
each_entry(struct ad *ad, LDAPMessage *page, ad_entry *cb, void *arg,
    int64_t *n, struct err *e)
{
	LDAPMessage *m;
	int rc;

	for (m = ldap_first_entry(ad->ld, page); m != NULL;
	    m = ldap_next_entry(ad->ld, m)) {
		++*n;
		if (cb != NULL && (rc = cb(ad, m, arg, e)) != 0)
			return rc;
	}
	return 0;
}

/* ask: for a page; its number is what answer_to waits for. */
static int
ask(struct ad *ad, const struct ad_query *q, struct berval *cookie, int *id,
    struct err *e)
{
	struct controls c;
	int rc;

	if (set_controls(ad, q, cookie, &c, e) == -1)
		return -1;
	rc = ldap_search_ext(ad->ld, q->base, q->scope, q->filter,
	    (char **)(uintptr_t)q->attrs, 0, c.list, NULL, NULL, 0, id);
	if (c.paged)
		ldap_control_free(c.list[0]);
	return rc == LDAP_SUCCESS ? 0 : ad_error(ad, rc, "search", e);
}

/* answer_to: all of the page, NULL if there is no such base.  0 or -1. */
static int
answer_to(struct ad *ad, int id, LDAPMessage **page, struct err *e)
{
	int code, rc = ldap_result(ad->ld, id, LDAP_MSG_ALL, NULL, page);

	if (rc > 0) {
		rc = ldap_parse_result(ad->ld, *page, &code, NULL, NULL, NULL,
		    NULL, 0);
		if (rc == LDAP_SUCCESS)
			rc = code;
	} else {
		*page = NULL;
		(void)ldap_get_option(ad->ld, LDAP_OPT_RESULT_CODE, &rc);
		if (rc == LDAP_SUCCESS)
			rc = LDAP_TIMEOUT;
		(void)ldap_abandon_ext(ad->ld, id, NULL, NULL);
	}
	if (rc == LDAP_SUCCESS)
		return 0;
	ldap_msgfree(*page);
	*page = NULL;
	return rc == LDAP_NO_SUCH_OBJECT ? 0 : ad_error(ad, rc, "search", e);
}

/* one_page: *id goes from this page to the next, which the server gathers
 * while we look at this one; -1 after the last. */
static int
one_page(struct ad *ad, const struct ad_query *q, int *id, ad_entry *cb,
    void *arg, int64_t *n, struct err *e)
{
	struct berval cookie = { 0, NULL };
	LDAPMessage *page = NULL;
	int rc = answer_to(ad, *id, &page, e);

	*id = -1;
	if (page != NULL) {
		if (q->scope != LDAP_SCOPE_BASE)
			rc = next_cookie(ad, page, &cookie, e);
		if (rc == 0 && cookie.bv_len > 0)
			rc = ask(ad, q, &cookie, id, e);
		if (rc == 0)
			rc = each_entry(ad, page, cb, arg, n, e);
	}
	ber_memfree(cookie.bv_val);
	ldap_msgfree(page);
	return rc;
}

int
ad_search(struct ad *ad, const struct ad_query *q, ad_entry *cb, void *arg,
    int64_t *n, struct err *e)
{
	struct berval first = { 0, NULL };
	int64_t count = 0;
	int id = -1, rc = ask(ad, q, &first, &id, e);

	while (rc == 0 && id != -1)
		rc = one_page(ad, q, &id, cb, arg, &count, e);
	if (rc != 0 && id != -1)
		(void)ldap_abandon_ext(ad->ld, id, NULL, NULL);
	if (n != NULL)
		*n = count;
	return rc;
}

/* ---- values ---- */

char *
ad_text(struct ad *ad, LDAPMessage *m, const char *attr)
{
	struct berval **v = ldap_get_values_len(ad->ld, m, attr);
	char *s = NULL;

	if (v != NULL && v[0] != NULL && text_ok(v[0]->bv_val, v[0]->bv_len))
		s = mem_strn(v[0]->bv_val, v[0]->bv_len);
	ldap_value_free_len(v);
	return s;
}

int64_t
ad_number(struct ad *ad, LDAPMessage *m, const char *attr, int64_t otherwise)
{
	char *s = ad_text(ad, m, attr);
	int64_t n = otherwise;

	if (s != NULL && num_int(s, INT64_MIN, INT64_MAX, &n) == -1)
		n = otherwise;
	free(s);
	return n;
}

void
ad_guid(struct ad *ad, LDAPMessage *m, char out[AD_GUID])
{
	struct berval **v = ldap_get_values_len(ad->ld, m, "objectGUID");

	out[0] = '\0';
	if (v != NULL && v[0] != NULL && v[0]->bv_len == 16)
		ad_sid_hex(v[0]->bv_val, 16, out);
	ldap_value_free_len(v);
}

void
ad_sid_of(struct ad *ad, LDAPMessage *m, const char *attr, char out[AD_SID])
{
	struct berval **v = ldap_get_values_len(ad->ld, m, attr);

	if (v == NULL || v[0] == NULL ||
	    ad_sid(v[0]->bv_val, v[0]->bv_len, out) == -1)
		out[0] = '\0';
	ldap_value_free_len(v);
}

/* len digits at *s, which moves on; -1 if they are none. */
static int
digits(const char **s, int len)
{
	int n = 0;

	for (; len > 0; len--, ++*s) {
		if (**s < '0' || **s > '9')
			return -1;
		n = n * 10 + (**s - '0');
	}
	return n;
}

int64_t
ad_time(struct ad *ad, LDAPMessage *m, const char *attr)
{
	char *text = ad_text(ad, m, attr);
	const char *s = text == NULL ? "" : text;
	int part[6], i;
	int64_t at = WHEN_NEVER;

	for (i = 0; i < 6; i++)
		if ((part[i] = digits(&s, i == 0 ? 4 : 2)) == -1)
			goto out;
	if (part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31)
		goto out;
	at = (int64_t)when_from_civil(part[0], part[1], part[2]) * 86400 +
	    part[3] * 3600 + part[4] * 60 + part[5];
out:
	free(text);
	return at;
}
