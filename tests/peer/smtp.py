#!/usr/bin/python3
"""An SMTP server that can misbehave, on 127.0.0.1, until it is ended.

    smtp.py [options] PORT MAILDIR LOG

What it does with a mail is in the local part of the recipient, up to a dot:
    r451 r550   refuse the recipient       d451 d552   refuse after the data
    drop        hang up after the final dot, the mail is lost
    taken       hang up after the final dot, the mail is kept
    slow        answer the final dot after 3 s
    stale       take the mail, then hang up when the next one begins
    anyone else take the mail
Mails go to MAILDIR/new with the envelope on top; LOG gets a line an event.
"""
import argparse
import asyncio
import os
import signal
import ssl
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    def __init__(self, box, log):
        self.box, self.log, self.n = box, log, 0
        for sub in ("tmp", "new", "cur"):
            os.makedirs(os.path.join(box, sub), exist_ok=True)

    def note(self, *words):
        with open(self.log, "a") as f:
            f.write(" ".join(str(w) for w in words) + "\n")

    async def handle_EHLO(self, server, session, envelope, hostname,
                          responses):
        session.host_name = hostname
        self.note("EHLO", hostname, "tls" if session.ssl else "plain")
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if getattr(session, "stale", False):
            server.transport.abort()
            return "250 never heard"
        if address.startswith("nobody"):
            return "550 5.7.1 sender not allowed"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        what = address.split("@")[0].split(".")[0]
        self.note("RCPT", address)
        if what == "r451":
            return "451 4.7.1 greylisted, come back"
        if what == "r550":
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def keep(self, envelope):
        self.n += 1
        name = "%d.%d.peer" % (time.time_ns(), self.n)
        tmp = os.path.join(self.box, "tmp", name)
        with open(tmp, "wb") as f:
            f.write(b"X-Env-From: %s\r\nX-Env-To: %s\r\n" % (
                envelope.mail_from.encode(),
                ",".join(envelope.rcpt_tos).encode()))
            f.write(envelope.original_content)
        os.rename(tmp, os.path.join(self.box, "new", name))

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        what = to.split("@")[0].split(".")[0]
        self.note("DATA", to, len(envelope.original_content))
        if what == "d451":
            return "451 4.3.1 out of space"
        if what == "d552":
            return "552 5.3.4 too large"
        if what == "slow":
            await asyncio.sleep(3)
        if what != "drop":
            self.keep(envelope)
        if what in ("drop", "taken"):
            server.transport.abort()
            return "250 never heard"
        session.stale = what == "stale"
        return "250 2.0.0 queued as %d" % self.n


class Peer(Controller):
    """SMTP on a port; options go to the protocol as they are."""

    def __init__(self, handler, smtp, **kw):
        super().__init__(handler, hostname="127.0.0.1", **kw)
        self.smtp = smtp

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=False, **self.smtp)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--auth", metavar="USER:PASSWORD")
    p.add_argument("--cert")
    p.add_argument("--key")
    p.add_argument("--smtps", action="store_true")
    p.add_argument("port", type=int)
    p.add_argument("maildir")
    p.add_argument("log")
    a = p.parse_args()
    smtp, kw = {}, {}
    if a.cert:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(a.cert, a.key)
        if a.smtps:
            kw["ssl_context"] = tls
        else:
            smtp["tls_context"] = tls
    handler = Handler(a.maildir, a.log)
    if a.auth:
        user, password = (s.encode() for s in a.auth.split(":", 1))

        def check(server, session, envelope, mechanism, data):
            good = isinstance(data, LoginPassword) and \
                (data.login, data.password) == (user, password)
            handler.note("AUTH", mechanism, "good" if good else "bad")
            return AuthResult(success=good, handled=False)

        smtp.update(authenticator=check, auth_required=True,
                    auth_require_tls=bool(a.cert) and not a.smtps)
    c = Peer(handler, smtp, port=a.port, **kw)
    signal.signal(signal.SIGTERM, lambda *_: None)
    c.start()
    signal.pause()
    c.stop()


main()
