#!/bin/sh
# ctr-status: each check good, to be looked at, wrong; for monitors too.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

# level CHECK [PART]
level() {
	ctr-status -o json | jq -r "select(.check == \"$1\" and
	    .part == \"${2:-}\") | .level"
}
status_is 'a look' 0 ctr-status
is 'a row a check' "$(printf '%s\n' "$out" | head -n 1)" \
    "$(printf 'check\tpart\tlevel\tsince')"
is 'it changes nothing' "$(before=$(sha256sum <"$db"); ctr-status >/dev/null
    [ "$(sha256sum <"$db")" = "$before" ] && echo same)" same
is 'no roster yet' "$(level roster)" warn
is 'a transport' "$(level mail-transport)" good
is 'nobody without a manager' "$(level fallback-reviewer)" warn
is 'no sync' "$(level sync text)" warn
is 'nothing waits' "$(level mail)" good
for s in "2026-11-19T05:00:00Z good" "2026-11-19T03:00:00Z warn" \
    "2026-11-17T00:00:00Z bad"; do
	q "INSERT OR REPLACE INTO sync (connector, ok_at)
	    VALUES ('text', $(at "${s% *}"))"
	is "listed ${s% *}: ${s#* }" "$(level sync text)" "${s#* }"
done
contractor 1 gone
q "INSERT INTO outbox (channel, template, dedup, recipient, fields, message_id,
    again, state, queued_at, next_at) VALUES ('mail', 'heartbeat', 'x', 'x@x.test',
    '{}', 'm', 1, 'queued', $(at 2026-11-20T03:00:00Z), 0)"
is 'a mail of three hours ago' "$(level mail)" bad
q "UPDATE outbox SET queued_at = $(at 2026-11-20T04:30:00Z)"
is 'of one and a half' "$(level mail)" warn
status_is 'for a monitor' 2 ctr-status --nagios
like 'what is wrong is named' "$out" \
    "^CTR CRITICAL - acme: .*sync text.* \|.* 'mail'=5400s"
asked 1
L=$(mail_link "$S/box" m.jones@ /offboard)
click "$L" answer=offboard leaves=yes when=now >/dev/null
is 'a departure is due' "$(level sla)" good
later 90000
is 'and late' "$(level sla)" bad
now 2026-11-20T06:00:00Z
status_is 'for Prometheus' 0 ctr-status --prometheus "$S/acme.prom"
like 'its level' "$(cat acme.prom)" \
    '^ctr_check\{tenant="acme",check="sync",part="text"\} 2$'
like 'its type' "$(cat acme.prom)" '^# TYPE ctr_check gauge$'
is 'each metric once with its help' "$(grep -c '^# HELP' acme.prom)" \
    "$(grep '^# HELP' acme.prom | sort -u | wc -l)"
status_is 'a directory that is not there' 73 ctr-status --prometheus "$S/no/acme.prom"
status_is 'no tenant' 78 ctr-status -t nosuch
status_is 'no tenant, for a monitor' 3 ctr-status -t nosuch --nagios
like 'is unknown' "$out" '^CTR UNKNOWN'
status_is 'one of both' 64 ctr-status --nagios --prometheus x
finish
