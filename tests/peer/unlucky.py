"""A proxy for bad luck: unlucky.py PORT TARGET RULES LOG

Forwards to http://127.0.0.1:TARGET, but for what RULES says, read anew at each
request; a rule is used up, the first that fits counts:
    METHOD REGEX status CODE [HEADER: VALUE]
    METHOD REGEX cut            half of the real answer's body, then closed
    METHOD REGEX body FILE      200 with this file instead
    METHOD REGEX kill PIDFILE   SIGKILL to that process, no answer
    METHOD REGEX after CODE     it is done, and then answered with CODE
LOG gets a line for each request: METHOD PATH STATUS.
"""
import http.client, os, re, signal, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, target, rules, log = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]


def rule_for(method, path):
    try:
        with open(rules) as f:
            lines = [x for x in f.read().splitlines() if x]
    except FileNotFoundError:
        return None
    for n, text in enumerate(lines):
        m, pattern, action = text.split(" ", 2)
        if m == method and re.search(pattern, path):
            del lines[n]
            with open(rules, "w") as f:
                f.write("".join(x + "\n" for x in lines))
            return action.split(" ", 1) + [""]
    return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def note(self, status):
        with open(log, "a") as f:
            f.write("%s %s %s\n" % (self.command, self.path.split("?")[0], status))

    def reply(self, status, headers, body, send=None):
        self.note(status)
        self.send_response(status)
        for k, v in headers:
            if k.lower() not in ("transfer-encoding", "content-length", "connection", "date", "server", "keep-alive"):
                self.send_header(k, v)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if send is None else send)

    def forward(self, body):
        c = http.client.HTTPConnection("127.0.0.1", target)
        c.request(self.command, self.path, body, dict(self.headers))
        r = c.getresponse()
        data = r.read()
        c.close()
        return r.status, r.getheaders(), data

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        rule = rule_for(self.command, self.path)
        if rule and rule[0] == "status":
            words = rule[1].split(" ", 1)
            head = [words[1].split(": ", 1)] if len(words) > 1 else []
            return self.reply(int(words[0]), head, b"<Error/>")
        if rule and rule[0] == "kill":
            with open(rule[1]) as f:
                os.kill(int(f.read()), signal.SIGKILL)
            self.note("killed")
            self.close_connection = True
            return None
        if rule and rule[0] == "body":
            with open(rule[1], "rb") as f:
                return self.reply(200, [("Content-Type", "application/xml")], f.read())
        status, headers, data = self.forward(body)
        if rule and rule[0] == "after":
            return self.reply(int(rule[1]), [], b"")
        if rule and rule[0] == "cut":
            self.close_connection = True
            return self.reply(status, headers, data, data[:len(data) // 2])
        return self.reply(status, headers, data)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = handle_one


ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
