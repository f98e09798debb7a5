#!/bin/sh
# ctr-portal-cgi, the overview and how it works: the numbers are those of the
# registry, a picture, its table and its CSV say the same.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
portal_roles >>"$CTR_ETC/acme.conf"

# table NAME: the rows of its table in $body, tabs between, as the CSV has them.
table() {
	printf '%s' "$body" | /usr/bin/python3 -c '
import html.parser, sys
class Page(html.parser.HTMLParser):
    inside = cell = False
    rows = None
    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "figure":
            self.inside = a.get("id") == sys.argv[1]
        if self.inside and tag == "tbody":
            self.rows = []
        if self.inside and tag == "tr" and self.rows is not None:
            self.rows.append([])
        if self.inside and tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.cell = True
    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cell = False
        if tag == "figure":
            self.inside = False
    def handle_data(self, data):
        if self.cell and self.rows:
            self.rows[-1][-1] += data
p = Page()
p.feed(sys.stdin.read())
for r in p.rows or []:
    print("\t".join(c.strip().replace("\u2013", "") for c in r))' "$1"
}
# csv: the rows of the CSV in $body.
csv() {
	printf '%s\n' "$body" | /usr/bin/python3 -c '
import csv, sys
for r in list(csv.reader(sys.stdin))[1:]:
    if r: print("\t".join(r))'
}
# card WORDS: its number.
card() {
	printf '%s\n' "$body" | sed -n "s/.*<b>\([0-9]*\)<\/b> <span>$1.*/\1/p"
}

portal ''
like 'an empty tenant is told what to do first' "$body" 'There is nobody in the registry yet'
unlike 'a new tenant has no overdue picture' "$body" 'id="overdue-t"'

# Eight contractors: ends near and far, an expiry, none; one leaves.
contractor 1 ann 2026-11-25
contractor 2 ben 2026-12-01
contractor 3 cid 2027-01-31
contractor 4 dan 2027-06-30
contractor 5 eva
contractor 6 fay
contractor 7 gus 2026-12-20
contractor 8 hal
q "UPDATE contractor SET expiry_at = $(at 2026-12-06T00:00:00Z) WHERE id = 5"
account 8 text hal
leaves 8
later 1800
ctr-offboard -q
is 'one has left' "$(status 8)" offboarded
later 7200
asked 6
q "UPDATE question SET next_on = '2026-11-19', asked_on = '2026-11-12' WHERE id = 600"
q "INSERT INTO finding (kind, subject, opened_at, seen_at) VALUES
    ('past_end', 'contractor/1', $(at 2026-10-01T00:00:00Z), 0),
    ('past_end', 'contractor/2', $(at 2026-11-19T00:00:00Z), 0),
    ('rehire', 'contractor/8', $(at 2026-11-10T00:00:00Z), 0)"
q "UPDATE person SET display_name = '<i>Mia</i> {{x}}' WHERE upn_key LIKE 'm.%'"
portal ''
is 'the overview' "$code" 200
open="closed_at IS NULL"
is 'findings' "$(card 'findings open')" "$(q "SELECT count(*) FROM finding WHERE $open")"
like 'and how old they are' "$body" 'findings open: 2 for more than 7 days, 1 for more than 30<'
is 'questions open' "$(card 'questions open')" "$(ctr-list question state=open -o tsv | tail -n +2 | wc -l)"
is 'contractors' "$(card 'contractors')" "$(ctr-list contractor -o tsv | tail -n +2 | wc -l)"
like 'findings lead to their review' "$body" 'href="/portal/acme/review\?kind=past_end"'
like 'the page names a command' "$body" '<code>ctr-list -t acme tenant</code>'
unlike 'a name of a person is text' "$body" '<i>Mia'
like 'that is there' "$body" '&lt;i&gt;Mia&lt;/i&gt; \{\{x\}\}'
unlike 'no style, no script in it' "$body" '<script>|onclick=|style='

for name in ahead answers closing ends overdue; do
	portal ''
	there=$(table "$name")
	portal "csv/$name.csv"
	is "$name: CSV" "$code" 200
	is "$name: its rows are the table's" "$(csv)" "$there"
	like "$name: has its type" "$head" '^Content-Type: text/csv'
	like "$name: and its name" "$head" "^Content-Disposition: attachment; filename=\"acme-$name-2026-11-20.csv\""
done
for name in nosuch.csv ahead ahead.csv.csv '%2e%2e'; do
	portal "csv/$name"
	is "no CSV $name" "$code" 404
done

portal csv/ends.csv
is 'ends by week are those of the registry' "$(csv | awk -F '\t' '$3 > 0 { print $1, $3 }' | paste -sd,)" \
    '2026-11-20 1,2026-11-27 1,2026-12-04 1,2026-12-18 1,2027-01-29 1'
portal csv/answers.csv
is 'answers of this month' "$(csv | tail -n 1)" "2026-11	2	0	1	1	1"
is 'are the registry'\''s' "$(q "SELECT count(*), sum(state = 'answered'), sum(state = 'open') FROM question")" '2|1|1'
portal csv/closing.csv
is 'one account, within the hour' "$(csv | awk -F '\t' '$2 > 0')" "1 h	1"
is 'as its step says' "$(q "SELECT s.done_at - d.decided_at FROM step s JOIN job j ON j.id = s.job JOIN decision d ON d.id = j.decision WHERE s.op = 'disable'")" 1800
portal csv/overdue.csv
is 'overdue' "$(csv)" "<i>Mia</i> {{x}}	m.jones@corp.example.test	1	2026-11-12"

# Mails to come are what --forecast says, day by day.
portal ''
like 'it says that this is exact' "$body" 'the rule itself, asked about each contractor'
portal csv/ahead.csv
forecast=$(ctr-cadence -T "$CTR_NOW" --forecast 38 -o tsv | tail -n +2 |
    awk -F '\t' '{ n[$1]++; if ($2 ~ /^escalate/) up[$1]++ }
	END { for (d in n) printf "%s\t%d\t%d\n", d, n[d], up[d] }' | sort)
like 'some are to come' "$forecast" '^2026-12-'
is 'mails to come' "$(csv)" "$forecast"
# More than a page has time for: an estimate, and it says so.
q "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
    INSERT INTO contractor (id, upn, upn_key, origin, status, active_on,
    next_check_on, created_at, changed_at) SELECT i, 'x' || i || '@x.test',
    'x' || i || '@x.test', 'operator', 'active', '2026-01-05', '2026-12-03',
    0, 0 FROM n"
portal ''
like 'many: an estimate' "$body" 'An estimate: each contractor counts once'
portal csv/ahead.csv
is 'counted by their next look' "$(csv | grep 2026-12-03 | cut -f 2)" \
    "$(q "SELECT count(*) FROM contractor WHERE next_check_on = '2026-12-03'")"

for USER_IS in v au op ap ad; do
	USER_IS=$USER_IS@corp.example.test
	portal ''
	is "$USER_IS reads it" "$code" 200
done

# How it works: the rows of the cadence and the tenant's own settings.
q 'DELETE FROM contractor WHERE id >= 100' 2>/dev/null ||
    q "UPDATE contractor SET status = 'transferred' WHERE id >= 100"
USER_IS=v@corp.example.test
portal how
is 'how it works' "$code" 200
rows=$(printf '%s\n' "$body" | sed -n 's/.*data-name="Contractors">\([0-9]*\)<.*/\1/p' | paste -sd,)
here="status IN ('active','pending_review','suspended')"
is 'who stands in which row of the cadence' "$rows" "$(q "SELECT sum(contract_end IS NOT NULL),
    sum(contract_end IS NULL AND expiry_at IS NOT NULL),
    sum(contract_end IS NULL AND expiry_at IS NULL) FROM contractor WHERE $here" | tr '|' ,)"
like 'counted' "$body" 'contractors, counted just now'
like 'the path has its numbers' "$body" "<b>Evidence</b> <span>$(q 'SELECT count(*) FROM evidence') records today, number $(q 'SELECT max(seq) FROM evidence') is the last"
like 'and its answers' "$body" '1 answers today, 1 of them a departure'
like 'a setting as it is' "$body" 'from day 1 of the month on'
like 'nobody is left when all are silent' "$body" 'fallback_reviewer</a> is not set'
like 'by the calendar month' "$body" 'Two such questions may still share a month'
for set in heartbeat_day=5 monthly_cap=strict fallback_reviewer=boss@x.test \
    quiet_days=0 hr_approval=on send_days=mon-fri offsets='60 10 0'; do
	ctr-policy -q set "${set%%=*}" "${set#*=}" || note "$set"
done
portal how
like 'a setting that was changed' "$body" 'from day 5 of the month on'
like 'the cap to the letter' "$body" 'At most one mail about a contractor goes in a month, to the letter'
unlike 'and not the other' "$body" 'Two such questions may still share a month'
like 'the last one who is asked' "$body" 'Then boss@x.test is asked'
like 'no quiet days' "$body" 'the calendar month alone decides'
like 'an approver' "$body" 'An approver must say yes before it begins'
like 'days on which mail goes' "$body" 'Mail goes on mon-fri'
like 'days before the end' "$body" '60, 10, 0 days before the contract ends'

USER_IS=stranger@corp.example.test
for page in '' how csv/ahead.csv; do
	portal "$page"
	is "a stranger reads nothing: $page" "$code" 403
done
finish
