import { expect, test as base, type Browser, type BrowserContext, type Locator, type Page, type TestInfo } from "@playwright/test";
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

/** A test whose browsers have a network of their own, as if behind a proxy: limits count the tries of a network, and all tests of a run
 * together are too many for one. The server under test believes what this machine says about addresses. */
export const test = base.extend({
  extraHTTPHeaders: async ({}, use, info) => {
    const [a, b, c] = createHash("sha256").update(info.testId).digest();
    await use({ "X-Forwarded-For": `10.${a}.${b}.${c}` });
  },
});

/** Another browser than the test's own, of somebody else who speaks English, with script if the test has it. */
export function anotherBrowser(browser: Browser, info: TestInfo): Promise<BrowserContext> {
  const { baseURL, javaScriptEnabled } = info.project.use;
  return browser.newContext({ baseURL, locale: "en-GB", javaScriptEnabled });
}

/** The mails of a tenant, which are shown on this machine only: a context that says nothing of another one. */
export async function outboxOf(page: Page, tenant: string): Promise<Page> {
  const context = await page.context().browser()!.newContext({ extraHTTPHeaders: {} });
  const outbox = await context.newPage();
  await outbox.goto(`/t/${tenant}/outbox`);
  return outbox;
}

export const PASSWORD = "purple lantern under stairs";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Opens a mail to an address whose subject matches, in the development outbox, and answers the link it holds. */
export async function linkFromMail(page: Page, tenant: string, to: string, subject: RegExp, leadsTo = /token=/): Promise<string> {
  const outbox = await outboxOf(page, tenant);
  try {
    const mail = outbox
      .getByRole("row")
      .filter({ has: outbox.getByRole("cell", { name: to, exact: true }) })
      .filter({ hasText: subject })
      .first();
    // A mail is written by a job a moment later: ask again until it is there.
    await expect(async () => {
      await outbox.goto(`/t/${tenant}/outbox`);
      await expect(mail).toBeVisible({ timeout: 100 });
    }).toPass({ timeout: 15_000 });
    await mail.getByRole("link").click();
    const links = outbox.locator(".mail a");
    await expect(links.first()).toBeVisible();
    const addresses = await links.evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href));
    const link = addresses.find((address) => leadsTo.test(address));
    expect(link, `a link in the mail to ${to}, which has ${addresses.join(" ")}`).toBeTruthy();
    return link as string;
  } finally {
    await outbox.context().close();
  }
}

/** Sends the form of a page of the front door. */
export async function send(page: Page) {
  await page.locator("main form button.button-primary").first().click();
}

/** Sends the form and waits until it is answered: what is opened next would break it off, and would be opened as whoever one was. */
export async function sent(page: Page) {
  const answered = page.waitForResponse((response) => response.request().method() === "POST" && response.request().isNavigationRequest());
  await send(page);
  await answered;
}

export async function signIn(page: Page, tenant: string, name: string, password = PASSWORD) {
  await page.goto(`/t/${tenant}/sign-in`);
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=password]").fill(password);
  await sent(page);
}

/** Signs out by the own menu. */
export async function signOut(page: Page, tenant: string) {
  await page.goto(`/t/${tenant}/portal`);
  await page.locator("[popovertarget=own-menu]").click();
  await page.locator('form[action$="/sign-out"] button').first().click();
  await expect(page).toHaveURL(/signed-out/);
}

/** Signs somebody up and follows the link of the mail; ends in the portal. */
export async function join(page: Page, tenant: string, email: string, password = PASSWORD) {
  await page.goto(`/t/${tenant}/sign-up`);
  await page.locator("input[name=given_name]").fill("Grace");
  await page.locator("input[name=family_name]").fill("Hopper");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await send(page);
  await expect(page).toHaveURL(/sign-up\/sent/);
  await page.goto(await linkFromMail(page, tenant, email, /confirm|bestätigen/i));
  await page.locator("input[name=password]").fill(password);
  await send(page);
  await expect(page).toHaveURL(/portal/);
}

/** Accepts the invitation mailed to an address; ends signed in. */
export async function accept(page: Page, tenant: string, email: string, given: string, family: string) {
  await page.goto(await linkFromMail(page, tenant, email, /invitation/i));
  await page.locator("input[name=given_name]").fill(given);
  await page.locator("input[name=family_name]").fill(family);
  await page.locator("input[name=password]").fill(PASSWORD);
  await sent(page);
}

/** Makes a tenant as an operator does; ends signed in as its administrator, Ada Lovelace, who has no factor yet. Answers her address. */
export async function newTenant(page: Page, name: string, slug: string): Promise<string> {
  const email = `ada@${slug}.example`;
  await signIn(page, "platform", "operator@pforte.example");
  await page.goto("/t/platform/console/tenants/new");
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=slug]").fill(slug);
  await page.locator("input[name=administrator_email]").fill(email);
  await send(page);
  await expect(page).toHaveURL(/done=tenant-created/);
  await page.context().clearCookies();
  await accept(page, slug, email, "Ada", "Lovelace");
  return email;
}

/** Sends the form of a new authenticator app, and then the code the app shows; answers its key. */
export async function addApp(page: Page): Promise<string> {
  await send(page);
  const key = (await page.locator("[data-key]").textContent()) as string;
  await page.locator("input[name=code]").fill(code(key));
  await send(page);
  return key;
}

/** Makes a factor where one is asked for on the way to a page of the console; ends there. */
export async function makeFactor(page: Page, path: string) {
  await page.getByRole("link", { name: "Add an authenticator app" }).click();
  await addApp(page);
  await expect(page).toHaveURL(/recovery-codes\?next=.*done=app-added/);
  await page.getByRole("link", { name: "Later" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
}

/** Opens a page of the console for the first time: an administrator makes a factor on the way. */
export async function protect(page: Page, path: string) {
  await page.goto(path);
  await expect(page).toHaveURL(/portal\/protect\?next=/);
  await makeFactor(page, path);
}

/** What somebody whom a test adds signs in with. */
export const addressOf = (slug: string, name: string) => `${name.split(" ")[0].toLowerCase()}@${slug}.example`;

/** Adds somebody, whose given name is the first word; answers the path of their page. */
export async function addPerson(page: Page, slug: string, name: string, archetype: string, { email = addressOf(slug, name), invited = false } = {}): Promise<string> {
  const [given, ...family] = name.split(" ");
  await page.goto(`/t/${slug}/console/people/new`);
  await page.locator("input[name=given_name]").fill(given);
  await page.locator("input[name=family_name]").fill(family.join(" "));
  await page.locator("input[name=email]").fill(email);
  await page.locator("select[name=archetype]").selectOption(archetype);
  await page.locator("input[name=invite]").setChecked(invited);
  await send(page);
  await expect(page).toHaveURL(new RegExp(`console/people/[0-9a-f-]{36}\\?done=${invited ? "person-invited" : "person-created"}$`));
  return pathOf(page);
}

/** The lines of the table of a page. */
export const lines = (page: Page) => page.locator("main table tbody tr");

/** The path of the page that is open. */
export const pathOf = (page: Page) => new URL(page.url()).pathname;

/** The last part of a path: what the page is about. */
export const idOf = (path: string) => path.split("/").pop() as string;

/** Moves to a row by a key, from no row, since a slow machine sees the first one too late; again until the program has arrived. */
export async function moveTo(row: Locator, key: "j" | "k") {
  const page = row.page();
  await expect(async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press(key);
    await expect(row).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

/** What a link or a button downloads: the name of the file, and its text. */
export async function download(page: Page, from: Locator): Promise<[name: string, text: string]> {
  const [file] = await Promise.all([page.waitForEvent("download"), from.click()]);
  return [file.suggestedFilename(), readFileSync(await file.path(), "utf8")];
}

/** No violation of WCAG 2.2 AA on the page as it is now. */
export async function accessible(page: Page, what = page.url()) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    // What stands still at the top hides nothing there.
    window.scrollTo(0, 0);
    const options = {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      resultTypes: ["violations"],
      // Controls of the console are 32 px high: the standard's own limit, which axe does not check unless asked.
      rules: { "target-size": { enabled: true } },
    };
    const result = await (window as unknown as { axe: { run(node: Document, options: unknown): Promise<{ violations: Violation[] }> } }).axe.run(document, options);
    type Violation = { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] };
    return result.violations.map(
      (violation) => `${violation.id}: ${violation.help}\n  ${violation.nodes.slice(0, 5).map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`).join("\n  ")}`,
    );
  });
  expect.soft(found, `${what} is accessible`).toEqual([]);
}

/** The page is no wider than its window. */
export async function fits(page: Page, what: string) {
  const over = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth > room;
    const parts = wide ? [...document.querySelectorAll("body *")].filter((part) => part.getBoundingClientRect().right > room + 1) : [];
    return wide ? parts.slice(0, 5).map((part) => `${part.tagName.toLowerCase()}.${part.className}`) : null;
  });
  expect.soft(over, `${what} fits`).toBeNull();
}

type Looks = {
  /** How wide the narrow pictures are. */
  phone?: number;
  /** Which are examined for violations: each, or the wide light and the narrow dark one; or the page once, as it was before. */
  examined?: "each" | "crosswise" | "before";
};

/** Looks at pages as they are, light and dark, wide and narrow, and keeps what it sees in a folder. Only with script: what looks for
 * violations waits by timers, which do not run without, and the pages are the same. */
export function pictures(folder: string, { phone = 320, examined = "crosswise" }: Looks = {}) {
  return async (page: Page, name: string) => {
    if (base.info().project.name !== "with-script") return;
    if (examined === "before") await accessible(page, name);
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const [kind, width] of [["wide", 1280], ["phone", phone]] as const) {
        const what = `${name} ${scheme} ${kind}`;
        await page.setViewportSize({ width, height: 800 });
        await fits(page, what);
        const isAcross = (scheme === "light") === (kind === "wide");
        if (examined === "each" || (examined === "crosswise" && isAcross)) await accessible(page, what);
        await page.screenshot({ path: `screenshots/${folder}/${name}-${scheme}-${kind}.png`, fullPage: true });
      }
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1280, height: 800 });
  };
}

/** What a page complains about from now on: errors of its scripts, of its requests and of its content security policy. */
export function complaints(context: BrowserContext): string[] {
  const heard: string[] = [];
  const isPlain = base.info().project.name === "without-script";
  context.on("weberror", (error) => heard.push(`${error.page()?.url()}: ${error.error().message}`));
  context.on("console", (message) => {
    // The answer to a page that is not there is one we asked for.
    const asked = message.text().startsWith("Failed to load resource") && message.location().url === message.page()?.url();
    // Without script nothing asks for what is fetched ahead for it.
    const ahead = isPlain && message.text().includes("was preloaded using link preload but not used");
    if (["error", "warning"].includes(message.type()) && !asked && !ahead) heard.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) heard.push(`${response.url()}: ${response.status()}`);
  });
  return heard;
}

let made = 0;

/** A word that no other test of the run uses. */
export function fresh(word: string, info: TestInfo): string {
  made += 1;
  return `${word}-${info.project.name}-${info.parallelIndex}-${process.pid}-${made}`;
}

/** The code an authenticator app shows for a key (RFC 6238), so many steps from now. */
export function code(key: string, steps = 0): string {
  let bits = "";
  for (const letter of key.replace(/\s/g, "")) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const tag = createHmac("sha1", Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)))).update(counter).digest();
  return String((tag.readUInt32BE(tag[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
