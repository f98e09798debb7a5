#!/bin/sh
# The whole path on real servers: a roster, Samba as domain controller, an SMTP
# server, lighttpd; a manager's press, undo, departure, evidence.
. "${0%/*}/../peer/alone.sh"
. "${0%/*}/../lib.sh"
. "$top/tests/peer/samba.sh"
. "$top/tests/peer/lighttpd.sh"

samba_start "$S/samba"
samba_people || { not_ok 'people in the directory'; finish; }

smtp_port=$(free_port)
/usr/bin/python3 "$top/tests/peer/smtp.py" "$smtp_port" "$S/box" "$S/smtp.log" &
ends_with_us $!
wait_port "$smtp_port" || { not_ok 'an SMTP server is up'; finish; }

export CTR_TENANT=acme
status_is 'a tenant' 0 ctr-init --test -T 2026-11-30T08:00:00Z \
    --zone Europe/Berlin --fallback-reviewer c.chief@corp.example.test
http_port=$(free_port)
cat >"$CTR_ETC/acme.conf" <<END
base_url = http://127.0.0.1:$http_port
[mail]
transport = smtp://127.0.0.1:$smtp_port
tls = off
from = contractors@corp.example.test
[connector ad]
uri = ldap://$SAMBA_HOST
base = $SAMBA_BASE
bind = administrator@corp.example.test
tls = starttls
ca_file = $SAMBA_CA
END
(umask 077; printf '[connector ad]\npassword = Passw0rd!\n' >"$CTR_ETC/acme.secret")

# at TIME PROGRAM ARG...: the program at that time of December 2026.
at() {
	at_time=$1
	shift
	at_tool=$1
	shift
	"$at_tool" -T "$at_time" "$@"
}

# field UPN COLUMN
field() { ctr-list contractor "upn=$1" --columns "$2" -o tsv | tail -n +2; }

# mail_about TO UPN: the newest mail to TO that names UPN, as text.
mail_about() {
	python3 - "$S/box/new" "$1" "$2" <<'END'
import email, email.policy, os, sys
box, to, upn = sys.argv[1:]
best = None
for name in sorted(os.listdir(box), key=lambda n: os.stat(os.path.join(box, n)).st_mtime_ns):
    m = email.message_from_binary_file(open(os.path.join(box, name), "rb"), policy=email.policy.default)
    body = m.get_body(("plain",))
    text = body.get_content() if body else ""
    if to in str(m["To"]) and upn in text:
        best = "Subject: %s\n\n%s" % (m["Subject"], text)
print(best or "")
END
}

# link_in MAIL WORD: the first link in it that ends in WORD.
link_in() {
	printf '%s\n' "$1" | grep -o "http://[^ ]*/$2" | head -n 1
}

mails() { find "$S/box/new" -type f | wc -l; }

roster() {
	echo 'upn,worker id,manager,vendor,contract start,contract end'
	printf '%s@corp.example.test,%s,m.jones@corp.example.test,%s,2026-01-05,%s\n' \
	    j.smith W-1 Acme "$1" n.nested W-2 Acme "$2" p.primary W-3 Acme 2027-03-28 \
	    o.plain W-5 Acme ''
}

# ----------------------------------------------------- roster and directory
roster 2027-08-31 2027-02-20 >"$S/roster.csv"
status_is 'the roster' 0 at 2026-12-01T05:00:00Z ctr-ingest "$S/roster.csv"
like 'four are new' "$out" 'added=4 .*rejected=0'
status_is 'the same roster again' 0 at 2026-12-01T05:01:00Z ctr-ingest "$S/roster.csv"
like 'changes nothing' "$out" 'added=0 changed=0 unchanged=4'
status_is 'the directory' 0 at 2026-12-01T05:10:00Z ctr-sync-ad
is 'his accounts are found, two of one person' \
    "$(ctr-list account upn=j.smith@corp.example.test --columns login -o tsv | tail -n +2 | sort | tr '\n' ' ')" \
    'adm-jsmith j.smith '
is 'he is active' "$(field j.smith@corp.example.test status)" active
like 'an account that nobody registered is a finding' \
    "$(ctr-list finding kind=unregistered -o tsv)" 'd.disabled'
status_is 'the directory again' 0 at 2026-12-01T05:20:00Z ctr-sync-ad --full
before=$(ctr-list evidence -o tsv | wc -l)
status_is 'and again' 0 at 2026-12-01T05:30:00Z ctr-sync-ad
is 'an unchanged directory writes no evidence' \
    "$(ctr-list evidence -o tsv | wc -l)" "$before"

# ----------------------------------------------------------- cadence, mail
status_is 'the first run is held' 77 at 2026-12-01T06:30:00Z ctr-cadence
n=$(at 2026-12-01T06:30:00Z ctr-cadence -n -o tsv 2>/dev/null | grep -c '^ask')
status_is 'exactly so many are let through' 0 at 2026-12-01T06:30:00Z ctr-cadence -a "$n"
status_is 'the mail goes' 0 at 2026-12-01T06:31:00Z ctr-mail
is 'each question is a mail, and one said that they were held' "$(mails)" $((n + 1))
status_is 'a second run asks nothing' 0 at 2026-12-01T07:30:00Z ctr-cadence
status_is 'and sends nothing' 0 at 2026-12-01T07:31:00Z ctr-mail
is 'no mail more' "$(mails)" $((n + 1))

# ------------------------------------------------------ a click, and undo
lighttpd_start "$http_port" "$S/www" 2026-12-01T09:00:00Z
mail=$(mail_about m.jones j.smith@corp.example.test)
link=$(link_in "$mail" offboard)
like 'the mail has its button' "$link" '^http://127.0.0.1:.*/offboard$'
before=$(ctr-list evidence -o tsv | wc -l)
for _ in 1 2 3; do
	curl -s -o /dev/null "$link"
	curl -s -o /dev/null -I "$link"
	curl -s -o /dev/null -X OPTIONS "$link"
done
is "a scanner's visits change nothing" "$(ctr-list evidence -o tsv | wc -l)" "$before"
python3 "$top/tests/press.py" "$link" offboard when=now --untick leaves >"$S/page" || :
is 'a press without the box comes back' "$(ctr-list decision -o tsv | wc -l)" 1
status_is 'the manager says he leaves' 0 python3 "$top/tests/press.py" "$link" offboard when=now
is 'one decision' "$(ctr-list decision --columns answer -o tsv | tail -n +2)" offboard_now
status_is 'and takes it back' 0 python3 "$top/tests/press.py" "$link" undo
status_is 'the window passes' 0 at 2026-12-01T09:30:00Z ctr-offboard
is 'nothing happened to him' "$(field j.smith@corp.example.test status)" active
lighttpd_stop
lighttpd_start "$http_port" "$S/www" 2026-12-01T10:00:00Z
status_is 'he leaves after all' 0 python3 "$top/tests/press.py" "$link" offboard when=now
status_is 'within the window nothing starts' 0 at 2026-12-01T10:05:00Z ctr-offboard
is 'still active' "$(field j.smith@corp.example.test status)" active

# ------------------------------------------------------------ departure
status_is 'the departure' 0 at 2026-12-01T10:30:00Z ctr-offboard
is 'he is offboarded' "$(field j.smith@corp.example.test status)" offboarded
uac=$(samba_search '(sAMAccountName=j.smith)' userAccountControl | sed -n 's/^userAccountControl: //p')
is 'disabled in the directory, other bits kept' "$uac" 514
uac=$(samba_search '(sAMAccountName=adm-jsmith)' userAccountControl | sed -n 's/^userAccountControl: //p')
is 'and his other account' "$uac" 514
unlike 'out of Domain Admins' "$(samba_search '(sAMAccountName=j.smith)' memberOf)" 'Domain Admins'
like 'his ordinary group is left' "$(samba_search '(sAMAccountName=j.smith)' memberOf)" 'Project X'
unlike 'out of Backup Operators' "$(samba_search '(sAMAccountName=adm-jsmith)' memberOf)" 'Backup Operators'
status_is 'the mails that tell' 0 at 2026-12-01T10:31:00Z ctr-mail
like 'the manager is told that it is done' "$(mail_about m.jones j.smith@corp.example.test)" '[Dd]one|closed|disabled|ended'
status_is 'a second run' 0 at 2026-12-01T11:30:00Z ctr-offboard
like 'does nothing' "$out" 'ctr-offboard .*started=0|^$'

# ------------------------------------------- a renewal, and silence
lighttpd_stop
lighttpd_start "$http_port" "$S/www" 2026-12-01T12:00:00Z
link=$(link_in "$(mail_about m.jones n.nested@corp.example.test)" offboard)
status_is 'another leaves on his last day' 0 python3 "$top/tests/press.py" "$link" offboard when=end
is 'a departure is scheduled' "$(ctr-list job upn=n.nested@corp.example.test kind=offboard --columns state,due_at -o tsv | tail -n +2)" \
    "due	2027-02-20T23:00:00Z"
roster 2027-08-31 2027-06-30 >"$S/roster2.csv"
status_is 'his contract is renewed' 0 at 2026-12-02T05:00:00Z ctr-ingest "$S/roster2.csv"
is 'the departure is withdrawn' "$(ctr-list job upn=n.nested@corp.example.test kind=offboard --columns state -o tsv | tail -n +2)" undone
status_is 'the manager is asked at once' 0 at 2026-12-02T06:30:00Z ctr-cadence
status_is 'by mail' 0 at 2026-12-02T06:31:00Z ctr-mail
like 'about the change' "$(mail_about m.jones n.nested@corp.example.test)" 'Subject: .*'
is 'one question is open about him' "$(ctr-list question upn=n.nested@corp.example.test state=open -o tsv | tail -n +2 | wc -l)" 1
status_is 'a week of silence' 0 at 2026-12-09T06:30:00Z ctr-cadence
status_is 'goes up' 0 at 2026-12-09T06:31:00Z ctr-mail
mail=$(mail_about h.head n.nested@corp.example.test)
like "to the manager's manager" "$mail" 'n.nested@corp.example.test'
like 'in one mail with all that is open' "$mail" 'o.plain@corp.example.test|p.primary@corp.example.test'

# -------------------------------------------------- both sides of a DST change
samba_change <<END
dn: CN=Plain\\, Olga,OU=Contractors,$SAMBA_BASE
changetype: modify
replace: accountExpires
accountExpires: $(python3 -c 'print((1806188400 + 11644473600) * 10**7)')

END
status_is 'an expiry on the eve of summer time' 0 at 2026-12-09T07:00:00Z ctr-sync-ad
is 'its last day is inclusive' "$(field o.plain@corp.example.test expiry_on)" 2027-03-27
samba_change <<END
dn: CN=Plain\\, Olga,OU=Contractors,$SAMBA_BASE
changetype: modify
replace: accountExpires
accountExpires: $(python3 -c 'print((1806271200 + 11644473600) * 10**7)')

END
status_is 'and after the change' 0 at 2026-12-09T07:10:00Z ctr-sync-ad
is 'on the day of 23 hours too' "$(field o.plain@corp.example.test expiry_on)" 2027-03-28

# ---------------------------------------------------------------- evidence
status_is 'the evidence holds' 0 ctr-evidence verify
story=$(ctr-evidence show j.smith@corp.example.test)
for word in contractor.add question decision undo job step; do
	like "his story has: $word" "$story" "$word"
done
ctr-evidence export >"$S/export"
status_is 'offline too' 0 ctr-evidence verify "$S/export"
finish
