// Takes the pictures of the README from the sample pages: `node pictures.mjs GALLERY SITE FOLDER`, where GALLERY was written by
// `cargo run -p app --example gallery` and SITE by `scripts/build.sh site`.
import { chromium } from "@playwright/test";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";

const [gallery, site, folder] = process.argv.slice(2);
const types = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml" };
const server = createServer(async (request, response) => {
  const wanted = new URL(request.url, "http://localhost").pathname;
  const file = path.join(wanted.endsWith(".html") ? gallery : site, path.normalize(wanted));
  try {
    response.setHeader("content-type", types[path.extname(file)] ?? "application/octet-stream");
    response.end(await readFile(file));
  } catch {
    response.writeHead(404).end();
  }
}).listen(0);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

for (const [name, page, width, height, scheme] of [
  ["people", "en/console-people", 1280, 800, "light"],
  ["person", "en/console-person", 1280, 800, "dark"],
  ["portal", "en/portal-home", 390, 800, "light"],
]) {
  const tab = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  await tab.goto(`http://localhost:${server.address().port}/${page}.html`);
  // What a developer's own machine shows besides, and the message of what was just done.
  await tab.evaluate(() => document.querySelectorAll(".rail-heading, .banner").forEach((part) => (part.closest(".rail-part") ?? part).remove()));
  await tab.screenshot({ path: path.join(folder, `${name}.png`) });
  await tab.close();
}
await browser.close();
server.close();
