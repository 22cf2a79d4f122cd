// Codes by mail and remembered devices in a browser, in a tenant whose administrator switches them on.
import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { PASSWORD, accessible, code, complaints, fits, fresh, linkFromMail, newTenant, send, signIn, test } from "./helpers";

/** Looks at the page as it is now: light and dark, wide and narrow. */
async function picture(page: Page, name: string) {
  await accessible(page, name);
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [kind, width] of [["wide", 1280], ["phone", 320]] as const) {
      await page.setViewportSize({ width, height: 800 });
      await fits(page, `${name} ${kind}`);
      await page.screenshot({ path: `screenshots/mail-codes/${name}-${scheme}-${kind}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
}

test("a device is remembered, and a code by mail lets in as far as the second step", async ({ page, browser }, info) => {
  test.setTimeout(240_000);
  const look = async (name: string) => { if (info.project.name === "with-script") await picture(page, name); };
  const heard = complaints(page.context());
  const slug = fresh("codes", info).toLowerCase();
  const at = (path: string) => `/t/${slug}${path}`;
  const email = await newTenant(page, "Codes", slug);
  await page.goto(at("/portal/security/apps/new"));
  await send(page);
  const key = (await page.locator("[data-key]").textContent()) as string;
  await page.locator("input[name=code]").fill(code(key));
  await send(page);
  await page.getByRole("button", { name: "Make recovery codes" }).click();
  const codes = await page.locator(".codes li").allTextContents();

  await page.goto(at("/console/settings/policy"));
  await page.locator('select[name="required.administrators"]').selectOption("second_factor");
  await page.locator("input[name=mail_codes]").check();
  await page.locator("input[name=remember_days]").fill("91");
  await page.getByRole("button", { name: "Show whom it concerns" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.locator("input[name=remember_days]").fill("30");
  await page.getByRole("button", { name: "Show whom it concerns" }).click();
  await look("policy");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/done=saved/);
  await expect(page.locator("input[name=mail_codes]")).toBeChecked();

  // The second step is remembered in this browser.
  await page.context().clearCookies();
  await signIn(page, slug, email);
  await expect(page).toHaveURL(/sign-in\/second/);
  await page.getByLabel("Do not ask on this device again for 30 days").check();
  await look("second-step");
  await page.locator("input[name=code]").fill(code(key, 1));
  await send(page);
  await expect(page).toHaveURL(/portal$/);
  await page.context().clearCookies({ name: `__Host-pforte-${slug}` });
  await signIn(page, slug, email);
  await expect(page).toHaveURL(/portal$/);
  await page.goto(at("/portal/sessions"));
  await expect(page.getByRole("heading", { name: "Devices that are not asked for a second step" })).toBeVisible();
  await look("sessions");
  await page.getByRole("button", { name: /Ask again/ }).first().click();
  await expect(page).toHaveURL(/done=device-forgotten/);
  await page.context().clearCookies({ name: `__Host-pforte-${slug}` });
  await signIn(page, slug, email);
  await expect(page).toHaveURL(/sign-in\/second/);

  // A code by mail, and then the second step all the same.
  await page.context().clearCookies();
  await page.goto(at("/portal/history"));
  await look("sign-in");
  await page.getByRole("link", { name: "Sign in with a code by e-mail" }).click();
  await look("ask");
  await send(page);
  await expect(page.getByRole("alert")).toBeVisible();
  await page.locator("input[name=name]").fill(email);
  await send(page);
  await expect(page).toHaveURL(/sign-in\/mail\/code$/);
  await look("code");
  await page.locator("input[name=mailed_code]").fill("0000 0000");
  await send(page);
  await expect(page.getByRole("alert")).toContainText("This code is not right");
  await look("code-refused");
  const link = await linkFromMail(page, slug, email, /your code/i, /code=/);
  const other = await browser.newContext({ baseURL: info.project.use.baseURL });
  const elsewhere = await other.newPage();
  await elsewhere.goto(link);
  await expect(elsewhere.getByRole("heading", { name: "Enter the code where you asked for it" })).toBeVisible();
  await other.close();
  await page.goto(link);
  await expect(page.locator("input[name=mailed_code]")).toHaveValue(/^\d{8}$/);
  await send(page);
  await expect(page).toHaveURL(/sign-in\/second/);
  await expect(page.getByText("Do not ask on this device again")).toHaveCount(0);
  await page.getByRole("link", { name: "Use a recovery code instead" }).click();
  await page.locator("input[name=code]").fill(codes[0]);
  await send(page);
  // A mailbox and a code are no two factors where the tenant asks for more: the password confirms.
  await expect(page).toHaveURL(/portal\/confirm\?next=/);
  await look("confirm");
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("input[name=code]").fill(codes[1]);
  await send(page);
  await expect(page).toHaveURL(/portal\/history$/);
  await expect(page.getByText("A code to sign in with was requested by e-mail")).toBeVisible();
  await look("history");

  // Whoever came in with a code by mail shows who they are before they take their data away, and goes on where they were.
  const carl = `carl@${slug}.example`;
  await page.goto(at("/console/people/new"));
  await page.locator("input[name=family_name]").fill("Babbage");
  await page.locator("input[name=email]").fill(carl);
  await page.locator("input[name=invite]").check();
  await send(page);
  await expect(page).toHaveURL(/console\/people\/[0-9a-f-]{36}/);
  const invitation = await linkFromMail(page, slug, carl, /invitation/i);
  await page.context().clearCookies();
  await page.goto(invitation);
  await page.locator("input[name=given_name]").fill("Carl");
  await page.locator("input[name=family_name]").fill("Babbage");
  await page.locator("input[name=password]").fill(PASSWORD);
  await send(page);
  await expect(page).toHaveURL(/portal/);
  await page.context().clearCookies();
  await page.goto(at("/sign-in/mail"));
  await page.locator("input[name=name]").fill(carl);
  await send(page);
  await expect(page).toHaveURL(/sign-in\/mail\/code$/);
  await page.goto(await linkFromMail(page, slug, carl, /your code/i, /code=/));
  await send(page);
  await expect(page).toHaveURL(/portal/);
  await page.goto(at("/portal/profile"));
  await page.getByRole("link", { name: "Get a copy" }).click();
  await look("data");
  const download = page.getByRole("button", { name: "Download" });
  await download.click();
  await expect(page).toHaveURL(/portal\/confirm\?next=/);
  await page.locator("input[name=password]").fill(PASSWORD);
  await send(page);
  await expect(page).toHaveURL(/portal\/data\?done=confirmed/);
  await look("data-waits");
  const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);
  const data = JSON.parse(await readFile((await file.path()) as string, "utf8"));
  expect([data.schema, data.person.family_name, data.addresses[0].value]).toEqual(["pforte.own-data.1", "Babbage", carl]);
  expect(heard).toEqual([]);
});
