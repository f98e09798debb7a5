#!/usr/bin/python3
"""Kills and starves the main steps at every system call, and looks after.

    fault.py BUILD TOP [--sample N] [--seed N] [--only STEP] [--part I/N]
                      [--point CALL:N:HOW]

One tenant goes from roster to evidence.  Before each step its state is kept;
then for each system call of the step (after it has opened the registry) the
state is laid out again and the step is run with that call
    killed (SIGKILL on entry), or
    failing (EIO; ENOSPC for writes),
then once more undisturbed.  After the disturbed run the database must be
sound, the chain of evidence whole, and no account touched without a decision;
after the second one everything must be as if nothing had happened: nothing
lost, nothing twice.  strace(1) injects; --sample takes N points by chance,
and says the seed that finds them again.
"""
import argparse
import collections
import email
import hashlib
import hmac
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zlib

NOW = "2026-12-01T06:30:00Z"
LATER = "2026-12-01T07:00:00Z"
TENANT = "acme"
PEOPLE = 6
STAYS = 2               # whose end is near, and is moved by an answer
STAYS_END, STAYS_EXPIRY = "2027-01-31", 1801440000
STAYS_UNTIL = "2027-02-20"

# Calls that change something or bring bytes, and what they may fail with.
FAILS = {"openat": ["EIO"], "read": ["EIO"], "pread64": ["EIO"],
         "write": ["EIO", "ENOSPC"], "pwrite64": ["EIO", "ENOSPC"],
         "fsync": ["EIO"], "fdatasync": ["EIO"], "ftruncate": ["EIO"],
         "unlink": ["EIO"], "unlinkat": ["EIO"], "rename": ["EIO"],
         "renameat": ["EIO"], "link": ["EIO"], "linkat": ["EIO"],
         "mkdir": ["EIO"], "close": [], "fcntl": [], "lseek": [],
         "sendto": ["EPIPE"], "recvfrom": ["EIO"], "pipe2": ["EMFILE"],
         "poll": [], "getrandom": [], "flock": [], "lstat": [], "stat": [],
         "newfstatat": [], "statx": []}

# What may stand in the evidence of a disturbed life besides: an intent that was
# followed by nothing, a run or a file given twice, what was settled by looking.
EXTRA = {"mail.uncertain", "mail.later", "mail.send", "step.doing",
         "step.later", "step.found", "finding.open", "finding.gone",
         "cadence.run", "roster.applied"}


class Failed(Exception):
    pass


class World:
    """One tenant in one directory, laid out again and again."""

    def __init__(self, build, top):
        self.build, self.top = build, top
        self.slack = None
        self.root = tempfile.mkdtemp(prefix="ctr-fault-")
        self.work = os.path.join(self.root, "work")
        self.env = {"PATH": build + "/bin:/usr/bin:/bin", "TZ": "UTC",
                    "LC_ALL": "C.UTF-8", "CTR_VAR": self.work + "/var",
                    "CTR_ETC": self.work + "/etc",
                    "CTR_RUN": self.work + "/run",
                    "CTR_CONNECT": self.root + "/connect",
                    "CTR_SHARE": self.root + "/share"}
        os.makedirs(self.root + "/connect")
        connector = self.root + "/connect/ctr-connect-example"
        shutil.copy(top + "/tests/fault/connector.py", connector)
        os.chmod(connector, 0o755)
        shutil.copytree(top + "/templates", self.root + "/share/templates")

    def path(self, *parts):
        return os.path.join(self.work, *parts)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w") as f:
            f.write(text)

    def run(self, argv, env=None, data=None, ok=(0,), prefix=()):
        p = subprocess.run(list(prefix) + argv, env=dict(self.env, **(env or {})),
                           input=data, capture_output=True, timeout=120,
                           cwd=self.work)
        if ok is not None and p.returncode not in ok:
            raise Failed("%s: status %d\n%s%s" % (
                " ".join(argv), p.returncode, p.stdout.decode(),
                p.stderr.decode()))
        return p

    def keep(self, name):
        shutil.copytree(self.work, os.path.join(self.root, name),
                        symlinks=True)

    def lay(self, name):
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(os.path.join(self.root, name), self.work,
                        symlinks=True)

    # ------------------------------------------------------------- looking

    def db(self):
        c = sqlite3.connect(self.path("var", TENANT, "registry.db"))
        c.execute("PRAGMA trusted_schema = OFF")
        return c

    def mails(self):
        seen = collections.Counter()
        for sub in ("new", "cur"):
            d = self.path("mail", sub)
            for name in os.listdir(d) if os.path.isdir(d) else []:
                with open(os.path.join(d, name), "rb") as f:
                    m = email.message_from_binary_file(f)
                seen[(m["Message-ID"], m["To"])] += 1
        return seen

    def accounts(self):
        with open(self.path("accounts")) as f:
            return sorted(line for line in f if '"account"' in line)

    def states(self):
        """Of the accounts; once disabled, the expiry is the instant of a
        run."""
        seen = [json.loads(a)["account"] for a in self.accounts()]
        return sorted("%s %s %s %s" % (
            a["remote_id"], a["state"], a["groups"],
            a["expires_at"] if a["state"] == "enabled" else "-")
            for a in seen)

    def picture(self):
        """What must be the same however often it was disturbed."""
        c = self.db()
        q = {
            "contractor": "SELECT upn, status, was, contract_end, manager_key,"
            " active_on, missing_on, departure, engagement FROM contractor",
            "account": "SELECT connector, remote_id, state, contractor"
            " FROM account",
            "question": "SELECT contractor, kind, period, state, level,"
            " wording FROM question",
            "ask": "SELECT question, reviewer_key, level FROM ask",
            "outbox": "SELECT template, dedup, recipient FROM outbox",
            "decision": "SELECT contractor, answer, day_on FROM decision",
            "job": "SELECT contractor, kind, state FROM job",
            "step": "SELECT job, account, op, state FROM step",
            "press": "SELECT stamp, body IS NULL FROM press",
            "roster": "SELECT name, state, rows, sum(added), sum(changed)"
            " FROM roster GROUP BY name, state, rows",
        }
        p = {t: sorted(map(str, c.execute(s))) for t, s in q.items()}
        p["evidence"] = collections.Counter(
            "%s %s" % r for r in
            c.execute("SELECT action, iif(action = 'mail.sent', 'outbox/' ||"
                      " json_extract(detail, '$.outbox'), subject)"
                      " FROM evidence")
            if r[0] not in EXTRA)
        # A mail that may have gone and is no question is not sent again: it
        # is a finding instead.
        unsure = c.execute("SELECT o.id, o.recipient FROM outbox o"
                           " WHERE o.again = 0 AND o.state = 'uncertain' AND"
                           " EXISTS (SELECT 1 FROM finding f WHERE"
                           " f.kind = 'undeliverable' AND f.subject IN"
                           " ('outbox/' || o.id, 'contractor/1'))").fetchall()
        for n, _ in unsure:
            p["evidence"]["mail.sent outbox/%d" % n] = 1
        p["accounts"] = self.states()
        p["mails"] = sorted("%s" % to for (_, to) in self.mails())
        p["unsure"] = sorted(to for _, to in unsure)
        c.close()
        return p

    def sound(self):
        """Holds at any instant, also right after a kill."""
        c = self.db()
        for (words,) in c.execute("PRAGMA integrity_check"):
            if words != "ok":
                raise Failed("integrity: " + words)
        if c.execute("PRAGMA foreign_key_check").fetchall():
            raise Failed("foreign keys")
        for a in (json.loads(a)["account"] for a in self.accounts()):
            remote, permits = a["remote_id"], None
            if a["state"] != "enabled" or len(a["groups"]) < 2:
                permits = "offboard"
            elif a["expires_at"] != expiry_of(remote):
                permits = "extend"
            n, = c.execute(
                "SELECT count(*) FROM account a JOIN step s ON s.account ="
                " a.id AND s.state IN ('doing','done') JOIN job j ON j.id ="
                " s.job JOIN decision d ON d.id = j.decision"
                " WHERE a.remote_id = ? AND d.permits = ?",
                (remote, permits)).fetchone()
            if permits and n == 0:
                raise Failed("P1: %s touched without a decision and intent"
                             % remote)
        c.close()
        self.run(["ctr-evidence", "-t", TENANT, "verify"])


def expiry_of(remote):
    return STAYS_EXPIRY if remote == "a%d" % STAYS else None


def fixture(w):
    os.makedirs(w.path("etc"))
    w.run(["ctr-init", "-t", TENANT, "--test", "-T", "2026-11-01T06:00:00Z",
           "--fallback-reviewer", "boss@corp.example.test"])
    w.write("etc/acme.conf", """base_url = http://127.0.0.1:1
[mail]
transport = maildir:%s
from = ctr@corp.example.test
[connector example]
file = %s
""" % (w.path("mail"), w.path("accounts")))
    rows = ["upn,worker_id,display name,manager,vendor,contract start,"
            "contract end"]
    lines = [{"group": {"id": "g1", "name": "Admins", "privileged": True}},
             {"group": {"id": "g2", "name": "Project", "privileged": False}},
             {"person": {"remote_id": "p1", "upn": "m.jones@corp.example.test",
                         "display_name": "Jones, Mia",
                         "email": "m.jones@corp.example.test",
                         "manager": "p2", "enabled": True}},
             {"person": {"remote_id": "p2", "upn": "boss@corp.example.test",
                         "display_name": "Boss, Bo",
                         "email": "boss@corp.example.test",
                         "manager": None, "enabled": True}}]
    for i in range(1, PEOPLE + 1):
        rows.append("c%d@corp.example.test,W%d,\"Person, %d\","
                    "m.jones@corp.example.test,Acme,2026-01-05,%s"
                    % (i, i, i, STAYS_END if i == STAYS else "2027-06-30"))
        lines.append({"account": {
            "remote_id": "a%d" % i, "login": "c%d" % i,
            "upn": "c%d@corp.example.test" % i, "state": "enabled",
            "worker_id": "W%d" % i, "expires_at": expiry_of("a%d" % i),
            "manager": "p1",
            "made_at": 1760000000, "login_at": None, "login_known": False,
            "groups": ["g1", "g2"]}})
    w.write("roster.csv", "\n".join(rows) + "\n")
    w.write("accounts", "\n".join(map(json.dumps, lines)) + "\n")


def link_of(w, upn):
    """The link in the mail about one contractor, and its form's fields."""
    for sub in ("new", "cur"):
        d = w.path("mail", sub)
        for name in os.listdir(d):
            with open(os.path.join(d, name), "rb") as f:
                m = email.message_from_binary_file(f)
            for part in m.walk():
                if part.get_content_type() != "text/plain":
                    continue
                text = part.get_payload(decode=True).decode()
                if upn in text:
                    return re.search(r"/ctr/acme/([A-Za-z0-9_-]{40,})",
                                     text).group(1)
    raise Failed("no mail about " + upn)


def cgi(token, method, body=None, what="offboard", now=NOW):
    env = {"GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1",
           "REQUEST_METHOD": method, "SCRIPT_NAME": "/ctr",
           "PATH_INFO": "/%s/%s/%s" % (TENANT, token, what),
           "REMOTE_ADDR": "127.0.0.1", "SERVER_NAME": "127.0.0.1",
           "SERVER_PORT": "1", "QUERY_STRING": "", "CTR_NOW": now}
    if body is not None:
        env["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        env["CONTENT_LENGTH"] = str(len(body))
    return env


def click_body(w, token):
    page = w.run(["ctr-token-cgi"], env=cgi(token, "GET")).stdout.decode()
    forms = re.findall(r"<form.*?</form>", page, re.S)
    form = [f for f in forms if "leaves" in f or "offboard" in f][0]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        at = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        kind = at.get("type", "text")
        if "name" not in at:
            continue
        if kind == "radio" and at.get("value") not in ("now", "offboard_now"):
            continue
        if kind in ("date", "text") and not at.get("value"):
            at["value"] = ""
        fields[at["name"]] = at.get("value", "on")
    button = re.search(r'<button[^>]*name="([^"]*)"[^>]*value="([^"]*)"', form)
    if button:
        fields[button.group(1)] = button.group(2)
    return "&".join("%s=%s" % (k, v.replace("@", "%40").replace(" ", "+"))
                    for k, v in fields.items()).encode()


def stay(w, now):
    """The answer that he stays longer."""
    token = link_of(w, "c%d@corp.example.test" % STAYS)
    page = w.run(["ctr-token-cgi"], env=cgi(token, "GET", what="extend",
                                            now=now)).stdout.decode()
    mark = re.search(r'name="mark" value="([^"]*)"', page).group(1)
    body = ("answer=extend&day=%s&mark=%s" % (STAYS_UNTIL, mark)).encode()
    w.run(["ctr-token-cgi"], env=cgi(token, "POST", body, "extend", now),
          data=body)


ASKED = "2026-12-02T06:00:00Z"
PRESSED = "2026-12-02T06:05:00Z"


def told(w):
    """A list of the inactive, told in Slack; what its button sends back."""
    where = os.path.join(w.root, "chat")
    os.mkdir(where)
    w.slack = subprocess.Popen([sys.executable,
                                w.top + "/tests/peer/chat.py", where])
    while not os.path.exists(where + "/port"):
        time.sleep(0.05)
    with open(where + "/port") as f:
        port = f.read().strip()
    with open(w.path("etc", "acme.conf"), "a") as f:
        f.write("[chat]\nslack_channel = #sec-ops\n"
                "slack_url = http://127.0.0.1:%s/api\n"
                "[slack_users]\nU0BOSS = boss@corp.example.test\n" % port)
    w.write("etc/acme.secret", "[chat]\nslack_token = xoxb-test\n"
            "slack_signing_secret = s3cret\n")
    os.chmod(w.path("etc", "acme.secret"), 0o600)
    env = {"CTR_NOW": ASKED}
    for name, value in (("inactive", "on"),
                        ("approvers", "boss@corp.example.test")):
        w.run(["ctr-policy", "-t", TENANT, "set", name, value], env=env)
    c = w.db()
    c.execute("UPDATE account SET login_known = 1, login_at = 1790000000")
    c.commit()
    c.close()
    w.run(["ctr-inactive", "-t", TENANT, "-T", ASKED])
    w.run(["ctr-chat", "-t", TENANT, "-T", ASKED])
    with open(where + "/posted") as f:
        blocks = json.loads(f.readlines()[-1])["blocks"]
    return [e["value"] for b in blocks if b["type"] == "actions"
            for e in b["elements"] if e["action_id"] == "ctr_approve"][0]


def press(token):
    """The request by which Slack tells of the button: environment, body."""
    body = b"payload=" + urllib.parse.quote(json.dumps({
        "type": "block_actions", "user": {"id": "U0BOSS", "team_id": "T1"},
        "channel": {"id": "C0SECOPS"}, "actions": [
            {"type": "button", "action_id": "ctr_approve",
             "value": token}]})).encode()
    stamp = "1796191500"    # PRESSED
    mac = hmac.new(b"s3cret", b"v0:" + stamp.encode() + b":" + body,
                   hashlib.sha256).hexdigest()
    env = cgi("", "POST", body, now=PRESSED)
    env.update(PATH_INFO="/" + TENANT, HTTP_X_SLACK_SIGNATURE="v0=" + mac,
               HTTP_X_SLACK_REQUEST_TIMESTAMP=stamp)
    return env, body


class Step:
    def __init__(self, name, argv, env=None, data=None, again=None, ok=(0,)):
        self.name, self.argv, self.env, self.data = name, argv, env, data
        self.again = again      # how it is run afterwards, if otherwise
        self.ok = ok


def chain(w):
    """The steps in their order; each yields after its state was kept."""
    fixture(w)
    yield Step("ingest", ["ctr-ingest", "-t", TENANT, "-T", NOW, "roster.csv"])
    yield Step("sync", ["ctr-sync", "-t", TENANT, "-T", NOW, "example"])
    yield Step("cadence", ["ctr-cadence", "-t", TENANT, "-T", NOW, "-a",
                           str(PEOPLE)],
               again=["ctr-cadence", "-t", TENANT, "-T", NOW, "-a",
                      str(PEOPLE)], ok=(0, 77))
    yield Step("mail", ["ctr-mail", "-t", TENANT, "-T", NOW],
               again=["ctr-mail", "-t", TENANT, "-T", LATER])
    token = link_of(w, "c1@corp.example.test")
    body = click_body(w, token)
    yield Step("click", ["ctr-token-cgi"], env=cgi(token, "POST", body),
               data=body)
    yield Step("offboard", ["ctr-offboard", "-t", TENANT, "-T", LATER],
               again=["ctr-offboard", "-t", TENANT, "-T",
                      "2026-12-01T12:00:00Z"])
    yield Step("completed", ["ctr-mail", "-t", TENANT, "-T",
                             "2026-12-01T13:00:00Z"],
               again=["ctr-mail", "-t", TENANT, "-T", "2026-12-01T19:00:00Z"])
    stay(w, "2026-12-01T20:00:00Z")
    yield Step("provision", ["ctr-provision", "-t", TENANT, "-T",
                             "2026-12-01T21:00:00Z"],
               again=["ctr-provision", "-t", TENANT, "-T",
                      "2026-12-02T03:00:00Z"])
    if ("a%d enabled ['g1', 'g2'] %d" % (STAYS, STAYS_EXPIRY + 20 * 86400)
            not in w.states()):
        raise Failed("the account did not follow the answer")
    env, body = press(told(w))
    yield Step("press", ["ctr-chat-cgi"], env=env, data=body)
    yield Step("taken", ["ctr-inactive", "-t", TENANT, "-T", PRESSED,
                         "--answers"])
    c = w.db()
    n, = c.execute("SELECT count(*) FROM decision WHERE known_by = 'slack'"
                   ).fetchone()
    c.close()
    if n == 0:
        raise Failed("nobody's button was taken")


def points_of(w, step):
    """(call, n) of every call of interest after the registry was opened."""
    log = os.path.join(w.root, "trace")
    w.run(step.argv, env=step.env, data=step.data, ok=step.ok,
          prefix=["strace", "-o", log])
    count, points, opened = collections.Counter(), [], False
    with open(log, errors="replace") as f:
        for line in f:
            call = line.split("(", 1)[0]
            if not re.fullmatch(r"[a-z0-9_]+", call):
                continue
            count[call] += 1
            opened = opened or "registry.db" in line
            if opened and call in FAILS:
                points.append((call, count[call]))
    return points


def disturbed(w, step, call, n, how):
    inject = "inject=%s:%s:when=%d" % (
        call, "signal=KILL" if how == "KILL" else "error=" + how, n)
    w.run(step.argv, env=step.env, data=step.data, ok=None,
          prefix=["strace", "-o", "/dev/null", "-e", "trace=" + call,
                  "-e", inject])


def compare(want, got):
    bad = []
    for k in want:
        if k == "mails":
            lost = collections.Counter(want[k]) - \
                collections.Counter(got[k] + got["unsure"])
            if lost:
                bad.append("mail lost: %s" % dict(lost))
        elif k != "unsure" and want[k] != got[k]:
            if isinstance(want[k], collections.Counter):
                bad.append("%s: lost %s, twice %s" % (
                    k, dict(want[k] - got[k]), dict(got[k] - want[k])))
            else:
                bad.append("%s:\n  want %s\n  got  %s" % (
                    k, [x for x in want[k] if x not in got[k]],
                    [x for x in got[k] if x not in want[k]]))
    if bad:
        raise Failed("\n".join(bad))


def try_point(w, step, want, call, n, how):
    w.lay("before-" + step.name)
    disturbed(w, step, call, n, how)
    w.sound()
    # A second try of what was given its own input, a plain run of a queue.
    w.run(step.again or step.argv, env=step.env, data=step.data, ok=step.ok)
    if step.name in ("mail", "completed", "offboard", "provision"):
        w.run(step.again or step.argv, env=step.env, ok=step.ok)
    w.sound()
    compare(want, w.picture())
    for (mid, to), times in w.mails().items():
        if times > 2:
            raise Failed("mail %s to %s %d times" % (mid, to, times))


def all_points(w, only):
    """[(step, picture, call, n, how)], the states kept in the world."""
    found = []
    steps = chain(w)
    for step in steps:
        w.keep("before-" + step.name)
        # Traced on the kept state, so that the chain goes on from its end.
        points = points_of(w, step)
        want = w.picture()
        if only and step.name != only:
            continue
        for call, n in points:
            for how in ["KILL"] + FAILS[call]:
                found.append((step, want, call, n, how))
    return found


def main():
    a = argparse.ArgumentParser()
    a.add_argument("build")
    a.add_argument("top")
    a.add_argument("--sample", type=int, default=0)
    a.add_argument("--seed", type=int, default=0)
    a.add_argument("--only")
    a.add_argument("--part", default="0/1")
    a.add_argument("--point", help="with --only: CALL:N:HOW, this one alone")
    o = a.parse_args()
    w = World(os.path.abspath(o.build), os.path.abspath(o.top))
    seed = o.seed or random.SystemRandom().randrange(1, 1 << 31)
    try:
        points = all_points(w, o.only)
        total = len(points)
        # By what a point is, not where it stands: two processes may count
        # differently, and none is left out.
        i, n = map(int, o.part.split("/"))
        points = [p for p in points if zlib.crc32(
            repr((p[0].name,) + p[2:]).encode()) % n == i]
        if o.point:
            points = [p for p in points
                      if "%s:%d:%s" % p[2:] == o.point]
        elif o.sample:
            points = random.Random(seed).sample(points,
                                                min(o.sample, len(points)))
        print("# %d of %d points, seed %d" % (len(points), total, seed))
        bad = 0
        per = collections.Counter()
        for step, want, call, n, how in points:
            try:
                try_point(w, step, want, call, n, how)
                per[step.name] += 1
            except (Failed, subprocess.TimeoutExpired) as e:
                bad += 1
                print("not ok - %s: %s %d %s\n# %s" % (
                    step.name, call, n, how,
                    str(e).replace("\n", "\n# ")), flush=True)
        for name in per:
            print("# %s: %d points survived" % (name, per[name]))
        if not points:
            print("not ok - no point was found")
            bad = 1
        print("# %d points, %d failed" % (len(points), bad))
        return 1 if bad else 0
    finally:
        if w.slack:
            w.slack.kill()
        if not os.environ.get("KEEP"):
            shutil.rmtree(w.root, ignore_errors=True)
        else:
            print("# kept: " + w.root)


sys.exit(main())
