#!/bin/sh
# ctr-portal-cgi: newcomers: the form with the tenant's own fields, what would
# be made, the wish, which is ctr-provision's, and what became of it.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
q "UPDATE person SET connector = 'other';
    INSERT INTO person (connector, remote_id, upn_key, display_name, email,
    enabled, changed_at) VALUES ('other', 'p3', 'h.head@corp.example.test',
    'Hanna <Head>', 'h.head@corp.example.test', 1, 0),
    ('other', 'p4', 'op@corp.example.test', 'Olga Operator',
    'olga@corp.example.test', 1, 0);
    UPDATE person SET manager_ref = 'p3', manager = (SELECT id FROM person
    WHERE remote_id = 'p3') WHERE remote_id IN ('p1', 'p4')"
portal_roles >>"$CTR_ETC/acme.conf"
as() { USER_IS=$1@corp.example.test; }
newest() { q "SELECT coalesce(max(seq), 0) FROM evidence
    WHERE action <> 'portal.refused'"; }

# ------------------------------------------------ a tenant that makes none
as op
portal newcomers
like 'no accounts are made here' "$body" 'makes no accounts'
unlike 'so none is asked for' "$body" 'newcomers/new"'
portal newcomers/new
is 'a form' "$code" 200
unlike 'there is none' "$body" '<form'
sed -i '/^\[web\]/,$d' "$CTR_ETC/acme.conf"
cat >>"$CTR_ETC/acme.conf" <<END
[provision]
connector = other
upn_domain = corp.example.test
[field badge]
label = Badge <b>
pattern = [A-Z]-[0-9]+
[field type]
choices = intern, contractor
required = yes
[groups]
acme-plant = vendor = Acme -> other:g-plant
END
portal_roles >>"$CTR_ETC/acme.conf"
m=m.jones@corp.example.test

# ------------------------------------------------------------------ who may
for role in v au ap; do
	as "$role"
	portal newcomers
	is "$role sees the list" "$code" 200
	unlike "$role is offered no form" "$body" 'newcomers/new"'
	portal newcomers/new
	is "$role has none" "$code" 403
	for verb in find check save; do
		portal_raw POST "newcomers/$verb" 'mark=x&f0=x'
		is "$role may not $verb" "$code" 403
	done
done
as op
portal newcomers/new
is 'an operator has it' "$code" 200
like 'a field of the tenant, its label as a text' "$body" 'for="f11">Badge &lt;b&gt;<'
like 'a choice' "$body" '<option value="intern">intern</option>'
like 'what is needed' "$body" 'for="f12">type <span class="soft">\(needed\)'
like 'the command' "$body" 'ctr-provision -t acme new'

# ------------------------------------------------------------- the manager
portal_send newcomers/find f0='Doe, Ann' q=head
is 'a look-up' "$code" 200
like 'finds her, as a text' "$body" '<b>Hanna &lt;Head&gt;</b> h.head@corp.example.test'
like 'and keeps what was typed' "$body" 'id="f0".* value="Doe, Ann"'
unlike 'and judges nothing yet' "$body" 'class="wrong"'
portal_send newcomers/find f0='Doe, Ann' q='<script>x'
like 'nobody' "$body" 'Nobody who could be asked fits'
unlike 'what was asked is a text' "$body" '<script>x'

# Enter in a field presses the first button, which is that of the form.
portal newcomers/new
is 'Enter goes on, not to the look-up' "$(printf '%s\n' "$body" |
    grep -m 1 '<button' | sed 's/.*value="//; s/".*//')" \
    "$(printf '%s\n' "$body" | grep 'newcomers/check">See' |
	sed 's/.*value="//; s/".*//')"
portal_send newcomers/check f0='Doe, Ann' q=head
is 'but in the look-up it looks up' "$code" 200
like 'so that one can be chosen' "$body" 'name="pick".*Hanna &lt;Head&gt;'
unlike 'and what is missing is not yet said' "$body" 'class="wrong"'
portal_send newcomers/check f0='Doe, Ann' q=head pick=h.head@corp.example.test
is 'one who is chosen is enough' "$code" 422

# ------------------------------------------------------------ what is wrong
seq=$(newest)
portal newcomers/new
portal_send newcomers/check f0='"><script>x</script>' f4=no f5=nobody \
    f9=2026-02-30 f10=2020-01-01 f11=12 f12=other
is 'much is wrong' "$code" 422
like 'a manager that is none' "$body" 'id="e5">'
like 'a day that is none' "$body" 'id="e9">not a day'
like 'a badge of another form' "$body" 'id="e11">not of the form'
like 'no such choice' "$body" 'id="e12">'
like 'no vendor, department or project' "$body" 'id="e6">missing: one of'
like 'its field says so' "$body" 'id="f9".* value="2026-02-30" aria-describedby="h9 e9" aria-invalid="true"'
unlike 'a name is a text' "$body" '<script>x'
like 'and kept' "$body" 'value="&quot;&gt;&lt;script&gt;x'
portal newcomers/new
portal_send newcomers/check f0="$(head -c 300 /dev/zero | tr '\0' a)"
like 'a long one' "$body" 'of at most 256 bytes'
is 'nothing was written' "$(newest) $(q 'SELECT count(*) FROM contractor')" "$seq 0"

# ------------------------------------------------------- what would be made
ann() {
	portal newcomers/new
	portal_send newcomers/check f0='Doe, Ann' f3=W-1 f4=ann@acme.test \
	    f5=M.Jones@corp.example.test f6=Acme f9=2026-12-01 f10=2027-03-31 \
	    f11=A-1 f12=intern "$@"
}
ann
is 'all of it is shown' "$code" 200
like 'the login' "$body" '<dd>adoe '
like 'the UPN' "$body" '<dd>adoe@corp.example.test</dd>'
like 'the group, and by which rule' "$body" 'other: <code>g-plant</code> <span class="soft">by the rule acme-plant'
like 'when it is made' "$body" '<dd>2026-11-28 or later, disabled'
like 'when it is enabled' "$body" 'first instant of 2026-12-01'
like 'when it ends' "$body" '<dd>after 2027-03-31'
like 'who must say yes' "$body" 'Mia Jones <span class="soft">m.jones@corp.example.test</span>, the manager'
like 'the command' "$body" "ctr-provision -t acme new .*vendor=Acme .*badge=A-1"
is 'nothing is written yet' "$(newest)" "$seq"
portal_send newcomers/find
like 'back to the form' "$body" 'id="f11".* value="A-1"'
like 'with the choice' "$body" '<option value="intern" selected>'
ann pick=h.head@corp.example.test
like 'who was picked is the manager' "$body" 'Hanna &lt;Head&gt; <span class="soft">h.head@'
ann
portal_send newcomers/save f5=
is 'what is wrong is not asked either' "$code $(newest)" "422 $seq"
ann
portal_send newcomers/save
is 'the wish' "$code $to" '303 newcomers?done=newcomer-asked'
is 'a candidate, from the portal' "$(q "SELECT status || ' ' || origin || ' ' ||
    manager_key || ' ' || json_extract(extra, '\$.badge') FROM contractor
    WHERE id = 1")" "candidate portal $m A-1"
is 'asked about' "$(q 'SELECT state || wanted_by || wanted_key ||
    wanted_mail FROM newcomer')" \
    'askedoperator/op@corp.example.testop@corp.example.testolga@corp.example.test'
is 'nothing decided, nothing to be done' "$(q 'SELECT count(*) FROM decision')$(q 'SELECT count(*) FROM job')" 00
is 'one mail' "$(q "SELECT template || ' ' || recipient FROM outbox")" \
    "newcomers $m"
# The same wish at the shell leaves the same records.
portal_wrote=$(q "SELECT group_concat(action, ' ') FROM (SELECT action
    FROM evidence WHERE seq > $seq AND action <> 'portal.refused'
    ORDER BY seq)")
ctr-mail -q
hers=$(mail_link "$S/box" m.jones@ http)
seq=$(newest)
ctr-provision -q new 'display_name=Roe, Rick' worker_id=W-2 manager=$m \
    vendor=Acme contract_start=2026-12-01 contract_end=2027-03-31 badge=A-2 \
    type=intern
is 'evidence as of ctr-provision' "$portal_wrote" "$(q "SELECT
    group_concat(action, ' ') FROM (SELECT action FROM evidence
    WHERE seq > $seq AND action <> 'portal.refused' ORDER BY seq)")"
portal 'newcomers?done=newcomer-asked'
like 'he is listed' "$body" 'people/1">Doe, Ann'
like 'of whom since when' "$body" 'of Mia Jones, since <span class="nowrap">2026-11-20 06:00'
like 'asked for by' "$body" '>olga@corp.example.test<'
seq=$(newest)
ann
like 'the same again is known' "$body" 'asked for already, exactly so'
portal_send newcomers/save
is 'and changes nothing' "$to $(newest)" "newcomers?done=newcomer-known $seq"

# --------------------------------------------------------- one who is here
rick() {
	portal newcomers/new
	portal_send newcomers/check f0='Other, Rick' f3=W-1 f5=$m f6=Acme \
	    f9=2026-12-01 f10=2027-03-31 f12=intern
}
rick
like 'somebody with this number is here' "$body" 'He may be <a href="/portal/acme/people/1">'
is 'a look opens nothing' "$(q 'SELECT count(*) FROM finding')" 0
portal_send newcomers/save
is 'he is not put down' "$code $(q 'SELECT count(*) FROM contractor')" '422 2'
finding=$(q "SELECT id FROM finding WHERE kind = 'duplicate' AND
    subject = 'contractor/1' AND closed_at IS NULL")
like 'a person has to settle it' "$body" "href=\"/portal/acme/review/$finding\">Settle finding $finding"
portal "review/$finding"
is 'where that is done' "$code" 200
ctr-review dismiss --until 2027-01-31 --why 'two people' "$finding" >/dev/null
rick
unlike 'then' "$body" 'He may be'
portal_send newcomers/save
is 'he is asked for' "$code $(q "SELECT count(*) FROM newcomer
    WHERE state = 'asked'")" '303 3'

# ------------------------------------------------- nobody but who wants him
ctr-policy -q set provision_approval approver
ctr-policy -q set approvers op@corp.example.test
portal newcomers/new
portal_send newcomers/check f0='Sole, Ida' f5=$m f6=Acme f9=2026-12-01 \
    f10=2027-03-31 f12=intern
like 'no approver but himself' "$body" 'No approver can be asked but you'
portal_send newcomers/save
is 'waits' "$(q "SELECT state FROM newcomer WHERE contractor = 4")" waiting
portal 'newcomers?state=waiting'
like 'why' "$body" 'no approver but who wants him'
like 'where to settle it' "$body" 'href="/portal/acme/review/[0-9]*">Settle'
unlike 'the others are not shown' "$body" 'people/1"'
ctr-policy -q set provision_approval 'manager approver'
ctr-policy -q set approvers 'op@corp.example.test a.kim@corp.example.test'
portal newcomers/new
portal_send newcomers/check f0='Self, Max' f5=op@corp.example.test f6=Acme \
    f9=2026-12-01 f10=2027-03-31 f12=intern
like 'his own manager says yes in his place' "$body" 'your own manager is asked'
like 'then an approver' "$body" 'Alex Kim'
unlike 'never himself' "$body" '<li>Olga Operator <span class="soft">op@corp.example.test</span></li>'

# ------------------------------------------------------------- what becomes
ctr-policy -q reset provision_approval
ctr-mail -q
link=$(mail_link "$S/box" m.jones@ http)
ask() { q "SELECT 't' || a.id FROM ask a JOIN question q ON q.id = a.question
    WHERE q.contractor = $1 ORDER BY a.id DESC LIMIT 1"; }
click "$link" "$(ask 3)=yes" answer=deny reason='no+%3Cseat%3E' >/dev/null
portal 'newcomers?state=refused'
like 'refused, and why' "$body" '&ldquo;no &lt;seat&gt;&rdquo;'
click "$hers" "$(ask 1)=yes" answer=approve >/dev/null
portal 'newcomers?state=approved'
like 'approved' "$body" 'accounts are made from <span class="nowrap">2026-11-28 00:00'
now 2026-12-01T06:00:00Z
ctr-provision -q >/dev/null || not_ok 'the accounts are made'
ctr-provision -q >/dev/null || not_ok 'and enabled'
portal 'newcomers?state=made'
like 'made' "$body" 'adoe@corp.example.test'

# --------------------------------------------------------------- many, forged
q "WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n
    WHERE i < 1060) INSERT INTO contractor (id, display_name, origin, status,
    created_at, changed_at) SELECT i, 'N' || i, 'operator', 'candidate', 0, 0
    FROM n; INSERT INTO newcomer (contractor, engagement, batch, wanted_by,
    state, made_at) SELECT id, 1, '', 'operator/x', 'refused', 0
    FROM contractor WHERE id > 1000"
portal newcomers
is 'fifty at once' "$(printf '%s\n' "$body" | grep -c '<th scope="row">')" 50
next=$(printf '%s\n' "$body" | sed -n 's,.*href="/portal/acme/\(newcomers?before=[0-9/]*\)".*,\1,p')
portal "$next"
like 'and the others' "$body" '>N1001<'
# Two stays of one, of which the page has room for the newer.
last=$(printf '%s\n' "$next" | sed 's,.*=\([0-9]*\)/.*,\1,')
q "INSERT INTO newcomer (contractor, engagement, batch, wanted_by, state,
    made_at) VALUES ($last, 2, '', 'operator/x', 'refused', 0)"
portal newcomers
is 'his newer stay ends the page' "$(printf '%s\n' "$body" |
    grep -c "newcomers?before=$last/2\"")" 1
portal "newcomers?before=$last/2"
like 'the older one begins the next' "$body" ">N$last<"
for query in 'state=%27' 'before=x' 'state=made&before=-1'; do
	portal "newcomers?$query"
	is "$query is harmless" "$code" 200
done
seq=$(newest)
portal newcomers/new
page=$body
ORIGIN=https://evil.example.test
portal_send newcomers/check f0=x
is 'a form of another site' "$code" 409
unset ORIGIN
mark=$(printf '%s' "$page" | sed -n 's/.*value="\([^"]*\)" formaction="[^"]*find".*/\1/p')
is 'the mark of the look-up' "${#mark}" 30
portal_raw POST newcomers/save "mark=$mark&f0=x"
is 'asks for nobody' "$code" 409
is 'nothing was written' "$(newest)" "$seq"
# More fields than fit a line: the command has them all.
for i in $(seq 20); do
	printf '[field x%d]\nlabel = X %d\n' "$i" "$i"
done >>"$CTR_ETC/acme.conf"
set --
for i in $(seq 13 32); do
	set -- "$@" "f$i=v $i"
done
portal newcomers/new
ann "$@"
is 'every field is in the command' "$(printf '%s\n' "$body" |
    grep -o 'x[0-9]*=v [0-9]*' | sort -u | wc -l)" 20
printf '[groups]\nbad = nosuch = x -> other:g\n' >>"$CTR_ETC/acme.conf"
portal newcomers
is 'a configuration that makes no sense' "$code" 200
like 'is told' "$body" 'makes no sense'
status_is 'the chain holds' 0 ctr-evidence verify
finish
