/* The connection: encrypted, the right server, or none. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/time.h>

#include "base/mem.h"
#include "connect/ad_bind.h"
#include "connect/cert_until.h"

#define CONNECT_S 10		/* to reach a server */
#define ANSWER_S 100		/* for one answer; AD itself gives up at 120 */
#define SYSTEM_CA "/etc/ssl/certs/ca-certificates.crt"

int
ad_error(struct ad *ad, int rc, const char *what, struct err *e)
{
	char *more = NULL;
	int kind = ERR_DATA;

	switch (rc) {
	case LDAP_SERVER_DOWN:
	case LDAP_TIMEOUT:
	case LDAP_CONNECT_ERROR:
	case LDAP_UNAVAILABLE:
	case LDAP_DECODING_ERROR:
		ad->lost = 1;
		kind = ERR_TEMP;
		break;
	case LDAP_BUSY:
	case LDAP_OTHER:
	case LDAP_OPERATIONS_ERROR:
	case LDAP_TIMELIMIT_EXCEEDED:
	case LDAP_SIZELIMIT_EXCEEDED:
	case LDAP_ADMINLIMIT_EXCEEDED:
		kind = ERR_TEMP;
		break;
	case LDAP_NO_SUCH_ATTRIBUTE:
	case LDAP_TYPE_OR_VALUE_EXISTS:
		return err_set(e, ERR_TEMP, "changed meanwhile");
	case LDAP_INSUFFICIENT_ACCESS:
	case LDAP_UNWILLING_TO_PERFORM:
	case LDAP_CONSTRAINT_VIOLATION:
	case LDAP_NOT_ALLOWED_ON_NONLEAF:
	case LDAP_STRONG_AUTH_REQUIRED:
	case LDAP_INVALID_CREDENTIALS:
		kind = ERR_REFUSED;
		break;
	default:
		break;
	}
	if (ad->ld != NULL)
		ldap_get_option(ad->ld, LDAP_OPT_DIAGNOSTIC_MESSAGE, &more);
	err_set(e, kind, "%s: %s%s%.200s", what, ldap_err2string(rc),
	    more != NULL && *more != '\0' ? ": " : "", more ? more : "");
	ldap_memfree(more);
	return -1;
}

static int
set_options(struct ad *ad, struct err *e)
{
	const char *ca = ad->conf.ca_file ? ad->conf.ca_file : SYSTEM_CA;
	struct timeval connect_tv = { CONNECT_S, 0 };
	struct timeval answer_tv = { ANSWER_S, 0 };
	int v3 = LDAP_VERSION3, hard = LDAP_OPT_X_TLS_HARD, fresh = 0;
	int tls12 = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;

	/* The host name is part of what HARD checks. */
	if (ldap_set_option(ad->ld, LDAP_OPT_PROTOCOL_VERSION, &v3) != 0 ||
	    ldap_set_option(ad->ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) != 0 ||
	    ldap_set_option(ad->ld, LDAP_OPT_RESTART, LDAP_OPT_ON) != 0 ||
	    ldap_set_option(ad->ld, LDAP_OPT_NETWORK_TIMEOUT, &connect_tv)
	    != 0 || ldap_set_option(ad->ld, LDAP_OPT_TIMEOUT, &answer_tv) != 0)
		return err_set(e, ERR_CONFIG, "libldap refuses its options");
	/* A Kerberos name must not come from whoever answers for DNS. */
	if (ldap_set_option(ad->ld, LDAP_OPT_X_SASL_NOCANON, LDAP_OPT_ON) != 0)
		return err_set(e, ERR_CONFIG, "libldap has no SASL");
	if (ldap_set_option(ad->ld, LDAP_OPT_X_TLS_CACERTFILE, ca) != 0 ||
	    ldap_set_option(ad->ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &hard) != 0 ||
	    ldap_set_option(ad->ld, LDAP_OPT_X_TLS_PROTOCOL_MIN, &tls12) != 0 ||
	    ldap_set_option(ad->ld, LDAP_OPT_X_TLS_NEWCTX, &fresh) != 0)
		return err_set(e, ERR_CONFIG, "ca_file %s cannot be used", ca);
	return 0;
}

/* With a keytab there is nobody to ask, and nothing to say. */
static int
no_questions(LDAP *ld, unsigned flags, void *defaults, void *questions)
{
	(void)ld;
	(void)flags;
	(void)defaults;
	(void)questions;
	return LDAP_SUCCESS;
}

/* Sealed, unless TLS does that: AD refuses both at once. */
static int
bind_gssapi(struct ad *ad, int tls)
{
	struct buf keytab = BUF_INIT(4096);
	int binding = LDAP_OPT_X_SASL_CBINDING_TLS_ENDPOINT, rc;

	buf_fmt(&keytab, "FILE:%s", ad->conf.keytab);
	setenv("KRB5_CLIENT_KTNAME", buf_get(&keytab), 1);
	setenv("KRB5CCNAME", "MEMORY:ctr", 1);
	if (ad->conf.krb5_conf != NULL)
		setenv("KRB5_CONFIG", ad->conf.krb5_conf, 1);
	buf_clear(&keytab);
	rc = ldap_set_option(ad->ld, LDAP_OPT_X_SASL_SECPROPS,
	    tls ? "maxssf=0" : "minssf=128");
	if (rc == LDAP_SUCCESS && tls)
		rc = ldap_set_option(ad->ld, LDAP_OPT_X_SASL_CBINDING,
		    &binding);
	if (rc != LDAP_SUCCESS)
		return rc;
	return ldap_sasl_interactive_bind_s(ad->ld, NULL, "GSSAPI", NULL, NULL,
	    LDAP_SASL_QUIET, no_questions, NULL);
}

static int
bind_simple(struct ad *ad)
{
	struct berval secret = { strlen(ad->conf.password), ad->conf.password };

	return ldap_sasl_bind_s(ad->ld, ad->conf.bind, LDAP_SASL_SIMPLE,
	    &secret, NULL, NULL, NULL);
}

/* With ldaps, TLS fails where a server that is down does; then libldap has
 * words of the TLS library. */
static int
tls_failed(struct ad *ad)
{
	char *more = NULL;
	int is;

	ldap_get_option(ad->ld, LDAP_OPT_DIAGNOSTIC_MESSAGE, &more);
	is = more != NULL && *more != '\0';
	ldap_memfree(more);
	return is;
}

static int
not_trusted(struct ad *ad, struct err *e)
{
	return err_set(e, ERR_REFUSED, "%s: TLS: its certificate or host name"
	    " is not trusted", ad->conf.uri);
}

static int
log_in(struct ad *ad, struct err *e)
{
	int ldaps = strncasecmp(ad->conf.uri, "ldaps://", 8) == 0;
	int rc;

	if (ad->conf.starttls) {
		rc = ldap_start_tls_s(ad->ld, NULL, NULL);
		if (rc == LDAP_CONNECT_ERROR)
			return not_trusted(ad, e);
		if (rc != LDAP_SUCCESS)
			return ad_error(ad, rc, ad->conf.uri, e);
	}
	rc = ad->conf.gssapi ? bind_gssapi(ad, ldaps || ad->conf.starttls) :
	    bind_simple(ad);
	if (ldaps && rc == LDAP_SERVER_DOWN && tls_failed(ad))
		return not_trusted(ad, e);
	if (rc == LDAP_LOCAL_ERROR)	/* the keytab, or the KDC is away */
		return ad_error(ad, LDAP_UNAVAILABLE, "Kerberos", e);
	return rc == LDAP_SUCCESS ? 0 : ad_error(ad, rc, ad->conf.uri, e);
}

/* Told with each list: who looks after it must not find out by an outage. */
static void
look_at_certificate(struct ad *ad)
{
	struct berval cert = { 0, NULL };

	ad->cert_until = 0;
	if (ldap_get_option(ad->ld, LDAP_OPT_X_TLS_PEERCERT, &cert) !=
	    LDAP_OPT_SUCCESS || cert.bv_val == NULL)
		return;
	if (!cert_until((const unsigned char *)cert.bv_val, cert.bv_len,
	    &ad->cert_until))
		ad->cert_until = 0;
	ber_memfree(cert.bv_val);
}

int
ad_bind(struct ad *ad, struct err *e)
{
	int rc;

	/* The system's ldap.conf may weaken what is asked for here. */
	setenv("LDAPNOINIT", "1", 1);
	rc = ldap_initialize(&ad->ld, ad->conf.uri);
	if (rc != LDAP_SUCCESS)
		return err_set(e, ERR_CONFIG, "uri: %s", ldap_err2string(rc));
	if (set_options(ad, e) == 0 && log_in(ad, e) == 0) {
		ad->lost = 0;
		look_at_certificate(ad);
		return 0;
	}
	ldap_unbind_ext_s(ad->ld, NULL, NULL);
	ad->ld = NULL;
	return -1;
}
