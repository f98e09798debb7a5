# shellcheck shell=sh
# Azurite, for a test that has sourced lib.sh and peer/npm.sh: Azure's blob
# service on a free port, in memory.  az_start; az VERB ARG... speaks to it
# with an own signature (openssl), so that ours is checked by two others:
#	az container NAME	az put NAME FILE	az get NAME
#	az ls			az lease NAME
#	az sas			a SAS of the account, an hour
az_account=devstoreaccount1
az_key=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==

az_start() {
	az_port=$(free_port)
	az_url=http://127.0.0.1:$az_port/$az_account
	peer_npm "$NPM/azurite/dist/src/blob/main.js" --blobPort "$az_port" \
	    --inMemoryPersistence --skipApiVersionCheck --disableTelemetry \
	    --silent
	wait_port "$az_port" 30 || not_ok "Azurite listens" "$(cat "$S/npm.log")"
}

az() {
	AZ_URL=$az_url AZ_ACCOUNT=$az_account AZ_KEY=$az_key \
	    /usr/bin/python3 - "$@" <<'END'
import base64, datetime, email.utils, hashlib, hmac, os, re, sys
import urllib.parse, urllib.request
url, account = os.environ["AZ_URL"], os.environ["AZ_ACCOUNT"]
key = base64.b64decode(os.environ["AZ_KEY"])
box = "contractor-drop"

def sign(text):
    return base64.b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode()

def call(method, path, query=None, body=None, headers=None):
    query = query or {}
    ms = dict(headers or {})
    ms["x-ms-date"] = email.utils.formatdate(usegmt=True)
    ms["x-ms-version"] = "2021-08-06"
    path = urllib.parse.quote(path)
    text = "\n".join([method, "", "", str(len(body)) if body else "", "",
        "application/octet-stream" if body is not None else "",
        "", "", "", "", "", ""]) + "\n"
    text += "".join("%s:%s\n" % (k, ms[k]) for k in sorted(ms))
    text += "/%s/%s%s" % (account, account, path)
    text += "".join("\n%s:%s" % (k, query[k]) for k in sorted(query))
    ms["Authorization"] = "SharedKey %s:%s" % (account, sign(text))
    if body is not None:
        ms["Content-Type"] = "application/octet-stream"
    full = url + path + ("?" + urllib.parse.urlencode(query) if query else "")
    r = urllib.request.Request(full, data=body, headers=ms, method=method)
    return urllib.request.urlopen(r).read().decode()

verb, args = sys.argv[1], sys.argv[2:]
if verb == "container":
    call("PUT", "/" + args[0], {"restype": "container"})
elif verb == "put":
    with open(args[1], "rb") as f:
        call("PUT", "/%s/%s" % (box, args[0]), body=f.read(), headers={"x-ms-blob-type": "BlockBlob"})
elif verb == "get":
    sys.stdout.write(call("GET", "/%s/%s" % (box, args[0])))
elif verb == "lease":
    call("PUT", "/%s/%s" % (box, args[0]), {"comp": "lease"}, headers={"x-ms-lease-action": "acquire", "x-ms-lease-duration": "15"})
elif verb == "unlease":
    call("PUT", "/%s/%s" % (box, args[0]), {"comp": "lease"}, headers={"x-ms-lease-action": "break", "x-ms-lease-break-period": "0"})
elif verb == "rm":
    call("DELETE", "/%s/%s" % (box, args[0]))
elif verb == "ls":
    text = call("GET", "/" + box, {"restype": "container", "comp": "list"})
    print(" ".join(re.findall("<Name>(.*?)</Name>", text)))
elif verb == "sas":
    now = datetime.datetime.now(datetime.timezone.utc)
    end = (now + datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = "\n".join([account, args[0], "b", "sco", "", end, "", "http,https", "2021-08-06", "", ""])
    q = {"sv": "2021-08-06", "ss": "b", "srt": "sco", "sp": args[0], "se": end, "spr": "http,https"}
    q["sig"] = sign(text)
    print(urllib.parse.urlencode(q))
END
}
