#!/bin/sh
# ctr-policy: settings with their ranges, evidence, and the manual's table.
. "${0%/*}/../lib.sh"

T=2026-11-20T06:00:00Z
db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
CTR_NOW=$T
export CTR_NOW
policy() { ctr-policy -t acme "$@"; }

ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1

status_is "list is what it does" 0 policy -o tsv
is "columns" "$(printf '%s\n' "$out" | head -1)" "$(printf 'name\tvalue\tdefault\tset_at\tset_by')"
is "the same as list" "$out" "$(policy -o tsv list)"
like "a setting for each kind of mail" "$out" '^mail\.t-30	on	on'
status_is "get" 0 policy get quiet_days
is "the default" "$out" 14
status_is "get none" 64 policy get colour
status_is "set" 0 policy set quiet_days 10
is "report" "$out" "ctr-policy changed=1"
is "it is so" "$(policy get quiet_days)" 10
like "evidence" "$(q "SELECT action || ' ' || actor || ' ' || detail FROM evidence ORDER BY seq DESC LIMIT 1")" \
    'policy.set operator/.* .*"quiet_days":\["14","10"\]'
status_is "the same again" 0 policy set quiet_days 10
is "is no change" "$out" "ctr-policy changed=0"
status_is "-q" 0 policy -q set quiet_days 12
is "is quiet" "$out$err" ""
status_is "reset" 0 policy reset quiet_days
is "the default again" "$(policy get quiet_days) $(q "SELECT count(*) FROM policy")" "14 0"
status_is "from stdin" 0 sh -c 'echo "hr@x.test k@x.test" | ctr-policy -t acme set approvers -'
is "a list" "$(policy get approvers)" "hr@x.test k@x.test"
status_is "no value on stdin" 65 sh -c 'ctr-policy -t acme set approvers - </dev/null'
status_is "set none" 64 policy set colour red
status_is "no form" 64 policy set quiet_days
status_is "no verb" 64 policy frob

# -------------------------------------------- what is out of range, one a type
refused() {
	status_is "$1 = $2 is refused" 65 policy set "$1" "$2"
	like "$1: with its range" "$err" "$3"
}
refused heartbeat_day 32 '1 to 31'
refused heartbeat_day 1x '1 to 31'
refused digest yes 'on or off'
refused monthly_cap never 'anchors'
refused zone Mars/Olympus 'zoneinfo|zone'
refused zone right/UTC 'zoneinfo|zone'
refused zone zone.tab 'zoneinfo|zone'
refused send_days xyz 'mon'
refused holidays 2026-02-30 'YYYY-MM-DD'
refused offsets '7 30' 'fall'
refused fallback_reviewer nobody 'address|UPN'
refused steps explode 'disable'
is "nothing of it was set" "$(q "SELECT count(*) FROM policy")" 1

# ----------------------------------- a zone that went away with its package
policy -q set zone Europe/Berlin
q "UPDATE policy SET value = 'US/Gone' WHERE name = 'zone'"
status_is "a zone that is not here stops whoever counts days" 78 ctr-cadence -t acme -n
like "says how to go on" "$err" 'zone US/Gone: .*ctr-policy -t acme set zone'
is "it can be seen" "$(policy get zone)" US/Gone
status_is "and set" 0 policy -q reset zone
status_is "all is well" 0 ctr-cadence -t acme -n

# What the cadence reads makes it look again; what it does not, does not.
ctr-edit -q -t acme --new a@x.test
q "UPDATE contractor SET next_check_on = '2027-01-01'"
policy -q set raw_days 100
is "raw_days: nobody is looked at" "$(q "SELECT next_check_on FROM contractor")" 2027-01-01
policy -q set offsets '60 7 0'
is "offsets: everybody is" "$(q "SELECT next_check_on FROM contractor")" 0001-01-01

# --------------------------------------------------------------- the manual
# Every setting in ctr-policy(8) with its sentence, range and default, and no
# other.
tr '\n' ' ' <"$top/man/ctr-policy.8" >flat
policy -o tsv describe | sed 1d >settings
is "there are settings" "$(awk 'END { print (NR > 50) }' settings)" 1
missing=
while IFS="$(printf '\t')" read -r name range otherwise words; do
	[ -n "$words" ] || { words=$otherwise otherwise=none; }
	grep -qiF ".It Cm $name $words $range; default: $otherwise." flat ||
	    missing="$missing $name"
done <settings
is "the manual has each of them as it is" "$missing" ""
is "and no other" "$(sed -n '/^\.Ss Settings/,/^\.El/s/^\.It Cm //p' "$top/man/ctr-policy.8" | sort)" \
    "$(cut -f 1 settings | sort)"
status_is "describe one" 0 policy -o tsv describe zone
like "that" "$out" '^zone	a zone: a file under'
status_is "describe none" 64 policy describe colour
status_is "the chain holds" 0 ctr-evidence -t acme verify
finish
