// scimmy.js PORT [forgetful]: a real SCIM 2.0 service: scimmy and its routers on
// express, over users and groups in memory.  The token is "t0ken".
//
// The routers turn startIndex and count into numbers within req.query, which
// express 5 reads anew each time it is asked for: both are lost, and every page
// is the first 20.  So it is made an ordinary member, unless it is to be
// forgetful.
const express = require("express");
const SCIMMY = require("scimmy").default ?? require("scimmy");
const Routers = require("scimmy-routers").default ?? require("scimmy-routers");

const held = {User: new Map(), Group: new Map()};
let next = 1;

function store(kind) {
	const all = held[kind];
	SCIMMY.Resources.declare(SCIMMY.Resources[kind])
		.ingress(async (resource, data) => {
			const id = resource.id ?? `${kind.toLowerCase()}-${next++}`;
			const was = all.get(id);
			if (resource.id && !was)
				throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
			const name = kind === "User" ? "userName" : "displayName";
			for (const [other, o] of all)
				if (other !== id && o[name].toLowerCase() === data[name].toLowerCase())
					throw new SCIMMY.Types.Error(409, "uniqueness", name);
			const now = new Date();
			const o = {...JSON.parse(JSON.stringify(data)), id,
				meta: {created: was?.meta.created ?? now, lastModified: now}};
			all.set(id, o);
			return o;
		})
		.egress(async (resource) => {
			if (resource.id) {
				if (!all.has(resource.id))
					throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
				return all.get(resource.id);
			}
			const list = [...all.values()];
			return resource.filter ? resource.filter.match(list) : list;
		})
		.degress(async (resource) => {
			if (!all.delete(resource.id))
				throw new SCIMMY.Types.Error(404, null, `Resource ${resource.id} not found`);
		});
}

SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);
store("User");
store("Group");
const app = express();
if (process.argv[3] !== "forgetful")
	app.use((req, res, next) => {
		Object.defineProperty(req, "query", {value: {...req.query}});
		next();
	});
app.use("/scim/v2", new Routers({
	type: "bearer",
	handler: (request) => {
		if (request.header("Authorization") !== "Bearer t0ken")
			throw new Error("Authorization not detected!");
		return "";
	}
}));
app.listen(Number(process.argv[2]), "127.0.0.1");
