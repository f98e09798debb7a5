#!/bin/sh
# The whole story on a throw-away tenant under build/demo, with what needs no
# server of its own: a Maildir for mail, and a connector in shell for two
# systems, each a text file of accounts.  On a terminal the manager's page stays
# open.
set -eu
top=$(cd "${0%/*}/.." && pwd)
B=${B:-$top/build}
D=$top/build/demo
rm -rf "$D"
mkdir -p "$D/etc" "$D/run" "$D/connect"
cp "$top"/libexec/ctr-connect-* "$D/connect/"
CTR_VAR=$D/var CTR_ETC=$D/etc CTR_RUN=$D/run CTR_CONNECT=$D/connect
CTR_SHARE=$top CTR_TENANT=acme PATH=$B/bin:$PATH TZ=UTC LC_ALL=C.UTF-8
export CTR_VAR CTR_ETC CTR_RUN CTR_CONNECT CTR_SHARE CTR_TENANT PATH TZ LC_ALL
bold=""
plain=""
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] && bold=$(printf '\033[1m') plain=$(printf '\033[0m')
say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
run() { printf '%s$ %s%s\n' "$bold" "$*" "$plain"; "$@"; }
fail() { echo "demo: $*" >&2; exit 70; }

server=
end() { [ -z "$server" ] || kill "$server" 2>/dev/null || :; }
trap end EXIT
trap 'exit 130' INT TERM

say "1. A tenant, for a trial: its clock can be set"
run ctr-init --test -T 2026-11-30T08:00:00Z --zone Europe/Berlin \
    --fallback-reviewer c.chief@corp.example.test
port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$D/etc/acme.conf" <<END
base_url = http://127.0.0.1:$port
[mail]
transport = maildir:$D/mail
from = contractors@corp.example.test
[web]
admin = demo
[connector example]
file = $D/accounts
[connector wiki]
command = $D/connect/ctr-connect-example
file = $D/wiki
[provision]
connector = example
upn_domain = corp.example.test
[field badge]
label = Badge number
pattern = [A-Z]-[0-9]+
END
cat >"$D/roster.csv" <<'END'
UPN;Worker ID;Display Name;Manager;Vendor;Department;Contract Start;Contract End
a.berg@corp.example.test;W1001;Berg, Anna;m.jones@corp.example.test;Nordwind GmbH;Web;2026-02-02;2027-03-31
b.cole@corp.example.test;W1002;Cole, Ben;m.jones@corp.example.test;Nordwind GmbH;Web;2026-05-04;2027-02-26
c.diaz@corp.example.test;W1003;Díaz, Carmen;m.jones@corp.example.test;Helix AG;Data;2025-09-01;
d.eriksen@corp.example.test;W1004;Eriksen, Dag;v.reyes@corp.example.test;Helix AG;Data;2026-06-15;2027-06-14
e.fall@corp.example.test;W1005;Fall, Eva;v.reyes@corp.example.test;Tuchel & Söhne;Plant;2026-10-01;2026-12-08
f.gupta@corp.example.test;W1006;Gupta, Farah;nobody@corp.example.test;Tuchel & Söhne;Plant;2026-01-12;2027-01-11
g.hall@corp.example.test;W1007;Hall, Gus;v.reyes@corp.example.test;Nordwind GmbH;Web;2026-11-31;2027-11-30
END
python3 - >"$D/accounts" <<'END'
import json
def out(kind, **it): print(json.dumps({kind: it}))
out("group", id="g1", name="Domain Admins", privileged=True)
out("group", id="g2", name="Web Team", privileged=False)
boss = {"m.jones": ("Jones, Mia", "p3"), "v.reyes": ("Reyes, Victor", "p3")}
out("person", remote_id="p3", upn="c.chief@corp.example.test", display_name="Chief, Carla",
    email="c.chief@corp.example.test", manager=None, enabled=True)
for i, (login, (name, up)) in enumerate(boss.items(), 1):
    out("person", remote_id="p%d" % i, upn=login + "@corp.example.test", display_name=name,
        email=login + "@corp.example.test", manager=up, enabled=True)
for i, login in enumerate("a.berg b.cole c.diaz d.eriksen e.fall f.gupta x.stray".split(), 1):
    out("account", remote_id="a%d" % i, login=login, upn=login + "@corp.example.test",
        state="enabled", expires_at=None, manager="p1" if i < 4 else "p2",
        made_at=1760000000, login_at=None, login_known=False,
        groups=["g1", "g2"] if login == "b.cole" else ["g2"])
END
cat >"$D/wiki" <<'END'
{"group":{"id":"admins","name":"Administrators","privileged":true}}
{"account":{"remote_id":"w1","login":"bcole","upn":"b.cole@corp.example.test","state":"enabled","expires_at":null,"made_at":1770000000,"login_at":null,"login_known":false,"groups":["admins"]}}
{"account":{"remote_id":"w2","login":"cdiaz","upn":"c.diaz@corp.example.test","state":"enabled","expires_at":null,"made_at":1770000000,"login_at":null,"login_known":false,"groups":[]}}
END

say "2. A roster comes from procurement; one date in it does not exist"
run ctr-ingest -T 2026-12-01T05:00:00Z "$D/roster.csv" || [ $? -eq 65 ]
run ctr-ingest -T 2026-12-01T05:01:00Z "$D/roster.csv" || [ $? -eq 65 ]

say "3. The directory and a wiki say which accounts and managers there are"
run ctr-sync -T 2026-12-01T05:10:00Z --all
run ctr-list contractor -o table
CTR_NOW=2026-12-01T05:15:00Z run ctr-review list -o table

say "4. What is due today, and why; a tenant's first run waits for a person's word"
run ctr-cadence -T 2026-12-01T06:30:00Z -n -o table || [ $? -eq 77 ]
due=$(ctr-cadence -T 2026-12-01T06:30:00Z -n -o tsv 2>/dev/null | grep -c '^ask') || :
run ctr-cadence -T 2026-12-01T06:30:00Z -a "$due"
run ctr-mail -T 2026-12-01T06:31:00Z

say "5. One of the mails, as a text"
mail=$(grep -l 'b\.cole' "$D"/mail/new/* | head -n 1)
[ -n "$mail" ] || fail "no mail about b.cole"
python3 - "$mail" <<'END'
import email, email.policy, sys
m = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
for h in ("From", "To", "Subject", "Auto-Submitted"):
    print(h + ": " + m[h])
print()
print(m.get_body(("plain",)).get_content())
END
link=$(python3 - "$mail" <<'END'
import email, email.policy, re, sys
m = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
print(re.search(r"http://\S+/offboard", m.get_body(("plain",)).get_content()).group(0))
END
)

say "6. A link scanner opens the link: nothing happens.  The manager presses the button"
cat >"$D/lighttpd.conf" <<END
server.document-root = "$D"
server.bind = "127.0.0.1"
server.port = $port
server.errorlog = "$D/lighttpd.log"
server.modules = ( "mod_alias", "mod_cgi", "mod_setenv" )
alias.url = ( "/ctr" => "$B/bin/ctr-token-cgi",
	"/portal" => "$B/bin/ctr-portal-cgi" )
cgi.assign = ( "ctr-token-cgi" => "", "ctr-portal-cgi" => "" )
setenv.set-environment = ( "CTR_VAR" => "$CTR_VAR", "CTR_ETC" => "$CTR_ETC",
	"CTR_RUN" => "$CTR_RUN", "CTR_SHARE" => "$CTR_SHARE",
	"CTR_NOW" => "2026-12-01T09:00:00Z" )
# A demo knows one reader; a real server asks who it is (ctr-portal-cgi(8)).
\$HTTP["url"] =~ "^/portal(/|\$)" {
	setenv.set-environment = ( "CTR_VAR" => "$CTR_VAR",
		"CTR_ETC" => "$CTR_ETC", "CTR_RUN" => "$CTR_RUN",
		"CTR_SHARE" => "$CTR_SHARE", "REMOTE_USER" => "demo",
		"CTR_NOW" => "2026-12-01T11:00:00Z" )
}
END
# serve: at what time of day its pages are is in its configuration.
serve() {
	/usr/sbin/lighttpd -D -f "$D/lighttpd.conf" &
	server=$!
	i=0
	until curl -s -o /dev/null "http://127.0.0.1:$port/"; do
		i=$((i + 1))
		[ "$i" -lt 100 ] || fail "the web server does not answer"
		sleep 0.1
	done
}
serve
for _ in 1 2 3; do curl -s -o /dev/null "$link"; curl -s -o /dev/null -I "$link"; done
[ "$(ctr-list decision -o tsv | wc -l)" -eq 1 ] || fail "a scanner's visit did something"
echo "six visits of a scanner: no decision"
curl -s "$link" | w3m -dump -T text/html -cols 78
python3 "$top/tests/press.py" "$link" offboard when=now >"$D/answer.html"
w3m -dump -T text/html -cols 78 "$D/answer.html"

say "7. The undo window passes; one departure closes the accounts in both systems"
grep -h -e '"b.cole"' -e '"bcole"' "$D/accounts" "$D/wiki"
run ctr-offboard -T 2026-12-01T10:00:00Z -o table
grep -h -e '"b.cole"' -e '"bcole"' "$D/accounts" "$D/wiki"
[ "$(grep -h -e '"b.cole"' -e '"bcole"' "$D/accounts" "$D/wiki" |
    grep -c '"state":"disabled"')" -eq 2 ] || fail "an account is left enabled"
run ctr-mail -T 2026-12-01T10:01:00Z

say "8. What an auditor gets: one person's whole story, and a chain that holds"
run ctr-evidence show b.cole@corp.example.test | head -n 60
echo "..."
CTR_NOW=2026-12-01T10:05:00Z run ctr-evidence checkpoint
echo "\$ ctr-evidence export >evidence.jsonl"
ctr-evidence export >"$D/evidence.jsonl"
run ctr-evidence verify "$D/evidence.jsonl"

other=$(grep -l 'c\.diaz' "$D"/mail/new/* | head -n 1)
page=$(python3 - "$other" <<'END'
import email, email.policy, re, sys
m = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
print(re.search(r"http://\S+/attest", m.get_body(("plain",)).get_content()).group(0))
END
)
say "9. All of it in a browser: the portal"
# Nothing is answered before what was done last: the pages are of later too.
kill "$server"
wait "$server" 2>/dev/null || :
sed -i 's/T09:00:00Z/T11:00:00Z/' "$D/lighttpd.conf"
serve
portal=http://127.0.0.1:$port/portal/acme
curl -s "$portal/people" >"$D/people.html"
grep -q 'Berg, Anna' "$D/people.html" || fail "the portal does not answer"
curl -s "$portal/how" | w3m -dump -T text/html -cols 78 |
    sed -n -e '/^Who is asked when/q' -e '/^How it works/,$p'
echo "the portal:                   $portal"
echo "the page of another question: $page"
echo "Everything is under build/demo; nothing outside it was touched."
if [ -t 0 ] && [ -t 1 ]; then
	echo "It stays open until you press Enter."
	read -r _ || :
fi
