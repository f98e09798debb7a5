#!/bin/sh
# The auditor's report: its numbers are the registry's, its sample can be drawn
# again by hand, the page and the command write the same file, and that file
# needs no other.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
portal_roles >>"$CTR_ETC/acme.conf"

# Twelve contractors; before the period one came and one left.
for i in $(seq 12); do
	contractor "$i" "c$i"
done
q "UPDATE engagement SET began_at = $(at 2026-01-05T08:00:00Z)"
q "UPDATE engagement SET began_at = $(at 2026-11-19T08:00:00Z) WHERE contractor = 3;
    UPDATE engagement SET began_at = $(at 2026-11-25T08:00:00Z) WHERE contractor = 4;
    UPDATE engagement SET ended_at = $(at 2026-11-21T08:00:00Z), how = 'withdrawn' WHERE contractor = 5;
    UPDATE engagement SET ended_at = $(at 2026-11-01T08:00:00Z), how = 'withdrawn' WHERE contractor = 6"
account 1 text one
account 2 text two
account 2 other two
leaves 1
later 1800
ctr-offboard -q
# The other's systems are away for two days; then one step is let be.
later 7200
leaves 2
mv "$CTR_CONNECT/ctr-connect-other" away
later 1800
ctr-offboard -q 2>/dev/null
later 172800
mv away "$CTR_CONNECT/ctr-connect-other"
ctr-offboard -q
ctr-edit -q -T "$CTR_NOW" c3@corp.example.test 'display_name=<img src=//x.test/a> {{seed}} "&'
asked 3
ctr-policy -q -T "$CTR_NOW" set finding_days 9 2>/dev/null || CTR_NOW=$CTR_NOW ctr-policy -q set finding_days 9
q "INSERT INTO finding (kind, subject, opened_at, seen_at) VALUES
    ('past_end', 'contractor/7', $(at "$CTR_NOW"), 0),
    ('reenabled', 'account/1', $(at "$CTR_NOW"), 0),
    ('date_mismatch', 'contractor/8', $(at "$CTR_NOW"), 0)"
CTR_NOW=$CTR_NOW ctr-evidence checkpoint >/dev/null

# After the period, for a report of its own: an operator makes somebody the
# manager who then answers; a step is waived; too many departures are held.
later 518400
account 9 text nine
ctr-edit -q -T "$CTR_NOW" c9@corp.example.test manager=a.kim@corp.example.test
ctr-edit -q -T "$CTR_NOW" c9@corp.example.test manager=m.jones@corp.example.test
CTR_NOW=$CTR_NOW ctr-policy -q set steps '!disable !random_password !revoke_groups'
leaves 9
later 3600
ctr-offboard -q 2>/dev/null
ctr-offboard -q --waive "$(step_id 9 random_password)" --why 'single sign-on' >/dev/null
later 86400
CTR_NOW=$CTR_NOW ctr-policy -q set offboard_limit 1
for i in 10 11; do
	account "$i" text "many$i"
	leaves "$i"
done
later 3600
ctr-offboard -q >/dev/null 2>&1

now 2026-12-05T06:00:00Z
report() { CTR_NOW=$CTR_NOW ctr-evidence report --from 2026-11-19 --to 2026-11-24 "$@"; }
status_is 'a report' 0 report --sample 4 --seed kpmg-7
printf '%s\n' "$out" >report.html
text() { w3m -dump -T text/html -cols 200 "${1:-report.html}"; }
row() { text | sed -n "s/^ *$1  *\([0-9][0-9]*\)\$/\1/p"; }
from=$(at 2026-11-19T00:00:00Z) to=$(at 2026-11-25T00:00:00Z)
is 'stays at its end' "$(row 'that had begun, and not ended, at the end of the period')" \
    "$(q "SELECT count(*) FROM engagement WHERE began_at < $to AND (ended_at IS NULL OR ended_at >= $to)")"
is 'begun in it' "$(row 'that began in it')" 1
is 'ended in it' "$(row 'that ended in it')" 3
is 'by leaving' "$(row offboarded | head -n 1)" 2
is 'never came' "$(row 'withdrawn, never came')" 1
is 'asked' "$(row asked)" "$(q "SELECT count(*) FROM question WHERE opened_at < $to")"
is 'answered' "$(row answered)" "$(q "SELECT count(*) FROM question WHERE state = 'answered' AND opened_at < $to")"
is 'by status' "$(row active)" "$(q "SELECT count(*) FROM contractor WHERE status = 'active'")"
like 'one departure took too long' "$(cat report.html)" 'longer than 24 hours: 1 of 2<'
like 'it is the other' "$(cat report.html)" "<th scope=\"row\">job/$(job_id 2)</th>.*c2@corp"
like 'and how long' "$(text)" ' 4[0-9]:[0-9][0-9] '
like 'findings an auditor asks about' "$(cat report.html)" 'Findings that were opened: 2<'
unlike 'and no others' "$(text)" 'date_mismatch'
like 'a rule that was changed' "$(text)" ' policy.set  *operator/'

# The evidence of the period.
first=$(q "SELECT min(seq) FROM evidence WHERE at >= $from") last=$(q "SELECT max(seq) FROM evidence WHERE at < $to")
like 'its records are verified' "$(cat report.html)" "<strong>$((last - first + 1)) records verified</strong>, $first to $last"
like 'with the checkpoint' "$(cat report.html)" '1 signed checkpoints among them agree'
like 'the head of the evidence' "$(cat report.html)" "record $(q 'SELECT max(seq) FROM evidence'), hash <code>$(q 'SELECT lower(hex(hash)) FROM evidence ORDER BY seq DESC LIMIT 1')"
is 'what was recorded' "$(sed -n 's,.*<th scope="row">\([a-z_.]*\)</th><td class="num">\([0-9]*\)</td>.*,\1|\2,p' report.html | grep '[.]\|^decision' | LC_ALL=C sort)" \
    "$(q "SELECT action || '|' || count(*) FROM evidence WHERE seq BETWEEN $first AND $last GROUP BY action" | grep '[.]\|^decision' | LC_ALL=C sort)"

# The sample, drawn by hand.
drawn() {
	sed -n '/id="people"/,/id="leavers"/p' "${1:-report.html}" |
	    sed -n 's,^<h3>\(contractor/[0-9]*\)$,\1,p' | paste -sd,
}
by_hand() {
	for n in 1 2 3 5 7 8 9 10 11 12; do
		printf '%s contractor/%s\n' "$(printf '%s' "$1 contractor/$n" | sha256sum | cut -d' ' -f1)" "$n"
	done | sort | head -n 4 | cut -d' ' -f2 | paste -sd,
}
is 'the sample is what sha256sum draws' "$(drawn)" "$(by_hand kpmg-7)"
like 'of so many' "$(cat report.html)" 'Sample of the population: 4 of 10<'
report --sample 4 --seed kpmg-7 >again.html
status_is 'the same again' 0 cmp report.html again.html
report --sample 4 --seed other >other.html
is 'another seed draws others' "$(drawn other.html)" "$(by_hand other)"
ne() { [ "$2" != "$3" ] && ok "$1" || not_ok "$1" "$2"; }
ne 'not the same' "$(drawn)" "$(drawn other.html)"
report --sample 200 --seed all >all.html
is 'all of them' "$(drawn all.html | tr , '\n' | wc -l)" 10
# A row of a story is a line, but for its last cells.
flat() { tr '\n' ' ' <"$1" | sed 's,</tr>,&\n,g'; }
like 'a story has its question' "$(flat all.html)" 'question/100</th><td>monthly 2026-11</td><td>2026-11-20</td><td>m.jones@corp.example.test</td><td>answered<'
like 'its answer and the record' "$(flat all.html)" "offboard_now by m.jones@corp.example.test.*\(record $(q 'SELECT evidence FROM decision WHERE contractor = 1')\)"
like 'the time to the disabled account' "$(flat all.html)" 'job/1</th>.* 1 accounts, 0:30 hours *<strong>in time'
like 'and its records' "$(flat all.html)" "Their numbers: $(ctr-evidence -o json show c1@corp.example.test | jq .seq | paste -sd, | sed 's/,/, /g')\."

# What happened after it, in a report of its own.
CTR_NOW=$CTR_NOW ctr-evidence report --from 2026-11-25 --to 2026-12-31 --sample 0 >late.html
like 'a decision by whom an operator had made the manager' "$(cat late.html)" \
    "Separation of duties: $(q "SELECT count(*) FROM evidence WHERE action = 'decision' AND json_extract(detail, '\$.manager_set_by') IS NOT NULL")<"
like 'its record' "$(cat late.html)" "<th scope=\"row\">$(q "SELECT evidence FROM decision WHERE contractor = 9")</th><td>.*<td>decision</td>"
is 'one it is' "$(q "SELECT count(*) FROM evidence WHERE action = 'decision' AND json_extract(detail, '\$.manager_set_by') IS NOT NULL")" 1
like 'a waived step' "$(cat late.html)" 'Departures with a waived step: 1<'
like 'which' "$(flat late.html)" "job/$(job_id 9)</th>.*<td>random_password</td>"
like 'a guard that held' "$(cat late.html)" "<th scope=\"row\">$(q "SELECT max(seq) FROM evidence WHERE action = 'finding.open' AND json_extract(detail, '\$.kind') = 'job_held'")</th>"
like 'counted' "$(cat late.html)" 'Guards that held, and what was released: 1<'
like 'the period has not ended' "$(cat late.html)" 'The period has not ended yet'
like 'no sample was asked for' "$(cat late.html)" 'Sample of the population: 0 of '

# From before there was a record, of which none is in an archive; then with some.
CTR_NOW=$CTR_NOW ctr-evidence report --from 2020-01-01 --to 2026-11-24 --sample 0 >early.html
unlike 'what never was is in no archive' "$(cat early.html)" 'in an archive'
like 'it has the first' "$(cat early.html)" 'The records of the period are 1 to '
cp "$db" whole
CTR_NOW=$CTR_NOW ctr-evidence archive there.jsonl >/dev/null
kept=$(q 'SELECT min(seq) FROM evidence')
CTR_NOW=$CTR_NOW ctr-evidence report --from 2020-01-01 --to 2026-12-31 --sample 0 >early.html
like 'what is in an archive' "$(cat early.html)" "Records 1 to $((kept - 1)) are in an archive"
cp whole "$db"

# One file, that needs no other, and no script.
unlike 'nothing foreign' "$(sed 's/&lt;img src=//g' all.html)" '(src|href|action)=|url\(|@import|<script|<link|http-equiv| on[a-z]+='
like 'its style stands in it' "$(cat all.html)" '<style>'
like 'a name is text' "$(cat all.html)" '&lt;img src.{0,20}//x.test/a&gt; \{\{seed\}\} &quot;&amp;'
python3 - all.html >html.out 2>&1 <<'P' && ok 'each element is closed' || not_ok 'each element is closed' "$(cat html.out)"
import html.parser, sys
void = {"meta", "br", "link", "input", "img", "hr"}
class P(html.parser.HTMLParser):
    open = []
    def handle_starttag(self, tag, attrs):
        if tag not in void: self.open.append(tag)
    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag: sys.exit("%s at %s" % (tag, self.getpos()))
p = P(); p.feed(open(sys.argv[1]).read()); sys.exit(p.open and str(p.open) or 0)
P

# What is wrong is said.
for args in '--from 2026-11-19' '--from 2026-02-30 --to 2026-11-24' \
    '--from 2026-11-24 --to 2026-11-19' '--from x --to y'; do
	# shellcheck disable=SC2086
	status_is "no report $args" "$([ "$args" = '--from 2026-11-19' ] && echo 64 || echo 65)" ctr-evidence report $args
done
status_is 'too large a sample' 64 report --sample 201
status_is 'a seed that a shell would read' 65 report --seed "a'b"
cp "$db" whole
q "DROP TRIGGER evidence_keep; UPDATE evidence SET actor = 'operator/mallory' WHERE seq = $((first + 2))"
report >bad.html
like 'a record that was changed' "$(cat bad.html)" "class=\"bad\"><strong>Something is wrong: record $((first + 2)):"
unlike 'nothing is called verified' "$(cat bad.html)" 'records verified'
cp whole "$db"

# The page: the same file.
USER_IS=au@corp.example.test
portal reports
is 'the page' "$code" 200
like 'offers the month before' "$body" 'name="from" type="date" required value="2026-11-01"'
like 'with its last day' "$body" 'name="to" type="date" required value="2026-11-30"'
what='from=2026-11-19&to=2026-11-24&sample=4&seed=kpmg-7'
portal "reports?$what"
like 'shows it in a frame' "$body" 'src="/portal/acme/reports/file\?from=2026-11-19&amp;to=2026-11-24&amp;sample=4&amp;seed=kpmg-7&amp;view=1"'
like 'and the command' "$body" 'ctr-evidence -t acme report --from 2026-11-19 --to 2026-11-24 --sample 4 --seed kpmg-7'
portal "reports/file?$what"
is 'the file' "$code" 200
like 'has a name' "$head" 'filename="acme-2026-11-19-2026-11-24.html"'
printf '%s\n' "$body" | sed 's,by operator/[^,]*,by X,' >sent
sed 's,by operator/[^,]*,by X,' report.html >there
status_is 'is the command'\''s, but for who made it' 0 cmp sent there
like 'who made it' "$body" 'by operator/au@corp.example.test'
portal "reports/file?$what&view=1"
unlike 'for a look it has none' "$head" 'Content-Disposition'
like 'in a frame of ours alone' "$head" "frame-ancestors 'self'.*sandbox"
for bad in 'from=2026-02-30&to=2026-11-24' 'from=2026-11-24&to=2026-11-19' \
    'from=2026-11-19&to=2026-11-24&sample=201' \
    'from=2026-11-19&to=2026-11-24&sample=-1' \
    'from=2026-11-19&to=2026-11-24&seed=%3Cb%3E%27' \
    'from=%22%3E%3Cscript%3E&to=2026-11-24'; do
	for page in reports reports/file; do
		portal "$page?$bad"
		is "no $page for $bad" "$code" 422
		like 'says why' "$body" 'No report:</strong>'
		unlike 'and shows none' "$body" '<iframe|<script>|<b>|"><script'
	done
done
for page in reports "reports/file?$what"; do
	USER_IS=v@corp.example.test
	portal "$page"
	is 'a viewer has no report' "$code" 403
	USER_IS=ad@corp.example.test
	portal "$page"
	is 'an administrator has' "$code" 200
done
finish
