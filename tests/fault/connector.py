#!/usr/bin/python3 -IS
"""What ctr-connect-example does, in one process: file = PATH.

A sweep asks it some hundred thousand times, and each answer of the shell's
costs several processes.
"""
import fcntl
import json
import os
import sys


def shown(account, groups):
    return dict(account, mark=str(account.get("mark", 0)),
                groups=[dict(groups[g], direct=True) for g in account["groups"]
                        if g in groups])


def changed(account, q):
    a, op = dict(account), q["op"]
    if op == "disable":
        a["state"] = "disabled"
    elif op == "enable":
        a["state"] = "enabled"
    elif op == "end_sessions":
        a["sessions"] = 0
    elif op == "set_expiry":
        a["expires_at"] = q["expires_at"]
    elif op == "revoke_groups":
        a["groups"] = [g for g in a["groups"] if g not in q["groups"]]
    elif op == "restore_groups":
        a["groups"] = sorted(set(a["groups"]) | set(q["groups"]))
    return a


def read(path):
    with open(path) as f:
        return [json.loads(line) for line in f]


def write(path, items):
    with open(path + ".new", "w") as f:
        f.write("".join(json.dumps(i) + "\n" for i in items))
    os.rename(path + ".new", path)


def whole(items, groups):
    high = {g for g in groups if groups[g]["privileged"]}
    for i in items:
        if "person" in i:
            yield i
        elif "account" in i:
            a = dict(i["account"], privileged=any(
                g in high for g in i["account"]["groups"]))
            a.pop("groups")
            a.pop("mark", None)
            yield {"account": a}
    yield {"answer": "done", "full": True,
           "accounts": sum("account" in i for i in items),
           "persons": sum("person" in i for i in items)}


def one(path, q, items, groups):
    at = [n for n, i in enumerate(items)
          if i.get("account", {}).get("remote_id") == q["account"]["remote_id"]]
    if not at:
        return {"answer": "gone"}
    a = items[at[0]]["account"]
    if q["op"] == "lookup":
        return {"answer": "done", "account": shown(a, groups)}
    if a["remote_id"] in q.get("protected", []):
        return {"answer": "refused", "words": "protected"}
    worker = q.get("expect", {}).get("worker_id")
    if worker not in (None, a["worker_id"]):
        return {"answer": "refused", "words": "changed_hands"}
    if q.get("mark") not in (None, str(a.get("mark", 0))):
        return {"answer": "temporary", "words": "changed meanwhile",
                "retry_after": 0}
    new = changed(a, q)
    if new == a:
        return {"answer": "already"}
    new["mark"] = a.get("mark", 0) + 1
    items[at[0]] = {"account": new}
    write(path, items)
    return {"answer": "done"}


def answer(path, q):
    items = read(path)
    groups = {i["group"]["id"]: i["group"] for i in items if "group" in i}
    if q["op"] == "list":
        yield from whole(items, groups)
    else:
        yield one(path, q, items, groups)


OPS = ["list", "lookup", "disable", "enable", "set_expiry", "end_sessions",
       "revoke_groups", "restore_groups"]
path = None
for line in sys.stdin:
    q = json.loads(line)
    if q["op"] == "hello":
        path = q["config"]["file"]
        lock = open(path + ".lock", "a")
        out = [{"answer": "done", "version": 1, "name": "example",
                "server": "a text file", "ops": OPS}]
    elif q["op"] in OPS:
        fcntl.flock(lock, fcntl.LOCK_EX)
        out = list(answer(path, q))
        fcntl.flock(lock, fcntl.LOCK_UN)
    else:
        out = [{"answer": "unsupported"}]
    sys.stdout.write("".join(json.dumps(dict(i, id=q["id"])) + "\n"
                             for i in out))
    sys.stdout.flush()
