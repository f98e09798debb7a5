#!/bin/sh
# ctr-edit: an operator's word over the roster's, and what follows from it.
. "${0%/*}/../lib.sh"

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
T=2026-11-20T06:00:00Z
edit() { ctr-edit -t acme -T "$T" "$@"; }
field() { q "SELECT coalesce($1, '-') FROM contractor WHERE id = ${2:-1}"; }
evidence() {
	q "SELECT action || ' ' || subject || ' ' || detail FROM evidence
	    ORDER BY seq DESC LIMIT 1"
}

ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
cat >roster.csv <<'R'
upn,worker_id,display_name,vendor,manager,contract_start,contract_end
j.smith@x.test,W1,Jo Smith,Acme,m.jones@x.test,2026-01-01,2026-12-20
a.lee@x.test,W2,A Lee,Acme,m.jones@x.test,2026-01-01,2026-12-20
R
ingest() { ctr-ingest -t acme -T "$T" "$@"; }
ingest roster.csv >/dev/null || exit 1
J=j.smith@x.test

# ------------------------------------------------------------------- fields
status_is "-n shows the plan" 0 edit -n "$J" contract_end=2027-01-31
like "plan columns" "$out" "^edit	contractor/1	$J	contract_end=2027-01-31	was 2026-12-20"
is "-n changes nothing" "$(field contract_end)" 2026-12-20
status_is "a field is set" 0 edit "$J" contract_end=2027-01-31 "vendor=  New   Co "
is "rows" "$out" "$(printf 'field\told\tnew\tsource\ncontract_end\t2026-12-20\t2027-01-31\toperator\nvendor\tAcme\tNew Co\toperator')"
is "shown" "$(field contract_end) $(field vendor)" "2027-01-31 New Co"
is "the roster's word is kept beneath" "$(q "SELECT source, value FROM override
    WHERE contractor = 1 AND field = 'contract_end' ORDER BY source")" "$(printf 'operator|2027-01-31\nroster|2026-12-20')"
like "evidence" "$(evidence)" 'contractor.change contractor/1 .*"contract_end":\["2026-12-20","2027-01-31"\]'
is "its actor" "$(q "SELECT actor GLOB 'operator/*' FROM evidence ORDER BY seq DESC LIMIT 1")" 1
is "looked at again" "$(field next_check_on)" 0001-01-01
like "ctr-list says whose" "$(ctr-list -t acme id=1 --columns from)" 'contract_end:operator'
status_is "the same again is no change" 0 edit "$J" contract_end=2027-01-31
is "no row" "$out" "$(printf 'field\told\tnew\tsource')"
ingest roster.csv >report
like "the roster's own word does not take it away" "$(cat report)" 'changed=0'
is "still the operator's" "$(field contract_end)" 2027-01-31
sed 's/2026-12-20/2026-12-31/' roster.csv >later.csv
ingest later.csv >/dev/null
is "nor does a changed one" "$(field contract_end)" 2027-01-31
is "one finding tells" "$(q "SELECT count(*) FROM finding WHERE kind = 'override' AND closed_at IS NULL")" 1
status_is "cleared" 0 edit --clear "$J" contract_end vendor
like "the roster's newest holds" "$out" 'contract_end	2027-01-31	2026-12-31	roster'
is "nothing is left over it" "$(q "SELECT count(*) FROM override WHERE contractor = 1")" 0
is "and the finding is gone" "$(q "SELECT count(*) FROM finding WHERE kind = 'override' AND closed_at IS NULL")" 0
ingest later.csv >report
like "the roster again: nothing" "$(cat report)" 'added=0 changed=0'

status_is "FIELD= empties" 0 edit "$J" contract_end=
is "no end" "$(field contract_end)" -
ingest later.csv >/dev/null
is "an empty word stands too" "$(field contract_end)" -
edit --clear "$J" contract_end >/dev/null

# --------------------------------------------------------------- bad input
status_is "no such person" 65 edit nobody@x.test vendor=x
status_is "no such field" 65 edit "$J" colour=red
like "says so" "$err" 'colour: no such field'
status_is "no such day" 65 edit "$J" contract_end=2026-02-30
status_is "the end before the start" 65 edit "$J" contract_end=2025-12-31
is "nothing changed" "$(field contract_end)" 2026-12-31
status_is "no address" 65 edit "$J" manager=nobody
status_is "not FIELD=VALUE" 64 edit "$J" vendor
status_is "nothing to do" 64 edit "$J"
status_is "two verbs" 64 edit --hold --unhold "$J"
status_is "a bad field among good ones changes nothing" 65 edit "$J" vendor=Z colour=red
is "vendor as it was" "$(field vendor)" Acme
status_is "a value that is no text" 65 edit "$J" "vendor=$(printf 'a\033b')"
status_is "-T without -n on a real tenant" 0 ctr-init -t real
status_is "is refused" 64 ctr-edit -t real -T "$T" "$J" vendor=x

# --------------------------------------------------------------- manager
status_is "a manager, folded" 0 edit "$J" manager=K.Lee@X.test
is "kept folded" "$(field manager_key)" k.lee@x.test
like "who set it is known" "$(q "SELECT set_by FROM override WHERE contractor = 1
    AND field = 'manager_key' AND source = 'operator'")" '^operator/'

# --------------------------------------------------------------------- new
status_is "a newcomer" 0 edit --new n.new@x.test "display_name=N New" manager=m.jones@x.test contract_end=2027-03-31
is "he is active: no connector, no start" "$(q "SELECT status, origin, feed IS NULL, active_on
    FROM contractor WHERE upn = 'n.new@x.test'")" 'active|operator|1|2026-11-20'
is "his stay began" "$(q "SELECT nth, how IS NULL FROM engagement WHERE contractor = 3")" '1|1'
status_is "twice is an error" 65 edit --new N.New@x.test
like "that says so" "$err" 'is a contractor already'
status_is "another's number" 65 edit --new o.ther@x.test worker_id=W2
like "is told whose" "$err" 'worker_id W2 is that of a.lee@x.test .contractor/2'
status_is "nor by a change" 65 edit "$J" worker_id=W2
is "nothing is changed" "$(field worker_id) $(q "SELECT count(*) FROM contractor
    WHERE worker_id = 'W2'")" 'W1 1'
for i in 1 2 3 4 5 6 7 8; do
	edit -q --new "w$i@x.test" worker_id=W8 >/dev/null
	edit -q "w$i@x.test" status=transferred --why 'an employee' >/dev/null
done
status_is "a number of those who have left" 0 edit --new w9@x.test worker_id=W8
status_is "is his alone then" 65 edit --new w10@x.test worker_id=W8
like "whose" "$err" 'that of w9@x.test '
status_is "and none of them comes back with it" 65 ctr-review -q -t acme -T "$T" rehire w1@x.test
like "but is told whose it is" "$err" 'that of w9@x.test '
status_is "nobody has it any more" 0 edit w9@x.test status=transferred --why 'an employee'
status_is "he comes back" 0 ctr-review -q -t acme -T "$T" rehire w1@x.test
status_is "who starts later is a candidate" 0 edit --new later@x.test contract_start=2026-12-01
is "candidate" "$(q "SELECT status FROM contractor WHERE upn = 'later@x.test'")" candidate
ingest later.csv >/dev/null
is "he is never missing" "$(q "SELECT missing_on IS NULL FROM contractor WHERE upn = 'n.new@x.test'")" 1
printf '[connector ad]\ncommand = /bin/true\n' >"$CTR_ETC/acme.conf"
status_is "with a connector" 0 edit --new c.conn@x.test
is "an account makes him active" "$(q "SELECT status FROM contractor WHERE upn = 'c.conn@x.test'")" candidate
rm "$CTR_ETC/acme.conf"

# ------------------------------------------------------- hold, exempt, deputy
status_is "hold" 0 edit --hold "$J"
is "held" "$(field hold)" 1
like "evidence" "$(evidence)" 'contractor.hold contractor/1 .*"hold":\["off","on"\]'
status_is "hold twice" 0 edit --hold "$J"
is "is no change" "$out" "$(printf 'field\told\tnew\tsource')"
status_is "unhold" 0 edit --unhold "$J"
is "not held" "$(field hold)" 0
status_is "exempt" 0 edit --exempt-until 2027-05-19 --why "long leave" "$J"
is "until then" "$(field exempt_on)" 2027-05-19
status_is "181 days are too many" 65 edit --exempt-until 2027-05-20 --why x "$J"
status_is "no reason" 64 edit --exempt-until 2027-01-01 "$J"
status_is "today ends it" 0 edit --exempt-until 2026-11-20 --why back "$J"
is "ended" "$(field exempt_on)" -
status_is "a deputy" 0 edit --deputy M.Jones@x.test=k.lee@x.test 2026-12-01 2026-12-31
is "kept folded" "$(q "SELECT reviewer_key, deputy_key, from_on, to_on FROM deputy")" \
    'm.jones@x.test|k.lee@x.test|2026-12-01|2026-12-31'
like "evidence" "$(evidence)" 'deputy.set deputy .*k.lee@x.test'
status_is "the same first day again replaces" 0 edit --deputy m.jones@x.test=k.lee@x.test 2026-12-01 2026-12-02
is "one row" "$(q "SELECT to_on FROM deputy")" 2026-12-02
status_is "a name with =" 0 edit --deputy m=j@x.test=k=lee@x.test 2027-01-01 2027-01-02
is "is cut behind its domain" "$(q "SELECT reviewer_key, deputy_key FROM deputy
    WHERE from_on = '2027-01-01'")" 'm=j@x.test|k=lee@x.test'
status_is "no deputy" 64 edit --deputy m=j@x.test 2026-12-01 2026-12-02
status_is "his own deputy" 65 edit --deputy k.lee@x.test=K.LEE@x.test 2026-12-01 2026-12-02
status_is "days the wrong way" 65 edit --deputy m.jones@x.test=k.lee@x.test 2026-12-02 2026-12-01

# ------------------------------------------------------------------ status
status_is "transferred needs a reason" 64 edit a.lee@x.test status=transferred
status_is "transferred" 0 edit a.lee@x.test status=transferred --why "employee since today"
is "he is" "$(field status 2)" transferred
is "his stay ended so" "$(q "SELECT how FROM engagement WHERE contractor = 2")" transferred
status_is "once" 77 edit a.lee@x.test status=transferred --why again
status_is "an active one cannot be withdrawn" 77 edit "$J" status=withdrawn --why x
status_is "a candidate can" 0 edit later@x.test status=withdrawn --why "did not start"
status_is "no other status" 65 edit "$J" status=offboarded --why x
is "he is what he was" "$(field status)" active

# ----------------------------------------------------------------- suspend
me=$(id -un)
status_is "suspend: nobody approves" 77 edit --suspend --why "stolen laptop" "$J"
CTR_NOW=$T ctr-policy -q -t acme set approvers "$me@x.test" >/dev/null
CTR_NOW=$T ctr-policy -q -t acme set notify_departure "ops@x.test hr@x.test" >/dev/null
q "INSERT INTO person (id, remote_id, upn_key, display_name, email, enabled, changed_at)
    VALUES (1, 'aa', 'k.lee@x.test', 'K Lee', 'k.lee@x.test', 1, 1)"
status_is "suspend needs a reason" 64 edit --suspend "$J"
status_is "-n" 0 edit -n --suspend --why x "$J"
is "made no job" "$(q "SELECT count(*) FROM job")" 0
status_is "suspend" 0 edit --suspend --why "stolen laptop" "$J"
is "its job is due now" "$(q "SELECT kind, state, due_at = $(date -d "$T" +%s) FROM job")" 'suspend|due|1'
is "a signed decision of an approver" "$(q "SELECT answer, actor_kind, known_by, length(proof) > 64, reason
    FROM decision")" 'suspend|approver|shell|1|stolen laptop'
is "it is no departure" "$(field status)" active
is "has he left?" "$(q "SELECT kind, state, period FROM question")" 'left|open|suspend/1'
is "his manager is asked at once, and told why" "$(q "SELECT recipient, json_extract(fields, '\$.why')
    FROM outbox WHERE template = 'left'")" 'k.lee@x.test|stolen laptop'
is "the operators are told" "$(q "SELECT group_concat(recipient) FROM (SELECT recipient
    FROM outbox WHERE template = 'decided' ORDER BY id)")" 'ops@x.test,hr@x.test'
status_is "twice is refused" 77 edit --suspend --why again "$J"
status_is "lift: he is not suspended yet" 77 edit --lift --why "found" "$J"
q "UPDATE job SET state = 'done', done_at = 1; UPDATE contractor SET status = 'suspended' WHERE id = 1"
status_is "lift" 0 edit --lift --why "found" "$J"
is "its job" "$(q "SELECT kind, state FROM job ORDER BY id DESC LIMIT 1")" 'lift|due'

status_is "the chain holds" 0 ctr-evidence -t acme verify

# ---------------------------------------- a later end withdraws a departure
# Put there by hand, so behind the look at the chain.
q "BEGIN;
    INSERT INTO evidence (seq, at, actor, action, subject, detail_hash, hash, salt, detail)
	SELECT max(seq) + 1, 5, 'operator/x', 'decision', 'contractor/3', zeroblob(32), zeroblob(32), zeroblob(16), '{}'
	FROM evidence;
    INSERT INTO decision (id, contractor, answer, actor_kind, known_by, day_on, proof, decided_at, evidence)
	SELECT 50, 3, 'offboard_end', 'operator', 'shell', '2027-03-31', zeroblob(64), 5, max(seq) FROM evidence;
    INSERT INTO job (id, contractor, kind, decision, second, state, due_at, made_at)
	VALUES (50, 3, 'offboard', 50, 0, 'due', 1806451200, 5);
    COMMIT"
status_is "an earlier end" 0 edit n.new@x.test contract_end=2027-03-01
is "leaves the departure as it is" "$(q "SELECT state FROM job WHERE id = 50")" due
status_is "who leaves cannot be transferred" 77 edit n.new@x.test status=transferred --why x
status_is "a later end" 0 edit n.new@x.test contract_end=2027-06-30
like "is told" "$err" 'departure .* withdrawn'
is "withdraws it" "$(q "SELECT state FROM job WHERE id = 50")" undone
is "and he is asked about again" "$(q "SELECT kind, wording, state FROM question WHERE contractor = 3")" 'left|changed|open'
status_is "-n of a newcomer" 0 edit -n --new dry@x.test
is "makes nobody" "$(q "SELECT count(*) FROM contractor WHERE upn = 'dry@x.test'")" 0
finish
