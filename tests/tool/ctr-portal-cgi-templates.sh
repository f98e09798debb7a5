#!/bin/sh
# ctr-portal-cgi: templates: how a mail will look, saved or not yet, what is
# wrong with it, a test to oneself, and back to what was before.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
{
	printf '[field badge]\nlabel = Badge\n'
	portal_roles
} >>"$CTR_ETC/acme.conf"
as() { USER_IS=$1@corp.example.test; }
newest() { q "SELECT coalesce(max(seq), 0) FROM evidence
    WHERE action <> 'portal.refused'"; }
record() { q "SELECT action || ' ' || actor || ' ' || subject FROM evidence
    WHERE seq = $(newest)"; }
contractor 1 'a.berg' 2026-12-20
q "UPDATE contractor SET display_name = '<script>alert(1)</script>{{x}}',
    vendor = 'Acme' WHERE id = 1"
# text of the editor, as a browser has it.
text() {
	printf '%s\n' "$body" | python3 -c '
import html, re, sys
m = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", sys.stdin.read(), re.S)
print(html.unescape(m.group(1)), end="")'
}

# ------------------------------------------------------------------ who sees
for role in v au op ap ad; do
	as "$role"
	portal templates
	is "$role sees the list" "$code" 200
	portal templates/mail/t-30
	is "$role sees one" "$code" 200
done
as v
portal templates
is 'every template of ctr-template is there' "$(printf '%s\n' "$body" |
    sed -n 's,.*href="/portal/acme/templates/\([^"]*\)".*,\1,p' | sort)" \
    "$(ctr-template -o tsv list | sed 1d | cut -f 1 | sort)"
portal templates/mail/t-30
unlike 'a viewer has no editor' "$body" '<textarea|<button name="mark"'
like 'he sees the text' "$body" 'Subject: \{\{contractor_name\}\}'
for verb in look plain save test reset; do
	portal_raw POST "templates/mail/t-30/$verb" 'mark=x&text=x'
	is "and may not $verb" "$code" 403
done
as op
portal_raw POST templates/mail/t-30/save 'mark=x&text=x'
is 'nor may an operator save' "$code" 403
for name in mail/nosuch portal/home mail/..%2fx web/%2e%2e mail/T-30; do
	portal "templates/$name"
	is "templates/$name is none" "$code" 404
done

# --------------------------------------------------------------- how it looks
as ad
portal templates/mail/t-30
is 'the text is the shipped one, byte for byte' "$(text | sha256sum)" \
    "$(sha256sum - <"$CTR_SHARE/templates/mail/t-30.txt")"
like 'the frame shows it' "$body" '<iframe class="mail" name="look" title="[^"]+" src="/portal/acme/templates/mail/t-30/html'
like 'as text, too' "$body" '>Jordan Smith has 30 days left'
like 'the names, with words' "$body" '<code>&#123;&#123;days_left&#125;&#125;</code>'
like 'and a field of the tenant' "$body" '&#123;&#123;badge&#125;&#125;'
like 'the commands' "$body" '^ctr-template -t acme preview mail/t-30'
portal templates/mail/t-30/html
is 'the part for the frame' "$code" 200
like 'only a page of ours may frame it' "$head" "frame-ancestors 'self'.*sandbox|sandbox.*frame-ancestors 'self'"
is 'it is what ctr-template says' "$body" "$(ctr-template preview --html t-30)"
portal 'templates/mail/t-30?upn=A.Berg@corp.example.test'
like 'of a real contractor' "$body" '30 days left'
like 'his vendor' "$body" '^- Vendor: Acme'
unlike 'what he has not is not a sample' "$body" '^- Project: [^{]'
unlike 'his name is a text' "$body" '<script>alert|\{\{x\}\}</script>'
like 'and looks like one' "$body" '&lt;script&gt;alert'
portal 'templates/mail/t-30/html?upn=a.berg@corp.example.test'
is 'in the frame, too' "$body" \
    "$(ctr-template preview --html t-30 a.berg@corp.example.test)"
unlike 'as a text' "$body" '<script>'
portal 'templates/mail/t-30?upn=no.body@corp.example.test'
like 'nobody of that name' "$body" 'There is no contractor no.body@corp.example.test'
portal 'templates/mail/t-30?upn=%22%3E%3Cscript%3E'
unlike 'what was asked is a text' "$body" '"><script>'

# ---------------------------------------------------- not saved, but looked at
seq=$(newest)
portal templates/mail/t-30
good='Subject: Soon over: {{contractor_name}}

# Only {{days_left}} days

[Still here] {{attest_url}}
[Leaves] {{offboard_url}}
'
portal_send look "text=$good"
is 'a text that is not saved' "$code" 200
like 'as it would look' "$body" 'Only 30 days'
like 'for the frame' "$head" "frame-ancestors 'self'"
portal templates/mail/t-30
portal_send plain "text=$good" upn=a.berg@corp.example.test
like 'its text part' "$head" '^Content-Type: text/plain'
like 'is a text' "$body" '^Only 30 days'
portal templates/mail/t-30
portal_send look "text=$good{{nosuch}}"
is 'one that is none' "$code" 422
like 'what is wrong' "$body" 'line 7: unknown name \{\{nosuch\}\}'
like 'its line' "$body" 'Line 7: <code>\{\{nosuch\}\}</code>'
portal templates/mail/t-30
portal_send look "text=$good" upn=no.body@corp.example.test
is 'nobody' "$code" 422
is 'nothing was written' "$(newest)" "$seq"

# ------------------------------------------------------------------- saved
bad() {
	portal templates/mail/t-30
	portal_send save "text=$2"
	is "$1: refused" "$code" 422
	like "$1: why" "$body" "$3"
}
bad 'no subject' 'Hello
' 'line 1: expected Subject'
bad 'an open brace' "$good{{contractor_name" 'line 7'
bad 'no button to answer with' 'Subject: x

Hello
' 'nobody'
bad 'too long' "Subject: x

$(head -c 66000 /dev/zero | tr '\0' a)" 'larger than 65536'
bad 'a script' "Subject: x

<script>alert(1)</script>" 'nobody'
is 'what was typed is kept' "$(text | tail -n 1)" '<script>alert(1)</script>'
is 'nothing of it was written' "$(newest)" "$seq"
portal templates/mail/t-30
portal_send save "text=$(text)
"
is 'the same text' "$code $to" '303 templates/mail/t-30?done=template-same'
is 'is no change' "$(newest)" "$seq"
portal templates/mail/t-30
other=$body
portal_send save "text=$good"
is 'a good one' "$code $to" '303 templates/mail/t-30?done=template-saved'
is 'is the text in force' "$(ctr-template show t-30)" "$(printf '%s' "$good")"
is 'with the evidence of ctr-template' "$(record)" \
    'template.set operator/ad@corp.example.test template'
body=$other
portal_send save "text=$good
later
"
is 'an older form' "$code" 422
like 'is refused' "$body" 'somebody has changed it meanwhile'
portal_send save "text=$good
later
"
is 'and saved over it the next time' "$code" 303
portal templates
like 'the list says whose it is' "$body" '<span class="tag good">own</span>'
like 'and who set it' "$body" '>ad@corp.example.test, '
portal templates/web/ask
is 'a page' "$(text | sha256sum)" \
    "$(sha256sum - <"$CTR_SHARE/templates/web/ask.html")"
unlike 'has no preview' "$body" '<iframe'
portal_send save "text=$(text)
{{nosuch}}"
is 'takes the names of the shipped one alone' "$code" 422

# -------------------------------------------------------- a test to oneself
box() { find "$S/box/new" -type f 2>/dev/null | wc -l; }
had=$(box)
portal 'templates/mail/t-30?upn=a.berg@corp.example.test'
like 'where to' "$body" 'goes to ad@corp.example.test'
portal_send test upn=a.berg@corp.example.test
is 'a test' "$code $to" '303 templates/mail/t-30?done=template-trial'
is 'is evidence' "$(record)" \
    'template.trial operator/ad@corp.example.test template'
is 'asks nobody anything' "$(q 'SELECT count(*) FROM question') $(q 'SELECT count(*) FROM ask')" '0 0'
status_is 'ctr-mail sends it' 0 ctr-mail
is 'one mail' "$(box)" $((had + 1))
sent=$(mail_text "$S/box" ad@corp.example.test)
like 'marked' "$sent" '^Subject: \[TEST\] Soon over'
like 'with his values' "$sent" '^Only 30 days'
like 'and links that are none' "$sent" '/ctr/acme/link-of-a-test/attest'
like 'which lead nowhere' "$(page /acme/link-of-a-test/attest | head -n 1)" '404'
q "UPDATE person SET upn_key = 'ad@corp.example.test',
    email = 'adam@corp.example.test' WHERE remote_id = 'p2'"
portal templates/mail/digest
like 'who is in the directory has his address there' "$body" 'goes to adam@corp.example.test'
portal_send test
is 'a list' "$code" 303
status_is 'is sent' 0 ctr-mail
like 'with dead links in its rows' "$(mail_text "$S/box" adam@)" 'link-of-a-test/list'
for _ in 2 3 4 5; do
	portal templates/mail/full
	portal_send test
done
is 'five an hour' "$code" 303
portal templates/mail/full
portal_send test
is 'and no more' "$code" 422
like 'says why' "$body" '5 tests in an hour'
later 3600
portal templates/mail/full
portal_send test
is 'an hour later' "$code" 303
portal templates/mail/full
portal_send test upn=no.body@corp.example.test
is 'of nobody' "$code" 422
is 'they are about nobody: a bounce is no contractor of ours' \
    "$(q "SELECT count(*) FROM outbox WHERE json_type(fields, '\$.ctr_trial')
    IS NOT NULL AND json_type(fields, '\$.contractor') IS NOT NULL")" 1
sed -i 's/^admin = ad@corp.example.test/& adam/' "$CTR_ETC/acme.conf"
USER_IS=adam
portal templates/mail/full
unlike 'who has no address is offered none' "$body" 'Send me a test'
portal_raw POST templates/mail/full/test \
    "mark=$(printf '%s' "$other" | sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' | tail -n 1)"
is 'nor with the form of another' "$code" 409
as ad

# ------------------------------------------------------------------- back
portal templates/mail/t-30/reset
is 'what it would change' "$code" 200
like 'a line that goes' "$body" '<del>- # Only '
like 'and one that comes' "$body" '<ins>\+ # \{\{contractor_name\}\} has'
like 'the command' "$body" 'ctr-template -t acme reset mail/t-30'
other=$body
portal_send reset
is 'back' "$code $to" '303 templates/mail/t-30?done=template-reset'
is 'with evidence' "$(record)" \
    'template.reset operator/ad@corp.example.test template'
is 'to the shipped one' "$(ctr-template show t-30)" \
    "$(cat "$CTR_SHARE/templates/mail/t-30.txt")"
portal templates/mail/t-30/reset
is 'there is nothing to take back' "$code" 404
mkdir -p "$CTR_ETC/templates/mail"
printf '%s' "$good" >"$CTR_ETC/templates/mail/t-30.txt"
portal templates
like 'a text of the site' "$body" '<span class="tag">site</span>'
portal templates/mail/t-30
portal_send save "text=$good
more
"
body=$other
portal_send reset
is 'an older form' "$code" 422
portal templates/mail/t-30/reset
like 'leads back to that' "$body" 'The site.s text will be in force'
printf 'nothing\n' >"$CTR_ETC/templates/mail/t-7.txt"
portal templates/mail/t-7
is 'a file of the site that is no mail' "$code" 200
like 'is told' "$body" 'cannot be read'

# ------------------------------------------------------------------ forged
portal templates/mail/t-30
other=$body
ORIGIN=https://evil.example.test
portal_send save "text=$good"
is 'another site cannot save' "$code" 409
body=$other
portal_send test
is 'nor mail' "$code" 409
unset ORIGIN
body=$other
mark=$(printf '%s' "$body" | sed -n 's/.*value="\([^"]*\)" formaction="[^"]*look".*/\1/p')
is 'the mark of a look' "${#mark}" 30
portal_raw POST templates/mail/t-30/save "mark=$mark&text=x"
is 'saves nothing' "$code" 409
status_is 'the chain holds' 0 ctr-evidence verify
finish
