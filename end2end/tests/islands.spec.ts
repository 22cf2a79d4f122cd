// What the islands do, in the pages they are in.
import { expect } from "@playwright/test";
import { complaints, fresh, moveTo, signIn, test } from "./helpers";

const TENANT = "easy-spaces";

test("the keys of the console: search, rows, help", async ({ page, context }) => {
  const heard = complaints(context);
  await signIn(page, TENANT, `admin@${TENANT}.example`);
  await page.goto(`/t/${TENANT}/console/people`);
  const rows = page.locator("[data-row]");
  await moveTo(rows.last(), "k");
  await page.keyboard.press("j");
  await expect(rows.last()).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.nth((await rows.count()) - 2)).toBeFocused();

  await page.keyboard.press("?");
  await expect(page.locator("#keys")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator("#keys")).toBeHidden();

  await page.keyboard.press("/");
  await expect(page.locator("#search")).toBeFocused();
  // What is typed is typed.
  await page.keyboard.type("j/k?");
  await expect(page.locator("#search")).toHaveValue("j/k?");
  await page.locator("h1").click();
  await page.keyboard.press("Control+k");
  await expect(page.locator("#search")).toBeFocused();

  await page.goto(`/t/${TENANT}/console/people`);
  await moveTo(rows.first(), "j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/console\/people\/[0-9a-f-]{36}/);
  expect(heard).toEqual([]);
});

test("a refused form of the console has its keys as well", async ({ page, context }) => {
  const heard = complaints(context);
  await signIn(page, TENANT, `admin@${TENANT}.example`);
  await page.goto(`/t/${TENANT}/console/people/new`);
  await page.locator("main form button.button-primary").click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(page.locator("#keys")).toBeVisible({ timeout: 100 });
  }).toPass();
  expect(heard).toEqual([]);
});

test("the colour scheme is switched at once and stays", async ({ page, context }) => {
  const heard = complaints(context);
  await page.emulateMedia({ colorScheme: "light" });
  await signIn(page, TENANT, `customer@${TENANT}.example`);
  await page.goto(`/t/${TENANT}/portal/profile`);
  const dark = page.locator("[data-choice=dark]");
  await dark.click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(dark).toHaveAttribute("aria-pressed", "true");
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  const night = await ink();
  await page.goto(`/t/${TENANT}/portal`);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await ink()).toBe(night);
  await page.goto(`/t/${TENANT}/portal/profile`);
  await page.locator("[data-choice=system]").click();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  expect(await ink()).not.toBe(night);
  await page.reload();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  expect(heard).toEqual([]);
});

test("an address is copied", async ({ page, context }) => {
  const heard = complaints(context);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, "platform", "operator@pforte.example");
  await page.goto("/t/platform/console/tenants");
  await page.locator("[data-row]").first().click();
  const button = page.locator("[data-copy]");
  await expect(button).toBeVisible();
  const word = await button.innerText();
  await button.click();
  await expect(button).not.toHaveText(word);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await button.getAttribute("data-copy"));
  await expect(button).toHaveText(word);
  expect(heard).toEqual([]);
});

test("the progress of an import moves by itself and ends with the report", async ({ page, context }, info) => {
  const heard = complaints(context);
  await signIn(page, TENANT, `admin@${TENANT}.example`);
  await page.goto(`/t/${TENANT}/console/sources/upload`);
  const word = fresh("row", info);
  // So many that the page is loaded before the last of them is read.
  const rows = Array.from({ length: 6000 }, (_, at) => `${word}-${at};Given;Family ${at}`);
  await page.locator("input[type=file]").setInputFiles({ name: "many.csv", mimeType: "text/csv", buffer: Buffer.from(["Id;First name;Last name", ...rows].join("\n")) });
  await page.locator("input[name=source]").fill(word);
  await page.locator("main form button.button-primary").click();
  await expect(page).toHaveURL(/mapping/);
  await page.locator("select[name='column.0']").selectOption("external_id");
  await page.locator("select[name='column.1']").selectOption("given_name");
  await page.locator("select[name='column.2']").selectOption("family_name");
  await page.locator("main form button.button-primary").click();
  await expect(page).toHaveURL(/imports\/[^/]+$/);
  // The answers are the server's, but for how far it is: an import may be over before anybody has looked twice.
  let asked = 0;
  let isTold = false;
  await page.route("**/progress", async (route) => {
    const answer = await route.fetch();
    const told = await answer.json();
    asked += 1;
    if (isTold) return route.fulfill({ response: answer, json: told });
    await route.fulfill({ response: answer, json: { ...told, state: "running", read: Math.min(asked * 1500, 3000) } });
  });
  await page.locator('form[action$="/start"] button').click();
  const read = page.locator("[data-count=read]");
  await expect(read).toBeVisible();
  await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));
  await expect(read).toHaveText("3,000");
  await expect(page.locator("progress")).toHaveAttribute("value", "3000");
  await expect(page.locator("progress")).toHaveAttribute("max", "6000");
  await expect(page.locator("[data-pace]")).toContainText(/[0-9]/);
  expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same), "without loading the page again").toBe(true);
  isTold = true;
  await expect(page.locator('a[href$="/report.csv"]')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator("main")).toContainText("6,000");
  expect(heard).toEqual([]);
});
