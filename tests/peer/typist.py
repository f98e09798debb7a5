#!/usr/bin/python3
"""A person at a terminal: typist.py COMMAND [ARG...] < SCRIPT

Runs COMMAND on a terminal of its own (a real one: pty(7)).  SCRIPT has a line
for each answer, PROMPT<TAB>ANSWER: waits until the terminal has shown PROMPT
since the last answer, at the end of what was shown, and types ANSWER and
Enter.  ANSWER ^C and ^D are these keys; ^Z is none: the terminal goes away.
Tells what the terminal has shown, and exits as COMMAND did, 128 and the signal
if that ended it; 99 if a prompt does not come.
"""
import errno
import os
import pty
import select
import signal
import sys
import time

PATIENCE = 30


def read(fd):
    try:
        return os.read(fd, 4096)
    except OSError as e:
        if e.errno == errno.EIO:		# nobody holds the other end
            return b""
        raise


def wait_for(fd, prompt):
    """What is shown until prompt ends it; None if it does not come."""
    shown, end = b"", time.monotonic() + PATIENCE
    while not shown.decode("utf-8", "replace").endswith(prompt):
        if not select.select([fd], [], [], max(0, end - time.monotonic()))[0]:
            return shown, False
        more = read(fd)
        if not more:
            return shown, False
        shown += more
    return shown, True


def main():
    script = [line.rstrip("\n").split("\t", 1) for line in sys.stdin]
    pid, fd = pty.fork()
    if pid == 0:
        # Who is started in the background has it ignored.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execvp(sys.argv[1], sys.argv[1:])
    out, status = b"", None
    for prompt, answer in script:
        shown, came = wait_for(fd, prompt)
        out += shown
        if not came:
            out += ("\n[did not come: %s]\n" % prompt).encode()
            os.kill(pid, signal.SIGKILL)
            status = 99
            break
        if answer == "^Z":
            break
        os.write(fd, {"^C": b"\x03", "^D": b"\x04"}.get(
            answer, answer.encode() + b"\n"))
    else:
        while True:
            more = read(fd)
            if not more:
                break
            out += more
    os.close(fd)
    _, how = os.waitpid(pid, 0)
    sys.stdout.buffer.write(out.replace(b"\r\n", b"\n"))
    sys.stdout.flush()
    if status is None:
        status = os.waitstatus_to_exitcode(how)
        if status < 0:
            status = 128 - status
    sys.exit(status)


main()
