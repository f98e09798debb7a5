#!/usr/bin/env python3
"""The part of a domain controller that cuts an attribute of many values into
ranges, which Samba never does: MS-ADTS 3.1.1.3.1.3.3.

ldap_range.py PORT SEED.json CERT KEY FAULT LOG: LDAP with StartTLS on 127.0.0.1
until it is ended.  SEED: "domain", "sid" (of the domain), "password", "self"
(login of who binds) and "objects": dn, guid (hex), sid, member (DNs, of groups
alone; memberOf follows from it) and attrs.  FAULT is a file that is read anew
at each search: its word, if there is one, says what becomes of the second and
later blocks of memberOf.  LOG gets a line for each attribute with a range that
is asked for, and each page.

It refuses what a domain controller would: a search before the bind, a bind in
clear text or with a wrong password, a critical control that it does not know,
a page's cookie that it did not give, more than 1000 entries without pages, a
range that begins behind the last value or is none, a member that is not there.
"""
import json
import re
import socketserver
import ssl
import sys
import threading

PORT, SEED, CERT, KEY, FAULT, LOG = sys.argv[1:7]
MAX_PAGE, MAX_RANGE, MAX_LINE = 1000, 1500, 1 << 20
PAGED, EXTENDED, DELETED = ("1.2.840.113556.1.4.319",
                            "1.2.840.113556.1.4.529",
                            "1.2.840.113556.1.4.417")
STARTTLS = "1.3.6.1.4.1.1466.20037"
LOCK = threading.RLock()


class Refused(Exception):
    def __init__(self, code, words):
        super().__init__(words)
        self.code = code


# ---- BER, X.690: as much of it as LDAP has

def ber(tag, body):
    n = len(body)
    if n < 128:
        return bytes([tag, n]) + body
    size = n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 | len(size)]) + size + body


def number(n, tag=2):
    return ber(tag, n.to_bytes(n.bit_length() // 8 + 1, "big", signed=True))


def text(s, tag=4):
    return ber(tag, s if isinstance(s, bytes) else s.encode())


def parts(body):
    """The elements of a constructed one: (tag, contents)."""
    at, out = 0, []
    while at < len(body):
        tag, n, at = body[at], body[at + 1], at + 2
        if n & 128:
            n, at = int.from_bytes(body[at:at + (n & 127)], "big"), \
                at + (n & 127)
        if at + n > len(body):
            raise ValueError("an element longer than what holds it")
        out.append((tag, body[at:at + n]))
        at += n
    return out


def read_message(f):
    head = f.read(2)
    if len(head) < 2 or head[0] != 0x30:
        return None
    n = head[1]
    if n & 128:
        n = int.from_bytes(f.read(n & 127), "big")
    if n > MAX_LINE:
        return None
    body = f.read(n)
    return body if len(body) == n else None


# ---- what is in the directory

def sid_bytes(sid):
    n = [int(x) for x in sid.split("-")[2:]]
    return bytes([1, len(n) - 1]) + n[0].to_bytes(6, "big") + \
        b"".join(x.to_bytes(4, "little") for x in n[1:])


class Thing:
    def __init__(self, o):
        self.dn, self.guid, self.sid = o["dn"], o.get("guid"), o.get("sid")
        self.attrs = {k.lower(): v for k, v in o["attrs"].items()}
        self.members = list(o.get("member", []))
        self.groups = []

    def name(self, extended):
        if not extended or self.guid is None:
            return self.dn
        sid = "<SID=%s>;" % sid_bytes(self.sid).hex() if self.sid else ""
        return "<GUID=%s>;%s%s" % (self.guid, sid, self.dn)

    def values(self, attr, extended):
        if attr == "memberof":
            return [g.name(extended) for g in self.groups]
        if attr == "member":
            return [by_dn[m.lower()].name(extended) for m in self.members]
        if attr == "objectguid":
            return [bytes.fromhex(self.guid)] if self.guid else []
        if attr == "objectsid":
            return [sid_bytes(self.sid)] if self.sid else []
        if attr == "tokengroups" and self.sid:
            return [sid_bytes(s) for s in sorted(self.token(set()))]
        v = self.attrs.get(attr, [])
        return v if isinstance(v, list) else [v]

    def token(self, seen):
        for g in self.groups:
            if g.sid not in seen:
                seen.add(g.sid)
                g.token(seen)
        return seen


def join():
    for t in things:
        t.groups = []
    for g in things:
        for m in g.members:
            by_dn[m.lower()].groups.append(g)


with open(SEED) as f:
    seed = json.load(f)
things = [Thing(o) for o in seed["objects"]]
by_dn = {t.dn.lower(): t for t in things}
by_guid = {t.guid: t for t in things if t.guid}
by_sid = {t.sid: t for t in things if t.sid}
join()
me = next(t for t in things if t.attrs.get("samaccountname") == seed["self"])
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(CERT, KEY)


def log(line):
    with LOCK, open(LOG, "a") as out:
        out.write(line + "\n")


def fault():
    with open(FAULT) as word:
        return word.read().strip()


def find_base(base):
    m = re.fullmatch(r"<(GUID|SID)=([^>]*)>", base)
    t = by_dn.get(base.lower()) if m is None else \
        by_guid.get(m[2].replace("-", "").lower()) if m[1] == "GUID" else \
        by_sid.get(m[2])
    if t is None:
        raise Refused(32, "0000208D: NameErr: no such object")
    return t


# ---- a filter, RFC 4511 4.5.1.7

def equal(t, attr, want):
    attr = attr.lower()
    if attr in ("memberof", "member"):
        return want.decode().lower() in (
            x.lower() for x in t.values(attr, False))
    if attr == "objectsid" and want[:2] == b"S-":
        return t.sid == want.decode()
    for v in t.values(attr, False):
        if isinstance(v, bytes):
            if v == want:
                return True
        elif v.lower() == want.decode("utf-8", "replace").lower():
            return True
    return False


def matches(t, tag, body):
    if tag == 0xa0:
        return all(matches(t, *p) for p in parts(body))
    if tag == 0xa1:
        return any(matches(t, *p) for p in parts(body))
    if tag == 0xa2:
        return not matches(t, *parts(body)[0])
    if tag == 0x87:
        return bool(t.values(body.decode().lower(), False))
    if tag in (0xa3, 0xa5, 0xa6):
        (_, attr), (_, want) = parts(body)
        if tag == 0xa3:
            return equal(t, attr.decode(), want)
        have = t.values(attr.decode().lower(), False)
        sign = 1 if tag == 0xa5 else -1
        return any(int(x) * sign >= int(want) * sign for x in have)
    raise Refused(53, "a filter that is not served here")


# ---- an entry, with what is too long in blocks

def block(values, asked):
    """The (option, values) of one attribute; asked is (low, high or None)."""
    low, high = asked if asked else (0, None)
    if asked is None and len(values) <= MAX_RANGE:
        return "", values
    if low >= len(values):
        raise Refused(1, "00000057: LdapErr: DSID-0C090FE7, comment: the "
                      "range is behind the last value")
    end = min(len(values), low + MAX_RANGE,
              len(values) if high is None else high + 1)
    return ";range=%d-%s" % (low, "*" if end == len(values) else end - 1), \
        values[low:end]


def spoil(how, option, values, low, everything):
    """Bad luck with a block, by the word of the fault."""
    if how == "short":
        return option, values[:10]
    if how == "absent":
        return None, []
    if how == "same":
        return ";range=0-%d" % (MAX_RANGE - 1), everything[:MAX_RANGE]
    if how == "gap":
        return ";range=%d-*" % (low + 100), everything[low + 100:]
    if how == "overlap":
        return ";range=%d-*" % (low - 100), everything[low - 100:]
    if how == "empty":
        return ";range=%d-*" % low, []
    if how == "plain":
        return "", values
    if how == "garbled":
        return ";range=%d-x" % low, values
    if how == "backwards":
        return ";range=%d-%d" % (low, low - 1), values
    if how == "error":
        raise Refused(1, "00000057: LdapErr: DSID-0C090FE7")
    if how == "busy":
        raise Refused(51, "00002024: SvcErr: too busy")
    if how == "gone":
        raise Refused(32, "0000208D: NameErr: no such object")
    return option, values


def attribute(t, asked, extended):
    m = re.fullmatch(r"([A-Za-z0-9-]+)(?:;range=(.*))?", asked)
    if m is None:
        return []
    name, wanted = m[1], None
    if m[2] is not None:
        r = re.fullmatch(r"([0-9]+)-([0-9]+|\*)", m[2])
        if r is None or (r[2] != "*" and int(r[2]) < int(r[1])):
            raise Refused(1, "00000057: a range that is none")
        wanted = (int(r[1]), None if r[2] == "*" else int(r[2]))
        log("%s of %s" % (asked, t.dn.split(",")[0]))
    values = t.values(name.lower(), extended)
    if not values:
        return []
    later = wanted is not None and wanted[0] > 0 and \
        name.lower() == "memberof"
    how = fault() if later else ""
    if how == "endless":
        return [(name, []), ("%s;range=%d-%d" % (
            name, wanted[0], wanted[0] + MAX_RANGE - 1), values[:MAX_RANGE])]
    option, some = block(values, wanted)
    if how:
        option, some = spoil(how, option, some, wanted[0], values)
    if option is None:
        return []
    # The attribute itself stands there empty beside its block.
    return ([(name, [])] if option else []) + [(name + option, some)]


def entry(t, attrs, extended):
    got = []
    for a in attrs:
        got += attribute(t, a, extended)
    return text(t.name(extended)) + ber(0x30, b"".join(
        ber(0x30, text(name) + ber(0x31, b"".join(text(v) for v in values)))
        for name, values in got))


class Server(socketserver.StreamRequestHandler):
    def setup(self):
        super().setup()
        self.bound = self.sealed = False
        self.cookies = {}

    def say(self, ident, op, body, controls=b""):
        self.wfile.write(ber(0x30, number(ident) + ber(op, body) +
                             (ber(0xa0, controls) if controls else b"")))
        self.wfile.flush()

    def result(self, ident, op, code=0, words="", more=b"", controls=b""):
        self.say(ident, op, number(code, 10) + text("") + text(words) + more,
                 controls)

    def handle(self):
        while True:
            body = read_message(self.rfile)
            if body is None:
                return
            (_, ident), (op, what), *rest = parts(body)
            ident = int.from_bytes(ident, "big")
            controls = parts(rest[0][1]) if rest else []
            if op == 0x42:
                return
            if op == 0x50:		# abandon: all is answered at once
                continue
            answer = {0x60: 0x61, 0x63: 0x65, 0x66: 0x67, 0x77: 0x78}.get(op)
            if answer is None:
                return
            try:
                with LOCK:
                    {0x60: self.bind, 0x63: self.search, 0x66: self.modify,
                     0x77: self.extended}[op](ident, what, controls)
            except Refused as e:
                self.result(ident, answer, e.code, str(e))

    def extended(self, ident, what, _):
        if parts(what)[0][1].decode() != STARTTLS or self.sealed:
            raise Refused(2, "00000057: no such operation")
        self.result(ident, 0x78, more=text(STARTTLS, 0x8a))
        self.request = tls.wrap_socket(self.request, server_side=True)
        self.rfile = self.request.makefile("rb")
        self.wfile = self.request.makefile("wb")
        self.sealed = True

    def bind(self, ident, what, _):
        (_, version), (_, name), (how, secret) = parts(what)
        if version != b"\3" or how != 0x80:
            raise Refused(7, "only a simple bind is served here")
        if not self.sealed:
            raise Refused(8, "00002028: LdapErr: DSID-0C09033E, the server "
                          "requires binds to turn on integrity checking")
        self.bound = secret == seed["password"].encode() and \
            name.decode() == me.attrs["userprincipalname"]
        if not self.bound:
            raise Refused(49, "80090308: LdapErr: DSID-0C090439, data 52e")
        self.result(ident, 0x61)

    def known(self, controls):
        """The controls by OID; AD refuses a critical one it does not know."""
        got = {}
        for _, c in controls:
            oid, *rest = parts(c)
            oid = oid[1].decode()
            critical = any(t == 1 and v != b"\0" for t, v in rest)
            value = [v for t, v in rest if t == 4]
            if oid in (PAGED, EXTENDED, DELETED):
                got[oid] = value[0] if value else b""
            elif critical:
                raise Refused(12, "00000057: %s" % oid)
        return got

    def scope(self, base, scope):
        if base == "" and scope == 0:
            return [Thing({"dn": "", "attrs": {
                "defaultNamingContext": seed["domain"],
                "configurationNamingContext":
                    "CN=Configuration," + seed["domain"],
                "dnsHostName": "dc1.corp.example.test",
                "highestCommittedUSN": "5000", "objectClass": "top",
                "tokenGroups": [sid_bytes(x) for x in sorted(
                    me.token({me.sid}))]}})]
        if not self.bound:
            raise Refused(1, "000004DC: LdapErr: DSID-0C0907C2, a successful "
                          "bind must be completed")
        if base.startswith("<WKGUID="):
            raise Refused(32, "0000208D: NameErr: not to be seen")
        top = find_base(base)
        if scope == 0:
            return [top]
        below = top.dn.lower()
        return [t for t in things if t.dn.lower() == below or
                t.dn.lower().endswith("," + below)]

    def search(self, ident, what, controls):
        p = parts(what)
        base, scope = p[0][1].decode(), p[1][1][0]
        attrs = [a.decode() for _, a in parts(p[7][1])]
        given = self.known(controls)
        found = [t for t in self.scope(base, scope) if matches(t, *p[6])]
        back = b""
        if PAGED in given:
            found, back = self.page(given[PAGED], found)
        elif len(found) > MAX_PAGE:
            raise Refused(4, "more entries than a page has")
        for t in found:
            self.say(ident, 0x64, entry(t, attrs, EXTENDED in given))
        self.result(ident, 0x65, controls=back)

    def page(self, value, found):
        (_, size), (_, cookie) = parts(parts(value)[0][1])
        size = min(int.from_bytes(size, "big"), MAX_PAGE)
        if cookie:
            if cookie not in self.cookies:
                raise Refused(53, "00000057: a cookie of somebody else")
            found = self.cookies.pop(cookie)
        now, later = found[:size], found[size:]
        log("page %d" % len(now))
        cookie = b""
        if later:
            cookie = b"page-%d" % len(later)
            self.cookies[cookie] = later
        return now, ber(0x30, text(PAGED) + text(ber(
            0x30, number(0) + text(cookie))))

    def modify(self, ident, what, _):
        if not self.bound:
            raise Refused(1, "000004DC: LdapErr: a successful bind")
        (_, dn), (_, changes) = parts(what)
        group = find_base(dn.decode())
        for _, change in parts(changes):
            (_, op), (_, mod) = parts(change)
            (_, attr), (_, values) = parts(mod)
            if attr.decode().lower() != "member":
                raise Refused(50, "00000005: SecErr: no right")
            for _, v in parts(values):
                self.change(group, op[0], v.decode())
        join()
        self.result(ident, 0x67)

    def change(self, group, op, dn):
        dn = find_base(dn).dn
        there = dn in group.members
        if op == 1 and there:
            group.members.remove(dn)
        elif op == 1:
            raise Refused(16, "00000561: no such value")
        elif op == 0 and not there:
            group.members.append(dn)
        else:
            raise Refused(20, "00000562: the value is there")


class Threads(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = daemon_threads = True


Threads(("127.0.0.1", int(PORT)), Server).serve_forever()
