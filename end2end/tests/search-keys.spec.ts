// The search of everything with the keyboard alone, which needs a program, and as it looks.
import { expect } from "@playwright/test";
import { complaints, moveTo, pictures, test } from "./helpers";
import { at, begin, find, region } from "./searching";

const picture = pictures("search", { examined: "each" });

test("an organisation is found and opened with the keyboard alone", async ({ page, context }, info) => {
  const heard = complaints(context);
  const name = await begin(page, info);
  await page.goto(at("/console"));
  // Pressed again until the program has arrived.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(page.locator("#search")).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Control+a");
  // The middle of the name, in the other case.
  await page.keyboard.type(name.slice(3).toUpperCase());
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/console\/search\?q=/);
  const rows = page.locator("[data-row]");
  await expect(rows).toHaveCount(1);
  await moveTo(rows.first(), "j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/console\/organisations\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  expect(heard).toEqual([]);
});

test("the search in light and dark, wide and narrow", async ({ page }, info) => {
  test.setTimeout(180_000);
  const heard = complaints(page.context());
  const name = await begin(page, info);
  await page.goto(at("/console/search"));
  await expect(region(page, "Settings and pages").getByRole("link", { name: "Sign-in policy" })).toBeVisible();
  await picture(page, "pages");
  await find(page, name.slice(3));
  await picture(page, "organisation");
  await find(page, "com");
  await picture(page, "people");
  await find(page, "zzzz");
  await picture(page, "nothing");
  expect(heard).toEqual([]);
});
