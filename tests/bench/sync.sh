#!/bin/sh
# Sync: ctr-sync-ad of 10,000 accounts, the registry written, against
# ldapsearch reading the same attributes of the same people from the same
# domain controller over the same TLS; and changes when there are none.
#	tests/bench/sync.sh [ACCOUNTS]
# shellcheck source=tests/peer/alone.sh
. "${0%/*}/../peer/alone.sh"
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/samba.sh
. "$top/tests/peer/samba.sh"

N=${1:-10000}
RUNS=${RUNS:-3}
[ -x "$B/bin/ctr-connect-ad" ] || skip_all "no ctr-connect-ad in this build"

# Beside the build, not in /tmp, which may be memory: a commit must cost what
# it costs.
CTR_VAR=${BENCH_DIR:-$B}/bench-sync.$$
mkdir -p "$CTR_VAR"
trap 'rm -rf "$CTR_VAR"; clean_up' EXIT

# 1 manager to 50 contractors.  Accounts expire when the contracts end; one in
# a hundred some days before that, which is a finding.
ldif() {
	awk -v n="$N" -v base="$SAMBA_BASE" 'BEGIN {
		for (i = 0; i <= n / 50; i++)
			printf "dn: CN=Manager %d,CN=Users,%s\nobjectClass: user\n" \
			    "sAMAccountName: m%d\nuserPrincipalName: m%d@corp.example.test\n" \
			    "displayName: Manager %d\nmail: m%d@corp.example.test\n\n",
			    i, base, i, i, i, i
		for (i = 0; i < n; i++)
			printf "dn: CN=Person %d,CN=Users,%s\nobjectClass: user\n" \
			    "sAMAccountName: c%d\nuserPrincipalName: c%d@corp.example.test\n" \
			    "displayName: Person %d\nmail: c%d@corp.example.test\n" \
			    "employeeType: contractor\nemployeeID: W-%d\n" \
			    "department: Web\nuserAccountControl: 544\n" \
			    "accountExpires: %d0000000\n" \
			    "manager: CN=Manager %d,CN=Users,%s\n\n",
			    i, base, i, i, i, i, i, 13443235200 - 500000 *
			    (i % 100 == 0), 1 + int(i / 50), base
	}'
}
roster() {
	awk -v n="$N" 'BEGIN {
		print "worker id,upn,display name,manager,contract start,contract end"
		for (i = 0; i < n; i++)
			printf "W-%d,c%d@corp.example.test,Person %d,m%d@corp.example.test,2026-01-01,2026-12-31\n",
			    i, i, i, 1 + int(i / 50)
	}'
}
# seconds COMMAND...: the fastest of RUNS, each on a copy of BENCH_FROM.
seconds() {
	python3 -c 'import os, shutil, subprocess, sys, time
best = 1e9
for i in range(int(sys.argv[1])):
    if "BENCH_FROM" in os.environ:
        shutil.copy(os.environ["BENCH_FROM"], os.environ["BENCH_TO"])
    t = time.monotonic()
    subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, check=True)
    best = min(best, time.monotonic() - t)
print("%.4f" % best)' "$RUNS" "$@"
}

samba_start "$S/dc"
note "adding $N accounts (some minutes)"
ldif | samba_add || { not_ok "people"; finish; }
# Without anything that was deleted a domain looks like one that hides it.
samba_change <<END
dn: CN=Manager 0,CN=Users,$SAMBA_BASE
changetype: delete

END
cat >"$CTR_ETC/default.conf" <<END
[connector ad]
uri = ldap://$SAMBA_HOST
base = $SAMBA_BASE
bind = administrator@corp.example.test
ca_file = $SAMBA_CA
employee_type = contractor
page_size = 1000
END
(
	umask 077
	printf '[connector ad]\npassword = Passw0rd!\n' \
	    >"$CTR_ETC/default.secret"
)
ctr-init --test --zone UTC -T 2026-09-01T00:00:00Z >/dev/null || exit 1
roster >"$S/roster" && ctr-ingest -q -a 0 -T 2026-09-01T12:00:00Z "$S/roster"
db=$CTR_VAR/default/registry.db
cp "$db" "$S/start.db"

# The people that the sync reads too: contractors, and who can be a manager.
cat >"$S/read" <<END
#!/bin/sh
LDAPTLS_CACERT=$SAMBA_CA exec ldapsearch -x -ZZ -LLL -o ldif-wrap=no \
    -H "ldap://$SAMBA_HOST" -D administrator@corp.example.test \
    -w 'Passw0rd!' -b "$SAMBA_BASE" -E pr=1000/noprompt \
    '(&(objectCategory=person)(objectClass=user))' objectGUID objectSid \
    sAMAccountName userPrincipalName displayName mail department employeeID \
    manager userAccountControl accountExpires whenCreated whenChanged \
    lastLogon memberOf primaryGroupID uSNChanged description
END
a=$(seconds sh "$S/read")
BENCH_FROM=$S/start.db
BENCH_TO=$db
export BENCH_FROM BENCH_TO
b=$(seconds ctr-sync-ad -T 2026-09-02T12:00:00Z)
is "all are in the registry" "$(sqlite3 "$db" "SELECT count(*) FROM account
    WHERE contractor IS NOT NULL AND manager IS NOT NULL")" "$N"
is "and active" "$(sqlite3 "$db" "SELECT count(*) FROM contractor
    WHERE status = 'active' AND expiry_at IS NOT NULL")" "$N"
unset BENCH_FROM
c=$(seconds ctr-sync-ad -T 2026-09-02T12:00:00Z)
d=$(seconds ctr-sync-ad --full -T 2026-09-02T12:00:00Z)
note "ldapsearch $a s, sync $b s, nothing new $c s, whole again $d s"
awk -v a="$a" -v b="$b" 'BEGIN {
	printf "bench sync of accounts against ldapsearch: %.2f (at most 2)\n", b / a
	exit b / a > 2 }' || not_ok 'at most twice the time of ldapsearch'
awk -v b="$b" -v c="$c" 'BEGIN {
	printf "bench sync, changes with none against the whole: %.3f (at most 0.05)\n", c / b
	exit c / b > 0.05 }' || not_ok 'at most 5 % of the whole'
[ -z "${BENCH_SHELL:-}" ] || . "$BENCH_SHELL"
finish
