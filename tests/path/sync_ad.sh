#!/bin/sh
# ctr-sync-ad and ctr-connect-ad against a Samba domain controller: days as
# people read them, managers, renames, what is gone; every finding that a
# directory can raise opens and closes itself; changes and a whole list give
# the same registry; an outage changes nothing.
# shellcheck source=tests/peer/alone.sh
. "${0%/*}/../peer/alone.sh"
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/samba.sh
. "$top/tests/peer/samba.sh"

[ -x "$B/bin/ctr-connect-ad" ] || skip_all "no ctr-connect-ad in this build"
samba_start "$S/dc"
samba_people || { not_ok "people"; finish; }

# Without anything that was deleted a domain looks like one that hides it.
samba_user was.here "Here, Was" Staff |
    sed '/^dn: /s/CN=\([A-Z][a-z]*\), /CN=\1\\, /' | samba_add
samba_change <<END
dn: CN=Here\\, Was,OU=Staff,$SAMBA_BASE
changetype: delete

END

db=$CTR_VAR/default/registry.db
sql() {
	sqlite3 -batch "file:$db?mode=ro" "$1"
}
# ad DAY [OPTION...]: a sync on that day at noon.
ad() {
	t_day=$1
	shift
	ctr-sync-ad -T "${t_day}T12:00:00Z" "$@"
}
open_findings() {
	sql "SELECT f.kind || ' ' || coalesce(a.login, c.upn, f.subject)
	    FROM finding f
	    LEFT JOIN account a ON f.subject = 'account/' || a.id
	    LEFT JOIN contractor c ON f.subject = 'contractor/' || c.id
	    WHERE closed_at IS NULL ORDER BY 1"
}
dump() {
	sql "SELECT c.upn, worker_id, contract_end, status, active_on,
	    expiry_at FROM contractor c ORDER BY 1;
	    SELECT a.remote_id, a.login, a.upn_key, a.worker_id,
	    a.display_name, a.email, a.department, a.manager_ref, p.remote_id,
	    a.main, a.converted, a.state, a.privileged, a.expires_at,
	    c.upn FROM account a LEFT JOIN contractor c ON c.id = a.contractor
	    LEFT JOIN person p ON p.id = a.manager ORDER BY 1;
	    SELECT p.remote_id, p.upn_key, p.display_name, p.email, p.enabled,
	    p.manager_ref, m.remote_id FROM person p LEFT JOIN person m
	    ON m.id = p.manager ORDER BY 1"
	open_findings
}
# set CN OU ATTRIBUTE VALUE: replaced in the directory.
set_to() {
	samba_change <<END
dn: CN=$1,OU=$2,$SAMBA_BASE
changetype: modify
replace: $3
$3: $4

END
}
# ticks YYYY-MM-DDTHH:MM:SSZ: as accountExpires has it.
ticks() {
	echo $((($(date -u -d "$1" +%s) + 11644473600) * 10000000))
}
# day LOGIN: the last day of the contractor whose account this is.
day() {
	ctr-list -o tsv contractor --columns upn,expiry_on |
	    awk -F '\t' -v upn="$1@corp.example.test" '$1 == upn { print $2 }'
}
# changes DAY: found by changes and, from the same start, by a whole list: the
# registry must be the same.  The findings are in $findings.
both_ways() {
	cp "$db" "$S/start.db"
	ad "$1" -q
	dump >"$S/by-changes"
	cp "$S/start.db" "$db"
	ad "$1" -q --full
	dump >"$S/whole"
	is "$2: by changes and whole agree" \
	    "$(diff "$S/by-changes" "$S/whole")" ""
	findings=$(open_findings)
}

cat >"$CTR_ETC/default.conf" <<END
[connector ad]
uri = ldap://$SAMBA_HOST
base = $SAMBA_BASE
bind = administrator@corp.example.test
ca_file = $SAMBA_CA
employee_type = contractor
page_size = 4
END
(
	umask 077
	printf '[connector ad]\npassword = Passw0rd!\n' \
	    >"$CTR_ETC/default.secret"
)
ctr-init --test --zone Europe/Berlin -T 2026-09-01T00:00:00Z >/dev/null ||
	exit 1
cat >roster.csv <<'END'
worker_id,upn,display_name,contract_start,contract_end
W-1,j.smith@corp.example.test,John Smith,2026-01-01,2026-12-31
W-2,n.nested@corp.example.test,Nora Nested,2026-01-01,
W-3,p.primary@corp.example.test,Petra Primary,2026-01-01,
W-4,d.disabled@corp.example.test,Dan Disabled,2026-01-01,
END
ctr-ingest -q -T 2026-09-01T12:00:00Z roster.csv

# ---------------------------------------------------------- the first list
status_is "the first sync" 0 ad 2026-09-02
like "all accounts" "$out" 'accounts=6 persons=[0-9]+ added=6 '
is "and a cookie for what changes" "$(sql 'SELECT cookie IS NOT NULL
    FROM sync')" 1
is "both nevers are none" "$(sql "SELECT group_concat(login, ' ')
    FROM (SELECT login FROM account WHERE expires_at IS NULL
    ORDER BY login)")" "adm-jsmith d.disabled n.nested o.plain p.primary"
is "the second account is linked by its number" "$(sql "SELECT c.upn
    FROM account a JOIN contractor c ON c.id = a.contractor
    WHERE login = 'adm-jsmith' AND main = 0")" j.smith@corp.example.test
is "the chain of managers" "$(sql "WITH RECURSIVE up(id, n) AS (
    SELECT manager, 1 FROM account WHERE login = 'j.smith' UNION ALL
    SELECT p.manager, n + 1 FROM up JOIN person p ON p.id = up.id
    WHERE p.manager IS NOT NULL) SELECT group_concat(upn_key, ' ') FROM
    (SELECT upn_key FROM up JOIN person p ON p.id = up.id ORDER BY n)" |
    sed 's/@corp.example.test//g')" "m.jones h.head v.reyes c.chief"
is "the findings" "$(open_findings)" "date_mismatch j.smith@corp.example.test
disabled_out_of_band d.disabled
privileged_access adm-jsmith
privileged_access j.smith
privileged_access n.nested
privileged_access p.primary
unregistered o.plain"
status_is "again, by changes" 0 ad 2026-09-02
like "nothing is new" "$out" 'added=0 changed=0 gone=0 findings=0 held=0'
both_ways 2026-09-02 "nothing new"

# --------------------------------------- the inclusive last day, over DST
for t in 2026-10-24:2026-10-24T22:00:00Z 2026-10-25:2026-10-25T23:00:00Z \
    2027-03-27:2027-03-27T23:00:00Z 2027-03-28:2027-03-28T22:00:00Z \
    2028-02-29:2028-02-29T23:00:00Z; do
	set_to 'Nested\, Nora' Contractors accountExpires \
	    "$(ticks "${t#*:}")"
	ad 2026-09-03 -q
	is "accountExpires ${t#*:}" "$(day n.nested)" "${t%%:*}"
done
set_to 'Nested\, Nora' Contractors accountExpires "$(ticks 2026-10-25T21:59:59Z)"
ad 2026-09-03 -q
is "within the day" "$(day n.nested)" 2026-10-25
for never in 0 9223372036854775807 9223372032559808511; do
	set_to 'Nested\, Nora' Contractors accountExpires "$never"
	ad 2026-09-03 -q
	is "accountExpires $never: never" "$(day n.nested)" ""
	set_to 'Nested\, Nora' Contractors accountExpires \
	    "$(ticks 2026-10-24T22:00:00Z)"
	ad 2026-09-03 -q
done
is "and back" "$(day n.nested)" 2026-10-24

# --------------------------- findings, each with its cause, and without it
set_to 'Smith\, John' Contractors accountExpires "$(ticks 2027-02-28T23:00:00Z)"
both_ways 2026-09-04 "two months later"
like "date_mismatch" "$findings" '^date_mismatch j.smith@'
set_to 'Smith\, John' Contractors accountExpires "$(ticks 2026-12-31T23:00:00Z)"
both_ways 2026-09-04 "the contract's own end"
unlike "closes" "$findings" '^date_mismatch'

set_to 'Primary\, Petra' Contractors userAccountControl 514
both_ways 2026-09-05 "the switch"
like "disabled_out_of_band" "$findings" '^disabled_out_of_band p.primary'
set_to 'Primary\, Petra' Contractors userAccountControl 512
both_ways 2026-09-05 "the switch back"
unlike "closes" "$findings" '^disabled_out_of_band p.primary'

samba_change <<END
dn: CN=Backup Operators,CN=Builtin,$SAMBA_BASE
changetype: modify
delete: member
member: CN=Smith\\, John (admin),OU=Contractors,$SAMBA_BASE

END
both_ways 2026-09-06 "a group loses a member"
unlike "privileged_access closes" "$findings" '^privileged_access adm-jsmith'

echo 'W-9,o.plain@corp.example.test,Olga Plain,2026-01-01,' >>roster.csv
ctr-ingest -q -T 2026-09-06T13:00:00Z roster.csv
ad 2026-09-07 -q
unlike "unregistered closes" "$(open_findings)" '^unregistered'
is "and he is active" "$(sql "SELECT status FROM contractor
    WHERE worker_id = 'W-9'")" active

set_to 'Nested\, Nora' Contractors employeeType employee
both_ways 2026-09-08 "another employeeType"
like "converted" "$findings" '^converted n.nested'
unlike "not missing" "$findings" '^missing_account'
set_to 'Nested\, Nora' Contractors employeeType Contractor
both_ways 2026-09-08 "contractor again"
unlike "closes" "$findings" '^converted'

set_to 'Plain\, Olga' Contractors employeeID W-2
both_ways 2026-09-09 "another's number"
like "changed_hands" "$findings" '^changed_hands o.plain'
set_to 'Plain\, Olga' Contractors employeeID W-9
both_ways 2026-09-09 "her own"
unlike "closes" "$findings" '^changed_hands'

samba_user look.alike "Alike, Lou" Contractors 'employeeType: contractor' \
    'mail: J.Smith@corp.example.test' |
    sed '/^dn: /s/CN=\([A-Z][a-z]*\), /CN=\1\\, /' >alike
samba_add <alike
both_ways 2026-09-10 "his mail address"
like "ambiguous_match" "$findings" '^ambiguous_match look.alike'
set_to 'Alike\, Lou' Contractors mail l.alike@corp.example.test
both_ways 2026-09-10 "its own"
like "is nobody's" "$findings" '^unregistered look.alike'
unlike "closes" "$findings" '^ambiguous_match'

# ------------------------------------------------------- renamed, and gone
set_to 'Primary\, Petra' Contractors userPrincipalName p.wed@corp.example.test
both_ways 2026-09-11 "another UPN"
is "the same contractor" "$(sql "SELECT upn FROM contractor
    WHERE worker_id = 'W-3'")" p.wed@corp.example.test
is "the former is kept" "$(sql "SELECT c.worker_id FROM upn_former u
    JOIN contractor c ON c.id = u.contractor
    WHERE u.upn_key = 'p.primary@corp.example.test'")" W-3
samba_change <<END
dn: CN=Primary\\, Petra,OU=Contractors,$SAMBA_BASE
changetype: delete

dn: CN=Alike\\, Lou,OU=Contractors,$SAMBA_BASE
changetype: delete

END
both_ways 2026-09-12 "deleted"
is "gone" "$(sql "SELECT state FROM account WHERE login = 'p.primary'")" gone
like "missing_account" "$findings" '^missing_account p.wed@'
unlike "unregistered closes" "$findings" 'look.alike'
samba_user p.wed "Primary, Petra" Contractors 'employeeType: contractor' \
    'employeeID: W-3' | sed '/^dn: /s/CN=\([A-Z][a-z]*\), /CN=\1\\, /' |
    samba_add
both_ways 2026-09-12 "made anew"
unlike "missing_account closes" "$findings" '^missing_account'

# ------------------------------------------------------------- managers
set_to 'Jones\, Mia' Staff manager "CN=Reyes\\, Victor,OU=Staff,$SAMBA_BASE"
set_to 'Reyes\, Victor' Staff manager "CN=Jones\\, Mia,OU=Staff,$SAMBA_BASE"
both_ways 2026-09-13 "a loop of managers"
is "as it is" "$(sql "SELECT group_concat(p.upn_key || '<' || m.upn_key, ' ')
    FROM (SELECT * FROM person ORDER BY upn_key) p JOIN person m
    ON m.id = p.manager WHERE p.upn_key GLOB 'm.jones*'
    OR p.upn_key GLOB 'v.reyes*'" | sed 's/@corp.example.test//g')" \
    "m.jones<v.reyes v.reyes<m.jones"
set_to 'Jones\, Mia' Staff userAccountControl 514
both_ways 2026-09-13 "a manager who is disabled"
is "reviews no more" "$(sql "SELECT enabled FROM person
    WHERE upn_key GLOB 'm.jones*'")" 0
samba_change <<END
dn: CN=Jones\\, Mia,OU=Staff,$SAMBA_BASE
changetype: delete

END
both_ways 2026-09-14 "and deleted"

samba_user no.mail "Mailless, Max" Staff |
    sed '/^dn: /s/CN=\([A-Z][a-z]*\), /CN=\1\\, /' | samba_add
both_ways 2026-09-15 "a person without mail"
set_to 'Head\, Hanna' Staff mail h.h@corp.example.test
both_ways 2026-09-15 "another address"
samba_change <<END
dn: CN=Head\\, Hanna,OU=Staff,$SAMBA_BASE
changetype: modify
delete: mail

END
both_ways 2026-09-15 "and none"

# ---------------------------------------------------------- time alone
ad 2026-10-24 -q
is "on its last day it is enabled" "$(sql "SELECT state FROM account
    WHERE login = 'n.nested'")" enabled
ad 2026-10-25 -q
is "the day after it has expired" "$(sql "SELECT state FROM account
    WHERE login = 'n.nested'")" expired
unlike "that alone is no finding" "$(open_findings)" '^expired_enabled'
ad 2026-10-31 -q
unlike "nor after seven days" "$(open_findings)" '^expired_enabled'
ad 2026-11-01 -q
like "after eight it is" "$(open_findings)" '^expired_enabled n.nested@'
set_to 'Nested\, Nora' Contractors userAccountControl 514
both_ways 2026-11-02 "disabled at last"
unlike "closes" "$findings" '^expired_enabled'

# ------------------------------------------------------------- outages
before=$(dump)
sed 's/^employee_type.*/employee_type = nosuch/' "$CTR_ETC/default.conf" >conf
cp "$CTR_ETC/default.conf" conf.kept
cp conf "$CTR_ETC/default.conf"
status_is "a search that answers nothing" 69 ad 2026-11-03
is "changes nothing" "$(dump | grep -v connector_down)" "$before"
like "and is a finding" "$(open_findings)" '^connector_down connector/ad$'
cp conf.kept "$CTR_ETC/default.conf"
status_is "it is back" 0 ad 2026-11-03
is "the finding closes" "$(dump)" "$before"
samba_stop
status_is "a refused connection" 69 ad 2026-11-04
is "changes nothing" "$(dump | grep -v connector_down)" "$before"
samba_again
status_is "and is over" 0 ad 2026-11-04
is "the finding closes" "$(dump)" "$before"
status_is "the evidence is whole" 0 ctr-evidence verify
finish
