/*
 * Headless Chromium, and what is wrong with a page of the portal in it.  For the
 * scripts beside; modules come from NODE_PATH.
 */
"use strict";

const fs = require("fs");
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
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

exports.launch = () => chromium.launch({
	executablePath: "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
	    "--no-first-run", "--disable-background-networking",
	    "--disable-component-update", "--disable-sync",
	    "--disable-dev-shm-usage"]
});

/* html: what a validator says of it. */
exports.html = async (body) => {
	/* HTML has "blocking" with rel=expect too (4.2.4). */
	const report = await validator.validateString(body.replace(
	    'href="#foot" blocking="render"', 'href="#foot"'));
	return report.results.flatMap((r) => r.messages.map((m) => "html " +
	    m.line + ": " + m.ruleId + " " + m.message));
};

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

/* judge: the page as it stands, in a theme and a width: light on a phone, dark on
   a desk.  Unfolds all of it. */
exports.looks = [["light", 390], ["dark", 1280]];
exports.judge = async (page, colorScheme, width) => {
	const bad = [];
	await page.emulateMedia({ colorScheme });
	await page.setViewportSize({ width, height: 800 });
	if (await page.evaluate(() => document.documentElement.scrollWidth >
	    window.innerWidth))
		bad.push("wider than the window");
	if (await page.evaluate(() => [...document.querySelectorAll(
	    "[hidden]")].some((e) => e.checkVisibility())))
		bad.push("what is hidden is seen");
	if (width > 1000)
		bad.push(...await keyboard(page));
	await page.evaluate(() => document.querySelectorAll("details").forEach(
	    (d) => { d.removeAttribute("name"); d.open = true; }));
	/* Trusted types are for the page's own scripts. */
	await page.evaluate(axe);
	const found = await page.evaluate(() => axe.run(document,
	    { resultTypes: ["violations"], iframes: false }));
	if (found.passes.length === 0)
		throw new Error(page.url() + ": nothing was looked at");
	bad.push(...found.violations.map((v) => v.id + " (" + v.nodes.map(
	    (n) => n.target.join(" ")).join(", ").slice(0, 300) + ")"));
	return bad;
};

/* of: what is wrong with the answer itself. */
exports.of = async (body) => {
	const bad = await exports.html(body);
	if (body.length > 200 * 1024)
		bad.push(body.length + " bytes");
	if (/<script(?![^>]* src=)|<style|\son[a-z]+=|\sstyle=/i.test(
	    body.replace(/<iframe[^>]*>/g, "")))
		bad.push("a script or a style of its own");
	return bad;
};
