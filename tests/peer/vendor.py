"""A vendor's own description of its API, cut down to what we ask of it.

vendor.py cut SPEC LIST OUT [PREFIX]
	SPEC is OpenAPI 2 or 3, JSON, as the vendor publishes it.  LIST has a
	line for each operation, METHOD PATH [AS]: the path as SPEC has it, and
	as we call it where that differs.  What is said of answers is left
	out, for it is requests that are held against it; examples and words
	too, at which Prism stumbles; references lead to what is still there.
	A body may have the members that the vendor names and no others, but
	where he says that others may come.
vendor.py said OUT LOG [NAME...]
	LOG has a line for each request, METHOD PATH?QUERY.  Each must be one
	of OUT, with queries that it has, or of these NAMEs (opaque ones, that
	the service itself put into a link); and each of OUT must have been
	asked.  What is wrong, a line each; nothing when all is well.
"""
import json
import re
import sys

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
WORDS = ("example", "examples", "description", "summary", "externalDocs",
         "title", "tags", "discriminator", "deprecated")


class Cut:
    def __init__(self, spec):
        self.spec = spec
        self.used = {}		# reference: what it leads to, cut

    def at(self, ref):
        o = self.spec
        for part in ref[2:].split("/"):
            o = o[part.replace("~1", "/").replace("~0", "~")]
        return o

    def words_gone(self, o, names=False):
        """o without words; names: its members are names of the vendor's."""
        if isinstance(o, list):
            return [self.words_gone(v) for v in o]
        if not isinstance(o, dict):
            return o
        return {k: self.words_gone(v, k == "properties" and not names)
                for k, v in o.items()
                if names or (k not in WORDS and not k.startswith("x-"))}

    def whole(self, o):
        """A schema with what it is made of put together."""
        if "$ref" in o:
            return self.whole(self.at(o["$ref"]))
        if "allOf" not in o:
            return dict(o)
        out = {k: v for k, v in o.items() if k != "allOf"}
        out["properties"] = dict(o.get("properties", {}))
        for part in o["allOf"]:
            part = self.whole(part)
            out["properties"] = {**part.get("properties", {}),
                                 **out["properties"]}
            for k, v in part.items():
                if k != "properties":
                    out.setdefault(k, v)
        return out

    def schema(self, o):
        """Closed: no members but those that are named."""
        if "$ref" in o:
            ref = o["$ref"]
            if ref not in self.used:
                self.used[ref] = None
                self.used[ref] = self.schema(self.at(ref))
            return {"$ref": ref}
        open_ = o.get("x-okta-extensible")
        o = self.whole(o)
        if "properties" in o:
            o["properties"] = {
                k: self.schema(v) for k, v in o["properties"].items()
                if not v.get("x-ms-navigationProperty")}
            # OData: the type need not be told where no other can be meant.
            o["required"] = [n for n in o.get("required", [])
                             if n != "@odata.type"]
            if not o["required"]:
                del o["required"]
            if not open_ and not o.get("x-okta-extensible"):
                o.setdefault("additionalProperties", False)
        if isinstance(o.get("items"), dict):
            o["items"] = self.schema(o["items"])
        for k in ("anyOf", "oneOf"):
            if k in o:
                o[k] = [self.schema(v) for v in o[k]]
        return self.words_gone(o)

    def parameter(self, p):
        if "$ref" in p:
            p = self.at(p["$ref"])
        p = dict(p)
        if p["in"] == "body":
            p["schema"] = self.schema(p["schema"])
        p = self.words_gone(p)
        # OData: what is expanded may have options in parentheses.
        if p["name"] == "$expand":
            p["schema"] = {"type": "string"}
        return p

    def body(self, b):
        if "$ref" in b:
            b = self.at(b["$ref"])
        return {"required": b.get("required", False), "content": {
            kind: {"schema": self.schema(c["schema"])}
            for kind, c in b["content"].items()}}

    def operation(self, path, method):
        item = self.spec["paths"][path]
        op = item[method]
        out = {"responses": {"default": {"description": "any"}}}
        known = [self.parameter(p) for p in
                 item.get("parameters", []) + op.get("parameters", [])]
        if known:
            out["parameters"] = known
        if "requestBody" in op:
            out["requestBody"] = self.body(op["requestBody"])
        for k in ("consumes", "produces"):
            if k in op:
                out[k] = op[k]
        return out

    def all(self, lines, prefix):
        out = {"info": {"title": "cut", "version": "1"}, "paths": {}}
        if "swagger" in self.spec:
            out["swagger"] = self.spec["swagger"]
            for k in ("consumes", "produces"):
                if k in self.spec:
                    out[k] = self.spec[k]
        else:
            out["openapi"] = self.spec["openapi"]
            out["servers"] = [{"url": "/"}]
        for line in lines:
            if not line.strip() or line.startswith("#"):
                continue
            method, path, *name = line.split()
            to = out["paths"].setdefault(prefix + (name + [path])[0], {})
            to[method.lower()] = self.operation(path, method.lower())
        for ref, o in self.used.items():
            where = out
            *way, last = ref[2:].split("/")
            for part in way:
                where = where.setdefault(part, {})
            where[last] = o
        return out


def said(spec, lines, names):
    wrong, asked = [], set()
    for line in lines:
        method, target = line.rstrip("\n").split(" ", 1)
        path, _, query = target.partition("?")
        found = None
        # The most literal path is the one that is meant.
        for t in sorted(spec["paths"], key=lambda t: t.count("{")):
            pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(t))
            if re.fullmatch(pattern, path) and \
                    method.lower() in spec["paths"][t]:
                found = t
                break
        if found is None:
            wrong.append("there is no " + method + " " + path)
            continue
        asked.add((method.lower(), found))
        op = spec["paths"][found][method.lower()]
        known = [p["name"] for p in op.get("parameters", [])
                 if p["in"] == "query"] + names
        for part in filter(None, query.split("&")):
            name = part.partition("=")[0]
            if name not in known:
                wrong.append("%s %s has no %s" % (method, found, name))
    for t, item in spec["paths"].items():
        for m in item:
            if m in METHODS and (m, t) not in asked:
                wrong.append("nobody asked for %s %s" % (m.upper(), t))
    return sorted(set(wrong))


def main(what, spec, other, *more):
    with open(spec, encoding="utf-8") as f:
        d = json.load(f)
    with open(other, encoding="utf-8") as f:
        lines = f.readlines()
    if what == "said":
        print("\n".join(said(d, lines, list(more))))
        return
    with open(more[0], "w", encoding="utf-8") as f:
        json.dump(Cut(d).all(lines, "".join(more[1:])), f)


if __name__ == "__main__":
    main(*sys.argv[1:])
