#!/bin/sh
# ctr-provision new: a wish that comes again, of somebody who has no number and
# no mail address.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"

cat >>"$CTR_ETC/acme.conf" <<END
[provision]
connector = other
upn_domain = corp.example.test
END
echo - | ctr-policy set provision_approval - >/dev/null
m=m.jones@corp.example.test
# shellcheck disable=SC2317
bo() {
	ctr-provision new display_name='Stein, Bo' manager="$m" vendor=Acme \
	    contract_start=2026-12-01 contract_end=2027-03-31 "$@"
}
had=$(q 'SELECT count(*) FROM contractor')
status_is 'a wish' 0 bo
is 'is taken' "$out" 'ctr-provision taken=1 known=0 duplicate=0 rejected=0'
status_is 'the same again' 0 bo
is 'is known' "$out" 'ctr-provision taken=0 known=1 duplicate=0 rejected=0'
is 'and he is one' "$(q 'SELECT count(*) FROM contractor')" "$((had + 1))"

# Made since; the directory has told his address.
now 2026-12-01T06:00:00Z
ctr-provision -q
ctr-provision -q
is 'he is here' "$(q "SELECT status || ' ' || upn FROM contractor
    WHERE id = $((had + 1))")" 'active bstein@corp.example.test'
q "UPDATE contractor SET email = 'bo@acme.test' WHERE id = $((had + 1))"
status_is 'again, when he is here' 0 bo
is 'is known still' "$out" \
    'ctr-provision taken=0 known=1 duplicate=0 rejected=0'
status_is 'one with a number of his own' 0 bo worker_id=W-77
is 'is another' "$out" 'ctr-provision taken=1 known=0 duplicate=0 rejected=0'

cat >"$S/list.csv" <<END
Display Name,Manager,Vendor,Start,End
"Eins, Cy",$m,Acme,2026-12-01,2027-03-31
"Zwei, Di",$m,Acme,2026-12-01,2027-03-31
"Eins, Cy",$m,Acme,2026-12-01,2027-03-31
END
status_is 'a list that has one twice' 0 ctr-provision new --from "$S/list.csv"
is 'takes him once' "$out" \
    'ctr-provision taken=2 known=1 duplicate=0 rejected=0'
status_is 'the list again' 0 ctr-provision new --from "$S/list.csv"
is 'takes nobody' "$out" 'ctr-provision taken=0 known=3 duplicate=0 rejected=0'

finish
