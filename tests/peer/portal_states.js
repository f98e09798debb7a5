/*
 * node portal_states.js URL PASSWORD DIR: what pages look like that no link leads
 * to: a form that is refused, with what was typed and why; what asks once more;
 * what says that it is done; a page that is none.  Each is reached as a reader
 * reaches it, in headless Chromium, and looked at light on a phone and dark on a
 * desk.  DIR has files to upload: good.csv, half.csv, none.csv, long.csv; for the
 * tenant of busy.sh, whose database is REGISTRY.
 * A line for each: NAME SCHEME WIDTH, then what is wrong with it, as
 * portal_walk.js has it.  With SHOTS=DIR a picture of each is there.
 */
"use strict";

const fs = require("fs");
const { execFileSync, spawn } = require("child_process");
const { launch, looks, judge, of } = require("./chrome.js");
const [url, password, dir] = process.argv.slice(2);
const pages = {};
let browser;

const say = (...words) => console.log(words.join("\t"));
const run = (program, ...args) => execFileSync(program, args);

/* as: the page of a reader. */
async function as(user)
{
	pages[user] ||= await (await browser.newContext({ httpCredentials:
	    { username: user + "@corp.example.test", password },
	    viewport: { width: 1280, height: 800 } })).newPage();
	return pages[user];
}

/* send: the form of this page that goes there, filled in, unchecked by the
   browser; a box is ticked by "on".  What comes of it. */
async function send(page, action, fields = {}, file = null)
{
	const came = page.waitForNavigation();
	if (file !== null)
		await page.locator("input[type=file]").setInputFiles(file);
	await page.evaluate(([action, fields]) => {
		const goes = (e) => (e.getAttribute("formaction") ||
		    e.getAttribute("action") || "").endsWith(action);
		const button = [...document.querySelectorAll("button")]
		    .find((b) => b.form && (goes(b) || goes(b.form)) &&
		    Object.keys(fields).every((n) => b.form.elements[n]));
		if (!button)
			throw new Error("no form to " + action);
		const form = button.form;
		form.noValidate = button.formNoValidate = true;
		button.removeAttribute("formtarget");
		for (const [name, value] of Object.entries(fields)) {
			const e = form.elements[name];
			if (e.type === "checkbox")
				e.checked = value === "on";
			else
				e.value = value;
		}
		form.requestSubmit(button);
	}, [action, fields]);
	return came;
}

const at = (path, action, fields, file) => async (page) => {
	await page.goto(url + path);
	return send(page, action || path, fields, file && dir + "/" + file);
};
const look = (path) => (page) => page.goto(url + path);
const here = (action, fields) => (page) => send(page, action, fields);

/* Enter in a field, as one does who has filled a form in. */
const enter = (path, label, text) => async (page) => {
	await page.goto(url + path);
	await page.getByLabel(label).fill(text);
	const came = page.waitForNavigation();
	await page.getByLabel(label).press("Enter");
	return came;
};
/* All of a list are ticked by the one tick that the script shows. */
const all = (path, form, fields) => async (page) => {
	await page.goto(url + path);
	await page.locator("input[data-all]").check();
	return send(page, form, fields);
};
const upload = (file, fields) => at("/rosters", "/rosters/upload",
    { feed: "agency", ...fields }, file);
const policy = (name, value, path, action) => async (page) => {
	run("ctr-policy", "set", name, value);
	return send(page, action);
};
/* What a frame shows, where scripts can look at it. */
const framed = (path, action, text) => async (page) => {
	await page.goto(url + path);
	const button = page.locator("[formaction$='" + action + "']");
	const got = await page.request.post(new URL(
	    await button.getAttribute("formaction"), url).href, { headers:
	    { Origin: new URL(url).origin }, form: { text,
	    mark: await button.getAttribute("value") } });
	await page.goto("about:blank");
	await page.setContent(await got.text());
	return got;
};
/* Somebody else writes for long. */
const busy = async (page) => {
	await page.goto(url + "/sync");
	const lock = spawn("sqlite3", [process.env.REGISTRY]);
	lock.stdin.write("BEGIN IMMEDIATE; SELECT 'begun';\n");
	await new Promise((begun) => lock.stdout.once("data", begun));
	const got = await send(page, "/sync/other");
	lock.kill();
	return got;
};
/* More in a moment than a person sends: each that is refused counts five.  What
   is taken at first, since time goes by, is sent until it is not. */
const much = async (page) => {
	await page.goto(url + "/sync");
	for (let i = 0; i < 25; i++)
		await page.request.post(url + "/sync/other",
		    { form: { mark: "none" } });
	await page.route("**/sync/other", async (route) => {
		let got, i = 0;
		do
			got = await route.fetch({ maxRedirects: 0 });
		while (got.status() === 303 && i++ < 60);
		await route.fulfill({ response: got });
	});
	return send(page, "/sync/other");
};
/* A part of the pages is gone: by a bad upgrade, say. */
const broken = async (page) => {
	const file = process.env.CTR_SHARE + "/templates/portal/how.html";
	fs.renameSync(file, file + ".away");
	const got = await page.goto(url + "/how");
	fs.renameSync(file + ".away", file);
	return got;
};

const no = "Nothing was changed";
const people = "/people/bulk?c20=1&c21=1&c22=1&what=";
/* Name, status, words, way, reader; "here" goes on from the page before it. */
const states = [
	["a field is refused", 422, no, at("/people/10", "/set",
	    { field: "contract_start", value: "2026-13-01" })],
	["a last day is refused", 422, no, at("/people/10", "/extend",
	    { day: "2020-01-01", why: "so" })],
	["a manager is refused", 422, no, at("/people/10", "/manager",
	    { manager: "nobody at all" })],
	["a manager is refused there", 422, no, at("/people/10/manager",
	    "/manager", { manager: "nobody at all" })],
	["a deputy is refused", 422, no, at("/people/10", "/deputy",
	    { deputy: "a.kim@corp.example.test", from: "2026-12-24",
	    to: "2026-12-01" })],
	["nobody was sure", 422, no, at("/people/10", "/employee",
	    { why: "hired" })],
	["a departure without a day", 422, no, at("/people/10", "/leaves",
	    { why: "so" })],
	["a departure is asked for", 200, "asked", at("/people/11", "/leaves",
	    { day: "2026-12-01", why: "so" })],
	["a hold", 200, "held", at("/people/12", "/hold", { why: "a case" })],
	["a word is taken back", 200, "Clear contract end",
	    look("/people/8/clear?field=contract_end")],
	["but not surely", 422, no, here("/clear")],
	["an exemption of nobody", 422, no, at("/inactive", "/exempt",
	    { upn: "no.one@corp.example.test", day: "2026-12-24",
	    why: "leave" })],
	["nobody fits", 200, "Nobody fits", look("/people?q=zzz")],
	["a filter is no day", 422, "", look("/people?before=soon")],
	...["manager", "end", "ask", "hold", "unhold"].map((what) =>
	    [what + " of several", 200, "3 contractors", look(people + what)]),
	["nobody was chosen", 422, "cannot be done so",
	    look("/people/bulk?what=hold")],
	["nobody was sure of several", 422, no, at(people + "end",
	    "/bulk/do", { value: "2027-01-31" })],
	["a day of several is refused", 200, "not done for 3",
	    here("/bulk/do", { value: "2020-01-01", sure: "on" })],
	["several are held", 200, "Done for 3", at(people + "hold",
	    "/bulk/do", { sure: "on" })],
	["a finding is not kept", 422, no, at("/review/1", "/keep", {})],
	["findings without a reason", 422, "", all("/review", "/review/bulk",
	    { verb: "dismiss" })],
	["findings to dismiss", 200, "Findings to dismiss: ", all("/review",
	    "/review/bulk", { verb: "dismiss", why: "known",
	    until: "2026-12-24" })],
	["are dismissed", 200, "", here("/review/bulk")],
	["a newcomer without anything", 422, "see the fields marked",
	    enter("/newcomers/new", "Given name", "Ray")],
	["a manager is looked up", 200, "Found", enter("/newcomers/new",
	    "Look up in the directory", "jones")],
	["a newcomer", 200, "What would be made", at("/newcomers/new",
	    "/newcomers/check", { f0: "Roe, Ray",
	    f5: "m.jones@corp.example.test", f6: "Acme", f9: "2026-12-01",
	    f10: "2027-03-31", f11: "A-2" })],
	["he is asked for", 200, "", here("/newcomers/save")],
	["one who is here", 200, "He may be", at("/newcomers/new",
	    "/newcomers/check", { f0: "Berg, Kofi", f3: "W-1010",
	    f5: "m.jones@corp.example.test", f6: "Acme", f9: "2026-12-01",
	    f10: "2027-03-31" })],
	["is settled first", 422, "Nobody is asked about him", here(
	    "/newcomers/save")],
	["a setting is refused", 422, "", at("/settings/questions", "/check",
	    { v0: "99" })],
	["a setting", 200, "Save these changes?", at("/settings/questions",
	    "/check", { v0: "9" })],
	["is set meanwhile", 422, "", policy("heartbeat_day", "5", "", "/save")],
	["it is saved", 200, "", async (page) => {
		await at("/settings/days", "/check", { d1_fri: "off" })(page);
		return send(page, "/save");
	}],
	["a template is refused", 422, no, at("/templates/mail/t-30", "/save",
	    { text: "Subject: x\n\n{{nothing_such}}\n" })],
	["and in its frame", 422, "Line 3", framed("/templates/mail/t-30",
	    "/look", "Subject: x\n\n{{nothing_such}}\n")],
	["a template is changed meanwhile", 422, no, async (page) => {
		await page.goto(url + "/templates/mail/heartbeat");
		await page.evaluate(() => document.querySelector(
		    "[name=print]").value = "0".repeat(64));
		return send(page, "/save", { text: "Subject: y\n\nYes?\n" +
		    "[Yes] {{attest_url}}\n[No] {{offboard_url}}\n" });
	}],
	["back to the shipped text", 200, "Take your own text away?",
	    look("/templates/mail/heartbeat/reset")],
	["it is shipped", 200, "as shipped", here("/reset")],
	["a sample of nobody", 200, "There is no contractor",
	    look("/templates/mail/t-30?upn=zzz")],
	["a period that is none", 422, "No report", look("/reports?" +
	    "from=2026-12-01&to=2026-01-01&sample=5&seed=a")],
	["evidence of nobody", 200, "Nobody in the registry",
	    look("/evidence?q=no.one@corp.example.test&from=2026-02-30")],
	["an upload that is no roster", 200, "cannot be read",
	    upload("none.csv")],
	["an upload without a file", 422, no, upload(null)],
	["an upload that is held", 200, "A guard would hold",
	    upload("half.csv", { feed: "roster" })],
	["by a wrong number", 422, no, async (page) => send(page,
	    new URL(page.url()).pathname, { accept: "1" })],
	["an upload", 200, "What it would do", upload("good.csv")],
	["is applied", 200, "", async (page) => send(page,
	    new URL(page.url()).pathname)],
	["an upload that is too long", 413, "too long", upload("long.csv")],
	["a list is asked for", 200, "asked for", at("/sync", "/sync/other")],
	["no page", 404, "no such page", look("/zzz")],
	["no contractor", 404, "", look("/people/99999")],
	["no role for it", 403, "nothing here for you",
	    look("/settings/days"), "v"],
	["no role", 403, "nothing here for you", look(""), "x"],
	["a form without its mark", 409, "send it again", at("/sync",
	    "/sync/other", { mark: "" })],
	["too much", 429, "Too much at once", much, "op"],
	["the registry is busy", 503, "busy", busy],
	["a part is missing", 500, "could not be done", broken],
];

/* What is refused is told first, and each fault where it is. */
const told = (page) => page.evaluate(() => {
	const bad = [], alert = document.querySelector("[role=alert]");
	if (!alert || document.activeElement !== alert)
		bad.push("the focus is not on what was refused");
	for (const a of document.querySelectorAll("a[href^='#']"))
		if (!document.getElementById(a.hash.slice(1)))
			bad.push("nothing is at " + a.hash);
	for (const e of document.querySelectorAll("[aria-invalid=true]"))
		if (!(e.getAttribute("aria-describedby") || "").split(" ")
		    .some((id) => document.getElementById(id)?.matches(
		    ".wrong")))
			bad.push(e.id + " does not say what is wrong");
	return bad;
});

/* Each that says that something is done is words in the same box. */
async function notices()
{
	const page = await as("ad"), files = fs.readdirSync(
	    process.env.CTR_SHARE + "/templates/portal").filter((f) =>
	    f.startsWith("done-"));
	for (const name of files.map((f) => f.slice(5, -5))) {
		const got = await page.request.get(url + "?done=" + name);
		const body = await got.text();
		say("done: " + name, "-", 0, ...await of(body),
		    .../role="status"><p>\w/.test(body) ? [] :
		    ["nothing is said"]);
	}
}

async function main()
{
	browser = await launch();
	await notices();
	for (const [name, status, words, way, user] of states) {
		const page = await as(user || "ad"), bad = [];
		let got;
		try {
			got = await way(page);
		} catch (e) {
			say(name, "-", 0, String(e).replace(/\s+/g, " "));
			continue;
		}
		const body = await got.text();
		if (got.status() !== status)
			bad.push("status " + got.status());
		if (!(await page.locator("body").innerText()).includes(words))
			bad.push("without the words " + words);
		bad.push(...await of(body));
		if (status === 422 && page.url() !== "about:blank")
			bad.push(...await told(page));
		if (process.env.SHOTS)
			await page.screenshot({ path: process.env.SHOTS + "/" +
			    name.replaceAll(" ", "-") + ".png" });
		for (const [scheme, width] of looks)
			say(name, scheme, width, ...bad,
			    ...await judge(page, scheme, width));
		await page.setViewportSize({ width: 1280, height: 800 });
	}
	await browser.close();
}

main().catch((e) => {
	console.error(e);
	process.exit(1);
});
