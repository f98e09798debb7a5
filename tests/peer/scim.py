#!/usr/bin/python3
# scim.py PORT STATE: a SCIM 2.0 service (RFC 7643, 7644) that can be as
# particular as real ones are.  It checks what it is sent: the token, the media
# type, the schemas of a body, the form of a filter, an If-Match; what it does
# not know it refuses.
#
# STATE is JSON: {"users": [...], "groups": [...]}.  At its top level:
#	cap		at most so many on a page, whatever is asked for
#	all_at_once	count is ignored: everything on each page
#	first_only	startIndex is ignored: the first page, again and again
#	endless		totalResults grows with each page
#	total		added to totalResults (a wrong one)
#	appears		a user that is there from the second page on
#	no_filter	filters are refused; ignores_filter: they are passed over
#	no_patch	PATCH is not implemented (501), and its configuration
#			says so; hidden_patch: it does not say so
#	patch		the forms of a PATCH of active that it takes: "path",
#			"value" (no path), "text" ("False" as a text, "Replace");
#			default ["path"]; deaf: it takes all and does nothing
#	late		a user is read so often as he was before a change
#	long_version	versions of 1200 characters
#	etag		versions, and If-Match is honoured
#	text_active	active is a text
#	no_groups	users have no "groups"; bare: nor can Groups be filtered
#	remove		forms of removing a member: "filter" (default), "value"
#	token		(default "t0ken")
import json
import re
import sys
import uuid

import luck
from luck import Refused

CORE = "urn:ietf:params:scim:schemas:core:2.0:"
MORE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
API = "urn:ietf:params:scim:api:messages:2.0:"


def error(status, kind, detail):
    o = {"schemas": [API + "Error"], "status": str(status), "detail": detail}
    if kind:
        o["scimType"] = kind
    return Refused(status, o)


class Scim:
    type = "application/scim+json"

    def __init__(self, state):
        self.state = state
        for u in state["users"] + state.get("groups", []):
            u.setdefault("meta", {"resourceType": "User"})

    def on(self, name, otherwise=None):
        return self.state.get(name, otherwise)

    # -------------------------------------------------------------- reading
    def version(self, u):
        return 'W/"%s%d"' % ("x" * 1200 if self.on("long_version") else "",
                             u.get("_n", 0))

    def shown(self, u, q):
        o = json.loads(json.dumps(u))
        if self.on("etag"):
            o["meta"]["version"] = self.version(u)
        if self.on("text_active") and "active" in o:
            o["active"] = "True" if o["active"] else "False"
        if "userName" in u and not self.on("no_groups"):
            o["groups"] = [{"value": g["id"], "display": g["displayName"],
                            "type": "direct"} for g in self.on("groups", [])
                           if any(m["value"] == u["id"]
                                  for m in g["members"])]
        if q.method == "GET" and u.get("_late", 0) > 0:
            u["_late"] -= 1
            o["active"] = u["_was"]
        for n in ("_n", "_was", "_late"):
            o.pop(n, None)
        o["meta"]["location"] = q.base + "/scim/v2/Users/" + u["id"]
        return o

    def matches(self, text):
        if text is None or self.on("ignores_filter"):
            return lambda o: True
        if self.on("no_filter"):
            raise error(400, "invalidFilter", "no filters here")
        tests = []
        for part in text.split(" and "):
            m = re.fullmatch(r'([A-Za-z:.0-9]+) (eq|sw|co) '
                             r'("(?:[^"\\]|\\.)*"|true|false)', part)
            if not m:
                raise error(400, "invalidFilter", part)
            name, op, value = m[1].lower(), m[2], json.loads(m[3])
            if name not in ("id", "username", "usertype", "active",
                            "displayname", "members.value",
                            (MORE + ":employeeNumber").lower()):
                raise error(400, "invalidFilter", name)
            if self.on("bare") and name == "members.value":
                raise error(400, "invalidFilter", name)
            tests.append((name, op, value))

        def test(o, name, op, value):
            if name == "members.value":
                return any(m["value"] == value for m in o.get("members", []))
            low = {k.lower(): v for k, v in o.items()}
            low.update({(MORE + ":" + k).lower(): v
                        for k, v in o.get(MORE, {}).items()})
            is_ = low.get(name)
            if isinstance(value, bool) or is_ is None:
                return is_ is value
            if name != "id":
                is_, value = is_.lower(), value.lower()
            return {"eq": is_ == value, "sw": is_.startswith(value),
                    "co": value in is_}[op]
        return lambda o: all(test(o, *t) for t in tests)

    def many(self, q, rows):
        for n in q.query:
            if n not in ("startIndex", "count", "filter",
                         "excludedAttributes", "attributes"):
                raise error(400, "invalidValue", n)
        start = max(1, int(q.query.get("startIndex", 1)))
        count = int(q.query.get("count", 100))
        if self.on("appears") and start > 1:
            self.state["users"].insert(0, self.state.pop("appears"))
            rows = self.state["users"]
        match = self.matches(q.query.get("filter"))
        rows = [r for r in rows if match(r)]
        if self.on("all_at_once"):
            start, count = 1, len(rows)
        if self.on("first_only") or self.on("endless"):
            start = 1
        count = min(count, self.on("cap", 1000))
        page = rows[start - 1:start - 1 + count]
        total = len(rows) + self.on("total", 0)
        if self.on("endless"):
            total = int(q.query.get("startIndex", 1)) + 1000
        o = {"schemas": [API + "ListResponse"], "totalResults": total,
             "startIndex": start, "itemsPerPage": len(page)}
        if page:		# RFC 7644 3.4.2: may be left out when empty
            o["Resources"] = [self.shown(r, q) for r in page]
        return 200, o

    # ------------------------------------------------------------- writing
    def precondition(self, q, u):
        want = q.headers.get("If-Match")
        if want and self.on("etag") and want != self.version(u):
            raise error(412, None, "Failed to update: it changed")

    def changed(self, q, u):
        u["_n"] = u.get("_n", 0) + 1
        return 200, self.shown(u, q)

    def active(self, u, op):
        forms = self.on("patch", ["path"])
        path, value = op.get("path"), op.get("value")
        if path == "active" and isinstance(value, bool):
            form = "path"
        elif path is None and isinstance(value, dict) and \
                list(value) == ["active"]:
            form, value = "value", value["active"]
        elif path == "active" and value in ("True", "False"):
            form, value = "text", value == "True"
        else:
            return False
        if form not in forms or (op["op"] == "replace") == (form == "text"):
            raise error(400, "invalidSyntax", "not in this form")
        if not isinstance(value, bool):
            raise error(400, "invalidValue", "active")
        if self.on("late"):
            u["_was"], u["_late"] = u.get("active", True), self.on("late")
        if not self.on("deaf"):
            u["active"] = value
        return True

    def membership(self, g, op):
        path, value = op.get("path", ""), op.get("value")
        if op["op"] == "add" and path == "members":
            for m in value:
                if all(x["value"] != m["value"] for x in g["members"]):
                    g["members"].append({"value": m["value"]})
            return True
        if op["op"] != "remove":
            return False
        forms = self.on("remove", ["filter"])
        m = re.fullmatch(r'members\[value eq ("(?:[^"\\]|\\.)*")\]', path)
        if m and "filter" in forms and value is None:
            out = [json.loads(m[1])]
        elif path == "members" and value and "value" in forms:
            out = [m["value"] for m in value]
        else:
            raise error(400, "invalidPath", path)
        g["members"] = [m for m in g["members"] if m["value"] not in out]
        return True

    def patch(self, q, u):
        if self.on("no_patch") or self.on("hidden_patch"):
            raise error(501, None, "PATCH is not implemented")
        o = q.json()
        if o.get("schemas") != [API + "PatchOp"] or not o.get("Operations"):
            raise error(400, "invalidSyntax", "no PatchOp")
        self.precondition(q, u)
        for op in o["Operations"]:
            if op.get("op") not in ("add", "replace", "remove", "Replace"):
                raise error(400, "invalidSyntax", "op")
            if "members" in u:
                if not self.membership(u, op):
                    raise error(400, "invalidPath", str(op))
            elif not self.active(u, op):
                if op.get("path") != "urn:acme:2.0:User:contractEnd":
                    raise error(400, "invalidPath", str(op.get("path")))
                more = u.setdefault("urn:acme:2.0:User", {})
                more.pop("contractEnd", None)
                if op["op"] == "replace":
                    more["contractEnd"] = op["value"]
        return self.changed(q, u)

    def put(self, q, u):
        o = q.json()
        if not o.get("schemas") or ("members" not in u and
                                    not o.get("userName")):
            raise error(400, "invalidValue", "schemas, userName")
        self.precondition(q, u)
        keep = {n: u[n] for n in ("id", "meta", "_n") if n in u}
        for n in ("id", "meta", "groups"):
            o.pop(n, None)
        if isinstance(o.get("active"), str):
            raise error(400, "invalidValue", "active")
        u.clear()
        u.update(keep)
        u.update(o)
        return self.changed(q, u)

    def create(self, q):
        o = q.json()
        if CORE + "User" not in o.get("schemas", []) or not o.get("userName"):
            raise error(400, "invalidValue", "schemas, userName")
        if "id" in o or "groups" in o:
            raise error(400, "mutability", "id or groups")
        if any(u["userName"].lower() == o["userName"].lower()
               for u in self.state["users"]):
            raise error(409, "uniqueness", "userName")
        o["id"] = str(uuid.uuid4())
        o["meta"] = {"resourceType": "User"}
        o.pop("password", None)
        self.state["users"].append(o)
        return 201, self.shown(o, q)

    # ----------------------------------------------------------------- all
    def answer(self, q):
        if q.headers.get("Authorization") != \
                "Bearer " + self.on("token", "t0ken"):
            raise error(401, None, "Authorization failure")
        if q.body and not (q.headers.get("Content-Type") or "").startswith(
                ("application/scim+json", "application/json")):
            raise error(415, None, "Content-Type")
        if not q.path.startswith("/scim/v2/"):
            raise Refused(404, "<html>not here</html>",
                          {"Content-Type": "text/html"})
        way = q.path.split("/")[3:]
        if way == ["ServiceProviderConfig"]:
            return 200, {
                "schemas": [CORE + "ServiceProviderConfig"],
                "patch": {"supported": not self.on("no_patch")},
                "filter": {"supported": not self.on("no_filter"),
                           "maxResults": 200},
                "etag": {"supported": bool(self.on("etag"))}}
        kind = {"Users": "users", "Groups": "groups"}.get(way[0])
        if kind is None or len(way) > 2:
            raise error(404, None, "no such endpoint")
        rows = self.state.setdefault(kind, [])
        if len(way) == 1:
            if q.method == "GET":
                return self.many(q, rows)
            if q.method == "POST" and kind == "users":
                return self.create(q)
            raise error(405, None, q.method)
        u = next((r for r in rows if r["id"] == way[1]), None)
        if u is None:
            raise error(404, None, "Resource %s not found" % way[1])
        if q.method == "GET":
            return 200, self.shown(u, q)
        if q.method == "DELETE":
            self.precondition(q, u)
            rows.remove(u)
            return 204, None
        return {"PATCH": self.patch, "PUT": self.put}[q.method](q, u)


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as f:
        held = json.load(f)
    luck.serve(int(sys.argv[1]), Scim(held))
