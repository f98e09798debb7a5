#!/bin/sh
# The tests' own tools: a runner that overlooks a failure hides all others.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

run=$top/tests/run.sh

# script NAME: from stdin, with lib.sh, two levels down as the real ones.
mkdir -p tests/tool
cp "$top/tests/lib.sh" tests/lib.sh
script() {
	{
		# shellcheck disable=SC2016
		echo '. "${0%/*}/../lib.sh"'
		cat
	} >"tests/tool/$1.sh"
}

# last WHY STATUS LINE SCRIPT...: what the runner says of these.
last() {
	why=$1
	status=$2
	line=$3
	shift 3
	status_is "$why" "$status" sh "$run" "$@"
	is "$why: its last line" "$(printf '%s\n' "$out" | tail -n 1)" "$line"
}

echo 'ok a; is b 1 1; like c "xy" "^x"; unlike d x y; finish' | script good
last "all well" 0 "4 passed, 0 failed" tests/tool/good.sh

last "nothing given" 1 "0 passed, 0 failed"

echo 'ok a; is b 1 2; finish' | script fails
last "a test fails" 1 "5 passed, 1 failed" tests/tool/good.sh \
    tests/tool/fails.sh
like "what it saw is shown" "$out" 'want: 2'

printf '%s\n' 'like a xy "^y"; unlike b xy y; status_is c 3 true' finish |
    script helpers
last "each helper can fail" 1 "0 passed, 3 failed" tests/tool/helpers.sh

echo 'ok a' | script unfinished
last "it stops before its plan" 1 "1 passed, 2 failed" tests/tool/unfinished.sh
like "why" "$out" '0 plans instead of one'

echo 'ok a; exit 0' | script early
last "it ends early with status 0" 1 "1 passed, 2 failed" tests/tool/early.sh

echo 'finish' | script empty
last "no test in it" 1 "0 passed, 2 failed" tests/tool/empty.sh

printf 'echo "ok 1 - a"\necho 1..2\n' >tests/tool/plan.sh
last "fewer than planned" 1 "1 passed, 1 failed" tests/tool/plan.sh

printf 'echo "ok 1 - a"\necho 1..1\nexit 3\n' >tests/tool/status.sh
last "a bad exit status" 1 "1 passed, 1 failed" tests/tool/status.sh

printf 'echo "ok 1 - a"\necho 1..1\nsleep 60\n' >tests/tool/slow.sh
TIMEOUT=1
export TIMEOUT
last "it takes too long" 1 "1 passed, 1 failed" tests/tool/slow.sh
unset TIMEOUT

last "no such script" 1 "0 passed, 2 failed" tests/tool/none.sh

echo 'skip_all "no such thing here"' | script skip
last "one skips, one runs" 0 "4 passed, 0 failed" tests/tool/skip.sh \
    tests/tool/good.sh
last "all skip: nothing ran" 1 "0 passed, 0 failed" tests/tool/skip.sh

# A started server ends with its script, and the sandbox goes.
cat <<'END' | script server
port=$(free_port)
python3 -m http.server --bind 127.0.0.1 "$port" >/dev/null 2>&1 &
ends_with_us $!
wait_port "$port" && ok up
note "pid $! sandbox $S"
finish
END
sh tests/tool/server.sh >server.out 2>&1
like "a server is up" "$(cat server.out)" '^ok 1 - up'
pid=$(sed -n 's/^# pid \([0-9]*\) .*/\1/p' server.out)
status_is "it has ended" 1 kill -0 "$pid"
box=$(sed -n 's/^.* sandbox //p' server.out)
like "it had a sandbox" "$box" '^/.*ctr-test'
status_is "its sandbox is gone" 1 test -e "$box"

# Nothing of the machine's own installation is used.
for name in CTR_VAR CTR_ETC CTR_RUN CTR_CONNECT CTR_SHARE; do
	like "$name is in the sandbox" "$(printenv "$name")" "^$S/"
done
is "the build's programs come first" "${PATH%%:*}" "$B/bin"

finish
