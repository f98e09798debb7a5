#!/bin/sh
# ctr-mail: each transport, each way a server can fail, hostile names.
. "${0%/*}/../lib.sh"

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
now=2026-11-20T06:00:00Z

/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null ||
	{ not_ok 'no aiosmtpd (apt install python3-aiosmtpd)'; finish; }

ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
status_is 'nothing is queued, nothing configured' 0 ctr-mail -t acme -q
status_is 'a plan of it' 0 ctr-mail -t acme -n
status_is 'nothing for a channel either' 0 ctr-chat -t acme -n

# conf TRANSPORT [LINE...]
conf() {
	{
		printf 'base_url = http://127.0.0.1:8080\n[mail]\n'
		printf 'from = ctr@corp.example.test\nhello = test.example\n'
		printf 'bounce = bounce+%%@corp.example.test\n'
		printf 'transport = %s\n' "$@"
	} | sed '6,$s/^transport = \(.* = \)/\1/' >"$CTR_ETC/acme.conf"
}

at() { date -ud "$now" +%s; }
# queue ID TO [AGAIN] [FIELDS] [TEMPLATE]
queue() {
	q "INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
	    message_id, again, state, queued_at, next_at) VALUES ($1, 'mail',
	    '${5:-decided}', 'test/$1', '$2',
	    '${4:-{\"contractor_name\":\"Jordan Smith\",\"answer\":\"left\",\"decision\":1\}}',
	    '$(printf %032x "$1")', ${3:-0}, 'queued', $(at), $(at))"
}

state() { q "SELECT state FROM outbox WHERE id = $1"; }
reply() { q "SELECT reply FROM outbox WHERE id = $1"; }
run() { ctr-mail -t acme -T "$now" "$@"; }
mails() { find "$1/new" -type f 2>/dev/null | wc -l | tr -d ' '; }

# serve NAME [OPTION...]: a peer; $port, its Maildir and log beside it.
serve() {
	name=$1
	shift
	port=$(free_port)
	/usr/bin/python3 "$top/tests/peer/smtp.py" "$@" "$port" "$S/$name" \
		"$S/$name.log" 2>"$S/$name.err" &
	ends_with_us $!
	wait_port "$port" || exit 1
}

### Maildir, and what is in a mail

conf "maildir:$S/box"
queue 1 m.jones@corp.example.test
status_is 'a plan' 0 run -n
like 'the plan names the message' "$out" 'send	outbox/1	m.jones@corp'
is 'a plan sends nothing' "$(state 1)" queued
status_is 'one mail to a Maildir' 0 run
is 'its report' "$out" 'ctr-mail sent=1 later=0 failed=0 uncertain=0 dropped=0'
is 'it is sent' "$(state 1)" sent
is 'it is there' "$(mails "$S/box")" 1
is 'with its evidence' "$(q "SELECT group_concat(action, ' ') FROM
    (SELECT action FROM evidence WHERE subject = 'outbox/1' ORDER BY seq)")" \
	'mail.send mail.sent'
status_is 'a second run sends nothing' 0 run
is 'its report' "$out" 'ctr-mail sent=0 later=0 failed=0 uncertain=0 dropped=0'
is 'still one mail' "$(mails "$S/box")" 1
m=$(cat "$S"/box/new/*)
like 'marked as made by a machine' "$m" '^Auto-Submitted: auto-generated'
like 'its Message-ID' "$m" '^Message-ID: <ctr\.1\.0{31}1@corp\.example\.test>'
like 'marked as of a test' "$m" '^Subject: \[TEST\] Recorded: Jordan Smith'
hash=$(sha256sum "$S"/box/new/* | cut -d' ' -f1)
is 'evidence has the hash of the text' "$(q "SELECT json_extract(detail,
    '\$.sha256') FROM evidence WHERE action = 'mail.send'")" "$hash"
status_is 'shown again' 0 ctr-mail -t acme --show 1
like 'with a dead link' "$out" 'ctr/acme/link-not-shown'
like 'the mail had a live one' "$m" 'ctr/acme/bA'
status_is 'no such message' 65 ctr-mail -t acme --show 99

### hostile names: what a reader's mail program makes of them

cat >"$S/look.py" <<'P'
import email, email.policy, re, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"),
                                   policy=email.policy.default)
assert not m.defects, m.defects
assert m["Bcc"] is None and len(m.get_all("To")) == 1, m.items()
assert [p.get_content_type() for p in m.walk()] == [
    "multipart/alternative", "text/plain", "text/html"]
text, html = (p.get_content() for p in m.iter_parts())
urls = re.findall(r"^https?://\S*$", text, re.M)
assert all(u.startswith("http://127.0.0.1:8080/ctr/acme/") for u in urls), urls
hrefs = re.findall(r'<a href="([^"]*)"', html)
assert hrefs == urls, (hrefs, urls)
assert "<script" not in html and "\u202e" not in html + text
assert not re.search(r"://evil", text + html)
raw = open(sys.argv[1], "rb").read()
assert max(map(len, raw.split(b"\r\n"))) <= 998
assert b"\n" not in raw.replace(b"\r\n", b"")
P
long=$(printf 'N%.0s' $(seq 2000))
n=100
for name in 'x\r\nBcc: a@evil.test\r\n\r\nbody' '{{offboard_url}}' \
	'[Approve] http://evil.test/' '[Approve]\nhttp://evil.test/' \
	"$long" '\u202egnp.exe' '.\r\n.\r\n' '<script>alert(1)</script>' \
	'--=_ctr_part' '\u0000x' '=?utf-8?q?evil?=' "\"'' onload=x"; do
	name=$(printf '%s' "$name" | sed 's/\(^\|[^\\]\)"/\1\\"/g')
	rm -f "$S"/box/new/*
	queue $n m.jones@corp.example.test 0 "{\"contractor_name\":\"$name\"}"
	run >/dev/null || not_ok 'it is sent'
	shown=$(printf '%.30s' "$name")
	if why=$(/usr/bin/python3 "$S/look.py" "$S"/box/new/* 2>&1); then
		ok "a contractor named $shown"
	else
		not_ok "a contractor named $shown" "$why"
	fi
	n=$((n + 1))
done
queue 150 'a@b.test\r\nBcc: c@evil.test' 0
status_is 'an address that is two headers' 0 run
is 'it fails and the rest goes on' "$(state 150)" failed
is 'and is a finding' "$(q "SELECT kind FROM finding WHERE subject =
    'outbox/150' AND closed_at IS NULL")" undeliverable

### sendmail

cat >"$S/sendmail" <<P
#!/bin/sh
printf '%s\n' "\$*" >>"$S/sendmail.args"
ulimit -S -c >"$S/sendmail.core"
cat >"$S/sendmail.mail"
case \$* in
*temp*) echo 'queue is full' >&2; exit 75 ;;
*nouser*) exit 67 ;;
*kill*) kill -KILL \$\$ ;;
esac
P
chmod +x "$S/sendmail"
conf "sendmail:$S/sendmail"
queue 200 ok@corp.example.test
queue 201 temp@corp.example.test
queue 202 nouser@corp.example.test
queue 203 kill@corp.example.test
queue 204 -oQ/tmp@corp.example.test
# shellcheck disable=SC3045
ulimit -S -c "$(ulimit -H -c)"
status_is 'sendmail' 0 run
is 'who has secrets leaves no core file' "$(cat "$S/sendmail.core")" 0
is 'taken' "$(state 200)" sent
is 'tries later' "$(state 201)" queued
like 'and says why' "$(reply 201)" 'exit 75: queue is full'
is 'refused' "$(state 202)" failed
is 'killed while it had it: nobody knows' "$(state 203)" uncertain
like 'recipient behind --' "$(cat "$S/sendmail.args")" \
	'^-i -f bounce\+200@corp.example.test -- ok@corp.example.test$'
unlike 'an option as recipient is none' "$(cat "$S/sendmail.args")" \
	'test -oQ'
conf "sendmail:$S/nosuch"
queue 205 ok@corp.example.test
status_is 'no such sendmail' 78 run

### SMTP

serve plain
conf "smtp://127.0.0.1:$port" 'tls = off'
q "UPDATE outbox SET state = 'dropped' WHERE state = 'queued'"
queue 300 ok@corp.example.test
queue 301 r451@corp.example.test
queue 302 d451@corp.example.test
queue 303 r550@corp.example.test
queue 304 d552@corp.example.test
queue 305 slow@corp.example.test
queue 306 stale@corp.example.test
queue 307 ok2@corp.example.test
queue 308 drop@corp.example.test 1
queue 309 taken@corp.example.test 0
queue 310 ok3@corp.example.test
status_is 'a server with moods' 0 run
is 'its report' "$out" \
	'ctr-mail sent=5 later=2 failed=2 uncertain=2 dropped=0'
is 'taken' "$(state 300)" sent
like 'with the words of the server' "$(reply 300)" '^250 2.0.0 queued as 1$'
is '451 to RCPT: later' "$(state 301) $(reply 301)" \
	'queued 451 4.7.1 greylisted, come back'
is '451 to the data: later' "$(state 302) $(reply 302)" \
	'queued 451 4.3.1 out of space'
is 'back-off of five minutes' "$(q "SELECT next_at - $(at)
    FROM outbox WHERE id = 302")" 300
is '550 to RCPT: failed' "$(state 303) $(reply 303)" \
	'failed 550 5.1.1 no such user'
is '552 to the data: failed' "$(state 304) $(reply 304)" \
	'failed 552 5.3.4 too large'
is 'a finding each' "$(q "SELECT count(*) FROM finding WHERE subject IN
    ('outbox/303', 'outbox/304') AND kind = 'undeliverable'")" 2
is 'a slow 250 is waited for' "$(state 305)" sent
is 'a server that hangs up between two mails' "$(state 307)" sent
is 'dropped after the dot: a question goes out once more' \
	"$(state 308) $(q "SELECT again FROM outbox WHERE id = 308")" 'queued 0'
is 'dropped after the dot: anything else does not' "$(state 309)" uncertain
is 'and is a finding' "$(q "SELECT json_extract(detail, '\$.state') FROM
    finding WHERE subject = 'outbox/309'")" uncertain
is 'the one after it' "$(state 310)" sent
like 'the envelope sender says which mail it was' \
	"$(cat "$S"/plain/new/*)" '^X-Env-From: bounce\+300@corp.example.test'
now=2026-11-20T06:30:00Z
status_is 'half an hour later' 0 run
is 'the question was dropped again: now it is a finding' \
	"$(state 308)" uncertain
is 'those refused for now are tried again' "$(q "SELECT group_concat(tries)
    FROM outbox WHERE id IN (301, 302)")" '2,2'
is 'ten minutes this time' "$(q "SELECT next_at - $(at)
    FROM outbox WHERE id = 302")" 600
now=2026-11-26T06:30:00Z
status_is 'six days later' 0 run
is 'those are given up' "$(state 301) $(state 302)" 'failed failed'

# one connection for many
: >"$S/plain.log"
q 'DELETE FROM finding'
for i in 1 2 3 4 5 6 7 8 9; do
	queue 32$i "ok$i@corp.example.test"
done
status_is 'a limit' 0 run --limit 4
is 'is kept' "$(q "SELECT count(*) FROM outbox WHERE state = 'queued'")" 5
status_is 'no time at all' 0 run --deadline 0
is 'is kept' "$(q "SELECT count(*) FROM outbox WHERE state = 'queued'")" 5
status_is 'the rest' 0 run
is 'a connection a run' "$(grep -c EHLO "$S/plain.log")" 2
conf "smtp://127.0.0.1:$port" 'tls = off' 'batch = 4'
for i in 1 2 3 4 5 6 7 8 9; do
	queue 33$i "ok$i@corp.example.test"
done
queue 340 r451@corp.example.test
status_is 'in batches' 0 run -o tsv
is 'a row a mail' "$(printf '%s\n' "$out" | grep -c '	sent	decided	')" 9
is 'nine of them sent' "$(q "SELECT count(*) FROM outbox WHERE id BETWEEN 331
    AND 339 AND state = 'sent'")" 9
is 'and one is not' "$(state 340)" queued

# our own address is refused: nobody else's fault
conf "smtp://127.0.0.1:$port" 'tls = off'
sed -i 's/^bounce.*/bounce = nobody@corp.example.test/' "$CTR_ETC/acme.conf"
queue 350 ok@corp.example.test
status_is 'our sender is refused' 78 run
is 'the message waits' "$(state 350) $(q "SELECT tries FROM outbox WHERE
    id = 350")" 'queued 0'

# nobody there
conf "smtp://127.0.0.1:$(free_port)" 'tls = off'
status_is 'a server that is down' 69 run
is 'the message waits' "$(state 350)" queued
q "UPDATE outbox SET state = 'dropped' WHERE state = 'queued'"

### TLS and AUTH

openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=test CA' \
	-keyout "$S/ca.key" -out "$S/ca.pem" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj '/CN=127.0.0.1' \
	-keyout "$S/srv.key" -out "$S/srv.csr" 2>/dev/null
printf 'subjectAltName = IP:127.0.0.1\n' >"$S/ext"
openssl x509 -req -in "$S/srv.csr" -CA "$S/ca.pem" -CAkey "$S/ca.key" \
	-CAcreateserial -days 30 -extfile "$S/ext" -out "$S/srv.pem" 2>/dev/null

serve tls --cert "$S/srv.pem" --key "$S/srv.key" --auth 'ctr:s3 cret'
umask 077
printf '[mail]\nuser = ctr\npassword = s3 cret\n' >"$CTR_ETC/acme.secret"
umask 022
conf "smtp://127.0.0.1:$port" "ca_file = $S/ca.pem"
queue 400 ok@corp.example.test
status_is 'STARTTLS and AUTH' 0 run
is 'it is sent' "$(state 400)" sent
like 'after STARTTLS' "$(cat "$S/tls.log")" '^EHLO test.example tls'
like 'with the password' "$(cat "$S/tls.log")" '^AUTH [A-Z]* good'
queue 401 ok@corp.example.test
conf "smtp://127.0.0.1:$port"
status_is 'a certificate of nobody' 78 run
conf "smtp://localhost:$port" "ca_file = $S/ca.pem"
status_is 'a certificate of somebody else' 78 run
is 'nothing was lost' "$(state 401)" queued
conf "smtp://127.0.0.1:$port" "ca_file = $S/ca.pem"
printf '[mail]\nuser = ctr\npassword = wrong\n' >"$CTR_ETC/acme.secret"
: >"$S/tls.log"
queue 402 ok2@corp.example.test
status_is 'a wrong password' 78 run
is 'is tried once, not once a message' "$(grep -c ' bad' "$S/tls.log")" 1
unlike 'and told to nobody' "$err" 'wrong'
is 'the messages wait' "$(state 401) $(state 402)" 'queued queued'
chmod 644 "$CTR_ETC/acme.secret"
status_is 'a password that all can read' 78 run
rm "$CTR_ETC/acme.secret"

serve smtps --cert "$S/srv.pem" --key "$S/srv.key" --smtps
conf "smtps://127.0.0.1:$port" "ca_file = $S/ca.pem"
status_is 'smtps' 0 run
is 'both are sent' "$(state 401) $(state 402)" 'sent sent'
serve notls
conf "smtp://127.0.0.1:$port"
queue 403 ok@corp.example.test
status_is 'no TLS where it is required' 78 run
is 'nothing was sent' "$(state 403)" queued
conf "smtp://127.0.0.1:$port" 'tls = optional'
status_is 'no TLS where it is optional' 0 run
is 'it is sent' "$(state 403)" sent
printf '[mail]\nuser = ctr\npassword = s3cret\n' >"$CTR_ETC/acme.secret"
chmod 600 "$CTR_ETC/acme.secret"
conf 'smtp://mail.example.test' 'tls = optional'
queue 404 ok@corp.example.test
status_is 'a password and no TLS' 78 run
like 'why' "$err" 'must be required'
conf smtp://127.0.0.1.example.test 'tls = off'
status_is 'a name that begins like a loopback address is none' 78 ctr-mail -t acme
rm "$CTR_ETC/acme.secret"

### links, dropping, templates

conf "maildir:$S/box2"
q "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('m', 'm@x.test', 'Em', 'm@x.test', 1, 1);
   INSERT INTO contractor (id, upn, upn_key, display_name, manager_key, origin,
    status, created_at, changed_at) VALUES (17, 'j@x.test', 'j@x.test', 'Jo',
    'm@x.test', 'roster', 'active', 1, 1);
   INSERT INTO question (id, contractor, engagement, kind, period, wording,
    nonce, state, opened_at, expires_at, next_on) VALUES (5, 17, 1, 'monthly',
    '2026-11', 'heartbeat', randomblob(16), 'open', 1, 9, '2026-12-01')"
queue 500 m@x.test 1 '{"contractor_name":"Jo","ask":8}' heartbeat
q "INSERT INTO ask (id, question, level, reviewer_key, outbox) VALUES (8, 5,
    0, 'm@x.test', 500)"
now=2026-11-27T06:00:00Z
status_is 'a question' 0 run
like 'with its links' "$(cat "$S"/box2/new/*)" '/attest'
is 'it was asked that day' "$(q 'SELECT asked_on FROM question')" 2026-11-27
queue 501 m@x.test 1 '{"contractor_name":"Jo","ask":8}' heartbeat
q "UPDATE ask SET outbox = 501 WHERE id = 8;
   UPDATE question SET state = 'lapsed' WHERE id = 5"
status_is 'a question that nobody needs to answer' 0 run
is 'is dropped' "$(state 501)" dropped
# What a program that faces a browser could queue, once it is broken into.
q "UPDATE question SET state = 'open', decision = NULL WHERE id = 5"
# forged ID RECIPIENT REVIEWER [KIND]: an ask of its own, or (8) the one there.
forged() {
	[ "$3" = - ] || q "INSERT INTO ask (id, question, level, reviewer_key,
	    outbox) VALUES ($1, 5, 1, '$3', $1)"
	ask=$1
	[ "$3" != - ] || ask=8
	queue "$1" "$2" 1 "{\"contractor_name\":\"Jo\",\"ask\":$ask}" heartbeat
	[ "$3" != - ] || q "UPDATE ask SET outbox = $1 WHERE id = 8"
}
sent() { grep -l "^To: $1" "$S"/box2/new/* 2>/dev/null | wc -l | tr -d ' '; }
forged 510 eve@x.test -
run >/dev/null 2>"$S/err"
is 'the link of another is sent to nobody else' "$(state 510) $(sent eve@x.test)" \
    'failed 0'
like 'and says so' "$(cat "$S/err")" 'another address than that of m@x.test'
forged 511 eve@x.test eve@x.test
run >/dev/null 2>"$S/err"
is 'who is nobody to ask gets no link' "$(state 511) $(sent eve@x.test)" \
    'dropped 0'
like 'which is said as well' "$(cat "$S/err")" \
    'eve@x.test is nobody to ask about contractor/17'
q "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('e', 'eve@x.test', 'Eve', 'eve@x.test', 1, 1),
    ('h', 'h@x.test', 'Head', 'h@x.test', 1, 1)"
q "DELETE FROM ask WHERE id = 511"
forged 512 eve@x.test eve@x.test
run >/dev/null 2>"$S/err"
is 'a person whom nobody names a manager neither' "$(state 512)" dropped
q "UPDATE person SET manager = (SELECT id FROM person WHERE remote_id = 'h')
    WHERE remote_id = 'm'"
forged 513 h@x.test h@x.test
status_is 'who is above the manager' 0 run
is 'may be asked' "$(state 513)" sent
conf "maildir:$S/box2" 'link_domains = corp.test, Y.test'
q "DELETE FROM ask WHERE id = 513"
forged 514 h@x.test h@x.test
run >/dev/null 2>"$S/err"
is 'no link to an address outside of link_domains' "$(state 514)" failed
like 'as the log says' "$(cat "$S/err")" 'x.test is in none of link_domains'
conf "maildir:$S/box2" 'link_domains = corp.test X.test'
q "DELETE FROM ask WHERE id = 514"
forged 515 h@x.test h@x.test
status_is 'one inside' 0 run
is 'is sent' "$(state 515)" sent
conf "maildir:$S/box2"
q "UPDATE question SET state = 'cancelled' WHERE id = 5"
queue 502 m@x.test 0 '{"ask":99}' heartbeat
status_is 'an ask that is not there' 0 run
is 'cannot be sent' "$(state 502)" failed
printf 'Subject: x\n\n{{nope\n' >"$CTR_SHARE/templates/mail/held.txt"
queue 503 m@x.test 0 '{}' held
queue 504 m@x.test 0 '{}' decided
status_is 'a broken template' 78 run
like 'is named with its line' "$err" 'mail/held.*line 3'
is 'holds up its own messages and no others' "$(state 503) $(state 504)" \
	'queued sent'
q "UPDATE outbox SET state = 'dropped' WHERE state = 'queued'"

### what a dead run leaves behind

queue 600 m@x.test 1
queue 601 m@x.test 0
queue 602 m@x.test 0
q "UPDATE outbox SET state = 'sending', dot = 1 WHERE id IN (600, 601);
   UPDATE outbox SET state = 'sending' WHERE id = 602"
status_is 'after a crash' 0 run
is 'before the dot: sent now' "$(state 602)" sent
is 'after it, a question: sent once more' "$(state 600)" sent
is 'after it, anything else: uncertain' "$(state 601)" uncertain
is 'and nothing is left in between' "$(q "SELECT count(*) FROM outbox WHERE
    state IN ('queued', 'sending')")" 0

printf '\n' >"$CTR_ETC/acme.conf"
status_is 'nothing to send, nothing configured' 0 run
is 'its report' "$out" 'ctr-mail sent=0 later=0 failed=0 uncertain=0 dropped=0'
queue 700 m@x.test
status_is 'an option too many' 64 ctr-mail -t acme x
status_is 'a limit that is none' 64 ctr-mail -t acme --limit x
printf 'base_url = http://evil.test\n[mail]\nfrom = a@b.test\n' \
	>"$CTR_ETC/acme.conf"
status_is 'links over http' 78 run
printf 'base_url = https://c.test\n' >"$CTR_ETC/acme.conf"
status_is 'no sender' 78 run
is 'the message waits' "$(state 700)" queued
status_is 'no such tenant' 78 ctr-mail -t nosuch
status_is 'the chain of evidence holds' 0 ctr-evidence -t acme verify
finish
