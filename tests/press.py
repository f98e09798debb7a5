#!/usr/bin/python3
"""Presses a button on a page as a person would: reads the form, ticks what the
answer needs, posts it.

    press.py LINK ANSWER [NAME=VALUE...] [--untick NAME]

ANSWER is the word of the page: attest, offboard, extend, undo ...  The page
that comes back goes to stdout; the status is 1 if it is no 2xx.
"""
import html.parser
import sys
import urllib.error
import urllib.parse
import urllib.request


class Forms(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form = [], None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self.form = {"action": at.get("action", ""), "fields": [],
                         "buttons": []}
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input" and at.get("name"):
            self.form["fields"].append((at.get("type", "text"), at["name"],
                                        at.get("value", ""), "checked" in at))
        elif tag == "textarea" and at.get("name"):
            self.form["fields"].append(("text", at["name"], "", False))
        elif tag == "button":
            self.form["buttons"].append((at.get("name"), at.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


def main():
    link, answer, given, untick = sys.argv[1], sys.argv[2], {}, set()
    rest = iter(sys.argv[3:])
    for word in rest:
        if word == "--untick":
            untick.add(next(rest))
        else:
            name, _, value = word.partition("=")
            given[name] = value
    with urllib.request.urlopen(link) as page:
        forms = Forms()
        forms.feed(page.read().decode())
    for form in forms.forms:
        said = [v for _, v in form["buttons"]] + \
            [f[2] for f in form["fields"] if f[1] == "answer"] + \
            [form["action"].rsplit("/", 1)[-1]]
        if answer in said:
            break
    else:
        sys.exit("press.py: no form on the page answers " + answer)
    data, radios = [], set()
    for kind, name, value, checked in form["fields"]:
        if name in given and kind != "radio":
            data.append((name, given[name]))
        elif kind == "checkbox":
            if name not in untick:
                data.append((name, value or "on"))
        elif kind == "radio":
            want = given.get(name)
            if name not in radios and (value == want or
                                       (want is None and checked)):
                data.append((name, value))
                radios.add(name)
        else:
            data.append((name, value))
    for name, value in form["buttons"]:
        if name and value == answer:
            data.append((name, value))
            break
    url = urllib.parse.urljoin(link, form["action"])
    body = urllib.parse.urlencode(data).encode()
    req = urllib.request.Request(url, body, {
        "Content-Type": "application/x-www-form-urlencoded"})
    try:
        with urllib.request.urlopen(req) as page:
            sys.stdout.write(page.read().decode())
    except urllib.error.HTTPError as e:
        sys.stdout.write(e.read().decode())
        sys.exit(1)


main()
