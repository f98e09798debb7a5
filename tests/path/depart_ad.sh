#!/bin/sh
# Departures in a Samba domain: both accounts of one person, privileged groups
# direct, by way of others and as primary group, every optional step, what is
# given back, and what is never touched.
# shellcheck source=tests/peer/alone.sh
. "${0%/*}/../peer/alone.sh"
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/samba.sh
. "$top/tests/peer/samba.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

[ -x "$B/bin/ctr-connect-ad" ] || skip_all "no ctr-connect-ad in this build"
samba_start "$S/dc"
samba_people || { not_ok "people"; finish; }
samba_add <<END
dn: OU=Gone,$SAMBA_BASE
objectClass: organizationalUnit

END
cat >>"$CTR_ETC/acme.conf" <<END
[connector ad]
uri = ldap://$SAMBA_HOST
base = $SAMBA_BASE
bind = administrator@corp.example.test
tls = starttls
ca_file = $SAMBA_CA
disabled_ou = OU=Gone,$SAMBA_BASE
END
(umask 077; printf '[connector ad]\npassword = Passw0rd!\n' \
    >"$CTR_ETC/acme.secret")
ctr-policy set notify_departure it@corp.example.test >/dev/null
q 'DELETE FROM person'

# ad LOGIN ATTRIBUTE: its values, one a line.
ad() {
	samba_search "(sAMAccountName=$1)" "$2" | sed -n "s/^$2: //p"
}
uac() { ad "$1" userAccountControl; }
primary() { ad "$1" primaryGroupID; }
# ticks INSTANT: as accountExpires has it.
ticks() { echo $((($(at "$1") + 11644473600) * 10000000)); }

contractor 1 j.smith
contractor 2 n.nested
contractor 3 p.primary
contractor 4 o.plain
q "UPDATE contractor SET worker_id = 'W-1' WHERE id = 1"
status_is 'the directory is known' 0 ctr-sync-ad
is 'two accounts of one person' "$(q 'SELECT group_concat(login) FROM (SELECT
    login FROM account WHERE contractor = 1 ORDER BY login)')" \
    'adm-jsmith,j.smith'
bits=$(uac j.smith)

### Both accounts, every step

ctr-policy set steps '!disable end_sessions set_expiry !revoke_groups all_groups random_password describe move_ou' >/dev/null
leaves 1
later 960
status_is 'the departure' 0 ctr-offboard
is 'offboarded' "$(job 1) $(status 1)" 'done offboarded'
for login in j.smith adm-jsmith; do
	is "$login: the disable bit, and no other" \
	    "$(($(uac $login) & ~2)) $(($(uac $login) & 2))" "$((bits & ~2)) 2"
	is "$login: in no group" "$(ad $login memberOf)" ''
	is "$login: ended" "$(ad $login accountExpires)" "$(ticks "$CTR_NOW")"
	like "$login: described" "$(ad $login description)" \
	    '^left 2026-11-20, ctr job [0-9]+$'
	like "$login: moved" "$(samba_search "(sAMAccountName=$login)" dn)" \
	    'OU=Gone,'
	unlike "$login: the old password is none" \
	    "$(LDAPTLS_CACERT=$SAMBA_CA ldapwhoami -x -ZZ \
	    -H "ldap://$SAMBA_HOST" -D "$login@corp.example.test" \
	    -w 'Passw0rd!' 2>&1)" '^u:'
done
is 'privileged accounts first' "$(q "SELECT count(*) FROM step a, step b
    JOIN account p ON p.id = a.account JOIN account o ON o.id = b.account
    WHERE a.job = b.job AND NOT p.privileged AND o.privileged
    AND a.nth < b.nth")" 0
# groups before|after: of the step that took the privileged ones.
groups() {
	q "SELECT s.$1 FROM step s JOIN account a ON a.id = s.account
	    WHERE a.login = 'j.smith' AND op = 'revoke_groups'" |
	    jq -c '[.groups[] | select(.direct).name] | sort'
}
is 'what there was before is kept' "$(groups before)" '["Domain Admins","Project X"]'
is 'and what was there after' "$(groups after)" '["Project X"]'
ctr-mail -q
mail=$(mail_text "$S/box" it@)
like 'the mail names the groups' "$mail" 'taken \(Domain Admins'
like 'and both accounts' "$mail" 'ad adm-jsmith: .*; ad j.smith: '
like 'she is told, too' "$(mail_text "$S/box" m.jones@)" 'Done: j.smith'
status_is 'again' 0 ctr-offboard
is 'nothing' "$out" 'ctr-offboard started=0 steps=0 refused=0 later=0 held=0'
status_is 'a sync afterwards' 0 ctr-sync-ad
is 'finds that it was us' "$(q "SELECT count(*) FROM finding WHERE closed_at
    IS NULL AND kind IN ('disabled_out_of_band','reenabled')")" 0
ctr-policy reset steps >/dev/null

### By way of other groups, and as primary group

leaves 2
leaves 3
later 960
status_is 'two more' 0 ctr-offboard
is 'both have left' "$(status 2) $(status 3)" 'offboarded offboarded'
unlike 'what leads to Domain Admins is taken' "$(ad n.nested memberOf)" 'Helpdesk'
like 'with its path in the evidence' "$(q "SELECT detail FROM evidence WHERE
    action = 'job.done' AND subject = 'contractor/2'")" \
    'Helpdesk > Tier 0 > Domain Admins'
is 'the primary group is everybody'"'"'s' "$(primary p.primary)" 513
unlike 'and the privileged one is not left behind' \
    "$(ad p.primary memberOf)" 'Domain Admins'

### Given back

ctr-policy set approvers v.reyes@corp.example.test >/dev/null
status_is 'an approver is asked' 0 ctr-offboard \
    --reinstate p.primary@corp.example.test --why 'too early'
ctr-mail -q
click "$(mail_link "$S/box" v.reyes@ .)" answer=approve reason=yes >"$S/page"
later 60
status_is 'given back' 0 ctr-offboard
is 'active' "$(status 3)" active
is 'enabled' "$(($(uac p.primary) & 2))" 0
is 'but not privileged' "$(primary p.primary) $(ad p.primary memberOf)" '513 '

### Down, and up again

leaves 4
later 960
samba_stop
status_is 'no domain controller' 69 ctr-offboard
is 'it is still to be done' "$(job 4)" due
samba_again
later 300
status_is 'it is there again' 0 ctr-offboard
is 'done' "$(job 4) $(status 4)" 'done offboarded'
status_is 'the chain holds' 0 ctr-evidence verify
finish
