/*
 * node portal_story.js STAGE URL USER PASSWORD [ARG...]: what a person does in
 * the portal, a stage at a time, since cron has its turn between them.  With
 * HANDS=keys nothing is touched with the mouse: each thing is reached with Tab
 * and pressed with Enter or Space.  Prints a line for each thing seen; fails
 * where something is not there.  Modules come from NODE_PATH.
 */
"use strict";

const { launch } = require("./chrome.js");
const [stage, url, username, password, ...args] = process.argv.slice(2);
const keys = process.env.HANDS === "keys";
let page;

const saw = (words) => console.log("saw " + words);

/* reach: with Tab, from where we are and round once. */
async function reach(it)
{
	await it.waitFor();
	const el = await it.elementHandle();
	for (let i = 0; i < 400; i++) {
		if (await el.evaluate((e) => document.activeElement === e))
			return;
		await page.keyboard.press("Tab");
	}
	throw new Error("the keyboard does not reach " + it);
}

async function press(it, key = "Enter")
{
	if (!keys)
		return it.first().click();
	await reach(it.first());
	await page.keyboard.press(key);
}

async function tick(it)
{
	if (!keys)
		return it.check();
	/* One radio of a group is reached; arrows go on from there. */
	const kind = await it.getAttribute("type");
	if (kind !== "radio") {
		await reach(it);
		return page.keyboard.press("Space");
	}
	const name = await it.getAttribute("name");
	const group = page.locator("input[type=radio][name=" + name + "]");
	const checked = group.and(page.locator(":checked"));
	await reach(await checked.count() > 0 ? checked.first() :
	    group.first());
	await page.keyboard.press("Space");
	for (let i = 0; i < 20 && !await it.isChecked(); i++)
		await page.keyboard.press("ArrowDown");
	if (!await it.isChecked())
		throw new Error("arrows do not reach " + it);
}

async function write(it, text)
{
	if (!keys)
		return it.fill(text);
	await reach(it);
	await page.keyboard.press("Control+A");
	await page.keyboard.type(text);
}

/* A date's parts are typed one after the other, as an American writes them. */
async function day(it, iso)
{
	if (!keys)
		return it.fill(iso);
	await reach(it);
	const [y, m, d] = iso.split("-");
	await page.keyboard.type(m + d + y);
	if (await it.inputValue() !== iso)
		throw new Error("the day is " + await it.inputValue());
}

async function choose(it, label)
{
	if (!keys)
		return it.selectOption({ label });
	await reach(it);
	await page.keyboard.type(label);
	const is = await it.evaluate((e) => e.selectedOptions[0].label);
	if (is !== label)
		throw new Error("chosen is " + is);
}

/* More of a long text, at its end. */
async function append(it, text)
{
	await (keys ? reach(it) : it.click());
	await page.keyboard.press("Control+End");
	await page.keyboard.type(text);
}

/* A file: dropped from the desk, near its form, or picked in the browser's
 * window. */
async function hand(form, path)
{
	const input = form.locator("input[type=file]");
	if (keys) {
		const chooser = page.waitForEvent("filechooser");
		await press(input, "Space");
		await (await chooser).setFiles(path);
	} else {
		const session = await page.context().newCDPSession(page);
		const near = page.locator("h1").first();
		await near.scrollIntoViewIfNeeded();
		const box = await near.boundingBox();
		for (const type of ["dragEnter", "dragOver", "drop"]) {
			await session.send("Input.dispatchDragEvent", { type,
			    x: box.x + box.width / 2, y: box.y + 10,
			    data: { items: [], files: [path],
				dragOperationsMask: 1 } });
			if (await form.evaluate((e) => e.classList.contains(
			    "over")) !== (type === "dragOver"))
				throw new Error("the form after " + type);
		}
	}
	const held = await input.evaluate((e) => [...e.files].map(
	    (f) => f.name).join());
	if (held !== path.replace(/.*\//, ""))
		throw new Error("the form holds \"" + held + "\"");
}

const link = (name) => page.getByRole("link", { name });
const button = (name) => page.getByRole("button", { name });
async function text(words)
{
	await page.getByText(words).first().waitFor({ timeout: 15000 });
	saw(words);
}
async function open(summary)
{
	const it = page.locator("summary", { hasText: summary }).first();
	const box = it.locator("xpath=..");
	if (await box.getAttribute("open") === null)
		await press(it, "Enter");
}
async function menu(name)
{
	await press(page.getByRole("navigation", { name: "Main" })
	    .getByRole("link", { name, exact: true }));
	await page.waitForLoadState();
}

/* Somebody's page, by way of the search. */
async function person(upn)
{
	await page.goto(url);
	await menu("Contractors");
	await write(page.getByRole("searchbox"), upn);
	await press(button("Search"));
	await press(page.getByRole("rowheader", { name: upn })
	    .getByRole("link"));
	await page.getByRole("heading", { name: "Time line" }).waitFor();
}

/* A setting, seen to do what it does before it is saved. */
async function sets(heading, name, set, forecast)
{
	await menu("Settings");
	await press(link("Change " + heading));
	await set(page.getByLabel(new RegExp("^" + name + " ")));
	await press(button("See what would change"));
	await page.getByRole("row", { name: new RegExp("^" + name) }).waitFor();
	await text(forecast);
	await press(button("Save"));
	await text("The settings are saved");
}

/* Who only reads: the menu has that and no more, and no page a form that acts;
   an address that somebody has sent him leads nowhere. */
async function only(most)
{
	await page.goto(url);
	const names = await page.getByRole("navigation", { name: "Main" })
	    .getByRole("link").allInnerTexts();
	for (const name of names) {
		await menu(name);
		await page.getByRole("heading", { level: 1 }).waitFor();
		if (await page.locator("form[method=post]").count() > 0)
			throw new Error("a form that acts: " + page.url());
	}
	if (names.length !== most)
		throw new Error("the menu is " + names);
	for (const path of ["/settings/days", "/newcomers/new", "/people/bulk",
	    "/review/bulk", "/templates/mail/t-30/reset"]) {
		await page.goto(url + path);
		await text("There is nothing here for you");
	}
	saw("nothing to act with");
}

const stages = {
	/* A new tenant: what is missing, and the first roster. */
	async first(file) {
		await page.goto(url);
		await text(/nobody in the registry yet/);
		await press(link(/looked at|See what/));
		await text(/No roster has come yet/);
		await press(link("Upload one"));
		await write(page.getByLabel("Feed"), "agency");
		await choose(page.getByLabel("What is it?"),
		    "whole: who is not in it has left");
		await hand(page.locator("form[data-drop]"), file);
		await press(button("Show what it would do"));
		await text("What it would do");
		await text(/^2 added$/);
		await text(/^1 rejected rows$/);
		await text(/2026-11-31/);
		await press(button("Apply it"));
		await page.getByRole("status").waitFor();
		saw("it is applied");
		await text("agency");
	},
	async sync() {
		await page.goto(url);
		await menu("Rosters and sync");
		await press(link(/^Sync/));
		await text("never listed");
		await press(button("Ask for the whole list"));
		await page.locator(".tag", { hasText: "asked for" }).waitFor();
		saw("asked for");
	},
	/* The rules, and the words of a mail. */
	async rules(approver) {
		await page.goto(url);
		await sets("Questions to managers", "quiet_days",
		    (it) => write(it, "3"), "Questions of the next 31 days");
		await sets("Approval", "approvers",
		    (it) => write(it, approver), /does not change which/);
		await sets("Approval", "hr_approval",
		    (it) => choose(it, "on"), /does not change which/);
		await menu("Templates");
		await press(link("heartbeat"));
		await text("as shipped");
		await append(page.getByLabel("The text"),
		    "\nThe guards at the gate know him.\n");
		await page.frameLocator("iframe[name=look]").getByText(
		    "The guards at the gate").waitFor();
		saw("how it will look");
		await press(page.getByRole("button", { name: "Save",
		    exact: true }));
		await text("The text is saved");
	},
	async shipped() {
		await page.goto(url);
		await menu("Templates");
		await press(link("heartbeat"));
		await press(link(/^What differs/));
		await text("The guards at the gate");
		await press(button("Take it away"));
		await text("as shipped");
	},
	/* Somebody is looked for, and gets another manager. */
	async manager(upn, who, manager) {
		await person(upn);
		await page.getByRole("heading", { level: 1, name: who })
		    .waitFor();
		await open("Change the manager");
		await press(link("Look him up in the directory"));
		await write(page.getByRole("searchbox"), manager);
		await press(button("Look up"));
		await tick(page.getByRole("radio", { name: manager }));
		await press(page.getByRole("button", { name: "Save" }));
		await page.getByRole("status").waitFor();
		await open("Change the manager");
		saw("the manager is set");
	},
	/* The manager's own page: no login, only the link of his mail. */
	async answer(path) {
		await page.goto(path);
		const form = page.locator("form", { has: page.locator(
		    "button[value=offboard]") });
		await tick(form.locator("input[value=now]"));
		await tick(form.locator("input[name=leaves]"));
		await press(form.locator("button[value=offboard]"));
		await text(/has left/);
	},
	/* Who looks, and what he is not shown. */
	async looks(upn) {
		await only(9);
		await person(upn);
		await text("waits for an approver's yes");
		if (await page.locator(".actions, .line summary").count() > 0)
			throw new Error("more than a look");
	},
	/* The approver sees what waits, and says yes by his own link. */
	async waits(who, path) {
		await only(9);
		await page.goto(url);
		await press(link(/^1 approvals? waiting/));
		await page.getByRole("row", { name: who }).getByText("mailed")
		    .waitFor();
		await text("by the link in his own mail");
		await page.goto(path);
		await tick(page.locator("input[name=leaves]"));
		await press(button("Approve the departure"));
		await text(/approved/i);
	},
	async left(upn) {
		await person(upn);
		await page.locator(".tag", { hasText: "offboarded" }).first()
		    .waitFor();
		saw("offboarded");
	},
	/* The auditor: one person's story, the whole chain, a report to keep. */
	async audits(upn, dir, today) {
		await only(11);
		await person(upn);
		await press(page.locator(".line summary").first());
		await press(link(/^As evidence/));
		await text("agrees with the detail");
		await menu("Evidence");
		await write(page.getByRole("searchbox"), upn);
		await press(button("Search"));
		await text("decision");
		await press(button("Verify"));
		await text(/records are as they were written/);
		await menu("Evidence");
		const [file] = await Promise.all([
			page.waitForEvent("download"),
			press(button("Download"))
		]);
		await file.saveAs(dir + "/evidence.jsonl");
		saw("an export");
		await menu("Reports");
		await day(page.getByLabel("To, that day too"), today);
		await press(button("Make the report"));
		const [report] = await Promise.all([
			page.waitForEvent("download"),
			press(link("Download the file"))
		]);
		await report.saveAs(dir + "/report.html");
		saw("a report");
	}
};

async function main()
{
	const browser = await launch();
	page = await browser.newPage({ httpCredentials:
	    { username, password }, viewport: { width: 1280, height: 900 } });
	page.setDefaultTimeout(20000);
	try {
		await stages[stage](...args);
	} catch (e) {
		console.log((await page.locator("main").innerText().catch(
		    () => "")).slice(0, 2000));
		throw e;
	}
	await browser.close();
}

main().catch((e) => {
	console.error(e);
	process.exit(1);
});
