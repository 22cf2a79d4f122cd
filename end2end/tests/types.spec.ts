// Types of identity, in a browser: an administrator adds "Volunteer" with two fields, and it is there at once: when signing up, in the
// profile, on the form of a person and for the columns of a file.
import { expect } from "@playwright/test";
import { complaints, fresh, linkFromMail, newTenant, PASSWORD, pictures, protect, send, signIn, test } from "./helpers";

const picture = pictures("types");

test("a type with two fields is there at once, wherever people are", async ({ page }, info) => {
  test.setTimeout(240_000);
  const look = (name: string) => picture(page, name);
  const heard = complaints(page.context());
  const slug = fresh("types", info).toLowerCase();
  const at = (path: string) => `/t/${slug}${path}`;
  const alert = page.getByRole("alert");
  await newTenant(page, "Library", slug);
  await protect(page, at("/console/settings/types"));

  // The type, which is open to those who sign up; and customers stay so.
  await page.getByRole("link", { name: "New type" }).click();
  await send(page);
  await expect(alert).toContainText("Fill this in");
  await look("new-refused");
  await page.locator("input[name=label_en]").fill("Volunteer");
  await page.locator("input[name=label_de]").fill("Ehrenamtliche");
  await page.locator("input[name=open]").check();
  await send(page);
  await expect(page).toHaveURL(/settings\/types\?done=type-added$/);
  const line = page.getByRole("row").filter({ hasText: "Volunteer" });
  await expect(line).toContainText("volunteer");
  await page.getByRole("link", { name: "Customer", exact: true }).click();
  await page.locator("input[name=open]").check();
  await send(page);
  await expect(page).toHaveURL(/done=type-changed$/);
  await look("list");

  // Its two fields.
  for (const [name, label, required] of [["area", "Area of work", true], ["weekday", "Day of the week", false]] as const) {
    await page.goto(at("/console/settings/attributes/new"));
    await page.locator("input[name=label_en]").fill(label);
    await page.locator("input[name=name]").fill(name);
    await page.getByRole("checkbox", { name: "Volunteer" }).check();
    await page.locator("input[name=required]").setChecked(required);
    await page.locator("input[name=person_may][value=edit]").check();
    if (required) await look("attribute-new");
    await send(page);
    await expect(page).toHaveURL(/done=attribute-added$/);
  }
  await expect(page.getByRole("row").filter({ hasText: "Area of work" })).toContainText("Volunteer");
  await page.getByRole("link", { name: "Area of work", exact: true }).click();
  await look("attribute-edit");

  // A type with fields stays.
  await page.goto(at("/console/settings/types?remove=volunteer"));
  await page.getByRole("button", { name: "Remove the type" }).click();
  await expect(alert).toContainText("Attributes belong to this type");

  // The form of a person: other fields for another type, and back.
  await page.goto(at("/console/people/new"));
  const area = page.locator("input[name='attribute.area']");
  await expect(area).toHaveCount(0);
  await page.locator("input[name=family_name]").fill("Helper");
  await page.locator("input[name=email]").fill(`vera@${slug}.example`);
  await page.locator("input[name=invite]").uncheck();
  await page.locator("select[name=archetype]").selectOption("volunteer");
  await page.getByRole("button", { name: "Show the fields of this type" }).click();
  await expect(area).toBeVisible();
  await expect(page.locator("input[name=family_name]")).toHaveValue("Helper");
  await look("person-new");
  await send(page);
  await expect(alert).toContainText("Area of work");
  await area.fill("Garden");
  await send(page);
  await expect(page).toHaveURL(/done=person-created$/);
  await expect(page.locator("main")).toContainText("Garden");

  // The columns of a file.
  await page.goto(at("/console/sources/upload"));
  const rows = "Nr;Name;Area\n1;Ada Byron;Library\n";
  await page.locator("input[type=file]").setInputFiles({ name: "helpers.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
  await page.locator("input[name=source]").fill("Helpers");
  await send(page);
  await expect(page).toHaveURL(/mapping/);
  await expect(page.locator("select[name=archetype] option[value=volunteer]")).toHaveText("Volunteer");
  const columns = page.locator("select[name='column.2']");
  await expect(columns.locator("option[value='attribute.weekday']")).toHaveText("Day of the week");
  // Of customers the field is a mistake of the row, of volunteers it is a value.
  await page.locator("select[name='column.0']").selectOption("external_id");
  await page.locator("select[name='column.1']").selectOption("full_name");
  await columns.selectOption("attribute.area");
  await page.locator("select[name=archetype]").selectOption("customer");
  await send(page);
  await expect(page.locator("main")).toContainText("People of this type do not have this attribute.");

  // Signing up: who it is comes first, then what is asked of them.
  await page.goto(at("/console/settings"));
  await page.locator("input[name=sign_up][value=open]").check();
  await send(page);
  await page.context().clearCookies();
  await page.goto(at("/sign-up"));
  await expect(page.locator("input[name=email]")).toHaveCount(0);
  await look("sign-up-types");
  await page.getByRole("link", { name: "Customer", exact: true }).click();
  await expect(page.locator("input[name=email]")).toBeVisible();
  await expect(area).toHaveCount(0);
  await page.getByRole("link", { name: "Choose another" }).click();
  await page.getByRole("link", { name: "Volunteer", exact: true }).click();
  const email = `grace@${slug}.example`;
  await page.locator("input[name=given_name]").fill("Grace");
  await page.locator("input[name=family_name]").fill("Hopper");
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(PASSWORD);
  await send(page);
  await expect(alert).toContainText("Area of work");
  await look("sign-up-volunteer");
  await area.fill("Children");
  await page.locator("input[name='attribute.weekday']").fill("Friday");
  await page.locator("input[name=password]").fill(PASSWORD);
  await send(page);
  await expect(page).toHaveURL(/sign-up\/sent/);
  await page.goto(await linkFromMail(page, slug, email, /confirm/i));
  await page.locator("input[name=password]").fill(PASSWORD);
  await send(page);
  await expect(page).toHaveURL(/portal/);

  // And in the own profile.
  await page.goto(at("/portal/profile"));
  await expect(area).toHaveValue("Children");
  await page.locator("input[name='attribute.weekday']").fill("Monday");
  await send(page);
  await expect(page).toHaveURL(/done=saved$/);
  await look("profile");
  await page.context().clearCookies();
  await signIn(page, slug, email);
  await page.goto(at("/portal/profile"));
  await expect(page.locator("input[name='attribute.weekday']")).toHaveValue("Monday");
  expect(heard).toEqual([]);
});
