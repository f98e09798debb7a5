#!/usr/bin/env python3
"""portal_forms.py refused|hostile URL PASSWORD USER...: every form of every page
that the first of these readers comes to by links.  refused: sent from another
site, without its mark, with one that is not its own, and by those who only read
(v@, au@, ap@); that changes nothing.
hostile: with its mark and values that hurt, which may change what may be.
All readers must have one role; they take turns, since one may not send so much.
A line for each: ACTION WHAT STATUS, then what is wrong."""
import base64, html.parser, itertools, re, sys, urllib.error, urllib.parse, urllib.request

which, url, password, *users = sys.argv[1:]
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
# What a reader types himself; a browser sends the rest as the page has it.
TYPED = ("date", "email", "file", "number", "search", "text", "textarea")


class Page(html.parser.HTMLParser):
    """Its links, its forms as a browser sends them untouched but for boxes,
    which are all ticked, and what of ours came to life in it."""

    def __init__(self):
        super().__init__()
        self.forms, self.links, self.live = [], [], []
        self.form = self.field = None
        self.beside = []		# controls of a form they do not stand in

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        # The pages have no script of their own and no handler in an element.
        if tag == "script" and not re.search(r"/portal\.js(\?|$)", a.get("src") or ""):
            self.live.append("a script")
        if any(name.startswith("on") or MARK in name for name in a):
            self.live.append("an attribute: %s" % " ".join(a))
        if tag == "a" and a.get("href"):
            self.links.append(a["href"])
        elif tag == "form":
            self.form = {"action": a.get("action", ""), "method": a.get("method", "get"),
                         "type": a.get("enctype", ""), "id": a.get("id"), "fields": []}
            self.forms.append(self.form)
        elif tag in ("input", "textarea", "select", "button") and a.get("name"):
            self.control(a, a.get("type", {"input": "text", "button": "submit"}.get(tag, tag)))
        elif tag == "option" and self.field is not None and self.field[2] == "select":
            if self.field[1] is None or "selected" in a:
                self.field[1] = a.get("value", "")

    def control(self, a, kind):
        box = kind in ("checkbox", "radio")
        value = a.get("value", "on" if box else "") or ""
        self.field = [a["name"], None if kind == "select" else value, kind]
        if a.get("form"):
            self.beside.append((a["form"], self.field))
        elif self.form is not None:
            self.add(self.form, self.field)

    def add(self, form, field):
        one = field[2] in ("radio", "submit")	# a browser sends one of them
        if not one or all(field[0] != other[0] for other in form["fields"]):
            form["fields"].append(field)

    def handle_data(self, data):
        if self.field is not None and self.field[2] == "textarea":
            self.field[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag in ("textarea", "select"):
            self.field = None

    def whole(self):
        for name, field in self.beside:
            for form in self.forms:
                if form["id"] == name:
                    self.add(form, field)
        for form in self.forms:
            form["fields"] = [(n, v or "", k) for n, v, k in form["fields"]]
        return self


def read(text):
    page = Page()
    page.feed(text)
    return page.whole()


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
        page = read(text)
        for form in page.forms:
            if form["method"].lower() == "post":
                pages = forms.setdefault(kind_of(form["action"]), [])
                if path not in pages:
                    pages.append(path)
        for link in page.links:
            link = urllib.parse.urljoin(path, link.split("#")[0])
            if (link == base or link.startswith(base + "/") or link.startswith(base + "?")) and link not in known:
                known.add(link)
                queue.append(link)
    return forms


def fresh(pages, action, user):
    """The form anew, with this reader's mark, from the first page that has it."""
    for path in pages:
        for form in read(ask(path, user=user)[2]).forms:
            if kind_of(form["action"]) == action:
                return form
    return None


def judge(text, headers, status, good):
    """What is wrong with an answer, in words."""
    bad = []
    if status not in good:
        bad.append("status")
    if "Set-Cookie" in headers:
        bad.append("a header was split")
    if headers.get("Content-Type", "").startswith("text/html"):
        bad += read(text).live
    return bad


def plain(form, mark=None):
    return [(name, mark if name == "mark" and mark is not None else value)
            for name, value, kind in form["fields"]]


def refused(forms):
    """All that must be refused before it is read; so every form stays."""
    tries = (
        ("from another site", "https://evil.test", None),
        ("from a sibling", host.replace("127.0.0.1", "127.0.0.1.evil.test"), None),
        ("without a mark", host, ""),
        ("with a made-up mark", host, "A" * 30),
        ("with somebody else's mark", host, None))
    for action, pages in sorted(forms.items()):
        # A role is looked at before the form is.
        form = fresh(pages, action, users[0])
        for role in ("v", "au", "ap") if form is not None else ():
            status, headers, text = ask(form["action"], plain(form), role + "@corp.example.test", kind=form["type"])
            say(action, "by " + role, status, *judge(text, headers, status, (403,)))
        for what, origin, mark in tries:
            user = next(turn)
            form = fresh(pages, action, user)
            if form is None:
                say(action, what, 0, "the form is gone")
                continue
            if not any(name == "mark" and value for name, value, kind in form["fields"]):
                say(action, what, 0, "the form has no mark")
                continue
            sender = next(turn) if "else" in what else user
            if "else" in what and sender == user:
                sys.exit("more than one reader is needed")
            status, headers, text = ask(form["action"], plain(form, mark), sender, origin, form["type"])
            say(action, what, status, *judge(text, headers, status, (409,)))


def hostile(forms):
    """Each form with its own mark, first filled in by a hostile hand, then
    hostile in all that it sends.  One that is taken may be the end of others,
    or of itself: a form that is gone is said, and is no fault."""
    for action, pages in sorted(forms.items()):
        tries = [(evil, TYPED) for evil in EVIL] + [(evil, None) for evil in EVIL]
        for evil, kinds in tries:
            user = next(turn)
            form = fresh(pages, action, user)
            if form is None:
                say(action, "gone", 0)
                break
            fields = [(name, evil if name != "mark" and (kinds is None or kind in kinds) else value)
                      for name, value, kind in form["fields"]]
            status, headers, text = ask(form["action"], fields, user, kind=form["type"])
            bad = judge(text, headers, status, (200, 303, 400, 404, 409, 413, 422, 429))
            if status == 303:
                status2, headers, text = ask(headers["Location"], user=user)
                bad += judge(text, headers, status2, (200, 404))
            say(action, "%s %s" % ("typed" if kinds else "all", ascii(evil)[:30]), status, *bad)


forms = walk()
if not forms:
    sys.exit("no form was found")
{"refused": refused, "hostile": hostile}[which](forms)
