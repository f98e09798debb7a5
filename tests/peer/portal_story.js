/*
 * node portal_story.js STAGE URL USER PASSWORD [ARG...]: what a person does in
 * the portal, a stage at a time, since cron has its turn between them.  With
 * HANDS=keys nothing is touched with the mouse: each thing is reached with Tab
 * and pressed with Enter or Space.  Prints a line for each thing seen; fails
 * where something is not there.  Modules come from NODE_PATH.
 */
"use strict";

const { chromium } = require("playwright-core");
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

const stages = {
	/* A new tenant: what is missing, and the first roster. */
	async first(file) {
		await page.goto(url);
		await text(/nobody in the registry yet/);
		await press(link(/looked at|See what/));
		await text(/No roster has come yet/);
		await press(link("Upload one"));
		await write(page.getByLabel("Feed"), "agency");
		await page.getByLabel("What is it?").selectOption("full");
		await page.locator("input[type=file]").setInputFiles(file);
		await press(button("Show what it would do"));
		await text("What it would do");
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
		await text("asked for");
	},
	/* Somebody is looked for, and gets another manager. */
	async manager(upn, who, manager) {
		await page.goto(url);
		await menu("Contractors");
		await write(page.getByRole("searchbox"), upn);
		await press(button("Search"));
		await press(page.getByRole("rowheader", { name: upn })
		    .getByRole("link"));
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
	async after(upn, dir, today) {
		await page.goto(url);
		await menu("Contractors");
		await write(page.getByRole("searchbox"), upn);
		await press(button("Search"));
		await press(page.getByRole("rowheader", { name: upn })
		    .getByRole("link"));
		await page.locator(".tag", { hasText: "offboarded" }).first()
		    .waitFor();
		saw("offboarded");
		await menu("Evidence");
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
	const browser = await chromium.launch({
		executablePath: "/usr/bin/chromium",
		args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
		    "--no-first-run", "--disable-background-networking",
		    "--disable-component-update", "--disable-sync",
		    "--disable-dev-shm-usage"]
	});
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
