import { expect, test as base, type BrowserContext, type Page, type TestInfo } from "@playwright/test";
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
