// The search of everything: with the keyboard alone, without script, and as it looks.
import { expect, type Page, type TestInfo } from "@playwright/test";
import { complaints, fresh, lines, moveTo, pictures, send, signIn, test } from "./helpers";

const TENANT = "easy-spaces";
const at = (path: string) => `/t/${TENANT}${path}`;

/** Signs the administrator in and adds an organisation no other test knows; answers its name. */
async function begin(page: Page, info: TestInfo): Promise<string> {
  await signIn(page, TENANT, `admin@${TENANT}.example`);
  const name = fresh("Waterfront", info);
  await page.goto(at("/console/organisations/new"));
  await page.locator("input[name=name]").fill(name);
  await send(page);
  await expect(page).toHaveURL(/done=organisation-added$/);
  return name;
}

/** What the bar's box finds. */
async function find(page: Page, words: string) {
  await page.locator("#search").fill(words);
  await page.locator("#search").press("Enter");
  await expect(page).toHaveURL((url) => url.pathname === at("/console/search") && url.searchParams.get("q") === words);
}

const picture = pictures("search", { examined: "each" });

const region = (page: Page, name: string) => page.getByRole("region", { name: new RegExp(`^${name}`) });

test("an organisation is found and opened with the keyboard alone", async ({ page, context }, info) => {
  test.skip(info.project.name === "without-script", "the keys are a program's");
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

test("one box finds people, places, roles and pages", async ({ page }, info) => {
  const name = await begin(page, info);
  await page.goto(at("/console"));
  await find(page, name.slice(5));
  await region(page, "Organisations").getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);

  // Every word, in any part; one find is shown and not opened.
  await find(page, `${name.slice(2)} zzzz`);
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  await expect(page.locator("#search")).toHaveValue(`${name.slice(2)} zzzz`);

  // Roles by their shown names, pages by what is to be set on them.
  await find(page, "elpdes");
  await expect(region(page, "Roles").getByRole("link", { name: "Helpdesk" })).toBeVisible();
  await find(page, "time zone");
  await region(page, "Settings and pages").getByRole("link", { name: "General" }).click();
  await expect(page).toHaveURL(new RegExp(`${at("/console/settings")}$`));

  // The first of many people, and the way to all of them.
  await find(page, "com");
  await expect(region(page, "People").locator("[data-row]")).toHaveCount(8);
  await region(page, "People").getByRole("link", { name: "All people found" }).click();
  await expect(page).toHaveURL((url) => url.pathname === at("/console/people") && url.searchParams.get("q") === "com");

  // The tree is searched by any part as well.
  await page.goto(at("/console/organisations"));
  await page.getByLabel("Part of a name").fill(name.slice(4));
  await page.locator("main").getByRole("button", { name: "Search" }).click();
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText(name);
});

test("a list of people is searched without losing what else narrows it", async ({ page }) => {
  await signIn(page, TENANT, `admin@${TENANT}.example`);
  await page.goto(at("/console/people?state=active&sort=created"));
  await page.getByLabel("Search in this list").fill("admin");
  await page.locator("main").getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL((url) => {
    const { searchParams } = url;
    return searchParams.get("q") === "admin" && searchParams.get("state") === "active" && searchParams.get("sort") === "created";
  });
  await expect(page.getByLabel("Search in this list")).toHaveValue("admin");
  await expect(page.locator("#search")).toHaveValue("admin");
  await expect(page.getByText("People matching “admin”")).toBeVisible();
});

test("the search in light and dark, wide and narrow", async ({ page }, info) => {
  test.skip(info.project.name === "without-script", "it looks the same");
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
