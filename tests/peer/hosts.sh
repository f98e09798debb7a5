# shellcheck shell=sh
# The web servers that run our CGIs, with the samples of a program's manual as
# they stand there.  For a test that has sourced lib.sh and set
#
#	CGI	the program: its manual is man/CGI.8
#
# Each takes a fresh port and directory ($port, $S/www); $S/conf is what it was
# started with, $HOST_PID its process, $FCGI that of fcgiwrap.
#	hosts_here		or the test fails
#	host_apache [MODULE...], host_nginx, host_lighttpd [MORE LINES]
#	host_end
PATH=$PATH:/usr/sbin
: "${CGI:?the program to run}"

hosts_here() {
	for t_needed in apache2 nginx fcgiwrap lighttpd; do
		command -v "$t_needed" >/dev/null ||
		    { not_ok "$t_needed is not here"; finish; }
	done
	[ "$(id -u)" -ne 0 ] || chmod 711 "$S"
}

# As root the servers are nobody's, as they would be www-data's.
host_nobody() {
	if [ "$(id -u)" -eq 0 ]; then
		exec setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
	fi
	exec "$@"
}

# host_sample TITLE: the block of the manual after a line that begins so, with
# the test's own port, program and files.
host_sample() {
	awk -v title="$1" 'index($0, title) == 1 { found = 1 }
		found && /^\.Ed/ { exit }
		show { gsub(/\\e/, "\\"); print }
		found && /^\.Bd/ { show = 1 }' "$top/man/$CGI.8" |
	    sed -e "s|/usr/local/lib/ctr/cgi-bin/$CGI|$B/bin/$CGI|" \
		-e "s|/run/fcgiwrap-[a-z-]*\.socket|$S/www/cgi.socket|" \
		-e "s|/var/log/[a-z0-9]*/|$S/www/|" \
		-e "s|/etc/ctr/portal|$S/portal|" \
		-e "s|443 ssl|127.0.0.1:$port|" -e "s|\*:443|127.0.0.1:$port|"
}

# A port and a directory for the next server.
host_fresh() {
	port=$(free_port)
	rm -rf "$S/www"
	mkdir -m 777 "$S/www" "$S/www/root"
}

# fcgiwrap as the unit of the manual runs it, under us for ctr-web.
host_fcgi() {
	t_only=$(sed -n 's|^ *-p /usr/local/lib/ctr/cgi-bin/||p' \
	    "$top/man/$CGI.8")
	fcgiwrap -p "$B/bin/$t_only" -s "unix:$S/www/cgi.socket" \
	    2>"$S/cgi.err" &
	FCGI=$!
	ends_with_us "$FCGI"
	t_i=0
	until [ -S "$S/www/cgi.socket" ] || [ "$t_i" -gt 100 ]; do
		sleep 0.1
		t_i=$((t_i + 1))
	done
	chmod 666 "$S/www/cgi.socket"
}

# host_up NAME: it listens.
host_up() {
	HOST_PID=$!
	ends_with_us "$HOST_PID"
	wait_port "$port" || not_ok "$1 listens" "$(cat "$S"/www/*.log)"
}

# host_apache [MODULE...]
host_apache() {
	host_fresh
	host_fcgi
	t_modules=/usr/lib/apache2/modules
	{
		echo "ServerName 127.0.0.1
		Listen 127.0.0.1:$port
		DocumentRoot $S/www/root
		PidFile $S/www/pid
		ErrorLog $S/www/error.log
		DefaultRuntimeDir $S/www
		Mutex file:$S/www default"
		for t_m in mpm_event authz_core headers proxy proxy_fcgi "$@"; do
			echo "LoadModule ${t_m}_module $t_modules/mod_$t_m.so"
		done
		host_sample 'Apache, after'
	} >"$S/conf"
	(host_nobody apache2 -D FOREGROUND -f "$S/conf") 2>"$S/www/start.log" &
	host_up Apache
}

host_nginx() {
	host_fresh
	host_fcgi
	{
		echo "daemon off; pid $S/www/pid; error_log $S/www/error.log;
		events { }
		http {
		access_log $S/www/access.log;
		root $S/www/root;"
		for t_d in client_body proxy fastcgi uwsgi scgi; do
			echo "${t_d}_temp_path $S/www/$t_d;"
		done
		host_sample 'nginx, ' |
		    sed 's|include fastcgi_params|include /etc/nginx/fastcgi_params|'
		echo '}'
	} >"$S/conf"
	(host_nobody nginx -e "$S/www/error.log" -c "$S/conf") \
	    2>"$S/www/start.log" &
	host_up nginx
}

host_lighttpd() {
	host_fresh
	{
		echo "server.document-root = \"$S/www/root\"
		server.bind = \"127.0.0.1\"
		server.port = $port
		server.errorlog = \"$S/www/error.log\"
		accesslog.filename = \"$S/www/access.log\"
		server.modules += ( \"mod_setenv\" )
		setenv.set-environment = ( \"CTR_VAR\" => \"$CTR_VAR\",
		    \"CTR_ETC\" => \"$CTR_ETC\", \"CTR_RUN\" => \"$CTR_RUN\",
		    \"CTR_SHARE\" => \"$CTR_SHARE\"${CTR_NOW:+, \"CTR_NOW\" => \"$CTR_NOW\"} )"
		host_sample 'lighttpd running'
		printf '%s\n' "${1:-}"
	} >"$S/conf"
	lighttpd -D -f "$S/conf" 2>"$S/www/start.log" &
	host_up lighttpd
}

host_end() {
	for t_pid in $HOST_PID ${FCGI:-}; do
		kill "$t_pid" 2>/dev/null
		wait "$t_pid" 2>/dev/null
	done
	FCGI=
}
