# What the fake services of the tests share: a small HTTP server on 127.0.0.1
# that writes down what it is asked and has bad luck when told.
#
#	PUT    /_luck	a list of rules: {"method": "GET", "path": REGEX,
#			"times": 1, and what then happens: "status", "headers",
#			"body" (text or JSON), "delay" (seconds before the
#			answer, whatever it is), "cut" (the body ends before
#			its length), "drop" (the connection ends), "after"
#			(what was asked is done, then the rest happens)}
#	GET    /_log	what was asked: a list of {"method", "path", "target",
#			"headers", "body"}; DELETE empties it
#	GET    /_state	everything it holds; PATCH merges into its top level
#			("memo": what was answered to a GET is answered again,
#			for a bench that must not measure the service)
#
# A service is a class with a method answer(request), which gives (status,
# body) or (status, body, headers); Refused(status, body) is one too.
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


class Refused(Exception):
    def __init__(self, status, body, headers=None):
        Exception.__init__(self, status)
        self.answer = (status, body, headers or {})


class Request:
    def __init__(self, handler, body):
        path, _, query = handler.path.partition("?")
        self.method = handler.command
        self.target = handler.path
        self.path = unquote(path)
        self.raw = query
        self.query = {}
        for part in filter(None, query.split("&")):
            name, _, value = part.partition("=")
            name = unquote(name.replace("+", " "))
            if name in self.query:
                raise Refused(400, "a parameter twice: " + name)
            self.query[name] = unquote(value.replace("+", " "))
        self.headers = handler.headers
        self.body = body
        self.base = "http://" + handler.headers.get("Host", "")

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            raise Refused(400, {"error": "no JSON"}) from None


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port, service):
        self.service = service
        self.luck = []
        self.log = []
        self.memo = {}
        self.lock = threading.Lock()
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", port), Handler)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def control(self, body):
        s = self.server
        if self.path == "/_luck":
            s.luck = json.loads(body)
            return []
        if self.path == "/_log":
            if self.command == "DELETE":
                s.log = []
            return s.log
        if self.command == "PATCH":
            s.service.state.update(json.loads(body))
        return s.service.state

    def rule(self):
        for r in self.server.luck:
            if r.get("times", 1) != 0 and \
                    r.get("method", self.command) == self.command and \
                    re.search(r.get("path", ""), unquote(self.path)):
                r["times"] = r.get("times", 1) - 1
                return r
        return None

    def put(self, status, body, headers, cut=False):
        if not isinstance(body, (str, bytes)):
            body = json.dumps(body) if body is not None else ""
        if isinstance(body, str):
            body = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body[:len(body) // 2] if cut else body)
        if cut:
            self.wfile.flush()
            self.close_connection = True

    def ask(self, body):
        memo = self.command == "GET" and self.server.service.state.get("memo")
        if memo and self.path in self.server.memo:
            a = self.server.memo[self.path]
            return (a[0], a[1], dict(a[2]))
        try:
            a = self.server.service.answer(Request(self, body))
        except Refused as e:
            a = e.answer
        if memo:
            a = (a[0], json.dumps(a[1]), a[2] if len(a) > 2 else {})
            self.server.memo[self.path] = a
        return (a[0], a[1], dict(a[2]) if len(a) > 2 else {})

    def run(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/_"):
            with self.server.lock:
                self.put(200, self.control(body),
                         {"Content-Type": "application/json"})
            return
        with self.server.lock:
            self.server.log.append({
                "method": self.command, "path": unquote(self.path),
                "target": self.path,
                "headers": dict(self.headers),
                "body": body.decode("utf-8", "replace")})
            rule = self.rule() or {}
        time.sleep(rule.get("delay", 0))
        if rule.get("drop") and not rule.get("after"):
            self.close_connection = True
            return
        if "status" in rule and not rule.get("after"):
            answer = (rule["status"], rule.get("body", ""),
                      rule.get("headers", {}))
        else:
            with self.server.lock:
                answer = self.ask(body)
            if "status" in rule:
                answer = (rule["status"], rule.get("body", ""),
                          rule.get("headers", {}))
        if rule.get("drop"):
            self.close_connection = True
            return
        answer[2].setdefault("Content-Type", self.server.service.type)
        self.put(*answer, cut=rule.get("cut", False))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = run


def serve(port, service):
    Server(port, service).serve_forever()
