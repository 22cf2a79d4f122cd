// Badges in a browser: staff print one, its QR code is read from the sheet and shown to the camera, and it lets in a pupil.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inflateSync } from "node:zlib";
import { chromium, expect, type Browser, type TestInfo } from "@playwright/test";
import { complaints, fresh, pathOf, pictures, send, signIn, test } from "./helpers";

// One after the other: they change the same settings.
test.describe.configure({ mode: "default" });

const TENANT = "easy-spaces";
const at = (path: string) => `/t/${TENANT}${path}`;

type Picture = { side: number; dark: (x: number, y: number) => boolean };
type Rect = { left: number; top: number; right: number; bottom: number };

/** The squares of the first QR code of a sheet, as a picture with its quiet zone. */
function codeOf(pdf: Buffer): Picture {
  const bytes = pdf.toString("latin1");
  const rects: Rect[] = [];
  for (const found of bytes.matchAll(/stream\r?\n/g)) {
    const begin = (found.index as number) + found[0].length;
    const end = bytes.indexOf("endstream", begin);
    let text: string;
    try {
      text = inflateSync(pdf.subarray(begin, end)).toString("latin1");
    } catch {
      continue;
    }
    const number = "(-?[\\d.]+)";
    const four = new RegExp(`${number} ${number} m\\s+${number} ${number} l\\s+${number} ${number} l\\s+${number} ${number} l\\s+h`, "g");
    for (const [, ...values] of text.matchAll(four)) {
      const [xs, ys] = [0, 1].map((axis) => values.map(Number).filter((_, place) => place % 2 === axis));
      rects.push({ left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) });
    }
    for (const [, x, y, width, height] of text.matchAll(new RegExp(`${number} ${number} ${number} ${number} re`, "g"))) {
      const [left, top, wide, high] = [x, y, width, height].map(Number);
      rects.push({ left, top, right: left + wide, bottom: top + high });
    }
  }
  // The squares of a code are the lowest of all shapes.
  const square = Math.min(...rects.map((rect) => rect.bottom - rect.top));
  const own = rects.filter((rect) => rect.bottom - rect.top < square * 1.01);
  expect(own.length, "squares on the sheet").toBeGreaterThan(100);
  const [left, top] = [Math.min(...own.map((rect) => rect.left)), Math.min(...own.map((rect) => rect.top))];
  const across = Math.round((Math.max(...own.map((rect) => rect.right)) - left) / square);
  const rows = Array.from({ length: across }, () => new Array<boolean>(across).fill(false));
  for (const rect of own) {
    const [row, from, to] = [(rect.top - top) / square, (rect.left - left) / square, (rect.right - left) / square].map(Math.round);
    for (let column = from; column < to; column += 1) rows[row][column] = true;
  }
  const scale = 8;
  return { side: (across + 8) * scale, dark: (x, y) => rows[Math.floor(y / scale) - 4]?.[Math.floor(x / scale) - 4] ?? false };
}

/** What a QR code says, by the reader of the product. */
async function read({ side, dark }: Picture, info: TestInfo): Promise<string> {
  // The files are modules for browsers; here only their ending says so, and the tests themselves are none.
  for (const file of ["decode", "index"]) {
    const text = readFileSync(path.join(__dirname, `../../public/qr/${file}.js`), "utf8");
    writeFileSync(info.outputPath(`${file}.mjs`), text.replaceAll("./index.js", "./index.mjs"));
  }
  const load = new Function("address", "return import(address)") as (address: string) => Promise<{ decodeQR(picture: object): string }>;
  const { decodeQR } = await load(pathToFileURL(info.outputPath("decode.mjs")).href);
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) if (dark(x, y)) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  }
  return decodeQR({ width: side, height: side, data });
}

/** A film of a picture in front of a grey wall, as a camera would give it (YUV4MPEG2). */
function film(picture: Picture, file: string) {
  const [width, height] = [640, 480];
  const bright = Buffer.alloc(width * height, 150);
  const [left, top] = [Math.floor((width - picture.side) / 2), Math.floor((height - picture.side) / 2)];
  for (let y = 0; y < picture.side; y += 1) {
    for (let x = 0; x < picture.side; x += 1) bright[(top + y) * width + left + x] = picture.dark(x, y) ? 20 : 230;
  }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), bright, Buffer.alloc((width * height) / 2, 128)]);
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), ...Array.from({ length: 5 }, () => frame)]));
}

const picture = pictures("badges", { examined: "before" });

/** Switches badges on, adds a pupil and prints the badge; answers the picture of its code. */
async function printed(browser: Browser, info: TestInfo, name: string): Promise<Picture> {
  const context = await browser.newContext({ baseURL: info.project.use.baseURL });
  const heard = complaints(context);
  const page = await context.newPage();
  await signIn(page, TENANT, `admin@${TENANT}.example`);
  await page.goto(at("/console/settings/badges"));
  await page.locator("input[name=on]").check();
  await page.locator("input[name=kind][value=student]").check();
  await page.locator("input[name=when][value=always]").check();
  await page.locator("main form .form-foot button").click();
  await expect(page).toHaveURL(/done=saved/);
  await picture(page, "policy");
  await page.goto(at("/console/people/new"));
  await page.locator("input[name=given_name]").fill(name);
  await page.locator("input[name=family_name]").fill("Berger");
  await page.locator("input[name=sign_in_name]").fill(fresh("pupil", info));
  await page.locator("select[name=archetype]").selectOption("student");
  await page.locator("input[name=invite]").uncheck();
  await page.locator("main form button.button-primary").first().click();
  await expect(page).toHaveURL(/console\/people\/[0-9a-f-]{36}/);
  const person = pathOf(page);
  await page.goto(`${person}?tab=badge`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Print a badge" }).click()]);
  expect(download.suggestedFilename()).toBe(`badges-${TENANT}.pdf`);
  const file = info.outputPath("badge.pdf");
  await download.saveAs(file);
  await page.goto(`${person}?tab=badge`);
  await expect(page.locator("main")).toContainText("Valid");
  await picture(page, "person");
  await page.goto(at("/console/badges"));
  await picture(page, "list");
  expect(heard).toEqual([]);
  await context.close();
  return codeOf(readFileSync(file));
}

test("a badge is read by the camera of the page and opens the start page only", async ({ browser }, info) => {
  test.setTimeout(120_000);
  const name = fresh("Mia", info);
  const code = await printed(browser, info, name);
  const link = await read(code, info);
  expect(link).toMatch(new RegExp(`/t/${TENANT}/badge\\?b=[\\w-]{27}$`));

  const video = info.outputPath("badge.y4m");
  film(code, video);
  const tablet = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${video}`],
  });
  try {
    const context = await tablet.newContext({ baseURL: info.project.use.baseURL, locale: "en-GB" });
    const heard = complaints(context);
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(at("/sign-in"));
    await page.getByRole("link", { name: "Sign in with a badge" }).click();
    await expect(page.getByRole("button", { name: "Open the camera" })).toBeVisible();
    await picture(page, "waiting");
    expect(asked.filter((path) => path.startsWith("/qr/")), "fetched only when it is needed").toEqual([]);
    await page.getByRole("button", { name: "Open the camera" }).click();
    await expect(page.getByRole("heading")).toContainText(`Hello, ${name}`, { timeout: 30_000 });
    await picture(page, "shown");
    expect(page.url(), "the secret is in no address").not.toContain("b=");
    await send(page);
    await expect(page).toHaveURL(/\/portal$/);
    await expect(page.getByRole("heading")).toContainText(`Hello, ${name} Berger`);
    await picture(page, "home");
    await page.goto(at("/portal/security"));
    await expect(page).toHaveURL(/closed=yes/);
    await expect(page.locator("main")).toContainText("A badge does not open that page");
    await page.goBack();
    expect(await page.evaluate(() => history.length)).toBeGreaterThan(1);
    expect(heard).toEqual([]);
  } finally {
    await tablet.close();
  }
});

test("a badge opened as a link works without script, and looking lets nobody in", async ({ browser }, info) => {
  test.setTimeout(120_000);
  const name = fresh("Tom", info);
  const link = await read(await printed(browser, info, name), info);
  const context = await browser.newContext({ baseURL: info.project.use.baseURL, javaScriptEnabled: false, locale: "de-DE" });
  const page = await context.newPage();
  await page.goto(at("/badge"));
  await expect(page.locator("form[data-badge]")).toBeHidden();
  await page.goto(link);
  expect(new URL(page.url()).search, "the secret is gone from the address").toBe("");
  await expect(page.getByRole("heading")).toContainText(`Hallo, ${name}`);
  expect((await context.cookies()).some((cookie) => cookie.name.startsWith("__Host-pforte-"))).toBe(false);
  await send(page);
  await expect(page).toHaveURL(/\/portal$/);
  await page.getByRole("button", { name: "Abmelden" }).click();
  await expect(page).toHaveURL(/signed-out/);
  await context.close();
});

test("a camera that may not be used is said", async ({}, info) => {
  const tablet = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", "--deny-permission-prompts"],
  });
  try {
    const page = await (await tablet.newContext({ baseURL: info.project.use.baseURL, locale: "en-GB" })).newPage();
    await page.goto(at("/badge"));
    await page.getByRole("button", { name: "Open the camera" }).click();
    await expect(page.getByRole("status")).toContainText("This page may not use the camera");
    await expect(page.getByRole("button", { name: "Open the camera" })).toBeEnabled();
  } finally {
    await tablet.close();
  }
});
