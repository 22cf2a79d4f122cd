// Second factors in a browser: an app is connected by the key that is shown, its codes and the recovery codes open the second step.
import { expect, type Page } from "@playwright/test";
import { PASSWORD, code, complaints, download, fresh, join, linkFromMail, makeFactor, newTenant, pictures, send, signIn, test } from "./helpers";

const TENANT = "easy-spaces";
const at = (path: string) => `/t/${TENANT}${path}`;

const picture = pictures("second", { phone: 360, examined: "before" });

/** Connects an app; answers its key. */
async function connect(page: Page): Promise<string> {
  await page.goto(at("/portal/security"));
  await page.getByRole("link", { name: "Add an app" }).click();
  await page.locator("input[name=name]").fill("Test phone");
  await send(page);
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  const key = (await page.locator("[data-key]").textContent()) as string;
  await page.locator("input[name=code]").fill("000000");
  await send(page);
  await expect(page.getByRole("alert")).toContainText("This code is not right");
  await expect(page.locator("[data-key]")).toHaveText(key);
  await page.locator("input[name=code]").fill(code(key));
  await send(page);
  await expect(page).toHaveURL(/recovery-codes\?done=app-added/);
  return key;
}

test("an app is connected, asked for, lost and removed", async ({ page }, info) => {
  test.setTimeout(240_000);
  const look = (name: string) => picture(page, name);
  const heard = complaints(page.context());
  const email = `${fresh("second", info)}@example.org`;
  await join(page, TENANT, email);
  await page.goto(at("/portal/security"));
  await look("security-none");
  await page.goto(at("/portal/security/apps/new"));
  await look("app-new");
  await send(page);
  await look("app-confirm");
  const key = await connect(page);

  await look("codes-first");
  await page.getByRole("button", { name: "Make recovery codes" }).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  const codes = await page.locator(".codes li").allTextContents();
  await look("codes-made");
  const [, text] = await download(page, page.getByRole("button", { name: "Keep as a file" }));
  for (const one of codes) expect(text).toContain(one);
  await page.getByRole("link", { name: "I have kept them" }).click();
  await expect(page.getByText("10 left")).toBeVisible();
  await look("security-app");

  // The password alone leads to the second step and no further.
  await page.context().clearCookies();
  await page.goto(at("/portal/rights"));
  await page.locator("input[name=name]").fill(email);
  await page.locator("input[name=password]").fill(PASSWORD);
  await send(page);
  await expect(page).toHaveURL(/sign-in\/second/);
  await look("second-step");
  await page.goto(at("/portal/rights"));
  await expect(page).toHaveURL(/sign-in\?next=/);
  await page.goBack();
  await page.locator("input[name=code]").fill("123");
  await send(page);
  await expect(page.getByRole("alert")).toBeVisible();
  await look("second-step-refused");
  // The next code, since the one of now connected the app.
  await page.locator("input[name=code]").fill(code(key, 1));
  await send(page);
  await expect(page).toHaveURL(/portal\/rights$/);

  // Without the phone.
  await page.context().clearCookies();
  await signIn(page, TENANT, email);
  await page.getByRole("link", { name: "Use a recovery code instead" }).click();
  await look("second-step-recovery");
  await page.locator("input[name=code]").fill(codes[2].toUpperCase());
  await send(page);
  await expect(page).toHaveURL(/portal$/);
  const link = await linkFromMail(page, TENANT, email, /recovery code/i, /not-me/);
  await page.goto(link);
  await look("not-me-code-used");
  await page.goto(at("/portal/security"));
  await expect(page.getByText("9 left")).toBeVisible();
  await page.locator('a[href*="/portal/security/apps/"]:not([href$="/new"])').first().click();
  await look("app-one");
  await page.getByRole("button", { name: "Remove app" }).click();
  await expect(page).toHaveURL(/done=app-removed/);
  await page.context().clearCookies();
  await signIn(page, TENANT, email);
  await expect(page).toHaveURL(/portal$/);
  expect(heard).toEqual([]);
});

test("a new tenant's administrator makes a factor first and goes on", async ({ page }, info) => {
  test.setTimeout(240_000);
  const heard = complaints(page.context());
  const slug = fresh("strict", info).toLowerCase();
  await newTenant(page, "Strict", slug);
  // Wherever she wants to go, there is one page, and the language.
  const policy = `/t/${slug}/console/settings/policy`;
  await page.goto(policy);
  await expect(page).toHaveURL(/portal\/protect\?next=/);
  await picture(page, "protect");
  await makeFactor(page, policy);
  await picture(page, "policy");
  await page.locator('select[name="required.everybody"]').selectOption("second_factor");
  await page.locator('input[name="grace.everybody"]').fill("14");
  await page.getByRole("button", { name: "Show whom it concerns" }).click();
  await expect(page.getByRole("heading", { name: "Whom it would concern now" })).toBeVisible();
  await picture(page, "policy-effect");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/done=saved/);
  await expect(page.locator('input[name="grace.everybody"]')).toHaveValue("14");
  expect(heard).toEqual([]);
});
