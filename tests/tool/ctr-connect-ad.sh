#!/bin/sh
# ctr-connect-ad against a Samba domain controller, spoken to by hand and
# through ctr-check-connector.
# shellcheck source=tests/peer/alone.sh
. "${0%/*}/../peer/alone.sh"
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/samba.sh
. "$top/tests/peer/samba.sh"

samba_start "$S/dc"
samba_people || { not_ok "people"; finish; }

# conf [NAME=VALUE...]: the connector's configuration as JSON; NAME= drops one.
conf() {
	c_all=$(jq -nc --arg uri "ldap://$SAMBA_HOST" --arg ca "$SAMBA_CA" \
	    '{uri: $uri, ca_file: $ca, bind: "svc-ctr@corp.example.test",
		password: "Passw0rd!", page_size: "3"}')
	for c_one; do
		c_all=$(printf '%s' "$c_all" | jq -c --arg n "${c_one%%=*}" \
		    --arg v "${c_one#*=}" \
		    'if $v == "" then del(.[$n]) else .[$n] = $v end')
	done
	printf '%s' "$c_all"
}

# talk CONFIG < requests: what is said to hello (1) and to each line.
talk() {
	{
		jq -nc --argjson c "$1" '{id: 1, op: "hello", version: 1,
			tenant: "acme", config: $c}'
		cat
	} | timeout 60 "$B/bin/ctr-connect-ad" 2>"$S/.err"
	status=$?
	err=$(cat "$S/.err")
}

# says WHY CONFIG FILTER WANT < requests: FILTER of all that is said.
says() {
	talk "$2" >"$S/said"
	[ "$status" -eq 0 ] || not_ok "$1: status $status" "$err"
	is "$1" "$(jq -rs "$3" "$S/said" 2>&1)" "$4"
}

# change LOGIN OP [MEMBERS]: one change; its answer and words.
change() {
	g=$(samba_guid "$1")
	jq -nc --arg g "$g" --arg op "$2" --argjson m "${3:-null}" \
	    '{id: 2, op: $op, account: {remote_id: $g}} + ($m // {})' |
	    talk "$(conf)" | jq -r 'select(.id == 2) | [.answer, .words // empty] | join(" ")'
}

# look LOGIN FILTER: of the account as looked up.
look() {
	g=$(samba_guid "$1")
	jq -nc --arg g "$g" '{id: 2, op: "lookup", account: {remote_id: $g}}' |
	    talk "$(conf)" | jq -c "select(.id == 2) | .account | $2"
}

# ---------------------------------------------------- what it binds as

sid=$(samba_sid svc-ctr)
like "the connector's account" "$sid" '^S-1-5-21-'
# As ctr-connect-ad(8) says: write some attributes of users in one OU, and the
# members of groups.
samba_grant() {
	samba-tool dsacl set --objectdn="$1" --sddl="$2" \
	    -H "$SAMBA_DIR/private/sam.ldb" -s "$SAMBA_DIR/etc/smb.conf" \
	    >"$S/grant.log" 2>&1 || not_ok "grant on $1" "$(cat "$S/grant.log")"
}
user=bf967aba-0de6-11d0-a285-00aa003049e2
group=bf967a9c-0de6-11d0-a285-00aa003049e2
for attr in bf967a68-0de6-11d0-a285-00aa003049e2 \
    bf967915-0de6-11d0-a285-00aa003049e2 \
    bf967950-0de6-11d0-a285-00aa003049e2 \
    bf967a00-0de6-11d0-a285-00aa003049e2; do
	samba_grant "OU=Contractors,$SAMBA_BASE" "(OA;CI;RPWP;$attr;$user;$sid)"
done
samba_grant "OU=Contractors,$SAMBA_BASE" \
    "(OA;CI;CR;00299570-246d-11d0-a768-00aa006e0529;$user;$sid)"
samba_grant "OU=Groups,$SAMBA_BASE" \
    "(OA;CI;RPWP;bf9679c0-0de6-11d0-a285-00aa003049e2;$group;$sid)"

# ---------------------------------------------------- connections

hello() {
	: | talk "$1" | jq -r 'select(.id == 1) | [.answer, .words // empty] | join(" ")'
}

is "StartTLS" "$(hello "$(conf)")" "done"
is "LDAPS" "$(hello "$(conf uri="ldaps://$SAMBA_HOST")")" "done"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Other CA' \
    -keyout other.key -out other.pem 2>/dev/null
like "StartTLS, another CA" "$(hello "$(conf ca_file="$S/other.pem")")" \
    '^refused .*not trusted'
like "LDAPS, another CA" "$(hello "$(conf uri="ldaps://$SAMBA_HOST" \
    ca_file="$S/other.pem")")" '^refused .*not trusted'
like "StartTLS, another name" "$(hello "$(conf uri=ldap://localhost)")" \
    '^refused .*not trusted'
like "LDAPS, another name" "$(hello "$(conf uri=ldaps://localhost)")" \
    '^refused .*not trusted'
like "the system's CAs do not know it" "$(hello "$(conf ca_file=)")" \
    '^refused .*not trusted'
like "a wrong password" "$(hello "$(conf password=wrong)")" \
    '^refused .*Invalid credentials'
port=$(free_port)
like "nobody listens" "$(hello "$(conf uri="ldap://$SAMBA_HOST:$port")")" \
    '^temporary .*contact'
like "nobody listens, LDAPS" \
    "$(hello "$(conf uri="ldaps://$SAMBA_HOST:$port")")" '^temporary .*contact'
like "a sentinel that is not there" \
    "$(hello "$(conf sentinel="CN=none,$SAMBA_BASE")")" '^temporary .*sentinel'
is "a sentinel that is" \
    "$(hello "$(conf sentinel="CN=Domain Admins,CN=Users,$SAMBA_BASE")")" "done"

# fails WHY ERE CONFIG: status 78 and a word on stderr, no answer.
fails() {
	talk "$3" </dev/null >"$S/said"
	is "$1: status" "$status" 78
	like "$1: why" "$err" "$2"
	is "$1: no answer" "$(cat "$S/said")" ""
}
fails "a name it does not know" 'unknown name "pasword"' "$(conf pasword=x)"
fails "a password in clear text" 'clear text' "$(conf tls=none)"
fails "no uri" 'uri is missing' "$(conf uri=)"
fails "page_size" 'page_size' "$(conf page_size=0)"
fails "a filter that is none" 'parentheses' "$(conf filter=mail=x)"
fails "everybody" 'everybody is a contractor' "$(conf 'employee_type=*')"
unlike "no secret in the words" "$err" 'Passw0rd'

# Kerberos, with a keytab and sealing.
samba-tool domain exportkeytab "$S/svc.keytab" --principal=svc-ctr \
    -s "$SAMBA_DIR/etc/smb.conf" >"$S/keytab.log" 2>&1 ||
    note "$(cat "$S/keytab.log")"
is "GSSAPI with a keytab" "$(hello "$(conf sasl=gssapi keytab="$S/svc.keytab" \
    krb5_conf="$SAMBA_KRB5" password= bind=)")" "done"
like "GSSAPI, no such keytab" "$(hello "$(conf sasl=gssapi \
    keytab="$S/none.keytab" krb5_conf="$SAMBA_KRB5" password= bind=)")" \
    '^(temporary|refused) '

# ---------------------------------------------------- lists

echo '{"id":2,"op":"list","cookie":null}' >list.req
says "every contractor, over several pages" "$(conf)" \
    '[.[].account // empty | .login] | sort | join(" ")' \
    'adm-jsmith d.disabled j.smith n.nested o.plain p.primary' <list.req
is "counted" "$(jq -rs '.[-1] | "\(.answer) \(.accounts) \(.gone) \(.full)"' \
    said)" "done 6 0 true"
is "and when the server's certificate ends" \
    "$(jq -rs '.[-1].certificate_until' said)" "$(date -d "$(openssl x509 \
    -noout -enddate -in "$S/dc/tls/dc.pem" | cut -d = -f 2)" +%s)"
is "the managers are there" "$(jq -rs '[.[].person // empty | .upn // empty |
    sub("@.*"; "")] | sort | join(" ")' said)" \
    'adm-jsmith c.chief d.disabled h.head j.smith m.jones n.nested o.plain p.primary svc-ctr svc-read v.reyes'
is "each once" "$(jq -rs '[.[].person // empty | .remote_id] |
    length == (unique | length)' said)" true
is "a manager is an id" "$(jq -rs '([.[].person // empty |
    select(.upn == "m.jones@corp.example.test").remote_id][0]) as $m |
    [.[].account // empty | select(.manager == $m).login] | sort | join(" ")' \
    said)" 'adm-jsmith d.disabled j.smith n.nested p.primary'
is "that of the directory" "$(jq -rs '[.[].account // empty |
    select(.login == "j.smith").remote_id][0]' said)" "$(samba_guid j.smith)"
is "privileged: direct, nested, primary" "$(jq -rs '[.[].account // empty |
    select(.privileged).login] | sort | join(" ")' said)" \
    'adm-jsmith j.smith n.nested p.primary'
is "both nevers" "$(jq -rs '[.[].account // empty | select(.expires_at == null)
    .login] | sort | join(" ")' said)" \
    'adm-jsmith d.disabled n.nested o.plain p.primary'
is "an expiry" "$(jq -rs '[.[].account // empty |
    select(.login == "j.smith").expires_at][0]' said)" \
    $((134427528000000000 / 10000000 - 11644473600))
is "disabled" "$(jq -rs '[.[].account // empty | select(.state == "disabled")
    .login] | join(" ")' said)" d.disabled
is "an absent lastLogonTimestamp is a never" "$(jq -rs '[.[].account // empty |
    .login_known] | unique | tostring' said)" '[true]'
is "worker and department" "$(jq -rs '.[].account // empty |
    select(.login == "j.smith") | "\(.worker_id) \(.department)"' said)" \
    'W-1 Web'
cp said full.said
cookie=$(jq -rs '.[-1].cookie' said)
says "further attributes" "$(conf)" '.[].account // empty |
    select(.login == "j.smith") | .attributes | tostring' \
    '{"employeeID":"W-1"}' <<END
{"id":2,"op":"list","cookie":null,"attributes":["employeeID","carLicense"]}
END
says "another type" "$(conf employee_type='vendor, Contractor')" \
    '.[-1].accounts' 6 <list.req
says "nobody of that type" "$(conf employee_type=vendor)" '.[-1].accounts' 0 \
    <list.req
says "a type with filter in it" "$(conf 'employee_type=*)(cn=*')" \
    '.[-1].accounts' 0 <list.req
says "an OU" "$(conf employee_type='*' ou="OU=Staff,$SAMBA_BASE")" \
    '[.[].account // empty | .login] | sort | join(" ")' \
    'c.chief h.head m.jones v.reyes' <list.req
is "persons are everywhere, each once" "$(jq -rs '[.[].person // empty |
    .remote_id] | length == (unique | length) and length >= 12' said)" true
says "a group, nested" "$(conf \
    group="CN=Tier 0,OU=Groups,$SAMBA_BASE")" \
    '[.[].account // empty | .login] | join(" ")' n.nested <list.req
says "a filter" "$(conf filter='(department=Web)')" \
    '[.[].account // empty | .login] | join(" ")' j.smith <list.req

# ---------------------------------------------------- what changed since

# since WHY FILTER WANT: the list since the cookie, which moves on.
since() {
	jq -nc --arg c "$cookie" '{id: 2, op: "list", cookie: $c}' |
	    talk "$(conf)" >"$S/said"
	is "$1" "$(jq -rs "$2" "$S/said" 2>&1)" "$3"
	cookie=$(jq -rs '.[-1].cookie' "$S/said")
}
since "nothing new" '.[-1] | "\(.accounts) \(.persons) \(.gone) \(.full)"' \
    '0 0 0 false'
samba_change <<END
dn: CN=Plain\\, Olga,OU=Contractors,$SAMBA_BASE
changetype: modify
replace: displayName
displayName: Olga P.

dn: CN=Head\\, Hanna,OU=Staff,$SAMBA_BASE
changetype: modify
replace: displayName
displayName: Hanna H.

END
since "only what changed" '[.[].account // empty | .login] +
    [.[].person // empty | .display_name] | join(" ")' \
    'o.plain Olga P. Hanna H.'
since "and only once" '.[-1] | "\(.accounts) \(.persons) \(.full)"' \
    '0 0 false'
olga=$(samba_guid o.plain)
dan=$(samba_guid d.disabled)
samba_change <<END
dn: CN=Plain\\, Olga,OU=Contractors,$SAMBA_BASE
changetype: modify
replace: employeeType
employeeType: employee

dn: CN=Disabled\\, Dan,OU=Contractors,$SAMBA_BASE
changetype: delete

END
cp "$S/said" before.said
jq -nc --arg c "$cookie" '{id: 2, op: "list", cookie: $c}' >since.req
talk "$(conf bind=administrator@corp.example.test)" <since.req >said
is "one became an employee" "$(jq -rs --arg g "$olga" '[.[] | select(.answer | not).gone // empty |
    select(.remote_id == $g).converted] | tostring' said)" '[true]'
is "one was deleted" "$(jq -rs --arg g "$dan" '[.[] | select(.answer | not).gone // empty |
    select(.remote_id == $g) | .converted // false] | tostring' said)" \
    '[false]'
is "deletions can be seen" "$(jq -rs '.[-1].deletions' said)" true
talk "$(conf)" <since.req >said
is "whether they can be is told by whether they are" \
    "$(jq -rs --arg g "$dan" 'any(.[] | select(.answer | not).gone // empty;
    .remote_id == $g)' said)" "$(jq -rs '.[-1].deletions' said)"
cookie=$(jq -rs '.[-1].cookie' said)
samba_change <<END
dn: CN=Helpdesk,OU=Groups,$SAMBA_BASE
changetype: modify
add: member
member: CN=Smith\\, John,OU=Contractors,$SAMBA_BASE

END
since "a group that gives privilege changed: everything" '.[-1].full' true
since "then nothing again" '.[-1] | "\(.accounts) \(.full)"' '0 false'
good=$cookie
for bad in 'x' "${cookie%?}9999999" "$(printf '%s' "$cookie" |
    sed 's/^1 [^ ]* /1 dc9.corp.example.test /')" \
    "$(printf '%s' "$cookie" | sed 's/^\(1 [^ ]*\) [0-9a-f]*/\1 00112233445566778899aabbccddeeff/')"; do
	cookie=$bad
	since "a cookie that is not of this state: everything" '.[-1].full' true
done
cookie=$good
jq -nc --arg c "$cookie" '{id: 2, op: "list", cookie: $c}' >since.req
says "another rule: everything" "$(conf filter='(department=Web)')" \
    '.[-1].full' true <since.req

# ---------------------------------------------------- lookups

is "groups, direct" "$(look j.smith '[.groups[] | select(.direct).name] |
    sort | join(", ")')" '"Domain Admins, Helpdesk, Project X"'
is "a nested path" "$(look n.nested '.groups[] | select(.direct | not) |
    select(.privileged) | select(.name == "Domain Admins").path')" \
    '"Helpdesk > Tier 0 > Domain Admins"'
is "what leads there is privileged" "$(look n.nested '.groups[] |
    select(.name == "Helpdesk") | "\(.privileged) \(.direct)"')" '"true true"'
is "the primary group" "$(look p.primary '.groups[] |
    select(.name == "Domain Admins") | "\(.privileged) \(.direct) \(.path)"')" \
    '"true true primary group"'
is "Domain Users cannot be left" "$(look j.smith '.groups[] |
    select(.name == "Domain Users") |
    "\(.privileged) \(.direct) \(.primary)"')" '"false false true"'
is "groups of groups beyond the domain's" "$(look j.smith '[.groups[] |
    select(.name == "Administrators") | .privileged] | tostring')" '"[true]"'
is "no contractor any more" "$(look o.plain .contractor)" false
is "a contractor" "$(look j.smith .contractor)" true
says "ids that are none" "$(conf)" '[.[1:][].answer] | join(" ")' \
    'gone gone gone gone' <<END
{"id":2,"op":"lookup","account":{"remote_id":"00000000000000000000000000000001"}}
{"id":3,"op":"lookup","account":{"remote_id":"*"}}
{"id":4,"op":"lookup","account":{"remote_id":"$dan"}}
{"id":5,"op":"lookup"}
END

# ---------------------------------------------------- logins

# kinit_as LOGIN: with the password that it was made with.
kinit_as() {
	echo 'Passw0rd!' | KRB5_CONFIG=$SAMBA_KRB5 KRB5CCNAME=FILE:$S/cc \
	    kinit "$1" >/dev/null 2>&1 && echo yes || echo no
}
# logins: who logged in within the last minutes, who never, who is unknown.
logins='[.[].account // empty] | [
    (map(select(.login_at != null and now - .login_at < 600).login)),
    (map(select(.login_at == null and .login_known).login) | sort),
    (map(select(.login_known | not).login) | length)] | tostring'
is "one logs in" "$(kinit_as j.smith)" yes
says "one DC of an unknown number: by lastLogonTimestamp" "$(conf)" \
    "$logins" '[["j.smith"],["adm-jsmith","n.nested","p.primary"],0]' <list.req
lags='[.[].account.login_lag // empty] | unique | tostring'
says "which may be a fortnight late" "$(conf)" "$lags" '[1209600]' <list.req
says "all DCs are never late" "$(conf all_dcs=yes)" "$lags" '[]' <list.req
ldbmodify -H "$SAMBA_DIR/private/sam.ldb" >"$S/add.log" 2>&1 <<END ||
dn: $SAMBA_BASE
changetype: modify
replace: msDS-LogonTimeSyncInterval
msDS-LogonTimeSyncInterval: 5

END
	not_ok "another interval" "$(cat "$S/add.log")"
says "or as late as the domain says" "$(conf)" "$lags" '[432000]' <list.req
says "all DCs, which are one" "$(conf all_dcs=yes)" "$logins" \
    '[["j.smith"],["adm-jsmith","n.nested","p.primary"],0]' <list.req
sites=CN=Servers,CN=Default-First-Site-Name,CN=Sites,CN=Configuration
ldbadd -H "$SAMBA_DIR/private/sam.ldb" --relax >"$S/add.log" 2>&1 <<END ||
dn: CN=DC2,$sites,$SAMBA_BASE
objectClass: server
dNSHostName: other.example.test

dn: CN=NTDS Settings,CN=DC2,$sites,$SAMBA_BASE
objectClass: nTDSDSA
msDS-hasMasterNCs: $SAMBA_BASE
invocationId: 00112233-4455-6677-8899-aabbccddeeff

END
	not_ok "a second DC" "$(cat "$S/add.log")"
says "all DCs, one of them not reached: nobody is known" \
    "$(conf all_dcs=yes)" "$logins" '[["j.smith"],[],4]' <list.req
like "it is named" "$(jq -rs '.[-1].words' said)" '^other.example.test: '

# ---------------------------------------------------- changes

is "an employee is not ours" "$(change o.plain disable)" \
    'refused changed_hands'
is "another worker's number" "$(change j.smith disable \
    '{"expect":{"worker_id":"W-9"}}')" 'refused changed_hands'
is "named as protected" "$(change j.smith disable \
    '{"protected":["J.Smith@corp.example.test"]}')" 'refused protected'
is "the administrator" "$(change Administrator disable)" 'refused protected'
is "krbtgt" "$(change krbtgt disable)" 'refused protected'
is "ourselves" "$(change svc-ctr disable)" 'refused protected'
is "a mark that is no longer true" "$(change j.smith disable \
    '{"mark":"uSN 1"}')" 'temporary changed meanwhile'
is "nothing came of all these" "$(look j.smith .state)" '"enabled"'

uac() {
	samba_search "(sAMAccountName=$1)" userAccountControl |
	    sed -n 's/^userAccountControl: //p'
}
samba_change <<END
dn: CN=Smith\\, John,OU=Contractors,$SAMBA_BASE
changetype: modify
replace: userAccountControl
userAccountControl: 1114624

END
is "disable, with its own worker's number and mark" \
    "$(change j.smith disable "{\"expect\":{\"worker_id\":\"W-1\"},
	\"mark\":$(look j.smith .mark)}")" "done"
is "the other bits stay" "$(uac j.smith)" 1114626
is "disable again" "$(change j.smith disable)" already
is "tickets outlive it" "$(look j.smith '.residual_until - now |
    . > 35900 and . <= 36000')" true
is "set_expiry" "$(change j.smith set_expiry '{"expires_at":1806019200}')" "done"
is "as the directory has it" "$(samba_search '(sAMAccountName=j.smith)' \
    accountExpires | sed -n 's/^accountExpires: //p')" \
    $(((1806019200 + 11644473600) * 10000000))
is "read back" "$(look j.smith .expires_at)" 1806019200
is "never" "$(change j.smith set_expiry '{"expires_at":null}')" "done"
is "never, read back" "$(look j.smith .expires_at)" null
is "never again" "$(change j.smith set_expiry '{"expires_at":null}')" already
is "a moment that is none" "$(change j.smith set_expiry)" \
    'refused expires_at is missing'

px=$(samba_sid 'Project X')
da=$(samba_sid 'Domain Admins')
hd=$(samba_sid 'Helpdesk')
du=$(samba_sid 'Domain Users')
is "exactly the listed group" "$(change j.smith revoke_groups \
    "{\"groups\":[\"$px\"]}")" "done"
is "no other" "$(look j.smith '[.groups[] | select(.direct).name] | sort |
    join(", ")')" '"Domain Admins, Helpdesk"'
is "again" "$(change j.smith revoke_groups "{\"groups\":[\"$px\"]}")" already
is "restore" "$(change j.smith restore_groups "{\"groups\":[\"$px\"]}")" "done"
is "restore again" "$(change j.smith restore_groups \
    "{\"groups\":[\"$px\"]}")" already
is "no SID" "$(change j.smith revoke_groups '{"groups":["Project X"]}')" \
    'refused groups: one is no SID'
like "no right to that group" "$(change j.smith revoke_groups \
    "{\"groups\":[\"$da\",\"$hd\"]}")" '^refused .*[Aa]ccess'
is "the others were left all the same" "$(look j.smith '[.groups[] |
    select(.direct).name] | sort | join(", ")')" \
    '"Domain Admins, Project X"'
is "Domain Users" "$(change j.smith revoke_groups "{\"groups\":[\"$du\"]}")" \
    'refused Domain Users is his primary group'

# What Domain Admins hold takes an administrator to change.
admin() {
	g=$(samba_guid "$1")
	jq -nc --arg g "$g" --arg op "$2" --argjson m "${3:-null}" \
	    '{id: 2, op: $op, account: {remote_id: $g}} + ($m // {})' |
	    talk "$(conf bind=administrator@corp.example.test)" |
	    jq -r 'select(.id == 2) | [.answer, .words // empty] | join(" ")'
}
is "out of the primary group" "$(admin p.primary revoke_groups \
    "{\"groups\":[\"$da\"]}")" "done"
is "Domain Users is it now" "$(samba_search '(sAMAccountName=p.primary)' \
    primaryGroupID memberOf | grep -v '^dn:' | grep .)" 'primaryGroupID: 513'
is "no privilege is left" "$(look p.primary .privileged)" false
is "out of Domain Admins" "$(admin j.smith revoke_groups \
    "{\"groups\":[\"$da\"]}")" "done"
is "no privilege is left there" "$(look j.smith .privileged)" false

is "he can log in" "$(kinit_as n.nested)" yes
is "random_password" "$(change n.nested random_password)" "done"
is "he cannot any more" "$(kinit_as n.nested)" no
is "describe" "$(change j.smith describe '{"description":"left, job 31"}')" "done"
is "describe again" "$(change j.smith describe '{"description":"left, job 31"}')" \
    already
is "move_ou: no such OU" "$(admin j.smith move_ou \
    "{\"ou\":\"OU=None,$SAMBA_BASE\"}" | sed 's/ .*//')" refused
is "move_ou: not told where" "$(change j.smith move_ou)" \
    'refused disabled_ou is not configured'
id=$(samba_guid j.smith)
is "move_ou" "$(admin j.smith move_ou "{\"ou\":\"OU=Disabled,$SAMBA_BASE\"}")" \
    "done"
is "move_ou again" "$(admin j.smith move_ou \
    "{\"ou\":\"ou=disabled,$SAMBA_BASE\"}")" already
is "the id is the same" "$(samba_guid j.smith)" "$id"
is "end_sessions" "$(change j.smith end_sessions)" unsupported
is "delete" "$(admin j.smith delete)" "done"
says "delete again" "$(conf)" '.[1].answer' gone <<END
{"id":2,"op":"delete","account":{"remote_id":"$id"}}
END

# Whoever may only read, changes nothing.
g=$(samba_guid n.nested)
says "no rights" "$(conf bind=svc-read@corp.example.test)" \
    '.[1] | .answer + " " + .words[:39]' \
    'refused userAccountControl: Insufficient access' <<END
{"id":2,"op":"disable","account":{"remote_id":"$g"}}
END

# An expiry at both sides of a change of daylight saving: the instant that is
# asked for is the one that is kept.
for at in 1806195600 1806192000 1824944400 1824948000; do
	is "expiry $at" "$(change n.nested set_expiry \
	    "{\"expires_at\":$at}") $(look n.nested .expires_at)" "done $at"
done

# ---------------------------------------------------- the whole protocol

cat >"$CTR_ETC/default.conf" <<END
[connector ad]
uri = ldap://$SAMBA_HOST
ca_file = $SAMBA_CA
bind = svc-ctr@corp.example.test
page_size = 2
END
printf '[connector ad]\npassword = Passw0rd!\n' >"$CTR_ETC/default.secret"
chmod 600 "$CTR_ETC/default.secret"
status_is "ctr-check-connector --write" 0 ctr-check-connector -vv \
    --write n.nested ad
unlike "nothing fails" "$out" '^not ok'
like "groups were tried" "$out" '^ok .* restore_groups: already$'
unlike "no secret in the words" "$out$err" 'Passw0rd'

# ---------------------------------------------------- a server that goes away

g=$(samba_guid n.nested)
mkfifo to from
timeout 120 "$B/bin/ctr-connect-ad" <to >from 2>/dev/null &
exec 3>to 4<from
# ask LINE: its answer.
ask() {
	printf '%s\n' "$1" >&3
	read -r reply <&4
	printf '%s\n' "$reply" | jq -r .answer
}
is "connected" "$(ask "$(jq -nc --argjson c "$(conf)" \
    '{id: 1, op: "hello", config: $c}')")" "done"
samba_stop
is "down: temporary" "$(ask "{\"id\":2,\"op\":\"lookup\",\"account\":{\"remote_id\":\"$g\"}}")" \
    temporary
samba_again || not_ok "the server came back"
is "up again: done" "$(ask "{\"id\":3,\"op\":\"lookup\",\"account\":{\"remote_id\":\"$g\"}}")" \
    "done"
exec 3>&- 4<&-
finish
