#!/bin/sh
# Forty newcomers in a Samba domain: one command, one report, one approval;
# made disabled, enabled on their first day, in groups by rule; a first password
# that works once; and whoever is killed on the way makes nobody twice.
# shellcheck source=tests/peer/alone.sh
. "${0%/*}/../peer/alone.sh"
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/samba.sh
. "$top/tests/peer/samba.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

samba_start "$S/dc"
samba_people || { not_ok "people"; finish; }
samba_delegate
px=$(samba_sid 'Project X')
cat >>"$CTR_ETC/acme.conf" <<END
[connector ad]
uri = ldap://$SAMBA_HOST
ca_file = $SAMBA_CA
bind = svc-ctr@corp.example.test
create_ou = OU=Contractors,$SAMBA_BASE
[provision]
connector = ad
upn_domain = corp.example.test
[groups]
acme = vendor = Acme -> ad:$px
END
printf '[connector ad]\npassword = Passw0rd!\n' >"$CTR_ETC/acme.secret"
chmod 600 "$CTR_ETC/acme.secret"
ctr-policy set notify_created it@corp.example.test >/dev/null
q "DELETE FROM person"
status_is 'the directory is known' 0 ctr-sync-ad

m=m.jones@corp.example.test
{
	echo 'Given Name,Family Name,Manager,Vendor,Start,End,Worker ID'
	n=0
	while [ "$n" -lt 40 ]; do
		n=$((n + 1))
		v=Acme
		[ "$n" -le 20 ] || v=Other
		echo "Pat,Müller,$m,$v,2026-11-23,2027-03-31,N-$n"
	done
} >"$S/forty.csv"
status_is 'forty in one command' 0 ctr-provision new --from "$S/forty.csv"
is 'one report' "$out" 'ctr-provision taken=40 known=0 duplicate=0 rejected=0'
ctr-mail -q || not_ok 'the mail leaves'
is 'one mail to the manager' "$(grep -l "To: .*m.jones" "$S"/box/new/* | wc -l)" 1
link=$(mail_link "$S/box" m.jones@ http)
page "$link" >"$S/page"
is 'one page with a tick for each' "$(grep -c 'type="checkbox"' "$S/page")" 40
all=$(sed -n 's/.*name="\(t[0-9]*\)" value="yes".*/\1=yes/p' "$S/page")
# shellcheck disable=SC2086
click "$link" $all answer=approve >/dev/null
is 'one approval' "$(q "SELECT count(*) FROM job WHERE kind = 'provision'
    AND state = 'due'")" 40

# Killed by the system between a create and its commit: of the first ones.
now 2026-11-20T07:00:00Z
made() { samba_search '(employeeID=N-*)' cn | grep -c '^dn:'; }
n=0
while [ "$n" -lt 3 ]; do
	n=$((n + 1))
	ctr-provision -q 2>/dev/null &
	pid=$!
	was=$(made) i=0
	while [ "$(made)" -le "$was" ] && [ "$i" -lt 100 ]; do
		i=$((i + 1))
	done
	kill -KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
done
status_is 'three runs were killed; the next' 0 ctr-provision
later 4100
status_is 'and one after the back-off' 0 ctr-provision
is 'forty accounts, none twice' "$(made) $(q "SELECT count(*) FROM account
    WHERE ours = 1 AND remote_id NOT LIKE 'new/%'")" '40 40'
is 'all of them disabled' "$(samba_search '(&(employeeID=N-*)(userAccountControl=514))' cn |
    grep -c '^dn:')" 40
is 'each with a login of its own' "$(q "SELECT count(DISTINCT upn) || ' ' ||
    sum(upn = 'pmuller@corp.example.test') FROM contractor
    WHERE worker_id LIKE 'N-%'")" '40 1'
ends=$((($(at 2027-04-01T00:00:00Z) + 11644473600) * 10000000))
is 'and their end' "$(samba_search "(&(employeeID=N-*)(accountExpires=$ends))" cn |
    grep -c '^dn:')" 40
is 'the group of the rule has twenty' "$(samba_search \
    "(&(employeeID=N-*)(memberOf=CN=Project X,OU=Groups,$SAMBA_BASE))" cn |
    grep -c '^dn:')" 20
is 'nobody is active' "$(q "SELECT count(*) FROM contractor
    WHERE worker_id LIKE 'N-%' AND status = 'active'")" 0
status_is 'a sync in between' 0 ctr-sync-ad --full
is 'makes nobody active' "$(q "SELECT count(*) FROM contractor
    WHERE worker_id LIKE 'N-%' AND status = 'active'")" 0

now 2026-11-23T00:00:00Z
status_is 'the first day' 0 ctr-provision
is 'all are enabled' "$(samba_search '(&(employeeID=N-*)(userAccountControl=512))' cn |
    grep -c '^dn:')" 40
is 'and active' "$(q "SELECT count(*) FROM contractor
    WHERE worker_id LIKE 'N-%' AND status = 'active'")" 40
is 'every job is done' "$(q "SELECT count(*) FROM job WHERE kind = 'provision'
    AND state = 'done'")" 40
ctr-mail -q || not_ok 'the mails leave'
is 'those who are to know are told' "$(grep -l "To: it@" "$S"/box/new/* |
    wc -l)" 40

first=$(mail_text "$S/box" m.jones@ 'Show the first|http')
login=$(page "$first" | sed -n 's/.*<dt>Login<\/dt> <dd>\([^<]*\)<.*/\1/p')
word=$(click "$first" answer=show | sed -n 's/.*<code>\([^<]*\)<.*/\1/p')
like 'a first password is shown' "$word" '^[A-Za-z2-9-]{19}$'
status_is 'and set' 0 ctr-provision
logon() {
	LDAPTLS_CACERT=$SAMBA_CA ldapwhoami -x -ZZ -H "ldap://$SAMBA_HOST" \
	    -D "$login" -w "$1" 2>&1
}
# 773: it is right, and must be changed first; 52e: it is wrong.
like 'it is right, and to be changed' "$(logon "$word")" 'data 773'
like 'another is wrong' "$(logon "x$word")" 'data 52e'
status_is 'another run' 0 ctr-provision
is 'finds nothing to do' "$out" 'ctr-provision started=0 steps=0 refused=0 later=0 held=0'
status_is 'the chain holds' 0 ctr-evidence verify

samba_stop
finish
