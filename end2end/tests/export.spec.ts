// Taking people out as a file, in a browser: whom the list shows, with the columns that are ticked, and nothing that a spreadsheet
// would compute.
import { expect, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { accessible, code, complaints, fits, fresh, newTenant, send, test } from "./helpers";

/** Looks at the page as it is now: light and dark, wide and narrow. */
async function picture(page: Page, name: string) {
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [kind, width] of [["wide", 1280], ["phone", 320]] as const) {
      await page.setViewportSize({ width, height: 800 });
      await fits(page, `${name} ${kind}`);
      if ((scheme === "light") === (kind === "wide")) await accessible(page, `${name} ${scheme} ${kind}`);
      await page.screenshot({ path: `screenshots/exports/${name}-${scheme}-${kind}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Opens a page of the console for the first time: an administrator makes a factor on the way. */
async function protect(page: Page, path: string) {
  await page.goto(path);
  await expect(page).toHaveURL(/portal\/protect\?next=/);
  await page.getByRole("link", { name: "Add an authenticator app" }).click();
  await send(page);
  const key = (await page.locator("[data-key]").textContent()) as string;
  await page.locator("input[name=code]").fill(code(key));
  await send(page);
  await expect(page).toHaveURL(/recovery-codes\?next=.*done=app-added/);
  await page.getByRole("link", { name: "Later" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
}

/** Adds somebody who is not invited. */
async function addPerson(page: Page, slug: string, given: string, family: string, archetype: string) {
  await page.goto(`/t/${slug}/console/people/new`);
  await page.locator("input[name=given_name]").fill(given);
  await page.locator("input[name=family_name]").fill(family);
  await page.locator("input[name=email]").fill(`${family.toLowerCase().replace(/[^a-z]/g, "")}@${slug}.example`);
  await page.locator("select[name=archetype]").selectOption(archetype);
  await page.locator("input[name=invite]").setChecked(false);
  await send(page);
  await expect(page).toHaveURL(/done=person-created$/);
}

const box = (page: Page, word: string) => page.locator(`input[name=column][value="${word}"]`);

/** Waits until the file is there, and answers its name and its text. */
async function file(page: Page): Promise<[string, string]> {
  const link = page.getByRole("link", { name: "Download the file" });
  // With script the page follows; without, it loads itself again after some seconds.
  await expect(link).toBeVisible({ timeout: 30_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return [download.suggestedFilename(), readFileSync((await download.path()) as string, "utf8")];
}

test("people are taken out as a file, as the list shows them", async ({ page }, info) => {
  test.setTimeout(240_000);
  const look = async (name: string) => { if (info.project.name === "with-script") await picture(page, name); };
  const heard = complaints(page.context());
  const slug = fresh("export", info).toLowerCase();
  const at = (path: string) => `/t/${slug}${path}`;
  await newTenant(page, "Exports", slug);
  await protect(page, at("/console/people"));
  await addPerson(page, slug, "=1+1", "Evil", "student");
  await addPerson(page, slug, "Nora", "Berg; the second", "student");
  await addPerson(page, slug, "Otto", "Other", "customer");

  await page.goto(at("/console/exports"));
  await expect(page.getByRole("heading", { name: "No exports" })).toBeVisible();
  await look("none");

  // The button keeps what the list is narrowed to, and the form says so.
  await page.goto(at("/console/people?archetype=student"));
  await page.getByRole("link", { name: "Export", exact: true }).click();
  await expect(page).toHaveURL(/console\/people\/export\?archetype=student$/);
  await expect(page.locator("main li").first()).toHaveText(/^Type: /);
  await expect(box(page, "display_name")).toBeChecked();
  await expect(box(page, "phone")).not.toBeChecked();
  await look("form");

  // Without a column there is nothing to write.
  for (const one of await page.locator("input[name=column]").all()) await one.uncheck();
  await send(page);
  await expect(page.getByRole("alert")).toContainText("Choose at least one column.");
  await expect(page.locator("main li").filter({ hasText: /^Type: / })).toBeVisible();
  await look("form-refused");

  await box(page, "given_name").check();
  await box(page, "family_name").check();
  await box(page, "email").check();
  await page.locator("input[name=format][value=csv_semicolon]").check();
  await send(page);
  await expect(page).toHaveURL(/console\/exports\/[0-9a-f-]{36}$/);
  const first = page.url();
  const [name, text] = await file(page);
  expect(name).toMatch(new RegExp(`^people-${slug}-\\d{4}-\\d{2}-\\d{2}\\.csv$`));
  expect(text).toBe(
    ["\ufeffgiven_name;family_name;email", `Nora;"Berg; the second";bergthesecond@${slug}.example`, `'=1+1;Evil;evil@${slug}.example`, ""].join("\r\n"),
  );
  await expect(page.locator("main")).toContainText("The file is ready, with 2 people.");
  await look("done");

  // Everybody, for a program.
  await page.goto(at("/console/people"));
  await page.getByRole("link", { name: "Export", exact: true }).click();
  await expect(page.locator("main li").first()).toHaveText("Everybody");
  for (const one of await page.locator("input[name=column]").all()) await one.uncheck();
  await box(page, "display_name").check();
  await page.locator("input[name=format][value=json_lines]").check();
  await send(page);
  await expect(page).toHaveURL(/console\/exports\/[0-9a-f-]{36}$/);
  const lines = (await file(page))[1].trim().split("\n").map((line) => JSON.parse(line).display_name);
  expect(lines).toEqual(["Nora Berg; the second", "=1+1 Evil", "Ada Lovelace", "Otto Other"]);

  // Both are on the list, the newest first; and people can be named one by one.
  await page.goto(at("/console/exports"));
  await expect(page.locator("main tbody tr")).toHaveCount(2);
  await expect(page.locator("main tbody tr").first()).toContainText("Everybody");
  await expect(page.locator("main tbody tr a").nth(1)).toHaveAttribute("href", new URL(first).pathname);
  await look("list");
  await page.goto(at("/console/people?q=otto"));
  const otto = (await page.locator("main tbody a.row-link").first().getAttribute("href"))?.split("/").pop() as string;
  await page.goto(at(`/console/people/export?person=${otto}`));
  await expect(page.locator("main li").first()).toHaveText("1 chosen person");
  await send(page);
  await expect(page).toHaveURL(/console\/exports\/[0-9a-f-]{36}$/);
  expect((await file(page))[1].trim().split("\r\n")).toHaveLength(2);

  // Nobody else finds it.
  await page.context().clearCookies();
  await page.goto(first);
  await expect(page).toHaveURL(/sign-in\?next=/);
  expect(heard).toEqual([]);
});
