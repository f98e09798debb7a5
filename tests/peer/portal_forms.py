#!/usr/bin/env python3
"""portal_forms.py URL PASSWORD USER...: every form of every page that the first
of these readers comes to by links, sent from another site, with a mark that is
not its own, without one, by hostile hands, and as it stands with hostile values.
All readers must have one role; they take turns, since one may not send so much.
A line for each: ACTION WHAT STATUS, then what is wrong."""
import base64, html.parser, itertools, re, sys, urllib.error, urllib.parse, urllib.request

url, password, *users = sys.argv[1:]
host = re.match(r"(https?://[^/]+)", url).group(1)
turn = itertools.cycle(users)
MARK = "zq7x"
EVIL = [
    '"><script>%s()</script>' % MARK,
    "'%s onmouseover=x {{base}} {{%s}}" % (MARK, MARK),
    "=cmd|' /C %s'!A0 \u202e\u2066 \ufb01" % MARK,
    "../../%s\\..%%2e" % MARK,
    "9" * 40, "-1", "2026-02-30", "x" * 4000, "\u0000", "\r\nSet-Cookie: a=b",
]


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.links, self.form, self.select = [], [], None, None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "a" and a.get("href"):
            self.links.append(a["href"])
        elif tag == "form":
            self.form = {"action": a.get("action", ""), "method": a.get("method", "get"),
                         "type": a.get("enctype", ""), "fields": []}
            self.forms.append(self.form)
        elif self.form is not None and tag in ("input", "textarea", "select", "button") and a.get("name"):
            kind = a.get("type", tag)
            if kind in ("checkbox", "radio") and any(f[0] == a["name"] for f in self.form["fields"]):
                return
            self.form["fields"].append([a["name"], a.get("value", "") or "", kind])

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *a):
        return None


opener = urllib.request.build_opener(Stay)


def ask(path, fields=None, user=None, origin=host, kind=None):
    body = None
    headers = {"Authorization": "Basic " + base64.b64encode(
        ("%s:%s" % (user or users[0], password)).encode()).decode()}
    if fields is not None:
        headers["Origin"] = origin
        if kind == "multipart/form-data":
            headers["Content-Type"] = kind + "; boundary=b0undary"
            body = b""
            for name, value in fields:
                more = "; filename=\"%s\"" % MARK if name in ("file", "roster") else ""
                body += ("--b0undary\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n" %
                         (name, more, value)).encode()
            body += b"--b0undary--\r\n"
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(fields).encode()
    try:
        r = opener.open(urllib.request.Request(host + path, body, headers), timeout=60)
    except urllib.error.HTTPError as e:
        r = e
    return r.status, dict(r.headers), r.read().decode("utf-8", "replace")


def say(action, what, status, *bad):
    print("\t".join([action, what, str(status), *bad]), flush=True)


def kind_of(path):
    return re.sub(r"\d+", "N", path.split("?")[0])


def walk():
    base = url[len(host):]
    queue, known, kinds, forms = [base], {base}, {}, {}
    while queue:
        path = queue.pop(0)
        k = kind_of(path)
        kinds[k] = kinds.get(k, 0) + 1
        if kinds[k] > 3:
            continue
        status, headers, text = ask(path)
        if not headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = Page()
        page.feed(text)
        for form in page.forms:
            if form["method"].lower() == "post":
                forms.setdefault(kind_of(form["action"]), (path, form))
        for link in page.links:
            link = urllib.parse.urljoin(path, link.split("#")[0])
            if (link == base or link.startswith(base + "/") or link.startswith(base + "?")) and link not in known:
                known.add(link)
                queue.append(link)
    return forms


def fresh(page, action, user):
    """The form anew, with this reader's mark."""
    p = Page()
    p.feed(ask(page, user=user)[2])
    for form in p.forms:
        if kind_of(form["action"]) == action:
            return form
    return None


def judge(text, headers, status, good):
    bad = []
    if status not in good:
        bad.append("status")
    for raw in ("<script>%s" % MARK, "onmouseover=x {{" if False else "<script>" + MARK):
        if raw in text:
            bad.append("not escaped")
            break
    if "Set-Cookie" in headers:
        bad.append("a header was split")
    return bad


def main():
    forms = walk()
    if len(forms) == 0:
        sys.exit("no form was found")
    for action, (page, form) in sorted(forms.items()):
        plain = lambda f: [(n, v) for n, v, k in f["fields"]]
        kind = form["type"]
        for what, change in (
                ("from another site", dict(origin="https://evil.test")),
                ("from a sibling", dict(origin=host.replace("127.0.0.1", "127.0.0.1.evil.test")))):
            user = next(turn)
            f = fresh(page, action, user)
            if f is None:
                say(action, what, 0, "the form is gone")
                continue
            s, h, t = ask(f["action"], plain(f), user, kind=kind, **change)
            say(action, what, s, *judge(t, h, s, (409,)))
        for what, mark in (("without a mark", ""), ("with a made-up mark", "A" * 30)):
            user = next(turn)
            f = fresh(page, action, user)
            if f is None:
                continue
            s, h, t = ask(f["action"], [(n, mark if n == "mark" else v) for n, v in plain(f)], user, kind=kind)
            say(action, what, s, *judge(t, h, s, (409,)))
        a, b = next(turn), next(turn)
        f = fresh(page, action, a)
        if f is not None and a != b:
            s, h, t = ask(f["action"], plain(f), b, kind=kind)
            say(action, "with somebody else's mark", s, *judge(t, h, s, (409,)))
        for evil in EVIL:
            user = next(turn)
            f = fresh(page, action, user)
            if f is None:
                break		# what it was about is done: as good as any
            fields = [(n, v if n == "mark" else evil) for n, v, k in f["fields"] if k != "checkbox" or evil in EVIL[:2]]
            s, h, t = ask(f["action"], fields, user, kind=kind)
            bad = judge(t, h, s, (200, 303, 400, 404, 409, 413, 422, 429))
            if s == 303:
                s2, h2, t2 = ask(h["Location"], user=user)
                bad += judge(t2, h2, s2, (200, 404))
            say(action, "with " + ascii(evil)[:30], s, *bad)


main()
