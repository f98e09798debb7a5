#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "connect/ad_sid.h"

/* RIDs in a domain, and in BUILTIN (S-1-5-32). */
static const int in_domain[] = { 512, 516, 518, 519, 521 };
static const int in_builtin[] = { 544, 548, 549, 550, 551, 552 };
#define N(a) (sizeof(a) / sizeof((a)[0]))

int
ad_sid(const void *p, size_t len, char out[AD_SID])
{
	const unsigned char *b = p;
	struct buf s = BUF_INIT(AD_SID - 1);
	uint64_t authority = 0;
	size_t i, n;
	int rc;

	if (len < 8 || b[0] != 1 || b[1] > 15 || len != 8 + 4 * (size_t)b[1])
		return -1;
	n = b[1];
	for (i = 2; i < 8; i++)
		authority = authority << 8 | b[i];
	buf_fmt(&s, "S-1-%" PRIu64, authority);
	for (i = 0, b += 8; i < n; i++, b += 4)
		buf_fmt(&s, "-%" PRIu32, (uint32_t)b[0] | (uint32_t)b[1] << 8 |
		    (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24);
	rc = buf_ok(&s) ? 0 : -1;
	memcpy(out, buf_get(&s), s.len + 1);
	buf_clear(&s);
	return rc;
}

int64_t
ad_sid_rid(const char *sid)
{
	const char *p = strrchr(sid, '-');
	int64_t rid;

	if (p == NULL || num_int(p + 1, 0, UINT32_MAX, &rid) == -1)
		return -1;
	return rid;
}

static int
among(int64_t rid, const int *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (list[i] == rid)
			return 1;
	return 0;
}

int
ad_sid_privileged(const char *sid)
{
	if (strncmp(sid, "S-1-5-32-", 9) == 0)
		return among(ad_sid_rid(sid), in_builtin, N(in_builtin));
	if (strncmp(sid, "S-1-5-21-", 9) == 0)
		return among(ad_sid_rid(sid), in_domain, N(in_domain));
	return 0;
}

void
ad_sid_filter(struct buf *b, const char *domain_sid)
{
	size_t i;

	for (i = 0; i < N(in_builtin); i++)
		buf_fmt(b, "(objectSid=S-1-5-32-%d)", in_builtin[i]);
	for (i = 0; i < N(in_domain); i++)
		buf_fmt(b, "(objectSid=%s-%d)", domain_sid, in_domain[i]);
}

void
ad_sid_hex(const void *p, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *b = p;
	size_t i;

	for (i = 0; i < len; i++) {
		out[2 * i] = digits[b[i] >> 4];
		out[2 * i + 1] = digits[b[i] & 15];
	}
	out[2 * len] = '\0';
}

static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Hex up to '>': the number of bytes, or 0 if it is not that. */
static size_t
unhex(const char *s, unsigned char *out, size_t max)
{
	size_t n = 0;
	int high, low;

	while (*s != '>') {
		if (n == max || (high = nibble(s[0])) == -1 ||
		    (low = nibble(s[1])) == -1)
			return 0;
		out[n++] = (unsigned char)(high << 4 | low);
		s += 2;
	}
	return n;
}

const char *
ad_sid_split(const char *ext, char *guid, char *sid)
{
	unsigned char bytes[68];
	const char *end;
	size_t n;

	if (guid != NULL)
		guid[0] = '\0';
	if (sid != NULL)
		sid[0] = '\0';
	while (*ext == '<' && (end = strchr(ext, '>')) != NULL) {
		if (guid != NULL && strncasecmp(ext, "<GUID=", 6) == 0 &&
		    unhex(ext + 6, bytes, sizeof(bytes)) == 16)
			ad_sid_hex(bytes, 16, guid);
		if (sid != NULL && strncasecmp(ext, "<SID=", 5) == 0 &&
		    (n = unhex(ext + 5, bytes, sizeof(bytes))) > 0 &&
		    ad_sid(bytes, n, sid) == -1)
			sid[0] = '\0';
		ext = end + 1;
		if (*ext == ';')
			ext++;
	}
	return ext;
}

/* Also of the RDN of a deleted object: "CN=x\0ADEL:guid". */
char *
ad_sid_name(const char *dn)
{
	LDAPDN parts = NULL;
	char *name;

	if (ldap_str2dn(dn, &parts, LDAP_DN_FORMAT_LDAPV3) != LDAP_SUCCESS ||
	    parts == NULL || parts[0] == NULL || parts[0][0] == NULL)
		name = mem_str(dn);
	else
		name = mem_strn(parts[0][0]->la_value.bv_val,
		    parts[0][0]->la_value.bv_len);
	ldap_dnfree(parts);
	return name;
}
