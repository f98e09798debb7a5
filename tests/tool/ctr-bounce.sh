#!/bin/sh
# ctr-bounce: delivery reports, forged ones, and what is none.
. "${0%/*}/../lib.sh"

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
T=2026-11-20T06:00:00Z

ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
printf 'base_url = http://127.0.0.1:8080\n[mail]\nfrom = ctr@corp.example.test
bounce = bounce+%%@corp.example.test\n' >"$CTR_ETC/acme.conf"

HEX=00112233445566778899aabbccddeeff
# fresh: message 5, to m@x.test, sent, with a question of level 0
fresh() {
	q "DELETE FROM finding; DELETE FROM ask; DELETE FROM outbox;
	   DELETE FROM question; DELETE FROM contractor" 2>/dev/null
	q "INSERT OR IGNORE INTO contractor (id, upn, upn_key, origin, status,
	    created_at, changed_at) VALUES (17, 'j@x.test', 'j@x.test',
	    'roster', 'active', 1, 1);
	   UPDATE contractor SET next_check_on = '2026-12-01' WHERE id = 17;
	   INSERT INTO question (id, contractor, engagement, kind, period,
	    wording, nonce, state, opened_at, expires_at, next_on) VALUES (5,
	    17, 1, 'monthly', '2026-11', 'heartbeat', randomblob(16), 'open',
	    1, 9, '2026-12-01');
	   INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
	    message_id, again, state, dot, queued_at, next_at, sent_at) VALUES
	    (5, 'mail', 'heartbeat', 'ask/8', 'm@x.test', '{}', '$HEX', 1,
	    'sent', 1, 1795000000, 1795000000, 1795000001);
	   INSERT INTO ask (id, question, level, reviewer_key, outbox) VALUES
	    (8, 5, 0, 'm@x.test', 5)"
}
state() { q "SELECT state FROM outbox WHERE id = 5"; }
bounce() { ctr-bounce -t acme -T "$T" "$@"; }

# report ACTION STATUS RECIPIENT [MESSAGE-ID]
report() {
	cat <<M
Return-Path: <>
Delivered-To: ${VERP:-bounce+5@corp.example.test}
From: MAILER-DAEMON@mx.example.test (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${VERP:-bounce+5@corp.example.test}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4C2F.1795/mx.example.test"

This is a MIME-encapsulated message.

--4C2F.1795/mx.example.test
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not
be delivered.
Action: failed

--4C2F.1795/mx.example.test
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.test
Arrival-Date: Fri, 20 Nov 2026 05:00:00 +0000 (UTC)

Final-Recipient: rfc822; $3
Action: $1
Status: $2
Diagnostic-Code: smtp; 550 5.1.1 <$3>: Recipient address rejected:
    User unknown

--4C2F.1795/mx.example.test
Content-Type: text/rfc822-headers

From: ctr@corp.example.test
${4:+Message-ID: <ctr.$4@corp.example.test>
}Subject: Is Jo still working with you?

--4C2F.1795/mx.example.test--
M
}

### a failure

fresh
report failed 5.1.1 m@x.test "5.$HEX" >dsn
status_is 'a plan' 0 bounce -n <dsn
like 'says what it would do' "$out" 'fail	outbox/5	m@x.test	5.1.1'
is 'and does nothing' "$(state)" sent
status_is 'a delivery report' 0 bounce <dsn
is 'its report' "$out" 'ctr-bounce failed=1 known=0 delayed=0 ignored=0'
is 'the message failed' "$(state)" failed
like 'with the words of the server' "$(q 'SELECT reply FROM outbox')" \
	'^returned: 5.1.1 smtp; 550 5.1.1 <m@x.test>: .* User unknown$'
is 'a finding about the contractor' "$(q "SELECT kind || ' ' || subject FROM
    finding WHERE closed_at IS NULL")" 'undeliverable contractor/17'
is 'the question goes up at once' "$(q 'SELECT next_on FROM question')" \
	2026-11-20
is 'the next run of the cadence looks at him' "$(q "SELECT upn FROM contractor
	WHERE next_check_on <= '2026-11-20'")" j@x.test
is 'evidence' "$(q "SELECT count(*) FROM evidence WHERE action =
    'mail.bounced' AND subject = 'contractor/17'")" 1
status_is 'the same report again' 0 bounce <dsn
is 'changes nothing' "$out" 'ctr-bounce failed=0 known=1 delayed=0 ignored=0'
is 'no second finding' "$(q 'SELECT count(*) FROM finding')" 1

fresh
sed 's/$/\r/' dsn >crlf
status_is 'with CRLF' 0 bounce <crlf
is 'the message failed' "$(state)" failed

### whom a report may be about

fresh
report failed 5.1.1 m@x.test >bare
status_is 'without the returned header, VERP and recipient' 0 bounce <bare
is 'the message failed' "$(state)" failed
fresh
report failed 5.1.1 other@x.test >forged
status_is 'VERP and another recipient: forged' 65 bounce <forged
report failed 5.1.1 m@x.test 5.ffffffffffffffffffffffffffffffff >forged
status_is 'a Message-ID that we did not make' 65 bounce <forged
report failed 5.1.1 m@x.test 6.$HEX >forged
status_is 'of another number' 65 bounce <forged
report failed 5.1.1 o@x.test 99999999999999999999.$HEX >forged
status_is 'of a number that is none' 65 bounce <forged
is 'none of them changed anything' "$(state)" sent
VERP=ctr@corp.example.test report failed 5.1.1 m@x.test "5.$HEX" >id
status_is 'no VERP but the Message-ID' 0 bounce <id
is 'the message failed' "$(state)" failed
fresh
VERP=x@corp.example.test report failed 5.1.1 m@x.test >from-env
ORIGINAL_RECIPIENT=bounce+5@corp.example.test
export ORIGINAL_RECIPIENT
status_is 'VERP from the MTA' 0 bounce <from-env
unset ORIGINAL_RECIPIENT
is 'the message failed' "$(state)" failed

### what is no failure

fresh
report delayed 4.4.1 m@x.test "5.$HEX" >late
status_is 'a delay' 0 bounce <late
is 'is no failure' "$out $(state)" \
	'ctr-bounce failed=0 known=0 delayed=1 ignored=0 sent'
report delivered 2.0.0 m@x.test "5.$HEX" >good
status_is 'a success' 0 bounce <good
is 'is no failure' "$out $(state)" \
	'ctr-bounce failed=0 known=0 delayed=0 ignored=1 sent'
cat >ooo <<M
From: m@x.test
To: bounce+5@corp.example.test
Subject: Out of office: Is Jo still working with you?
In-Reply-To: <ctr.5.$HEX@corp.example.test>
Auto-Submitted: auto-replied

I am away. Jo has left, by the way.
Action: failed
Content-Type: message/delivery-status

Action: failed
M
status_is 'out of office' 0 bounce <ooo
is 'is never an answer' "$out $(state)" \
	'ctr-bounce failed=0 known=0 delayed=0 ignored=1 sent'
is 'no finding, no decision' "$(q 'SELECT (SELECT count(*) FROM finding) +
    (SELECT count(*) FROM decision)')" 0
sed 's/report-type=delivery-status/report-type=disposition-notification/' \
	dsn >mdn
status_is 'a read receipt' 0 bounce <mdn
is 'is ignored' "$(state)" sent
printf 'Subject: hello\n\nhi\n' >spam
status_is 'spam' 65 bounce <spam
status_is 'nothing' 65 bounce </dev/null
head -c 3000000 /dev/urandom >noise
status_is 'noise' 65 bounce <noise
{
	cat dsn
	head -c 5000000 /dev/zero
} >large
status_is 'a very large one' 0 bounce <large
is 'is read as far as it matters' "$(state)" failed
status_is 'an operand' 64 bounce file </dev/null
status_is 'no such tenant' 78 ctr-bounce -t nosuch <dsn
status_is 'the chain of evidence holds' 0 ctr-evidence -t acme verify
finish
