#!/usr/bin/python3
"""A stand-in for Slack's chat.postMessage and incoming webhooks and for a Teams
workflow: refuses what they would refuse, and misbehaves when told.

    chat.py DIR

DIR/port gets the port, DIR/posted a line of JSON for each message taken.
DIR/how, read for each request: fine (default), limit (429 with Retry-After),
error NAME (Slack's ok: false), status N, cut (the connection ends without an
answer after the message was taken).
"""
import http.server
import json
import os
import sys

HERE = sys.argv[1]


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


def slack_fault(o):
    """What Slack's block kit would say of a payload, or None."""
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
        if b.get("type") not in ("header", "section", "divider", "actions"):
            return "invalid_blocks"
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

    def slack(self, o):
        if self.headers.get("Authorization") != "Bearer xoxb-test":
            return self.answer(200, '{"ok":false,"error":"invalid_auth"}')
        if o.get("channel") != "#sec-ops":
            return self.answer(200, '{"ok":false,"error":"channel_not_found"}')
        fault = slack_fault(o)
        if fault:
            return self.answer(200, json.dumps({"ok": False, "error": fault}))
        return self.take(o, '{"ok":true,"channel":"C1","ts":"1.2"}')

    def take(self, o, body):
        with open(os.path.join(HERE, "posted"), "a") as f:
            f.write(json.dumps(o) + "\n")
        if how()[0] == "cut":
            self.close_connection = True
            return
        self.answer(200, body)

    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        what = how()
        if what[0] == "limit":
            return self.answer(429, "slow down", Retry_After="400")
        if what[0] == "status":
            return self.answer(int(what[1]), "no")
        if what[0] == "error":
            return self.answer(200, json.dumps({"ok": False,
                                                "error": what[1]}))
        o = json.loads(data)
        if self.path == "/api/chat.postMessage":
            return self.slack(o)
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
