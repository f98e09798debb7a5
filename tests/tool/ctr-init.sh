#!/bin/sh
# ok never fails: A && ok || not_ok is an if; a $ in single quotes is the child's.
# shellcheck disable=SC2015,SC2016,SC2010
# ctr-init: a tenant, whole or not there; keys and their modes; upgrades.
. "${0%/*}/../lib.sh"

mode() { stat -c %a "$1"; }

status_is "-n" 0 ctr-init -n -t acme
like "says what it would make" "$out" "^would make	$CTR_VAR/acme/registry.db"
[ ! -e "$CTR_VAR/acme" ] && ok "and makes nothing" || not_ok "and makes nothing"
status_is "a tenant" 0 ctr-init -t acme --zone Europe/Berlin --fallback-reviewer it@x.test </dev/null
like "says what was made" "$out" "registry.db"
is "the directory" "$(mode "$CTR_VAR/acme")" 2770
is "the registry" "$(mode "$CTR_VAR/acme/registry.db")" 660
is "nothing else is in it" "$(ls -A "$CTR_VAR/acme")" registry.db
for use in token evidence; do
	is "$use: the key is the owner's alone" "$(mode "$CTR_ETC/keys/acme.$use.1")" 400
	is "$use: its public half is everybody's" "$(mode "$CTR_ETC/keys/acme.$use.1.pub")" 644
done
is "the zone" "$(ctr-policy -t acme get zone)" Europe/Berlin
is "the fallback reviewer" "$(ctr-policy -t acme get fallback_reviewer)" it@x.test
status_is "its evidence verifies" 0 ctr-evidence -t acme verify
sum=$(cat "$CTR_VAR/acme/registry.db" "$CTR_ETC"/keys/* | sha256sum)
status_is "again" 0 ctr-init -t acme --zone Asia/Tokyo
is "is no change" "$(cat "$CTR_VAR/acme/registry.db" "$CTR_ETC"/keys/* | sha256sum)" "$sum"

# ------------------------------------------------------------------ refused
status_is "no zone" 65 ctr-init -t two --zone Mars/Olympus
[ ! -e "$CTR_VAR/two/registry.db" ] && ok "makes no registry" || not_ok "makes no registry"
status_is "no address" 65 ctr-init -t two --fallback-reviewer nobody
status_is "no name" 64 ctr-init -t ../two
status_is "no name either" 64 ctr-init -t Acme
status_is "an operand" 64 ctr-init -t two three
status_is "two verbs" 64 ctr-init --upgrade --rotate token
: >"$CTR_VAR/file"
status_is "a file in its place" 73 ctr-init -t file
ln -s "$S/elsewhere" "$CTR_VAR/link"
status_is "a link in its place" 73 ctr-init -t link
[ ! -e "$S/elsewhere" ] && ok "is not followed" || not_ok "is not followed"
mkdir -p "$CTR_VAR/junk"
echo junk >"$CTR_VAR/junk/registry.db"
status_is "no registry of ours" 78 ctr-list -t junk
status_is "no such tenant" 78 ctr-list -t nobody
like "says what makes it" "$err" 'ctr-init -t nobody'

# --------------------------------------------------------------- the clock
status_is "a real tenant takes no -T with effects" 64 ctr-edit -t acme -T 2026-11-20T06:00:00Z --new a@x.test
status_is "nor does the making of one" 64 ctr-init -t real -T 2026-11-01T00:00:00Z
is "and nothing was made" "$(ls "$CTR_VAR/real" 2>&1 | grep -c registry)" 0
status_is "a zone is for a new tenant" 64 ctr-init -t acme --upgrade --zone UTC
status_is "a test tenant does" 0 ctr-init -t try --test -T 2026-11-01T00:00:00Z
status_is "so" 0 ctr-edit -t try -T 2026-11-20T06:00:00Z --new a@x.test
like "and its evidence is marked" "$(ctr-evidence -t try export)" 'test.*true'
status_is "a clock before the newest record" 75 ctr-edit -t try -T 2026-11-19T06:00:00Z --new b@x.test
sqlite3 "$CTR_VAR/acme/registry.db" "DROP TRIGGER evidence_keep;
    UPDATE evidence SET at = at - 500 * 86400" 2>/dev/null
status_is "a clock 400 days after it" 75 ctr-edit -t acme --new a@x.test
status_is "--clock-ok" 0 ctr-edit -t acme --clock-ok --new a@x.test

# ------------------------------------------------------------------ rotate
status_is "a new token key" 0 ctr-init -t try --rotate token
like "its name" "$out" 'try\.token\.2'
is "the old public half stays" "$(ls "$CTR_ETC/keys" | grep -c 'try.token.*pub')" 2
is "evidence" "$(sqlite3 "$CTR_VAR/try/registry.db" "SELECT action FROM evidence ORDER BY seq DESC LIMIT 1")" key.rotate
status_is "no such use" 64 ctr-init -t try --rotate colour
status_is "a real tenant's at no other time" 64 ctr-init -t acme --rotate token -T 2026-12-01T00:00:00Z
[ ! -e "$CTR_ETC/keys/acme.token.2" ] && ok "and no key" || not_ok "and no key"
ctr-evidence -t try checkpoint >/dev/null
status_is "a new evidence key" 0 ctr-init -t try --rotate evidence
ctr-evidence -t try checkpoint >/dev/null
status_is "checkpoints of both verify" 0 ctr-evidence -t try verify
like "both" "$out" 'checkpoints=2'

# ----------------------------------------------------------------- upgrade
status_is "nothing to upgrade" 0 ctr-init -t try --upgrade
status_is "nor planned" 0 ctr-init -t try -n --upgrade
is "no step" "$out" ''
status_is "a key is planned" 0 ctr-init -t try -n --rotate token
is "not made" "$out" "$(printf 'would make\ttoken key')"
newer=$(($(sqlite3 "$CTR_VAR/try/registry.db" 'PRAGMA user_version') + 1))
sqlite3 "$CTR_VAR/try/registry.db" "PRAGMA user_version = $newer"
status_is "a newer registry is not touched" 78 ctr-list -t try
like "says so" "$err" 'newer ctr'
sqlite3 "$CTR_VAR/try/registry.db" "PRAGMA user_version = 0"
status_is "an older one is to be upgraded" 75 ctr-list -t try
like "says how" "$err" 'ctr-init -t try --upgrade'

# Each schema that was released is brought up by whole steps, each in the chain.
ctr-init -q -t old
old=$CTR_VAR/old/registry.db
app=$(sqlite3 "$old" 'PRAGMA application_id')
newest=$(sqlite3 "$old" 'PRAGMA user_version')
set -- "$top"/lib/store/schema/*.sql
is "as many steps as files" "$newest" $#
rm "$old"
version=0
while [ "$version" -lt $((newest - 1)) ]; do
	sqlite3 -bail "$old" ".read $1"
	shift
	version=$((version + 1))
	cp "$old" "$S/before"
	sqlite3 -bail "$old" "PRAGMA application_id = $app;
	    PRAGMA user_version = $version;
	    INSERT INTO tenant (name, test, made_at) VALUES ('old', 0, 1)"
	status_is "schema $version" 0 ctr-init -q -t old --upgrade
	is "is brought up" "$(sqlite3 "$old" 'PRAGMA user_version')" "$newest"
	is "with a record of each step, by who did it" "$(sqlite3 "$old" "SELECT
	    group_concat(actor || ' ' || action || ' ' || subject || ' ' ||
	    (detail ->> '$.schema[0]') || (detail ->> '$.schema[1]') || ' ' ||
	    (detail ->> '$.step'), char(10)) FROM evidence")" \
	    "$(n=$version; for f; do
		n=$((n + 1))
		echo "operator/$(id -un) tenant.upgrade tenant $((n - 1))$n ${f##*/}"
	    done)"
	status_is "the chain holds" 0 ctr-evidence -q -t old verify
	cp "$S/before" "$old"
done
finish
