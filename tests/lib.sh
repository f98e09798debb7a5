# shellcheck shell=sh
# For the tests of whole programs: TAP on stdout, a private sandbox, servers
# that are ended.  A script begins with
#	. "${0%/*}/../lib.sh"
# and ends with
#	finish
# B is the build to test (default: build beside tests/).

T_N=0
T_BAD=0
T_PIDS=
T_DONE=

# top: where the sources are.
top=$(cd "${0%/*}/../.." && pwd) || exit 1
B=${B:-build}
case $B in
/*) ;;
*) B=$top/$B ;;
esac

# note LINE...: words for who reads the test's output.
note() {
	printf '%s\n' "$@" | sed 's/^/# /'
}

ok() {
	T_N=$((T_N + 1))
	printf 'ok %d - %s\n' "$T_N" "$1"
}

# not_ok WHY [LINE...]: a failure, and what was seen.
not_ok() {
	T_N=$((T_N + 1))
	T_BAD=$((T_BAD + 1))
	printf 'not ok %d - %s\n' "$T_N" "$1"
	shift
	[ $# -eq 0 ] || note "$@"
}

# is WHY GOT WANT
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "got:  $2" "want: $3"
	fi
}

# like WHY GOT ERE: a line of GOT matches.
like() {
	if printf '%s\n' "$2" | grep -Eq -e "$3"; then
		ok "$1"
	else
		not_ok "$1" "got:  $2" "like: $3"
	fi
}

# unlike WHY GOT ERE: no line of GOT matches.
unlike() {
	if printf '%s\n' "$2" | grep -Eq -e "$3"; then
		not_ok "$1" "got:    $2" "unlike: $3"
	else
		ok "$1"
	fi
}

# status_is WHY N COMMAND...: its exit status; $out and $err keep its words.
status_is() {
	t_why=$1
	t_want=$2
	shift 2
	t_got=0
	"$@" >"$S/.out" 2>"$S/.err" || t_got=$?
	out=$(cat "$S/.out")
	err=$(cat "$S/.err")
	if [ "$t_got" -eq "$t_want" ]; then
		ok "$t_why"
	else
		not_ok "$t_why" "$*" "status: $t_got, want $t_want" \
		    "stdout: $out" "stderr: $err"
	fi
}

# free_port: a TCP port of 127.0.0.1 that nobody listens on just now.
free_port() {
	python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# ends_with_us PID: a started server, ended when the script is.
ends_with_us() {
	T_PIDS="$T_PIDS $1"
}

# wait_port PORT [SECONDS]: until somebody listens there.
wait_port() {
	python3 -c 'import socket, sys, time
end = time.monotonic() + float(sys.argv[2])
while True:
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1).close()
        break
    except OSError:
        if time.monotonic() > end:
            sys.exit(1)
        time.sleep(0.05)' "$1" "${2:-10}"
}

# TERM, and KILL to what is still there after 5 s.
end_servers() {
	for t_pid in $T_PIDS; do
		kill "$t_pid" 2>/dev/null || continue
		t_i=0
		while kill -0 "$t_pid" 2>/dev/null && [ "$t_i" -lt 50 ]; do
			sleep 0.1
			t_i=$((t_i + 1))
		done
		kill -KILL "$t_pid" 2>/dev/null || :
		wait "$t_pid" 2>/dev/null || :
	done
	T_PIDS=
}

# skip_all WHY: this machine lacks what the script needs.
skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	T_DONE=1
	exit 0
}

# finish: the plan.  A script that never comes here has no plan and fails.
finish() {
	printf '1..%d\n' "$T_N"
	T_DONE=1
	[ "$T_BAD" -eq 0 ] && [ "$T_N" -gt 0 ]
	exit
}

clean_up() {
	t_status=$?
	trap - EXIT HUP INT TERM
	end_servers
	cd / || exit 1
	if [ -n "${KEEP:-}" ]; then
		note "kept: $S"
	else
		rm -rf "$S"
	fi
	[ -n "$T_DONE" ] || [ "$t_status" -ne 0 ] || t_status=1
	exit "$t_status"
}

# S: the sandbox; KEEP=1 keeps it.
S=$(mktemp -d "${TMPDIR:-/tmp}/ctr-test.XXXXXX") || exit 1
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

unset CTR_TENANT CTR_NOW
CTR_VAR=$S/var
CTR_ETC=$S/etc
CTR_RUN=$S/run
CTR_CONNECT=$S/connect
CTR_SHARE=$S/share
PATH=$B/bin:$PATH
TZ=UTC
LC_ALL=C.UTF-8
export CTR_VAR CTR_ETC CTR_RUN CTR_CONNECT CTR_SHARE PATH TZ LC_ALL
mkdir -p "$CTR_VAR" "$CTR_ETC/keys" "$CTR_RUN" "$CTR_CONNECT" "$CTR_SHARE"
# What make install would put there.  Copies: a test may write its own over one.
for t_file in "$B"/bin/ctr-connect-* "$top"/libexec/ctr-connect-*; do
	[ ! -x "$t_file" ] || cp "$t_file" "$CTR_CONNECT/"
done
[ ! -d "$top/templates" ] || cp -R "$top/templates" "$CTR_SHARE/"
cd "$S" || exit 1
