// Trusted persons in two browsers: one names the other, who agrees; at the second step there is a way for whoever has lost
// everything. That somebody counts days later, and what comes then, is tested where time can be moved.
import { expect, type Page, type TestInfo } from "@playwright/test";
import { PASSWORD, accessible, addApp, anotherBrowser, complaints, fits, fresh, join, send, signIn, test } from "./helpers";

const TENANT = "school";
const at = (path: string) => `/t/${TENANT}${path}`;

/** Looks at the page as it is now: light and dark, wide and narrow. */
async function picture(page: Page, name: string) {
  for (const [scheme, width] of [["light", 1280], ["dark", 360]] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await accessible(page, `${name} ${scheme}`);
    await fits(page, `${name} ${width}`);
    await page.screenshot({ path: `screenshots/trusted/${name}-${scheme}-${width}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
}

test("somebody names a trusted person, who agrees, and finds the way to ask for help", async ({ page, browser }, info: TestInfo) => {
  test.setTimeout(120_000);
  const heard = complaints(page.context());
  // What looks for violations waits by timers, which do not run where script is off; the pages are the same.
  const look = async (of: Page, name: string) => {
    if (info.project.use.javaScriptEnabled) await picture(of, name);
  };

  // The administrator turns it on.
  const admin = await (await anotherBrowser(browser, info)).newPage();
  await signIn(admin, TENANT, `admin@${TENANT}.example`);
  await expect(admin).toHaveURL(/portal/);
  await admin.goto(at("/console/settings/recovery"));
  await admin.locator("input[name=wait_hours]").fill("2");
  await send(admin);
  await expect(admin.getByRole("alert")).toContainText("168");
  await admin.locator("input[name=wait_hours]").fill("48");
  await admin.locator("input[name=trusted][value=anybody]").check();
  await send(admin);
  await expect(admin).toHaveURL(/done=saved/);
  await look(admin, "rules");

  const helperEmail = `${fresh("helper", info)}@example.org`;
  const helper = await (await anotherBrowser(browser, info)).newPage();
  await join(helper, TENANT, helperEmail);
  const email = `${fresh("named", info)}@example.org`;
  await join(page, TENANT, email);
  await page.goto(at("/portal/security"));
  await page.locator('a[href$="/portal/trusted"]').click();
  await page.locator("input[name=name]").fill(email);
  await send(page);
  await expect(page.getByRole("alert")).toContainText("your own account");
  await look(page, "refused");
  for (const name of [helperEmail, "nobody-at-all@example.org"]) {
    await page.locator("input[name=name]").fill(name);
    await send(page);
    await expect(page).toHaveURL(/done=trusted-named/);
  }
  await expect(page.getByText("Has not agreed yet")).toHaveCount(2);
  await look(page, "named");

  await expect(async () => {
    await helper.goto(at("/portal/trusted"));
    await expect(helper.getByRole("button", { name: /^Agree/ })).toBeVisible({ timeout: 300 });
  }).toPass({ timeout: 15_000 });
  await look(helper, "asked");
  await helper.getByRole("button", { name: /^Agree/ }).click();
  await expect(helper).toHaveURL(/done=trusted-accepted/);
  await page.goto(at("/portal/trusted"));
  await expect(page.getByText("Agreed; can help you from")).toBeVisible();

  // The second step leads to it; who counts only in some days cannot help yet.
  await page.goto(at("/portal/security/apps/new"));
  await page.locator("input[name=name]").fill("Phone");
  await addApp(page);
  await expect(page).toHaveURL(/done=app-added/);
  await page.context().clearCookies();
  await signIn(page, TENANT, email, PASSWORD);
  await page.getByRole("link", { name: "I have nothing of this any more" }).click();
  await expect(page).toHaveURL(/sign-in\/help$/);
  await look(page, "help");
  await send(page);
  await expect(page.getByRole("alert")).toContainText("no trusted person who can help you yet");
  await look(page, "help-refused");
  await page.getByRole("link", { name: "Use another way" }).click();
  await expect(page.locator("input[name=code]")).toBeVisible();
  expect(heard).toEqual([]);
});
