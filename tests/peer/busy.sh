# shellcheck shell=sh
# The office of office.sh in the middle of its work, for who looks at all of it:
# every page of the portal has something to show.  For a test that has sourced
# lib.sh and office.sh; busy_office makes it so.

# busy_link UPN VERB: the link of the newest mail about him.
busy_link() {
	/usr/bin/python3 - "$S/box" "$1" "$2" <<-'END'
	import email, email.policy, glob, os, re, sys
	box, upn, verb = sys.argv[1:]
	for name in sorted(glob.glob(box + "/new/*"), key=os.path.getmtime, reverse=True):
	    with open(name, "rb") as f:
	        m = email.message_from_binary_file(f, policy=email.policy.default)
	    text = m.get_body(("plain",)).get_content()
	    found = re.search(r"https?://[^/]+/ctr(/\S+/%s)\b" % verb, text)
	    if found and re.search(r"\b%s\b" % re.escape(upn), text):
	        print(found.group(1))
	        break
	END
}

busy_office() {
	q "UPDATE person SET manager_ref = 'p2', manager = (SELECT id FROM person
	    WHERE remote_id = 'p2') WHERE remote_id = 'p1'"
	mkdir -p "$S/drop"
	cat >>"$CTR_ETC/acme.conf" <<-END
	[drop]
	directory = $S/drop
	quiet_s = 1
	[provision]
	connector = other
	upn_domain = corp.example.test
	[field badge]
	label = Badge number
	pattern = [A-Z]-[0-9]+
	[field type]
	choices = intern, contractor
	[groups]
	acme-plant = vendor = Acme -> other:g-plant
	END
	ctr-policy set approvers a.kim@corp.example.test >/dev/null
	ctr-policy set missing_percent 50 >/dev/null
	ctr-policy set holidays '2026-12-24 2026-12-25' >/dev/null
	ctr-template set mail/heartbeat >/dev/null <<-'END'
	Subject: Is {{contractor_name}} still here?

	Please say so.
	It is {{contractor_upn}}.
	[Yes] {{attest_url}}
	[No] {{offboard_url}}
	[Longer] {{extend_url}}
	END
	# Sixty people, of whom two leave their feed; one has a name to stumble on.
	awk 'BEGIN {
		f = split("Anna Ben Carmen Dag Eva Farah Gus Hana Ivo Jana Kofi Lena", first)
		l = split("Berg Cole Díaz Eriksen Fall Gupta Hall Ito Jansen Kowalski", last)
		v = split("Nordwind GmbH,Helix AG,Tuchel & Söhne,Orbis Ltd", vendor, ",")
		d = split("Web,Data,Plant,Legal", place, ",")
		print "worker id,upn,display name,manager,vendor,department,contract start,contract end"
		for (i = 1; i <= 60; i++) {
			name = last[i % l + 1] ", " first[i % f + 1]
			if (i == 57)
				name = "<script>alert(1)</script>{{base}}"
			end = i % 5 == 0 ? "" : sprintf("2026-12-%02d", i % 28 + 1)
			printf("W-%d,w%d@corp.example.test,\"%s\",m.jones@corp.example.test,%s,%s,2026-01-05,%s\n",
			    1000 + i, i, name, vendor[i % v + 1], place[i % d + 1], end)
		} }' >"$S/all.csv"
	ctr-ingest -q "$S/all.csv" || return 1
	t_id=$(q "SELECT id - 1 FROM contractor WHERE upn_key = 'w1@corp.example.test'")
	for t_n in 1 2 3 4 5 6 7 8 9; do
		account $((t_id + t_n)) other "w$t_n" g-plant
	done
	account $((t_id + 1)) text adm-w1 g-admins
	# Nobody has logged in for long.
	jq -c "if .account then .account += {login_known: true,
	    made_at: 1760000000, login_at: $(at 2026-10-01T00:00:00Z)}
	    else . end" "$S/other" >"$S/new" && mv "$S/new" "$S/other"
	q "UPDATE account SET upn = login || '@corp.example.test',
	    upn_key = login || '@corp.example.test', login_known = 1,
	    login_at = $(at 2026-10-01T00:00:00Z), made_at = 1760000000"
	printf '{"account":{"remote_id":"r-stray","login":"stray","upn":"stray@corp.example.test","state":"enabled","expires_at":null,"groups":["g-plant"]}}\n' >>"$S/other"
	q "UPDATE contractor SET status = 'active', active_on = '2026-01-05'"
	later 60
	ctr-sync -q -a 0 other
	sed -e '/^W-1058,/d' -e '/^W-1059,/d' "$S/all.csv" >"$S/less.csv"
	later 60
	ctr-ingest -q "$S/less.csv"
	# A roster that is held: half of it is missing.
	sed -n 1,4p "$S/all.csv" >"$S/drop/held.csv"
	sleep 1.5
	later 60
	ctr-ingest -q --drop 2>/dev/null
	t_due=$(ctr-cadence -n -o tsv 2>/dev/null | grep -c '^ask')
	ctr-cadence -q -a "$t_due"
	ctr-mail -q
	# One has left and is closed, one waits for the approver, one stays longer.
	click "$(busy_link w1@corp.example.test offboard)" answer=offboard \
	    when=now leaves=yes reason=gone >/dev/null
	click "$(busy_link w2@corp.example.test attest)" answer=attest >/dev/null
	click "$(busy_link w3@corp.example.test extend)" answer=extend \
	    day=2027-01-20 >/dev/null
	later 3600
	ctr-offboard -q
	ctr-provision -q
	ctr-policy set hr_approval on >/dev/null
	click "$(busy_link w4@corp.example.test offboard)" answer=offboard \
	    when=now leaves=yes >/dev/null
	ctr-policy set inactive on >/dev/null
	q "INSERT OR REPLACE INTO sync (connector, full_at, ok_at) VALUES
	    ('text', $(at "$CTR_NOW"), $(at "$CTR_NOW")),
	    ('other', $(at "$CTR_NOW"), $(at "$CTR_NOW"))"
	ctr-inactive -q
	ctr-edit --exempt-until 2026-12-24 --why leave w9@corp.example.test >/dev/null
	ctr-edit w8@corp.example.test contract_end=2027-02-28 >/dev/null
	ctr-provision new display_name='Doe, Ann' manager=m.jones@corp.example.test \
	    vendor=Acme contract_start=2026-12-01 contract_end=2027-03-31 \
	    worker_id=W-900 email=ann@acme.test badge=A-1 >/dev/null </dev/null
	ctr-provision -q
	ctr-mail -q
	ctr-evidence checkpoint >/dev/null
	later 60
}
