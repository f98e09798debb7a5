#!/bin/sh
# The samples of ctr-portal-cgi(8), as they stand there, in Apache, in nginx and
# in lighttpd: nobody without a password gets in, and nobody is whom a header
# says he is.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
CGI=ctr-portal-cgi
# shellcheck source=tests/peer/hosts.sh
. "$top/tests/peer/hosts.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
CTR_TENANT=acme
CTR_NOW=2026-11-20T09:00:00Z
export CTR_TENANT CTR_NOW
hosts_here

ctr-init --test -T 2026-11-01T08:00:00Z >/dev/null || exit 1
portal_roles >"$CTR_ETC/acme.conf"
ctr-edit -q -T "$CTR_NOW" --new c1@x.test display_name='Jo Smith' || exit 1
for u in op v stranger; do
	printf '%s@corp.example.test:%s\n' "$u" "$(openssl passwd -apr1 "pw-$u")"
done >"$S/portal.htpasswd"
chmod 644 "$S/portal.htpasswd"
db=$CTR_VAR/acme/registry.db

get() {
	curl -s -o "$S/page" -w '%{http_code}' "$@"
}
as() {
	who=$1
	shift
	get -u "$who@corp.example.test:pw-$who" "$@"
}

# serves NAME
serves() {
	url=http://127.0.0.1:$port/portal/acme
	before=$(sha256sum <"$db")
	is "$1: nobody gets in" "$(get "$url")" 401
	is "$1: nor with a header" "$(get -H 'Remote-User: op@corp.example.test' \
	    -H 'X-Remote-User: op@corp.example.test' "$url")" 401
	is "$1: nor with a wrong password" \
	    "$(get -u op@corp.example.test:x "$url")" 401
	is "$1: nor to a page below" "$(get "$url/people")" 401
	is "$1: an operator does" "$(as op "$url")" 200
	like "$1: as himself" "$(cat "$S/page")" '"who">op@corp.example.test<'
	is "$1: one who only looks" "$(as v -H 'Remote-User: ad@corp.example.test' \
	    -H 'Remote_User: ad@corp.example.test' "$url")" 200
	like "$1: is who he is" "$(cat "$S/page")" '"who">v@corp.example.test<'
	is "$1: one without a role" "$(as stranger "$url")" 403
	is "$1: another tenant" "$(as op "${url%/acme}/other")" 403
	is "$1: the style sheet" "$(as op "$url/style.css")" 200
	is "$1: looking changes nothing" "$(sha256sum <"$db")" "$before"
	as op "$url/people/1" >code
	mark=$(tr '>' '\n' <"$S/page" | grep -A 1 'people/1/set"' |
	    sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p')
	set -- "$1" -d field=vendor -d "value=$1" --data-urlencode "mark=$mark"
	is "$1: a form of another site" "$(shift; as op \
	    -H 'Origin: https://evil.test' "$@" "$url/people/1/set")" 409
	is "$1: as browsers say it" "$(shift; as op -H 'Sec-Fetch-Site: cross-site' \
	    -H "Origin: ${url%/portal*}" "$@" "$url/people/1/set")" 409
	is "$1: the same form of this one" "$(shift; as op \
	    -H 'Sec-Fetch-Site: same-origin' \
	    -H "Origin: ${url%/portal*}" "$@" "$url/people/1/set")" 303
	is "$1: is taken" "$(ctr-list -o tsv contractor --columns vendor |
	    tail -n 1)" "$1"
	is "$1: no other program" "$(as op "http://127.0.0.1:$port/ctr-init")" 404
	host_end
}

host_apache auth_basic authn_core authn_file authz_user
serves Apache
host_nginx
serves nginx
host_lighttpd
serves lighttpd
finish
