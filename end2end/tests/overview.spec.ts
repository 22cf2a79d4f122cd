// The overview in a browser: what happened over time, as charts with their numbers behind them, over three periods.
import { expect, type Page } from "@playwright/test";
import { addPerson, complaints, fresh, newTenant, pictures, protect, test } from "./helpers";

const picture = pictures("overview", { examined: "each" });

/** The chart below a heading. */
const chart = (page: Page, title: string) => page.locator("section.chart-card").filter({ has: page.getByRole("heading", { level: 3, name: title, exact: true }) });

test("the overview draws how a tenant grows, with the numbers behind", async ({ page }, info) => {
  test.setTimeout(120_000);
  const look = (name: string) => picture(page, name);
  const heard = complaints(page.context());
  const slug = fresh("growth", info).toLowerCase();
  const at = (path: string) => `/t/${slug}${path}`;
  await newTenant(page, "Growth", slug);
  await protect(page, at("/console"));

  // A tenant that was made a moment ago: nothing is made up for the days before.
  await expect(page.getByRole("heading", { level: 2, name: "Over time" })).toBeVisible();
  const growth = chart(page, "People in all");
  await expect(growth.locator("figcaption")).toContainText("One person");
  await expect(growth.locator("figcaption")).toContainText("Counted since");

  await addPerson(page, slug, "Grace Hopper", "customer", { invited: true });

  await page.goto(at("/console"));
  await expect(growth.locator("figcaption")).toContainText("2 people");
  await expect(growth.locator("svg[role=img]")).toHaveAttribute("aria-label", /2 people/);
  await expect(chart(page, "New people").locator("figcaption")).toContainText("0 signed up, 2 added");
  // What the trail tells of is counted a moment later.
  await expect(async () => {
    await page.goto(at("/console"));
    await expect(chart(page, "Factors added").locator("figcaption")).toContainText("authenticator apps 1", { timeout: 300 });
    await expect(chart(page, "Sign-ins").locator("figcaption")).toContainText(/[1-9]\d* sign-ins/, { timeout: 300 });
  }).toPass({ timeout: 30_000 });
  await look("growth");

  // The numbers are in a table behind each chart.
  const numbers = growth.getByRole("table");
  await expect(numbers).toBeHidden();
  await growth.getByText("Show as a table").click();
  await expect(numbers).toBeVisible();
  await expect(numbers.locator("tbody tr").last().locator("td")).toHaveText("2");
  await chart(page, "New people").getByText("Show as a table").click();
  await expect(chart(page, "New people").getByRole("columnheader")).toHaveCount(6);
  await look("growth-table");

  // The period is a part of the address.
  const periods = page.getByRole("navigation", { name: "Period" });
  await expect(periods.locator("[aria-current]")).toHaveText("14 days");
  for (const days of [90, 365, 14]) {
    await periods.getByRole("link", { name: `${days} days`, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`console\\?period=${days}#figures$`));
    await expect(periods.locator("[aria-current]")).toHaveText(`${days} days`);
    await expect(chart(page, "New people").locator("figcaption")).toContainText(`In the last ${days} days`);
    await expect(page.locator("section.chart-card")).toHaveCount(4);
  }
  expect(heard).toEqual([]);
});
