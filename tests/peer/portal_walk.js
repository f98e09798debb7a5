/*
 * node portal_walk.js URL PASSWORD USER...: every page of the portal that each
 * reader can come to by links, one of a kind (numbers count as one; WALK=2: two),
 * in headless Chromium: light on a phone, dark on a desk.  Of a later reader only
 * what nobody before him was shown, once without regard to what is asked of it.  One whose name begins with none of "ad" and
 * "op" only reads: no page may have a form that acts.
 * A line for each: USER PATH SCHEME WIDTH, then what is wrong with it: its status,
 * what axe-core finds, a policy that was violated, a word on the console, more
 * than 200 KB, wider than the window, a layout that shifts, a script or style of
 * its own, a control that the keyboard does not reach, and what html-validate
 * says of it; before that, what moves in a long table on a machine that is busy
 * (SCHEME is "slowly").  A page that was seen and a file have their status alone.
 * Modules come from NODE_PATH.
 */
"use strict";

const { launch, looks, judge, of } = require("./chrome.js");
const most = Number(process.env.WALK) || 1;
const [url, password, ...users] = process.argv.slice(2);
const seen = new Set();

const say = (...words) => console.log(words.join("\t"));
const kind = (path) => path.replace(/=[^&]*/g, "=").replace(
    /^(\/templates\/[a-z]+)\/[^/?]+/, "$1/NAME").replace(
    /[0-9a-f]{64}/g, "N").replace(/\d+/g, "N");

/* What is his own in a page is no other page. */
const content = (body) => body.replace(/.*<main/s, "").replace(
    /(name="mark") value="[^"]*"/g, "$1");

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
async function slowly(user, context, path)
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
	say(user, path, "slowly", 1280, ...bad);
}

async function look(user, page, path, scheme, width, bad)
{
	const heard = (m) => bad.push("console: " + m.text().slice(0, 200));
	page.on("console", heard);
	await page.emulateMedia({ colorScheme: scheme });
	await page.setViewportSize({ width, height: 800 });
	await page.goto(url + path);
	const sum = await shift(page);
	if (sum > 0.01)
		bad.push("layout shifts by " + sum);
	bad.push(...await judge(page, scheme, width));
	page.off("console", heard);
	say(user, path || "/", scheme, width, ...bad);
}

/* A connection that the server has just closed is no answer. */
async function get(context, path)
{
	for (let i = 0;; i++) {
		try {
			return await context.request.get(url + path);
		} catch (e) {
			if (i === 3 || !/hang up|ECONNRESET/.test(String(e)))
				throw e;
		}
	}
}

/* visit: the links of a page, none of what is no page. */
async function visit(user, context, page, path)
{
	const got = await get(context, path), status = got.status();
	const bad = status === 200 ? [] : ["status " + status];
	const is = got.headers();
	if (!(is["content-type"] || "").startsWith("text/html") ||
	    is["content-disposition"]) {
		say(user, path, "file", 0, ...bad);
		return [];
	}
	const body = await got.text();
	if (!/^(ad|op)/.test(user) && /method="post"/.test(body))
		bad.push("a form that acts");
	const bare = user + kind(path.split("?")[0]);
	if (seen.has(content(body)) || (user !== users[0] && seen.has(bare)))
		say(user, path || "/", "seen", 0, ...bad);
	else {
		bad.push(...await of(body));
		for (const [scheme, width] of looks)
			await look(user, page, path, scheme, width,
			    [...bad]);
	}
	seen.add(content(body)).add(bare);
	return [...body.matchAll(/<a [^>]*href="([^"]*)"/g)].map((m) =>
	    new URL(m[1].replaceAll("&amp;", "&"), url + path).href);
}

async function walk(browser, user)
{
	const context = await browser.newContext({ httpCredentials:
	    { username: user + "@corp.example.test", password } });
	const page = await context.newPage();
	const kinds = new Map(), queue = [""], known = new Set(queue);
	if (seen.size === 0)
		await slowly(user, context, "/people?sort=name");
	while (queue.length > 0) {
		const path = queue.shift(), k = kind(path);
		if ((kinds.get(k) || 0) >= most)
			continue;
		kinds.set(k, (kinds.get(k) || 0) + 1);
		for (const href of await visit(user, context, page, path)) {
			const to = href.split("#")[0], rest =
			    to.slice(url.length);
			if (to.startsWith(url) && /^([/?]|$)/.test(rest) &&
			    !known.has(rest)) {
				known.add(rest);
				queue.push(rest);
			}
		}
	}
	await context.close();
}

async function main()
{
	const browser = await launch();
	for (const user of users)
		await walk(browser, user);
	await browser.close();
}

main().catch((e) => {
	console.error(e);
	process.exit(1);
});
