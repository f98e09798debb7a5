#!/usr/bin/env python3
"""An Okta of our own, for what the public emulator does not know: search,
user types, cursors, groups, roles, rate limits, and the refusals.

okta.py PORT SEED.json: serves http://127.0.0.1:PORT until it is ended.  It
refuses what Okta would refuse, as far as its documentation says: a lifecycle
step from the wrong status, an attribute that cannot be searched, a profile
attribute that the schema lacks, a body that is no JSON, a page beyond 200, a
cursor that it did not give, a token that it does not know.

For the test itself, without a token: GET /_/users /_/log, POST /_/fault
/_/clear /_/set.
"""
import base64
import datetime
import json
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

PORT = int(sys.argv[1])
with open(sys.argv[2]) as f:
    SEED = json.load(f)
# Where it is asked: its links lead there.
BASE = SEED.get("base", "http://127.0.0.1:%d" % PORT)
LOCK = threading.RLock()
SCHEMA = {"login", "email", "secondEmail", "firstName", "lastName",
          "displayName", "userType", "department", "organization",
          "employeeNumber", "manager", "managerId", "title",
          *SEED.get("schema", [])}
ROLES = {"SUPER_ADMIN", "ORG_ADMIN", "APP_ADMIN", "USER_ADMIN",
         "HELP_DESK_ADMIN", "READ_ONLY_ADMIN", "GROUP_MEMBERSHIP_ADMIN"}
users, groups, roles, cursors, faults, log, bearers, jtis = (
    {}, {}, {}, {}, [], [], set(), set())
index = {}		# attribute: value: ids; thrown away by every change


class Refused(Exception):
    def __init__(self, status, code, summary, cause=None):
        super().__init__(summary)
        self.status, self.code = status, code
        self.summary, self.cause = summary, cause


def now():
    t = datetime.datetime.now(datetime.timezone.utc)
    return t.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (t.microsecond // 1000)


def add_user(u):
    u.setdefault("id", "00u" + secrets.token_hex(8)[:17])
    u.setdefault("status", "ACTIVE")
    for name in ("created", "lastUpdated", "statusChanged"):
        u.setdefault(name, now())
    u.setdefault("activated", None)
    u.setdefault("lastLogin", None)
    u.setdefault("type", {"id": "oty1"})
    u.setdefault("credentials", {"provider": {"type": "OKTA",
                                              "name": "OKTA"}})
    u.setdefault("sessions", 0)
    u.setdefault("groups", [])
    u["groups"] = ["00gEveryone"] + u["groups"]
    users[u["id"]] = u


def shown(u):
    hide = {"sessions", "groups", "secret"}
    o = {k: v for k, v in u.items() if k not in hide}
    o["credentials"] = dict(u["credentials"])
    if "secret" in u:
        o["credentials"]["password"] = {}
    return o


def find(ref):
    """By id, login, or what stands before the login's @ where unique."""
    if ref in users:
        return users[ref]
    short = [u for u in users.values()
             if u["profile"]["login"].lower().split("@")[0] == ref.lower()]
    for u in users.values():
        if u["profile"]["login"].lower() == ref.lower():
            return u
    if len(short) == 1:
        return short[0]
    raise Refused(404, "E0000007", "Not found: Resource not found: %s (User)"
                  % ref)


def step(u, status):
    u["status"] = status
    u["statusChanged"] = u["lastUpdated"] = now()


# ---- search: attr eq "text", and, or, parentheses ----

TOKEN = re.compile(r'\s*(\(|\)|"(?:[^"\\]|\\.)*"|[A-Za-z_.]+)')


def words(text):
    at, out = 0, []
    while at < len(text):
        m = TOKEN.match(text, at)
        if not m:
            raise Refused(400, "E0000031", "Invalid search criteria.")
        out.append(m.group(1))
        at = m.end()
    return out


def value_of(u, name):
    if name.startswith("profile."):
        return u["profile"].get(name[8:])
    if name == "type.id":
        return u["type"]["id"]
    return u.get(name)


def having(name, want):
    if name not in index:
        all_of = index[name] = {}
        for u in users.values():
            v = str(value_of(u, name) or "").lower()
            all_of.setdefault(v, set()).add(u["id"])
    return index[name].get(want, set())


def parse(text):
    """The ids of whom a search finds."""
    todo = words(text)

    def fail():
        raise Refused(400, "E0000031", "Invalid search criteria.")

    def take(want=None):
        if not todo or (want and todo[0] != want):
            fail()
        return todo.pop(0)

    def term():
        if todo and todo[0] == "(":
            take()
            f = either()
            take(")")
            return f
        name = take()
        if name not in ("id", "status", "created", "activated", "lastUpdated",
                        "statusChanged", "type.id") and not (
                name.startswith("profile.") and name[8:] in SCHEMA):
            fail()
        take("eq")
        text = take()
        if text[0] != '"':
            fail()
        want = re.sub(r"\\(.)", r"\1", text[1:-1]).lower()
        return having(name, want)

    def both():
        f = term()
        while todo and todo[0] == "and":
            take()
            f = f & term()
        return f

    def either():
        f = both()
        while todo and todo[0] == "or":
            take()
            f = f | both()
        return f

    f = either()
    if todo:
        fail()
    return f


# ---- what is served ----

def page(h, items, path, query):
    limit = int(query.get("limit", ["200"])[0])
    if not 1 <= limit <= 200:
        raise Refused(400, "E0000001", "Api validation failed: limit",
                      "limit: must be between 1 and 200")
    after = query.get("after", [None])[0]
    if after is None:
        rest = items
    elif after in cursors:
        rest = cursors[after]
    else:
        raise Refused(400, "E0000001", "Api validation failed: after",
                      "after: no such cursor")
    part, rest = rest[:limit], rest[limit:]
    keep = "&".join("%s=%s" % (k, quoted(v[0])) for k, v in query.items()
                    if k != "after")
    h.extra.append(("Link", '<%s%s?%s>; rel="self"' % (BASE, path, keep)))
    endless = [f for f in faults if f.get("endless") and
               re.search(f["path"], path)]
    if endless:
        same = endless[0]["endless"] == "cursor"
        mark = "again" if same else secrets.token_hex(6)
        cursors[mark] = part + rest
        h.extra.append(("Link", '<%s%s?after=%s&%s>; rel="next"'
                        % (BASE, path, mark, keep)))
    elif rest:
        mark = secrets.token_hex(6)
        cursors[mark] = rest
        h.extra.append(("Link", '<%s%s?after=%s&%s>; rel="next"'
                        % (BASE, path, mark, keep)))
    return part


def quoted(s):
    return "".join(c if c.isalnum() and c.isascii() or c in "-._~" else
                   "".join("%%%02X" % b for b in c.encode()) for c in s)


def list_users(h, query, body):
    if "after" in query:
        found = []
    elif "search" in query:
        ids = parse(query["search"][0])
        if len(ids) > 1000:
            found = [u["id"] for u in users.values() if u["id"] in ids]
        else:
            found = sorted(ids)
    else:
        found = [u["id"] for u in users.values()
                 if u["status"] != "DEPROVISIONED"]
    return [shown(users[i]) for i in page(h, found, "/api/v1/users", query)
            if i in users]


def check_profile(p, whole):
    for k in p:
        if k not in SCHEMA:
            raise Refused(400, "E0000001", "Api validation failed: newUser",
                          "%s: Property name is not in the schema" % k)
    if whole and not all(p.get(k) for k in ("login", "email", "firstName",
                                            "lastName")):
        raise Refused(400, "E0000001", "Api validation failed: newUser",
                      "login, email, firstName, lastName: The field cannot"
                      " be left blank")
    for k in ("login", "email"):
        if k in p and not re.fullmatch(r"[^@\s]+@[^@\s]+", p[k] or ""):
            raise Refused(400, "E0000001", "Api validation failed: " + k,
                          k + ": must be in the form of an email address")


def create(h, query, body):
    p = body.get("profile", {})
    check_profile(p, True)
    for u in users.values():
        if u["profile"]["login"].lower() == p["login"].lower():
            raise Refused(400, "E0000001", "Api validation failed: login",
                          "login: An object with this field already exists in"
                          " the current organization")
    kind = body.get("type", {"id": "oty1"})
    if kind["id"] not in SEED.get("types", ["oty1"]):
        raise Refused(404, "E0000007", "Not found: type")
    active = query.get("activate", ["true"])[0] == "true"
    u = {"profile": p, "status": "PROVISIONED" if active else "STAGED",
         "type": {"id": kind["id"]}}
    add_user(u)
    return shown(u)


def get_user(h, query, body, ref):
    return shown(find(ref))


def update(h, query, body, ref):
    u = find(ref)
    if u["status"] == "DEPROVISIONED":
        raise Refused(403, "E0000038", "This operation is not allowed in the"
                      " user's current status.")
    p = body.get("profile", {})
    check_profile(p, False)
    for k, v in p.items():
        if v is None:
            u["profile"].pop(k, None)
        else:
            u["profile"][k] = v
    password = body.get("credentials", {}).get("password", {}).get("value")
    if password is not None:
        if len(password) < 8:
            raise Refused(400, "E0000080", "The password does not meet the"
                          " complexity requirements.")
        u["secret"] = password
    u["lastUpdated"] = now()
    return shown(u)


def delete(h, query, body, ref):
    u = find(ref)
    if u["status"] == "DEPROVISIONED":
        del users[u["id"]]
    else:
        step(u, "DEPROVISIONED")
    return None


def lifecycle(h, query, body, ref, what):
    u = find(ref)
    at = u["status"]
    if what == "suspend":
        if at != "ACTIVE":
            raise Refused(400, "E0000001", "Api validation failed:"
                          " suspendUser", "Cannot suspend a user that is not"
                          " active")
        step(u, "SUSPENDED")
    elif what == "unsuspend":
        if at != "SUSPENDED":
            raise Refused(400, "E0000001", "Api validation failed:"
                          " unsuspendUser", "Cannot unsuspend a user that is"
                          " not suspended")
        step(u, "ACTIVE")
    elif what == "activate":
        if at not in ("STAGED", "DEPROVISIONED"):
            raise Refused(403, "E0000016", "Activation failed because the user"
                          " is already active")
        u["activated"] = now()
        u["mailed"] = query.get("sendEmail", ["true"])[0] == "true"
        step(u, "ACTIVE" if "secret" in u else "PROVISIONED")
        return {"activationUrl": BASE + "/welcome/x", "activationToken": "x"}
    elif what == "deactivate":
        if at == "DEPROVISIONED":
            raise Refused(403, "E0000038", "This operation is not allowed in"
                          " the user's current status.")
        u["sessions"] = 0
        u.pop("secret", None)
        step(u, "DEPROVISIONED")
    elif what == "expire_password":
        if at not in ("ACTIVE", "PASSWORD_EXPIRED"):
            raise Refused(403, "E0000038", "This operation is not allowed in"
                          " the user's current status.")
        step(u, "PASSWORD_EXPIRED")
        return shown(u)
    else:
        raise Refused(404, "E0000022", "The endpoint does not support the"
                      " provided HTTP method")
    return {}


def sessions(h, query, body, ref):
    u = find(ref)
    u["sessions"] = 0
    u["tokens_revoked"] = query.get("oauthTokens", ["false"])[0] == "true"
    return None


def his_groups(h, query, body, ref):
    u = find(ref)
    return page(h, [groups[g] for g in u["groups"]],
                "/api/v1/users/%s/groups" % u["id"], query)


def member(h, query, body, gid, ref, put):
    if gid not in groups:
        raise Refused(404, "E0000007", "Not found: Resource not found: %s"
                      " (UserGroup)" % gid)
    u, g = find(ref), groups[gid]
    if g["type"] != "OKTA_GROUP":
        raise Refused(403, "E0000006", "You do not have permission to perform"
                      " the requested action")
    if put and gid not in u["groups"]:
        u["groups"].append(gid)
    if not put and gid in u["groups"] and not g.get("rule"):
        u["groups"].remove(gid)
    return None


def his_roles(h, query, body, ref):
    u = find(ref)
    out = []
    for r in roles.values():
        who = r["assignee"]
        if who == u["id"] or who in u["groups"]:
            kind = "users" if who == u["id"] else "groups"
            out.append({"id": r["id"], "label": r["type"].title(),
                        "type": r["type"], "status": "ACTIVE",
                        "assignmentType": kind[:-1].upper(),
                        **{k: r[k] for k in ("role", "resource-set")
                           if k in r},
                        "_links": {"assignee": {"href": "%s/api/v1/%s/%s"
                                                % (BASE, kind, who)}}})
    return out


def give_role(h, query, body, ref):
    u = find(ref)
    kind = body.get("type")
    if kind == "CUSTOM":
        if not body.get("role") or not body.get("resource-set"):
            raise Refused(400, "E0000001", "Api validation failed: role")
    elif kind not in ROLES:
        raise Refused(400, "E0000001", "Api validation failed: type")
    for r in roles.values():
        if r["assignee"] == u["id"] and r["type"] == kind:
            raise Refused(409, "E0000090", "Duplicate role assignment"
                          " exception")
    rid = "ra" + secrets.token_hex(8)
    roles[rid] = {**body, "id": rid, "assignee": u["id"]}
    h.status = 201
    return {"id": rid, **body}


def take_role(h, query, body, ref, rid):
    u = find(ref)
    if rid not in roles or roles[rid]["assignee"] != u["id"]:
        raise Refused(404, "E0000007", "Not found: role")
    del roles[rid]
    return None


def targets(h, query, body, ref, rid, kind):
    if rid not in roles:
        raise Refused(404, "E0000007", "Not found: role")
    return roles[rid].get("targets", {}).get(kind.split("/")[0], [])


def assignees(h, query, body):
    ids = sorted({r["assignee"] for r in roles.values()
                  if r["assignee"] in users})
    part = int(query.get("limit", ["100"])[0])
    after = query.get("after", [""])[0]
    ids = [i for i in ids if i > after]
    out = {"value": [{"id": i} for i in ids[:part]]}
    if ids[part:]:
        out["_links"] = {"next": {"href": "%s/api/v1/iam/assignees/users"
                                  "?after=%s" % (BASE, ids[part - 1])}}
    return out


U, A = "/api/v1/users", "([^/]+)"
ROUTES = [(m, re.compile(p + "$"), f) for m, p, f in (
    ("GET", U, list_users), ("POST", U, create),
    ("GET", U + "/" + A, get_user), ("POST", U + "/" + A, update),
    ("DELETE", U + "/" + A, delete),
    ("POST", U + "/" + A + "/lifecycle/" + A, lifecycle),
    ("DELETE", U + "/" + A + "/sessions", sessions),
    ("GET", U + "/" + A + "/groups", his_groups),
    ("GET", U + "/" + A + "/roles", his_roles),
    ("POST", U + "/" + A + "/roles", give_role),
    ("DELETE", U + "/" + A + "/roles/" + A, take_role),
    ("GET", U + "/" + A + "/roles/" + A + "/targets/(groups|catalog/apps)",
     targets),
    ("GET", "/api/v1/iam/assignees/users", assignees),
    ("PUT", "/api/v1/groups/" + A + "/users/" + A,
     lambda h, q, b, g, u: member(h, q, b, g, u, True)),
    ("DELETE", "/api/v1/groups/" + A + "/users/" + A,
     lambda h, q, b, g, u: member(h, q, b, g, u, False)))]


# ---- OAuth: a client assertion, checked by openssl ----

def unpadded(s):
    return base64.urlsafe_b64decode(s + "=" * (-len(s) % 4))


def verified(jwt):
    head, claims, sig = jwt.split(".")
    with tempfile.NamedTemporaryFile() as f:
        f.write(unpadded(sig))
        f.flush()
        r = subprocess.run(
            ["openssl", "dgst", "-sha256", "-verify",
             SEED["client"]["public_key"], "-signature", f.name],
            input=(head + "." + claims).encode(), capture_output=True,
            check=False)
    return (json.loads(unpadded(head)), json.loads(unpadded(claims)),
            r.returncode == 0)


def token(h, form):
    c = SEED.get("client")
    try:
        head, claims, good = verified(form["client_assertion"][0])
    except (KeyError, ValueError):
        good = False
    if not c or not good or head["alg"] != "RS256" or \
            head.get("kid") != c["kid"] or \
            claims["iss"] != c["id"] or claims["sub"] != c["id"] or \
            claims["aud"] != BASE + "/oauth2/v1/token" or \
            not time.time() < claims["exp"] <= time.time() + 3600 or \
            claims["jti"] in jtis or \
            form["grant_type"] != ["client_credentials"]:
        h.reply(401, {"error": "invalid_client", "error_description":
                      "The client_assertion is not valid."})
        return
    if form["scope"][0] != "okta.users.manage okta.groups.manage" \
            " okta.roles.manage":
        h.reply(400, {"error": "invalid_scope"})
        return
    jtis.add(claims["jti"])
    t = secrets.token_hex(16)
    bearers.add(t)
    h.reply(200, {"token_type": "Bearer", "expires_in": 3600,
                  "access_token": t, "scope": form["scope"][0]})


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def reply(self, status, body, headers=()):
        data = b"" if body is None else json.dumps(body).encode()
        lines = ["HTTP/1.1 %d x" % status,
                 "Content-Type: application/json",
                 "Content-Length: %d" % len(data),
                 "X-Rate-Limit-Limit: 600", "X-Rate-Limit-Remaining: 500",
                 "X-Rate-Limit-Reset: %d" % (time.time() + 30)]
        lines += ["%s: %s" % kv for kv in headers]
        self.wfile.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)

    def failure(self, f, path):
        """Does what a fault says; True if that was the answer."""
        time.sleep(f.get("delay", 0))
        if f.get("hang_up"):
            self.close_connection = True
            return True
        if f.get("cut"):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n"
                             b"Content-Type: application/json\r\n\r\n[{")
            self.close_connection = True
            return True
        if f.get("raw") is not None:
            self.wfile.write(b"HTTP/1.1 %d OK\r\nContent-Length: %d\r\n\r\n%s"
                             % (f.get("status", 200), len(f["raw"]),
                                f["raw"].encode()))
            return True
        if "status" in f:
            head = dict(f.get("headers", {}))
            if "reset_in" in f:
                head["X-Rate-Limit-Reset"] = str(int(time.time()) +
                                                 f["reset_in"])
            text = {"errorCode": "E0000047", "errorSummary":
                    f.get("summary", "fault"), "errorCauses": []}
            data = json.dumps(text).encode()
            lines = ["HTTP/1.1 %d x" % f["status"],
                     "Content-Length: %d" % len(data)]
            lines += ["%s: %s" % kv for kv in head.items()]
            self.wfile.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
            return True
        return False

    def fault(self, path):
        with LOCK:
            for f in faults:
                if f.get("endless") or f.get("method", self.command) != \
                        self.command or not re.search(f["path"], path):
                    continue
                if f.get("after", 0) > 0:
                    f["after"] -= 1
                    continue
                if f.get("times", 1) <= 0:
                    continue
                f["times"] = f.get("times", 1) - 1
                return f
        return None

    def authorized(self):
        a = self.headers.get("Authorization", "")
        return a == "SSWS " + SEED["token"] or (
            a.startswith("Bearer ") and a[7:] in bearers)

    def control(self, path, body):
        with LOCK:
            if path == "/_/users":
                self.reply(200, {"users": list(users.values()),
                                 "roles": list(roles.values())})
                return
            if path == "/_/log":
                self.reply(200, log)
                return
            if path == "/_/fault":
                faults.append(json.loads(body))
            elif path == "/_/clear":
                faults.clear()
                log.clear()
            elif path == "/_/revoke":
                bearers.clear()
            elif path == "/_/set":
                o = json.loads(body)
                find(o.pop("ref")).update(o)
                index.clear()
            self.reply(200, {})

    def answer(self, path, query, body):
        if not self.authorized():
            raise Refused(401, "E0000011", "Invalid token provided")
        if body and self.headers.get("Content-Type") != "application/json":
            raise Refused(415, "E0000021", "Bad request. Accept and/or"
                          " Content-Type headers likely do not match")
        try:
            o = json.loads(body) if body else {}
        except ValueError:
            raise Refused(400, "E0000003", "The request body was not"
                          " well-formed.") from None
        for method, pattern, run in ROUTES:
            m = pattern.match(path)
            if m and method == self.command:
                with LOCK:
                    return run(self, query, o,
                               *[unquote(g) for g in m.groups()])
        raise Refused(405, "E0000022", "The endpoint does not support the"
                      " provided HTTP method")

    def serve(self):
        at = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if at.path.startswith("/_/"):
            self.control(at.path, body)
            return
        with LOCK:
            log.append("%s %s" % (self.command, self.path))
            if self.command != "GET":
                index.clear()
        f = self.fault(at.path)
        if f and self.failure(f, at.path):
            return
        if at.path == "/oauth2/v1/token":
            token(self, parse_qs(body.decode()))
            return
        self.extra, self.status = [], 200
        try:
            o = self.answer(at.path, parse_qs(at.query), body)
        except Refused as r:
            self.reply(r.status, {
                "errorCode": r.code, "errorSummary": r.summary,
                "errorLink": r.code, "errorId": "oae",
                "errorCauses": [{"errorSummary": r.cause}] if r.cause
                else []})
            return
        if f and f.get("lost"):		# done, but nobody hears of it
            self.close_connection = True
            return
        self.reply(204 if o is None else self.status, o, self.extra)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = serve


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50


groups["00gEveryone"] = {"id": "00gEveryone", "type": "BUILT_IN",
                         "profile": {"name": "Everyone"}}
for one in SEED.get("groups", []):
    groups[one["id"]] = {"type": "OKTA_GROUP", **one}
for one in SEED.get("roles", []):
    roles[one["id"]] = one
for one in SEED["users"]:
    add_user(one)
Server(("127.0.0.1", PORT), Handler).serve_forever()
