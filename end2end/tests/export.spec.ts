// Taking people out as a file, in a browser: whom the list shows, with the columns that are ticked, and nothing that a spreadsheet
// would compute.
import { expect, type Page } from "@playwright/test";
import { addPerson, complaints, download, fresh, lines, newTenant, pictures, protect, send, test } from "./helpers";

const picture = pictures("exports");

const box = (page: Page, word: string) => page.locator(`input[name=column][value="${word}"]`);

/** Waits until the file is there, and answers its name and its text. */
async function file(page: Page): Promise<[string, string]> {
  const link = page.getByRole("link", { name: "Download the file" });
  // With script the page follows; without, it loads itself again after some seconds.
  await expect(link).toBeVisible({ timeout: 30_000 });
  return download(page, link);
}

test("people are taken out as a file, as the list shows them", async ({ page }, info) => {
  test.setTimeout(240_000);
  const look = (name: string) => picture(page, name);
  const heard = complaints(page.context());
  const slug = fresh("export", info).toLowerCase();
  const at = (path: string) => `/t/${slug}${path}`;
  await newTenant(page, "Exports", slug);
  await protect(page, at("/console/people"));
  await addPerson(page, slug, "=1+1 Evil", "student", { email: `evil@${slug}.example` });
  await addPerson(page, slug, "Nora Berg; the second", "student", { email: `bergthesecond@${slug}.example` });
  await addPerson(page, slug, "Otto Other", "customer", { email: `other@${slug}.example` });

  await page.goto(at("/console/exports"));
  await expect(page.getByRole("heading", { name: "No exports" })).toBeVisible();
  await look("none");

  // The button keeps what the list is narrowed to, and the form says so.
  await page.goto(at("/console/people?archetype=student"));
  await page.getByRole("link", { name: "Export", exact: true }).click();
  await expect(page).toHaveURL(/console\/people\/export\?archetype=student$/);
  await expect(page.locator("main li").first()).toHaveText(/^Their type is /);
  await expect(box(page, "display_name")).toBeChecked();
  await expect(box(page, "phone")).not.toBeChecked();
  await look("form");

  // Without a column there is nothing to write.
  for (const one of await page.locator("input[name=column]").all()) await one.uncheck();
  await send(page);
  await expect(page.getByRole("alert")).toContainText("Choose at least one column.");
  await expect(page.locator("main li").filter({ hasText: /^Their type is / })).toBeVisible();
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
  await expect(page.locator("main")).toContainText("Everybody you see in the list of people");
  for (const one of await page.locator("input[name=column]").all()) await one.uncheck();
  await box(page, "display_name").check();
  await page.locator("input[name=format][value=json_lines]").check();
  await send(page);
  await expect(page).toHaveURL(/console\/exports\/[0-9a-f-]{36}$/);
  const names = (await file(page))[1].trim().split("\n").map((line) => JSON.parse(line).display_name);
  expect(names).toEqual(["Nora Berg; the second", "=1+1 Evil", "Ada Lovelace", "Otto Other"]);

  // Both are on the list, the newest first; and people can be selected one by one.
  await page.goto(at("/console/exports"));
  await expect(lines(page)).toHaveCount(2);
  await expect(lines(page).first()).toContainText("Everybody you see");
  await expect(lines(page).locator("a").nth(1)).toHaveAttribute("href", new URL(first).pathname);
  await look("list");
  await page.goto(at("/console/people?q=otto"));
  const selected = page.getByRole("button", { name: "Export selected" });
  await expect(selected).toBeHidden();
  await lines(page).first().getByRole("checkbox").check();
  await selected.click();
  await expect(page).toHaveURL((url) => url.pathname.endsWith("/console/people/export") && url.searchParams.getAll("person").length === 1);
  await expect(page.locator("main")).toContainText("1 selected person");
  await look("form-selected");
  await send(page);
  await expect(page).toHaveURL(/console\/exports\/[0-9a-f-]{36}$/);
  expect((await file(page))[1].trim().split("\r\n")).toHaveLength(2);

  // Nobody else finds it.
  await page.context().clearCookies();
  await page.goto(first);
  await expect(page).toHaveURL(/sign-in\?next=/);
  expect(heard).toEqual([]);
});
