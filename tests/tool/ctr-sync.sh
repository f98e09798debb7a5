#!/bin/sh
# ctr-sync: a connector's list into the registry; each finding opens with its
# cause and closes when it is gone; what is an outage changes nothing.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/fake.sh
. "$top/tests/peer/fake.sh"

for needed in jq sqlite3; do
	command -v "$needed" >/dev/null || skip_all "$needed is not here"
done

db=$CTR_VAR/default/registry.db
sql() {
	sqlite3 -batch "file:$db?mode=ro" "$1"
}

# at DAY COMMAND...: a run on that day at noon.
at() {
	t_day=$1
	shift
	"$@" -T "${t_day}T12:00:00Z"
}

# account ID LOGIN UPN [jq]: an item; the filter changes its object.
account() {
	jq -nc --arg id "$1" --arg login "$2" --arg upn "$3" \
	    '{account: ({remote_id: $id, login: $login, upn: $upn,
	    state: "enabled", manager: "p1", login_known: false}
	    | '"${4:-.}"')}'
}
person() {
	jq -nc --arg id "$1" --arg upn "$2" --arg manager "$3" \
	    '{person: {remote_id: $id, upn: $upn, display_name: $id,
	    email: $upn, manager: (if $manager == "" then null else $manager
	    end), enabled: true}}'
}
people() {
	person p1 M.Jones@x.test p2
	person p2 h.head@x.test p3
	person p3 c.chief@x.test p1
}
open_findings() {
	sql "SELECT f.kind || ' ' || coalesce(a.login, c.upn, f.subject)
	    FROM finding f
	    LEFT JOIN account a ON f.subject = 'account/' || a.id
	    LEFT JOIN contractor c ON f.subject = 'contractor/' || c.id
	    WHERE closed_at IS NULL ORDER BY 1"
}
# The registry without ids and instants: what two ways must agree in.
dump() {
	sql "SELECT c.upn, worker_id, contract_end, status, active_on,
	    expiry_at FROM contractor c ORDER BY 1;
	    SELECT a.connector, a.remote_id, a.login, a.upn_key, a.worker_id,
	    a.display_name, a.email, a.department, a.manager_ref, p.remote_id,
	    a.main, a.converted, a.state, a.privileged, a.expires_at,
	    a.login_at, a.login_known, c.upn FROM account a
	    LEFT JOIN contractor c ON c.id = a.contractor
	    LEFT JOIN person p ON p.id = a.manager ORDER BY 1, 2;
	    SELECT p.remote_id, p.upn_key, p.display_name, p.email, p.enabled,
	    p.manager_ref, m.remote_id FROM person p LEFT JOIN person m
	    ON m.id = p.manager ORDER BY 1"
	open_findings
}
state() {
	sql "SELECT state FROM account WHERE login = '$1'"
}
jan1=1798761600		# 2027-01-01T00:00:00Z: the last day is 2026-12-31

cat >roster.csv <<'END'
worker_id,upn,display_name,manager,contract_start,contract_end
W1,j.smith@x.test,John Smith,m.jones@x.test,2026-01-01,2026-12-31
W2,b.nowak@x.test,Bea Nowak,m.jones@x.test,2026-01-01,
W3,l.later@x.test,Lea Later,m.jones@x.test,2026-12-01,2027-06-30
W4,n.none@x.test,Nils None,m.jones@x.test,2026-01-01,2026-12-31
END

# ------------------------------------------------------------ the first list
ctr-init --test --zone UTC -T 2026-11-01T00:00:00Z >/dev/null || exit 1
fake_as fake
fake_as other
printf '[connector fake]\n[connector other]\n' >"$CTR_ETC/default.conf"
at 2026-11-02 ctr-ingest -q roster.csv
{
	people
	account a1 jsmith J.Smith@x.test ".expires_at = $jan1"
	account a1x adm-jsmith adm-jsmith@x.test ".expires_at = $jan1 | .worker_id = \"W1\" | .privileged = true"
	account a2 bnowak b.nowak@x.test '.department = "Web"'
	account a3 llater l.later@x.test
	account a9 ghost g.host@x.test
} >fake/all

status_is "-n prints the plan" 0 at 2026-11-03 ctr-sync -n fake
like "an account that is new" "$out" '^add.account.J.Smith@x.test.state=enabled expiry_on=2026-12-31.contractor/1$'
like "and one that is nobody's" "$out" 'g.host@x.test.*unregistered$'
is "and changes nothing" "$(sql 'SELECT count(*) FROM account')" 0

status_is "the first sync" 0 at 2026-11-03 ctr-sync fake
is "reports" "$out" \
    "ctr-sync accounts=5 persons=3 added=5 changed=0 gone=0 findings=3 held=0"
is "who has an account and has begun is active" \
    "$(sql "SELECT group_concat(status || active_on, ' ') FROM contractor
    WHERE id < 3")" "active2026-11-03 active2026-11-03"
is "who begins later is not yet" \
    "$(sql 'SELECT status FROM contractor WHERE id = 3')" candidate
is "the expiry is his main account's" \
    "$(sql 'SELECT expiry_at FROM contractor WHERE id = 1')" "$jan1"
is "his second account is his, and not the main one" \
    "$(sql "SELECT contractor || main FROM account WHERE remote_id = 'a1x'")" 10
is "managers are there, a loop too" "$(sql "SELECT group_concat(p.remote_id
    || m.remote_id, ' ') FROM (SELECT * FROM person ORDER BY remote_id) p
    JOIN person m ON m.id = p.manager")" "p1p2 p2p3 p3p1"
is "the findings" "$(open_findings)" "missing_account n.none@x.test
privileged_access adm-jsmith
unregistered ghost"
status_is "the evidence is whole" 0 ctr-evidence verify
evidence=$(sql 'SELECT max(seq) FROM evidence')

# --------------------------------------------------- what does not change
status_is "--all and a name" 64 ctr-sync --all fake
status_is "all of the configuration" 0 at 2026-11-03 \
    ctr-sync --all
status_is "changes since then: none" 0 at 2026-11-03 ctr-sync fake
is "reports" "$out" \
    "ctr-sync accounts=0 persons=0 added=0 changed=0 gone=0 findings=0 held=0"
status_is "a whole list again" 0 at 2026-11-03 ctr-sync --full fake
is "reports" "$out" \
    "ctr-sync accounts=5 persons=3 added=0 changed=0 gone=0 findings=0 held=0"
is "no evidence: nothing was written" "$(sql 'SELECT max(seq) FROM evidence')" \
    "$evidence"
is "it was asked by its cookie, then for all" \
    "$(grep list fake/asked | tr '\n' ' ')" "list - list - list one list one list - "

# ------------------------------------------------------------ dates and links
cat >>roster.csv <<'END'
W9,g.host@x.test,Gus Host,m.jones@x.test,2026-01-01,2027-03-31
END
at 2026-11-04 ctr-ingest -q roster.csv
status_is "an account that was nobody's" 0 at 2026-11-04 ctr-sync fake
is "is linked when its contractor comes" "$(sql "SELECT c.upn FROM account a
    JOIN contractor c ON c.id = a.contractor WHERE login = 'ghost'")" \
    g.host@x.test
unlike "and unregistered closes itself" "$(open_findings)" unregistered
is "by itself" "$(sql "SELECT outcome FROM finding
    WHERE kind = 'unregistered'")" gone
is "he is active" "$(sql "SELECT status FROM contractor
    WHERE upn_key = 'g.host@x.test'")" active

account a1 jsmith J.Smith@x.test '.expires_at = 1801440000' >fake/more
echo two >fake/cookie
status_is "the expiry moves a month away" 0 at 2026-11-05 ctr-sync fake
like "dates that differ are a finding" "$(open_findings)" \
    '^date_mismatch j.smith@x.test$'
is "the cadence is to look again" "$(sql 'SELECT next_check_on
    FROM contractor WHERE id = 1')" 0001-01-01
account a1 jsmith J.Smith@x.test ".expires_at = $((jan1 + 86400))" >fake/more
status_is "a day's difference is none" 0 at 2026-11-05 ctr-sync fake
unlike "it closes itself" "$(open_findings)" date_mismatch
account a1 jsmith J.Smith@x.test >fake/more
status_is "no expiry at all" 0 at 2026-11-05 ctr-sync fake
is "is none" "$(sql 'SELECT expiry_at IS NULL FROM contractor
    WHERE id = 1')" 1
account a1 jsmith J.Smith@x.test ".expires_at = $jan1" >fake/more
at 2026-11-05 ctr-sync -q fake
: >fake/more
status_is "the first day of a candidate" 0 at 2026-12-01 ctr-sync fake
is "he is active by the clock alone" "$(sql "SELECT status || active_on
    FROM contractor WHERE id = 3")" active2026-12-01

# ------------------------------------------------------- renames, and gone
account a2 bnowak b.wolff@x.test '.department = "Web"' >fake/more
status_is "a UPN that changed" 0 at 2026-12-01 ctr-sync fake
is "is the same contractor's" "$(sql 'SELECT upn FROM contractor
    WHERE id = 2')" b.wolff@x.test
is "and the former is kept" "$(sql 'SELECT upn_key || contractor
    FROM upn_former')" b.nowak@x.test2
is "nobody joined or left" "$(sql 'SELECT count(*) FROM contractor')" 5
account a3 llater b.wolff@x.test >fake/more
at 2026-12-01 ctr-sync -q fake
like "a UPN that another has" "$(open_findings)" '^ambiguous_match llater$'
is "stays his" "$(sql 'SELECT upn FROM contractor WHERE id = 3')" \
    l.later@x.test
account a3 llater l.later@x.test >fake/more
at 2026-12-01 ctr-sync -q fake
unlike "and closes itself" "$(open_findings)" ambiguous
echo '{"gone":{"remote_id":"a2"}}' >fake/more
status_is "a deleted account" 0 at 2026-12-01 ctr-sync fake
is "is gone" "$(state bnowak)" gone
like "and missed" "$(open_findings)" '^missing_account b.wolff@x.test$'
is "its owner stays" "$(sql 'SELECT status FROM contractor
    WHERE id = 2')" active
account a2n bnowak b.wolff@x.test >fake/more
status_is "another account for him" 0 at 2026-12-01 ctr-sync fake
unlike "is missed no more" "$(open_findings)" 'missing_account b.wolff'
echo '{"gone":{"remote_id":"a3","converted":true}}' >fake/more
status_is "one that is no contractor's now" 0 at 2026-12-01 ctr-sync fake
like "is converted" "$(open_findings)" '^converted llater$'
is "not gone" "$(state llater)" enabled
account a3 llater l.later@x.test >fake/more
at 2026-12-01 ctr-sync -q fake
unlike "and closes itself when it is one's again" "$(open_findings)" converted

# ---------------------------------------------------------- switches, claims
account a1 jsmith J.Smith@x.test ".expires_at = $jan1 | .state = \"disabled\"" \
    >fake/more
at 2026-12-02 ctr-sync -q fake
like "somebody else disabled it" "$(open_findings)" \
    '^disabled_out_of_band jsmith$'
account a1 jsmith J.Smith@x.test ".expires_at = $jan1" >fake/more
at 2026-12-02 ctr-sync -q fake
unlike "and enabled it" "$(open_findings)" disabled_out_of_band
{
	account b1 twin j.smith@x.test
	account b2 mixed j.smith@x.test '.worker_id = "W2"'
	account b3 looks o.ther@x.test '.email = "G.Host@x.test"'
	account b4 was b.nowak@x.test
	account b5 wrong l.later@x.test '.worker_id = "W77"'
} >fake/more
at 2026-12-02 ctr-sync -q fake
is "what only looks like his is for a person to say" "$(open_findings |
    grep -v -e missing -e privileged)" "ambiguous_match looks
ambiguous_match was
duplicate mixed
duplicate twin
duplicate wrong"
is "and linked to nobody" "$(sql "SELECT count(*) FROM account
    WHERE remote_id GLOB 'b*' AND contractor IS NOT NULL")" 0
for id in b1 b2 b3 b4 b5; do
	echo "{\"gone\":{\"remote_id\":\"$id\"}}"
done >fake/more
at 2026-12-02 ctr-sync -a 5 -q fake
is "all of it closes" "$(open_findings | grep -c -e ambiguous -e duplicate)" 0

# --------------------------------------------------------------- it expires
: >fake/more
at 2027-01-02 ctr-sync -q fake
is "the clock alone makes it expire" "$(state jsmith)" expired
unlike "that is no finding yet" "$(open_findings)" expired_enabled
{
	account o1 j.smith j.smith@x.test 'del(.manager)'
} >other/all
status_is "another system" 0 at 2027-01-02 ctr-sync other
like "lets him in" "$(open_findings)" '^expired_enabled j.smith@x.test$'
is "the directory's expiry stays" "$(sql 'SELECT expiry_at FROM contractor
    WHERE id = 1')" "$jan1"
account o1 j.smith j.smith@x.test 'del(.manager) | .state = "disabled"' \
    >other/more
at 2027-01-02 ctr-sync -q other
unlike "and no more" "$(open_findings)" expired_enabled
at 2027-01-08 ctr-sync -q fake
like "expired and not disabled for long" "$(open_findings)" \
    '^expired_enabled j.smith@x.test$'
{
	people
	account a1 jsmith J.Smith@x.test ".expires_at = $jan1 | .state = \"disabled\""
	account a1x adm-jsmith adm-jsmith@x.test ".expires_at = $jan1 | .worker_id = \"W1\" | .state = \"disabled\""
	account a2n bnowak b.wolff@x.test
	account a3 llater l.later@x.test
	account a9 ghost g.host@x.test
} >fake/all
at 2027-01-09 ctr-sync -q --full fake
unlike "until it is disabled" "$(open_findings)" expired_enabled
unlike "privilege that was taken away" "$(open_findings)" privileged_access

# --------------------------------------------------------------- outages
before=$(dump)
cp fake/all fake/kept
: >fake/all
status_is "a list that answers nothing" 69 at 2027-01-10 ctr-sync --full fake
like "says so" "$err" 'lists 0 accounts, after 5: 5 would be gone'
like "reports what is held" "$out" 'held=5$'
like "the connector is down" "$(open_findings)" '^connector_down connector/fake$'
is "and changes nothing" "$(dump | grep -v connector_down)" "$before"
head -n 5 fake/kept >fake/all
status_is "less than half" 69 at 2027-01-10 ctr-sync --full fake
is "changes nothing" "$(dump | grep -v connector_down)" "$before"
status_is "not quite as many as there are" 69 \
    at 2027-01-10 ctr-sync --full -a 2 fake
cp fake/kept fake/all
for how in silent wrong refused 75 1 78; do
	echo "$how" >fake/how
	want=69
	[ "$how" != refused ] || want=77
	[ "$how" != 78 ] || want=78
	status_is "$how: a failure" "$want" at 2027-01-10 ctr-sync --full fake
	is "$how: changes nothing" "$(dump | grep -v connector_down)" "$before"
done
status_is "one that is broken" 78 at 2027-01-10 ctr-sync fake other
is "does not stop the others" "$(sql "SELECT status || ' ' || part FROM run
    WHERE tool = 'ctr-sync' AND status = 0 AND started_at = (SELECT
    max(started_at) FROM run)")" "0 other"
echo fine >fake/how
status_is "it is back" 0 at 2027-01-11 ctr-sync fake
unlike "the finding closes itself" "$(open_findings)" connector_down
sed '/"a9"\|"a3"\|"a2n"/d' fake/kept >fake/all
status_is "three of five are gone indeed" 69 at 2027-01-11 ctr-sync --full fake
status_is "accepted by their number" 0 \
    at 2027-01-11 ctr-sync --full -a 3 fake
is "they are" "$(sql "SELECT count(*) FROM account WHERE connector = 'fake'
    AND state <> 'gone'")" 2
cp fake/kept fake/all
at 2027-01-11 ctr-sync -q --full fake

# ----------------------------------------- what a whole list lacks, looked up
sed '/"a9"/d' fake/kept >fake/all
echo '{"remote_id":"a9","login":"ghost","state":"enabled","contractor":false}' \
    >fake/found
at 2027-01-12 ctr-sync -q --full fake
like "it lives and is converted" "$(open_findings)" '^converted ghost$'
echo '{"remote_id":"a9","login":"ghost","state":"enabled","contractor":true}' \
    >fake/found
cp fake/kept fake/all
at 2027-01-12 ctr-sync -q --full fake
sed '/"a9"/d' fake/kept >fake/all
at 2027-01-12 ctr-sync -q --full fake
is "a list that lacks one who is there is wrong" "$(state ghost)" enabled
: >fake/asked
cp fake/kept fake/all
at 2027-01-12 ctr-sync -q fake
is "and the next is whole" "$(grep list fake/asked)" "list -"
echo dc2 >fake/server
at 2027-01-12 ctr-sync -q fake
at 2027-01-12 ctr-sync -q fake
is "as when another server answers" "$(grep list fake/asked | tr '\n' ' ')" \
    "list - list - list two "
at 2027-01-20 ctr-sync -q fake
is "and after a week" "$(grep -c 'list -' fake/asked)" 3

# --------------------------------- by changes, or whole: the same registry
cp "$db" start.db
# shellcheck disable=SC2016
without='select((.account // .person).remote_id | IN($ARGS.positional[]) | not)'
{
	person p4 n.ew@x.test p2
	person p1 m.jones@x.test p4
	account a3 llater l.later@x.test '.manager = "p4" | .privileged = true'
	account c1 cnew c.new@x.test '.worker_id = "W4"'
} >new
jq -c "$without | if .person.manager == \"p3\" then .person.manager = null
    else . end" fake/kept --args a3 a9 p1 p3 | cat - new >fake/all
{
	cat new
	echo '{"gone":{"remote_id":"a9"}}'
	echo '{"gone":{"remote_id":"p3"}}'
	echo '{"gone":{"remote_id":"p1","converted":true}}'
} >fake/more
: >fake/found
status_is "by changes" 0 at 2027-01-21 ctr-sync fake
dump >changes
is "the changes" "$out" "ctr-sync accounts=2 persons=2 added=1 changed=1 gone=1 findings=2 held=0"
cp start.db "$db"
status_is "whole" 0 at 2027-01-21 ctr-sync --full fake
dump >whole
is "gives the same" "$(diff changes whole)" ""
like "a manager who went reviews no more" "$(grep '^p3' whole)" '\|0\|'

# ----------------------------------------------------------------- the shell
status_is "no connector" 64 ctr-sync
status_is "one that is not there" 78 at 2027-01-21 ctr-sync nosuch
unlike "is no outage" "$(open_findings)" nosuch
status_is "ctr-sync-ad takes no name" 64 ctr-sync-ad fake
status_is "one report for one number" 64 ctr-sync -a 1 fake other
status_is "json" 0 at 2027-01-21 ctr-sync -o json fake
is "is an object" "$(printf '%s\n' "$out" | jq -r .tool)" ctr-sync
status_is "the evidence is whole" 0 ctr-evidence verify

# ------------------- a departure for the last day, and the directory's expiry
# ends MONTH: b.wolff's account ends with it.
ends() {
	account a2n bnowak b.wolff@x.test \
	    ".expires_at = $(date -u -d "2027-$1-01" +%s)" >fake/more
	at 2027-01-22 ctr-sync -q fake
}
leaves() {
	sql "SELECT j.state || ' ' || (SELECT count(*) FROM question q WHERE
	    q.contractor = 2 AND q.wording = 'changed') FROM job j
	    WHERE j.contractor = 2"
}
ends 04
sqlite3 "$db" "INSERT INTO evidence(seq, at, actor, action, subject,
	detail_hash, hash, salt, detail) SELECT max(seq) + 1, max(at),
	'operator/test', 'decision', 'contractor/2', zeroblob(32),
	zeroblob(32), zeroblob(16), '{}' FROM evidence;
    INSERT INTO decision(id, contractor, answer, actor_kind, known_by, day_on,
	decided_at, evidence) SELECT 1, 2, 'offboard_end', 'operator', 'login',
	'2027-03-31', at, seq FROM evidence ORDER BY seq DESC LIMIT 1;
    INSERT INTO job(contractor, kind, decision, second, state, due_at,
	made_at) SELECT 2, 'offboard', 1, 0, 'due', 1806537600, decided_at
	FROM decision"
is "it is scheduled" "$(leaves)" "due 0"
ends 03
is "an earlier end leaves it" "$(leaves)" "due 0"
ends 05
is "a later one withdraws it, and his reviewer is asked" "$(leaves)" \
    "undone 1"

# --------------------------- enabled again after we disabled it: said at once
sqlite3 "$db" "INSERT INTO step(job, account, nth, op, state, before, after,
	done_at) SELECT 1, id, 1, 'disable', 'done', '{}', '{}', 1800000000
	FROM account WHERE remote_id = 'a2n'"
status_is "an account that we disabled" 0 at 2027-01-23 ctr-sync -q fake
like "is enabled: said the same run" "$err" 'enabled again .*reenabled'
like "and a finding" "$(open_findings)" '^reenabled bnowak$'
account a2n bnowak b.wolff@x.test '.state = "disabled"' >fake/more
at 2027-01-23 ctr-sync -q fake
unlike "that closes itself" "$(open_findings)" '^reenabled'

# ------------------------------------------------- a certificate that ends
date -ud 2027-02-25T12:00:00Z +%s >fake/until
status_is "a certificate of 31 days" 0 at 2027-01-25 ctr-sync -q fake
is "is no word" "$err" ""
status_is "one of 30" 0 at 2027-01-26 ctr-sync -q fake
like "is: cert_days" "$err" 'fake: the certificate of .* ends on 2027-02-25'
CTR_NOW=2027-01-26T13:00:00Z ctr-policy -q set cert_days 5
status_is "which is the policy's" 0 at 2027-01-27 ctr-sync -q fake
is "to say" "$err" ""
finish
