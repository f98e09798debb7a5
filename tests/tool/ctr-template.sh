#!/bin/sh
# ctr-template: which text is in force, and which may be.
. "${0%/*}/../lib.sh"

db=$CTR_VAR/acme/registry.db
q() { sqlite3 -bail "$db" "$@"; }
ctr-init -t acme --test -T 2026-11-01T00:00:00Z >/dev/null || exit 1
tpl() { ctr-template -t acme "$@"; }

### every shipped mail is right, and looks like a mail

for kind in heartbeat t-30 t-7 t-0 full changed left escalation digest \
	decided completed approval created held findings; do
	status_is "$kind is right" 0 tpl check "$kind"
	tpl preview "$kind" >mail 2>&1
	if why=$(/usr/bin/python3 - <<'P' 2>&1
import email, email.policy, html.parser
m = email.message_from_binary_file(open("mail", "rb"),
                                   policy=email.policy.default)
assert not m.defects
assert 0 < len(m["Subject"]) <= 80, m["Subject"]
text, page = (p.get_content() for p in m.iter_parts())
assert "{{" not in text + page
assert len(open("mail", "rb").read()) < 102 * 1024
void = {"meta", "br"}
class Check(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
    def handle_starttag(self, tag, attrs):
        names = [n for n, v in attrs]
        assert len(names) == len(set(names)), attrs
        assert "src" not in names and tag not in ("img", "link", "script")
        if tag not in void:
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag
c = Check()
c.feed(page)
assert not c.open
P
	); then
		ok "$kind looks like a mail"
	else
		not_ok "$kind looks like a mail" "$why"
	fi
done

### who wins

status_is 'a list' 0 tpl
like 'says where a text comes from' "$out" '^mail/t-30	shipped	contractor_name'
is 'of all' "$(printf '%s\n' "$out" | grep -c '^mail/.*shipped')" \
    "$(find "$CTR_SHARE/templates/mail" -name '*.txt' | wc -l)"
status_is 'show' 0 tpl show mail/t-30
is 'the shipped file' "$out" "$(cat "$CTR_SHARE/templates/mail/t-30.txt")"

mkdir -p "$CTR_ETC/templates/mail"
cat >"$CTR_ETC/templates/mail/t-30.txt" <<'M'
Subject: site {{contractor_name}}

Hello

[Gone] {{offboard_url}}
M
status_is 'a site file wins' 0 tpl show t-30
like 'over the shipped one' "$out" '^Subject: site'
sed 's/site/tenant/' "$CTR_ETC/templates/mail/t-30.txt" >own
status_is 'set' 0 tpl set t-30 own
status_is 'the tenant wins' 0 tpl show t-30
like 'over both' "$out" '^Subject: tenant'
status_is 'a list' 0 tpl list -o json
like 'says so' "$out" \
	'"name":"mail/t-30","from":"tenant","fields":"contractor_name offboard_url"'
is 'with evidence' "$(q "SELECT action FROM evidence ORDER BY seq DESC
    LIMIT 1")" template.set
status_is 'the same text again' 0 tpl set t-30 own
is 'is no change' "$(q "SELECT count(*) FROM evidence WHERE action LIKE
    'template%'")" 1
status_is 'reset' 0 tpl reset t-30
status_is 'the site wins again' 0 tpl show t-30
like 'it does' "$out" '^Subject: site'
is 'with evidence' "$(q "SELECT action FROM evidence ORDER BY seq DESC
    LIMIT 1")" template.reset
status_is 'reset of nothing' 0 tpl reset t-30

### what may not be

# wrong WHY WORDS: the text on stdin is refused, and not set
wrong() {
	cat >bad
	status_is "$1" 65 tpl check t-30 bad
	like 'says where' "$err" "$2"
	status_is 'is not set either' 65 tpl set t-30 bad
}
wrong 'an unknown name' 'mail/t-30: line 4: .*nobody' <<'M'
Subject: x

Hello
there {{nobody}}
[Gone] {{offboard_url}}
M
wrong 'a question without an answer' 'offboard_url.*nobody could answer' <<'M'
Subject: x

[Here] {{attest_url}}
M
wrong 'no subject' 'line 1' <<'M'

Hello
M
wrong 'a name that is not closed' 'line 3' <<'M'
Subject: x

{{contractor_name
M
wrong 'a button to nowhere' 'line 3' <<'M'
Subject: x

[Gone] {{vendor}}
M
wrong 'a script' 'line 4' <<'M'
Subject: x

[Gone] {{offboard_url}}
[Here] httpx:{{vendor}}
M
{
	printf 'Subject: x\n\n'
	head -c 70000 /dev/zero | tr '\0' x
} >bad
status_is 'too large' 65 tpl set t-30 bad
printf 'Subject: x\n\na\0b\n[Gone] {{offboard_url}}\n' >bad
status_is 'a NUL' 65 tpl set t-30 - <bad
is 'nothing was set' "$(q 'SELECT count(*) FROM template')" 0
status_is 'no such template' 65 tpl show nosuch
status_is 'a name that climbs' 65 tpl show mail/../../../etc/passwd
status_is 'nor by another way' 65 tpl set ../x own
status_is 'no such file' 78 tpl set t-30 nosuch
ln -s own link
status_is 'a link' 77 tpl set t-30 link
status_is 'no such verb' 64 tpl paint t-30
status_is 'no name' 64 tpl show
status_is 'too many' 64 tpl reset t-30 x

### own fields of the tenant

cat >own <<'M'
Subject: x

- Badge: {{badge_no}}
[Gone] {{offboard_url}}
M
status_is 'a field that nobody has' 65 tpl check t-30 own
q "INSERT INTO contractor (upn, upn_key, display_name, extra, origin, status,
    created_at, changed_at) VALUES ('J@x.test', 'j@x.test', 'Jo Schmidt',
    '{\"badge_no\":\"B-17\",\"ask\":\"1\"}', 'roster', 'active', 1, 1)"
status_is 'a field of one contractor' 0 tpl check t-30 own
status_is 'set from stdin' 0 tpl set t-30 <own
status_is 'a preview with his values' 0 tpl preview t-30 J@x.test
like 'has his badge' "$out" '^- Badge: B-17'
status_is 'a preview of nobody' 65 tpl preview t-30 nobody@x.test
status_is 'in HTML' 0 tpl preview --html t-30 J@x.test
like 'is a page' "$out" '^<!DOCTYPE html>'
status_is 'no preview of a page' 65 tpl preview web/nosuch
status_is 'the chain of evidence holds' 0 ctr-evidence -t acme verify
finish
