# shellcheck shell=sh
# Sourced after lib.sh and npm.sh: Prism between a connector and a service of
# ours, with the vendor's own description: what the vendor's schema refuses
# does not come through, and fails the test.
#
#	vendor_cut SPEC [PREFIX] < LIST	to $S/cut.json; see vendor.py
#	vendor_start PORT [VIA]		for the service there; via is its own port
#	vendor_objects			what it has refused, a line each
vendor_cut() {
	cat >"$S/cut.list"
	python3 -B "$top/tests/peer/vendor.py" cut "$1" "$S/cut.list" \
	    "$S/cut.json" "${2:-}" || not_ok "the vendor's description"
}
vendor_start() {
	via=${2:-$(free_port)}
	peer_npm "$NPM/@stoplight/prism-cli/dist/index.js" proxy --errors \
	    -h 127.0.0.1 -p "$via" "$S/cut.json" "http://127.0.0.1:$1"
	wait_port "$via" 60 || {
		not_ok "Prism listens" "$(tail -20 "$S/npm.log")"
		finish
	}
}
vendor_objects() {
	sed 's/\x1b\[[0-9;]*m//g' "$S/npm.log" |
	    grep -iE 'violation|did not pass|NO_PATH|NO_METHOD|UNPROCESSABLE'
}
