#!/bin/sh
# ctr-provision new on a terminal: asks for what it needs, says what each field
# must be, asks again while it is wrong, shows all that would be made, and wants
# a yes; whoever goes away leaves nothing.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

cat >>"$CTR_ETC/acme.conf" <<END
[provision]
connector = other text
upn_domain = corp.example.test
[field badge]
label = Badge
required = yes
pattern = [A-Z]-[0-9]+
[field type]
label = Kind
choices = intern, contractor
[groups]
acme-plant = vendor = Acme -> other:g-plant
END
nobody() { is "$1: nothing is left" "$(q 'SELECT (SELECT count(*) FROM
    contractor) + (SELECT count(*) FROM newcomer) + (SELECT count(*) FROM
    outbox) + (SELECT count(*) FROM evidence)')" "$seq"; }
# types WHY STATUS [ARG...]: of $S/script, TAB between prompt and answer; $shown.
types() {
	t_why=$1 t_want=$2
	shift 2
	t_got=0
	python3 "$top/tests/peer/typist.py" ctr-provision "$@" <"$S/script" \
	    >"$S/shown" || t_got=$?
	shown=$(cat "$S/shown")
	if [ "$t_got" -eq "$t_want" ]; then
		ok "$t_why"
	else
		not_ok "$t_why" "status $t_got, want $t_want" "$shown"
	fi
}
tabs() { sed 's,|,	,'; }

all() {
	tabs <<'END'
Name as shown: |Doe, Ann
Worker number (optional): |W-1
Mail address (name@domain; optional): |ann@acme.test
Manager's login (name@domain): |M.Jones@corp.example.test
Vendor: |Acme
First day (YYYY-MM-DD, today or later): |2026-12-01
Last day (YYYY-MM-DD, at most 365 days after the first day): |2027-03-31
Badge (of the form [A-Z]-[0-9]+): |A-1
Kind (one of: intern, contractor; optional): |intern
END
}
seq=$(q 'SELECT count(*) FROM evidence')

# ------------------------------------------------------- who goes away
for nth in $(seq "$(all | wc -l)"); do
	all | head -n "$nth" | sed '$s/	.*/	^C/' >"$S/script"
	types "^C at question $nth" 130 new
done
nobody "^C at each question"
yes='Ask for this? (yes): '
# ends ANSWER: all is answered, and this at the end.
ends() {
	all >"$S/script"
	printf '%s\t%s\n' "$yes" "$1" >>"$S/script"
}
ends ^C
types "^C at the last" 130 new
ends ^D
types "^D at the last" 77 new
{ all | head -3; printf "Manager's login (name@domain): \t^D\n"; } >"$S/script"
types "^D" 74 new
like "is told" "$shown" 'the input ended: nothing was asked for'
sed -i 's/\^D/^Z/' "$S/script"
types "the terminal goes away" 129 new
for no in '' no y YES 'yes '; do
	ends "$no"
	types "\"$no\" is no yes" 77 new
done
nobody "no yes"

# ------------------------------------------------------- asked again
{
	tabs <<'END'
Name as shown: |
Name as shown: |
Worker number (optional): |
Mail address (name@domain; optional): |at home
Mail address (name@domain; optional): |
Manager's login (name@domain): |mia
Manager's login (name@domain): |
Manager's login (name@domain): |m.jones@corp.example.test
Vendor: |
Department: |
Project: |
First day (YYYY-MM-DD, today or later): |2026-11-19
First day (YYYY-MM-DD, today or later): |1.12.2026
First day (YYYY-MM-DD, today or later): |2026-12-01
Last day (YYYY-MM-DD, at most 365 days after the first day): |2026-02-30
Last day (YYYY-MM-DD, at most 365 days after the first day): |2026-11-30
Last day (YYYY-MM-DD, at most 365 days after the first day): |2028-01-01
Last day (YYYY-MM-DD, at most 365 days after the first day): |2027-03-31
Badge (of the form [A-Z]-[0-9]+): |12
Badge (of the form [A-Z]-[0-9]+): |
Badge (of the form [A-Z]-[0-9]+): |B-2
Kind (one of: intern, contractor; optional): |boss
Kind (one of: intern, contractor; optional): |
Vendor: |Acme
END
	printf '%s\tno\n' "$yes"
} | sed 2d >"$S/script"
# A name that is not told is asked for at the end, with what it may be.
sed -i 's/^Vendor: 	Acme$/Name as shown: 	Roe, Rick\nVendor: 	Acme/' "$S/script"
types "everything wrong first" 77 new
for cure in 'email: not an address' 'manager: not an address' 'manager: missing' \
    'contract_start: in the past: today or later' \
    'contract_start: not a day of the calendar, YYYY-MM-DD' \
    'contract_end: not a day of the calendar, YYYY-MM-DD' \
    'contract_end: before contract_start' \
    'contract_end: more than 365 days after contract_start' \
    'badge: not of the form \[A-Z\]-\[0-9\]\+' 'badge: missing' \
    'type: not one of: intern, contractor' \
    'display_name: missing: display_name, or given_name and family_name' \
    'vendor: missing: one of vendor, department and project'; do
	like "said: $cure" "$shown" "^$cure\$"
done
nobody "a no at the end"

# ------------------------------------------------------- what is told is not asked
{
	all | sed -n '2,4p;6,9p'
	printf '%s\tno\n' "$yes"
} >"$S/script"
types "only what is missing" 77 new display_name='Doe, Ann' vendor=Acme
all >"$S/script"
types "a plan is shown, and nothing wanted" 0 -n new
like "all of it" "$shown" '^create newcomer adoe@corp.example.test .*badge=A-1.*group=other:g-plant'
nobody "a plan"

# ------------------------------------------------------- a yes
ends yes
types "a yes" 0 new
like "what he gets" "$shown" '^    account: adoe@corp\.example\.test in other'
like "in each system" "$shown" '^    account: adoe@.* in text'
like "his group and its rule" "$shown" '^    group: other:g-plant \(rule acme-plant\)'
like "each field, by its label" "$shown" '^    Badge: A-1$'
like "the report" "$shown" 'taken=1 known=0 duplicate=0 rejected=0'
is "asked about" "$(q "SELECT n.state || ' ' || c.status || ' ' || c.origin
    FROM newcomer n JOIN contractor c ON c.id = n.contractor")" \
    'asked candidate operator'
sed -i 's/	intern$/	contractor/' "$S/script"
types "the same number once more" 77 new
like "is a duplicate" "$shown" 'may be contractor/1'

# Who thinks at the prompt holds up no run of cron's.
mkfifo "$S/in" "$S/out"
cat >"$S/slow.py" <<'END'
import os, pty, signal, sys
pid, fd = pty.fork()
if pid == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp("ctr-provision", ["ctr-provision", "new"])
text = b""
while not text.endswith(b": "):
    text += os.read(fd, 100)
open(sys.argv[1], "w").write("asked\n")
open(sys.argv[2]).read()
os.write(fd, b"\x03")
os.waitpid(pid, 0)
END
python3 "$S/slow.py" "$S/out" "$S/in" &
slow=$!
read -r word <"$S/out"
is "he is asked" "$word" asked
status_is "a run meanwhile" 0 ctr-provision
like "has its report" "$out" 'started=0'
echo go >"$S/in"
wait "$slow"
status_is 'the chain holds' 0 ctr-evidence verify
finish
