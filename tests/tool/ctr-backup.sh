#!/bin/sh
# ctr-backup: a copy that is whole, while others write; what is wrong with one;
# and the way back, as ctr-backup(8) says it.
. "${0%/*}/../lib.sh"

head_of() {
	sqlite3 "$1" "SELECT 'seq=' || seq || ' hash=' || lower(hex(hash))
	    FROM evidence ORDER BY seq DESC LIMIT 1"
}
rows() {
	awk -v n="$1" -v from="$2" 'BEGIN {
		print "worker_id,upn,display_name,manager,contract_end"
		for (i = from; i < from + n; i++)
			printf "W%d,p%d@x.test,\"Pat, %d\",m@x.test,2027-06-30\n",
			    i, i, i }'
}

ctr-init -q -t acme
rows 3000 1 >one.csv
ctr-ingest -q -t acme one.csv
ctr-evidence -t acme checkpoint >/dev/null
live=$CTR_VAR/acme/registry.db

# -------------------------------------------------------------------- made
status_is 'a copy' 0 ctr-backup -t acme "$S/acme.db"
is 'its report: bytes, and the head of the chain' "$out" \
    "ctr-backup size=$(stat -c %s "$S/acme.db") $(head_of "$live")"
is 'nobody else reads it' "$(stat -c %a "$S/acme.db")" 600
is 'it has all that the registry has' \
    "$(sqlite3 "$S/acme.db" .dump | sha256sum)" \
    "$(sqlite3 "$live" .dump | sha256sum)"
sum=$(sha256sum <"$S/acme.db")
status_is 'over another one' 73 ctr-backup -t acme "$S/acme.db"
like 'says so' "$err" 'never written over'
is 'which stays as it is' "$(sha256sum <"$S/acme.db")" "$sum"
ln -s "$S/elsewhere" "$S/link.db"
status_is 'over a link' 73 ctr-backup -t acme "$S/link.db"
is 'which is not followed' "$([ -e "$S/elsewhere" ] || echo none)" none
status_is 'into nowhere' 73 ctr-backup -t acme "$S/none/acme.db"
status_is 'of nobody' 78 ctr-backup -t nobody "$S/nobody.db"
status_is 'where to?' 64 ctr-backup -t acme
status_is 'two files' 64 ctr-backup -t acme "$S/a.db" "$S/b.db"
mkdir "$S/dir"
status_is 'quiet' 0 ctr-backup -q -t acme "$S/dir"
is 'says nothing' "$out$err" ''
like 'in a directory by tenant and instant' "$(ls "$S/dir")" \
    '^acme-[0-9]{8}T[0-9]{6}Z\.db$'
mkdir "$S/each"
ctr-init -q -t beta
status_is 'of each tenant' 0 ctr-each ctr-backup -q "$S/each"
is 'one each' "$(find "$S/each" -name 'acme-*' | wc -l) $(find "$S/each" \
    -name 'beta-*' | wc -l) $(find "$S/each" -type f | wc -l)" '1 1 2'
is 'nothing else is left' "$(find "$S" -name '*.part.*')" ''

# A zone that went away with its package stops nobody who counts no days.
ctr-policy -q -t beta set zone Europe/Berlin
sqlite3 "$CTR_VAR/beta/registry.db" \
    "UPDATE policy SET value = 'US/Gone' WHERE name = 'zone'"
status_is 'who counts days' 78 ctr-cadence -n -t beta
status_is 'without its zone' 0 ctr-backup -q -t beta "$S/beta.db"

# A disk that is full.  The signal must not end it before it can say so.
status_is 'a full disk' 74 sh -c "trap '' XFSZ; ulimit -f 300
    exec ctr-backup -t acme '$S/full.db'"
is 'leaves nothing' "$(find "$S" -maxdepth 1 -name 'full*')" ''

# ------------------------------------------------------------------ checked
status_is 'a check' 0 ctr-backup --check "$S/acme.db"
like 'the same report' "$out" "^ctr-backup size=[0-9]+ $(head_of "$live")\$"
is 'with no word' "$err" ''
is 'and no change' "$(sha256sum <"$S/acme.db")" "$sum"
chmod 400 "$S/acme.db"
(CTR_ETC=$S/nowhere
export CTR_ETC
status_is 'where its keys are not' 0 ctr-backup --check "$S/acme.db"
like 'says so' "$err" "signatures were not looked at")
T_N=$((T_N + 2))
status_is 'no such file' 78 ctr-backup --check "$S/nofile.db"
status_is 'a directory' 77 ctr-backup --check "$S/dir"

# bad WHY ERE SQL: a copy changed by SQL is found out.
bad() {
	rm -f "$S/bad.db"
	cp "$S/acme.db" "$S/bad.db"
	chmod 600 "$S/bad.db"
	sqlite3 -bail "$S/bad.db" "$3" || not_ok "$1: the SQL"
	status_is "$1" 65 ctr-backup --check "$S/bad.db"
	like "$1: says what" "$err" "^ctr-backup: $S/bad.db: .*$2"
}
bad 'a detail changed' 'record 7: the detail was changed' "
    DROP TRIGGER evidence_words;
    UPDATE evidence SET detail = replace(detail, 'Pat', 'Bob') WHERE seq = 7"
bad 'a record gone' 'record 7: missing' "
    DROP TRIGGER evidence_stay; DELETE FROM evidence WHERE seq = 7"
bad 'the tail gone' 'the tail was cut off' "
    DROP TRIGGER evidence_stay; DELETE FROM evidence WHERE seq > 2990"
bad 'another signature' 'signature is wrong' "
    DROP TRIGGER checkpoint_keep;
    UPDATE checkpoint SET signature = zeroblob(64)"
bad 'a reference to nobody' 'a row of engagement refers to none' "
    PRAGMA foreign_keys = OFF;
    INSERT INTO engagement (contractor, nth, began_at) VALUES (99999, 1, 1)"
bad 'no tenant' 'of no tenant' "
    PRAGMA ignore_check_constraints = ON; DELETE FROM tenant"
bad 'of a newer ctr' 'newer ctr' 'PRAGMA user_version = 999'
bad 'another program'"'"'s' 'not a registry of ctr' 'PRAGMA application_id = 1'
cut=$(($(stat -c %s "$S/acme.db") / 2))
for what in truncated scribbled words; do
	rm -f "$S/bad.db"
	cp "$S/acme.db" "$S/bad.db"
	chmod 600 "$S/bad.db"
	case $what in
	truncated) truncate -s $cut "$S/bad.db" ;;
	scribbled) dd if=/dev/urandom of="$S/bad.db" bs=4096 count=40 \
	    seek=$((cut / 4096)) conv=notrunc 2>/dev/null ;;
	words) echo 'upn,worker_id' >"$S/bad.db" ;;
	esac
	sum=$(sha256sum <"$S/bad.db")
	status_is "$what" 65 ctr-backup --check "$S/bad.db"
	is "$what: is not changed" "$(sha256sum <"$S/bad.db")" "$sum"
done
# Another program's database in another mode of journal stays what it is.
rm -f "$S/bad.db"
sqlite3 "$S/bad.db" 'PRAGMA journal_mode = WAL; CREATE TABLE t (a)' >/dev/null
sum=$(sha256sum <"$S/bad.db")
status_is 'a stranger' 65 ctr-backup --check "$S/bad.db"
is 'is not changed' "$(sha256sum <"$S/bad.db")" "$sum"

# A damaged registry makes no backup.
ctr-init -q -t torn
sqlite3 "$CTR_VAR/torn/registry.db" "DROP TRIGGER evidence_words;
    UPDATE evidence SET detail = '{}' WHERE seq = 1"
status_is 'a registry with something wrong' 74 ctr-backup -t torn "$S/torn.db"
like 'says what' "$err" 'no backup was kept: record 1: the detail was changed'
is 'none is kept' "$(find "$S" -maxdepth 1 -name 'torn*')" ''

# ------------------------------------------------- beside those who write
rows 60000 5000 >two.csv
ctr-ingest -q -t acme two.csv -a 3000 &
pid=$!
n=0
good=0
while kill -0 "$pid" 2>/dev/null; do
	n=$((n + 1))
	if ctr-backup -q -t acme "$S/beside.$n.db" &&
	    ctr-backup -q --check "$S/beside.$n.db"; then
		good=$((good + 1))
	fi
done
wait "$pid"
is 'beside a roster that comes in: all are whole' "$good" "$n"
like 'some were made meanwhile' "$n" '^[1-9]'
seen=$(head_of "$S/beside.1.db")
seen=${seen%% *}
is 'each of one instant: its head is a record of the chain' \
    "$(sqlite3 "$live" "SELECT lower(hex(hash)) FROM evidence
	WHERE seq = ${seen#seq=}")" \
    "$(sqlite3 "$S/beside.1.db" "SELECT lower(hex(hash)) FROM evidence
	WHERE seq = ${seen#seq=}")"

# Killed on the way: the name is not there, or what has it is whole.
for ms in 0.01 0.03 0.06 0.1 0.2 0.4; do
	rm -f "$S/killed.db" "$S"/killed.db.part.*
	timeout -s KILL "$ms" ctr-backup -q -t acme "$S/killed.db" 2>/dev/null
	[ ! -e "$S/killed.db" ] ||
	    status_is "whole ($ms)" 0 ctr-backup --check "$S/killed.db"
	[ -e "$S/killed.db" ] || ok "not there ($ms)"
done

# ------------------------------------------------------------ the way back
ctr-edit -t acme --new late@x.test >/dev/null
ctr-evidence -t acme checkpoint >late.sig
mkdir -m 700 "$CTR_VAR/acme/lost"
mv "$CTR_VAR"/acme/registry.db* "$CTR_VAR/acme/lost"
install -m 660 "$S/acme.db" "$live"
status_is 'restored: it verifies' 0 ctr-evidence -t acme verify
is 'and has who was in it' "$(ctr-list -t acme contractor | wc -l)" 3001
status_is 'the same roster changes nothing' 0 ctr-ingest -t acme one.csv
like 'nothing' "$out" 'added=0 changed=0 unchanged=3000'
status_is 'a later checkpoint shows the gap' 65 ctr-evidence -t acme verify \
    --checkpoint late.sig
like 'as a tail that was cut' "$err" 'tail was cut off'
finish
