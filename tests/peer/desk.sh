# shellcheck shell=sh
# The portal behind lighttpd with a login, and Chromium in front of it.  For a
# test that has sourced lib.sh and office.sh.
#
#	desk_start [USER...]	lighttpd as ctr-portal-cgi(8) shows it, and the
#			pages of links beside it; URL is the tenant's portal.
#			Whoever is named may log in with the password "pw";
#			v@, au@, op@, ap@ and ad@ may anyway.
#	desk_node FILE ARG...	a script of tests/peer with the modules of npm
CGI=ctr-portal-cgi
# shellcheck source=tests/peer/hosts.sh
. "$top/tests/peer/hosts.sh"
# shellcheck source=tests/peer/portal.sh
. "$top/tests/peer/portal.sh"
# shellcheck source=tests/peer/npm.sh
. "$top/tests/peer/npm.sh"
command -v chromium >/dev/null || {
	echo "Bail out! no chromium"
	exit 1
}

# Who reads with an address: the name before it is enough here.
desk_start() {
	for t_user in v au op ap ad; do
		printf '%s@corp.example.test:%s\n' "$t_user" \
		    "$(openssl passwd -apr1 pw)"
	done >"$S/portal.htpasswd"
	for t_user; do
		printf '%s:%s\n' "$t_user" "$(openssl passwd -apr1 pw)"
	done >>"$S/portal.htpasswd"
	host_lighttpd 'alias.url += ( "/ctr" => "'"$B"'/bin/ctr-token-cgi" )
		$HTTP["url"] =~ "^/ctr(/|$)" { cgi.assign = ( "" => "" ) }'
	# shellcheck disable=SC2034
	URL=http://127.0.0.1:$port/portal/${CTR_TENANT:-default}
}

desk_node() {
	t_file=$1
	shift
	NODE_PATH=$NPM node "$top/tests/peer/$t_file" "$@"
}
