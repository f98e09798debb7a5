#!/usr/bin/python3
# graph.py PORT STATE [PUBLIC-KEY CERTIFICATE]: as much of Microsoft Graph's
# users, groups and directory roles (v1.0), and of the token endpoint, as
# ctr-connect-entra asks for.  There is no real one to test against, so this
# one checks what it is sent and refuses what Graph's pages say that Graph
# refuses: a call without a token or with an old one; a filter on employeeType
# without ConsistencyLevel: eventual and $count=true; $expand together with
# these; signInActivity without a licence, or in pages of more than 500; a
# property that was not selected is not told; a body or a property that is not
# allowed; a write to what is mastered on-premises, to members of dynamic,
# synchronised and mail-enabled groups; a token that asks for another scope.
# What it does not know it answers with 404 and a word, so that a test that
# asks for something else fails.
#
# STATE is JSON: {"users": [...], "groups": [...], "roles": [...]}; a user has
# Graph's properties and "manager" (an id); a group "members" (ids).  Settings
# at its top level: page (size), licence, tokens_live (seconds), refuse (name
# of a permission that is missing: "roles", "write", "revoke"), endless (a
# nextLink without end), astray (a nextLink to another host), gone (delta
# tokens are too old), secret, base (where it is asked, if by way of a proxy).
import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
import uuid

import luck
from luck import Refused

DEFAULT = ["id", "displayName", "userPrincipalName", "mail"]
KNOWN = DEFAULT + [
    "accountEnabled", "employeeType", "employeeId", "employeeHireDate",
    "department", "createdDateTime", "onPremisesSyncEnabled",
    "signInActivity", "signInSessionsValidFromDateTime", "userType",
    "mailNickname", "externalUserState", "companyName", "usageLocation",
    "licenseAssignmentStates"]
WRITE = ["accountEnabled", "displayName", "employeeType", "employeeId",
         "employeeHireDate", "department", "mail", "companyName",
         "givenName", "surname", "usageLocation"]


def error(status, code, message, headers=None):
    return Refused(status, {"error": {"code": code, "message": message}},
                   headers)


def missing(what="Resource '' does not exist"):
    return error(404, "Request_ResourceNotFound", what)


def unpad(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Graph:
    type = "application/json"

    def __init__(self, state, key, cert):
        self.state = state
        self.key, self.cert = key, cert
        self.tokens = {}
        self.walks = {}
        self.used = set()
        state.setdefault("changes", [])		# ids, in order

    # ------------------------------------------------------------- tokens
    def assertion(self, jwt, aud):
        head, claims, sign = jwt.split(".")
        h, c = json.loads(unpad(head)), json.loads(unpad(claims))
        der = subprocess.run(["openssl", "x509", "-in", self.cert, "-outform",
                              "DER"], capture_output=True, check=True).stdout
        thumb = hashlib.sha256(der).digest()
        sha1 = hashlib.sha1(der).digest()
        if not ("x5t#S256" in h and unpad(h["x5t#S256"]) == thumb or
                "x5t" in h and unpad(h["x5t"]) == sha1):
            return "the certificate's thumbprint is not known"
        if c.get("aud") != aud or c.get("iss") != "app-1" or \
                c.get("sub") != "app-1":
            return "aud, iss or sub"
        if not c.get("jti") or c["jti"] in self.used:
            return "jti was used before"
        now = time.time()
        if not now - 600 < c.get("nbf", now) <= now + 5 or \
                not now < c.get("exp", 0) <= now + 3600:
            return "nbf or exp"
        self.used.add(c["jti"])
        with tempfile.NamedTemporaryFile() as s:
            s.write(unpad(sign))
            s.flush()
            how = {"RS256": [], "PS256": [
                "-sigopt", "rsa_padding_mode:pss", "-sigopt",
                "rsa_pss_saltlen:digest"]}.get(h.get("alg"))
            if how is None:
                return "alg"
            r = subprocess.run(
                ["openssl", "dgst", "-sha256", "-verify", self.key,
                 "-signature", s.name] + how,
                input=(head + "." + claims).encode(), capture_output=True,
                check=False)
        return None if r.returncode == 0 else "the signature"

    def token(self, q):
        if q.method != "POST" or not (q.headers.get("Content-Type") or "") \
                .startswith("application/x-www-form-urlencoded"):
            raise Refused(400, {"error": "invalid_request"})
        form = dict(p.split("=", 1) for p in q.body.decode().split("&"))
        form = {n: luck.unquote(v.replace("+", " ")) for n, v in form.items()}
        why = None
        if form.get("grant_type") != "client_credentials" or \
                form.get("client_id") != "app-1":
            why = "unauthorized_client"
        elif form.get("scope") != q.base + "/.default":
            why = "invalid_scope"
        elif "client_assertion" in form:
            if form.get("client_assertion_type") != "urn:ietf:params:oauth:" \
                    "client-assertion-type:jwt-bearer" or not self.key:
                why = "invalid_client"
            else:
                bad = self.assertion(form["client_assertion"],
                                     q.base + q.path)
                why = "invalid_client: " + bad if bad else None
        elif form.get("client_secret") != self.state.get("secret", "s3cret"):
            why = "invalid_client"
        if why:
            raise Refused(401, {
                "error": why.split(":")[0], "error_description":
                "AADSTS7000215: " + why})
        t = "token-%d" % (len(self.tokens) + 1)
        life = self.state.get("tokens_live", 3599)
        self.tokens[t] = time.time() + life
        return 200, {"token_type": "Bearer", "expires_in": life,
                     "access_token": t}

    def who(self, q):
        how, _, t = (q.headers.get("Authorization") or "").partition(" ")
        if how != "Bearer" or self.tokens.get(t, 0) < time.time():
            raise error(401, "InvalidAuthenticationToken",
                        "Access token has expired or is not yet valid.")

    # -------------------------------------------------------------- users
    def user(self, key):
        for u in self.state["users"]:
            if key in (u["id"], u["userPrincipalName"]) and \
                    not u.get("deleted"):
                return u
        raise missing("Resource '%s' does not exist or one of its queried "
                      "reference-property objects are not present." % key)

    def shown(self, u, q):
        names = q.query["$select"].split(",") if "$select" in q.query \
            else DEFAULT
        for n in names:
            if n not in KNOWN:
                raise error(400, "BadRequest", "Could not find a property "
                            "named '%s'" % n)
        if "signInActivity" in names and not self.state.get("licence", 1):
            raise error(403, "Authentication_RequestFromNonPremiumTenantOr"
                        "B2CTenant", "Neither tenant is B2C or tenant doesn't"
                        " have premium license")
        o = {n: u.get(n) for n in names if n in u or n != "signInActivity"}
        o["id"] = u["id"]
        if "$expand" in q.query:
            if q.query["$expand"] != "manager($select=id)":
                raise error(400, "BadRequest", "$expand")
            if u.get("manager"):
                o["manager"] = {"@odata.type": "#microsoft.graph.user",
                                "id": u["manager"]}
        return o

    def only(self, q, *names):
        for n in q.query:
            if n not in names:
                raise error(400, "BadRequest", "parameter " + n)

    def advanced(self, q):
        return q.headers.get("ConsistencyLevel") == "eventual" and \
            q.query.get("$count") == "true"

    def matches(self, q):
        text = q.query.get("$filter")
        if text is None:
            return lambda u: True
        values = [v.replace("''", "'") for v in
                  re.findall(r"'((?:[^']|'')*)'", text)]
        if re.fullmatch(r"employeeType eq '(?:[^']|'')*'", text) or \
                re.fullmatch(r"employeeType in \('(?:[^']|'')*'"
                             r"(?:,'(?:[^']|'')*')*\)", text):
            if not self.advanced(q):
                raise error(400, "Request_UnsupportedQuery", "Unsupported or "
                            "invalid query filter clause specified for "
                            "property 'employeeType' of resource 'User'.")
            low = [v.lower() for v in values]
            return lambda u: (u.get("employeeType") or "").lower() in low
        m = re.fullmatch(r"(userPrincipalName|employeeId|mailNickname) eq "
                         r"'(?:[^']|'')*'", text)
        if not m:
            raise error(400, "Request_UnsupportedQuery", text)
        return lambda u: (u.get(m[1]) or "").lower() == values[0].lower()

    def page(self, q, rows, extra=None):
        at = int(q.query.get("$skiptoken", "0"))
        size = self.state.get("page", 100)
        if "$top" in q.query:
            top = int(q.query["$top"])
            most = 500 if "signInActivity" in q.query.get("$select", "") \
                else 999
            if not 0 < top <= most:
                raise error(400, "BadRequest", "Invalid page size specified: "
                            "'%d'. Must be between 1 and %d inclusive." %
                            (top, most))
            size = min(size, top)
        out = {"@odata.context": q.base + "/v1.0/$metadata#x",
               "value": rows[at:at + size]}
        out.update(extra or {})
        if self.state.get("endless"):
            out["value"] = rows[:size]
        if at + size < len(rows) or self.state.get("endless"):
            keep = [p for p in q.raw.split("&")
                    if p and "skiptoken" not in p]
            host = self.state.get("astray") or q.base
            out["@odata.nextLink"] = host + q.path + "?" + "&".join(
                keep + ["%%24skiptoken=%d" % (at + size)])
        return 200, out

    def users(self, q):
        self.only(q, "$filter", "$select", "$expand", "$top", "$count",
                  "$skiptoken")
        match = self.matches(q)
        if "$expand" in q.query and (
                "$count" in q.query or q.headers.get("ConsistencyLevel")):
            raise error(400, "Request_UnsupportedQuery",
                        "$expand is not supported with advanced queries")
        rows = [self.shown(u, q) for u in self.state["users"]
                if not u.get("deleted") and match(u)]
        extra = {}
        if self.advanced(q) and "$skiptoken" not in q.query:
            extra["@odata.count"] = len(rows) + self.state.get("miscount", 0)
        return self.page(q, rows, extra)

    def delta(self, q):
        self.only(q, "$select", "$deltatoken", "$skiptoken")
        if q.headers.get("ConsistencyLevel"):
            raise error(400, "Request_UnsupportedQuery", "delta")
        t = q.query.get("$deltatoken")
        all_ = self.state["changes"]
        if t is None:
            raise error(400, "BadRequest", "the whole list is asked for")
        link = q.base + "/v1.0/users/delta?$deltatoken=%d" % len(all_)
        if t == "latest":
            return 200, {"value": [], "@odata.deltaLink": link}
        if self.state.get("gone") or not t.isdigit() or int(t) > len(all_):
            raise error(410, "SyncStateNotFound", "The sync state generation "
                        "is not found")
        ids = list(dict.fromkeys(all_[int(t):]))
        size = self.state.get("page", 100)
        at = int(q.query.get("$skiptoken", "0"))
        rows = []
        for i in ids[at:at + size]:
            u = next((x for x in self.state["users"] if x["id"] == i), None)
            if u is None or u.get("deleted"):
                rows.append({"id": i, "@removed": {"reason": "changed"}})
            else:
                rows.append({"id": i, "displayName": u["displayName"]})
        out = {"value": rows}
        if at + size < len(ids):
            out["@odata.nextLink"] = q.base + "/v1.0/users/delta?" \
                "$deltatoken=%s&$skiptoken=%d" % (t, at + size)
        else:
            out["@odata.deltaLink"] = link
        return 200, out

    def may_write(self, u):
        if self.state.get("refuse") == "write" or u.get("admin"):
            raise error(403, "Authorization_RequestDenied",
                        "Insufficient privileges to complete the operation.")

    def patch(self, q, u):
        o = q.json()
        self.may_write(u)
        p = o.pop("passwordProfile", None)
        if p is not None:
            if o or len(p.get("password", "")) < 12 or \
                    self.state.get("refuse") == "password":
                raise error(403, "Authorization_RequestDenied", "password")
            if u.get("onPremisesSyncEnabled"):
                raise error(400, "Request_BadRequest", "on-premises mastered")
            u["password"] = p
            return 204, None
        if not o or any(n not in WRITE for n in o):
            raise error(400, "Request_BadRequest", "property " + str(list(o)))
        if u.get("onPremisesSyncEnabled"):
            raise error(400, "Request_BadRequest", "Unable to update the "
                        "specified properties for on-premises mastered "
                        "Directory Sync objects or objects currently "
                        "undergoing migration.")
        if "accountEnabled" in o and not isinstance(o["accountEnabled"], bool):
            raise error(400, "Request_BadRequest", "accountEnabled")
        u.update(o)
        self.state["changes"].append(u["id"])
        return 204, None

    def create(self, q):
        o = q.json()
        for n in ("accountEnabled", "displayName", "mailNickname",
                  "passwordProfile", "userPrincipalName"):
            if n not in o:
                raise error(400, "Request_BadRequest", "A value is required "
                            "for property '%s'" % n)
        for n in o:
            if n not in WRITE + ["mailNickname", "passwordProfile",
                                 "userPrincipalName"]:
                raise error(400, "Request_BadRequest", "property " + n)
        if len(o["passwordProfile"].get("password", "")) < 12:
            raise error(400, "Request_BadRequest", "The specified password "
                        "does not comply with password complexity "
                        "requirements.")
        if any(u["userPrincipalName"].lower() ==
               o["userPrincipalName"].lower() for u in self.state["users"]):
            raise error(400, "Request_BadRequest", "Another object with the "
                        "same value for property userPrincipalName already "
                        "exists.")
        u = {n: v for n, v in o.items() if n != "passwordProfile"}
        u["id"] = str(uuid.uuid4())
        u["createdDateTime"] = "2026-11-20T06:00:00Z"
        u["change_password"] = o["passwordProfile"].get(
            "forceChangePasswordNextSignIn")
        self.state["users"].append(u)
        self.state["changes"].append(u["id"])
        return 201, u

    def license(self, q, u):
        """skus: how many are free of each; what a user has is told with the
        group that it comes by, or null."""
        o = q.json()
        if set(o) != {"addLicenses", "removeLicenses"}:
            raise error(400, "Request_BadRequest", "addLicenses and "
                        "removeLicenses")
        free = self.state.setdefault("skus", {})
        has = u.setdefault("licenseAssignmentStates", [])
        mine = [s["skuId"] for s in has if s["assignedByGroup"] is None]
        if o["addLicenses"] and not u.get("usageLocation"):
            raise error(400, "Request_BadRequest", "License assignment cannot"
                        " be done for user with invalid usage location.")
        for sku in [a["skuId"] for a in o["addLicenses"]]:
            if sku not in free:
                raise error(400, "Request_BadRequest", "License %s does not "
                            "correspond to a valid company License." % sku)
            if free[sku] < 1:
                raise error(400, "Request_BadRequest", "Subscription with SKU"
                            " %s does not have any available licenses." % sku)
            free[sku] -= 1
            has.append({"skuId": sku, "assignedByGroup": None,
                        "disabledPlans": [], "state": "Active",
                        "error": "None"})
        for sku in o["removeLicenses"]:
            if sku not in mine:
                raise error(400, "Request_BadRequest", "User does not have a "
                            "corresponding license.")
            free[sku] += 1
            has[:] = [s for s in has if s["skuId"] != sku or
                      s["assignedByGroup"] is not None]
        return 200, {"id": u["id"]}

    # ------------------------------------------------------------- groups
    def object_of(self, kind, key):
        for g in self.state.get(kind, []):
            if g["id"] == key:
                return g
        raise missing()

    def above(self, key):
        """Groups and roles that have key as a member."""
        for kind, name in (("groups", "group"), ("roles", "directoryRole")):
            for g in self.state.get(kind, []):
                if key in g["members"]:
                    o = {n: v for n, v in g.items() if n != "members"}
                    yield dict(o, **{"@odata.type":
                                     "#microsoft.graph." + name})

    def all_above(self, key, seen):
        for g in self.above(key):
            if g["id"] not in seen:
                seen[g["id"]] = g
                self.all_above(g["id"], seen)
        return list(seen.values())

    def members(self, key, seen):
        for kind in ("groups", "roles"):
            for g in self.state.get(kind, []):
                if g["id"] == key:
                    for m in g["members"]:
                        if m not in seen:
                            seen.append(m)
                            self.members(m, seen)
        return seen

    def listed(self, q, ids):
        users = {u["id"] for u in self.state["users"]}
        return self.page(q, [{"id": i, "@odata.type": "#microsoft.graph." + (
            "user" if i in users else "group")} for i in ids])

    def may_roles(self):
        if self.state.get("refuse") == "roles":
            raise error(403, "Authorization_RequestDenied", "Insufficient "
                        "privileges to complete the operation.")

    def groups(self, q):
        self.may_roles()
        self.only(q, "$filter", "$select", "$top", "$skiptoken")
        if q.query.get("$filter") != "isAssignableToRole eq true":
            raise error(400, "Request_UnsupportedQuery", "groups")
        return self.page(q, [
            {"id": g["id"]} for g in self.state.get("groups", [])
            if g.get("isAssignableToRole")])

    def member(self, q, kind, gid, uid):
        g = self.object_of(kind, gid)
        if self.state.get("refuse") == "write":
            self.may_write({})
        if g.get("isAssignableToRole") or kind == "roles":
            self.may_roles()
        if "DynamicMembership" in g.get("groupTypes", []) or \
                g.get("onPremisesSyncEnabled") or (
                    g.get("mailEnabled") and
                    "Unified" not in g.get("groupTypes", [])):
            raise error(400, "Request_BadRequest", "Cannot Update this "
                        "group's members")
        if q.method == "DELETE":
            if uid not in g["members"]:
                raise missing()
            g["members"].remove(uid)
            return 204, None
        m = re.fullmatch(re.escape(q.base) + "/v1.0/directoryObjects/(.+)",
                         q.json().get("@odata.id", ""))
        if not m:
            raise error(400, "BadRequest", "@odata.id")
        self.user(m[1])
        if m[1] in g["members"]:
            raise error(400, "Request_BadRequest", "One or more added object "
                        "references already exist for the following modified "
                        "properties: 'members'.")
        g["members"].append(m[1])
        return 204, None

    # ---------------------------------------------------------------- all
    def answer(self, q):
        q.base = self.state.get("base") or q.base
        if q.path.endswith("/oauth2/v2.0/token"):
            if q.path != "/tenant-1/oauth2/v2.0/token":
                raise Refused(400, {"error": "invalid_request"})
            return self.token(q)
        self.who(q)
        if q.method in ("POST", "PATCH", "PUT") and q.body and \
                not (q.headers.get("Content-Type") or "").startswith(
                    "application/json"):
            raise error(415, "BadRequest", "Content-Type")
        way = q.path.split("/")[1:]
        if way[0] != "v1.0":
            raise Refused(404, "no such version")
        how = (q.method,) + tuple(way[1:])
        if how == ("GET", "users"):
            return self.users(q)
        if how == ("GET", "users", "delta"):
            return self.delta(q)
        if how == ("POST", "users"):
            return self.create(q)
        if how[1] == "users" and len(how) >= 3:
            return self.one(q, how, self.user(how[2]))
        if how == ("GET", "groups"):
            return self.groups(q)
        if how == ("GET", "directoryRoles"):
            self.may_roles()
            self.only(q, "$select", "$skiptoken")
            return self.page(q, [{"id": r["id"]} for r in
                                 self.state.get("roles", [])])
        kind = {"groups": "groups", "directoryRoles": "roles"}.get(how[1])
        if kind and how[0] == "GET" and how[3:] in (
                ("members",), ("transitiveMembers",)):
            self.only(q, "$select", "$top", "$skiptoken")
            g = self.object_of(kind, how[2])
            return self.listed(q, g["members"] if how[3] == "members"
                               else self.members(g["id"], []))
        if kind and how[0] == "GET" and len(how) == 3:
            g = self.object_of(kind, how[2])
            return 200, {n: v for n, v in g.items() if n != "members"}
        if kind and how[0] == "POST" and how[3:] == ("members", "$ref"):
            return self.member(q, kind, how[2], None)
        if kind and how[0] == "DELETE" and len(how) == 6 and \
                how[3] == "members" and how[5] == "$ref":
            return self.member(q, kind, how[2], how[4])
        raise Refused(404, "this fake does not know " + q.path)

    def one(self, q, how, u):
        rest = how[3:]
        if how[0] == "GET" and rest == ():
            self.only(q, "$select", "$expand")
            return 200, self.shown(u, q)
        if how[0] == "GET" and rest in (("memberOf",),
                                        ("transitiveMemberOf",)):
            self.only(q, "$select", "$top", "$skiptoken")
            rows = list(self.above(u["id"])) if rest[0] == "memberOf" else \
                self.all_above(u["id"], {})
            return self.page(q, rows)
        if how[0] == "PATCH" and rest == ():
            return self.patch(q, u)
        if how[0] == "DELETE" and rest == ():
            self.may_write(u)
            u["deleted"] = True
            self.state["changes"].append(u["id"])
            return 204, None
        if how[0] == "POST" and rest == ("revokeSignInSessions",):
            if self.state.get("refuse") == "revoke":
                self.may_write({"admin": 1})
            if q.body not in (b"", b"{}"):
                raise error(400, "BadRequest", "a body")
            u["signInSessionsValidFromDateTime"] = time.strftime(
                "%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            u["revoked"] = u.get("revoked", 0) + 1
            return 200, {"@odata.context": q.base, "value": True}
        if how[0] == "POST" and rest == ("assignLicense",):
            return self.license(q, u)
        if how[0] == "PUT" and rest == ("manager", "$ref"):
            m = re.fullmatch(re.escape(q.base) + "/v1.0/users/(.+)",
                             q.json().get("@odata.id", ""))
            if not m:
                raise error(400, "BadRequest", "@odata.id")
            u["manager"] = self.user(m[1])["id"]
            return 204, None
        raise Refused(404, "this fake does not know " + q.path)


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as f:
        held = json.load(f)
    luck.serve(int(sys.argv[1]),
               Graph(held, *(sys.argv[3:5] or (None, None))))
