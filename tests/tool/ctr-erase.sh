#!/bin/sh
# ok never fails: A && ok || not_ok is an if; a $ in single quotes is the child's.
# shellcheck disable=SC2015,SC2016,SC2010
# ctr-erase: two people, nothing that is still needed, and nothing left.
. "${0%/*}/../lib.sh"

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
T=2026-11-20T06:00:00Z
LATER=2027-12-26T06:00:00Z	# 401 days after

# as LOGIN COMMAND...: the operator is who is behind sudo.
as() {
	login=$1
	shift
	if [ "$(id -u)" -eq 0 ]; then
		SUDO_USER=$login "$@"
	else
		unshare -r env SUDO_USER="$login" "$@"
	fi
}
as alice true 2>/dev/null || skip_all "neither root nor unshare -r"
erase() { ctr-erase -t acme -T "$LATER" "$@"; }

ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
cat >roster.csv <<'R'
upn,worker_id,display_name,email,vendor,manager,contract_start,contract_end,badge
gone@x.test,SECRET-W1,Zebulon Secret,zsecret@mail.test,SecretVendor,m.jones@x.test,2026-12-01,2027-12-20,SecretBadge
stays@x.test,W2,Stays Here,stays@mail.test,Acme,m.jones@x.test,2026-12-01,2027-12-20,B2
away@x.test,W3,Away,away@mail.test,Acme,m.jones@x.test,2026-12-01,2027-12-20,B3
R
ctr-ingest -q -t acme -T "$T" roster.csv
ctr-edit -q -t acme -T "$T" gone@x.test "project=SecretProject"
ctr-edit -q -t acme -T "$T" gone@x.test status=withdrawn --why "SecretReason"
ctr-edit -q -t acme -T "$T" away@x.test status=withdrawn --why "no show"
q "INSERT INTO account (id, contractor, connector, remote_id, login, display_name, email, state, main, changed_at)
	VALUES (1, 1, 'ad', 'abcd', 'zsecret', 'Zebulon Secret', 'zsecret@mail.test', 'disabled', 1, 1);
    INSERT INTO upn_former VALUES ('secret.old@x.test', 1, 1), ('former@x.test', 1, 1);
    INSERT INTO person (remote_id, upn_key, display_name, email, enabled, changed_at)
	VALUES ('abcd', 'gone@x.test', 'Zebulon Secret', 'zsecret@mail.test', 0, 1),
	    ('ffff', 'm.jones@x.test', 'M Jones', 'm@x.test', 1, 1);
    INSERT INTO finding (kind, subject, print, detail, opened_at, seen_at, closed_at, outcome, closed_by)
	VALUES ('missing_account', 'account/1', 'zsecret', '{\"login\":\"zsecret\"}', 1, 1, 2, 'gone', 'x');
    INSERT INTO question (id, contractor, engagement, kind, period, wording, nonce, state, opened_at, expires_at, next_on)
	VALUES (1, 1, 1, 'monthly', '2026-11', 'heartbeat', zeroblob(16), 'cancelled', 1, 1, '9999-12-31'),
	    (2, 2, 1, 'monthly', '2026-11', 'heartbeat', zeroblob(16), 'lapsed', 1, 1, '9999-12-31');
    INSERT INTO outbox (id, channel, template, dedup, recipient, fields, message_id, again, state, queued_at, next_at, sent_at) VALUES
	(1, 'mail', 'heartbeat', 'ask/1', 'm@x.test', '{\"ask\":1,\"contractor_name\":\"Zebulon Secret\"}', 'a1', 1, 'sent', 1795000000, 1, 1795000000),
	(2, 'mail', 'digest', 'digest/m', 'm@x.test', '{\"rows\":[{\"ask\":2},{\"ask\":1,\"contractor_name\":\"Zebulon Secret\"}]}', 'a2', 1, 'sent', 1829000000, 1, 1829000000),
	(3, 'mail', 'heartbeat', 'ask/2', 'm@x.test', '{\"ask\":2,\"contractor_name\":\"Stays Here\"}', 'a3', 1, 'sent', 1829000000, 1, 1829000000),
	(4, 'mail', 'completed', 'done/1', 'm@x.test', '{\"contractor\":\"1\",\"contractor_name\":\"Zebulon Secret\"}', 'a4', 0, 'queued', 1829000000, 1, NULL);
    INSERT INTO ask (id, question, level, reviewer_key, outbox) VALUES (1, 1, 0, 'm.jones@x.test', 1), (2, 2, 0, 'm.jones@x.test', 3)"
grep -aqi secret "$db" && ok "his data is in the file" || not_ok "his data is in the file"
ctr-evidence -t acme export >before.jsonl

# ------------------------------------------------------------- who may not
status_is "nobody" 65 erase person nobody@x.test --why x
status_is "no reason" 64 erase person gone@x.test
status_is "who is still here" 77 erase person stays@x.test --why x
like "says why" "$err" 'stays@x.test: he is candidate'
status_is "too early" 77 ctr-erase -t acme -T 2027-12-24T06:00:00Z person gone@x.test --why x
like "says when" "$err" 'not before 2027-12-25'
ctr-edit -q -t acme -T "$T" --hold gone@x.test
status_is "on hold" 77 erase person gone@x.test --why x
ctr-edit -q -t acme -T "$T" --unhold gone@x.test
CTR_NOW=$T ctr-policy -q -t acme set legal_hold GONE@x.test
status_is "on legal hold" 77 erase person gone@x.test --why x
CTR_NOW=$T ctr-policy -q -t acme set legal_hold Former@x.test
status_is "by the UPN that he had when it was set" 77 erase person gone@x.test --why x
CTR_NOW=$T ctr-policy -q -t acme reset legal_hold
q "UPDATE account SET state = 'enabled'"
status_is "who still has access" 77 erase person gone@x.test --why x
q "UPDATE account SET state = 'disabled'"
status_is "a mail about him is not out yet" 75 erase person gone@x.test --why x
q "UPDATE outbox SET state = 'failed' WHERE id = 4"

# -------------------------------------------------------------- two people
status_is "-n" 0 erase -n person gone@x.test --why x
like "it would be asked for" "$out" '^request		gone@x.test'
status_is "the first asks" 0 as alice ctr-erase -t acme -T "$LATER" person gone@x.test --why "request of the person"
is "that is all" "$out" "$(printf 'table\trows\nctr-erase requested=1 rows=0 receipt=0')"
is "his name is there" "$(q "SELECT display_name FROM contractor WHERE id = 1")" "Zebulon Secret"
status_is "he cannot carry it out" 77 as alice ctr-erase -t acme -T "$LATER" person gone@x.test --why "again"
status_is "a request lapses" 0 as bob ctr-erase -n -t acme -T 2028-02-01T06:00:00Z person gone@x.test --why "x"
like "it would be asked for anew" "$out" '^request'
status_is "another does" 0 as bob ctr-erase -t acme -T "$LATER" person gone@x.test --why "request of the person"
like "counts" "$out" '^contractor	1$'
like "receipt" "$out" '^ctr-erase requested=0 rows=[0-9]+ receipt=[0-9]+$'
receipt=$(printf '%s\n' "$out" | sed -n 's/.*receipt=//p')
is "the receipt is the record" "$(q "SELECT action, actor, subject,
    json_extract(detail, '\$.requested_by'), json_extract(detail, '\$.rows.account')
    FROM evidence WHERE seq = $receipt")" 'erased|operator/bob|contractor/1|operator/alice|1'
if grep -aqi secret "$db"; then
	not_ok "nothing of him is in the file" "$(grep -aoi -e '.\{30\}secret.\{20\}' "$db")"
else
	ok "nothing of him is in the file"
fi
is "nor is his UPN in any record but the hold's" "$(q "SELECT group_concat(DISTINCT action) FROM evidence
    WHERE detail LIKE '%gone@x.test%'")" policy.set
is "the others are there" "$(q "SELECT count(*) FROM contractor WHERE upn IS NOT NULL")" 2
is "another's mail is there" "$(q "SELECT json_extract(fields, '\$.contractor_name') FROM outbox WHERE id = 3")" "Stays Here"
is "his manager is there" "$(q "SELECT count(*) FROM person")" 1
status_is "verify stays green" 0 ctr-evidence -t acme verify
like "and counts what was erased" "$out" 'erased=[1-9]'
ctr-evidence -t acme export >after.jsonl
status_is "an export too" 0 ctr-evidence verify after.jsonl
is "the hashes are the same" "$(sed -n 's/.*"hash":"\([0-9a-f]*\)"}$/\1/p' after.jsonl | head -5)" \
    "$(sed -n 's/.*"hash":"\([0-9a-f]*\)"}$/\1/p' before.jsonl | head -5)"
status_is "twice: there is nobody" 65 as carol ctr-erase -t acme -T "$LATER" person gone@x.test --why x
ctr-ingest -q -t acme -T "$LATER" roster.csv
like "on a roster again he is somebody new" "$(q "SELECT id FROM contractor WHERE upn = 'gone@x.test'")" '^[4-9]'

# ------------------------------------------------------------ without a UPN
q "INSERT INTO contractor (id, display_name, worker_id, origin, status, created_at, changed_at)
	VALUES (90, 'Nomen Nescio', 'NN-90', 'operator', 'withdrawn', 1, 1);
    INSERT INTO engagement (contractor, nth, began_at, ended_at, how) VALUES (90, 1, 1, 2, 'withdrawn')"
status_is "who was refused before he had one is told by his number" 0 \
    as alice ctr-erase -t acme -T "$LATER" person contractor/90 --why x
status_is "and erased" 0 as bob ctr-erase -t acme -T "$LATER" person contractor/90 --why x
is "he is" "$(q "SELECT count(*) FROM contractor WHERE id = 90 AND display_name IS NULL
    AND worker_id IS NULL")" 1
status_is "twice: there is nobody" 65 as bob ctr-erase -t acme -T "$LATER" person contractor/90 --why x
status_is "who is here is here by his number, too" 77 erase person contractor/2 --why x
status_is "no number" 65 erase person contractor/x --why x

# --------------------------------------------------------------------- old
q "INSERT INTO outbox (id, channel, template, dedup, recipient, fields, message_id, again, state, queued_at, next_at)
    VALUES (9, 'mail', 'x', 'x/9', 'm@x.test', '{\"a\":1}', 'a9', 0, 'queued', 1, 1)" || exit 1
q "UPDATE outbox SET fields = '{\"b\":1}', sent_at = 1795000000 WHERE id = 1"
status_is "-n old" 0 ctr-erase -n -t acme -T 2028-01-01T00:00:00Z old
like "one mail is old" "$out" 'mails=1'
status_is "old" 0 ctr-erase -t acme -T 2028-01-01T00:00:00Z old
like "one" "$out" '^ctr-erase requested=0 rows=1 receipt=0$'
is "what is queued stays" "$(q "SELECT fields FROM outbox WHERE id = 9")" '{"a":1}'
is "what is younger too" "$(q "SELECT fields <> '{}' FROM outbox WHERE id = 3")" 1
status_is "again: nothing" 0 ctr-erase -t acme -T 2028-01-01T00:00:00Z old
like "none" "$out" 'rows=0'
like "no drop directory, no file" "$out" '^files	0$'

# What drop runs put aside: by the file system's clock.
printf '[drop]\ndirectory = %s/in\n' "$S" >"$CTR_ETC/acme.conf"
status_is "a drop directory that is not there" 78 ctr-erase -t acme -T 2028-01-01T00:00:00Z old
mkdir -p in/errors in/held in/acme/errors in/acme/held in/other elsewhere/held
for f in errors/a.csv errors/a.csv.txt held/b.csv acme/errors/c.csv acme/held/d.csv; do
	echo old >"in/$f"
done
echo old >in/acme/held/young.csv
touch -d 2027-12-15 in/acme/held/young.csv
echo new >in/e.csv
echo new >in/acme/f.csv
echo mine >elsewhere/held/g.csv
ln -s "$S/elsewhere/held" in/other/held
ln -s "$S/elsewhere/held/g.csv" in/held/link.csv
status_is "-n" 0 ctr-erase -n -t acme -T 2028-01-01T00:00:00Z old
like "counts them" "$out" 'mails=0 files=5'
is "and removes none" "$(find in -type f | wc -l)" 8
status_is "old" 0 ctr-erase -t acme -T 2028-01-01T00:00:00Z old
like "five files" "$out" '^files	5$'
like "in the report" "$out" '^ctr-erase requested=0 rows=5 receipt=0$'
is "what was put aside long ago is gone, what waits or is young is not" \
    "$(find in elsewhere -type f | sort | tr '\n' ' ')" \
    'elsewhere/held/g.csv in/acme/f.csv in/acme/held/young.csv in/e.csv '
is "with evidence" "$(q "SELECT subject || ' ' || json_extract(detail, '\$.files')
    FROM evidence WHERE action = 'erased.old' ORDER BY seq DESC LIMIT 1")" 'drop 5'
status_is "again: nothing" 0 ctr-erase -t acme -T 2028-01-01T00:00:00Z old
like "none" "$out" 'rows=0'
status_is "quiet" 0 ctr-erase -q -t acme -T 2028-01-01T00:00:00Z old
is "is quiet" "$out$err" ''
status_is "the chain holds" 0 ctr-evidence -t acme verify
finish
