#!/bin/sh
# ctr-portal-cgi: a roster whose cells are as long as they may be, and all of
# what escaping makes longer: every page is still a page.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"

portal_roles >>"$CTR_ETC/acme.conf"

# roster CHARACTER: 50 rows of it.
roster() {
	/usr/bin/python3 - "$1" <<'END'
import sys
print("worker_id,upn,display_name,manager,contract_end,vendor,department,project")
long = sys.argv[1] * 4096 if sys.argv[1] != "\"" else "x"
for i in range(50):
    print("W%d,%s%02d@corp.example.test,%s,%s@corp.example.test,2027-03-01,%s,%s,%s" %
          (i, "&" * 60, i, long, "&" * 64, long, long, long))
END
}
for c in "'" '<' '&'; do
	roster "$c" >"$S/roster.csv"
	ctr-ingest -q --full --accept 0 "$S/roster.csv" || not_ok 'taken'
done
is 'all are here' "$(q 'SELECT count(*) FROM contractor')" 50
q "INSERT INTO finding (kind, subject, opened_at, seen_at) SELECT 'unanswered',
    'contractor/' || id, 1, 1 FROM contractor;
    UPDATE contractor SET exempt_on = '2027-01-01'"
n=$(q 'SELECT max(id) FROM contractor')
picks=$(q "SELECT group_concat('c' || id || '=1', '&') FROM contractor")
ticks=$(q "SELECT group_concat('pick_' || id || '=1', '&') FROM finding
    WHERE kind = 'unanswered'")
f=$(q "SELECT max(id) FROM finding")
for USER_IS in op@corp.example.test v@corp.example.test; do
	for path in people 'people?sort=name&dir=desc' "people/$n" review \
	    "review/$f" review/work review/approvals inactive inactive/today \
	    newcomers rosters how '' people.csv; do
		portal "$path"
		is "$USER_IS reads '$path'" "$code" 200
	done
done
USER_IS=op@corp.example.test
portal "people/bulk?what=hold&$picks"
is 'all of them are chosen' "$code" 200
portal_send people/bulk/do sure=1 why=x
is 'and held' "$code $(q 'SELECT sum(hold) FROM contractor')" '200 50'
portal "review/bulk?verb=keep&why=x&$ticks"
is 'their findings are' "$code" 200
portal people
like 'a name is cut, at a character' "$body" 'data-name="Name">(&amp;){120}…<'
portal "people/$n"
like 'his own page has all of it' "$body" '(&amp;){4096}'
portal_post "people/$n" "people/$n/set" field=vendor "value=$(printf '%04096d' 0)"
is 'an operator says something as long' "$code" 303
portal "people/$n"
is 'and what lies beneath it is shown' "$code" 200


roster '"' | /usr/bin/python3 -c '
import sys
for line in sys.stdin:
    print(line.rstrip().replace("2027-03-01", "\"" + "&" * 4000 + "\""))' >"$S/bad.csv"
portal_upload "$S/bad.csv"
portal "$to"
is 'a plan of rows that are wrong' "$code" 200
like 'each is told' "$body" '(&amp;){50}'
status_is 'the chain holds' 0 ctr-evidence verify
finish
