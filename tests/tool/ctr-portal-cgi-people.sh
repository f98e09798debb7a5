#!/bin/sh
# ctr-portal-cgi: the table of contractors: search, filters, order, pages, its
# file, and one thing for all that are ticked.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"

portal_roles >>"$CTR_ETC/acme.conf"
now 2026-11-20T09:00:00Z
for i in 1 2 3 4 5 6 7 8 9; do
	contractor $i "c$i.last$i" "2026-12-0$i"
done
contractor 10 c10.last10
q "UPDATE contractor SET display_name = 'Zöe Ångström', vendor = 'Nordwind',
    worker_id = 'W7', manager_key = 'a.kim@corp.example.test' WHERE id = 7;
UPDATE contractor SET attested_at = 1790000000 WHERE id = 3;
UPDATE contractor SET expiry_at = 1796000000 WHERE id = 4;
UPDATE contractor SET status = 'suspended' WHERE id = 5;
UPDATE contractor SET status = 'pending_review', was = 'active',
    missing_on = '2026-11-18' WHERE id = 6;
INSERT INTO contractor (id, display_name, origin, status, created_at,
    changed_at) VALUES (11, 'New Comer', 'portal', 'candidate', 0, 0);
INSERT INTO finding (kind, subject, opened_at, seen_at) VALUES
    ('missing_from_roster', 'contractor/6', 0, 0)"
account 8 text u8
account 8 other u8
q "INSERT INTO finding (kind, subject, opened_at, seen_at) SELECT
    'privileged_access', 'account/' || id, 0, 0 FROM account"
asked 9

# ids: whom the page shows, in its order.
ids() {
	printf '%s\n' "$body" | sed -n 's/.*href="[^"]*people\/\([0-9]*\)">.*<wbr>.*/\1/p;
	    s/.*<th scope="row".*people\/\(11\)".*/\1/p' | tr '\n' ' '
}
shows() {
	portal "$2"
	is "$1" "$(ids)" "$3"
}

shows 'by UPN, who has none last' people '1 10 2 3 4 5 6 7 8 9 11 '
is 'a page' "$code" 200
like 'its order is told' "$body" 'aria-sort="ascending".*UPN'
like 'a click turns it' "$body" 'people\?sort=upn&amp;dir=desc'
like 'the command' "$body" 'ctr-list -t acme contractor'
shows 'turned' 'people?sort=upn&dir=desc' '9 8 7 6 5 4 3 2 10 1 11 '
shows 'the last day first' 'people?sort=end&dir=desc' '11 10 9 8 7 6 5 4 3 2 1 '
shows 'the first day first' 'people?sort=end' '1 2 3 4 5 6 7 8 9 10 11 '
shows 'expiry, none is the latest' 'people?sort=expiry' '4 1 2 3 5 6 7 8 9 10 11 '
shows 'attested, never is the earliest' 'people?sort=attested&dir=desc' '3 11 10 9 8 7 6 5 4 2 1 '
shows 'by manager' 'people?sort=manager&dir=desc' '10 9 8 6 5 4 3 2 1 7 11 '
shows 'by status' 'people?sort=status' '1 2 3 4 7 8 9 10 11 6 5 '
shows 'by name' 'people?sort=name&dir=desc' '7 11 9 8 6 5 4 3 2 10 1 '
shows 'as they came' 'people?sort=id' '1 2 3 4 5 6 7 8 9 10 11 '
shows 'a word that is no order' 'people?sort=password' '1 10 2 3 4 5 6 7 8 9 11 '

shows 'a beginning of UPNs' 'people?q=C1&by=upn' '1 10 '
shows 'anything' 'people?q=nordw' '7 '
shows 'an address is a UPN' 'people?q=c2.last2@' '2 '
shows 'a worker id' 'people?q=W7&by=worker' '7 '
shows 'is whole' 'people?q=W&by=worker' ''
shows 'a name, whatever its case and accents form' 'people?q=%C3%85NGSTR%C3%96M&by=name' '7 '
shows 'a vendor' 'people?q=wind&by=vendor' '7 '
shows 'a manager' 'people?q=a.kim@corp.example.test&by=manager' '7 '
shows 'nobody' 'people?q=nobody' ''
like 'which is said' "$body" 'Nobody fits that'
shows 'a status' 'people?status=suspended' '5 '
shows 'the usual one' 'people?status=active' '1 10 2 3 4 7 8 9 '
shows 'an unknown one' 'people?status=%27%20OR%201' ''
shows 'a system' 'people?connector=text' '8 '
shows 'a finding of his' 'people?finding=missing_from_roster' '6 '
shows 'of two accounts, once' 'people?finding=privileged_access' '8 '
shows 'asked' 'people?question=open' '9 '
shows 'an end before' 'people?before=2026-12-03' '1 2 '
shows 'no end' 'people?noend=1' '10 11 '
shows 'missing' 'people?missing=1' '6 '
shows 'several together' 'people?missing=1&status=pending_review&q=c6' '6 '
shows 'and none' 'people?missing=1&status=suspended' ''
portal 'people?before=2026-02-30'
is 'a day that is none' "$code" 422
like 'is told' "$body" 'YYYY-MM-DD'
portal "people?q=$(printf '%0300d' 0)"
is 'a search too long' "$code" 422

# Pages: 120 more, each once, in every order.
q "WITH RECURSIVE n(i) AS (SELECT 101 UNION ALL SELECT i + 1 FROM n
    WHERE i < 220) INSERT INTO contractor (id, upn, upn_key, display_name,
    contract_end, origin, status, created_at, changed_at) SELECT i,
    'm' || i || '@corp.example.test', 'm' || i || '@corp.example.test',
    'Same Name', '2027-01-31', 'operator', 'active', 0, 0 FROM n"
for order in 'sort=upn' 'sort=upn&dir=desc' 'sort=name' 'sort=end&dir=desc' \
    'sort=expiry' 'sort=attested' 'sort=id&dir=desc' 'sort=manager' \
    'status=active' 'q=same' 'noend='; do
	next="people?$order"
	all="" pages=0
	while [ -n "$next" ] && [ $pages -lt 9 ]; do
		portal "$next"
		all="$all$(ids)"
		pages=$((pages + 1))
		next=$(printf '%s\n' "$body" |
		    sed -n 's/.*href="[^"]*\/\(people?[^"]*\)" rel="next".*/\1/p' |
		    sed 's/&amp;/\&/g')
	done
	case $order in
	status=active) want=128 ;;
	q=same) want=120 ;;
	*) want=131 ;;
	esac
	is "$order: $pages pages, each once" \
	    "$(printf '%s' "$all" | tr ' ' '\n' | sort -u | grep -c .)" $want
	is "$order: and none twice" "$(printf '%s' "$all" | wc -w)" $want
done
portal 'people?sort=expiry&after=x&id=1'
is 'a place that is none' "$code" 422
is 'a page is no heavier than that' \
    "$([ "$(printf '%s' "$body" | wc -c)" -lt 200000 ] && echo yes)" yes

# The file.
portal 'people.csv?status=suspended'
is 'a file' "$code" 200
like 'has its name' "$head" 'filename="acme-contractors-2026-11-20.csv"'
like 'and type' "$head" '^Content-Type: text/csv'
is 'header and one row' "$(printf '%s\n' "$body" | wc -l)" 2
like 'the row' "$body" '^c5.last5@corp.example.test,c5.last5,suspended'
portal 'people.csv?q=same&by=name&sort=name'
is 'of more than a page' "$(printf '%s\n' "$body" | wc -l)" 121
q "UPDATE contractor SET display_name = '=cmd|x', vendor = '@SUM(1)'
    WHERE id = 5"
portal 'people.csv?status=suspended'
like 'a formula is none' "$body" "'=cmd"

# What others wrote stays text.
q "UPDATE contractor SET display_name = '<script>alert(1)</script>{{upn}}\"''',
    vendor = printf('%.4000c', 'v') WHERE id = 5"
portal 'people?status=suspended'
unlike 'no script of a name' "$body" '<script>alert'
like 'it is shown' "$body" '&lt;script&gt;alert\(1\)&lt;/script&gt;\{\{upn\}\}'
portal 'people?q=%22%3E%3Cscript%3E&by=name'
unlike 'nor of a search' "$body" '"><script>'
like 'which is kept' "$body" 'value="&quot;&gt;&lt;script&gt;"'

# Who may what.
USER_IS=v@corp.example.test
portal people
is 'a viewer sees it' "$code" 200
unlike 'and is offered nothing' "$body" '<form method="post"|form="bulk"|do=ask'
portal 'people/bulk?what=hold&c1=1'
is 'nor may he' "$code" 403
USER_IS=op@corp.example.test

# For all that are ticked.
portal 'people/bulk?what=hold&c1=1&c2=1&c999999=1'
is 'a page asks once more' "$code" 200
like 'with their number' "$body" 'Hold the data of 2 contractors'
like 'and their names' "$body" 'c2\.last2@'
portal 'people/bulk?what=hold'
is 'nobody was ticked' "$code" 422
portal 'people/bulk?what=offboard&c1=1'
is 'what is no verb' "$code" 404
before=$(q "SELECT count(*) FROM evidence")
portal_post 'people/bulk?what=hold&c1=1&c2=1' people/bulk/do
is 'without the tick of who is sure' "$code" 422
like 'it comes back' "$body" 'Nothing was changed'
is 'nothing is done' "$(q "SELECT count(*) FROM evidence")" "$before"
portal_post 'people/bulk?what=hold&c1=1&c2=1' people/bulk/do sure=1 why=claim
is 'done' "$code" 200
like 'with the number' "$body" 'Done for 2, not done for 0'
is 'both' "$(q "SELECT group_concat(id) FROM contractor WHERE hold = 1")" 1,2
is 'with evidence each' "$(q "SELECT group_concat(subject || ' ' || actor, ',')
    FROM evidence WHERE action = 'contractor.hold'")" \
    'contractor/1 operator/op@corp.example.test,contractor/2 operator/op@corp.example.test'
portal_post 'people/bulk?what=hold&c1=1&c2=1' people/bulk/do sure=1
like 'sent twice it was so already' "$body" 'Done for 0, not done for 0'
is 'and writes nothing' "$(q "SELECT count(*) FROM evidence WHERE action =
    'contractor.hold'")" 2
portal_post 'people/bulk?what=manager&c1=1&c7=1&c11=1' people/bulk/do sure=1 \
    value=A.Kim@corp.example.test
like 'one is no hindrance to the others' "$body" 'Done for 2, not done for 1'
is 'two have the manager' "$(q "SELECT group_concat(contractor) FROM override
    WHERE field = 'manager_key' AND source = 'operator'
    AND value = 'a.kim@corp.example.test'")" 1,7
portal_post 'people/bulk?what=manager&c1=1' people/bulk/do sure=1
is 'without a manager' "$code" 422
portal_post 'people/bulk?what=manager&c1=1&c2=1' people/bulk/do sure=1 value='<b>'
like 'what is no UPN is told for each' "$body" 'Done for 0, not done for 2'
portal_post 'people/bulk?what=end&c1=1&c2=1' people/bulk/do sure=1 value=2027-03-31
is 'two ends' "$(q "SELECT count(*) FROM contractor WHERE contract_end =
    '2027-03-31' AND id < 3")" 2
portal_post 'people/bulk?what=ask&c3=1&c4=1&c9=1&c11=1' people/bulk/do sure=1
like 'asked' "$body" 'Done for 3, not done for 1'
is 'three questions' "$(q "SELECT group_concat(contractor) FROM question WHERE
    kind = 'left' AND state = 'open'")" 3,4,9
is 'and mails' "$(q "SELECT count(*) FROM outbox WHERE template = 'left'
    AND state = 'queued'")" 3
portal_post 'people/bulk?what=ask&c3=1&c4=1' people/bulk/do sure=1
like 'once a day' "$body" 'Done for 0, not done for 2'
portal_post 'people/bulk?what=unhold&c1=1' people/bulk/do sure=1
is 'the hold of one is over' "$(q "SELECT hold FROM contractor WHERE id = 1")" 0
ORIGIN=http://evil.example.test
portal_post 'people/bulk?what=unhold&c2=1' people/bulk/do sure=1
is 'another site sends nothing' "$code" 409
unset ORIGIN
portal_raw POST people/bulk/do 'what=unhold&c2=1&sure=1'
is 'nor who has no mark' "$code" 409
is 'the hold stands' "$(q "SELECT hold FROM contractor WHERE id = 2")" 1
is 'no decision was made by all this' "$(q "SELECT count(*) FROM decision")" 0

# ------------------------------------------------------------------ the pace
# 120 forms at once, or 30 and as many whole lists; one more a second.
rm -f "$CTR_RUN/acme.pace"
n=0
code=200
while [ "$code" = 200 ] && [ "$n" -lt 60 ]; do
	n=$((n + 1))
	portal people.csv
done
is 'whole lists have a pace' "$code" 429
like 'some thirty at once' "$n" '^3[1-9]$|^4[0-9]$'
unlike 'nothing of the list' "$body" 'corp.example.test,'
portal people
is 'a page may be read' "$code" 200
for n in 1 2 3 4 5 6 7 8 9; do
	portal people.csv
	portal_post people/2 people/2/set field=project value="p$n" why=x
	[ "$code" = 303 ] || break
done
is 'and forms be sent, however many lists are asked for' "$code" 303
USER_IS=OP@Corp.example.test
while portal people.csv && [ "$code" = 200 ] && [ "$n" -lt 15 ]; do
	n=$((n + 1))
done
is 'whatever the case of his name' "$code" 429
USER_IS=v@corp.example.test
portal people.csv
is "another reader's is his own" "$code" 200
USER_IS=op@corp.example.test
rm -f "$CTR_RUN/acme.pace"
from=$(q 'SELECT max(seq) FROM evidence')
for n in $(seq 60); do
	portal_raw POST people/bulk/do "what=unhold&c2=1&sure=$n"
done
is 'who floods is refused' "$code" 409
like 'and does not flood the evidence' "$(q "SELECT count(*) FROM evidence
    WHERE action = 'portal.refused' AND seq > $from")" '^2[4-9]$|^[345][0-9]$'
rm -f "$CTR_RUN/acme.pace"
ctr-evidence -q verify
is 'the chain holds' $? 0
finish
