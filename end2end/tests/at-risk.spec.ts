// An account that somebody else may be in: closed by its owner, and by the link of a mail. With script and without.
import { expect } from "@playwright/test";
import { PASSWORD, accessible, fits, fresh, join, linkFromMail, send, signIn, test } from "./helpers";

const TENANT = "easy-spaces";
const NEW = "copper teapot near window";

test("the owner closes the account, and comes back by mail", async ({ page, browser }, info) => {
  const email = `${fresh("risk", info)}@example.org`;
  await join(page, TENANT, email);
  const elsewhere = await browser.newContext({ baseURL: info.project.use.baseURL, javaScriptEnabled: info.project.use.javaScriptEnabled });
  const other = await elsewhere.newPage();
  await signIn(other, TENANT, email);
  await expect(other).toHaveURL(/portal/);

  await page.goto(`/t/${TENANT}/portal`);
  await page.locator('main a[href$="/portal/at-risk"]').click();
  await expect(page.locator("main")).toContainText("•••@example.org");
  await accessible(page);
  await fits(page, "at risk");
  await page.locator('form[action$="/portal/at-risk"] button').click();
  await expect(page).toHaveURL(/sign-in\?done=account-secured/);
  await expect(page.locator("main [role=status].banner")).toContainText("the password no longer works");

  await other.goto(`/t/${TENANT}/portal`);
  await expect(other).toHaveURL(/sign-in/);
  await signIn(other, TENANT, email);
  await expect(other.getByRole("alert")).toBeVisible();
  await elsewhere.close();

  await page.goto(await linkFromMail(page, TENANT, email, /is secured/i, /recover\/set/));
  await page.locator("input[name=password]").fill(NEW);
  await send(page);
  await expect(page).toHaveURL(/done=password-set/);
  await signIn(page, TENANT, email, NEW);
  await expect(page).toHaveURL(/portal/);

  // The mail about that password closes the account once more, and opens nothing.
  const link = await linkFromMail(page, TENANT, email, /password .* was changed/i, /not-me/);
  await page.goto(link);
  await expect(page.locator("main")).toContainText("password changed");
  await accessible(page);
  await page.locator("input[name=renew]").check();
  await send(page);
  await expect(page).toHaveURL(/sign-in\?done=account-secured/);
  await page.goto(link);
  await expect(page.locator("h1")).toHaveText("This link no longer works");
  await signIn(page, TENANT, email, NEW);
  await expect(page.getByRole("alert")).toBeVisible();
  await signIn(page, TENANT, email, PASSWORD);
  await expect(page.getByRole("alert")).toBeVisible();
});
