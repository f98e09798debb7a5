#!/bin/sh
# People who have never seen a shell, in a browser: from the first page of a new
# tenant to the evidence in an auditor's hands, once by mouse and once by keyboard
# alone.  Each has one role: an operator, an admin, one who looks, an approver,
# an auditor.  Between what they do, cron does what cron does.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/click.sh
. "$top/tests/peer/click.sh"
# shellcheck source=tests/peer/desk.sh
. "$top/tests/peer/desk.sh"
CTR_TENANT=acme
CTR_NOW=2026-12-01T06:00:00Z
export CTR_TENANT CTR_NOW

roster() {
	cat <<-'END'
	UPN;Worker ID;Display Name;Manager;Vendor;Contract Start;Contract End
	a.berg@corp.example.test;W1;Berg, Anna;m.jones@corp.example.test;Nordwind;2026-02-02;2027-03-31
	b.cole@corp.example.test;W2;Cole, Ben;m.jones@corp.example.test;Nordwind;2026-05-04;2027-02-26
	c.hall@corp.example.test;W3;Hall, Gus;m.jones@corp.example.test;Nordwind;2026-11-31;2027-11-30
	END
}

# directory: what the directory says.
directory() {
	cat <<-'END'
	{"group":{"id":"g1","name":"Domain Admins","privileged":true}}
	{"person":{"remote_id":"p1","upn":"m.jones@corp.example.test","display_name":"Jones, Mia","email":"m.jones@corp.example.test","manager":null,"enabled":true}}
	{"person":{"remote_id":"p2","upn":"v.reyes@corp.example.test","display_name":"Reyes, Victor","email":"v.reyes@corp.example.test","manager":null,"enabled":true}}
	{"person":{"remote_id":"p3","upn":"ap@corp.example.test","display_name":"Hall, Ada","email":"ap@corp.example.test","manager":null,"enabled":true}}
	{"account":{"remote_id":"a1","login":"a.berg","upn":"a.berg@corp.example.test","state":"enabled","expires_at":null,"manager":"p1","made_at":1760000000,"login_at":null,"login_known":false,"groups":[]}}
	{"account":{"remote_id":"a2","login":"b.cole","upn":"b.cole@corp.example.test","state":"enabled","expires_at":null,"manager":"p1","made_at":1760000000,"login_at":null,"login_known":false,"groups":["g1"]}}
	END
}

# does WHO STAGE ARG...: in the browser.
does() {
	t_who=$1
	t_stage=$2
	shift 2
	out=$(HANDS=$HANDS desk_node portal_story.js "$t_stage" "$URL" \
	    "$t_who@corp.example.test" pw "$@" 2>&1)
	t_rc=$?
	is "$HANDS: $t_who@ $t_stage" "$t_rc" 0
	[ "$t_rc" -eq 0 ] || note "$out"
}

for HANDS in mouse keys; do
	export HANDS
	rm -rf "$CTR_VAR/acme" box
	CTR_NOW=2026-12-01T06:00:00Z
	ctr-init -q --test -T 2026-11-30T08:00:00Z || exit 1
	cat >"$CTR_ETC/acme.conf" <<-END
	base_url = http://127.0.0.1:1
	[mail]
	transport = maildir:$S/box
	from = ctr@corp.example.test
	[connector example]
	file = $S/accounts
	END
	portal_roles >>"$CTR_ETC/acme.conf"
	roster >roster.csv
	directory >accounts
	desk_start
	sed -i "s,127.0.0.1:1$,127.0.0.1:$port," "$CTR_ETC/acme.conf"

	does op first "$S/roster.csv"
	does op sync
	ctr-sync -q --requested
	does op manager b.cole@corp.example.test 'Cole, Ben' 'Reyes, Victor'
	is "$HANDS: and his manager is another" "$(ctr-list -o tsv contractor \
	    upn=b.cole@corp.example.test --columns manager | tail -n 1)" \
	    v.reyes@corp.example.test
	ctr-cadence -q -a 2
	does ad rules ap@corp.example.test
	is "$HANDS: the rules are set" "$(for name in quiet_days approvers \
	    hr_approval; do ctr-policy get $name; done | tr '\n' ' ')" \
	    '3 ap@corp.example.test on '
	ctr-mail -q
	like "$HANDS: the mail has the admin's words" \
	    "$(mail_text box v.reyes@)" 'The guards at the gate'
	does ad shipped
	link=$(mail_link box v.reyes@ /offboard)
	like "$HANDS: the new one is asked" "$link" '^/acme/.*/offboard$'
	does v answer "http://127.0.0.1:$port/ctr$link"
	host_end
	CTR_NOW=2026-12-01T07:00:00Z
	ctr-offboard -q
	ctr-mail -q
	is "$HANDS: nothing is closed yet" "$(jq -r 'select(.account.login ==
	    "b.cole") | .account.state' accounts)" enabled
	desk_start
	does v looks b.cole@corp.example.test
	does ap waits 'Cole, Ben' \
	    "http://127.0.0.1:$port/ctr$(mail_link box ap@ /ctr/)"
	ctr-offboard -q
	ctr-mail -q
	does op left b.cole@corp.example.test
	does au audits b.cole@corp.example.test "$S" 2026-12-01
	is "$HANDS: the account is closed" "$(jq -r 'select(.account.login ==
	    "b.cole") | .account | .state, (.groups | length)' accounts |
	    tr '\n' ' ')" 'disabled 0 '
	status_is "$HANDS: the export verifies, offline" 0 env CTR_VAR=/nowhere \
	    ctr-evidence verify evidence.jsonl
	like "$HANDS: and tells of the departure" "$(cat evidence.jsonl)" \
	    '"action":"decision"'
	like "$HANDS: the report is one" "$(cat report.html)" '<h1>'
	host_end
done
finish
