#!/bin/sh
# ctr-key: made, shown once, listed, revoked; nothing live is stored.
. "${0%/*}/../lib.sh"

CTR_TENANT=acme
CTR_NOW=2026-11-20T09:00:00Z
export CTR_TENANT CTR_NOW
DB=$CTR_VAR/acme/registry.db
q() { sqlite3 -cmd '.timeout 5000' "$DB" "$1"; }

ctr-init --test -T 2026-11-01T08:00:00Z >/dev/null || exit 1
status_is "none yet" 0 ctr-key
is "a header alone" "$out" "$(printf 'id\tname\trole\tstate\texpires_at\tused_at\trate\tscopes\tmade_at\trevoked_at')"

status_is "make" 0 ctr-key make "HR system" --role approver
like "the bearer, and nothing else" "$out" '^ctr_1_[A-Za-z0-9_-]{43}$'
bearer=$out
is "a master key was made" "$(cd "$CTR_ETC/keys" && ls acme.api.*)" acme.api.1
is "that only its owner reads" "$(stat -c %a "$CTR_ETC/keys/acme.api.1")" 400
is "the bearer is nowhere" "$(grep -rlaF "${bearer#ctr_1_}" "$CTR_VAR" "$CTR_ETC" || :)" ""
is "its hash is" "$(q "SELECT lower(hex(hash)) FROM api_key")" \
    "$(printf %s "$bearer" | sha256sum | cut -d' ' -f1)"
like "evidence" "$(ctr-evidence show key/1)" 'key.make .*by operator/'

status_is "a second" 0 ctr-key make --rate 5 --expires 2026-12-31 \
    --scope contractors:read dashboard
status_is "json" 0 ctr-key list -o json
is "a year, or the day that was told, in the tenant's zone" \
    "$(printf '%s\n' "$out" | jq -r '.expires_at')" \
    "$(printf '2027-11-21T00:00:00Z\n2027-01-01T00:00:00Z')"
is "roles" "$(printf '%s\n' "$out" | jq -r '.role' | xargs)" "approver viewer"
is "all scopes of a role, or what was told" \
    "$(printf '%s\n' "$out" | jq -r '.scopes | split(" ") | length' | xargs)" "7 1"
is "rate" "$(printf '%s\n' "$out" | jq -r .rate | xargs)" "120 5"

status_is "the name is taken" 77 ctr-key make dashboard
status_is "no such role" 65 ctr-key make --role admin x
status_is "no such scope" 65 ctr-key make --scope all:write x
status_is "a scope beyond the role" 65 ctr-key make --scope evidence:read x
status_is "two in one word" 65 ctr-key make --scope 'contractors:read,sync:write' x
status_is "no such day" 65 ctr-key make --expires 2026-02-30 x
status_is "a day that is over" 65 ctr-key make --expires 2026-11-19 x
status_is "a day too far" 65 ctr-key make --expires 2036-11-19 x
status_is "a number is no name" 64 ctr-key make 7
status_is "no rate" 64 ctr-key make --rate -1 x
status_is "a name of two lines" 64 ctr-key make "$(printf 'a\nb')"
status_is "no such form" 64 ctr-key make
status_is "a reason is wanted" 64 ctr-key revoke dashboard
is "nothing of it is there" "$(q 'SELECT count(*) FROM api_key')" 2
if [ -e /dev/full ]; then
	status_is "a bearer that cannot be shown" 74 sh -c 'ctr-key make lost >/dev/full'
	is "is revoked" "$(q "SELECT revoked_at IS NOT NULL FROM api_key WHERE name = 'lost'")" 1
fi

status_is "revoke by name" 0 ctr-key revoke --why "gone" dashboard
status_is "not twice" 65 ctr-key revoke --why "gone" dashboard
status_is "the name is free" 0 ctr-key make --expires never dashboard
is "it is another" "$([ "$out" != "$bearer" ] && echo yes)" yes
status_is "revoke by number" 0 ctr-key revoke --why "gone" "$(q "SELECT max(id) FROM api_key")"
is "states" "$(ctr-key list | cut -f 2,4 | tail -n +2 | grep -v lost | tr '\t\n' '= ')" \
    'HR system=active dashboard=revoked dashboard=revoked '
CTR_NOW=2027-11-21T00:00:00Z
is "a key's end" "$(ctr-key list | cut -f 2,4 | grep HR)" "$(printf 'HR system\texpired')"
CTR_NOW=2026-11-20T09:00:00Z

status_is "rotate" 0 ctr-key rotate
is "the next master key" "$out" "$(printf 'key\tacme.api.2')"
status_is "bearers are made with it" 0 ctr-key make later
is "from now on" "$(q "SELECT master FROM api_key WHERE name = 'later'")" 2
is "an old one is what it was" "$(q 'SELECT master FROM api_key WHERE id = 1')" 1
chmod 0444 "$CTR_ETC/keys/acme.api.2"
status_is "a master key that others read is refused" 78 ctr-key make x
chmod 0400 "$CTR_ETC/keys/acme.api.2"

# Whoever writes: the schema.
for s in "UPDATE api_key SET role = 'approver' WHERE id = 2" \
    "UPDATE api_key SET hash = zeroblob(32) WHERE id = 1" \
    "UPDATE api_key SET revoked_at = NULL WHERE id = 2" \
    "DELETE FROM api_key WHERE id = 2"; do
	like "refused: $s" "$(q "$s" 2>&1)" 'revoked'
done
status_is "the chain holds" 0 ctr-evidence verify
status_is "no tenant" 78 ctr-key -t nobody list
is "and none is made" "$(ls "$CTR_VAR")" acme
finish
