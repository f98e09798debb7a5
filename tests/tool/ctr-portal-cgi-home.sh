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
USER_IS=stranger@corp.example.test
portal csv/ahead.csv
is 'a stranger reads no numbers' "$code" 403
finish
