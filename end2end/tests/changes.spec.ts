// The same change for many people, in a browser: some are selected in the list, or all it finds are meant; what would happen is
// seen first, then it is done, and taken back.
import { expect, type Page } from "@playwright/test";
import { addPerson, complaints, download, fresh, lines, moveTo, newTenant, pathOf, pictures, protect, send, test } from "./helpers";

const picture = pictures("changes");

/** Makes a tenant with some people in it; ends with the list of them. */
async function people(page: Page, slug: string, names: string[]) {
  await newTenant(page, "Bergschule", slug);
  await protect(page, `/t/${slug}/console/people`);
  for (const name of names) await addPerson(page, slug, name, "student");
  await page.goto(`/t/${slug}/console/people`);
  await expect(lines(page)).toHaveCount(names.length + 1);
}

/** Says what is to be done, and goes on to its particulars. */
async function choose(page: Page, action: string) {
  await page.locator(`input[name=action][value=${action}]`).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("action") === action);
}

/** Waits until a job has done its part: the page moves on by itself, with script and without. */
const soon = { timeout: 30_000 };

/** These people are suspended, and nobody else is. */
async function suspended(page: Page, slug: string, names: string[]) {
  await page.goto(`/t/${slug}/console/people?state=suspended`);
  if (names.length === 0) return expect(page.getByRole("heading", { name: "Nobody matches" })).toBeVisible();
  await expect(lines(page)).toHaveCount(names.length);
  for (const name of names) await expect(lines(page).filter({ hasText: name })).toHaveCount(1);
}

test("some people are selected and suspended, and that is taken back", async ({ page }, info) => {
  test.setTimeout(300_000);
  const hasScript = info.project.name === "with-script";
  const look = (name: string) => picture(page, name);
  const heard = complaints(page.context());
  const slug = fresh("many", info).toLowerCase();
  await people(page, slug, ["Nora Berg", "Ben Berg", "Mia Otto"]);

  // Nobody is selected: only all of them can be meant.
  const go = page.getByRole("button", { name: "Change selected" });
  await expect(go).toBeHidden();
  const box = (name: string) => lines(page).filter({ hasText: name }).getByRole("checkbox");
  await expect(box("Nora")).toHaveAccessibleName(/^Select .*Nora/);
  if (hasScript) {
    // By key alone: to the first row, which is selected, taken out, and selected again.
    const first = lines(page).first();
    await moveTo(first.locator("[data-row]"), "j");
    await page.keyboard.press("x");
    await expect(first.getByRole("checkbox")).toBeChecked();
    await page.keyboard.press("x");
    await expect(first.getByRole("checkbox")).not.toBeChecked();
    await expect(go).toBeHidden();
    // And from a checkbox that has the focus, the keys go on.
    await box("Nora").focus();
    await page.keyboard.press("x");
    await expect(box("Nora")).toBeChecked();
    await page.keyboard.press("?");
    await expect(page.locator("#keys")).toContainText("Select the row");
    await page.keyboard.press("Escape");
  } else {
    await box("Nora").check();
  }
  await box("Ben").check();
  await look("list");
  await go.click();

  await expect(page).toHaveURL((url) => url.pathname.endsWith("/console/people/change") && url.searchParams.getAll("person").length === 2);
  const main = page.locator("main");
  await expect(main).toContainText("2 selected people");
  await look("choose");
  await choose(page, "suspend");
  await send(page);
  await expect(page.locator("input[name=reason]")).toHaveAccessibleDescription(/Fill this in/);
  await expect(main).toContainText("2 selected people");
  await look("ask-refused");
  await page.locator("input[name=reason]").fill("End of the school year");
  await send(page);

  // What would happen; nothing has.
  await expect(page).toHaveURL(/console\/changes\/[0-9a-f-]{36}/);
  const change = pathOf(page);
  const start = page.getByRole("button", { name: "Change 2 people now" });
  await expect(start).toBeVisible(soon);
  await expect(main).toContainText("Nothing has happened yet.");
  await expect(main).toContainText("End of the school year");
  await expect(lines(page)).toHaveCount(2);
  for (const name of ["Nora", "Ben"]) await expect(lines(page).filter({ hasText: name })).toHaveCount(1);
  await look("ready");
  await suspended(page, slug, []);

  await page.goto(change);
  await start.click();
  await expect(main).toContainText("2 people were changed.", soon);
  await look("done");
  const [, written] = await download(page, page.getByRole("link", { name: "Download the report" }));
  for (const name of ["Nora", "Ben"]) expect(written).toContain(name);
  expect(written).not.toContain("Mia");
  await suspended(page, slug, ["Nora", "Ben"]);

  // Whoever was changed otherwise since stays as they are.
  await lines(page).filter({ hasText: "Ben" }).getByRole("link").click();
  await expect(page).toHaveURL(/console\/people\/[0-9a-f-]{36}$/);
  await page.goto(`${pathOf(page)}?do=reactivate`);
  await page.locator('main form[action$="/reactivate"] button').click();
  await expect(page).toHaveURL(/done=person-reactivated/);
  await page.goto(change);
  await page.getByRole("button", { name: "Take it back for 2 people" }).click();
  await expect(main).toContainText("The change was taken back. 1 person stays as they are.", soon);
  await page.getByRole("navigation", { name: "What happens with whom" }).getByRole("link", { name: "Stay changed" }).click();
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText("Ben");
  await expect(lines(page)).toContainText("Was changed otherwise in the meantime");
  await look("undone");
  await suspended(page, slug, []);

  // One is listed, and there is no second.
  await page.goto(`/t/${slug}/console/people`);
  await page.getByRole("link", { name: "Changes of many" }).click();
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText("Suspend");
  await expect(lines(page)).toContainText("Taken back");
  await look("changes");
  expect(heard).toEqual([]);
});

test("everybody a search finds gets a role, and loses it again", async ({ page }, info) => {
  test.setTimeout(300_000);
  const look = (name: string) => picture(page, name);
  const heard = complaints(page.context());
  const slug = fresh("found", info).toLowerCase();
  await people(page, slug, ["Nora Berg", "Ben Berg", "Mia Otto"]);
  await page.locator("main input[name=q]").fill("berg");
  await page.locator("main input[name=q]").press("Enter");
  await expect(lines(page)).toHaveCount(2);
  await page.getByRole("link", { name: "Change all these people" }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("q") === "berg" && !url.searchParams.has("person"));
  const main = page.locator("main");
  await expect(main).toContainText("They are found with “berg”.");
  await look("choose-found");
  await choose(page, "give_role");
  await look("ask-role");
  await page.getByRole("radio", { name: /^Helpdesk/ }).check();
  await page.locator("select[name=scope]").selectOption("organisation");
  await page.locator("input[name=organisation_name]").fill("nowhere");
  await page.locator("input[name=reason]").fill("Help during the move");
  await send(page);
  await expect(page.locator("input[name=organisation_name]")).toHaveAccessibleDescription(/No organisation is called so/);
  // Who is meant is the same as before.
  await expect(main).toContainText("They are found with “berg”.");
  await page.locator("select[name=scope]").selectOption("tenant");
  await page.locator("input[name=organisation_name]").fill("");
  await send(page);
  await expect(page).toHaveURL(/console\/changes\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Give the role .*Helpdesk/);
  const start = page.getByRole("button", { name: "Change 2 people now" });
  await expect(start).toBeVisible(soon);
  await expect(lines(page)).toHaveCount(2);
  await look("ready-role");
  await start.click();
  await expect(main).toContainText("2 people were changed.", soon);

  const roles = async () => {
    await page.goto(`/t/${slug}/console/people?q=nora`);
    await lines(page).getByRole("link").click();
    await expect(page).toHaveURL(/console\/people\/[0-9a-f-]{36}$/);
    await page.goto(`${pathOf(page)}?tab=roles`);
  };
  const change = pathOf(page);
  const given = lines(page).filter({ hasText: "Help during the move" });
  await roles();
  await expect(given).toContainText("Helpdesk");
  await expect(given).toContainText("Current");

  // Once more is nothing to do.
  await page.goto(`/t/${slug}/console/people/change?q=berg&action=give_role`);
  await page.getByRole("radio", { name: /^Helpdesk/ }).check();
  await page.locator("select[name=scope]").selectOption("tenant");
  await page.locator("input[name=reason]").fill("Again");
  await send(page);
  await expect(main).toContainText("This would change nobody", soon);
  await expect(page.getByRole("button", { name: /now$/ })).toHaveCount(0);
  await page.getByRole("navigation", { name: "What happens with whom" }).getByRole("link", { name: "Nothing to do" }).click();
  await expect(lines(page)).toHaveCount(2);
  await expect(lines(page).first()).toContainText("Has the role already");
  await look("ready-nothing");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(main).toContainText("Nothing happened to anybody.");

  await page.goto(change);
  await page.getByRole("button", { name: "Take it back for 2 people" }).click();
  await expect(main).toContainText("The change was taken back. Everybody is as before.", soon);
  await roles();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Nora");
  await expect(given.filter({ hasText: "Current" })).toHaveCount(0);
  expect(heard).toEqual([]);
});
