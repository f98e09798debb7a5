#!/bin/sh
# ctr-provision: licences by rules, in a fake of Graph: given with the name of
# the rule in the evidence; one that is not to be had keeps nobody out.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/luck.sh
. "$top/tests/peer/luck.sh"

e3=05e9a617-0261-4cee-bb44-138d3ef5d965
few=f30db892-07e9-47e9-837c-80727f46fd3d
jq -nc --arg a $e3 --arg b $few '{users: [{id: "p1", displayName: "Mia Jones",
    userPrincipalName: "m.jones@corp.example.test", accountEnabled: true}],
    groups: [{id: "g1", displayName: "Plant", groupTypes: [], members: []}],
    roles: [], skus: {($a): 9, ($b): 0}}' >"$S/people.json"
fake_start graph "$S/people.json"
cat >>"$CTR_ETC/acme.conf" <<END
[connector entra]
url = http://127.0.0.1:$FAKE
login_url = http://127.0.0.1:$FAKE
tenant_id = tenant-1
client_id = app-1
licences = yes
usage_location = DE
hire_date = yes
[provision]
connector = entra
upn_domain = corp.example.test
[groups]
plant = vendor = Acme -> entra:g1
[licences]
office = department = Lab -> entra:$e3
scarce = project = X -> entra:$few
END
(umask 077; printf '[connector entra]\nclient_secret = s3cret\n' >"$CTR_ETC/acme.secret")
echo - | ctr-policy -q set provision_approval -
q "UPDATE person SET connector = 'entra'"

one() {
	ctr-provision -q new display_name="$1" manager=m.jones@corp.example.test \
	    vendor=Acme worker_id="$2" contract_start=2026-11-20 \
	    contract_end=2027-03-31 "$3" </dev/null || not_ok "$1 is wanted"
}
status_is 'a plan shows it' 0 ctr-provision -n new display_name='Ann Doe' \
    manager=m.jones@corp.example.test vendor=Acme department=Lab worker_id=W-1 \
    contract_start=2026-11-20 contract_end=2027-03-31
like 'by its rule' "$out" "group=entra:licence:$e3\(office\)"
one 'Ann Doe' W-1 department=Lab
one 'Bob Roe' W-2 project=X
status_is 'made, and one licence is not to be had' 77 ctr-provision
like 'is said' "$err$out" 'does not have any available licenses'
is 'she has hers, and her group' "$(state '.users[] | select(.employeeId == "W-1")
    | [.accountEnabled, .usageLocation, .employeeHireDate,
    (.licenseAssignmentStates | map(.skuId) | join(","))]')" \
    "[true,\"DE\",\"2026-11-20T00:00:00Z\",\"$e3\"]"
is 'he is let in without, with his group' "$(state '(.users[] |
    select(.employeeId == "W-2")) as $u | [$u.accountEnabled,
    ($u.licenseAssignmentStates | length), (.groups[0].members | length)]')" \
    '[true,0,2]'
is 'the rule is in the evidence' "$(q "SELECT json_extract(detail,
    '\$.args.rules') FROM evidence WHERE action = 'step.doing' AND
    json_extract(detail, '\$.op') = 'restore_groups' ORDER BY seq LIMIT 1")" \
    "{\"office\":\"licence:$e3\",\"plant\":\"g1\"}"
is 'no expiry is asked of a system that has none' "$(q "SELECT
    group_concat(DISTINCT op) FROM step")" 'create,enable,restore_groups'
is 'both are active, both jobs done' "$(q "SELECT group_concat(c.status || ' ' ||
    j.state) FROM contractor c JOIN job j ON j.contractor = c.id")" \
    'active done,active done'
is 'a person sees to it' "$(q "SELECT count(*) FROM finding
    WHERE kind = 'step_failed' AND closed_at IS NULL AND
    detail LIKE '%any available licenses%'")" 1
like 'who is told hears of it' "$(q "SELECT fields FROM outbox
    WHERE template = 'created' ORDER BY id DESC LIMIT 1")" 'any available licenses'
is 'and he has the link to his first password' "$(q "SELECT count(*) FROM outbox
    WHERE template = 'credential'")" 2
status_is 'another run' 0 ctr-provision
is 'gives nothing twice' "$(log '[.[] | select(.path | test("assignLicense"))] | length')" 2

# ------------------------------------------------------- rules that make no sense
bad() {
	cp "$CTR_ETC/acme.conf" "$S/conf"
	printf '%s\n' "$2" >>"$CTR_ETC/acme.conf"
	status_is "$1" 78 ctr-provision
	like "is said" "$err" "$3"
	cp "$S/conf" "$CTR_ETC/acme.conf"
}
bad 'one that is none' 'x = department = Lab' 'licences. x: not FIELD = VALUE'
bad 'a system that is not made in' "x = department = Lab -> ad:$e3" 'x: no connector of'
bad 'a field that is none' "x = shoe = 42 -> entra:$e3" 'x: no such field'
bad 'a name twice' "plant = department = Lab -> entra:$e3" 'plant: there is a rule of this name'

# ------------------------------------------------------- and when he leaves
# The default takes what is privileged: the licence stays.
ann=$(q "SELECT id FROM contractor WHERE worker_id = 'W-1'")
leaves "$ann"
later 960
ctr-offboard -q
is 'a departure leaves the licence' "$(status "$ann") $(state '.users[] |
    select(.employeeId == "W-1") | .licenseAssignmentStates | length')" 'offboarded 1'
echo '!disable !revoke_groups all_groups' | ctr-policy -q set steps -
bob=$(q "SELECT id FROM contractor WHERE worker_id = 'W-2'")
with "{\"skus\":{\"$few\":1}}"
status_is 'one is there by now' 0 sh -c 'ctr-check-connector entra'
leaves "$bob"
later 960
ctr-offboard -q
is 'all_groups takes groups, and would take licences' "$(status "$bob") $(state '.groups[0].members | length')" 'offboarded 1'
status_is 'the chain holds' 0 ctr-evidence verify
finish
