/*
 * node portal_walk.js URL USER PASSWORD [PATH...]: every page of the portal that
 * a reader can come to by links from URL and PATHs, one of a kind (numbers count
 * as one; WALK=2: two), in headless Chromium: light on a phone, dark on a desk.
 * A line for each: PATH SCHEME WIDTH, then what is wrong with it: its status,
 * what axe-core finds, a policy that was violated, a word on the console, more
 * than 200 KB, wider than the window, a layout that shifts, a script or style of
 * its own, a control that the keyboard does not reach, and what html-validate
 * says of it; before that, what moves in a long table on a machine that is busy
 * (SCHEME is "slowly").  With WALK=quick only the status counts.  Modules come from
 * NODE_PATH.
 */
"use strict";

const fs = require("fs");
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const quick = process.env.WALK === "quick";
const most = Number(process.env.WALK) || 1;
const [url, username, password, ...more] = process.argv.slice(2);
const validator = new HtmlValidate({
	extends: ["html-validate:standard"],
	rules: {
		// Matters of taste, and of our entities.
		"long-title": "off", "no-trailing-whitespace": "off",
		"attribute-boolean-style": "off", "void-style": "off",
		"doctype-style": "off", "no-inline-style": "error",
		// axe-core looks at these with a browser's eyes.
		"prefer-native-element": "off", "wcag/h30": "off",
		"wcag/h32": "off", "wcag/h63": "off", "tel-non-breaking": "off",
	},
});

const kind = (path) => path.replace(/=[^&]*/g, "=").replace(
    /^(\/templates\/[a-z]+)\/[^/?]+/, "$1/NAME").replace(
    /[0-9a-f]{64}/g, "N").replace(/\d+/g, "N");

/* Every control that can be pressed or filled is reached by Tab. */
async function keyboard(page)
{
	const all = await page.evaluate(() => {
		const seen = (e) => e.checkVisibility() && !e.disabled;
		const list = [...document.querySelectorAll("a[href], button, " +
		    "input:not([type=hidden]), select, textarea, summary")]
		    .filter(seen);
		const radios = new Set();
		return list.filter((e) => e.type !== "radio" ||
		    (!radios.has(e.name) && radios.add(e.name))).length;
	});
	if (all > 150)
		return [];	/* long tables: the same links again and again */
	const reached = new Set();
	await page.evaluate(() => {
		window.scrollTo(0, 0);
		document.activeElement.blur();
	});
	for (let i = 0; i < all + 40; i++) {
		await page.keyboard.press("Tab");
		const is = await page.evaluate(() => {
			const e = document.activeElement;
			/* In a frame, what has the focus in it shows it. */
			if (e === document.body || e.tagName === "IFRAME")
				return null;
			const s = getComputedStyle(e);
			e.dataset.n ||= String(document.querySelectorAll(
			    "[data-n]").length + 1);
			return [e.dataset.n, s.outlineStyle !== "none" &&
			    parseFloat(s.outlineWidth) > 0, e.outerHTML];
		});
		if (is === null)
			continue;
		if (!is[1])
			return ["no focus to be seen: " + is[2].slice(0, 80)];
		reached.add(is[0]);
	}
	return reached.size < all ?
	    ["the keyboard reaches " + reached.size + " of " + all] : [];
}

/* How much of the page moved since it began, as Chromium counts it. */
function shift(page)
{
	return page.evaluate(() => new Promise((done) => {
		let sum = 0;
		new PerformanceObserver((list) => {
			for (const e of list.getEntries())
				sum += e.value;
		}).observe({ type: "layout-shift", buffered: true });
		setTimeout(() => done(sum), 50);
	}));
}

/* A long table on a machine that is busy with else: the parser yields in the
   middle of it, and nothing may be seen of that. */
async function slowly(context, path)
{
	const page = await context.newPage(), bad = [];
	const session = await context.newCDPSession(page);
	await session.send("Emulation.setCPUThrottlingRate", { rate: 10 });
	for (let i = 0; i < 4; i++) {
		await page.goto(url + path);
		const sum = await shift(page);
		if (sum > 0)
			bad.push("layout shifts by " + sum);
	}
	await page.close();
	console.log([path, "slowly", 1280, ...bad].join("\t"));
}

async function look(page, path, colorScheme, width)
{
	const bad = [];
	const heard = (m) => bad.push("console: " + m.text().slice(0, 200));
	page.on("console", heard);
	await page.emulateMedia({ colorScheme });
	await page.setViewportSize({ width, height: 800 });
	const got = await page.goto(url + path);
	const body = await got.text();
	if (got.status() !== 200)
		bad.push("status " + got.status());
	if (body.length > 200 * 1024)
		bad.push(body.length + " bytes");
	if (/<script(?![^>]* src=)|<style|\son[a-z]+=|\sstyle=/i.test(
	    body.replace(/<iframe[^>]*>/g, "")))
		bad.push("a script or a style of its own");
	const sum = await shift(page);
	if (sum > 0.01)
		bad.push("layout shifts by " + sum);
	if (await page.evaluate(() => document.documentElement.scrollWidth >
	    window.innerWidth))
		bad.push("wider than the window");
	if (width > 1000)
		bad.push(...await keyboard(page));
	await page.evaluate(() => document.querySelectorAll("details").forEach(
	    (d) => { d.removeAttribute("name"); d.open = true; }));
	/* Trusted types are for the page's own scripts. */
	await page.evaluate(axe);
	const found = await page.evaluate(() => axe.run(document,
	    { resultTypes: ["violations"], iframes: false }));
	if (found.passes.length === 0)
		throw new Error(path + ": nothing was looked at");
	bad.push(...found.violations.map((v) => v.id + " (" + v.nodes.map(
	    (n) => n.target.join(" ")).join(", ").slice(0, 300) + ")"));
	if (width > 1000) {
		/* HTML has "blocking" with rel=expect too (4.2.4). */
		const report = await validator.validateString(body.replace(
		    'href="#foot" blocking="render"', 'href="#foot"'));
		for (const r of report.results)
			for (const m of r.messages)
				bad.push("html " + m.line + ": " + m.ruleId +
				    " " + m.message);
	}
	page.off("console", heard);
	console.log([path || "/", colorScheme, width, ...bad].join("\t"));
	return page.evaluate(() => [...document.querySelectorAll("a[href]")].map(
	    (a) => a.href));
}

async function glance(context, path)
{
	const got = await context.request.get(url + path);
	const links = [...(await got.text()).matchAll(/<a [^>]*href="([^"]*)"/g)];
	console.log([path || "/", "status", 0, ...(got.ok() ? [] :
	    [got.status()])].join("\t"));
	return links.map((m) => new URL(m[1].replaceAll("&amp;", "&"),
	    url + path).href);
}

/* A connection that the server has just closed is no answer. */
async function head(context, where)
{
	for (let i = 0;; i++) {
		try {
			return await context.request.head(where);
		} catch (e) {
			if (i === 3 || !/hang up|ECONNRESET/.test(String(e)))
				throw e;
		}
	}
}

async function main()
{
	const browser = await chromium.launch({
		executablePath: "/usr/bin/chromium",
		args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
		    "--no-first-run", "--disable-background-networking",
		    "--disable-component-update", "--disable-sync",
		    "--disable-dev-shm-usage"]
	});
	const context = await browser.newContext({ bypassCSP: false,
	    httpCredentials: { username, password } });
	const page = await context.newPage();
	if (!quick)
		await slowly(context, "/people?sort=name");
	const kinds = new Map(), queue = ["", ...more], known = new Set(queue);
	while (queue.length > 0) {
		const path = queue.shift(), k = kind(path);
		if ((kinds.get(k) || 0) >= most)
			continue;
		kinds.set(k, (kinds.get(k) || 0) + 1);
		const type = await head(context, url + path);
		if (!(type.headers()["content-type"] || "").startsWith(
		    "text/html") || type.headers()["content-disposition"]) {
			console.log([path, "file", 0, ...(type.ok() ? [] :
			    ["status " + type.status()])].join("\t"));
			continue;
		}
		if (!quick)
			await look(page, path, "light", 390);
		for (const href of quick ? await glance(context, path) :
		    await look(page, path, "dark", 1280)) {
			const to = href.split("#")[0];
			if (!to.startsWith(url))
				continue;
			const rest = to.slice(url.length);
			if (/^([/?]|$)/.test(rest) && !known.has(rest)) {
				known.add(rest);
				queue.push(rest);
			}
		}
	}
	await browser.close();
}

main().catch((e) => {
	console.error(e);
	process.exit(1);
});
