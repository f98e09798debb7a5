# shellcheck shell=sh
# A person who reads his mail and clicks: the links of a Maildir's messages, and
# ctr-token-cgi as a web server runs it.  For a test that has sourced lib.sh.
#
#	mail_link MAILDIR TO WHICH	path /TENANT/TOKEN/VERB of the newest
#			mail to TO that has a link whose text or address
#			matches the ERE WHICH
#	mail_text MAILDIR TO		the text of the newest mail to TO
#	page PATH			GET: what the page says, headers too
#	click PATH NAME=VALUE...	GET, then POST with the page's mark
# CTR_NOW is the clock of both.

mail_text() {
	/usr/bin/python3 - "$1" "$2" "${3:-}" <<'END'
import email, email.policy, glob, os, re, sys
box, to, which = sys.argv[1:4]
names = sorted(glob.glob(box + "/new/*"), key=lambda n: os.stat(n).st_mtime_ns)
for name in reversed(names):
    with open(name, "rb") as f:
        m = email.message_from_binary_file(f, policy=email.policy.default)
    if to.lower() not in (m["To"] or "").lower():
        continue
    text = m.get_body(("plain",)).get_content()
    if not which:
        print("Subject:", m["Subject"])
        print(text)
        sys.exit(0)
    for line in text.splitlines():
        found = re.search(r"https?://[^/]+/ctr(/\S+)", line)
        if found and re.search(which, line):
            print(found.group(1).rstrip(">)."))
            sys.exit(0)
sys.exit(1)
END
}

mail_link() {
	mail_text "$1" "$2" "$3"
}

# cgi METHOD PATH [BODY]
cgi() {
	printf '%s' "${3:-}" | env -i PATH="$PATH" CTR_VAR="$CTR_VAR" \
	    CTR_ETC="$CTR_ETC" CTR_RUN="$CTR_RUN" CTR_SHARE="$CTR_SHARE" \
	    ${CTR_NOW:+CTR_NOW="$CTR_NOW"} GATEWAY_INTERFACE=CGI/1.1 \
	    SERVER_PROTOCOL=HTTP/1.1 REQUEST_METHOD="$1" SCRIPT_NAME=/ctr \
	    PATH_INFO="$2" REMOTE_ADDR=192.0.2.7 HTTP_USER_AGENT=test \
	    ${3:+CONTENT_LENGTH=${#3}} \
	    ${3:+CONTENT_TYPE=application/x-www-form-urlencoded} \
	    ctr-token-cgi
}

page() {
	cgi GET "$1"
}

click() {
	t_path=$1
	shift
	t_mark=$(page "$t_path" |
	    sed -n 's/.*name="mark" value="\([^"]*\)".*/\1/p' | head -n 1)
	t_body="mark=$t_mark"
	for t_field; do
		t_body="$t_body&$t_field"
	done
	cgi POST "$t_path" "$t_body"
}
