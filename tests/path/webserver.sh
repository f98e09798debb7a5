#!/bin/sh
# The samples of ctr-token-cgi(8), as they stand there, in Apache, in nginx and
# in lighttpd: a page, a press, nothing that is not a link, and no log in which
# a link can be read.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"
# shellcheck source=tests/peer/click.sh
. "$top/tests/peer/click.sh"

CGI=ctr-token-cgi
# shellcheck source=tests/peer/hosts.sh
. "$top/tests/peer/hosts.sh"
hosts_here
db=$CTR_VAR/acme/registry.db
NOW=2026-11-20T09:00:00Z
CTR_TENANT=acme
CTR_NOW=$NOW
export CTR_TENANT CTR_NOW

ctr-init --test -T 2026-11-01T08:00:00Z >/dev/null || exit 1
cat >"$CTR_ETC/acme.conf" <<END
base_url = http://127.0.0.1:1
[mail]
from = access@x.test
transport = maildir:$S/mail
END
# ask N: contractor N is asked about, and the mail is out.
ask() {
	sqlite3 "$db" "
	INSERT INTO person (remote_id, upn_key, display_name, email, enabled,
	    changed_at) VALUES ('r$1', 'r$1@x.test', 'R', 'r$1@x.test', 1, 0);
	INSERT INTO contractor (id, upn, upn_key, display_name, manager_key,
	    contract_end, origin, status, active_on, created_at, changed_at) VALUES ($1,
	    'c$1@x.test', 'c$1@x.test', 'Person $1', 'r$1@x.test',
	    '2026-12-20', 'operator',
	    'active', '2026-01-12', 0, 0);
	INSERT INTO question (id, contractor, engagement, kind, period, wording,
	    nonce, state, opened_at, expires_at, next_on) VALUES ($1, $1, 1,
	    'monthly', '2026-11', 'heartbeat', randomblob(16), 'open',
	    1795161600, 1795161600, '2026-11-27');
	INSERT INTO outbox (id, channel, template, dedup, recipient, fields,
	    message_id, again, state, queued_at, next_at) VALUES ($1, 'mail',
	    'heartbeat', 'ask/$1', 'r$1@x.test',
	    '{\"ask\":$1,\"contractor_name\":\"J\"}', 'mid$1', 1, 'queued',
	    1795161600, 1795161600);
	INSERT INTO ask (id, question, level, reviewer_key, outbox)
	    VALUES ($1, $1, 0, 'r$1@x.test', $1)"
	ctr-mail -q -T "$NOW" || not_ok 'mail leaves'
}

get() {
	curl -s -o "$S/page" -w '%{http_code}' "$@"
}

# serves NAME N: the server answers, for contractor N.
serves() {
	ask "$2"
	path=$(mail_link "$S/mail" "r$2@x.test" /offboard)
	url=http://127.0.0.1:$port/ctr$path
	before=$(sha256sum <"$db")
	is "$1: a page" "$(get "$url")" 200
	like "$1: whose it is" "$(cat "$S/page")" "Is Person $2 still working"
	is "$1: HEAD" "$(curl -sI -o /dev/null -w '%{http_code}' "$url")" 200
	is "$1: looking changes nothing" "$(sha256sum <"$db")" "$before"
	is "$1: no link" "$(get "http://127.0.0.1:$port/ctr/acme/x")" 404
	is "$1: a question mark is not of the path" "$(get "$url?x=1")" 200
	is "$1: no other program" \
	    "$(get "http://127.0.0.1:$port/ctr-init")" 404
	mark=$(get "$url" >/dev/null; sed -n \
	    's/.*name="mark" value="\([^"]*\)".*/\1/p' "$S/page" | head -n 1)
	is "$1: a press" "$(get -H 'Proxy: http://evil.test' -A "agent $2" \
	    -d "mark=$mark&answer=offboard&when=now&leaves=yes" "$url")" 200
	like "$1: is recorded" "$(cat "$S/page")" "Person $2: has left"
	is "$1: as one departure" "$(sqlite3 "$db" "SELECT kind, state FROM job
	    WHERE contractor = $2")" 'offboard|due'
	is "$1: with address and agent" "$(sqlite3 "$db" "SELECT
	    json_extract(detail, '$.address'), json_extract(detail, '$.agent')
	    FROM evidence WHERE action = 'decision'
	    AND subject = 'contractor/$2'")" "127.0.0.1|agent $2"
}

# silent NAME: nothing that it wrote has the link.
silent() {
	token=${path#/acme/}
	is "$1: a log was written" "$([ -s "$S/www/ctr.log" ] ||
	    [ -s "$S/www/access.log" ] && echo yes)" yes
	is "$1: no log has a link" "$(grep -rlF \
	    "$(printf '%.40s' "$token")" "$S/www")" ''
}

# gone NAME: what it answers, and what it writes, without its program.
gone() {
	kill "$FCGI"
	wait "$FCGI" 2>/dev/null
	like "$1: without the program" "$(get "$url")" '^50[23]$'
	silent "$1"
	host_end
}

host_apache
like 'the sample for Apache' "$(cat conf)" '^<VirtualHost 127'
serves Apache 100
gone Apache

host_nginx
like 'the sample for nginx' "$(cat conf)" "listen 127.0.0.1:$port;"
serves nginx 200
gone nginx

host_lighttpd
like 'the sample for lighttpd' "$(cat conf)" '"/ctr" => '
serves lighttpd 300
host_end
silent lighttpd

status_is 'the evidence holds' 0 ctr-evidence -q verify
finish
