#!/bin/sh
# ok never fails: A && ok || not_ok is an if; a $ in single quotes is the child's.
# shellcheck disable=SC2015,SC2016,SC2010
# ctr-list: every noun, filters, sorting, limits, formats; and the round trip.
. "${0%/*}/../lib.sh"

T=2026-11-20T06:00:00Z
db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
list() { ctr-list -t acme "$@"; }

ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
cat >roster.csv <<'R'
upn,worker_id,display_name,email,vendor,department,project,manager,contract_start,contract_end,badge
b@x.test,W1,=cmd|' /C calc'!A0,b@mail.test,"Acme, Inc.",Dev,P1,m.jones@x.test,2026-01-01,2026-12-20,17
a@x.test,W2,"He said ""hi""",a@mail.test,,Dev,,m.jones@x.test,,2027-01-31,
c@x.test,W10,Zoë	Tab,c@mail.test,Acme,Ops,P3,k.lee@x.test,2026-05-01,,9
R
ctr-ingest -q -t acme -T "$T" roster.csv || exit 1
CTR_NOW=$T ctr-policy -q -t acme set quiet_days 10
ctr-edit -q -t acme -T "$T" a@x.test vendor=Other
q "INSERT INTO account (contractor, connector, remote_id, login, state, main, changed_at, login_at, login_known) VALUES
    (1, 'ad', '01', 'b', 'disabled', 1, 1795000000, NULL, 0), (1, 'okta', '02', 'b@x.test', 'enabled', 1, 1795000000, 1795000000, 1),
    (NULL, 'ad', '03', 'stray', 'enabled', 0, 1795000000, NULL, 0);
   INSERT INTO person (remote_id, upn_key, display_name, email, manager, enabled, changed_at)
    VALUES ('aa', 'm.jones@x.test', 'M Jones', 'm@x.test', 2, 1, 1), ('bb', 'k.lee@x.test', 'K Lee', 'k@x.test', NULL, 1, 1);
   INSERT INTO finding (kind, subject, opened_at, seen_at) VALUES ('past_end', 'contractor/1', 1795000000, 1795200000);
   INSERT INTO question (contractor, engagement, kind, period, wording, nonce, state, opened_at, expires_at, next_on)
    VALUES (1, 1, 'monthly', '2026-11', 'heartbeat', zeroblob(16), 'open', 1795000000, 1799000000, '2026-11-27');
   INSERT INTO ask (question, level, reviewer_key) VALUES (1, 0, 'm.jones@x.test')"

# ------------------------------------------------------------ every noun
for noun in contractor account person roster finding question outbox decision \
    job step policy template evidence run; do
	status_is "$noun" 0 list -o json "$noun"
	# The columns of the manual are those that there are.
	man=$(sed -n "/^\.It Cm $noun\$/,/^\.It\|^\.El/p" "$top/man/ctr-list.8" |
	    sed -n '/^Columns/,/^\./p' | sed '/^\./d' | tr '\n' ' ' |
	    sed -e 's/^Columns: //' -e 's/\. *$//' -e 's/, */\t/g')
	is "$noun: the manual has its columns" "$(list -o tsv "$noun" | head -1)" "$man"
done
status_is "tenant" 0 ctr-list -o json tenant
is "tenant: this one" "$(printf '%s\n' "$out" | jq -r '[.name, .contractors, .open] | @tsv')" "acme	3	1"
status_is "no noun is contractor" 0 list -o json
is "three" "$(printf '%s\n' "$out" | wc -l)" 3
is "-o json has its version" "$(printf '%s\n' "$out" | jq -r .v | sort -u)" 1
status_is "no such noun" 65 list colours

# ------------------------------------------------- what disagrees
status_is "a mismatch" 0 list -o json mismatch
is "says what" "$(printf '%s\n' "$out" | jq -r '.upn + " " + .cause')" "b@x.test disabled and enabled
stray not registered"
is "mismatch: a column for each connector" "$(list -o tsv mismatch)" \
    "$(printf 'upn\tcause\tad\tokta\tsince\nb@x.test\tdisabled and enabled\tdisabled\tenabled\t2026-11-18\nstray\tnot registered\tenabled\t\t2026-11-18')"
# change SQL: something is otherwise, and what is shown then of b@x.test; back.
change() {
	cp "$CTR_VAR/acme/registry.db" before.db
	q "$1"
	list -o json mismatch upn=b@x.test | jq -r '[.cause, .ad, .okta, .scim, .since] | map(. // "-") | join("/")'
	cp before.db "$CTR_VAR/acme/registry.db"
}
is "both disabled: nothing to tell" \
    "$(change "UPDATE account SET state = 'disabled' WHERE id = 2")" ""
is "both enabled: nothing to tell" \
    "$(change "UPDATE account SET state = 'enabled' WHERE id = 1")" ""
is "gone is not disabled" \
    "$(change "UPDATE account SET state = 'gone' WHERE id = 1")" ""
is "expired here, enabled there" \
    "$(change "UPDATE account SET state = 'expired' WHERE id = 1")" \
    "expired and enabled/expired/enabled/-/2026-11-18"
is "expired alone is as it should be" \
    "$(change "UPDATE account SET state = 'expired' WHERE id = 1;
    UPDATE account SET state = 'gone' WHERE id = 2")" ""
is "unless it is long so and the switch is still on" \
    "$(change "UPDATE account SET state = 'expired' WHERE id = 1;
    UPDATE account SET state = 'gone' WHERE id = 2;
    INSERT INTO finding (kind, subject, opened_at, seen_at)
    VALUES ('expired_enabled', 'contractor/1', 1795000000, 1795000000)")" \
    "expired and enabled/expired/gone/-/2026-11-18"
is "suspended here, enabled there" \
    "$(change "UPDATE account SET state = 'enabled' WHERE id = 1;
    UPDATE contractor SET status = 'suspended' WHERE id = 1")" \
    "suspended and enabled/enabled/enabled/-/2026-11-18"
is "who became an employee is not ours" \
    "$(change "UPDATE contractor SET status = 'transferred' WHERE id = 1")" ""
is "what was converted is not his" \
    "$(change "UPDATE account SET converted = 1 WHERE id = 2")" ""
is "a third system, and two accounts in one" \
    "$(change "INSERT INTO account (contractor, connector, remote_id, login,
    state, main, changed_at) VALUES (1, 'scim', '04', 'b', 'gone', 1,
    1795000000), (1, 'okta', '05', 'adm-b', 'disabled', 0, 1795000000)")" \
    "disabled and enabled/disabled/disabled enabled/gone/2026-11-18"
# A login moves the row, not the disagreement.
is "since: the state, not the row" \
    "$(change "INSERT INTO evidence (seq, at, actor, action, subject, detail,
    salt, detail_hash, hash) SELECT seq + 1, 1794700000, actor, 'account.add',
    'account/2', '{}', randomblob(16), detail_hash, hash FROM evidence
    ORDER BY seq DESC LIMIT 1;
    UPDATE account SET changed_at = 1795900000 WHERE id = 2;
    UPDATE account SET changed_at = 1794800000 WHERE id = 1")" \
    "disabled and enabled/disabled/enabled/-/2026-11-16"
is "mismatch: filtered by a system" \
    "$(list -o tsv --columns upn mismatch okta=enabled | sed 1d)" b@x.test
status_is "mismatch: no such system" 65 list mismatch entra=enabled

is "template: what it uses" "$(list -o json template name=mail/left | jq -r '.from, (.fields | contains("offboard_url"))')" "shipped
true"
is "person: open questions" "$(list -o json person upn=m.jones@x.test | jq -r '.reviews, .manager')" "1
k.lee@x.test"
is "policy: what was set" "$(list -o json policy name=quiet_days | jq -r '.value, .default')" "10
14"
is "from: whose word" "$(list -o json contractor upn=a@x.test | jq -r .from)" vendor:operator

# -------------------------------------------------- filters, sort, limit
upns() { list -o tsv --columns upn "$@" | sed 1d | paste -sd, -; }
is "=" "$(upns upn=A@X.test)" a@x.test
is "= of nothing finds the unknown" "$(upns contract_end=)" c@x.test
is "<" "$(upns 'contract_end<2027-01-31')" b@x.test
is ">" "$(upns 'contract_end>2026-12-20')" a@x.test
is "two filters" "$(upns department=dev vendor=other)" a@x.test
is "numbers as numbers" "$(upns 'id>2')" c@x.test
is "nobody" "$(upns upn=x)" ""
is "an instant by its beginning" "$(list -o json evidence at=2026-11-01 | wc -l)" 1
is "sort" "$(upns --sort upn)" a@x.test,b@x.test,c@x.test
is "sort by a day, unknown first" "$(upns --sort contract_end)" c@x.test,b@x.test,a@x.test
is "limit" "$(upns --limit 2)" b@x.test,a@x.test
is "limit after sort" "$(upns --sort upn --limit 1)" a@x.test
is "columns in their order" "$(list -o tsv --columns vendor,upn upn=b@x.test)" "$(printf 'vendor\tupn\nAcme, Inc.\tb@x.test')"
status_is "no such column" 65 list colour=red
status_is "no such column to show" 65 list --columns colour
status_is "no such column to sort by" 65 list --sort colour
status_is "no filter" 64 list contractor upn
status_is "no limit" 64 list --limit 0
status_is "no format" 64 list -o xml

# ---------------------------------------------------------------- formats
is "tsv escapes" "$(list -o tsv --columns display_name upn=c@x.test | tail -1)" 'Zoë Tab'
is "csv: a formula is guarded" "$(list -o csv --columns display_name upn=b@x.test | tail -1 | tr -d '\r')" "\"'=cmd|' /C calc'!A0\""
is "csv: not with --raw" "$(list -o csv --raw --columns display_name upn=b@x.test | tail -1 | tr -d '\r')" "\"=cmd|' /C calc'!A0\""
is "csv: quotes" "$(list -o csv --columns display_name upn=a@x.test | tail -1 | tr -d '\r')" '"He said ""hi"""'
status_is "table" 0 list -o table
like "has headings" "$out" '^upn +display_name'
unlike "and few columns" "$out" project
status_is "a full stdout" 74 sh -c 'ctr-list -t acme -o tsv >/dev/full'
q "INSERT INTO person (remote_id, upn_key, display_name, enabled, changed_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)
    SELECT 'x' || i, 'p' || i || '@x.test', 'P', 1, 1 FROM n"
status_is "a table of more than 10,000" 65 list -o table person
like "says what to do" "$err" 'tsv|limit'
is "tsv has them all" "$(list -o tsv person | wc -l)" 10004
is "a limit helps" "$(list -o table person --limit 3 | wc -l)" 4

# ------------------------------------------------------------- round trip
list contractor -o csv --raw >back.csv
before=$(q "SELECT count(*) FROM evidence WHERE subject LIKE 'contractor/%'")
ctr-ingest -t acme -T "$T" back.csv >report
is "what was listed comes back as no change" "$(cat report)" \
    "ctr-ingest added=0 changed=0 unchanged=3 missing=0 returned=0 rejected=0 held=0"
is "and no evidence of one" "$(q "SELECT count(*) FROM evidence WHERE subject LIKE 'contractor/%'")" "$before"
is "the operator's word is still his" "$(list -o json contractor upn=a@x.test | jq -r .from)" vendor:operator
finish
