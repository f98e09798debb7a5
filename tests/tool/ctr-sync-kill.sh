#!/bin/sh
# ctr-sync killed between two slices of a list: what was applied stands and is
# whole, the cookie is the old one, nothing is concluded from half a list, and
# the next run ends where an undisturbed one ends.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

for needed in jq sqlite3 strace; do
	command -v "$needed" >/dev/null ||
	    { not_ok "$needed is not here"; finish; }
done
strace -o /dev/null true 2>/dev/null ||
    { not_ok 'strace may not trace here'; finish; }

# Two cannot trace one: no leak check beside strace.
no_leaks=ASAN_OPTIONS=detect_leaks=0
N=26000			# two slices and a part of one
db=$CTR_VAR/default/registry.db
sql() {
	sqlite3 -batch "file:$db?mode=ro" "$1"
}

# A connector that copies list.all, or list.one for the cookie "one", and
# keeps what it was asked.
cat >"$CTR_CONNECT/ctr-connect-big" <<END
#!/bin/sh
cd '$S' || exit 75
END
cat >>"$CTR_CONNECT/ctr-connect-big" <<'END'
while IFS= read -r line; do
	case $line in
	*'"hello"'*) jq -nc '{id: 1, answer: "done", version: 1, name: "big",
		server: "dc1", ops: ["list", "lookup"]}' ;;
	*'"list"'*) from=all
		case $line in *'"one"'*) from=one ;; esac
		echo "$from" >>asked
		cat "list.$from" ;;
	*'"lookup"'*) printf '%s\n' "$line" | jq -c '{id, answer: "gone"}' ;;
	*) exit 65 ;;
	esac
done
END
chmod +x "$CTR_CONNECT/ctr-connect-big"
printf '[connector big]\n' >"$CTR_ETC/default.conf"

# list FROM TO COOKIE FULL NAME EXPIRY: the accounts of these numbers.
list() {
	awk -v from="$1" -v to="$2" -v cookie="$3" -v full="$4" -v name="$5" \
	    -v expiry="$6" 'BEGIN {
		print "{\"id\":2,\"person\":{\"remote_id\":\"p1\"," \
		    "\"upn\":\"m.jones@x.test\",\"display_name\":\"M\"," \
		    "\"email\":\"m.jones@x.test\",\"manager\":null," \
		    "\"enabled\":true}}"
		for (i = from; i <= to; i++)
			printf "{\"id\":2,\"account\":{\"remote_id\":\"r%d\"," \
			    "\"login\":\"c%d\",\"upn\":\"c%d@x.test\"," \
			    "\"worker_id\":\"W%d\",\"display_name\":\"%s\"," \
			    "\"state\":\"enabled\",\"manager\":\"p1\"," \
			    "\"expires_at\":%s,\"login_known\":false}}\n",
			    i, i, i, i, name, expiry
		printf "{\"id\":2,\"answer\":\"done\",\"full\":%s," \
		    "\"accounts\":%d,\"persons\":1,\"gone\":0," \
		    "\"cookie\":\"%s\",\"server\":\"dc1\"}\n",
		    full, to - from + 1, cookie
	}'
}

# What must be the same however often it was killed; nothing may be twice.
dump() {
	sql "SELECT c.upn, c.status, c.active_on, c.expiry_at, a.remote_id,
	    a.state, a.display_name, a.expires_at, a.main, a.manager
	    FROM contractor c LEFT JOIN account a ON a.contractor = c.id
	    ORDER BY c.id, a.id;
	    SELECT 'stray', remote_id FROM account WHERE contractor IS NULL;
	    SELECT kind, subject, closed_at IS NULL FROM finding ORDER BY 1, 2;
	    SELECT action, subject, count(*) FROM evidence GROUP BY 1, 2;
	    SELECT connector, cookie, server FROM sync"
}

# lay: the registry as it was kept.
lay() {
	rm -rf "${db:?}"* "${CTR_RUN:?}"/*
	cp "$S/kept.db" "$db"
	: >asked
}

# killed WHY TIME ASKED CHECK [OPTION]: at each pause between two slices.
killed() {
	cp "$db" "$S/kept.db"
	dump >"$S/before"
	status_is "$1" 0 strace -o "$S/trace" -E "$no_leaks" \
	    -e trace=clock_nanosleep ctr-sync -q -T "$2" ${5:+"$5"} big
	pauses=$(grep -c 'clock_nanosleep(' "$S/trace")
	is "$1: in slices" "$([ "$pauses" -ge 2 ] && echo yes)" yes
	dump >"$S/want"
	k=1
	while [ "$k" -le "$pauses" ]; do
		lay
		strace -o /dev/null -E "$no_leaks" -e trace=clock_nanosleep \
		    -e "inject=clock_nanosleep:signal=KILL:when=$k" \
		    ctr-sync -q -T "$2" ${5:+"$5"} big >/dev/null 2>&1
		is "$1, killed after slice $k" $? 137
		dump >"$S/got"
		is "it is begun and not done" "$(cmp -s "$S/got" "$S/before" ||
		    cmp -s "$S/got" "$S/want" || echo yes)" yes
		is "with the old cookie" "$(sql "SELECT cookie FROM sync")" \
		    "$(sqlite3 "$S/kept.db" "SELECT cookie FROM sync")"
		is "nothing is concluded from it" "$(sql "$4")" 0
		status_is "its evidence holds" 0 ctr-evidence -q verify
		status_is "the next run" 0 ctr-sync -q -T "$2" ${5:+"$5"} big
		is "asks for the same" "$(sort -u asked)" "$3"
		dump >"$S/got"
		is "and ends the same" "$(diff "$S/want" "$S/got" | head -n 5)" ""
		status_is "with its evidence" 0 ctr-evidence -q verify
		k=$((k + 1))
	done
}

ctr-init --test --zone UTC -T 2026-11-01T00:00:00Z >/dev/null || exit 1
{
	echo upn,worker id,manager,contract start,contract end
	awk -v n="$N" 'BEGIN { for (i = 1; i <= n; i++)
		printf "c%d@x.test,W%d,m.jones@x.test,2026-01-01,2027-06-30\n",
		    i, i }'
} >roster.csv
status_is "a roster" 0 ctr-ingest -q -T 2026-11-01T06:00:00Z roster.csv

list 1 "$N" one true First null >list.all
killed "the first list" 2026-11-01T07:00:00Z all \
    "SELECT count(*) FROM finding"
is "everybody is linked" "$(sql "SELECT count(*) FROM contractor c JOIN account a
    ON a.contractor = c.id WHERE c.status = 'active'")" "$N"

list 1 "$N" two false Second 1814400000 >list.one
killed "a list of changes" 2026-11-02T07:00:00Z one \
    "SELECT count(*) FROM finding"
is "everybody is changed" "$(sql "SELECT count(*) FROM account
    WHERE display_name = 'Second' AND expires_at = 1814400000")" "$N"

# Twenty are gone from a whole list, and everybody else has another name.
list 1 "$((N - 20))" three true Third 1814400000 >list.all
killed "a whole list that lacks some" 2026-11-03T07:00:00Z all \
    "SELECT count(*) FROM finding WHERE subject NOT IN (SELECT 'account/' || id
	FROM account WHERE state = 'gone' UNION ALL SELECT 'contractor/' ||
	contractor FROM account WHERE state = 'gone')" --full
is "they are gone" "$(sql "SELECT count(*) FROM account WHERE state = 'gone'")" 20
is "and missed" "$(sql "SELECT count(*) FROM finding WHERE
    kind = 'missing_account' AND closed_at IS NULL")" 20
finish
