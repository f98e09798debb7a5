/*
 * node axe.js PAGE.html...: axe-core in headless Chromium over each page, light
 * on a phone and dark on a desk, with all that folds unfolded.  A line for
 * each: PAGE SCHEME WIDTH, then the rules that it breaks and where.  Modules
 * come from NODE_PATH.
 */
"use strict";

const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");
const source = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

async function look(page, file, colorScheme, width)
{
	await page.emulateMedia({ colorScheme });
	await page.setViewportSize({ width, height: 800 });
	await page.goto("file://" + path.resolve(file));
	await page.evaluate(() => document.querySelectorAll("details").forEach(
	    (d) => { d.removeAttribute("name"); d.open = true; }));
	await page.evaluate(source);
	const found = await page.evaluate(() => axe.run(document,
	    { resultTypes: ["violations"] }));
	const wide = await page.evaluate(() =>
	    document.documentElement.scrollWidth > window.innerWidth);
	if (found.passes.length === 0)
		throw new Error(file + ": nothing was looked at");
	const bad = found.violations.map((v) => v.id + " (" +
	    v.nodes.map((n) => n.target.join(" ")).join(", ") + ")");
	if (wide)
		bad.push("wider than the window");
	return [path.basename(file, ".html"), colorScheme, width,
	    ...bad].join("\t");
}

async function main()
{
	const browser = await chromium.launch({
		executablePath: "/usr/bin/chromium",
		args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
		    "--no-first-run", "--disable-background-networking",
		    "--disable-component-update", "--disable-sync"]
	});
	const page = await browser.newPage();
	for (const file of process.argv.slice(2)) {
		console.log(await look(page, file, "light", 320));
		console.log(await look(page, file, "dark", 1280));
	}
	await browser.close();
}

main().catch((e) => {
	console.error(e);
	process.exit(1);
});
