#!/bin/sh
# ctr-portal-cgi: a contractor's page, and what an operator does on it: each
# the same as its command, with the same evidence.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"

portal_roles >>"$CTR_ETC/acme.conf"
ctr-policy -q set fallback_reviewer c.chief@corp.example.test
ctr-policy -q set approvers ap@corp.example.test
now 2026-11-20T09:00:00Z
contractor 1 j.smith 2026-12-20
contractor 2 k.twin 2026-12-20
contractor 3 l.third 2026-12-20
account 1 text jsmith g-admins g-plant
q "UPDATE contractor SET display_name = 'Jo Smith', vendor = 'Acme'
    WHERE id < 3;
INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES
    ('p3', 'c.chief@corp.example.test', 'Carla Chief',
    'c.chief@corp.example.test', 1, 0),
    ('p4', 'ap@corp.example.test', 'Ada Prover', 'ap@corp.example.test', 1, 0),
    ('p5', 'off@corp.example.test', 'Kim Gone', 'off@corp.example.test', 0, 0),
    ('p6', 'mute@corp.example.test', 'Kim Mute', NULL, 1, 0)"
J=j.smith@corp.example.test
# last: action and detail of the newest evidence, numbers of ours left out.
last() {
	q "SELECT actor || ' ' || action || ' ' || subject || ' ' || detail
	    FROM evidence WHERE action NOT LIKE 'mail.%'
	    ORDER BY seq DESC LIMIT ${1:-1}"
}
plain() {
	sed -e 's,operator/[^ ]*,WHO,g' -e 's,contractor/[0-9]*,C,g' \
	    -e 's/"question":[0-9]*/"question":Q/g' \
	    -e 's/"overtaken":[0-9]*/"overtaken":Q/g'
}
# same WHY COMMAND...: about k.twin, what the portal just wrote about j.smith.
same() {
	t_why=$1
	shift
	t_portal=$(last | plain)
	"$@" >/dev/null || not_ok "$t_why: $*"
	is "$t_why: the command's evidence is the same" "$(last | plain)" \
	    "$t_portal"
}

# ------------------------------------------------------------------- the page
portal people/1
is 'a page' "$code" 200
like 'whose it is' "$body" '<h1>Jo Smith</h1>'
like 'what comes next' "$body" '<td data-name="Why">m.jones@corp.example.test</td>'
like 'its accounts' "$body" '<span>jsmith'
like 'the command' "$body" "ctr-cadence -t acme --explain $J"
ctr-cadence --explain "$J" -o tsv | sed 1d | cut -f 3 >why
is 'as many lines as the command' "$(printf '%s\n' "$body" |
    grep -c 'data-name="Why"')" "$(wc -l <why)"
is 'a GET writes nothing' "$(q "SELECT count(*) FROM evidence WHERE actor LIKE
    'operator/op@%'")" 0
for path in people/99 people/0 people/-1 people/x people/1/nosuch \
    people/1/clear people/99/manager; do
	portal "$path"
	is "$path is not there" "$code" 404
done
portal people/1/hold
is 'an act has no page' "$code" 405

# --------------------------------------------------------------------- fields
portal_post people/1 people/1/extend day=2027-01-31 why=later
is 'extended' "$code $to" '303 people/1?done=changed'
is 'the end' "$(q "SELECT contract_end FROM contractor WHERE id = 1")" 2027-01-31
same 'the end' ctr-edit k.twin@corp.example.test contract_end=2027-01-31 --why later
portal "$to"
like 'the page says so' "$body" 'role="status"><p>Saved'
like 'and whose word it is' "$body" '^<small class="soft">by operator/op@corp'
like 'over the roster' "$body" 'Clear<span'
portal_post people/1 people/1/extend day=2027-01-31
is 'the same again' "$to" 'people/1?done=nothing'
n=$(q "SELECT count(*) FROM evidence")
portal_post people/1 people/1/extend day=2026-02-30
is 'a day that is none' "$code" 422
like 'is told' "$body" 'Nothing was changed.*2026-02-30'
like 'and comes back' "$body" 'value="2026-02-30"'
like 'unfolded' "$body" '<details id="extend" open>'
portal_post people/1 people/1/extend day=2025-12-01
is 'before the start' "$code" 422
portal_post people/1 people/1/extend
is 'none at all' "$code" 422
is 'nothing was written' "$(q "SELECT count(*) FROM evidence")" "$n"
portal_post people/1 people/1/set field=vendor 'value=New Co <b>' why=moved
is 'a field' "$(q "SELECT vendor FROM contractor WHERE id = 1")" 'New Co <b>'
same 'a field' ctr-edit k.twin@corp.example.test 'vendor=New Co <b>' --why moved
portal people/1
like 'its text stays text' "$body" 'New Co &lt;b&gt;'
portal_post people/1 people/1/set field=status value=offboarded
is 'status is no field' "$code" 422
portal_post people/1 people/1/set field=vendor "value=$(printf '%04100d' 0)"
is 'too long' "$code" 422
portal_post people/1 people/1/set field=email value=nobody
is 'no address' "$code" 422
portal 'people/1/clear?field=vendor'
is 'clearing is asked about' "$code" 200
like 'what counts then' "$body" 'counts then: roster: Acme'
portal_post 'people/1/clear?field=vendor' people/1/clear
is 'without the tick' "$code" 422
portal_post 'people/1/clear?field=vendor' people/1/clear sure=1
is 'cleared' "$code $to" '303 people/1?done=cleared'
is 'the roster again' "$(q "SELECT vendor FROM contractor WHERE id = 1")" Acme
same 'cleared' ctr-edit --clear k.twin@corp.example.test vendor
portal 'people/1/clear?field=vendor'
is 'nothing left to clear' "$code" 404

# -------------------------------------------------------------------- manager
portal 'people/1/manager?q=kim'
is 'a look-up' "$code" 200
like 'finds who can be asked' "$body" 'value="a.kim@corp.example.test"'
unlike 'and nobody who cannot' "$body" 'value="(off|mute)@'
like 'with the rule' "$body" 'less than 7 days before'
portal 'people/1/manager?q=CHIEF'
like 'by name, whatever its case' "$body" 'value="c.chief@corp'
portal 'people/1/manager?q=%3Cb%3E'
like 'nobody' "$body" 'Nobody who could be asked'
portal_post 'people/1/manager?q=kim' people/1/manager pick=a.kim@corp.example.test
is 'chosen' "$code $to" '303 people/1?done=changed'
same 'chosen' ctr-edit k.twin@corp.example.test manager=a.kim@corp.example.test
portal_post people people/1/manager manager=M.Jones@corp.example.test
is 'in the table, too' "$code $to" '303 people/1?done=changed'
is 'folded' "$(q "SELECT manager_key FROM contractor WHERE id = 1")" m.jones@corp.example.test
portal_post people people/1/manager 'manager=no upn'
is 'what is no UPN' "$code" 422
like 'comes back on the page of the look-up' "$body" 'value="no upn"'
portal_post people people/1/manager manager=
is 'nothing' "$code" 422

# ------------------------------------------------------------- hold and exempt
portal_post people/1 people/1/hold why=claim
is 'held' "$code $to" '303 people/1?done=held'
same 'held' ctr-edit --hold k.twin@corp.example.test --why claim
portal_post people/1 people/1/unhold
is 'a hold ends with a tick' "$code" 422
portal_post people/1 people/1/unhold sure=1
is 'ended' "$(q "SELECT hold FROM contractor WHERE id = 1")" 0
same 'ended' ctr-edit --unhold k.twin@corp.example.test
portal_post people/1 people/1/exempt day=2027-01-15 why=parental
is 'exempt' "$code $to" '303 people/1?done=exempt'
same 'exempt' ctr-edit --exempt-until 2027-01-15 --why parental k.twin@corp.example.test
portal_post people/1 people/1/exempt day=2027-01-15
is 'not without a reason' "$code" 422
portal_post people/1 people/1/exempt day=2028-01-15 why=x
is 'not for years' "$code" 422
portal_post people/1 people/1/deputy deputy=a.kim@corp.example.test \
    from=2026-12-01 to=2026-12-10
is 'a deputy' "$code $to" '303 people/1?done=deputy'
is 'of his manager' "$(q "SELECT reviewer_key || ' ' || deputy_key FROM deputy")" \
    'm.jones@corp.example.test a.kim@corp.example.test'
same 'a deputy' ctr-edit --deputy m.jones@corp.example.test=a.kim@corp.example.test 2026-12-01 2026-12-10
portal_post people/1 people/1/deputy deputy=m.jones@corp.example.test \
    from=2026-12-01 to=2026-12-10
is 'nobody is his own' "$code" 422
q "INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
    changed_at) VALUES ('p7', 'm=j@corp.example.test', 'M J',
    'm=j@corp.example.test', 1, 0)"
ctr-edit -q "$J" manager=m=j@corp.example.test
portal_post people/1 people/1/deputy deputy=a.kim@corp.example.test \
    from=2026-12-01 to=2026-12-10
is 'of one with a = in his name' "$code $(q "SELECT deputy_key FROM deputy
    WHERE reviewer_key = 'm=j@corp.example.test'")" '303 a.kim@corp.example.test'
ctr-edit -q "$J" manager=m.jones@corp.example.test

# ------------------------------------------------------------------- questions
portal_post people/1 people/1/ask why='badge unused'
is 'asked' "$code $to" '303 people/1?done=asked'
same 'asked' ctr-review ask --why 'badge unused' k.twin@corp.example.test
portal "$to"
like 'the page shows the question' "$body" 'His manager was asked \(left\)'
is 'a mail waits' "$(q "SELECT count(*) FROM outbox o JOIN ask k ON k.outbox =
    o.id JOIN question q ON q.id = k.question WHERE q.contractor = 1
    AND o.recipient = 'm.jones@corp.example.test' AND o.fields LIKE
    '%badge unused%'")" 1
portal_post people/1 people/1/ask
is 'once a day' "$code" 422
portal_post people/1 people/1/leaves day=2026-11-30 why='told by phone'
is 'a departure is asked for' "$code $to" '303 people/1?done=reported'
same 'a departure' ctr-review ask --last-day 2026-11-30 --why 'told by phone' k.twin@corp.example.test
like 'his manager is told the day' "$(q "SELECT fields FROM outbox
    ORDER BY id DESC LIMIT 1")" '2026-11-30 is reported as the last day: told by phone'
is 'nothing is decided' "$(q "SELECT count(*) FROM decision")" 0
is 'and nothing due' "$(q "SELECT count(*) FROM job")" 0
portal_post people/1 people/1/leaves day=2026-11-30
is 'the same day is asked once' "$code" 422
portal_post people/1 people/1/leaves day=2028-01-01
is 'not years ahead' "$code" 422
portal_post people/1 people/1/leaves
is 'a day is needed' "$code" 422
ctr-mail -q
click "$(mail_link "$S/box" a.kim@ /offboard)" answer=offboard leaves=yes when=now >page
portal people/2
like 'the answer is on the line' "$body" 'Somebody answered</b> <span class="soft">answer: offboard_now'
like 'and the job waits' "$body" '<b>offboard</b>:'
portal_post people/2 people/2/employee why='hired' sure=1
is 'not an employee while a departure is under way' "$code" 422
ctr-offboard --stop "$(job_id 2)" --why test >/dev/null 2>&1 ||
    ctr-offboard --undo "$(job_id 2)" --why test >/dev/null
portal_post people/3 people/3/employee why=hired
is 'a status needs its tick' "$code" 422
portal_post people/3 people/3/employee sure=1
is 'and a reason' "$code" 422
portal_post people/3 people/3/employee why=hired sure=1
is 'an employee' "$(status 3)" transferred
t_portal=$(last | plain)
ctr-edit k.twin@corp.example.test status=transferred --why hired >/dev/null
is "the command's evidence is the same" "$(last | plain)" "$t_portal"
q "INSERT INTO contractor (id, upn, upn_key, origin, status, created_at,
    changed_at) VALUES (4, 'n@x.test', 'n@x.test', 'portal', 'candidate', 0, 0);
    INSERT INTO engagement (contractor, nth, began_at) VALUES (4, 1, 0)"
portal_post people/4 people/4/withdrawn why='never came' sure=1
is 'he did not start' "$(status 4)" withdrawn
portal people/4
like 'he can be rehired' "$body" 'people/4/rehire'
unlike 'and not asked about' "$body" 'people/4/ask'
portal_post people/4 people/4/rehire
is 'with a tick' "$code" 422
portal_post people/4 people/4/rehire sure=1
is 'a new stay' "$code $(status 4) $(q "SELECT engagement FROM contractor
    WHERE id = 4")" '303 candidate 2'
like 'its evidence' "$(last)" '^operator/op@corp.example.test contractor.rehire contractor/4'
portal_post people/1 people/1/withdrawn why=x sure=1
is 'no form for what his status does not allow' "$code" none
portal_raw POST people/1/withdrawn 'why=x&sure=1'
is 'nor without one' "$code" 409

# ---------------------------------------------------------------- who sees what
portal people/1
like 'an operator sees records' "$body" 'Record [0-9]*: contractor.change'
like 'with their details' "$body" 'contract_end\[1\]: 2027-01-31'
like 'suspending is for the shell' "$body" 'ctr-edit -t acme --suspend'
unlike 'and has no form' "$body" 'people/1/suspend'
USER_IS=au@corp.example.test
portal people/1
like 'an auditor, too' "$body" 'contract_end\[1\]: 2027-01-31'
unlike 'but acts not' "$body" '<form method="post"'
USER_IS=v@corp.example.test
portal people/1
is 'a viewer' "$code" 200
like 'sees the line' "$body" 'A field changed'
unlike 'without its details' "$body" 'contract_end\[1\]|Record [0-9]'
unlike 'and does nothing' "$body" '<form method="post"|Clear<span'
for act in ask leaves manager extend set clear deputy exempt hold unhold \
    employee withdrawn rehire; do
	portal_raw POST people/1/$act 'why=x&sure=1&day=2027-01-01'
	is "nor sends people/1/$act" "$code" 403
done
USER_IS=op@corp.example.test
ORIGIN=http://evil.example.test
portal_post people/1 people/1/hold
is 'another site sends nothing' "$code" 409
unset ORIGIN
portal people/1
mark=$(printf '%s\n' "$body" | tr '>' '\n' | grep -A1 'people/1/hold"' |
    sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p')
portal_raw POST people/1/employee "mark=$mark&why=x&sure=1"
is 'a mark is of one form alone' "$code" 409
USER_IS=ad@corp.example.test
portal_raw POST people/1/hold "mark=$mark"
is 'and of one reader' "$code" 409
USER_IS=op@corp.example.test
portal_raw POST people/1/hold "mark=$mark"
is 'his own is good' "$code" 303

# ------------------------------------------------------------------ the line
q "UPDATE contractor SET display_name = '<script>x</script>{{base}}' WHERE id = 1"
portal people/1
unlike 'a name is text' "$body" '<script>x|<title><script'
like 'as it is' "$body" '&lt;script&gt;x&lt;/script&gt;\{\{base\}\}'
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
	ctr-edit "$J" "project=p$_" >/dev/null
done
seen=
pages=0
next=people/1
while [ -n "$next" ]; do
	portal "$next"
	pages=$((pages + 1))
	seen="$seen $(printf '%s\n' "$body" | sed -n 's/.*Record \([0-9]*\):.*/\1/p' | tr '\n' ' ')"
	older=$(printf '%s\n' "$body" | sed -n 's/.*people\/1?before=\([0-9]*\)#line.*/\1/p')
	next=${older:+people/1?before=$older}
done
is 'in more than a page' "$((pages > 1))" 1
is 'every record once, the newest first' "$(printf '%s' "$seen" | tr -s ' ' '\n' | grep .)" \
    "$(ctr-evidence show "$J" -o tsv | sed 1d | cut -f 1 | sort -rn)"
unlike 'all of them are here' "$body" 'in an archive'
# Then some are in an archive.
contractor 9 m.early
later 60
ctr-edit -q m.early@corp.example.test project=x
ctr-evidence checkpoint >sums
ctr-edit -q m.early@corp.example.test project=y
ctr-evidence archive there.jsonl >/dev/null
last=$(q "SELECT min(seq) - 1 FROM evidence")
is 'records were archived' "$((last > 1))" 1
portal people/1
like 'and the line says so' "$body" "Records up to number $last are in an archive"
q "UPDATE contractor SET created_at = $(at "$CTR_NOW") + 1 WHERE id = 9"
portal people/9
unlike 'but not of who came after them' "$body" 'in an archive'
ctr-evidence -q verify --checkpoint sums
is 'the chain holds' $? 0
finish
