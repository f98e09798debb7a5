# shellcheck shell=sh
# lighttpd with the samples of ctr-token-cgi(8), ctr-api-cgi(8) and
# ctr-chat-cgi(8), on a port and a directory of the test's own.  For a test that
# has sourced lib.sh.
#
#	lighttpd_start PORT DIR [NOW]	NOW is $CTR_NOW of the CGIs; DIR/hello,
#			if it is there, is another program, at /hello.
#			DIR/access.log and DIR/error.log are its logs
#	lighttpd_stop
T_LIGHTTPD=

lighttpd_start() {
	PATH=$PATH:/usr/sbin
	command -v lighttpd >/dev/null || { not_ok 'lighttpd is here'; finish; }
	mkdir -p "$2/root"
	t_now=
	[ -z "${3:-}" ] || t_now=", \"CTR_NOW\" => \"$3\""
	cat >"$2/lighttpd.conf" <<-END
		server.document-root = "$2/root"
		server.bind = "127.0.0.1"
		server.port = $1
		server.errorlog = "$2/error.log"
		server.modules = ( "mod_setenv", "mod_alias", "mod_cgi",
		    "mod_accesslog" )
		alias.url = ( "/ctr" => "$B/bin/ctr-token-cgi",
		    "/api" => "$B/bin/ctr-api-cgi",
		    "/chat" => "$B/bin/ctr-chat-cgi",
		    "/hello" => "$2/hello" )
		accesslog.filename = "$2/access.log"
		accesslog.format = "%h %t %m %s %b"
		\$HTTP["url"] =~ "^/(ctr|api|chat|hello)(/|\$)" {
			cgi.assign = ( "" => "" )
		}
		setenv.set-environment = ( "CTR_VAR" => "$CTR_VAR",
		    "CTR_ETC" => "$CTR_ETC", "CTR_RUN" => "$CTR_RUN",
		    "CTR_SHARE" => "$CTR_SHARE" $t_now )
	END
	lighttpd -D -f "$2/lighttpd.conf" &
	T_LIGHTTPD=$!
	ends_with_us "$T_LIGHTTPD"
	wait_port "$1" || not_ok 'lighttpd listens' "$(cat "$2/error.log")"
}

lighttpd_stop() {
	[ -z "$T_LIGHTTPD" ] || kill "$T_LIGHTTPD" 2>/dev/null || :
	[ -z "$T_LIGHTTPD" ] || wait "$T_LIGHTTPD" 2>/dev/null || :
	T_LIGHTTPD=
}
