# shellcheck shell=sh
# ctr-api-cgi as a web server runs it.  For a test that has sourced lib.sh.
#
#	api METHOD PATH[?QUERY] [BODY]	PATH is below /tenants; what it says
#			goes to $head and $body, its status to $code
#	KEY is the bearer, TYPE the media type of the body (application/json),
#	IDEM the Idempotency-Key, ACCEPT the header Accept, LENGTH another
#	Content-Length than the body's.  CTR_NOW is its clock; STRACE a command
#	that runs it.

STRACE=

# shellcheck disable=SC2086
api_raw() {
	t_path=${2%%\?*}
	t_query=
	case $2 in *\?*) t_query=${2#*\?} ;; esac
	t_len=${LENGTH:-$(printf '%s' "${3:-}" | wc -c | tr -d ' ')}
	printf '%s' "${3:-}" | env -i PATH="$PATH" CTR_VAR="$CTR_VAR" \
	    CTR_ETC="$CTR_ETC" CTR_RUN="$CTR_RUN" CTR_SHARE="$CTR_SHARE" \
	    ${CTR_NOW:+CTR_NOW="$CTR_NOW"} GATEWAY_INTERFACE=CGI/1.1 \
	    SERVER_PROTOCOL=HTTP/1.1 REQUEST_METHOD="$1" SCRIPT_NAME=/api \
	    PATH_INFO="/tenants/$t_path" QUERY_STRING="$t_query" \
	    REMOTE_ADDR=192.0.2.7 HTTP_USER_AGENT=test \
	    ${KEY:+HTTP_AUTHORIZATION="Bearer $KEY"} \
	    ${IDEM:+HTTP_IDEMPOTENCY_KEY="$IDEM"} \
	    ${ACCEPT:+HTTP_ACCEPT="$ACCEPT"} \
	    CONTENT_LENGTH="$t_len" CONTENT_TYPE="${TYPE:-application/json}" \
	    $STRACE ctr-api-cgi
}

# Those who ask read them.
# shellcheck disable=SC2034
api() {
	api_raw "$@" >"$S/.api"
	head=$(tr -d '\r' <"$S/.api" | sed '/^$/q')
	body=$(sed '1,/^\r$/d' "$S/.api")
	code=$(printf '%s\n' "$head" | sed -n '1s/^Status: \([0-9]*\).*/\1/p')
}

# get FILTER: of $body, by jq.
get() {
	printf '%s' "$body" | jq -r "$1" 2>&1
}
