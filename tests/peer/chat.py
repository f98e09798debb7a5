#!/usr/bin/python3
"""A stand-in for Slack's chat.postMessage, chat.update, chat.postEphemeral and
incoming webhooks and for a Teams workflow: refuses what they would refuse, and
misbehaves when told.

    chat.py DIR

DIR/port gets the port, DIR/posted a line of JSON for each message taken, with
"_method" of Slack's and "_ts" it got.  The users of the channel are those of
DIR/members.  DIR/how, read for each request: fine (default), limit (429 with
Retry-After), soon (429 with Retry-After: 1, once), error NAME (Slack's ok:
false), status N, cut (the connection ends without an answer after the message
was taken), half (the answer ends in its middle).
"""
import http.server
import json
import os
import sys

HERE = sys.argv[1]
ours = []


def how():
    try:
        with open(os.path.join(HERE, "how")) as f:
            return f.read().split()
    except FileNotFoundError:
        return ["fine"]


def texts(o):
    if isinstance(o, dict):
        if o.get("type") in ("plain_text", "mrkdwn"):
            yield o
        for v in o.values():
            yield from texts(v)
    elif isinstance(o, list):
        for v in o:
            yield from texts(v)


def button_fault(b):
    if b.get("type") != "button" or len(b["text"]["text"]) > 75 \
            or not 1 <= len(b.get("action_id", "")) <= 255:
        return True
    if len(b.get("value", "")) > 2000 or len(b.get("url", "")) > 3000:
        return True
    confirm = b.get("confirm")
    return confirm and (len(confirm["title"]["text"]) > 100
                        or len(confirm["text"]["text"]) > 300
                        or len(confirm["confirm"]["text"]) > 30
                        or len(confirm["deny"]["text"]) > 30)


def slack_fault(o):
    """What Slack's block kit would say of a payload, or None."""
    def known(b):
        allowed = {"header": {"text"}, "section": {"text"}, "divider": set(),
                   "actions": {"elements"}, "context": {"elements"}}
        return set(b) - {"type", "block_id"} == allowed.get(b.get("type"))
    if not o.get("text"):
        return "no_text"
    blocks = o.get("blocks", [])
    if len(blocks) > 50:
        return "invalid_blocks"
    for b in blocks:
        limit = 150 if b.get("type") == "header" else 3000
        for t in texts(b):
            if not 1 <= len(t.get("text", "")) <= limit:
                return "invalid_blocks"
        if not known(b):
            return "invalid_blocks"
        if b["type"] == "actions" and (not 1 <= len(b["elements"]) <= 25
                                       or any(map(button_fault,
                                                  b["elements"]))):
            return "invalid_blocks"
    # Not documented: see slackapi/bolt-js, issue 2509.
    if sum(len(t["text"]) for b in blocks for t in texts(b)) > 13000:
        return "msg_blocks_too_long"
    return None


def card_fault(o):
    """The shape that the workflow's trigger asks for."""
    for a in o.get("attachments", []):
        card = a.get("content", {})
        if a.get("contentType") != "application/vnd.microsoft.card.adaptive" \
                or card.get("type") != "AdaptiveCard":
            return "no card"
        for b in card.get("body", []):
            if b.get("type") == "RichTextBlock" and not b.get("inlines"):
                return "an empty block"
    return None if o.get("type") == "message" and o.get("attachments") \
        else "no message"


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def answer(self, status, body, **headers):
        body = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def where(self, o, method):
        """Slack's error for a message that cannot stand there, or None."""
        if o.get("channel") not in ("#sec-ops", "C0SECOPS"):
            return "channel_not_found"
        if method == "chat.update" and o.get("ts") not in ours:
            return "message_not_found"
        if method == "chat.postEphemeral":
            with open(os.path.join(HERE, "members")) as f:
                if o.get("user") not in f.read().split():
                    return "user_not_in_channel"
        return None

    def slack(self, o, method):
        if self.headers.get("Authorization") != "Bearer xoxb-test":
            return self.answer(200, '{"ok":false,"error":"invalid_auth"}')
        fault = self.where(o, method) or slack_fault(o)
        if fault:
            return self.answer(200, json.dumps({"ok": False, "error": fault}))
        ts = o["ts"] if method == "chat.update" else \
            "1795161600.%06d" % (len(ours) + 1)
        if method == "chat.postMessage":
            ours.append(ts)
        answer = {"ok": True, "channel": "C0SECOPS", "ts": ts}
        if method == "chat.postEphemeral":
            answer = {"ok": True, "message_ts": ts}
        return self.take(dict(o, _method=method, _ts=ts), json.dumps(answer))

    def take(self, o, body):
        with open(os.path.join(HERE, "posted"), "a") as f:
            f.write(json.dumps(o) + "\n")
        if how()[0] == "cut":
            self.close_connection = True
            return
        if how()[0] == "half":
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode()[:len(body) // 2])
            self.close_connection = True
            return
        self.answer(200, body)

    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        what = how()
        if what[0] == "soon":
            with open(os.path.join(HERE, "how"), "w") as f:
                f.write("fine")
            return self.answer(429, "slow down", Retry_After="1")
        if what[0] == "limit":
            return self.answer(429, "slow down", Retry_After="400")
        if what[0] == "status":
            return self.answer(int(what[1]), "no")
        if what[0] == "error":
            return self.answer(200, json.dumps({"ok": False,
                                                "error": what[1]}))
        o = json.loads(data)
        if self.path.startswith("/api/chat."):
            return self.slack(o, self.path[5:])
        if self.path == "/services/T1/B1/secret":
            fault = slack_fault(o)
            return self.answer(400, fault) if fault else self.take(o, "ok")
        if self.path == "/workflows/secret?sig=s3":
            fault = card_fault(o)
            return self.answer(400, fault) if fault else self.take(o, "")
        return self.answer(404, "no_service")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(os.path.join(HERE, "port.new"), "w") as f:
    f.write(str(server.server_port))
os.rename(os.path.join(HERE, "port.new"), os.path.join(HERE, "port"))
server.serve_forever()
