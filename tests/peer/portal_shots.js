/*
 * node portal_shots.js DIR URL USER PASSWORD [PATH NAME WIDTH SCHEME]...: pictures of pages
 * of the portal, DIR/NAME.png each.  Modules come from NODE_PATH.
 */
"use strict";

const path = require("path");
const { launch } = require("./chrome.js");
const [dir, url, username, password, ...list] = process.argv.slice(2);

async function main()
{
	const browser = await launch();
	for (let i = 0; i + 3 < list.length; i += 4) {
		const [where, name, width, colorScheme] = list.slice(i, i + 4);
		const page = await browser.newPage({ colorScheme,
		    httpCredentials: { username, password },
		    viewport: { width: Number(width), height: 820 } });
		const got = await page.goto(url + where);
		if (!got.ok())
			throw new Error(where + ": " + got.status());
		await page.screenshot({ path: path.join(dir, name + ".png") });
		await page.close();
	}
	await browser.close();
}

main().catch((e) => {
	console.error(e);
	process.exit(1);
});
