# shellcheck shell=sh
# A Samba Active Directory domain controller of CORP.EXAMPLE.TEST, for a test
# that has sourced lib.sh.  Its ports are fixed: a test that has not sourced
# peer/alone.sh first waits here for others.
#
#	samba_start DIR	provision in DIR, start, wait until it answers.
#			A failure is one of the test
#	samba_stop	as end_servers, this one only
#	samba_again	started again after samba_stop
#	samba_people	a small directory of people, see below
#	samba_add	LDIF from stdin into the database
#	samba_change	LDIF of changes from stdin, through LDAP as administrator
#	samba_search ARG...	ldapsearch -LLL as administrator, no line folding
#	samba_guid LOGIN	its objectGUID in hex, as our connector tells it
#	samba_sid LOGIN		its objectSid
#
# SAMBA_CA is the CA's certificate, SAMBA_KRB5 a krb5.conf.  SAMBA_HOST is the
# name it has in its certificate; localhost is not in it.
# The administrator's password and everybody's is Passw0rd!.

SAMBA_BASE=DC=corp,DC=example,DC=test

# A CA, and the server's certificate by it.
samba_tls() {
	mkdir -m 700 "$1/tls"
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Test CA' \
	    -keyout "$1/tls/ca.key" -out "$1/tls/ca.pem" 2>/dev/null &&
	openssl req -newkey rsa:2048 -nodes -subj '/CN=dc1.corp.example.test' \
	    -keyout "$1/tls/dc.key" -out "$1/tls/dc.csr" 2>/dev/null &&
	printf 'subjectAltName=DNS:dc1.corp.example.test,IP:127.0.0.1\n' \
	    >"$1/tls/ext" &&
	openssl x509 -req -in "$1/tls/dc.csr" -CA "$1/tls/ca.pem" \
	    -CAkey "$1/tls/ca.key" -set_serial 1 -days 30 \
	    -extfile "$1/tls/ext" -out "$1/tls/dc.pem" 2>/dev/null &&
	chmod 600 "$1/tls"/*.key
}

samba_krb5() {
	cat <<'END'
[libdefaults]
	default_realm = CORP.EXAMPLE.TEST
	dns_lookup_realm = false
	dns_lookup_kdc = false
	dns_canonicalize_hostname = false
	rdns = false
[realms]
	CORP.EXAMPLE.TEST = {
		kdc = 127.0.0.1
	}
[domain_realm]
	.corp.example.test = CORP.EXAMPLE.TEST
END
}

samba_provision() {
	samba-tool domain provision --targetdir="$1" \
	    --realm=CORP.EXAMPLE.TEST --domain=CORP --server-role=dc \
	    --dns-backend=NONE --adminpass='Passw0rd!' --host-name=dc1 \
	    --host-ip=127.0.0.1 --option="interfaces = lo" \
	    --option="bind interfaces only = yes" \
	    --option="server services = ldap, cldap, kdc" \
	    --option="log file = $1/log.%m" \
	    --option="pid directory = $1" \
	    --option="ncalrpc dir = $1/ncalrpc" \
	    --option="tls certfile = $1/tls/dc.pem" \
	    --option="tls keyfile = $1/tls/dc.key" \
	    --option="tls cafile = $1/tls/ca.pem" \
	    --option="panic action = /bin/true" >"$1/provision.log" 2>&1
}

# The name that the dnsupdate service would register, and the one it is asked
# by where it could not be given a name.
samba_spn() {
	ldbmodify -H "$1/private/sam.ldb" >/dev/null <<END
dn: CN=DC1,OU=Domain Controllers,$SAMBA_BASE
changetype: modify
add: servicePrincipalName
servicePrincipalName: ldap/dc1.corp.example.test
servicePrincipalName: ldap/127.0.0.1

END
}

samba_again() {
	samba -F --no-process-group -s "$SAMBA_DIR/etc/smb.conf" \
	    --debug-stdout -d1 >>"$SAMBA_DIR/samba.log" 2>&1 8>&- &
	SAMBA_PID=$!
	ends_with_us "$SAMBA_PID"
	samba_i=0
	until ldapsearch -x -LLL -o nettimeout=2 -H ldap://127.0.0.1 -b '' \
	    -s base dnsHostName >/dev/null 2>&1; do
		samba_i=$((samba_i + 1))
		if [ "$samba_i" -gt 600 ] ||
		    ! kill -0 "$SAMBA_PID" 2>/dev/null; then
			tail -n 20 "$SAMBA_DIR/samba.log" | sed 's/^/# /'
			return 1
		fi
		sleep 0.1
	done
}

samba_start() {
	SAMBA_HOST=dc1.corp.example.test
	if [ -z "${T_ALONE:-}" ]; then
		SAMBA_HOST=127.0.0.1
		exec 8>>"${TMPDIR:-/tmp}/ctr-samba.lock"
		flock 8
	fi
	SAMBA_DIR=$1
	SAMBA_CA=$1/tls/ca.pem
	SAMBA_KRB5=$1/krb5.conf
	mkdir -p "$1"
	samba_krb5 >"$SAMBA_KRB5"
	if samba_tls "$1" && samba_provision "$1" && samba_spn "$1" &&
	    samba_again; then
		ok "a domain controller is up"
	else
		not_ok "a domain controller is up" \
		    "$(tail -n 5 "$1/provision.log")"
		finish
	fi
}

# The processes that came from this one, and it.
samba_tree() {
	echo "$1"
	for samba_pid in $(pgrep -P "$1"); do
		samba_tree "$samba_pid"
	done
}

# Its workers outlive it for a moment, with the connections that they have.
samba_stop() {
	samba_all=$(samba_tree "$SAMBA_PID")
	kill "$SAMBA_PID" 2>/dev/null
	samba_i=0
	for samba_pid in $samba_all; do
		while kill -0 "$samba_pid" 2>/dev/null &&
		    [ "$samba_i" -lt 100 ]; do
			sleep 0.1
			samba_i=$((samba_i + 1))
		done
		kill -KILL "$samba_pid" 2>/dev/null
	done
	wait "$SAMBA_PID" 2>/dev/null
	return 0
}

samba_add() {
	ldbadd -H "$SAMBA_DIR/private/sam.ldb" \
	    >"$SAMBA_DIR/ldbadd.log" 2>&1 || {
		sed 's/^/# /' "$SAMBA_DIR/ldbadd.log"
		return 1
	}
}

samba_change() {
	LDAPTLS_CACERT=$SAMBA_CA ldapmodify -x -ZZ -H "ldap://$SAMBA_HOST" \
	    -D administrator@corp.example.test -w 'Passw0rd!' >/dev/null
}

samba_search() {
	LDAPTLS_CACERT=$SAMBA_CA ldapsearch -x -ZZ -LLL -o ldif-wrap=no \
	    -H "ldap://$SAMBA_HOST" -D administrator@corp.example.test \
	    -w 'Passw0rd!' -b "$SAMBA_BASE" -E '!domainScope' "$@"
}

samba_guid() {
	samba_search "(sAMAccountName=$1)" objectGUID |
	    sed -n 's/^objectGUID:: //p' | openssl base64 -d |
	    od -An -v -tx1 | tr -d ' \n'
}

samba_sid() {
	ldbsearch -H "$SAMBA_DIR/private/sam.ldb" "(sAMAccountName=$1)" \
	    objectSid 2>/dev/null | sed -n 's/^objectSid: //p'
}

# samba_user LOGIN CN OU [ATTRIBUTE:VALUE...]: LDIF of one person who can log
# in with Passw0rd!.
samba_user() {
	printf 'dn: CN=%s,OU=%s,%s\n' "$2" "$3" "$SAMBA_BASE"
	printf 'objectClass: user\nsAMAccountName: %s\n' "$1"
	printf 'userPrincipalName: %s@corp.example.test\n' "$1"
	printf 'displayName: %s\nuserAccountControl: 512\n' "$2"
	printf 'clearTextPassword:: %s\n' "$SAMBA_PASSWORD"
	shift 3
	[ $# -eq 0 ] || printf '%s\n' "$@"
	echo
}

# samba_group NAME [ATTRIBUTE:VALUE...]
samba_group() {
	printf 'dn: CN=%s,OU=Groups,%s\n' "$1" "$SAMBA_BASE"
	printf 'objectClass: group\nsAMAccountName: %s\n' "$1"
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@"
	echo
}

# The people: a chain of managers c.chief <- v.reyes <- h.head <- m.jones;
#	j.smith		contractor, in Domain Admins and Project X, worker W-1
#	adm-jsmith	his second account, contractor, in Backup Operators
#	n.nested	contractor in Helpdesk > Tier 0 > Domain Admins
#	p.primary	contractor whose primary group is Domain Admins
#	d.disabled	contractor, disabled, more bits in userAccountControl
#	o.plain		contractor, no group, no mail, never expires (0)
#	svc-ctr		what a connector binds as: rights as in ctr-connect-ad(8)
#	svc-read	may read, no more
samba_people() {
	SAMBA_PASSWORD=$(printf 'Passw0rd!' | iconv -t utf-16le |
	    openssl base64 -A)
	s_staff=OU=Staff,$SAMBA_BASE
	s_people=OU=Contractors,$SAMBA_BASE
	{
		for s_ou in Staff Contractors Groups Disabled Services; do
			printf 'dn: OU=%s,%s\nobjectClass: organizationalUnit\n\n' \
			    "$s_ou" "$SAMBA_BASE"
		done
		samba_user c.chief "Chief, Carla" Staff 'mail: c.chief@corp.example.test'
	} | sed 's/CN=\([A-Z][a-z]*\), /CN=\1\\, /' | samba_add &&
	{
		samba_user v.reyes "Reyes, Victor" Staff 'mail: v.reyes@corp.example.test' \
		    "manager: CN=Chief\\, Carla,$s_staff"
		samba_user h.head "Head, Hanna" Staff 'mail: h.head@corp.example.test' \
		    "manager: CN=Reyes\\, Victor,$s_staff"
		samba_user m.jones "Jones, Mia" Staff 'mail: m.jones@corp.example.test' \
		    "manager: CN=Head\\, Hanna,$s_staff"
		s_boss="manager: CN=Jones\\, Mia,$s_staff"
		samba_user j.smith "Smith, John" Contractors 'employeeType: Contractor' \
		    'employeeID: W-1' 'mail: j.smith@corp.example.test' "$s_boss" \
		    'department: Web' 'accountExpires: 134427528000000000'
		samba_user adm-jsmith "Smith, John (admin)" Contractors \
		    'employeeType: contractor' 'employeeID: W-1' "$s_boss" \
		    'accountExpires: 9223372036854775807'
		samba_user n.nested "Nested, Nora" Contractors 'employeeType: contractor' \
		    'employeeID: W-2' 'mail: n.nested@corp.example.test' "$s_boss"
		samba_user p.primary "Primary, Petra" Contractors 'employeeType: contractor' \
		    'employeeID: W-3' "$s_boss"
		samba_user d.disabled "Disabled, Dan" Contractors 'employeeType: contractor' \
		    "$s_boss" | sed 's/userAccountControl: 512/userAccountControl: 66050/'
		samba_user o.plain "Plain, Olga" Contractors 'employeeType: contractor' \
		    'accountExpires: 0'
		samba_user svc-ctr svc-ctr Services
		samba_user svc-read svc-read Services
	} | sed '/^dn: /s/CN=\([A-Z][a-z]*\), /CN=\1\\, /' | samba_add &&
	{
		samba_group "Project X" "member: CN=Smith\\, John,$s_people"
		samba_group Helpdesk "member: CN=Nested\\, Nora,$s_people"
		samba_group "Tier 0" "member: CN=Helpdesk,OU=Groups,$SAMBA_BASE"
	} | samba_add &&
	samba_change <<END
dn: CN=Domain Admins,CN=Users,$SAMBA_BASE
changetype: modify
add: member
member: CN=Smith\\, John,$s_people
member: CN=Tier 0,OU=Groups,$SAMBA_BASE
member: CN=Primary\\, Petra,$s_people

dn: CN=Backup Operators,CN=Builtin,$SAMBA_BASE
changetype: modify
add: member
member: CN=Smith\\, John (admin),$s_people

dn: CN=Primary\\, Petra,$s_people
changetype: modify
replace: primaryGroupID
primaryGroupID: 512

END
}

# samba_delegate: svc-ctr gets what ctr-connect-ad(8) says under RIGHTS.
samba_delegate() {
	s_sid=$(samba_sid svc-ctr)
	s_user=bf967aba-0de6-11d0-a285-00aa003049e2
	s_group=bf967a9c-0de6-11d0-a285-00aa003049e2
	s_ou=OU=Contractors,$SAMBA_BASE
	# userAccountControl, accountExpires, description, primaryGroupID,
	# pwdLastSet; Reset Password; to make users
	for s_attr in bf967a68-0de6-11d0-a285-00aa003049e2 \
	    bf967915-0de6-11d0-a285-00aa003049e2 \
	    bf967950-0de6-11d0-a285-00aa003049e2 \
	    bf967a00-0de6-11d0-a285-00aa003049e2 \
	    bf967a0a-0de6-11d0-a285-00aa003049e2; do
		samba_grant "$s_ou" "(OA;CIIO;RPWP;$s_attr;$s_user;$s_sid)"
	done
	samba_grant "$s_ou" \
	    "(OA;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;$s_user;$s_sid)"
	samba_grant "$s_ou" "(OA;CI;CC;$s_user;;$s_sid)"
	samba_grant "OU=Groups,$SAMBA_BASE" \
	    "(OA;CI;RPWP;bf9679c0-0de6-11d0-a285-00aa003049e2;$s_group;$s_sid)"
}

samba_grant() {
	samba-tool dsacl set --objectdn="$1" --sddl="$2" \
	    -H "$SAMBA_DIR/private/sam.ldb" -s "$SAMBA_DIR/etc/smb.conf" \
	    >"$SAMBA_DIR/grant.log" 2>&1 ||
		not_ok "grant on $1" "$(cat "$SAMBA_DIR/grant.log")"
}
