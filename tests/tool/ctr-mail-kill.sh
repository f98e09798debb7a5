#!/bin/sh
# ctr-mail killed at a system call, then run again: nothing lost, nothing
# twice but a question whose final dot was committed.  POINTS=all tries every
# call of each kind, else the first few and some of the others.
. "${0%/*}/../lib.sh"

command -v strace >/dev/null || { not_ok 'no strace'; finish; }
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null ||
	{ not_ok 'no aiosmtpd (apt install python3-aiosmtpd)'; finish; }
strace -o /dev/null true 2>/dev/null || { not_ok 'strace may not trace here'; finish; }

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
T=2026-11-20T06:00:00Z

ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
for i in 1 2 3 4; do
	q "INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
	    message_id, again, state, queued_at, next_at) VALUES ($i, 'mail',
	    'decided', 'test/$i', 'ok$i@x.test', '{\"answer\":\"left\"}',
	    '$(printf %032x "$i")', $((i % 2)), 'queued', 1795000000,
	    1795000000)"
done
cp "$db" "$S/start.db"

# conf TRANSPORT BATCH
conf() {
	printf '%s\n' 'base_url = http://127.0.0.1:8080' '[mail]' \
		'from = ctr@x.test' "transport = $1" 'tls = off' "batch = $2" \
		>"$CTR_ETC/acme.conf"
}

# copies ID: how often it arrived
copies() {
	find "$box/new" "$box/cur" -type f -exec grep -l \
		"^Message-ID: <ctr\.$1\." {} + 2>/dev/null | wc -l
}

# judge POINT: every message once, but for what may be twice or unknown
judge() {
	wrong=
	for id in 1 2 3 4; do
		state=$(q "SELECT state FROM outbox WHERE id = $id")
		n=$(copies "$id")
		case $state:$((id % 2)):$n in
		sent:?:1) ;;
		sent:1:2) twice=$((twice + 1)) ;;
		uncertain:0:0 | uncertain:0:1) unsure=$((unsure + 1)) ;;
		*) wrong="$wrong outbox/$id $state, arrived $n times;" ;;
		esac
	done
	ctr-evidence -t acme verify >/dev/null 2>&1 || wrong="$wrong evidence"
	[ -z "$wrong" ] || bad="$bad$1:$wrong
"
}

# try CALL N: killed there, then run to the end
try() {
	rm -rf "$db"* "$box/new" "$box/cur" "${CTR_RUN:?}"/*
	mkdir -p "$box/new" "$box/cur"
	cp "$S/start.db" "$db"
	# Two cannot trace one: no leak check beside strace.
	strace -E ASAN_OPTIONS=detect_leaks=0 -o "$S/trace" -e "trace=$1" -e "inject=$1:signal=KILL:when=$2" \
		ctr-mail -q -t acme -T "$T" >/dev/null 2>&1
	killed=$?
	[ "$killed" -eq 0 ] || [ "$killed" -eq 137 ] ||
		bad="$bad$1 $2: status $killed
"
	ctr-mail -q -t acme -T 2026-11-20T07:00:00Z >/dev/null 2>"$S/second" ||
		bad="$bad$1 $2: the second run: $(cat "$S/second")
"
	judge "$1 $2"
}

# sweep NAME CALL...: each call, each time it is made
sweep() {
	name=$1
	shift
	bad='' twice=0 unsure=0 points=0
	for call; do
		nth=1
		while :; do
			try "$call" "$nth"
			[ "$killed" -eq 137 ] || break
			[ "$nth" -lt 1000 ] || break
			points=$((points + 1))
			if [ "${POINTS:-}" = all ] || [ "$nth" -lt 4 ]; then
				nth=$((nth + 1))
			else
				nth=$((nth + 8))
			fi
		done
	done
	if [ -z "$bad" ]; then
		ok "$name: killed at $points points"
	else
		not_ok "$name: killed at $points points" "$bad"
	fi
	note "a question twice: $twice, another mail unknown: $unsure"
}

box=$S/box
conf "maildir:$box" 1
sweep 'Maildir' pwrite64 fdatasync fsync unlink renameat write
is 'a Maildir never has a mail twice' "$twice" 0

port=$(free_port)
/usr/bin/python3 "$top/tests/peer/smtp.py" "$port" "$box" "$S/log" &
ends_with_us $!
wait_port "$port" || exit 1
conf "smtp://127.0.0.1:$port" 1
sweep 'SMTP' pwrite64 fdatasync sendto
conf "smtp://127.0.0.1:$port" 3
sweep 'SMTP in batches' fdatasync sendto
finish
