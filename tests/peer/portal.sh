# shellcheck shell=sh
# ctr-portal-cgi as a web server runs it, for a person it has asked to log in.
# For a test that has sourced lib.sh (and office.sh, for people in it).
#
#	portal PATH[?QUERY]		GET below the tenant; what it says goes
#			to $head and $body, its status to $code
#	portal_post PATH FORM [NAME=VALUE...]	GETs PATH, takes the form whose
#			action ends in FORM with its hidden fields, and sends
#			it with these fields added (URL-encoded here); then as
#			above; $to is where a 303 leads, below the tenant
#	portal_send FORM [NAME=VALUE...]	the same with the form, or the
#			button that sends it elsewhere, of the page in $body
#	portal_raw METHOD PATH[?QUERY] [BODY]	no mark is added
#	portal_upload FILE [NAME=VALUE...]	a roster, with these fields
#			(filename: what the browser calls it); UPLOAD_TYPE and
#			UPLOAD_LEN stand for its headers
#	USER_IS: REMOTE_USER (op@corp.example.test); GROUPS_ARE: what the server
#	says of his groups, in OIDC_groups; ORIGIN, TYPE: headers.
#	CTR_NOW is its clock.
# portal_roles: lines for [web] of a tenant's configuration: v@ looks, au@ is
# auditor, op@ operator, ap@ approver, ad@ admin.

USER_IS=op@corp.example.test

portal_roles() {
	printf '[web]\n'
	printf '%s = %s@corp.example.test\n' viewer v auditor au operator op \
	    approver ap admin ad
}

portal_cgi() {
	printf '%s' "${3:-}" |
	    portal_run "$1" "$2" "$(printf '%s' "${3:-}" | wc -c | tr -d ' ')"
}

# portal_run METHOD PATH[?QUERY] LENGTH [COMMAND...]: the body is stdin.
portal_run() {
	t_method=$1
	t_path=$2
	t_len=$3
	shift 3
	t_query=
	case $t_path in *\?*) t_query=${t_path#*\?} ;; esac
	env -i PATH="$PATH" CTR_VAR="$CTR_VAR" \
	    CTR_ETC="$CTR_ETC" CTR_RUN="$CTR_RUN" CTR_SHARE="$CTR_SHARE" \
	    ${CTR_NOW:+CTR_NOW="$CTR_NOW"} GATEWAY_INTERFACE=CGI/1.1 \
	    SERVER_PROTOCOL=HTTP/1.1 REQUEST_METHOD="$t_method" SCRIPT_NAME=/portal \
	    PATH_INFO="/${CTR_TENANT:-default}/${t_path%%\?*}" \
	    QUERY_STRING="$t_query" HTTP_HOST=desk.example.test \
	    HTTP_ORIGIN="${ORIGIN-http://desk.example.test}" \
	    REMOTE_ADDR=192.0.2.7 HTTP_USER_AGENT=test \
	    ${USER_IS:+REMOTE_USER="$USER_IS"} \
	    ${GROUPS_ARE:+OIDC_groups="$GROUPS_ARE"} CONTENT_LENGTH="$t_len" \
	    CONTENT_TYPE="${TYPE:-application/x-www-form-urlencoded}" \
	    "$@" ctr-portal-cgi
}

# shellcheck disable=SC2034
portal_raw() {
	portal_cgi "$@" >"$S/.portal"
	portal_read
}

# shellcheck disable=SC2034
portal_read() {
	head=$(tr -d '\r' <"$S/.portal" | sed '/^$/q')
	body=$(sed '1,/^\r$/d' "$S/.portal")
	code=$(printf '%s\n' "$head" | sed -n '1s/^Status: \([0-9]*\).*/\1/p')
	to=$(printf '%s\n' "$head" |
	    sed -n "s,^Location: /portal/${CTR_TENANT:-default}/*,,p")
}

# portal_upload: the mark of the page rosters is taken, and the form sent with
# its file last.
portal_upload() {
	portal_raw GET rosters
	t_mark=$(printf '%s\n' "$body" | grep -A 1 'action="[^"]*/rosters/upload"' |
	    sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p')
	t_file=$1
	shift
	/usr/bin/python3 - "$t_file" "$S/.body" "mark=$t_mark" "$@" <<'END'
import os, shutil, sys
path, to, fields = sys.argv[1], sys.argv[2], dict(f.split("=", 1) for f in sys.argv[3:])
name = fields.pop("filename", os.path.basename(path))
with open(to, "wb") as out, open(path, "rb") as data:
    for k, v in fields.items():
        out.write(('--BB\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (k, v)).encode())
    out.write(('--BB\r\nContent-Disposition: form-data; name="roster"; filename="%s"\r\n'
               'Content-Type: text/csv\r\n\r\n' % name).encode())
    shutil.copyfileobj(data, out)
    out.write(b"\r\n--BB--\r\n")
END
	portal_body "$S/.body"
}

# portal_body FILE [COMMAND...]: sends FILE as the body of an upload.
portal_body() {
	t_body=$1
	shift
	TYPE=${UPLOAD_TYPE:-'multipart/form-data; boundary=BB'}
	portal_run POST rosters/upload "${UPLOAD_LEN-$(wc -c <"$t_body" | tr -d ' ')}" \
	    "$@" <"$t_body" >"$S/.portal"
	unset TYPE
	portal_read
}

portal() {
	portal_raw GET "$1"
}

portal_post() {
	portal_raw GET "$1"
	shift
	portal_send "$@"
}

# shellcheck disable=SC2034
portal_send() {
	t_form=$1
	shift
	t_sent=$(printf '%s' "$body" | /usr/bin/python3 -c '
import html.parser, sys, urllib.parse
want = "/" + sys.argv[1]
class Page(html.parser.HTMLParser):
    action = None
    fields = []
    open = None
    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form" and a.get("method") == "post":
            self.open, self.hidden = a.get("action") or "", []
        elif self.open is None or self.action:
            pass
        elif tag == "input" and a.get("type") == "hidden":
            self.hidden.append((a["name"], a.get("value") or ""))
        elif tag == "button" and (a.get("formaction") or "").endswith(want):
            if all(n != a["name"] for n, v in self.hidden):
                self.hidden.append((a["name"], a.get("value") or ""))
            self.open = a["formaction"]
    def handle_endtag(self, tag):
        if tag == "form" and self.open is not None:
            if self.open.endswith(want) and not self.action:
                self.action, self.fields = self.open, self.hidden
            self.open = None
page = Page()
page.feed(sys.stdin.read())
if page.action is None:
    sys.exit("no form to " + sys.argv[1])
more = [tuple(f.split("=", 1)) for f in sys.argv[2:]]
names = [n for n, v in more]
print(urllib.parse.urlencode([f for f in page.fields if f[0] not in names] + more))
print(page.action)' "$t_form" "$@") || { note "$t_sent"; code=none; return; }
	t_action=$(printf '%s\n' "$t_sent" | sed -n 2p)
	portal_raw POST "${t_action#/portal/"${CTR_TENANT:-default}"/}" \
	    "$(printf '%s\n' "$t_sent" | sed -n 1p)"
}
