#!/bin/sh
# ctr-portal-cgi, evidence: what is found is what ctr-evidence has, a record
# that was changed is seen, an export is the very same lines.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
portal_roles >>"$CTR_ETC/acme.conf"

# seqs: of the rows in $body, in their order; all: of every page from here on.
seqs() {
	printf '%s\n' "$body" | sed -n 's,.*data-name="Number"><a href="[^"]*/evidence/\([0-9]*\)">.*,\1,p'
}
older() {
	printf '%s\n' "$body" | sed -n "s,.*<a href=\"/portal/acme/\([^\"]*\)\" rel=\"next\">$1</a>.*,\1,p" |
	    sed 's/&amp;/\&/g'
}
all() {
	portal "$1"
	seqs
	t_next=$(older "${2:-Older}")
	while [ -n "$t_next" ]; do
		portal "$t_next"
		seqs
		t_next=$(older "${2:-Older}")
	done
}
lines() { sort -n | paste -sd,; }

portal evidence
is 'an auditor'\''s page' "$code" 200
contractor 1 ann
contractor 2 ben
account 1 text ann
leaves 1
later 3600
ctr-offboard -q
ctr-mail -q
CTR_NOW=$CTR_NOW ctr-evidence checkpoint >/dev/null
for i in $(seq 60); do printf 'vendor=V%d\n' "$i"; done >changes
while read -r set; do ctr-edit -q -T "$CTR_NOW" ben@corp.example.test "$set"; done <changes
ctr-edit -q -T "$CTR_NOW" ben@corp.example.test 'display_name=<script>"{{seq}}"&'

USER_IS=au@corp.example.test
portal evidence
is 'fifty a page, the newest first' "$(seqs | paste -sd,)" \
    "$(q 'SELECT seq FROM evidence ORDER BY seq DESC LIMIT 50' | paste -sd,)"
is 'all pages together are all records' "$(all evidence | lines)" \
    "$(q 'SELECT seq FROM evidence' | lines)"
portal evidence
unlike 'a name is text' "$body" '<script>[^<]'
like 'that is there' "$body" '&lt;script&gt;.&quot;\{\{seq\}\}'
is 'of a person: what ctr-evidence shows' "$(all 'evidence?q=ann@corp.example.test' | lines)" \
    "$(ctr-evidence -o json show ann@corp.example.test | jq .seq | lines)"
portal 'evidence?q=ann@corp.example.test'
like 'the page says the command' "$body" 'ctr-evidence -t acme show ann@corp.example.test'
is 'of a subject' "$(all 'evidence?q=contractor%2F2' | lines)" \
    "$(ctr-evidence -o json show contractor/2 | jq .seq | lines)"
is 'by who' "$(all 'evidence?actor=tool%2Fctr-mail' | lines)" \
    "$(q "SELECT seq FROM evidence WHERE actor = 'tool/ctr-mail'" | lines)"
is 'by all of a kind' "$(all 'evidence?actor=operator' | lines)" \
    "$(q "SELECT seq FROM evidence WHERE actor GLOB 'operator/*'" | lines)"
is 'by what' "$(all 'evidence?action=step.done' | lines)" \
    "$(q "SELECT seq FROM evidence WHERE action = 'step.done'" | lines)"
is 'by the beginning of what' "$(all 'evidence?action=job' | lines)" \
    "$(q "SELECT seq FROM evidence WHERE action GLOB 'job.*'" | lines)"
is 'by both, about somebody' "$(all 'evidence?q=ann@corp.example.test&action=step&actor=tool' | lines)" \
    "$(q "SELECT seq FROM evidence WHERE action GLOB 'step.*'" | lines)"
later 86400
ctr-edit -q -T "$CTR_NOW" ben@corp.example.test vendor=Later
is 'of a day' "$(all 'evidence?from=2026-11-21&to=2026-11-21' | lines)" \
    "$(q "SELECT seq FROM evidence WHERE at >= $(at 2026-11-21T00:00:00Z)" | lines)"
is 'up to a day' "$(all 'evidence?to=2026-11-20' | lines)" \
    "$(q "SELECT seq FROM evidence WHERE at < $(at 2026-11-21T00:00:00Z)" | lines)"
portal 'evidence?from=2026-02-30'
like 'no day of the calendar is told' "$body" 'A day must be a real one'
portal 'evidence?q=nobody@corp.example.test'
like 'nobody of that name' "$body" 'Nobody in the registry has this login'
is 'and no records' "$(seqs)" ''
portal 'evidence?q=nothing%2F1'
like 'no such subject' "$body" 'Nothing here'
portal 'evidence?q=12'
is 'a number leads to its record' "$code $to" '303 evidence/12'
portal 'evidence?q=%3Cscript%3E%22%7B%7Brows%7D%7D&actor=%27%25%2A&action=%5B&before=-1'
is 'a hostile search' "$code" 200
like 'comes back as it was typed' "$body" 'value="&lt;script&gt;&quot;\{\{rows\}\}"'

n=$(q "SELECT seq FROM evidence WHERE action = 'decision'")
portal "evidence/$n"
is 'one record' "$code" 200
like 'its hash' "$body" "<dt>Record</dt><dd><code>$(q "SELECT lower(hex(hash)) FROM evidence WHERE seq = $n")</code>"
like 'the one before' "$body" "<dt>Record before it</dt><dd><code>$(q "SELECT lower(hex(hash)) FROM evidence WHERE seq = $n - 1")</code>"
like 'agrees' "$body" 'agrees with the detail'
like 'follows' "$body" 'follows from the one before'
unlike 'nothing is wrong' "$body" 'tag stop'
like 'its checkpoint' "$body" 'signed with record'
is 'its detail is whole' "$(printf '%s\n' "$body" | sed -n '/<pre/,/<\/pre>/p' |
    python3 -c 'import html, re, sys; print(html.unescape(re.sub("<[^>]*>", "", sys.stdin.read())))' | jq -cS .)" \
    "$(q "SELECT detail FROM evidence WHERE seq = $n" | jq -cS .)"
like 'the command' "$body" "ctr-evidence -t acme export --from $n --to $n"
for n in 0 99999 x -1 1.5; do
	portal "evidence/$n"
	is "no record $n" "$code" 404
done

# An export is what ctr-evidence writes.
last=$(q 'SELECT max(seq) FROM evidence')
portal evidence/export
is 'an export' "$code" 200
printf '%s\n' "$body" >sent
ctr-evidence export >there
status_is 'is the very lines' 0 cmp sent there
like 'under a name' "$head" "filename=\"acme-evidence-1-$last.jsonl\""
is 'as long as it says' "$(printf '%s\n' "$head" | sed -n 's/^Content-Length: //p')" "$(wc -c <there)"
status_is 'and verifies' 0 ctr-evidence verify sent
portal "evidence/export?from=7&to=20"
printf '%s\n' "$body" >sent
ctr-evidence export --from 7 --to 20 >there
status_is 'a part of it' 0 cmp sent there
portal_raw HEAD evidence/export
is 'HEAD has no lines' "$code$body" 200
portal "evidence/export?from=99999"
is 'nothing to export' "$code" 404

portal evidence/verify
like 'verified' "$body" "<strong>$last records are as they were written</strong>, 1 to $last"
like 'as ctr-evidence says' "$(ctr-evidence verify)" "records=$last .* checkpoints=1 bad=0"
like 'with its checkpoint' "$body" 'Checkpoints that agree</dt><dd>1<'
portal 'evidence/verify?records=5'
like 'the newest five' "$body" "<strong>5 records are .* $((last - 4)) to $last"
like 'is said to be a part' "$body" 'This is a part of it'
portal 'evidence/verify?records=checkpoint'
head_seq=$(q 'SELECT max(seq) FROM checkpoint')
like 'since the checkpoint' "$body" "<strong>$((last - head_seq + 1)) records .* $head_seq to $last"

# What is erased, and what was changed.
n=$(q "SELECT min(seq) FROM evidence WHERE subject = 'contractor/2'")
q "UPDATE evidence SET detail = NULL, salt = NULL WHERE seq = $n"
portal "evidence/$n"
like 'an erased record says so' "$body" '<span class="tag">erased</span> What told'
like 'and still follows' "$body" 'follows from the one before'
unlike 'without a detail' "$body" '<pre'
portal evidence/verify
like 'the chain holds' "$body" 'Erased among them</dt><dd>1<'
like 'and is good' "$body" 'note good'
cp "$db" whole
n=$((last - 3))
q "DROP TRIGGER evidence_keep; DROP TRIGGER evidence_words;
    UPDATE evidence SET detail = '{}' WHERE seq = $n"
portal "evidence/$n"
like 'a changed detail is seen' "$body" 'tag stop">the detail was changed'
portal evidence/verify
like 'and where' "$body" "Something is wrong: record $n: the detail was changed"
cp whole "$db"
q "DROP TRIGGER evidence_keep; UPDATE evidence SET actor = 'operator/mallory' WHERE seq = $n"
portal "evidence/$n"
like 'a changed actor is seen' "$body" 'tag stop">does not follow'
portal 'evidence/verify?records=20'
like 'and where' "$body" "record $n: its hash does not follow"
portal 'evidence/verify?records=checkpoint'
like 'it names the record' "$body" "evidence/$n\">record $n"
cp whole "$db"

# Far down: a search goes so far at a time and can go on.
q "WITH RECURSIVE n(i) AS (SELECT $last + 1 UNION ALL SELECT i + 1 FROM n WHERE i < $last + 50100)
    INSERT INTO evidence SELECT i, $(at "$CTR_NOW"), 'tool/x', 'x.y', 'x', zeroblob(32), zeroblob(32), NULL, NULL FROM n"
portal 'evidence?actor=operator'
is 'nothing yet' "$(seqs)" ''
like 'and it says how far' "$body" '50000 records were looked through, down to number'
is 'it can go on' "$(all 'evidence?actor=operator' '[^<]*' | lines)" \
    "$(q "SELECT seq FROM evidence WHERE actor GLOB 'operator/*'" | lines)"
portal 'evidence/export?from=1'
is 'a long export ends' "$code" 200

for page in evidence evidence/1 evidence/verify evidence/export; do
	USER_IS=v@corp.example.test
	portal "$page"
	is "a viewer has no $page" "$code" 403
	for USER_IS in au op ad; do
		USER_IS=$USER_IS@corp.example.test
		portal "$page"
		is "$USER_IS has $page" "$code" 200
	done
done
finish
