#!/bin/sh
# ctr-ingest: rosters of every format, and what becomes of each row.
. "${0%/*}/../lib.sh"

H=worker_id,upn,display_name,manager,contract_start,contract_end
db() {
	sqlite3 "$CTR_VAR/$CTR_TENANT/registry.db" "$@"
}
# at DAY: the clock of the runs that follow (made with ctr-init --test)
at() {
	CTR_NOW=${1}T08:00:00Z
	export CTR_NOW
}
tenant() {
	CTR_TENANT=$1
	export CTR_TENANT
	at "${2:-2026-11-20}"
	ctr-init --test --fallback-reviewer ops@x.test >/dev/null || exit 1
}
# line A C U M R J H: the report
line() {
	echo "ctr-ingest added=$1 changed=$2 unchanged=$3 missing=$4" \
	    "returned=$5 rejected=$6 held=$7"
}
# roster N [SED]: N plain rows on stdout, edited
roster() {
	{
		echo "$H"
		i=1
		while [ "$i" -le "$1" ]; do
			echo "W$i,c$i@x.test,Name $i,m.jones@x.test,2026-01-01,2027-06-30"
			i=$((i + 1))
		done
	} | sed "${2:-}"
}
status_of() {
	db "SELECT status || coalesce('/' || was, '') || coalesce(' ' ||
	    missing_on, '') FROM contractor WHERE upn = '$1'"
}
open_findings() {
	db "SELECT group_concat(kind || ' ' || subject, ', ') FROM (SELECT kind,
	    subject FROM finding WHERE closed_at IS NULL ORDER BY 1, 2)"
}
# held: the newest mail about what is held
held() {
	db "SELECT substr(json_extract(fields, '\$.subject'), 8,
	    instr(json_extract(fields, '\$.subject'), ' of ') - 8) || ' ' ||
	    json_extract(fields, '\$.count') || ': ' ||
	    json_extract(fields, '\$.command')
	    FROM outbox WHERE template = 'held' AND recipient = 'ops@x.test'
	    ORDER BY id DESC LIMIT 1"
}

# --- new, the same again, changed, missing, back
tenant plain
roster 20 >r.csv
status_is 'a first roster' 0 ctr-ingest r.csv
is 'all are added' "$out" "$(line 20 0 0 0 0 0 0)"
seq=$(db 'SELECT count(*) FROM evidence')
status_is 'the same file again' 0 ctr-ingest r.csv
is 'changes nothing' "$out" "$(line 0 0 20 0 0 0 0)"
is 'and leaves one record, its own' "$(db 'SELECT count(*) FROM evidence')" \
    $((seq + 1))
status_is 'from stdin' 0 ctr-ingest - <r.csv
is 'changes nothing either' "$out" "$(line 0 0 20 0 0 0 0)"
sum=$(db 'SELECT * FROM contractor' | sha256sum)
roster 20 '/^W7,/d;s/Name 8/New Name/' >r2.csv
status_is 'a dry run' 0 ctr-ingest -n r2.csv
like 'shows the change' "$out" '^change	contractor/8	c8@x.test	display_name=New Name	line 8$'
like 'shows who is missing' "$out" '^missing	contractor/7	c7@x.test		not in the roster$'
is 'and changes nothing' "$(db 'SELECT * FROM contractor' | sha256sum)" "$sum"
status_is 'one changed, one gone' 0 ctr-ingest r2.csv
is 'is reported' "$out" "$(line 0 1 18 1 0 0 0)"
is 'who is gone is pending review' "$(status_of c7@x.test)" \
    'pending_review/active 2026-11-20'
is 'with a finding' "$(open_findings)" 'missing_from_roster contractor/7'
status_is 'again' 0 ctr-ingest r2.csv
is 'nothing new' "$out" "$(line 0 0 19 0 0 0 0)"
status_is 'he comes back' 0 ctr-ingest -o json r.csv
is 'and is what he was' "$(status_of c7@x.test)" active
is 'as the report says' "$out" '{"v":1,"added":0,"changed":1,"unchanged":18,"missing":0,"returned":1,"rejected":0,"held":0}'
is 'the finding has closed itself' "$(open_findings)" ''
roster 20 '/^W7,/d' | ctr-ingest -q --delta || :
is 'a delta proves no absence' "$(status_of c7@x.test)" active
is 'the evidence holds' "$(ctr-evidence verify | grep -c 'bad=0')" 1

# --- formats: the same rows in each change nothing
{ printf '\357\273\277'; sed 's/,/;/g;s/$/\r/' r.csv; } >f1.csv
tr , '\t' <r.csv >f2.csv
iconv -t UTF-16LE r.csv | { printf '\377\376'; cat; } >f3.csv
tr '\n' '\r' <r.csv >f4.csv
sed '1s/.*/Employee Number|User-Principal Name|FULL NAME|Manager E-Mail|Start Date|Valid Until/;s/,/|/g' r.csv >f5.csv
sed 1d r.csv | awk -F, '{ printf "{\"workerId\":\"%s\",\"upn\":\"%s\",\"Display Name\":\"%s\",\"manager\":\"%s\",\"contract-start\":\"%s\",\"contractEnd\":\"%s\"}\n", $1, $2, $3, $4, $5, $6 }' >f6.jsonl
{ echo '['; sed '$!s/$/,/' f6.jsonl; echo ']'; } >f7.json
for f in f1.csv f2.csv f3.csv f4.csv f5.csv f6.jsonl f7.json; do
	status_is "$f" 0 ctr-ingest "$f"
	is "$f changes nothing" "$out" "$(line 0 0 20 0 0 0 0)"
	is "$f from a pipe" "$(ctr-ingest <$f)" "$(line 0 0 20 0 0 0 0)"
done
sed '1s/upn/Konto/;s/2027-06-30/30.06.2027/' r.csv >f8.csv
status_is 'a map and a date format' 0 ctr-ingest --map Konto=upn \
    --dates %d.%m.%Y f8.csv
is 'change nothing' "$out" "$(line 0 0 20 0 0 0 0)"
printf '[roster]\nmap = Konto=upn\ndates = %%d.%%m.%%Y\n' \
    >"$CTR_ETC/plain.conf"
is 'nor from the configuration' "$(ctr-ingest f8.csv)" "$(line 0 0 20 0 0 0 0)"
for bad in 'charset = latin1' 'delimiter = ;;' 'final_newline = no'; do
	printf '[roster]\n%s\n' "$bad" >"$CTR_ETC/plain.conf"
	status_is "$bad" 78 ctr-ingest r.csv
	like 'is told with its line' "$err" 'plain.conf:2: .* is one of: '
done
printf '[roster]\ndates = 31.12.\n' >"$CTR_ETC/plain.conf"
status_is 'a form of dates that is none' 78 ctr-ingest r.csv
rm "$CTR_ETC/plain.conf"
status_is 'or one that is told' 64 ctr-ingest --dates %d.%m r.csv
like 'with the cure' "$err" 'as %d.%m.%Y'
status_is 'a delimiter of two characters' 64 ctr-ingest --delimiter ';;' r.csv
status_is 'an unknown field in a map' 64 ctr-ingest --map Konto=nonsense f8.csv
status_is 'full and delta' 64 ctr-ingest --full --delta r.csv
status_is 'no such file' 78 ctr-ingest nowhere.csv
ln -s r.csv link.csv
status_is 'a link' 77 ctr-ingest link.csv

# --- ctr-list's listing is a roster that changes nothing
status_is 'a listing' 0 ctr-list contractor -o csv --raw
printf '%s\n' "$out" >listed.csv
status_is 'is taken back' 0 ctr-ingest listed.csv
is 'and changes nothing' "$out" "$(line 0 0 20 0 0 0 0)"

# --- bad rows
{
	cat r.csv
	echo 'W21,c21@x.test,"torn,m.jones@x.test,,'
	echo 'W22,c22@x.test,Ok,m.jones@x.test,,'
	echo 'W23,c23@x.test,Bad,m.jones@x.test,2026-02-30,'
	echo 'W24,c24@x.test,Bad,m.jones@x.test,2026-12-02,2026-12-01'
	echo 'W25,not a upn,Bad,m.jones@x.test,,'
	echo 'W26,c26@x.test,Bad,John Smith,,'
} | sed 's/^W3,.*/W3,c3@x.test,Name,m.jones@x.test,someday,/' >bad.csv
status_is 'bad rows' 65 ctr-ingest --errors refused.csv bad.csv
is 'the others are taken' "$out" "$(line 1 0 19 0 0 6 0)"
like 'each is explained' "$err" \
    'bad.csv:24: column 5 contract_start "2026-02-30": no such day; write YYYY-MM-DD'
is 'the reasons are kept' "$(wc -l <refused.csv.txt | tr -d ' ')" 6
is 'and the rows, under their header' "$(sed -n 1p refused.csv)$(wc -l <refused.csv | tr -d ' ')" "${H}7"
is 'a bad row still shows that he is there' "$(status_of c3@x.test)" active
cp bad.csv was.csv
status_is 'not over the roster itself' 64 ctr-ingest --errors bad.csv bad.csv
like 'it says what to do' "$err" 'name another file'
cp bad.csv over.txt
status_is 'nor the reasons' 64 ctr-ingest --errors over over.txt
ln bad.csv same.csv
status_is 'nor what its standard input is' 64 ctr-ingest --errors same.csv - <bad.csv
is 'it is as it was' "$(cmp bad.csv was.csv && cmp over.txt was.csv; ls over 2>/dev/null)" ''
sed 's/"torn/torn/;s/someday//;s/02-30/02-28/;s/2026-12-02/2026-12-01/;s/not a upn/c25@x.test/;s/John Smith/j@x.test/;s/Bad/Good/' refused.csv >mended.csv
status_is 'mended, they are taken' 0 ctr-ingest --delta mended.csv
is 'all of them' "$out" "$(line 5 1 0 0 0 0 0)"

# --- a listing, of whatever feed they are, and wherever they are
tenant listed
roster 6 >r.csv
ctr-ingest -q --feed acme r.csv
ctr-edit -q --new op@x.test
roster 6 /^W1,/d | ctr-ingest -q --feed acme -
roster 2 's/W/R/;s/,c/,r/' | ctr-ingest -q -
db "UPDATE contractor SET status = 'withdrawn' WHERE id = 2"
before=$(db 'SELECT * FROM contractor')
ctr-list contractor -o csv --raw >listed.csv
is 'a listing of all' "$(ctr-ingest listed.csv)" "$(line 0 0 9 0 0 0 0)"
is 'belongs to no feed' "$(open_findings)" 'missing_from_roster contractor/1'
is 'and brings nobody back' "$(db 'SELECT * FROM contractor')" "$before"
ctr-list contractor 'upn=r1@x.test' -o csv --raw >listed.csv
is 'a listing of one' "$(ctr-ingest listed.csv)" "$(line 0 0 1 0 0 0 0)"
is 'proves no absence' "$(status_of r2@x.test)" active
ctr-list contractor -o csv --raw | sed '/c1@\|c3@/s/2027-06-30/2027-07-31/' \
	>listed.csv
is 'a listing that was edited' "$(ctr-ingest listed.csv)" "$(line 0 2 7 0 0 0 0)"
is 'changes that alone' "$(db "SELECT group_concat(feed || status || contract_end)
	FROM contractor WHERE id IN (1, 3)") $(open_findings)" \
	'acmepending_review2027-07-31,acmeactive2027-07-31 missing_from_roster contractor/1'

# --- what voids the proof of absence
tenant void
roster 30 >r.csv
ctr-ingest -q r.csv
roster 30 '/^W5,/d' >gone.csv
{ cat gone.csv; echo ',,nobody,,,'; } >nokey.csv
{ cat gone.csv; printf 'W31,c31@x.test,"open\n'; } >open.csv
{ cat gone.csv; printf 'W31,c31@x.test,Cut,m.jones@x.test,,'; } >cut.csv
for f in nokey open; do
	status_is "$f" 65 ctr-ingest $f.csv
	like "$f says why" "$err" 'proves no absence'
	is "$f marks nobody" "$(status_of c5@x.test)" active
done
status_is 'no line end' 0 ctr-ingest cut.csv
is 'marks nobody' "$(status_of c5@x.test)" active
is 'three in a row make the feed stale' "$(open_findings)" 'feed_stale feed/roster'
printf '[roster]\nfinal_newline = optional\n' >"$CTR_ETC/void.conf"
status_is 'where the feed may end so' 0 ctr-ingest cut.csv
is 'he is missing' "$(status_of c5@x.test)" 'pending_review/active 2026-11-20'
is 'and the feed is fresh' "$(open_findings)" 'missing_from_roster contractor/5'
at 2026-11-25
status_is 'no proof for feed_days' 0 ctr-ingest --delta r.csv
like 'makes it stale' "$(open_findings)" 'feed_stale feed/roster'

# --- guards
tenant guard
roster 40 >r.csv
ctr-ingest -q r.csv
roster 40 '/^W[1-5],/d;s/Name 6/Changed/' >fewer.csv
status_is 'five of forty missing' 77 ctr-ingest fewer.csv
is 'the absences are held, the change is made' "$out" "$(line 0 1 34 0 0 0 5)"
is 'nobody is marked' "$(status_of c1@x.test)" active
is 'one finding' "$(open_findings)" 'roster_held feed/roster'
like 'that says the number' "$(db "SELECT detail FROM finding")" '"accept":5'
is 'and a mail' "$(held)" "fewer.csv 5: ctr-ingest -t guard --feed roster -a 5 fewer.csv"
status_is 'another number' 77 ctr-ingest -a 4 fewer.csv
is 'once while it lasts' "$(db "SELECT count(*) FROM outbox")" 1
status_is 'the exact number' 0 ctr-ingest -a 5 fewer.csv
is 'lets them pass' "$out" "$(line 0 0 35 5 0 0 0)"
is 'and closes the finding' "$(open_findings | tr , '\n' | grep -c roster_held)" 0
is 'by a person' "$(db "SELECT actor LIKE 'operator/%' FROM evidence WHERE action = 'contractor.missing' LIMIT 1")" 1
ctr-ingest -q r.csv
is 'they come back' "$(status_of c1@x.test)" active
: >empty.csv
status_is 'an empty file' 77 ctr-ingest empty.csv
is 'is held' "$(printf '%s\n' "$out" | sed 's/.* //')" held=40
is 'another hold, another mail' "$(held)" "empty.csv 40: ctr-ingest -t guard --feed roster -a 40 empty.csv"
echo "$H" >head.csv
status_is 'a header alone' 77 ctr-ingest head.csv
status_is 'an empty array' 77 ctr-ingest --from json - <<X
[]
X
status_is 'a header alone as delta' 0 ctr-ingest --delta head.csv
roster 19 >half.csv
status_is 'fewer than half' 77 ctr-ingest half.csv
cut -d, -f1-5 r.csv >column.csv
status_is 'a lost column' 77 ctr-ingest column.csv
like 'is named' "$err" 'column contract_end is gone'
cut -d, -f3- r.csv >keys.csv
status_is 'a lost key' 77 ctr-ingest keys.csv
roster 40 's/^\(W[1-5],.*\),[^,]*$/\1,/' >cleared.csv
status_is 'five ends cleared' 77 ctr-ingest cleared.csv
is 'holds the file whole' "$out" "$(line 0 0 35 0 0 0 5)"
is 'with nothing changed' "$(db "SELECT count(*) FROM contractor WHERE contract_end IS NULL")" 0
roster 40 's/^\(W[1-5],.*\)m.jones\(.*\)$/\1n.smith\2/' >moved.csv
status_is 'five managers moved' 77 ctr-ingest moved.csv
status_is 'accepted' 0 ctr-ingest -a 5 moved.csv
is 'are moved' "$out" "$(line 0 5 35 0 0 0 0)"
roster 4 s/2027-06-30/2027-07-31/ >delta.csv
status_is 'a delta: four of the forty of its feed' 0 ctr-ingest --delta delta.csv
is 'are no mass change, though it names nobody else' "$out" \
    "$(line 0 4 0 0 0 0 0)"
roster 5 s/2027-06-30/2027-08-31/ >delta.csv
status_is 'five of them are one' 77 ctr-ingest --delta delta.csv
like 'by the same share' "$err" ' of 5 of 40 '
roster 40 '/^W4[0],/d;/^W39,/d;/^W38,/d' >three.csv
ctr-ingest -q -a 5 r.csv
status_is 'three never are too many' 0 ctr-ingest three.csv
is 'and are marked' "$out" "$(line 0 0 37 3 0 0 0)"

# --- the guard counts whose end lies ahead
tenant ended 2026-01-15
roster 20 's/2027-06-30/2026-02-28/' >r.csv
ctr-ingest -q r.csv
at 2026-11-20
roster 20 '/^W[1-5],/d;s/2027-06-30/2026-02-28/' >r2.csv
status_is 'five whose end has passed' 0 ctr-ingest r2.csv
is 'are no mass change, and are reviewed' "$out" "$(line 0 0 15 5 0 0 0)"

# --- whose row it is
tenant keys
cat >r.csv <<X
worker_id,upn,display_name
W1,a@x.test,A
W2,b@x.test,B
,c@x.test,C
W4,,D
X
ctr-ingest -q r.csv
is 'no upn: a candidate' "$(db "SELECT status FROM contractor WHERE worker_id = 'W4'")" candidate
cat >r2.csv <<X
worker_id,upn,display_name
W1,a2@x.test,A
W2,c@x.test,B
W9,b@x.test,B
W3,C@X.test,C
W4,d@x.test,D
X
status_is 'keys that contradict' 65 ctr-ingest r2.csv
is 'are not applied' "$out" "$(line 0 3 0 0 0 2 0)"
is 'a renamed worker stays who he is' "$(db "SELECT id || upn FROM contractor WHERE worker_id = 'W1'")" 1a2@x.test
is 'his former upn is kept' "$(db "SELECT upn_key FROM upn_former WHERE contractor = 1")" a@x.test
is 'two contractors, or another worker_id: ambiguous' "$(open_findings)" 'ambiguous_match contractor/2'
is 'a worker_id is learned' "$(db "SELECT worker_id FROM contractor WHERE upn = 'c@x.test'")" W3
is 'a newcomer gets his upn and starts' "$(status_of d@x.test)" active
cat >r3.csv <<X
worker_id,upn,display_name
W1,a@x.test,A
W2,b@x.test,B
W3,c@x.test,C
W4,d@x.test,D
X
status_is 'a former upn, and all is clear again' 0 ctr-ingest r3.csv
is 'it says nothing in his own row' "$(db "SELECT upn FROM contractor WHERE id = 1")" a2@x.test
is 'the finding is gone' "$(open_findings)" ''
{ sed /^W1/d r3.csv; echo W1,a2@x.test,A; echo W8,a@x.test,New; } >r4.csv
status_is 'a former upn with another worker_id' 0 ctr-ingest r4.csv
is 'is a newcomer' "$(db "SELECT count(*) FROM contractor WHERE worker_id = 'W8' AND id > 4")" 1

# --- the same key twice
tenant twice
cat >r.csv <<X
worker_id,upn,display_name,contract_start,contract_end
W1,a@x.test,A,2026-01-01,2026-12-31
W1,a@x.test,A,2026-01-01,2026-12-31
W2,b@x.test,B,2026-03-01,2026-12-31
W2,b@x.test,B,2026-02-01,2027-03-31
W3,c@x.test,C,2026-01-01,
W3,c@x.test,Other,2026-01-01,
W4,d@x.test,D,,
W5,d@x.test,D,,
X
status_is 'the same key twice' 65 ctr-ingest r.csv
is 'once, merged, refused' "$out" "$(line 2 0 0 0 0 4 0)"
is 'the earliest start and the latest end' "$(db "SELECT contract_start || contract_end FROM contractor WHERE upn = 'b@x.test'")" 2026-02-012027-03-31
sed -i '/^W[345]/d' r.csv
is 'again' "$(ctr-ingest r.csv)" "$(line 0 0 2 0 0 0 0)"
echo W1,a@x.test,A,2026-01-01,2027-01-31 >>r.csv
is 'a second contract of an unchanged row' "$(ctr-ingest r.csv)" "$(line 0 1 1 0 0 0 0)"
is 'lengthens it' "$(db "SELECT contract_end FROM contractor WHERE upn = 'a@x.test'")" 2027-01-31
is 'and then is settled' "$(ctr-ingest r.csv)" "$(line 0 0 2 0 0 0 0)"
echo W2,b@x.test,Other,2026-01-01,2027-01-31 >>r.csv
is 'a contradiction to an unchanged row' "$(ctr-ingest r.csv 2>/dev/null)" "$(line 0 0 1 0 0 3 0)"
is 'changes nothing' "$(db "SELECT display_name FROM contractor WHERE upn = 'b@x.test'")" B
{
	echo worker_id,upn,contract_start,contract_end
	for i in 1 2 3 4 5 6 7 8 9; do
		for j in 1 2 3 4 5 6 7 8 9; do
			echo "W9,many@x.test,2026-0$i-01,2027-0$j-28"
			echo W8,same@x.test,,
		done
	done
} >r.csv
is 'a row for each of many assignments' "$(ctr-ingest --delta r.csv)" \
    "$(line 2 0 0 0 0 0 0)"
is 'is one contractor' "$(db "SELECT contract_start || contract_end FROM contractor WHERE upn = 'many@x.test'")" 2026-01-012027-09-28

# --- two feeds
tenant feeds
printf 'upn,contract_end\na@x.test,2026-12-31\nb@x.test,2026-12-31\n' >one.csv
printf 'upn,contract_end\na@x.test,2027-03-31\n' >two.csv
ctr-ingest -q --feed one one.csv
is 'another feed delivers him too' "$(ctr-ingest --feed two two.csv)" "$(line 0 1 0 0 0 0 0)"
is 'is a duplicate' "$(open_findings)" 'duplicate contractor/1'
is 'the latest end holds' "$(db 'SELECT contract_end FROM contractor WHERE id = 1')" 2027-03-31
is 'against his own feed too' "$(ctr-ingest --feed one one.csv; db 'SELECT contract_end FROM contractor WHERE id = 1')" "$(line 0 0 2 0 0 0 0)
2027-03-31"
is 'and again' "$(ctr-ingest --feed two two.csv)" "$(line 0 0 0 0 0 0 0)"
is 'absence counts per feed' "$(db "SELECT count(*) FROM contractor WHERE missing_on IS NOT NULL")" 0
printf 'upn,contract_end\nb@x.test,2026-12-31\n' >one.csv
is 'his own feed drops him' "$(ctr-ingest --feed one one.csv)" "$(line 0 0 1 0 0 0 0)"
is 'he moves to the other' "$(db 'SELECT feed || status FROM contractor WHERE id = 1') $(open_findings)" 'twoactive '

# --- words that stand over the roster's
tenant words
roster 5 >r.csv
ctr-ingest -q r.csv
status_is 'an operator sets an end' 0 ctr-edit c1@x.test contract_end=2026-12-15
status_is 'the same roster' 0 ctr-ingest r.csv
is 'changes nothing' "$out" "$(line 0 0 5 0 0 0 0)"
ctr-list contractor -o csv --raw >listed.csv
is 'nor does the listing' "$(ctr-ingest listed.csv)" "$(line 0 0 5 0 0 0 0)"
roster 5 's/2027-06-30/2027-07-31/' >r2.csv
status_is 'the roster moves it' 77 ctr-ingest r2.csv
status_is 'accepted' 0 ctr-ingest -a 4 r2.csv
is "the operator's stands" "$(db 'SELECT contract_end FROM contractor WHERE id = 1')" 2026-12-15
is 'with one finding' "$(open_findings)" 'override contractor/1'
status_is 'given back' 0 ctr-edit c1@x.test --clear contract_end
is 'the roster counts' "$(db 'SELECT contract_end FROM contractor WHERE id = 1')" 2027-07-31
ctr-edit -q c2@x.test manager=o.ps@x.test
db "UPDATE contractor SET next_check_on = '2027-01-01'"
sed '/^W2/s/m.jones/n.smith/' r2.csv >r3.csv
is "the manager beneath an operator's" "$(ctr-ingest r3.csv)" "$(line 0 1 4 0 0 0 0)"
is 'may be the one to ask now' "$(db "SELECT id FROM contractor WHERE next_check_on < '2027'")" 2

# --- who has left, and is on the roster
tenant past
roster 6 >r.csv
ctr-ingest -q r.csv
db "UPDATE contractor SET status = 'withdrawn' WHERE id IN (1, 2);
    UPDATE engagement SET ended_at = 1795000000, how = 'withdrawn'
    WHERE contractor IN (1, 2)"
status_is 'still on the roster' 0 ctr-ingest r.csv
is 'is a finding' "$(open_findings)" 'still_on_roster contractor/1, still_on_roster contractor/2'
roster 6 /^W1,/d >r2.csv
ctr-ingest -q r2.csv
is 'gone when the row goes' "$(open_findings)" 'still_on_roster contractor/2'
ctr-ingest -q r.csv
is 'a row that was away is a rehire' "$(open_findings)" 'rehire contractor/1, still_on_roster contractor/2'
is 'and nobody is touched' "$(status_of c1@x.test | cut -d' ' -f1) $(status_of c2@x.test)" 'withdrawn withdrawn'

# --- who was transferred may come again
tenant again
roster 6 >r.csv
ctr-ingest -q r.csv
ctr-edit -q c1@x.test status=transferred --why 'employee since today'
ctr-ingest -q r.csv
is 'his row may stay' "$(open_findings)" ''
at 2026-12-20
roster 6 /^W1,/d | ctr-ingest -q -
is 'and go' "$(open_findings) $(status_of c1@x.test)" ' transferred 2026-12-20'
at 2027-03-01
ctr-ingest -q r.csv
is 'one that comes back is a rehire' "$(open_findings)" 'rehire contractor/1'
status_is 'which a person settles' 0 ctr-review rehire c1@x.test
ctr-ingest -q r.csv
is 'he is asked about again' "$(status_of c1@x.test) $(open_findings)" 'active '

# --- candidates
tenant candidates
printf 'worker_id,upn,contract_start\nW1,a@x.test,2026-12-01\nW2,,2026-12-01\nW3,c@x.test,\n' >r.csv
ctr-ingest -q r.csv
is 'who has not started' "$(status_of a@x.test)" candidate
at 2026-12-01
ctr-ingest -q r.csv
is 'starts on his day' "$(status_of a@x.test)" active
is 'who has no upn does not' "$(db "SELECT status FROM contractor WHERE worker_id = 'W2'")" candidate
sed -i /^W2/d r.csv
is 'gone before he started' "$(ctr-ingest r.csv; db "SELECT status FROM contractor WHERE worker_id = 'W2'")" "$(line 0 0 2 1 0 0 0)
withdrawn"

# --- days come, whatever stands still
tenant away
printf '[drop]\ndirectory = %s/away\n' "$S" >"$CTR_ETC/away.conf"
printf 'worker_id,upn,contract_start\nW1,a@x.test,2026-12-01\nW3,c@x.test,\n' >r.csv
ctr-ingest -q r.csv
at 2026-12-02
printf 'worker_id,upn,contract_start\nW3,c@x.test,\nW4,d@x.test,2026-12-03\n' >r.csv
is 'not in the roster, and his day has come' "$(ctr-ingest -n r.csv | awk '$2 == "contractor/1" { print $1 }')" missing
status_is 'as the plan said' 0 ctr-ingest r.csv
is 'is missing, not one who never came' "$(status_of a@x.test)" \
    'pending_review/active 2026-12-02'
is 'since the day that he was' "$(db "SELECT group_concat(action, ' ') FROM (SELECT action FROM evidence
    WHERE subject = 'contractor/1' AND action LIKE 'contractor.%' ORDER BY seq)")" 'contractor.add contractor.active contractor.missing'
at 2026-12-03
sed 's/12-03/12-06/' r.csv >put_off.csv
status_is 'on his day the roster puts it off' 0 ctr-ingest put_off.csv
is 'he has not started' "$(status_of d@x.test)" candidate
at 2026-12-07
status_is 'a drop directory that is away' 78 ctr-ingest -q --drop
is 'stops no clock' "$(status_of d@x.test)" active
like 'and its feed is late' "$(open_findings)" feed_stale

# --- a drop directory
tenant drop
mkdir -p in/acme
printf '[drop]\ndirectory = %s/in\nquiet_s = 1\n' "$S" >"$CTR_ETC/drop.conf"
status_is 'nothing there' 0 ctr-ingest --drop
is 'nothing said' "$out" ''
roster 10 >in/acme/r.csv
echo 'W1,z@x.test' >in/.hidden.csv
echo 'W1,z@x.test' >in/r.csv.part
ln -s "$S/r.csv" in/link.csv
touch -d '1 hour' in/acme/r.csv		# however slow this machine is
status_is 'too fresh' 0 ctr-ingest --drop
is 'stays' "$(ls in/acme)" r.csv
touch in/acme/r.csv
sleep 2
status_is 'quiet for a while' 0 ctr-ingest --drop
is 'it is taken' "$out" "$(line 10 0 0 0 0 0 0)"
is 'and removed' "$(ls in/acme in)" "$(printf 'in:\nacme\nlink.csv\nr.csv.part\n\nin/acme:\nerrors')"
is 'into the feed of its folder' "$(db 'SELECT DISTINCT feed FROM contractor')" acme
{ roster 10; echo W11,nonsense,,,,; } >in/acme/r.csv
sleep 2
status_is 'bad rows' 65 ctr-ingest -q --drop
is 'are in errors' "$(ls in/acme/errors)" "$(printf 'r.csv\nr.csv.txt')"
like 'with the reason' "$(cat in/acme/errors/r.csv.txt)" 'r.csv:12: column 2 upn "nonsense": not a UPN; write it as'
roster 4 >in/acme/r.csv
sleep 2
status_is 'a mass change' 77 ctr-ingest -q --drop
is 'is moved to held' "$(ls in/acme/held)" r.csv
is 'one finding' "$(open_findings)" 'roster_held feed/acme'
is 'a mail for the file' "$(held)" "r.csv 6: ctr-ingest -t drop -a 6 held/r.csv"
roster 4 >in/acme/r.csv
sleep 2
status_is 'once more' 77 ctr-ingest -q --drop
is 'takes no name twice' "$(ls in/acme/held)" "$(printf 'r.csv\nr.csv.2')"
status_is 'accepted with its number' 0 ctr-ingest -a 6 in/acme/held/r.csv
is 'in its own feed' "$out" "$(line 0 0 4 6 0 0 0)"
is 'and gone' "$(ls in/acme/held)" r.csv.2
# A run that died after the commit and before the unlink.
roster 5 >in/acme/again.csv
sleep 2
cat >lib.c <<'X'
int unlinkat(int d, const char *p, int how)
{
	if (strstr(p, "again.csv") != NULL)
		_exit(9);
	return (int)syscall(SYS_unlinkat, d, p, how);
}
X
if cc -shared -fPIC -w -include unistd.h -include string.h \
	-include sys/syscall.h -o lib.so lib.c 2>/dev/null; then
	status_is 'killed before it is removed' 9 env LD_PRELOAD="$S/lib.so" \
	    ASAN_OPTIONS=verify_asan_link_order=0 \
	    ctr-ingest -q --drop
	n=$(db 'SELECT count(*) FROM roster')
	status_is 'the next run' 0 ctr-ingest -q --drop
	is 'removes it' "$(ls in/acme/*.csv 2>/dev/null)" ''
	is 'and applies nothing twice' "$(db 'SELECT count(*) FROM roster')" "$n"
fi
# Who may write in the directory puts a link in the place of our folder, just
# before something is put into it.
cat >swap.c <<'X'
static void swap(const char *folder)
{
	char name[400], away[400];
	static int once;

	if (strcmp(getenv("SWAP"), folder) != 0 || once++)
		return;
	snprintf(name, sizeof name, "%s/in/acme/%s", getenv("ROOM"), folder);
	snprintf(away, sizeof away, "%s.away", name);
	if (rename(name, away) != 0 || symlink("../../elsewhere", name) != 0)
		_exit(9);
}
int link(const char *a, const char *b)
{
	swap("held");
	return (int)syscall(SYS_linkat, AT_FDCWD, a, AT_FDCWD, b, 0);
}
int linkat(int a, const char *p, int b, const char *q, int how)
{
	swap("held");
	return (int)syscall(SYS_linkat, a, p, b, q, how);
}
int fflush(FILE *f)
{
	swap("errors");
	return fflush_unlocked(f);
}
X
mkdir -p elsewhere
if cc -shared -fPIC -w -D_GNU_SOURCE -include stdio.h -include stdlib.h \
	-include unistd.h -include string.h -include fcntl.h \
	-include sys/syscall.h -o swap.so swap.c 2>/dev/null; then
	rm -rf in/acme/held in/acme/errors
	mkdir in/acme/held in/acme/errors
	for folder in errors held; do
		case $folder in
		errors) { roster 5; echo W11,nonsense,,,,; } >in/acme/swap.csv ;;
		held) roster 1 >in/acme/swap.csv ;;
		esac
		sleep 2
		ASAN_OPTIONS=verify_asan_link_order=0 SWAP=$folder ROOM=$S LD_PRELOAD="$S/swap.so" \
		    ctr-ingest -q --drop 2>/dev/null
		is "$folder: nothing goes where a link leads" "$(ls elsewhere)" ''
		is "$folder: it is where the folder is" \
		    "$(find "in/acme/$folder.away" -name swap.csv)" \
		    "in/acme/$folder.away/swap.csv"
		rm -f "in/acme/$folder" in/acme/*.csv
	done
fi
rm -rf in/acme/held* in/acme/errors*
mkdir -p in/acme/held
ln -s "$S/elsewhere" in/acme/errors
{ roster 5; echo W11,nonsense,,,,; } >in/acme/r.csv
sleep 2
status_is 'a link instead of a folder of ours' 77 ctr-ingest -q --drop
is 'is refused, and the file stays' "$(ls elsewhere in/acme/r.csv)" \
    'in/acme/r.csv

elsewhere:'

# --- twice at once
tenant race
roster 2000 >r.csv
mkfifo pipe
ctr-ingest -q - <pipe &
first=$!
exec 3>pipe
head -5 r.csv >&3
sleep 0.5
status_is 'a second file at the same time' 75 ctr-ingest r.csv
status_is 'a second drop run' 0 ctr-ingest --drop
sed 1,5d r.csv >&3
exec 3>&-
wait "$first"
is 'the first has done it' "$? $(db 'SELECT count(*) FROM contractor')" '0 2000'

# --- killed between its slices, and started again
tenant killed
{ echo worker_id,upn; seq 60000 | sed 's/.*/W&,c&@x.test/'; } >r.csv
ctr-ingest -q r.csv &
victim=$!
while [ "$(db 'SELECT count(*) FROM contractor')" = 0 ]; do
	sleep 0.05
done
kill -9 "$victim"
wait "$victim" 2>/dev/null
some=$(db 'SELECT count(*) FROM contractor')
[ "$some" -lt 60000 ] || note 'it was too fast to be killed'
is 'what was committed is whole' "$(db "SELECT count(*) FROM evidence WHERE action = 'contractor.add'"
    db 'SELECT count(*) FROM engagement')" "$some
$some"
status_is 'the same file again' 0 ctr-ingest r.csv
is 'does the rest' "$out" "$(line $((60000 - some)) 0 "$some" 0 0 0 0)"
is 'and nothing twice' "$(db "SELECT count(*) FROM evidence WHERE action = 'contractor.add'")" 60000
is 'the evidence of all that holds' "$(ctr-evidence verify | grep -c 'bad=0')" 1
finish
