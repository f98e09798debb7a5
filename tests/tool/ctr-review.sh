#!/bin/sh
# ctr-review: what a person does about each kind of finding.
. "${0%/*}/../lib.sh"

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
T=2026-11-20T06:00:00Z
review() { ctr-review -t acme -T "$T" "$@"; }
ingest() { ctr-ingest -t acme -T "$T" "$@"; }
finding() { q "SELECT id FROM finding WHERE kind = '$1' AND closed_at IS NULL ORDER BY id LIMIT 1"; }
closed() { q "SELECT outcome, until_on, why FROM finding WHERE id = $1"; }
last() { q "SELECT action || ' ' || subject || ' ' || detail FROM evidence ORDER BY seq DESC LIMIT 1"; }

ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
{
	echo "upn,worker_id,display_name,manager,contract_start,contract_end"
	for i in 1 2 3 4 5 6; do
		echo "c$i@x.test,W$i,Person $i,m.jones@x.test,2026-01-01,2026-12-20"
	done
} >roster.csv
ingest roster.csv >/dev/null || exit 1
q "INSERT INTO person (id, remote_id, upn_key, display_name, email, enabled, changed_at)
    VALUES (1, 'aa', 'm.jones@x.test', 'M Jones', 'm.jones@x.test', 1, 1)"

# ----------------------------------------------------------------- absence
grep -v '^c[12]@' roster.csv >less.csv
ingest -q less.csv
is "two are missing" "$(q "SELECT group_concat(status) FROM contractor WHERE id < 3")" pending_review,pending_review
status_is "list" 0 review list
is "columns" "$(printf '%s\n' "$out" | head -1)" "$(printf 'id\tkind\tsubject\tupn\tage_days\towner\twords')"
like "one is there" "$out" 'missing_from_roster	contractor/1	c1@x.test	0		his feed does not name him'
status_is "list a kind" 0 review list unregistered
is "none of it" "$(printf '%s\n' "$out" | wc -l)" 1
status_is "list no kind" 65 review list colour
f=$(finding missing_from_roster)
status_is "keep needs a reason" 64 review keep "$f"
status_is "-n" 0 review -n keep --why "still here" "$f"
like "the plan" "$out" '^keep	contractor/1	c1@x.test	kept until he is seen again	still here'
is "-n changes nothing" "$(q "SELECT status FROM contractor WHERE id = 1")" pending_review
status_is "keep" 0 review keep --why "still here" "$f"
like "the report" "$out" '^ctr-review done=1 refused=0$'
is "his status is what it was" "$(q "SELECT status, was IS NULL FROM contractor WHERE id = 1")" 'active|1'
like "kept" "$(closed "$f")" '^kept\|9999-12-31\|still here$'
like "evidence" "$(last)" 'finding.kept contractor/1 .*"why":"still here"'
ingest -q less.csv
is "the same absence stays quiet" "$(q "SELECT count(*) FROM finding WHERE subject = 'contractor/1' AND closed_at IS NULL")" 0
ingest -q roster.csv
is "he is back" "$(q "SELECT missing_on IS NULL FROM contractor WHERE id = 1")" 1
is "and so is the other" "$(q "SELECT status FROM contractor WHERE id = 2")" active
T=2026-11-21T06:00:00Z
ingest -q less.csv
is "a new absence is a new finding" "$(q "SELECT status FROM contractor WHERE id = 1")" pending_review

# ------------------------------------------------------- dismiss, own, stdin
f=$(finding missing_from_roster)
status_is "dismiss needs a day" 64 review dismiss --why x "$f"
status_is "of the next year" 65 review dismiss --why x --until 2027-11-22 "$f"
status_is "to come" 65 review dismiss --why x --until 2026-11-21 "$f"
status_is "own" 0 review own Ops@x.test "$f"
is "owned" "$(q "SELECT owner FROM finding WHERE id = $f")" Ops@x.test
status_is "own nobody" 65 review own nobody "$f"
status_is "dismiss, from stdin, and one that is none" 65 sh -c "printf '%s\n999\n' $f |
    ctr-review -t acme -T $T dismiss --why noise --until 2026-12-31 -"
like "says which" "$err" 'ctr-review: 999: no such open finding'
like "the other is done" "$out" 'done=1 refused=1'
is "dismissed" "$(closed "$f")" 'dismissed|2026-12-31|noise'
status_is "once" 65 review dismiss --why x --until 2026-12-31 "$f"
status_is "no number" 65 review keep --why x abc
status_is "no verb" 64 review frob 1
status_is "nothing" 64 review

# --------------------------------------------------------------------- ask
f=$(finding missing_from_roster)
status_is "ask" 0 review ask "$f"
is "has he left?" "$(q "SELECT kind, state, wording FROM question WHERE contractor = 2")" 'left|open|left'
is "his manager is asked at once" "$(q "SELECT template, recipient, json_extract(fields, '\$.why')
    FROM outbox")" 'left|m.jones@x.test|his feed does not name him any more'
is "asked, for a while" "$(closed "$f")" 'asked|2026-12-21|'
is "at once means that the level has its day" "$(q "SELECT next_on > '2026-11-21' AND next_on < '2026-12-01' FROM question")" 1

# ---------------------------------------------------------- register, link
q "INSERT INTO account (id, connector, remote_id, login, display_name, email, state, expires_at, changed_at)
    VALUES (1, 'ad', '01', 'New.One@x.test', 'New One', 'new.one@x.test', 'enabled', 1798758000, 1),
	(2, 'ad', '02', 'adm-c3', 'C3 admin', NULL, 'enabled', NULL, 1),
	(3, 'okta', '03', 'c4@x.test', 'Person 4', NULL, 'enabled', NULL, 1);
   INSERT INTO finding (id, kind, subject, opened_at, seen_at)
    VALUES (101, 'unregistered', 'account/1', 1, 1), (102, 'unregistered', 'account/2', 1, 1),
	(103, 'ambiguous_match', 'account/3', 1, 1), (104, 'past_end', 'contractor/5', 1, 1)"
like "an account in the list" "$(review list unregistered)" 'account/1	New.One@x.test'
status_is "register" 0 review register 101
is "a contractor from the directory, of no feed" "$(q "SELECT upn, upn_key, origin, feed IS NULL, status, expiry_at
    FROM contractor WHERE id = 7")" 'New.One@x.test|new.one@x.test|directory|1|active|1798758000'
is "the account is his main one" "$(q "SELECT contractor, main FROM account WHERE id = 1")" '7|1'
like "its name is shown" "$(ctr-list -t acme contractor)" 'New One'
is "his stay began" "$(q "SELECT count(*) FROM engagement WHERE contractor = 7")" 1
is "registered" "$(closed 101)" 'registered||'
status_is "what has no UPN is linked" 65 review register 102
status_is "register cures nothing else" 65 review register 104
status_is "link" 0 review link 102 C3@x.test
is "linked" "$(q "SELECT contractor, main FROM account WHERE id = 2")" '3|1'
like "evidence" "$(q "SELECT detail FROM evidence WHERE action = 'account.link' ORDER BY seq DESC LIMIT 1")" '"login":"adm-c3"'
status_is "link to nobody" 65 review link 103 nobody@x.test
status_is "link an ambiguous one" 0 review link 103 c4@x.test
is "linked so" "$(closed 103)" 'linked||'
status_is "link needs a UPN" 64 review link 104

# a row with the upn of one and another's number
sed 's/^c5@x.test,W5/c5@x.test,W9/' roster.csv >other.csv
ingest other.csv >/dev/null
f=$(finding ambiguous_match)
is "is ambiguous" "$(q "SELECT subject FROM finding WHERE id = $f")" contractor/5
status_is "it is his" 0 review link "$f" c5@x.test
is "so he has the number" "$(q "SELECT worker_id FROM contractor WHERE id = 5")" W9
ingest other.csv >/dev/null
is "and the row is no riddle any more" "$(finding ambiguous_match)" ''

# ------------------------------------------------------------------ rehire
ctr-edit -q -t acme -T "$T" --new w.new@x.test contract_start=2026-12-01
ctr-edit -q -t acme -T "$T" w.new@x.test status=withdrawn --why "no show"
status_is "rehire by UPN" 0 review rehire w.new@x.test
is "a candidate again, with a new engagement" "$(q "SELECT status, engagement, contract_start IS NULL
    FROM contractor WHERE upn = 'w.new@x.test'")" 'candidate|2|1'
is "the operator's dates are gone" "$(q "SELECT count(*) FROM override o JOIN contractor c ON c.id = o.contractor
    WHERE c.upn = 'w.new@x.test'")" 0
status_is "once" 77 review rehire w.new@x.test
status_is "an active one" 77 review rehire c6@x.test
ctr-edit -q -t acme -T "$T" --new r.two@x.test contract_start=2026-12-01
ctr-edit -q -t acme -T "$T" r.two@x.test status=withdrawn --why "no show"
echo "r.two@x.test,W77,R Two,m.jones@x.test,2026-12-15,2027-03-01" | cat roster.csv - >more.csv
ingest more.csv >/dev/null
f=$(finding rehire)
like "a row of one who was withdrawn is a finding" "$f" '^[0-9]+$'
status_is "rehire" 0 review rehire "$f"
ingest more.csv >/dev/null
is "the row is his now" "$(q "SELECT feed, worker_id, contract_end FROM contractor
    WHERE upn = 'r.two@x.test'")" 'roster|W77|2027-03-01'

status_is "the chain holds" 0 ctr-evidence -t acme verify
finish
