// The search of everything, with script and without.
import { expect } from "@playwright/test";
import { lines, signIn, test } from "./helpers";
import { TENANT, at, begin, find, region } from "./searching";

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
