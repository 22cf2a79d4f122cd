import AxeBuilder from "@axe-core/playwright";
import { expect, type Browser, type Page, type TestInfo } from "@playwright/test";
import { mkdirSync } from "node:fs";

export const PASSWORD = "purple lantern under stairs";
export const shots = "screenshots";
mkdirSync(shots, { recursive: true });

/** The link of the newest mail to an address whose subject matches, read from the development outbox. */
export async function linkFromMail(page: Page, tenant: string, to: string, subject: RegExp): Promise<string> {
  const outbox = await page.context().newPage();
  try {
    // A mail is written by a job a moment later: ask again until it is there.
    await expect
      .poll(async () => {
        await outbox.goto(`/t/${tenant}/outbox`);
        return outbox.getByRole("row").filter({ hasText: to }).filter({ hasText: subject }).count();
      })
      .toBeGreaterThan(0);
    await outbox.getByRole("row").filter({ hasText: to }).filter({ hasText: subject }).first().getByRole("link").first().click();
    const href = await outbox.locator('a[href*="token="]').first().getAttribute("href");
    expect(href, "the mail has a link").toBeTruthy();
    return href as string;
  } finally {
    await outbox.close();
  }
}

export async function signIn(page: Page, tenant: string, name: string, password = PASSWORD) {
  await page.goto(`/t/${tenant}/sign-in`);
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=password]").fill(password);
  await page.locator("main form button").first().click();
}

/** No accessibility violation on the page as it is now. axe needs script, so pages without it are checked as they were sent. */
export async function accessible(page: Page, browser: Browser, info: TestInfo) {
  if (info.project.name === "without-script") return;
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const words = found.violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.target.join(" ")).slice(0, 5).join("\n  ")}`);
  expect(words, `${page.url()} is accessible`).toEqual([]);
  void browser;
}

/** A name that no other test of the run uses. */
export function fresh(word: string, info: TestInfo): string {
  return `${word}-${info.project.name}-${info.workerIndex}-${process.hrtime.bigint().toString(36)}`;
}
