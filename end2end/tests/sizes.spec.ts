// How many bytes a page costs somebody who comes for the first time: everything, compressed, as it crosses the wire.
import { expect, test, type Browser, type TestInfo } from "@playwright/test";
import { signIn } from "./helpers";

const TENANT = "easy-spaces";
/** Thousand bytes. */
const KB = 1000;

type Loaded = { all: number; program: number; files: string[] };

/** Loads a page with nothing in the cache and adds up what arrived: heads and bodies. */
async function load(browser: Browser, info: TestInfo, path: string, state: Awaited<ReturnType<typeof session>> | undefined): Promise<Loaded> {
  const context = await browser.newContext({ baseURL: info.project.use.baseURL, storageState: state });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  const addresses = new Map<string, string>();
  const files: [string, number][] = [];
  wire.on("Network.requestWillBeSent", ({ requestId, request }) => addresses.set(requestId, new URL(request.url).pathname));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => files.push([addresses.get(requestId) ?? "?", encodedDataLength]));
  await page.goto(path, { waitUntil: "networkidle" });
  // Browsers ask for the icon when they please; it counts in any case.
  const icon = (await page.locator("link[rel=icon]").getAttribute("href")) as string;
  if (!files.some(([name]) => icon.startsWith(name))) {
    const answer = await context.request.get(icon, { headers: { "accept-encoding": "br" } });
    const head = answer.headersArray().reduce((sum, { name, value }) => sum + name.length + value.length + 4, 0);
    files.push(["icon", Number(answer.headers()["content-length"]) + head]);
  }
  await context.close();
  const sum = (of: [string, number][]) => of.reduce((total, [, size]) => total + size, 0);
  return { all: sum(files), program: sum(files.filter(([name]) => name.endsWith(".wasm"))), files: files.map(([name, size]) => `${name} ${size}`) };
}

async function session(browser: Browser, info: TestInfo, name: string) {
  const context = await browser.newContext({ baseURL: info.project.use.baseURL });
  const page = await context.newPage();
  await signIn(page, TENANT, name);
  await expect(page).toHaveURL(/portal/);
  const state = await context.storageState();
  await context.close();
  return state;
}

test("the front door costs 14 kB and runs no program", async ({ browser }, info) => {
  for (const path of ["sign-in", "sign-up", "recover", "nowhere"]) {
    const { all, program, files } = await load(browser, info, `/t/${TENANT}/${path}`, undefined);
    expect(all, `${path}: ${files.join(", ")}`).toBeLessThanOrEqual(14 * KB);
    expect(program, path).toBe(0);
    // The one that asks for passkeys is a few lines.
    const scripts = files.filter((file) => file.includes(".js")).map((file) => file.split(" ")[0]);
    expect(scripts, path).toEqual(path === "sign-in" ? ["/passkeys.js"] : []);
    info.annotations.push({ type: "size", description: `${path} ${all}` });
    console.log(`${path}: ${all} bytes`);
  }
});

test("a page of the portal costs 45 kB, one with an island 120 kB, of which the program is 80", async ({ browser }, info) => {
  const state = await session(browser, info, `customer@${TENANT}.example`);
  for (const path of ["portal", "portal/security", "portal/sessions", "portal/history", "portal/rights"]) {
    const { all, program, files } = await load(browser, info, `/t/${TENANT}/${path}`, state);
    expect(all, `${path}: ${files.join(", ")}`).toBeLessThanOrEqual(45 * KB);
    expect(program, path).toBe(0);
    console.log(`${path}: ${all} bytes`);
  }
  const { all, program, files } = await load(browser, info, `/t/${TENANT}/portal/profile`, state);
  expect(program, files.join(", ")).toBeGreaterThan(10 * KB);
  expect(program).toBeLessThanOrEqual(80 * KB);
  expect(all, files.join(", ")).toBeLessThanOrEqual(120 * KB);
  console.log(`portal/profile: ${all} bytes, of which the program is ${program}`);
});

test("a page of the console costs 45 kB before its island and 120 kB with it", async ({ browser }, info) => {
  const state = await session(browser, info, `admin@${TENANT}.example`);
  for (const path of ["console", "console/people", "console/roles", "console/audit", "console/sources", "console/settings"]) {
    const { all, program, files } = await load(browser, info, `/t/${TENANT}/${path}`, state);
    expect(program, files.join(", ")).toBeGreaterThan(10 * KB);
    expect(program).toBeLessThanOrEqual(80 * KB);
    expect(all, `${path}: ${files.join(", ")}`).toBeLessThanOrEqual(120 * KB);
    const script = files.filter((file) => file.includes(".js ")).reduce((sum, file) => sum + Number(file.split(" ").pop()), 0);
    expect(all - program - script, `${path}: ${files.join(", ")}`).toBeLessThanOrEqual(45 * KB);
    console.log(`${path}: ${all} bytes, of which the program is ${program}`);
  }
});
