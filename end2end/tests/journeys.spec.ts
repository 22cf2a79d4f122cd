import { expect, test } from "@playwright/test";
import path from "node:path";
import { accessible, fresh, linkFromMail, PASSWORD, signIn } from "./helpers";

const TENANT = "easy-spaces";
const NEW = "copper teapot near window";

test("a person signs up, confirms, signs in, changes password and address, and ends a session", async ({ page, browser }, info) => {
  const email = `${fresh("ada", info)}@example.org`;
  await page.goto(`/t/${TENANT}/sign-in`);
  await accessible(page, browser, info);
  await page.locator('a[href$="/sign-up"]').click();

  // What is wrong is said at its field, and what was typed is kept.
  await page.locator("input[name=given_name]").fill("Ada");
  await page.locator("input[name=family_name]").fill("Lovelace");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill("short");
  await page.locator("main form button").first().click();
  await expect(page.locator("input[name=email]")).toHaveValue(email);
  await expect(page.locator("input[name=password]")).toHaveAttribute("aria-invalid", "true");
  await accessible(page, browser, info);

  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("main form button").first().click();
  await expect(page).toHaveURL(/sign-up\/sent/);

  const confirm = await linkFromMail(page, TENANT, email, /confirm/i);
  await page.goto(confirm);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("main form button").first().click();
  await expect(page).toHaveURL(/portal/);
  await accessible(page, browser, info);

  // The link works once.
  await page.goto(confirm);
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator("input[name=password]")).toHaveCount(0);

  await page.goto(`/t/${TENANT}/portal/security`);
  await page.locator("details", { has: page.locator('form[action$="/portal/security/password"]') }).locator("summary").click();
  const password = page.locator('form[action$="/portal/security/password"]');
  await password.locator("input[name=current]").fill("not the right one");
  await password.locator("input[name=password]").fill(NEW);
  await password.getByRole("button").click();
  await expect(page.locator("input[name=current]")).toHaveAttribute("aria-invalid", "true");
  await password.locator("input[name=current]").fill(PASSWORD);
  await password.locator("input[name=password]").fill(NEW);
  await password.getByRole("button").click();
  await expect(page).toHaveURL(/done=password-changed/);

  const moved = `moved-${email}`;
  await page.locator("details", { has: page.locator('form[action$="/portal/security/address"]') }).locator("summary").click();
  const address = page.locator('form[action$="/portal/security/address"]');
  await address.locator("input[name=email]").fill(moved);
  await address.locator("input[name=password]").fill(NEW);
  await address.getByRole("button").click();
  await expect(page).toHaveURL(/done=address-link-sent/);
  await page.goto(await linkFromMail(page, TENANT, moved, /confirm/i));
  await page.locator("main form button").first().click();
  await expect(page).toHaveURL(/done=address-confirmed/);

  // Another browser signs in with the new address and password; this one ends that session.
  const elsewhere = await browser.newContext({ javaScriptEnabled: info.project.name === "with-script", baseURL: info.project.use.baseURL });
  const other = await elsewhere.newPage();
  await signIn(other, TENANT, moved, NEW);
  await expect(other).toHaveURL(/portal/);
  await page.goto(`/t/${TENANT}/portal/sessions`);
  await accessible(page, browser, info);
  await page.locator('form[action$="/portal/sessions/end-others"] button').click();
  await expect(page).toHaveURL(/done=other-sessions-ended/);
  await other.goto(`/t/${TENANT}/portal`);
  await expect(other).toHaveURL(/sign-in/);
  await elsewhere.close();

  await page.locator('form[action$="/sign-out"] button').first().click();
  await expect(page).toHaveURL(/signed-out/);
  await page.goto(`/t/${TENANT}/portal`);
  await expect(page).toHaveURL(/sign-in/);
});

test("a forgotten password: the same answer for everybody, a link for the owner", async ({ page }, info) => {
  const email = `${fresh("grace", info)}@example.org`;
  for (const name of [email, "customer@easy-spaces.example"]) {
    await page.goto(`/t/${TENANT}/recover`);
    await page.locator("input[name=name]").fill(name);
    await page.locator("main form button").first().click();
    await expect(page).toHaveURL(/recover\/sent/);
  }
  await page.goto(await linkFromMail(page, TENANT, "customer@easy-spaces.example", /password/i));
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("main form button").first().click();
  await expect(page).toHaveURL(/done=password-set/);
});

test("an administrator imports the CRM file, finds a person, gives a role and sees the audit entry", async ({ page, browser }, info) => {
  await signIn(page, TENANT, `admin@${TENANT}.example`);
  await page.goto(`/t/${TENANT}/console/sources/upload`);
  await accessible(page, browser, info);
  await page.locator("input[type=file]").setInputFiles(path.join(__dirname, "../../demo/salesforce_easy_spaces/Contact_Data.csv"));
  await page.locator("input[name=source]").fill(fresh("CRM", info));
  await page.locator("main form button").last().click();
  await expect(page).toHaveURL(/imports\/[^/]+\/mapping/);
  await accessible(page, browser, info);
  await page.locator("main form button.button-primary").click();
  await expect(page).toHaveURL(/imports\/[^/]+$/);
  await accessible(page, browser, info);
  await page.locator('form[action$="/start"] button').click();
  await expect.poll(async () => {
    await page.goto(page.url().split("?")[0]);
    return page.locator('a[href$="/report.csv"], [data-state="done"], .badge').allTextContents();
  }, { timeout: 30_000 }).not.toEqual([]);

  await page.goto(`/t/${TENANT}/console/people?q=phaidra`);
  await page.getByRole("link", { name: /Rayer/ }).first().click();
  await expect(page.locator("h1")).toContainText("Rayer");
  await accessible(page, browser, info);
  const person = page.url().split("?")[0];
  await page.goto(`${person}/roles/give`);
  await accessible(page, browser, info);
  await page.locator("[name=role]").first().waitFor();
  const select = page.locator("select[name=role]");
  if (await select.count()) await select.selectOption({ index: 1 });
  else await page.locator("input[name=role]").first().check();
  const reason = fresh("Covers for a colleague", info);
  await page.locator("[name=reason]").fill(reason);
  await page.locator("main form button.button-primary").click();
  await expect(page).toHaveURL(/done=role-given/);

  await page.goto(`/t/${TENANT}/console/audit?kind=role.given`);
  await expect(page.getByText(/Rayer/).first()).toBeVisible();
  await accessible(page, browser, info);
});
