/*
 * Active Directory over LDAP, for ctr-connect-ad: the connection and what is
 * true of the whole domain.  Identities are objectGUIDs, 32 hex digits in the
 * order in which the directory gives the bytes; groups are SIDs.  Names and
 * DNs change and are never kept.
 */
#ifndef CONNECT_AD_H
#define CONNECT_AD_H

#include <jansson.h>
#include <ldap.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define AD_GUID 33		/* hex and a NUL */
/* In a filter: user accounts, neither computers nor trusts; one value that
 * every server has indexed.  MS-SAMR 2.2.1.9: SAM_USER_OBJECT */
#define AD_PERSON "(sAMAccountType=805306368)"
#define AD_SID 184		/* longest SID as text: 15 sub-authorities */

struct ad_config {
	char	*uri;		/* ldap:// and ldaps://, several by spaces */
	char	*base;		/* NULL: the DC's defaultNamingContext */
	char	*bind;		/* UPN or DN; unused with a keytab */
	char	*password;
	char	*keytab;
	char	*krb5_conf;
	char	*ca_file;	/* NULL: the system's */
	char	*filter;	/* further condition on accounts, or NULL */
	char	*employee_type;	/* separated by commas; "" any */
	char	*ou;		/* accounts lie below it; NULL: base */
	char	*group;		/* DN; accounts are in it, at any depth */
	char	*sentinel;
	char	*disabled_ou;
	char	*create_ou;	/* new accounts go there; NULL: none are made */
	int	starttls;
	int	gssapi;
	int	page_size;
	int	all_dcs;
};

struct ad {
	struct ad_config conf;
	json_t	*protected;	/* ids that hello named, or NULL */
	json_t	*privileged;	/* further group SIDs that hello named */
	LDAP	*ld;		/* NULL: not connected */
	int	lost;		/* the connection broke: connect anew */
	char	*base;		/* conf.base or the DC's */
	char	*domain;	/* the DC's defaultNamingContext */
	char	*server;	/* its dnsHostName */
	char	*sites;		/* its configurationNamingContext */
	char	invocation[AD_GUID];
	char	domain_sid[AD_SID];
	json_t	*self;		/* our own SID, and those of our groups */
	int64_t	usn;		/* highestCommittedUSN when it was last read */
	char	*rule;		/* filter: a contractor's account */
	struct ad_groups *groups;	/* privileged ones; see ad_group.h */
	struct ad_dcs *dcs;	/* other DCs' logons; see ad_dcs.h */
	int64_t	cert_until;	/* of its certificate; 0: it told none */
	int64_t	lag;		/* of lastLogonTimestamp, seconds; 0 not read */
};

/*
 * ad_config_read: hello's config.  An unknown name, a bad value or a simple
 * bind without TLS is -1 with ERR_CONFIG.
 */
int ad_config_read(struct ad_config *, json_t *config, struct err *);
void ad_config_clear(struct ad_config *);

/*
 * ad_ready: connects, checks certificate and host name, binds, reads rootDSE
 * and the sentinel, unless that was done and the connection is good.  Never in
 * clear text.  ERR_DOWN, ERR_REFUSED (certificate, credentials), ERR_CONFIG.
 */
int ad_ready(struct ad *, struct err *);
/* ad_close: everything is freed; the struct may be used for another one. */
void ad_close(struct ad *);

/* ad_rootdse: reads highestCommittedUSN anew. */
int ad_rootdse(struct ad *, struct err *);

/*
 * ad_error: what an LDAP result means: ERR_TEMP (busy, unavailable, timeouts,
 * lost connection; also a value that is not as we read it: "changed
 * meanwhile"), ERR_REFUSED (rights, policy), else ERR_DATA.  -1
 */
int ad_error(struct ad *, int rc, const char *what, struct err *);

#endif
