// What people do, from the first page to the last, with script and without.
import { expect, type Page } from "@playwright/test";
import path from "node:path";
import { PASSWORD, fresh, join, linkFromMail, send, signIn, signOut, test } from "./helpers";

const TENANT = "easy-spaces";
const NEW = "copper teapot near window";

/** Opens what is folded and answers the form in it. */
async function unfold(page: Page, action: string) {
  const form = page.locator(`form[action$="${action}"]`);
  if (!(await form.isVisible())) await page.locator("details", { has: form }).locator("summary").click();
  await expect(form).toBeVisible();
  return form;
}

test("a person signs up, confirms, changes password and address, undoes that, ends sessions and signs out", async ({ page, browser }, info) => {
  const email = `${fresh("ada", info)}@example.org`;
  await page.goto(`/t/${TENANT}/sign-in`);
  await page.locator('a[href$="/sign-up"]').click();

  // What is wrong is said at its field and above, and what was typed is kept.
  await page.locator("input[name=given_name]").fill("Ada");
  await page.locator("input[name=family_name]").fill("Lovelace");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill("short");
  await send(page);
  await expect(page.locator("input[name=email]")).toHaveValue(email);
  await expect(page.locator("input[name=password]")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("input[name=password]")).toHaveValue("");
  await page.getByRole("alert").getByRole("link").click();
  await expect(page.locator("input[name=password]")).toBeFocused();

  await page.locator("input[name=password]").fill(PASSWORD);
  await send(page);
  await expect(page).toHaveURL(/sign-up\/sent/);

  // Who has not confirmed does not get in, and is told what to do.
  await signIn(page, TENANT, email);
  await expect(page.locator("main")).toContainText("@example.org");
  await page.goto(`/t/${TENANT}/portal`);
  await expect(page).toHaveURL(/sign-in/);

  const confirm = await linkFromMail(page, TENANT, email, /confirm/i);
  await page.goto(confirm);
  await page.locator("input[name=password]").fill(PASSWORD);
  await send(page);
  // A passkey is offered, and may be declined.
  await expect(page).toHaveURL(/portal\/offer/);
  await page.getByRole("link", { name: "Not now" }).click();
  await expect(page).toHaveURL(/portal$/);
  await expect(page.locator("h1")).toContainText("Ada");

  // The link works once.
  await page.goto(confirm);
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator("input[name=password]")).toHaveCount(0);

  await page.goto(`/t/${TENANT}/portal/security`);
  let password = await unfold(page, "/portal/security/password");
  await password.locator("input[name=current]").fill("not the right one");
  await password.locator("input[name=password]").fill(NEW);
  await password.getByRole("button").click();
  await expect(page.locator("input[name=current]")).toHaveAttribute("aria-invalid", "true");
  password = await unfold(page, "/portal/security/password");
  await password.locator("input[name=current]").fill(PASSWORD);
  await password.locator("input[name=password]").fill(NEW);
  await password.getByRole("button").click();
  await expect(page).toHaveURL(/done=password-changed/);

  const moved = `moved-${email}`;
  const address = await unfold(page, "/portal/security/address");
  await address.locator("input[name=email]").fill(moved);
  await address.locator("input[name=password]").fill(NEW);
  await address.getByRole("button").click();
  await expect(page).toHaveURL(/done=address-link-sent/);
  await page.goto(await linkFromMail(page, TENANT, moved, /confirm/i));
  await send(page);
  await expect(page).toHaveURL(/done=address-confirmed/);

  // Two more browsers sign in with the new address and the new password.
  const elsewhere = async (name: string) => {
    const context = await browser.newContext({ javaScriptEnabled: info.project.use.javaScriptEnabled, baseURL: info.project.use.baseURL });
    const other = await context.newPage();
    await signIn(other, TENANT, name, NEW);
    await expect(other).toHaveURL(/portal/);
    return other;
  };
  const ended = async (other: Page) => {
    await other.goto(`/t/${TENANT}/portal`);
    await expect(other).toHaveURL(/sign-in/);
    await other.context().close();
  };
  const [first, second] = [await elsewhere(moved), await elsewhere(moved)];
  await page.goto(`/t/${TENANT}/portal/sessions`);
  await expect(page.locator('form[action$="/end"]')).toHaveCount(2);
  // One of them, the one used last; then all others.
  await page.locator('form[action$="/end"] button').first().click();
  await expect(page).toHaveURL(/done=session-ended/);
  await expect(page.locator('form[action$="/end"]')).toHaveCount(1);
  await ended(second);
  await first.goto(`/t/${TENANT}/portal`);
  await expect(first).toHaveURL(/portal$/);
  await page.locator('form[action$="/portal/sessions/end-others"] button').click();
  await expect(page).toHaveURL(/done=other-sessions-ended/);
  await ended(first);

  // The old address was told, and its owner takes the change back. Whoever changed it knew the password, so that is gone,
  // and a link for another one comes to the old address. The new name leads nowhere.
  await page.goto(await linkFromMail(page, TENANT, email, /was changed/, /address\/undo/));
  await send(page);
  await expect(page).toHaveURL(/done=address-undone/);
  await expect(page.locator("main")).toContainText("choose a new password");
  await page.goto(await linkFromMail(page, TENANT, email, /is secured/i, /recover\/set/));
  await page.locator("input[name=password]").fill(NEW);
  await send(page);
  await expect(page).toHaveURL(/done=password-set/);
  const back = await elsewhere(email);
  await signIn(page, TENANT, moved, NEW);
  await expect(page.getByRole("alert")).toBeVisible();

  await signOut(back, TENANT);
  await back.goto(`/t/${TENANT}/portal`);
  await expect(back).toHaveURL(/sign-in/);
  await back.context().close();
});

test("a forgotten password: the same answer for everybody, a link for the owner", async ({ page }, info) => {
  const email = `${fresh("grace", info)}@example.org`;
  await join(page, TENANT, email);
  await signOut(page, TENANT);
  const answers = [];
  for (const name of [`nobody-${email}`, email]) {
    await page.goto(`/t/${TENANT}/recover`);
    await page.locator("input[name=name]").fill(name);
    await send(page);
    await expect(page).toHaveURL(/recover\/sent/);
    answers.push(await page.locator("main").innerText());
  }
  expect(answers[0]).toBe(answers[1]);
  const link = await linkFromMail(page, TENANT, email, /reset your password/i);
  await page.goto(link);
  await page.locator("input[name=password]").fill("short");
  await send(page);
  await expect(page.locator("input[name=password]")).toHaveAttribute("aria-invalid", "true");
  await page.locator("input[name=password]").fill(NEW);
  await send(page);
  await expect(page).toHaveURL(/done=password-set/);
  await signIn(page, TENANT, email);
  await expect(page.getByRole("alert")).toBeVisible();
  await signIn(page, TENANT, email, NEW);
  await expect(page).toHaveURL(/portal/);
  await page.goto(link);
  await expect(page.locator("input[name=password]")).toHaveCount(0);
});

test("an administrator imports the CRM file, finds a person, gives a role and sees the audit entry", async ({ page }, info) => {
  await signIn(page, TENANT, `admin@${TENANT}.example`);
  await page.goto(`/t/${TENANT}/console/sources`);
  await page.locator('a[href$="/console/sources/upload"]').first().click();
  await page.locator("input[type=file]").setInputFiles(path.join(__dirname, "../../demo/salesforce_easy_spaces/Contact_Data.csv"));
  const source = fresh("CRM", info);
  await page.locator("input[name=source]").fill(source);
  await send(page);
  await expect(page).toHaveURL(/imports\/[^/]+\/mapping/);
  await send(page);
  await expect(page).toHaveURL(/imports\/[^/]+$/);
  await page.locator('form[action$="/start"] button').click();
  // With script the page follows by itself; without, a visitor looks again.
  const report = page.locator('a[href$="/report.csv"]');
  await expect(async () => {
    await page.goto(page.url().split("?")[0]);
    await expect(report).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 30_000 });
  await expect(page.locator("main")).toContainText(source);
  const [download] = await Promise.all([page.waitForEvent("download"), report.click()]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);

  // Found by a part of the name, whatever its case.
  await page.locator("#search").fill("phaidra ray");
  await page.locator("#search").press("Enter");
  await expect(page).toHaveURL(/console\/search\?q=phaidra/);
  await page.getByRole("link", { name: /Rayer/ }).first().click();
  await expect(page.locator("h1")).toContainText("Rayer");
  const person = page.url().split("?")[0];
  await page.goto(`${person}?tab=roles`);
  await page.locator('a[href$="/roles/give"]').click();
  await page.locator("input[name=role]").first().check();
  await send(page);
  await expect(page.locator("[name=reason]")).toHaveAttribute("aria-invalid", "true");
  const reason = fresh("Covers for a colleague", info);
  await page.locator("[name=reason]").fill(reason);
  await send(page);
  await expect(page).toHaveURL(/done=role-given/);
  await expect(page.locator("table")).toContainText(reason);

  await page.goto(`/t/${TENANT}/console/audit?kind=role.given`);
  await page.locator("[data-row]").first().click();
  await expect(page.locator("main")).toContainText("Rayer");
  await expect(page.locator("main")).toContainText(reason);
});
