#!/bin/sh
# ctr-portal-cgi: who may read what, and what is refused before any page is.
# The pages themselves have scripts of their own.
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/office.sh
. "$top/tests/peer/office.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"

portal ''
is 'nobody has a role before one is given' "$code" 403
like 'and is told what is missing' "$body" 'A role that your administrator'
portal_roles >>"$CTR_ETC/acme.conf"

portal ''
is 'an operator reads' "$code" 200
like 'the tenant is named' "$body" '<title>Overview &middot; acme</title>'
like 'no cache keeps it' "$head" '^Cache-Control: no-store'
like 'nothing foreign is loaded' "$head" "^Content-Security-Policy: default-src 'none'"
unlike 'no script stands in a page' "$body" '<script>|onclick|style='
USER_IS=OP@CORP.EXAMPLE.TEST
portal ''
is 'names are compared as directories do' "$code" 200
for USER_IS in '' stranger@corp.example.test 'op' 'op@corp.example.test ' \
    'op@corp.example.test,x' 'ö@corp.example.test'; do
	portal ''
	is "REMOTE_USER '$USER_IS' has no role" "$code" 403
done
USER_IS=op@corp.example.test
CTR_TENANT=nosuch
portal ''
is 'a tenant that is not there is told like a role that is not' "$code" 403
CTR_TENANT=acme
portal nosuch/page
is 'no such page' "$code" 404
USER_IS=stranger@corp.example.test
portal nosuch/page
is 'who has no role is not told even that' "$code" 403
USER_IS=op@corp.example.test
for path in '../..' '%2e%2e/x' 'people/../..'; do
	portal "$path"
	is "path $path leads nowhere" "$code" 404
done
portal_raw PUT ''
is 'PUT is none of ours' "$code" 405
portal_raw POST '' 'a=b'
is 'a page without a form takes none' "$code" 405
portal '?q=%00'
is 'a query with NUL' "$code" 400
portal '?q=1&q=2'
is 'a name twice' "$code" 400
portal style.css
is 'the style sheet' "$code" 200
like 'has its type' "$head" '^Content-Type: text/css'
portal_raw HEAD ''
is 'HEAD' "$code" 200
is 'has no body' "$body" ''

# What is missing is said, and how to mend it.
portal start
is 'the page of what is missing' "$code" 200
like 'a Maildir is a mail server' "$body" 'Mail server</dt><dd><span class="tag good">'
like 'who is asked without a manager' "$body" \
    'Fallback reviewer</dt><dd><span class="tag warn">.*/portal/acme/settings'
like 'a system that was never listed' "$body" \
    'Directory text</dt><dd><span class="tag warn">.*ctr-check-connector -t acme text'
like 'no roster yet' "$body" 'No roster has come yet'
ctr-policy set fallback_reviewer a.kim@corp.example.test >/dev/null
q "INSERT INTO run (tool, part, started_at, ok_at, status)
    VALUES ('ctr-cadence', '', $(at 2026-11-17T00:00:00Z),
    $(at 2026-11-17T00:00:00Z), 0);
    INSERT INTO sync (connector, ok_at) VALUES ('text', $(at 2026-11-20T05:00:00Z)),
    ('other', $(at 2026-11-18T23:00:00Z))"
portal start
like 'somebody is asked now' "$body" \
    'Fallback reviewer</dt><dd><span class="tag good">'
like 'a cadence that stands still is bad' "$body" \
    'Questions</dt><dd><span class="tag stop">.*2026-11-17 00:00'
like 'a list of this night is well' "$body" \
    'Directory text</dt><dd><span class="tag good">'
like 'one of the night before is not' "$body" \
    'Directory other</dt><dd><span class="tag warn">'
sed -i 's/^base_url/#&/' "$CTR_ETC/acme.conf"
portal start
like 'no address for links' "$body" \
    'Address of the pages</dt><dd><span class="tag stop">'
sed -i 's/^#base_url/base_url/' "$CTR_ETC/acme.conf"

# A role in the defaults is one in every tenant, made or not.
portal_roles >"$CTR_ETC/default.conf"
CTR_TENANT=nosuch
portal ''
is 'a tenant that was never made' "$code" 404
CTR_TENANT=acme
rm "$CTR_ETC/default.conf"

# groups: of the machine, of the web server's variable, out of a file.
web() {
	sed '/^\[web\]/,$d' "$CTR_ETC/acme.conf" >"$S/conf"
	{ cat "$S/conf"; printf '[web]\n'; printf '%s\n' "$@"; } >"$CTR_ETC/acme.conf"
}
web 'viewer = group:root'
USER_IS=root
portal ''
is 'a member of a group of the machine' "$code" 200
USER_IS=daemon
portal ''
is 'and one who is none' "$code" 403
printf '# who\nop@corp.example.test\n' >"$S/list"
web "operator = @$S/list"
USER_IS=op@corp.example.test
portal ''
is 'a name in a file' "$code" 200
USER_IS='#'
portal ''
is 'a comment is no name' "$code" 403
web 'viewer = group:staff' 'groups = OIDC_groups'
USER_IS=any@corp.example.test
portal ''
is 'without the variable no group' "$code" 403
GROUPS_ARE='other, staff'
portal ''
is 'a group that the web server tells' "$code" 200
GROUPS_ARE='staffers'
portal ''
is 'and one with a longer name' "$code" 403
# Names with a space.
web 'viewer = nobody@x.test, group:"Domain Admins" group:Staff' \
    'groups = OIDC_groups'
GROUPS_ARE='Domain Admins'
portal ''
is 'two groups are not a third' "$code" 403
web 'viewer = nobody@x.test, group:"Domain Admins" group:Staff' \
    'groups = OIDC_groups' 'groups_between = ,;'
portal ''
is 'where no space separates it is one' "$code" 200
GROUPS_ARE='Users, domain admins ;Other'
portal ''
is 'among others, whatever its case' "$code" 200
GROUPS_ARE='staff'
portal ''
is 'what follows a quoted one counts' "$code" 200
for GROUPS_ARE in Domain Admins 'Domain, Admins' 'Domain Admins2' \
    'Old Domain Admins'; do
	portal ''
	is "not $GROUPS_ARE" "$code" 403
done
web 'viewer = group:"staff' 'groups = OIDC_groups'
GROUPS_ARE=staff
portal ''
is 'a quote that nothing ends names nobody' "$code" 403
web "operator = @\"$S/a list\""
printf 'any@corp.example.test\n' >"$S/a list"
portal ''
is 'a file with a space in its name' "$code" 200
is 'the form key is made by a page with a form alone' \
    "$(find "$CTR_RUN" -name '*.form' | wc -l)" 0
finish
