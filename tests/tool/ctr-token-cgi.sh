#!/bin/sh
# ctr-token-cgi: a person's click, as a web server runs it.  Links come out of
# real mails; what scanners do changes nothing; every answer leaves what it
# should; every state has its page.
. "${0%/*}/../lib.sh"
. "$top/tests/peer/click.sh"

DB=$CTR_VAR/acme/registry.db
BOX=$S/mail
NOW=2026-11-20T09:00:00Z
CTR_TENANT=acme
export CTR_TENANT

sql() {
	sqlite3 -cmd '.timeout 5000' "$DB" "$1"
}

policy() {
	sql "INSERT OR REPLACE INTO policy VALUES ('$1', '$2', 0, 'test', 1)"
}

# person N NAME END: contractor N with an open question to rN (manager), whose
# manager is sN; END "" for none.
person() {
	end="'$3'"
	[ -n "$3" ] || end=NULL
	sql "INSERT OR IGNORE INTO feed (name) VALUES ('roster');
	INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
	    changed_at) VALUES ('r$1', 'r$1@x.test', 'Reviewer $1',
	    'r$1@x.test', 1, 0), ('s$1', 's$1@x.test', 'Senior $1',
	    's$1@x.test', 1, 0);
	INSERT INTO contractor (id, upn, upn_key, display_name, vendor,
	    manager_key, contract_start, contract_end, origin, feed, status,
	    active_on, next_check_on, created_at, changed_at) VALUES ($1,
	    'c$1@x.test', 'c$1@x.test', '$2', 'Northwind', 'r$1@x.test',
	    '2026-01-12', $end, 'roster', 'roster', 'active', '2026-01-12',
	    '2026-12-24', 0, 0)"
	question "$1" "$1" 2026-11 "r$1@x.test"
}

# question ID CONTRACTOR PERIOD REVIEWER: asked and in the outbox.
question() {
	sql "INSERT INTO question (id, contractor, engagement, kind, period,
	    wording, nonce, state, opened_at, asked_on, expires_at, next_on)
	    VALUES ($1, $2, 1, 'monthly', '$3', 'heartbeat', randomblob(16),
	    'open', 1795161600, '2026-11-20', 1795161600, '2026-11-27');
	INSERT INTO outbox (channel, template, dedup, recipient, fields,
	    message_id, again, state, queued_at, next_at) VALUES ('mail',
	    'heartbeat', 'ask/$1', '$4',
	    json_object('ask', $1, 'contractor_name', 'N', 'manager_name', 'M',
	    'contractor_upn', 'U', 'contract_end', '2026-12-20'),
	    'mid$1', 1, 'queued', 1795161600, 1795161600);
	INSERT INTO ask (id, question, level, reviewer_key, outbox)
	    VALUES ($1, $1, 0, '$4', last_insert_rowid())"
}

send() {
	ctr-mail -q -T "$NOW" || not_ok "mail leaves"
}

# link N: the token's path of contractor N's reviewer.
link() {
	l=$(mail_link "$BOX" "r$1@x.test" /attest)
	printf '%s' "${l%/attest}"
}

status() {
	printf '%s\n' "$1" | sed -n '1s/^Status: \([0-9]*\).*/\1/p'
}

sum() {
	sha256sum <"$DB"
}

CTR_NOW=$NOW
export CTR_NOW
ctr-init --test -T 2026-11-01T08:00:00Z --zone Europe/Berlin >/dev/null ||
    exit 1
cat >"$CTR_ETC/acme.conf" <<END
base_url = http://127.0.0.1:8099
[mail]
from = access@x.test
transport = maildir:$BOX
END
policy notify_departure security@x.test

for n in 17 18 19 20 21 22 23 24 25 26 27 28 29 30 40 41 42 43 50 51 52 53; do
	person $n "Person $n" 2026-12-20
done
person 31 '<b>Ann</b> "Q" {{mark}} [Go] http://evil.test' ''
person 32 'Past Due' 2026-11-18
sql "INSERT INTO deputy VALUES ('r43@x.test', 'd43@x.test', '2026-11-01',
    '2026-12-01', 'operator/alice', 1)"
sql "UPDATE ask SET reviewer_key = 'd43@x.test', deputy_for = 'r43@x.test'
    WHERE id = 43; UPDATE outbox SET recipient = 'd43@x.test' WHERE dedup = 'ask/43'"
send

# ------------------------------------------------------------- only looking
L=$(link 17)
before=$(sum)
all=
for verb in '' /attest /offboard /extend /notmine /employee /undo /; do
	all=$all$(status "$(cgi GET "$L$verb")")
	all=$all$(status "$(cgi HEAD "$L$verb")")
done
is "a scanner's GETs and HEADs are answered" "$all" \
    200200200200200200200200200200200200200200200200
is "and change not a byte" "$(sum)" "$before"
is "nor leave a journal" "$(ls "$CTR_VAR/acme")" registry.db
out=$(page "$L")
like "who" "$out" 'Is Person 17 still working with you\?'
like "until when" "$out" 'last day is Sunday 20 December 2026, in 30 days'
like "by when" "$out" 'answer by Friday 27 November 2026'
like "whose link it is" "$out" 'mailed to r17@x.test on 20 November 2026'
like "its first form is the one of the path" \
    "$(page "$L/offboard")" '<details name="answer" open>'
unlike "no script" "$out" '<script|javascript:|[[:space:]]on[a-z]+='
unlike "nothing from elsewhere" "$out" '(src|href)="?http'
is "HEAD has no body" "$(cgi HEAD "$L" | sed '1,/^.$/d')" ""
for h in "Content-Security-Policy: default-src 'none'; style-src 'sha512-" \
    'X-Content-Type-Options: nosniff' 'Referrer-Policy: no-referrer' \
    'Cache-Control: no-store' 'X-Robots-Tag: noindex' \
    'X-Frame-Options: DENY' 'Cross-Origin-Opener-Policy: same-origin'; do
	like "header $h" "$out" "^$h"
done
hash=$(printf '%s' "$out" | python3 -c 'import base64, hashlib, re, sys
t = re.search(r"<style>(.*?)</style>", sys.stdin.read(), re.S).group(1)
print(base64.b64encode(hashlib.sha512(t.encode()).digest()).decode())')
like "the policy allows this style" "$out" "sha512-$(printf %s "$hash" |
    sed 's/[+]/[+]/g')"
is "a page is small" "$([ "$(printf %s "$out" | wc -c)" -lt 20480 ] &&
    echo yes)" yes
out=$(page "$(link 31)")
like "a hostile name is text" "$out" '&lt;b&gt;Ann&lt;/b&gt; &quot;Q&quot; \{\{mark\}\}'
unlike "and not HTML" "$out" '<b>Ann'

for name in $(grep -oh '{{[a-z_]*}}' "$top"/templates/web/*.html |
    tr -d '{}' | sort -u); do
	grep -q "\"$name\"" "$top/lib/web/words.c" "$top/lib/domain/vocab.c" ||
	    not_ok "{{$name}} is known to be a page's own"
done
sql "UPDATE contractor SET extra = json_object('undo', 'CLICK-HERE', 'notice',
    'CLICK-HERE', 'other_value', 'CLICK-HERE', 'not_mine', 'CLICK-HERE',
    'since', 'CLICK-HERE', 'deputy_for', 'CLICK-HERE') WHERE id = 53"
unlike "a roster's column does not pass for a part of the page" \
    "$(page "$(link 53)")" CLICK-HERE
sql "UPDATE ask SET moved_at = 1 WHERE id = 53"
unlike "nor of another" "$(page "$(link 53)")" CLICK-HERE
sql "UPDATE ask SET moved_at = NULL WHERE id = 53; UPDATE question
    SET state = 'lapsed' WHERE id = 53"
unlike "nor where nothing can be answered" "$(page "$(link 53)")" CLICK-HERE
sql "UPDATE question SET state = 'open' WHERE id = 53"

# --------------------------------------------------------- what is no answer
before=$(sum)
out=$(cgi POST "$L" "answer=attest")
like "without the mark the form comes back" "$out" 'Nothing was recorded'
like "as it was asked" "$out" 'value="attest"'
mark=$(page "$(link 18)" | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' |
    head -n 1)
like "somebody else's mark is none" "$(cgi POST "$L" \
    "answer=attest&mark=$mark")" 'Nothing was recorded'
like "a departure without the box comes back" \
    "$(click "$L" answer=offboard when=now)" 'tick the box'
like "and with the box unlike itself" \
    "$(click "$L" answer=offboard when=now leaves=no)" 'tick the box'
like "and without a time" "$(click "$L" answer=offboard leaves=yes)" \
    'choose when access ends'
like "and on no day" \
    "$(click "$L" answer=offboard leaves=yes when=day day=2026-02-30)" \
    'a day within the limits'
like "and on a day too far" \
    "$(click "$L" answer=offboard leaves=yes when=day day=2027-01-20)" \
    'a day within the limits'
like "and on a day gone by" \
    "$(click "$L" answer=offboard leaves=yes when=day day=2026-11-19)" \
    'a day within the limits'
like "what was chosen is still chosen" \
    "$(click "$L" answer=offboard when=day day=2026-12-01 reason=gone)" \
    'value="day" required checked'
like "and what was written" \
    "$(click "$L" answer=offboard when=day reason=%22gone%22)" \
    'value="&quot;gone&quot;"'
like "no answer" "$(click "$L")" 'No answer was chosen'
like "an answer there is not" "$(click "$L" answer=suspend)" \
    'can no longer be answered'
like "an approval that was not asked" "$(click "$L" answer=approve)" \
    'can no longer be answered'
like "not_mine with no address" "$(click "$L" answer=not_mine other=x)" \
    'not an address'
like "an extension beyond the limit" \
    "$(click "$L" answer=extend day=2027-02-19)" 'a day within the limits'
like "an extension backwards" \
    "$(click "$L" answer=extend day=2026-12-20)" 'a day within the limits'
mark=$(page "$L" | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' |
    head -n 1)
out=$(CTR_NOW=2026-11-20T21:00:01Z cgi POST "$L" "answer=attest&mark=$mark")
like "a page that was open too long comes back" "$out" 'open for a while'
out=$(printf '%s' "answer=attest&mark=$mark" | env -i PATH="$PATH" \
    CTR_VAR="$CTR_VAR" CTR_ETC="$CTR_ETC" CTR_SHARE="$CTR_SHARE" \
    CTR_NOW="$NOW" REQUEST_METHOD=POST PATH_INFO="$L" \
    CONTENT_LENGTH=$((${#mark} + 19)) HTTP_SEC_FETCH_SITE=cross-site \
    CONTENT_TYPE=application/x-www-form-urlencoded ctr-token-cgi)
like "a form on somebody else's page is none" "$out" 'Nothing was recorded'
is "none of it changed a byte" "$(sum)" "$before"

# ------------------------------------------------------------- hostile input
for p in /acme/xyz /acme "${L%?}" "${L}A" /nobody/xyz "/acme/$(printf %0111d 0)" \
    /../acme /acme/x.y "$L/ask/1" /; do
	is "404 $p" "$(status "$(cgi GET "$p")")" 404
done
t=${L#/acme/}
flip=$(printf %s "$t" | sed 's/^\(.\{60\}\)./\1-/')
[ "$flip" != "$t" ] || flip=$(printf %s "$t" | sed 's/^\(.\{60\}\)./\1_/')
is "a changed signature" "$(status "$(cgi GET "/acme/$flip")")" 404
is "is the same page as nonsense" "$(cgi GET "/acme/$flip")" \
    "$(cgi GET /acme/xyz)"
is "answering it changes nothing" "$(status "$(cgi POST "/acme/$flip" \
    answer=attest)")" 404
is "a field twice" "$(status "$(cgi POST "$L" 'answer=attest&answer=x')")" 400
is "%00" "$(status "$(cgi POST "$L" 'answer=a%00')")" 400
is "not UTF-8" "$(status "$(cgi POST "$L" 'reason=%ff')")" 400
is "an unknown method" "$(status "$(cgi PUT "$L")")" 405
# What is refused is read away all the same: whoever passes it on, a little
# later, must not find the pipe broken.
rm -f "$S/passed"
{ sleep 0.5; printf 'answer=attest' && : >"$S/passed"; } |
    env -i PATH="$PATH" CTR_VAR="$CTR_VAR" CTR_ETC="$CTR_ETC" \
    CTR_RUN="$CTR_RUN" CTR_SHARE="$CTR_SHARE" REQUEST_METHOD=POST \
    SCRIPT_NAME=/ctr PATH_INFO=/acme/x/y/z CONTENT_LENGTH=13 ctr-token-cgi \
    >"$S/refused"
is "refused" "$(status "$(cat "$S/refused")")" 404
is "and read to its end" "$([ -e "$S/passed" ] && echo yes)" yes
is "a body too long" "$(status "$(cgi POST "$L" "reason=$(printf %16400d 0)")")" 413
is "none of it changed a byte either" "$(sum)" "$before"

# ------------------------------------------------------------------- attest
out=$(click "$L" answer=attest 'reason=Line+4+goes+on')
like "attest" "$out" 'Person 17: still here'
like "when and by whom" "$out" 'Reviewer 17'
like "and what was said" "$out" 'Line 4 goes on'
is "the decision, the link sealed" "$(sql "SELECT answer, actor_kind,
    known_by, substr(proof, 1, 9), reason FROM decision
    WHERE contractor = 17")" "attest|reviewer|link|sealed:1:|Line 4 goes on"
is "which nobody finds in the registry" "$(grep -c -a -F -e "${L##*/}" "$DB")" 0
is "the question" "$(sql "SELECT state FROM question WHERE id = 17")" answered
is "the contractor" "$(sql "SELECT attested_at, next_check_on FROM contractor
    WHERE id = 17")" "1795165200|0001-01-01"
is "the mail" "$(sql "SELECT recipient, json_extract(fields, '$.answer')
    FROM outbox WHERE template = 'decided'")" "r17@x.test|still here"
is "no job" "$(sql "SELECT count(*) FROM job")" 0
is "the evidence" "$(sql "SELECT actor || '|' || json_extract(detail, '$.who')
    || '|' || json_extract(detail, '$.address') FROM evidence
    WHERE action = 'decision'")" \
    "ask/17|holder of the link mailed to r17@x.test at 2026-11-20T09:00:00Z|192.0.2.7"
like "the page says so from then on" "$(page "$L")" 'Person 17: still here'
like "and still offers that he leaves" "$(page "$L/offboard")" 'End the access'
unlike "but not what is answered" "$(page "$L")" 'value="attest"'
out=$(cgi POST "$L" "answer=attest&mark=$mark")
is "sent again it is still one" \
    "$(sql "SELECT count(*) FROM decision WHERE contractor = 17")" 1
out=$(click "$L" answer=offboard when=now leaves=yes)
like "a departure is never too late" "$out" 'Person 17: has left'

# ----------------------------------------------------------- now, and undone
L=$(link 18)
out=$(click "$L/offboard" answer=offboard when=now leaves=yes reason=bye)
like "offboard" "$out" 'Person 18: has left'
like "it can be taken back" "$out" 'take it back until 20 November 2026, 10:15'
is "the job" "$(sql "SELECT kind, state, due_at - 1795165200, second FROM job
    WHERE contractor = 18")" "offboard|due|900|0"
is "status stays until it starts" \
    "$(sql "SELECT status FROM contractor WHERE id = 18")" active
is "he and notify_departure are told" "$(sql "SELECT recipient FROM outbox
    WHERE template = 'decided' AND dedup LIKE 'decided/' || (SELECT id
    FROM decision WHERE contractor = 18) || '%' ORDER BY 1")" \
    "r18@x.test
security@x.test"
out=$(click "$L" answer=undo)
like "undo" "$out" 'still working with you'
is "the job is undone" "$(sql "SELECT state FROM job WHERE contractor = 18")" \
    undone
is "the question is open again" \
    "$(sql "SELECT state, decision IS NULL, next_on FROM question WHERE id = 18")" \
    "open|1|2026-11-27"
is "the undo is a decision of its own" "$(sql "SELECT u.answer FROM decision d
    JOIN decision u ON u.undoes = d.id WHERE d.contractor = 18")" undo
like "and then he is still here" "$(click "$L" answer=attest)" 'still here'

# --------------------------------------------------- on the last day, on a day
click "$(link 19)" answer=offboard when=end leaves=yes >/dev/null
is "the first instant after the last day, in Berlin" \
    "$(sql "SELECT d.answer, d.day_on, datetime(j.due_at, 'unixepoch')
    FROM job j JOIN decision d ON d.id = j.decision WHERE j.contractor = 19")" \
    "offboard_end|2026-12-20|2026-12-20 23:00:00"
click "$(link 20)" answer=offboard when=day day=2027-01-19 leaves=yes >/dev/null
is "a day that was named" \
    "$(sql "SELECT d.answer, d.day_on, datetime(j.due_at, 'unixepoch')
    FROM job j JOIN decision d ON d.id = j.decision WHERE j.contractor = 20")" \
    "offboard_day|2027-01-19|2027-01-19 23:00:00"
click "$(link 20)" answer=offboard when=now leaves=yes >/dev/null
is "another answer takes its place" "$(sql "SELECT d.answer, j.state FROM job j
    JOIN decision d ON d.id = j.decision WHERE j.contractor = 20 ORDER BY j.id")" \
    "offboard_day|undone
offboard_now|due"
like "no last day: it cannot be the time" \
    "$(click "$(link 31)" answer=offboard when=end leaves=yes)" \
    'a day within the limits'
unlike "and is not offered" "$(page "$(link 31)/offboard")" 'value="end"'
like "a last day gone by is said" "$(page "$(link 32)")" \
    'last day was Wednesday 18 November 2026'

# ------------------------------------------------------------------- extend
L=$(link 21)
out=$(click "$L/extend" answer=extend day=2027-02-18)
like "extend" "$out" 'Person 21: a later last day'
like "the accounts follow" "$out" 'the accounts follow'
is "the end in force" \
    "$(sql "SELECT contract_end FROM contractor WHERE id = 21")" 2027-02-18
is "the roster's own word is kept" "$(sql "SELECT source, value FROM override
    WHERE contractor = 21 ORDER BY source")" "decision|2027-02-18
roster|2026-12-20"
is "a job sets the expiry" \
    "$(sql "SELECT kind, state FROM job WHERE contractor = 21")" "extend|due"
policy extend_max_times 0
policy approvers 'hana@x.test r22@x.test'
sql "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('h', 'hana@x.test', 'Hana', 'hana@x.test', 1, 0)"
L=$(link 22)
like "one too many says so" "$(page "$L/extend")" 'an approver decides'
click "$L" answer=extend day=2027-01-10 >/dev/null
is "it waits" "$(sql "SELECT j.state, c.contract_end FROM job j JOIN contractor c
    ON c.id = j.contractor WHERE c.id = 22")" "waiting|2026-12-20"
is "the approvers but himself are asked" "$(sql "SELECT reviewer_key FROM ask a
    JOIN question q ON q.id = a.question WHERE q.kind = 'extend'")" hana@x.test
send
A=$(mail_link "$BOX" hana@x.test /ctr/)
like "the approver's page" "$(page "$A")" 'Person 22 is to stay longer'
like "who answered" "$(page "$A")" 'Reviewer 22'
click "$A" answer=approve >/dev/null
is "approved: it holds" "$(sql "SELECT j.state, c.contract_end FROM job j
    JOIN contractor c ON c.id = j.contractor WHERE c.id = 22")" \
    "due|2027-01-10"

# -------------------------------------------------------- employee, not mine
out=$(click "$(link 23)" answer=employee reason=May)
like "now an employee" "$out" 'is now an employee'
is "an operator confirms" "$(sql "SELECT c.status, f.kind FROM contractor c
    JOIN finding f ON f.subject = 'contractor/23' WHERE c.id = 23")" \
    "active|converted"
out=$(click "$(link 24)" answer=not_mine other=tom@x.test)
like "not mine" "$out" 'not yours to answer'
is "it is not answered and goes up" "$(sql "SELECT q.state, q.next_on,
    c.next_check_on FROM question q JOIN contractor c ON c.id = q.contractor
    WHERE q.id = 24")" "open|2026-11-20|0001-01-01"
is "the finding names the other" "$(sql "SELECT kind, json_extract(detail,
    '$.other') FROM finding WHERE subject = 'contractor/24'")" \
    "reviewer_disputed|tom@x.test"
like "he can still answer" "$(click "$(link 24)" answer=attest)" 'still here'

# -------------------------------------------------------------- HR's approval
policy hr_approval on
click "$(link 25)" answer=offboard when=now leaves=yes >/dev/null
is "a departure waits" "$(sql "SELECT state, second FROM job
    WHERE contractor = 25")" "waiting|1"
send
A=$(mail_link "$BOX" hana@x.test /ctr/)
like "the approver is asked" "$(page "$A")" 'Person 25 is to leave. Do you agree'
before=$(sum)
like "approval needs the box too" "$(click "$A" answer=approve)" 'tick the box'
like "a refusal needs a reason" "$(click "$A" answer=deny)" 'Please say why'
like "attest is not for approvers" "$(click "$A" answer=attest)" \
    'can no longer be answered'
is "none of it counts" "$(sum)" "$before"
out=$(click "$A" answer=approve leaves=yes)
is "approved" "$(sql "SELECT j.state, d.answer, d.actor_kind FROM job j
    JOIN decision d ON d.id = j.approval WHERE j.contractor = 25")" \
    "due|approve|approver"
like "and said so" "$out" 'approved'
click "$(link 26)" answer=offboard when=now leaves=yes >/dev/null
send
A=$(mail_link "$BOX" hana@x.test /ctr/)
out=$(CTR_NOW=2027-01-10T09:00:00Z page "$A")
like "a link to approve has its time, too" "$out" 'This link has lapsed'
like "and says what works" "$out" 'reminder about Person 26 is sent every day'
unlike "and offers nothing" "$out" '<form'
CTR_NOW=2027-01-10T09:00:00Z click "$A" answer=approve leaves=yes >/dev/null
is "nor takes anything" "$(sql "SELECT state FROM job
    WHERE contractor = 26")" waiting
out=$(click "$A" answer=deny 'reason=Still+needed')
like "refused" "$out" 'refused'
is "the departure is closed, the question answered" "$(sql "SELECT j.state,
    q.state FROM job j JOIN question q ON q.id = 26 WHERE j.contractor = 26")" \
    "undone|answered"
is "the manager is told" "$(sql "SELECT json_extract(fields, '$.answer'),
    json_extract(fields, '$.reason') FROM outbox WHERE template = 'decided'
    AND recipient = 'r26@x.test' ORDER BY id DESC LIMIT 1")" \
    "refused|Still needed"
policy approvers r27@x.test
click "$(link 27)" answer=offboard when=now leaves=yes >/dev/null
is "no approver but himself: a finding" "$(sql "SELECT kind FROM finding
    WHERE subject = 'contractor/27' AND closed_at IS NULL")" approval_waiting
click "$(link 27)" answer=undo >/dev/null
is "undone: nothing is left to approve" "$(sql "SELECT q.state FROM question q
    WHERE q.contractor = 27 AND q.kind = 'offboard'
    UNION ALL SELECT 'finding' FROM finding WHERE subject = 'contractor/27'
    AND closed_at IS NULL")" cancelled
sql "UPDATE person SET email = 'Rev.27@x.test' WHERE upn_key = 'r27@x.test'"
policy approvers rev.27@x.test
click "$(link 27)" answer=offboard when=now leaves=yes >/dev/null
is "nor by his other name: it waits, he is not asked" "$(sql "SELECT j.state,
    count(a.id) FROM job j LEFT JOIN ask a ON a.reviewer_key = 'rev.27@x.test'
    WHERE j.contractor = 27 AND j.state <> 'undone'")" "waiting|0"
click "$(link 27)" answer=undo >/dev/null
sql "UPDATE person SET email = 'r27@x.test' WHERE upn_key = 'r27@x.test'"
policy hr_approval off

# ----------------------------------------------- notify_departure's own undo
click "$(link 27)" answer=offboard when=end leaves=yes >/dev/null
send
A=$(mail_link "$BOX" security@x.test /ctr/)
like "its link shows the departure" "$(page "$A")" 'leaves on the last day'
unlike "and offers no other answer" "$(page "$A")" 'value="offboard"'
policy notify_departure other@x.test
unlike "once off the list it offers nothing" "$(page "$A")" 'value="undo"'
policy notify_departure Security@X.test
mark=$(page "$A" | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' |
    head -n 1)
policy notify_departure other@x.test
like "and a page from before takes nothing back" \
    "$(cgi POST "$A" "answer=undo&mark=$mark")" 'Nothing was recorded'
is "the departure stands" "$(sql "SELECT count(*) FROM decision
    WHERE contractor = 27 AND answer = 'undo' AND actor_kind = 'operator'")" 0
out=$(CTR_NOW=2027-03-10T09:00:00Z page "$A")
like "an old notice says so" "$out" 'Nothing waits for an answer'
policy notify_departure security@x.test
click "$A" answer=undo >/dev/null
is "and takes it back" "$(sql "SELECT d.actor_kind, d.known_by FROM decision d
    WHERE d.contractor = 27 ORDER BY id DESC LIMIT 1")" "operator|link"
is "as whom the evidence says" "$(sql "SELECT actor, json_extract(detail,
    '$.reviewer') FROM evidence WHERE action = 'decision' ORDER BY seq DESC
    LIMIT 1" | sed 's/[0-9][0-9]*/N/')" "outbox/N|security@x.test"

# ------------------------------------------------------------- other states
sql "UPDATE ask SET moved_at = 1795161600 WHERE id = 28"
out=$(page "$(link 28)")
like "readdressed" "$out" 'asked of somebody else since 20 November 2026, 09:00'
unlike "offers nothing" "$out" '<form'
sql "UPDATE question SET state = 'overtaken' WHERE id = 29"
question 129 29 2026-12 r29@x.test
L=$(link 29)
like "overtaken: the link stands for the newer one" "$(page "$L")" \
    'newer question was sent'
click "$L" answer=attest >/dev/null
is "and answers it" "$(sql "SELECT q.state, d.ask FROM question q
    JOIN decision d ON d.id = q.decision WHERE q.id = 129")" "answered|29"
out=$(CTR_NOW=2027-03-01T09:00:00Z page "$L")
like "lapsed, once a newer one was sent" "$out" 'This link has lapsed'
out=$(CTR_NOW=2027-03-01T09:00:00Z page "$(link 30)")
like "alive until then, however old" "$out" 'value="attest"'
sql "UPDATE question SET state = 'lapsed' WHERE id = 30"
out=$(page "$(link 30)")
like "nothing asked just now" "$out" 'Nothing is asked about Person 30'
like "but he may have left" "$out" 'value="offboard"'
sql "UPDATE contractor SET status = 'transferred' WHERE id = 30"
like "cared for elsewhere" "$(page "$(link 30)")" 'is transferred'
sql "UPDATE contractor SET status = 'active', engagement = 2 WHERE id = 30"
like "a link from before a rehire is dead" "$(page "$(link 30)")" \
    'an earlier contract'

# ------------------------------------------------------- who may and must say
policy attest_reason on
L=$(link 40)
like "a reason is asked for" "$(page "$L")" 'Why the access is needed'
like "and needed" "$(click "$L" answer=attest 'reason=+')" 'Please say why'
like "and taken" "$(click "$L" answer=attest reason=x)" 'still here'
policy attest_reason off
policy answer_auth login
L=$(link 41)
is "without a login no page" "$(status "$(page "$L")")" 403
unlike "and no word of whom it is about" "$(page "$L")" 'Person 41'
as() {
	user=$1
	shift
	mark=$(env -i PATH="$PATH" CTR_VAR="$CTR_VAR" CTR_ETC="$CTR_ETC" \
	    CTR_SHARE="$CTR_SHARE" CTR_NOW="$NOW" REQUEST_METHOD=GET \
	    PATH_INFO="$L" REMOTE_USER="$user" ctr-token-cgi |
	    sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' | head -n 1)
	printf %s "answer=attest&mark=$mark" | env -i PATH="$PATH" \
	    CTR_VAR="$CTR_VAR" CTR_ETC="$CTR_ETC" CTR_SHARE="$CTR_SHARE" \
	    CTR_NOW="$NOW" REQUEST_METHOD=POST PATH_INFO="$L" \
	    REMOTE_USER="$user" CONTENT_LENGTH=$((19 + ${#mark})) \
	    CONTENT_TYPE=application/x-www-form-urlencoded ctr-token-cgi
}
is "as somebody else neither" "$(status "$(as s41@x.test)")" 403
like "as himself" "$(as R41@X.test)" 'still here'
is "and the evidence says who" "$(sql "SELECT json_extract(detail, '$.who')
    FROM evidence WHERE subject = 'contractor/41' AND action = 'decision'")" \
    'r41@x.test, logged in'
# A list goes to an address; who logs in has a name.
sql "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('t1', 'tho01@x.test', 'Tom', 'Tom.H@mail.x.test', 1, 0),
    ('t2', 'tom.h@x.test', 'Another', 'tho01@x.test', 1, 0);
UPDATE person SET manager = (SELECT id FROM person WHERE remote_id = 't1')
    WHERE remote_id = 'r43';
INSERT INTO ask (id, question, level, reviewer_key, outbox)
    VALUES (1043, 43, 1, 'tho01@x.test', NULL);
INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
    message_id, again, state, queued_at, next_at) VALUES (800, 'mail',
    'escalation', 'esc/8', 'Tom.H@mail.x.test', json_object('manager_name',
    'Tom', 'count', '1', 'rows', json_array(json_object('ask', 1043,
    'contractor_name', 'Person 43'))), 'mid800', 1, 'queued', 1795161600,
    1795161600);
INSERT INTO listed VALUES (800, 1043)"
send
A=/acme/$(mail_text "$BOX" tom.h@mail.x.test |
    grep -o '/acme/b[A-Za-z0-9_-]*' | head -n 1 | sed 's,/acme/,,')
seen() {
	status "$(env -i PATH="$PATH" CTR_VAR="$CTR_VAR" CTR_ETC="$CTR_ETC" \
	    CTR_SHARE="$CTR_SHARE" CTR_NOW="$NOW" REQUEST_METHOD=GET \
	    PATH_INFO="$2" REMOTE_USER="$1" ctr-token-cgi)"
}
is "a list of his address is his when he has logged in" \
    "$(seen THO01@x.test "$A") $(seen tho01@x.test "$A/ask/1043")" "200 200"
is "and nobody else's" "$(seen tom.h@x.test "$A") $(seen r43@x.test "$A") \
$(seen '' "$A")" "403 403 403"
is "whose address is another's name is not he" \
    "$(seen tom.h@x.test "$A/ask/1043")" 403
sql "UPDATE person SET enabled = 0 WHERE remote_id = 't1'"
is "nor who is no longer there" "$(seen tho01@x.test "$A")" 403
policy answer_auth link
sql "INSERT INTO override VALUES (42, 'manager_key', 'operator', 'r42@x.test',
    1795161000, 'operator/r42'), (42, 'manager_key', 'roster', 's42@x.test',
    0, 'tool/ctr-ingest')"
L=$(link 42)
like "who made himself the manager cannot answer" "$(click "$L" answer=attest)" \
    'somebody else has to answer'
sql "UPDATE override SET set_by = 'operator/alice' WHERE source = 'operator'"
click "$L" answer=attest >/dev/null
is "a manager just made is marked" "$(sql "SELECT json_extract(detail,
    '$.manager_set_by') FROM evidence WHERE subject = 'contractor/42'
    AND action = 'decision'")" operator/alice
is "and the former one told" "$(sql "SELECT recipient FROM outbox
    WHERE dedup LIKE 'decided/%/former'")" s42@x.test
send
unlike "with no link to take it back" "$(mail_text "$BOX" s42@x.test)" '/ctr/'
l=$(mail_link "$BOX" d43@x.test /attest)
click "${l%/attest}" answer=attest >/dev/null
is "a deputy: the evidence has both" "$(sql "SELECT json_extract(detail,
    '$.reviewer'), json_extract(detail, '$.deputy_for') FROM evidence
    WHERE subject = 'contractor/43' AND action = 'decision'")" \
    "d43@x.test|r43@x.test"

# -------------------------------------------------------------------- a list
sql "INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
    message_id, again, state, queued_at, next_at) VALUES (500, 'mail',
    'escalation', 'esc/1', 'tom@x.test', json_object('manager_name', 'Tom',
    'count', '4', 'rows', json_array(json_object('ask', 1050,
    'contractor_name', 'Person 50'))), 'mid500', 1, 'queued', 1795161600,
    1795161600)"
sql "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('tom', 'tom@x.test', 'Tom', 'tom@x.test', 1, 0);
UPDATE person SET manager = last_insert_rowid()
    WHERE remote_id IN ('r50', 'r51', 'r52', 'r53')"
for n in 50 51 52 53; do
	sql "INSERT INTO ask (id, question, level, reviewer_key, outbox)
	    VALUES (10$n, $n, 1, 'tom@x.test', 500);
	INSERT INTO listed VALUES (500, 10$n)"
done
send
A=/acme/$(mail_text "$BOX" tom@x.test | grep -o '/acme/b[A-Za-z0-9_-]*' |
    head -n 1 | sed 's,/acme/,,')
out=$(page "$A")
is "a list shows each" "$(printf '%s\n' "$out" | grep -c 'type="radio".*attest')" 4
is "and is small" "$([ "$(printf %s "$out" | wc -c)" -lt 20480 ] && echo y)" y
is "none is chosen" "$(printf '%s\n' "$out" | grep -c checked)" 0
marks=$(printf '%s\n' "$out" |
    sed -n 's/.*name="\(m[0-9]*\)" value="\([^"]*\)".*/\1=\2/p' | tr '\n' '&')
before=$(sum)
like "nothing chosen, nothing recorded" "$(cgi POST "$A" "${marks}answer=list")" \
    'No answer was chosen'
is "not a byte" "$(sum)" "$before"
out=$(cgi POST "$A" "${marks}a1050=attest&a1051=now&a1052=now&l1052=yes&answer=list")
is "what was whole is recorded" "$(sql "SELECT contractor, answer FROM decision
    WHERE contractor BETWEEN 50 AND 53 ORDER BY 1")" "50|attest
52|offboard_now"
like "the rest is asked again" "$out" 'Person 51 leaves&rdquo; as well'
is "through the list's link" "$(sql "SELECT count(*) FROM evidence WHERE
    action = 'decision' AND subject IN ('contractor/50', 'contractor/52')
    AND json_extract(detail, '$.outbox') = 500")" 2
out=$(page "$A/ask/1053")
like "a name leads to all answers" "$out" 'Is Person 53 still working'
out=$(click "$A/ask/1053" answer=extend day=2027-01-05)
like "and they count" "$out" 'a later last day'
is "a row of another message is none" "$(status "$(page "$A/ask/31")")" 404
is "who sees one mail of a list cannot put another into it" "$(for q in \
    "UPDATE ask SET outbox = 500 WHERE id = 31" \
    "INSERT INTO ask (id, question, level, reviewer_key, outbox)
    VALUES (1031, 31, 1, 'tom@x.test', 500)"; do
	sql "$q"
done
status "$(page "$A/ask/31")"
status "$(page "$A/ask/1031")"
page "$A" | grep -c 'Person 31')" "404
404
0"
like "nor change what is listed" "$(sql "INSERT INTO listed
    VALUES (500, 1031)" 2>&1)" 'fixed when it is queued'
like "nor take it out" "$(sql "DELETE FROM listed WHERE ask = 1053" 2>&1)" \
    'fixed when it is queued'
guard=$(sql "SELECT sql FROM sqlite_schema WHERE name = 'listed_first'")
sql "DROP TRIGGER listed_first; INSERT INTO listed VALUES (500, 1031)"
is "and if he did, the link would be none" "$(status "$(page "$A")")" 404
sql "DROP TRIGGER listed_stay; DELETE FROM listed WHERE ask = 1031; $guard"
is "it is one again" "$(status "$(page "$A")")" 200
# Listed again tomorrow: the former link still answers what it listed.
sql "INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
    message_id, again, state, queued_at, next_at) SELECT 901, channel,
    template, 'esc/2', recipient, fields, 'mid501', 1, 'queued', queued_at,
    next_at FROM outbox WHERE id = 500; UPDATE ask SET outbox = 901
    WHERE id = 1053; INSERT INTO listed VALUES (901, 1053)"
send
like "an ask that a later mail lists too stays in the former" \
    "$(page "$A/ask/1053")" 'Person 53'
sql "INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
    message_id, again, state, queued_at, next_at) SELECT 902, channel,
    template, 'esc/3', 'eve@x.test', fields, 'mid502', 1, 'queued', queued_at,
    next_at FROM outbox WHERE id = 500; INSERT INTO listed VALUES (902, 1053)"
ctr-mail -q -T "$NOW" 2>/dev/null
is "a list does not go to another person than was asked" "$(sql "SELECT state
    FROM outbox WHERE id = 902")" failed

# --------------------------------------------------------------------- keys
person 260 'Person 60' 2026-12-20
ctr-init --rotate token -T "$NOW" >/dev/null
send
is "a link of the new key" "$(status "$(page "$(link 260)")")" 200
is "and of the old one" "$(status "$(page "$(link 53)")")" 200
rm "$CTR_ETC/keys/acme.token.1.pub"
is "whose public half is gone" "$(status "$(page "$(link 53)")")" 404
is "the CGI needs no secret" "$(chmod 0 "$CTR_ETC/keys/acme.token.2" &&
    status "$(page "$(link 260)")")" 200

# ------------------------------------------------------------- at once, twice
person 261 'Person 61' 2026-12-20
chmod 400 "$CTR_ETC/keys/acme.token.2"
send
L=$(link 261)
mark=$(page "$L" | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' |
    head -n 1)
for n in 1 2 3 4; do
	cgi POST "$L" "answer=attest&mark=$mark" >"$S/out.$n" &
done
wait
is "pressed four times at once it is one answer" \
    "$(sql "SELECT count(*) FROM decision WHERE contractor = 261")" 1
is "and everybody sees it" \
    "$(cat "$S"/out.? | grep -c '<h1>Person 61: still here')" 4
mv "$DB" "$DB.away"
is "no registry" "$(status "$(page "$L")")" 404
mv "$DB.away" "$DB"
mv "$CTR_SHARE/templates" "$S/away"
is "no templates" "$(status "$(page "$L" 2>/dev/null)")" 500
mv "$S/away" "$CTR_SHARE/templates"

# An answer is given when it is written, and not before; and then it stands.
person 262 'Person 62' 2026-12-20
person 263 'Person 63' 2026-12-20
send
L=$(link 262)
mv "$CTR_SHARE/templates/web/recorded.html" "$S/away"
is "no page of an answer" "$(status "$(click "$L" answer=attest 2>/dev/null)")" \
    500
mv "$S/away" "$CTR_SHARE/templates/web/recorded.html"
is "which stands" "$(sql "SELECT answer FROM decision
    WHERE contractor = 262")" attest
L=$(link 263)
mkfifo "$S/end"
{ echo 'BEGIN; SELECT count(*) FROM tenant;'; cat "$S/end"; } |
    sqlite3 "$DB" >"$S/reads" &
until [ -s "$S/reads" ]; do sleep 0.1; done
out=$(click "$L" answer=attest 2>"$S/why")
is "who reads for ever lets nobody write" "$(status "$out")" 503
like "the log says why" "$(cat "$S/why")" 'commit: .*busy'
unlike "no page says that it was" "$out" 'still here'
echo >"$S/end"
wait
is "and it was not" "$(sql "SELECT count(*) FROM decision
    WHERE contractor = 263")" 0
is "once more, it is" "$(status "$(click "$L" answer=attest)")" 200
is "once" "$(sql "SELECT answer FROM decision WHERE contractor = 263")" attest
status_is "the evidence holds" 0 ctr-evidence verify
finish
