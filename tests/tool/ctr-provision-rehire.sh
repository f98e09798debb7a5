#!/bin/sh
# Somebody comes back: offboarded, hired again as the same person, asked about
# and approved, his account of then enabled, one that is gone made again, a
# first password, the evidence of both stays.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

cp "$top/libexec/ctr-connect-example" "$CTR_CONNECT/ctr-connect-third"
cp "$S/text" "$S/third"
cat >>"$CTR_ETC/acme.conf" <<END
[connector third]
file = $S/third
[provision]
connector = other third
upn_domain = corp.example.test
[groups]
acme-plant = vendor = Acme -> other:g-plant
END
q "UPDATE person SET connector = 'other'"
m=m.jones@corp.example.test

# ann START END [VENDOR]: she is wanted.
# shellcheck disable=SC2317
ann() {
	ctr-provision new display_name='Doe, Ann' manager="$m" \
	    vendor="${3:-Acme}" worker_id=W-1 email=ann@acme.test \
	    contract_start="$1" contract_end="$2"
}
says_yes() {
	ctr-mail -q
	t_ask=$(q "SELECT max(a.id) FROM ask a JOIN question q
	    ON q.id = a.question WHERE q.contractor = 1 AND q.state = 'open'")
	click "$(mail_link "$S/box" m.jones@ http)" "t$t_ask=yes" \
	    answer=approve >"$S/page"
}
stay() { q "SELECT status || ' ' || engagement FROM contractor WHERE id = 1"; }

### The first stay

status_is 'she is wanted' 0 ann 2026-11-20 2027-03-31
says_yes
status_is 'and made' 0 ctr-provision
is 'here' "$(stay)" 'active 1'
is 'in both systems' "$(there other adoe .state)$(there third adoe .state)" \
    '"enabled""enabled"'
first_id=$(there other adoe .remote_id)
ctr-mail -q
first_link=$(mail_link "$S/box" m.jones@ http)
leaves 1
later 960
status_is 'she leaves' 0 ctr-offboard
is 'is gone' "$(stay)" 'offboarded 1'
is 'from both' "$(there other adoe .state)$(there third adoe .state)" \
    '"disabled""disabled"'
unlike 'the link of her first password is worth nothing' \
    "$(page "$first_link")" 'Show the first password'

### Hired again

# The third system has deleted her account, and a sync has seen it.
grep -v '"login":"adoe"' "$S/third" >"$S/third.new"
mv "$S/third.new" "$S/third"
q "UPDATE account SET state = 'gone' WHERE connector = 'third'"
now 2027-01-11T06:00:00Z
status_is 'wanted again' 77 ann 2027-01-15 2027-04-30
like 'she was here before' "$err" 'was here before|contractor/1'
finding=$(q "SELECT id FROM finding WHERE kind = 'rehire'
    AND subject = 'contractor/1' AND closed_at IS NULL")
is 'nobody new is put down' "$(q 'SELECT count(*) FROM contractor')" 1
status_is 'nothing is made' 0 ctr-provision
is 'of a finding' "$(stay)" 'offboarded 1'
status_is 'a person says that it is she' 0 ctr-review rehire "$finding"
is 'a new stay of the same person' "$(stay)" 'candidate 2'
is 'with its beginning' "$(q "SELECT group_concat(nth || ' ' ||
    coalesce(how, '-'), ', ') FROM engagement WHERE contractor = 1")" \
    '1 offboarded, 2 -'
status_is 'the same wish once more' 0 ann 2027-01-15 2027-04-30
is 'is taken' "$out" 'ctr-provision taken=1 known=0 duplicate=0 rejected=0'
is 'for the same person' "$(q 'SELECT count(*) FROM contractor')" 1
# The approval of the first stay is no approval of this one.
q "UPDATE newcomer SET state = 'approved' WHERE engagement = 2"
status_is 'the yes of then' 0 ctr-provision
is 'makes nothing now' "$(there other adoe .state) $(stay)" \
    '"disabled" candidate 2'
q "UPDATE newcomer SET state = 'asked' WHERE engagement = 2"
ctr-mail -q
like 'who is asked sees the account that she has' \
    "$(mail_text "$S/box" m.jones@)" 'adoe@corp.example.test'
says_yes
is 'approved' "$(q "SELECT state FROM newcomer WHERE engagement = 2")" approved
now 2027-01-13T06:00:00Z
status_is 'made before her first day' 0 ctr-provision
is 'the account of then is prepared, not enabled' \
    "$(there other adoe '[.state, .groups]')" '["disabled",["g-plant"]]'
is 'it is the same one' "$(there other adoe .remote_id)" "$first_id"
is 'the one that is gone is made again' "$(there third adoe .state)" \
    '"disabled"'
is 'under the name that she had' "$(there third adoe .upn)" \
    '"adoe@corp.example.test"'
is 'and once' "$(grep -c '"login":"adoe"' "$S/other") $(grep -c \
    '"login":"adoe"' "$S/third")" '1 1'
is 'both end with the new term' \
    "$(there other adoe .expires_at) $(there third adoe .expires_at)" \
    "$(at 2027-05-01T00:00:00Z) $(at 2027-05-01T00:00:00Z)"
now 2027-01-15T00:00:00Z
status_is 'her first day' 0 ctr-provision
is 'she is here' "$(stay) $(there other adoe .state)$(there third adoe \
    .state)" 'active 2 "enabled""enabled"'
is 'from that day' "$(q 'SELECT active_on FROM contractor')" 2027-01-15

### The first password of this stay

ctr-mail -q
link=$(mail_link "$S/box" m.jones@ http)
like 'the manager gets a link' "$(page "$link")" 'Show the first password'
unlike 'the one of the first stay stays dead' "$(page "$first_link")" \
    'Show the first password'
word=$(click "$link" answer=show | sed -n 's/.*<code>\([^<]*\)<.*/\1/p')
like 'it is shown' "$word" '^[A-Za-z2-9]{4}-'
status_is 'and set' 0 ctr-provision
is 'in both' "$(there other adoe '.password_at > 0'
    )$(there third adoe '.password_at > 0')" 'truetrue'

### What is left of it

like 'the evidence has both stays' "$(evidence 1)" \
    'job.done.*contractor.rehire.*newcomer.approved.*job.done'
status_is 'the chain holds' 0 ctr-evidence verify
status_is 'another run' 0 ctr-provision
is 'does nothing' "$out" \
    'ctr-provision started=0 steps=0 refused=0 later=0 held=0'
status_is 'nor does the cadence find anything wrong' 0 ctr-cadence
now 2027-02-01T06:00:00Z
ctr-cadence -q || ctr-cadence -q --accept 1
ctr-mail -q
click "$(mail_link "$S/box" m.jones@ /offboard)" answer=offboard leaves=yes \
    when=now >"$S/page"
later 960
status_is 'she leaves once more' 0 ctr-offboard
is 'and is gone' "$(stay) $(there other adoe .state)" 'offboarded 2 "disabled"'

### By a roster

printf 'UPN,Worker ID,Name,Email,Manager,Vendor,Start,End\nadoe@corp.example.test,W-1,"Doe, Ann",ann@acme.test,%s,Acme,2027-03-01,2027-06-30\n' \
    $m >"$S/roster.csv"
now 2027-02-20T06:00:00Z
status_is 'she is on a roster again, for later' 0 ctr-ingest "$S/roster.csv"
is 'which is a finding, not a stay' "$(stay) $(finding rehire contractor/1)" \
    'offboarded 2 1'
finding=$(q "SELECT id FROM finding WHERE kind = 'rehire'
    AND closed_at IS NULL")
status_is 'a person says yes' 0 ctr-review rehire "$finding"
is 'the third stay' "$(stay)" 'candidate 3'
status_is 'the roster again' 0 ctr-ingest "$S/roster.csv"
status_is 'takes her terms' 0 ctr-provision
is 'of this roster' "$(q 'SELECT contract_start FROM contractor')" 2027-03-01
is 'and puts them to the manager' "$(q "SELECT state || ' ' || wanted_by
    FROM newcomer WHERE engagement = 3")" 'asked roster/roster'
now 2027-03-01T06:00:00Z
status_is 'before a yes nothing is enabled' 0 ctr-provision
is 'on no day' "$(there other adoe .state)" '"disabled"'
says_yes
status_is 'then' 0 ctr-provision
is 'she is here once more' "$(stay) $(there other adoe .state)" \
    'active 3 "enabled"'
status_is 'the chain holds still' 0 ctr-evidence verify

finish
