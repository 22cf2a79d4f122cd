// Organisations, groups and rights for a part of a tenant, in a browser: the tree grows and is changed, people belong to it, and
// somebody runs one school and no other.
import { expect, type Page } from "@playwright/test";
import { accept, addPerson, addressOf, anotherBrowser, complaints, fresh, idOf, lines, newTenant, pathOf, pictures, protect, send, test } from "./helpers";

const picture = pictures("organisations");

/** Fills in the form of an organisation; answers the path of its page. */
async function fillOrganisation(page: Page, name: string, kind: string): Promise<string> {
  await page.locator("input[name=name]").fill(name);
  await page.locator("select[name=kind]").selectOption(kind);
  await send(page);
  await expect(page).toHaveURL(/console\/organisations\/[0-9a-f-]{36}\?done=organisation-added$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  return pathOf(page);
}

/** Adds an organisation below another one, or at the top; answers the path of its page. */
async function addOrganisation(page: Page, slug: string, name: string, kind: string, above?: string): Promise<string> {
  await page.goto(`/t/${slug}/console/organisations/new${above ? `?under=${idOf(above)}` : ""}`);
  return fillOrganisation(page, name, kind);
}

/** Opens the menu of an organisation's page and follows one of its entries. */
async function choose(page: Page, entry: string) {
  await page.locator("[popovertarget=organisation-menu]").click();
  await page.getByRole("link", { name: entry, exact: true }).click();
}

/** Fills in the form of an affiliation and sends it. */
async function affiliate(page: Page, organisation: string) {
  await page.locator("input[name=organisation_name]").fill(organisation);
  await page.locator("input[name=starts]").fill("2024-09-01");
  await send(page);
}

/** Fills in the form that gives a role for the people of an organisation. */
async function fillRole(page: Page, person: string, role: RegExp, organisation: string, reason: string) {
  await page.goto(`${person}/roles/give`);
  await page.getByRole("radio", { name: role }).check();
  await page.locator("select[name=scope]").selectOption("organisation");
  await page.locator("input[name=organisation_name]").fill(organisation);
  await page.locator("input[name=reason]").fill(reason);
}

/** Gives a role for the people of an organisation. */
async function giveRole(page: Page, person: string, role: RegExp, organisation: string, reason: string) {
  await fillRole(page, person, role, organisation, reason);
  await send(page);
  await expect(page).toHaveURL(/tab=roles&done=role-given$/);
}

/** The people of an organisation, once there are so many: whoever is moved comes along a moment later. */
async function comeAlong(page: Page, slug: string, organisation: string, people: number) {
  await expect(async () => {
    await page.goto(`/t/${slug}/console/people?organisation=${idOf(organisation)}`);
    await expect(lines(page)).toHaveCount(people, { timeout: 300 });
  }).toPass({ timeout: 30_000 });
}

test("a tree of organisations grows, is searched, moved, merged and cut, and people belong to it", async ({ page }, info) => {
  test.setTimeout(300_000);
  const look = (name: string) => picture(page, name);
  const heard = complaints(page.context());
  const slug = fresh("tree", info).toLowerCase();
  const at = (path: string) => `/t/${slug}${path}`;
  const alert = page.getByRole("alert");
  await newTenant(page, "Schools", slug);
  await protect(page, at("/console/organisations"));

  // A school, and two classes below it.
  await expect(page.getByRole("heading", { name: "No organisations yet" })).toBeVisible();
  await look("tree-empty");
  await page.getByRole("link", { name: "New organisation" }).first().click();
  await send(page);
  await expect(alert).toContainText("Fill this in");
  await look("new-refused");
  const elm = await fillOrganisation(page, "Elm School", "school");
  const below = async (name: string) => {
    await page.goto(elm);
    await page.getByRole("link", { name: "Add below it" }).click();
    await expect(page.locator("main")).toContainText("It is added below Elm School.");
    return fillOrganisation(page, name, "class");
  };
  const seven = await below("Class 7a");
  const other = await below("Class 7b");
  const oak = await addOrganisation(page, slug, "Oak School", "school");
  const oaks = await addOrganisation(page, slug, "Class 7a", "class", oak);

  // The tree opens branch by branch, and closes again.
  await page.goto(at("/console/organisations"));
  const branch = (name: string) => page.getByRole("link", { name: `What is below ${name}` });
  await expect(lines(page)).toHaveCount(2);
  await branch("Elm School").click();
  await expect(lines(page)).toHaveCount(4);
  await expect(branch("Elm School")).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("link", { name: "Class 7b", exact: true })).toBeVisible();
  await branch("Oak School").click();
  await expect(lines(page)).toHaveCount(5);
  await look("tree");
  await branch("Elm School").click();
  await expect(lines(page)).toHaveCount(3);
  await expect(branch("Elm School")).toHaveAttribute("aria-expanded", "false");

  // Found by any part of a name, with where it is.
  const search = async (words: string) => {
    await page.getByLabel("Part of a name").fill(words);
    await page.locator("main").getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL((url) => url.searchParams.get("q") === words);
  };
  await search("7a lass");
  await expect(lines(page)).toHaveCount(2);
  await search("CLASS 7");
  await expect(lines(page)).toHaveCount(3);
  await expect(lines(page).filter({ hasText: "Oak School" })).toHaveCount(1);
  await look("search");
  await search("zzz");
  await expect(page.getByRole("heading", { name: "No organisation found" })).toBeVisible();
  await page.getByRole("link", { name: "Show the tree" }).click();
  await expect(lines(page)).toHaveCount(2);

  // Renamed, but not like the one beside it.
  await page.goto(other);
  await choose(page, "Rename");
  await expect(page.locator("input[name=name]")).toHaveValue("Class 7b");
  await page.locator("input[name=name]").fill("Class 7a");
  await send(page);
  await expect(page.locator("input[name=name]")).toHaveAccessibleDescription(/Another one beside it is called so/);
  await expect(page.locator("input[name=name]")).toHaveValue("Class 7a");
  await look("rename-refused");
  await page.locator("input[name=name]").fill("Class 8b");
  await send(page);
  await expect(page).toHaveURL(/done=organisation-renamed$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Class 8b");

  // Somebody belongs to a class, which is named by its beginning.
  const nora = await addPerson(page, slug, "Nora Berg", "student");
  await page.goto(`${nora}?tab=affiliations`);
  await page.getByRole("link", { name: "Add affiliation" }).click();
  await expect(page.locator("select[name=archetype]")).toHaveValue("student");
  await look("affiliation-new");
  await affiliate(page, "nowhere");
  await expect(page.locator("input[name=organisation_name]")).toHaveAccessibleDescription(/No organisation is called so/);
  await affiliate(page, "class 8");
  await expect(page).toHaveURL(/tab=affiliations&done=affiliation-added$/);
  await expect(lines(page).filter({ hasText: "Class 8b" })).toContainText("Student");
  // Two are called so: one of them is chosen.
  const ben = await addPerson(page, slug, "Ben Otto", "student");
  await page.goto(`${ben}/affiliations/new`);
  await affiliate(page, "class 7");
  await expect(page.locator("input[name=organisation_name]")).toHaveAccessibleDescription(/Several are called so/);
  await expect(page.getByRole("radio")).toHaveCount(2);
  await look("affiliation-choose");
  await page.getByRole("radio", { name: "Oak School › Class 7a" }).check();
  await send(page);
  await expect(page).toHaveURL(/done=affiliation-added$/);
  await page.getByRole("link", { name: "Class 7a", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${oaks}$`));
  // It ends on a day, which is not before the first.
  await page.goto(`${nora}?tab=affiliations`);
  await page.getByRole("link", { name: /^Edit\s*:/ }).click();
  await expect(page.locator("input[name=organisation_name]")).toHaveValue("Class 8b");
  await look("affiliation-change");
  await page.locator("input[name=ends]").fill("2023-07-31");
  await send(page);
  await expect(alert).toContainText("The end comes before the beginning");
  await page.locator("input[name=ends]").fill("2099-07-31");
  await send(page);
  await expect(page).toHaveURL(/tab=affiliations&done=affiliation-changed$/);
  await expect(lines(page).filter({ hasText: "Class 8b" })).toContainText("2099");

  // The list of people, narrowed to the school.
  await page.goto(elm);
  await page.locator("main dl.facts-line").getByRole("link", { name: "1", exact: true }).click();
  await expect(page.getByRole("link", { name: /In Elm School/ })).toBeVisible();
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText("Nora Berg");
  await look("people-within");

  // Moved to the other school: first who gains and who loses.
  const ed = await addPerson(page, slug, "Ed Elm", "staff");
  await giveRole(page, ed, /^Helpdesk/, "elm", "Looks after Elm School");
  const olga = await addPerson(page, slug, "Olga Oak", "staff");
  await giveRole(page, olga, /^Helpdesk/, "oak", "Looks after Oak School");
  await page.goto(elm);
  await expect(page.getByRole("region", { name: "Who has rights here" })).toContainText("Ed Elm");
  await expect(page.getByRole("region", { name: "Who has rights here" })).not.toContainText("Olga Oak");
  await look("one");
  await page.goto(other);
  await choose(page, "Move");
  await expect(page.getByRole("heading", { name: "Move Class 8b" })).toBeVisible();
  await look("move");
  await page.locator("input[name=target_name]").fill("class 8");
  await send(page);
  await expect(page.locator("input[name=target_name]")).toHaveAccessibleDescription(/It cannot be moved below itself/);
  await look("move-refused");
  await page.locator("input[name=target_name]").fill("oak");
  await send(page);
  await expect(page.locator("main")).toContainText("Nothing has changed yet.");
  await expect(page.getByRole("region", { name: "Who loses rights over them" })).toContainText("Ed Elm");
  await expect(page.getByRole("region", { name: "Who gains rights over them" })).toContainText("Olga Oak");
  await look("move-preview");
  await page.getByRole("button", { name: "Move it with 1 person" }).click();
  await expect(page).toHaveURL(/done=organisation-moved$/);
  await expect(page.getByRole("navigation", { name: "Above this page" })).toContainText("Oak School");
  await comeAlong(page, slug, oak, 2);
  await page.goto(at(`/console/people?organisation=${idOf(elm)}`));
  await expect(page.getByRole("heading", { name: "Nobody matches" })).toBeVisible();

  // Two classes become one. While people are still being brought along, no other change of this kind begins: then again.
  await page.goto(oaks);
  await choose(page, "Merge into another");
  await expect(page.getByRole("heading", { name: "Merge Class 7a into another" })).toBeVisible();
  await look("merge");
  const button = page.getByRole("button", { name: "Merge them, with 1 person" });
  const preview = async () => {
    await page.goto(`${oaks}/merge`);
    await page.locator("input[name=target_name]").fill("class 8");
    await send(page);
    await expect(button).toBeVisible();
  };
  await preview();
  await look("merge-preview");
  await expect(async () => {
    await preview();
    const [answer] = await Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), button.click()]);
    expect(answer.status()).toBe(303);
  }).toPass({ timeout: 30_000 });
  await expect(page).toHaveURL(new RegExp(`${other}\\?done=organisation-merged$`));
  await comeAlong(page, slug, other, 2);
  expect((await page.goto(oaks))?.status()).toBe(404);

  // What is empty can be removed, what is not cannot.
  await page.goto(seven);
  await choose(page, "Remove");
  await expect(page.getByRole("heading", { name: "Remove Class 7a?" })).toBeVisible();
  await look("remove");
  await page.getByRole("button", { name: "Remove the organisation" }).click();
  await expect(page).toHaveURL(/console\/organisations\?done=organisation-removed$/);
  await expect(lines(page)).toHaveCount(2);
  await expect(branch("Elm School")).toHaveCount(0);
  await page.goto(other);
  await choose(page, "Remove");
  await page.getByRole("button", { name: "Remove the organisation" }).click();
  await expect(alert).toContainText("It is not empty: there is something below it, or people belong to it.");
  await look("remove-refused");
  await page.goto(at("/console/organisations?q=class"));
  await expect(lines(page)).toHaveCount(1);
  expect(heard).toEqual([]);
});

test("a group is made, gets a member and lets them go, is renamed and removed", async ({ page }, info) => {
  test.setTimeout(240_000);
  const look = (name: string) => picture(page, name);
  const heard = complaints(page.context());
  const slug = fresh("group", info).toLowerCase();
  await newTenant(page, "Groups", slug);
  await protect(page, `/t/${slug}/console/groups`);
  await expect(page.getByRole("heading", { name: "No groups yet" })).toBeVisible();
  await look("groups-empty");
  await addOrganisation(page, slug, "Elm School", "school");
  await addPerson(page, slug, "Nora Berg", "student");

  // It may belong to an organisation, if there is one of that name.
  await page.goto(`/t/${slug}/console/groups`);
  await page.getByRole("link", { name: "New group" }).first().click();
  await page.locator("input[name=name]").fill("Choir");
  await page.locator("input[name=organisation_name]").fill("nowhere");
  await send(page);
  await expect(page.locator("input[name=organisation_name]")).toHaveAccessibleDescription(/No organisation is called so/);
  await expect(page.locator("input[name=name]")).toHaveValue("Choir");
  await look("group-new-refused");
  await page.locator("input[name=organisation_name]").fill("elm");
  await send(page);
  await expect(page).toHaveURL(/console\/groups\/[0-9a-f-]{36}\?done=group-added$/);
  const group = pathOf(page);
  await expect(page.locator("main dl.facts-line").getByRole("link", { name: "Elm School" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nobody is in it" })).toBeVisible();

  // A member, by what they sign in with.
  const members = page.locator('form[action$="/members"]');
  const name = members.locator("input[name=person]");
  await name.fill(`nobody@${slug}.example`);
  await members.getByRole("button", { name: "Add" }).click();
  await expect(name).toHaveAccessibleDescription(/Nobody signs in with this name/);
  await expect(name).toHaveValue(`nobody@${slug}.example`);
  await page.getByRole("alert").getByRole("link").click();
  await expect(name).toBeFocused();
  await look("group-refused");
  await name.fill(addressOf(slug, "Nora Berg"));
  await members.getByRole("button", { name: "Add" }).click();
  await expect(page).toHaveURL(/done=member-added$/);
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText("Nora Berg");
  await look("group");
  await page.locator("main dl.facts-line").getByRole("link", { name: "1", exact: true }).click();
  await expect(page.getByRole("link", { name: /In Choir/ })).toBeVisible();
  await expect(lines(page)).toHaveCount(1);
  await page.goto(`/t/${slug}/console/groups`);
  await expect(lines(page)).toContainText("Choir");
  await look("groups");
  await page.getByRole("link", { name: "Choir", exact: true }).click();
  await page.getByRole("button", { name: /^Remove\s*: Nora Berg/ }).click();
  await expect(page).toHaveURL(/done=member-removed$/);
  await expect(page.getByRole("heading", { name: "Nobody is in it" })).toBeVisible();

  await page.getByRole("link", { name: "Rename", exact: true }).click();
  await expect(page.locator("input[name=name]")).toHaveValue("Choir");
  await look("group-rename");
  await page.locator("input[name=name]").fill("Orchestra");
  await send(page);
  await expect(page).toHaveURL(/done=group-renamed$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Orchestra");
  await page.getByRole("link", { name: "Remove", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Remove Orchestra?" })).toBeVisible();
  await look("group-remove");
  await page.getByRole("button", { name: "Remove the group" }).click();
  await expect(page).toHaveURL(/console\/groups\?done=group-removed$/);
  await expect(page.getByRole("heading", { name: "No groups yet" })).toBeVisible();
  expect((await page.goto(group))?.status()).toBe(404);
  expect(heard).toEqual([]);
});

test("somebody runs one school: its people, and nothing of another", async ({ page, browser }, info) => {
  test.setTimeout(300_000);
  const heard = complaints(page.context());
  const slug = fresh("head", info).toLowerCase();
  const at = (path: string) => `/t/${slug}${path}`;
  await newTenant(page, "Schools", slug);
  await protect(page, at("/console/organisations"));
  const elm = await addOrganisation(page, slug, "Elm School", "school");
  await addOrganisation(page, slug, "Class 7a", "class", elm);
  const oak = await addOrganisation(page, slug, "Oak School", "school");
  const nora = await addPerson(page, slug, "Nora Berg", "student");
  await page.goto(`${nora}/affiliations/new`);
  await affiliate(page, "class");
  await expect(page).toHaveURL(/done=affiliation-added$/);
  const ben = await addPerson(page, slug, "Ben Otto", "student");
  await page.goto(`${ben}/affiliations/new`);
  await affiliate(page, "oak");
  await expect(page).toHaveURL(/done=affiliation-added$/);

  // A role of the tenant's own, limited to one school.
  await page.goto(at("/console/roles/new"));
  await page.locator("input[name=name]").fill("Headteacher");
  for (const permission of ["people.see", "people.see_profile", "people.edit", "organisations.see"]) {
    await page.locator(`input[name=permission][value="${permission}"]`).check();
  }
  await send(page);
  await expect(page).toHaveURL(/done=role-created$/);
  const helen = await addPerson(page, slug, "Helen Head", "educator", { invited: true });
  await fillRole(page, helen, /^Headteacher/, "", "Runs Elm School");
  await send(page);
  await expect(page.locator("input[name=organisation_name]")).toHaveAccessibleDescription(/Fill this in/);
  await picture(page, "role-give-refused");
  await giveRole(page, helen, /^Headteacher/, "elm", "Runs Elm School");
  await expect(lines(page)).toContainText("In Elm School and all below it");
  await picture(page, "person-roles");

  // She accepts the invitation, and makes a factor, as all do who have rights over others.
  const context = await anotherBrowser(browser, info);
  const said = complaints(context);
  const head = await context.newPage();
  await accept(head, slug, addressOf(slug, "Helen Head"), "Helen", "Head");
  await protect(head, at("/console/people"));
  await expect(head.locator("main")).toContainText("You see the people of your organisations.");
  await expect(lines(head)).toHaveCount(1);
  await expect(lines(head)).toContainText("Nora Berg");
  const rail = head.getByRole("navigation", { name: "Navigation", exact: true });
  for (const place of ["Overview", "People", "Organisations", "Groups"]) await expect(rail.getByRole("link", { name: place, exact: true })).toBeVisible();
  for (const place of ["Roles", "Sources", "Audit trail", "Settings"]) await expect(rail.getByRole("link", { name: place, exact: true })).toHaveCount(0);
  await picture(head, "limited-people");
  await head.locator("#search").fill("otto");
  await head.locator("#search").press("Enter");
  await expect(head.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  await rail.getByRole("link", { name: "Organisations", exact: true }).click();
  await expect(lines(head)).toHaveCount(1);
  await expect(lines(head)).toContainText("Elm School");
  await expect(head.getByRole("link", { name: "New organisation" })).toHaveCount(0);
  await picture(head, "limited-tree");

  // What is beyond her school is not there; what is the whole tenant's is refused.
  expect((await head.goto(nora))?.status()).toBe(200);
  await expect(head.getByRole("link", { name: "Edit", exact: true })).toBeVisible();
  expect((await head.goto(ben))?.status()).toBe(404);
  expect((await head.goto(oak))?.status()).toBe(404);
  expect((await head.goto(at("/console/roles")))?.status()).toBe(403);

  // Whom she adds belongs to her school.
  await head.goto(at("/console/people/new"));
  await head.locator("input[name=given_name]").fill("Mia");
  await head.locator("input[name=family_name]").fill("Klein");
  await head.locator("input[name=email]").fill(`mia@${slug}.example`);
  await head.locator("input[name=invite]").uncheck();
  await send(head);
  const place = head.locator("input[name=organisation_name]");
  await expect(place).toHaveAccessibleDescription(/Fill this in/);
  await picture(head, "limited-person-new");
  await place.fill("oak");
  await send(head);
  await expect(place).toHaveAccessibleDescription(/No organisation is called so/);
  await place.fill("elm");
  await send(head);
  await expect(head).toHaveURL(/console\/people\/[0-9a-f-]{36}\?done=person-created$/);
  await head.goto(at("/console/people"));
  await expect(lines(head)).toHaveCount(2);
  await expect(lines(head).filter({ hasText: "Klein" })).toHaveCount(1);

  // Who may do what: she, with the pupil of her school, and why.
  await page.goto(at("/console/roles"));
  await page.getByRole("link", { name: "Who may do what" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who may do what");
  await picture(page, "rights");
  const ask = async (person: string) => {
    await page.locator("select[name=permission]").selectOption("people.edit");
    await page.locator("input[name=person]").fill(person);
    await send(page);
    await expect(page).toHaveURL((url) => url.searchParams.get("permission") === "people.edit" && url.searchParams.get("person") === person);
  };
  await ask(`nobody@${slug}.example`);
  await expect(page.locator("input[name=person]")).toHaveAccessibleDescription(/Nobody signs in with this name/);
  await ask(addressOf(slug, "Nora Berg"));
  await expect(page.getByRole("heading", { name: "Create, invite and edit people, concerning Nora Berg" })).toBeVisible();
  const of = (name: string) => lines(page).filter({ has: page.getByRole("link", { name }) });
  for (const why of ["Headteacher", "In Elm School and all below it", "Elm School › Class 7a", "Runs Elm School"]) await expect(of("Helen Head")).toContainText(why);
  await expect(of("Ada Lovelace")).toContainText("Everyone here");
  await picture(page, "rights-answer");
  await ask(addressOf(slug, "Ben Otto"));
  await expect(page.getByRole("heading", { name: /concerning Ben Otto/ })).toBeVisible();
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText("Ada Lovelace");
  expect(said).toEqual([]);
  expect(heard).toEqual([]);
  await context.close();
});

test("the sign-in policy asks the members of a group for more, once it was seen whom that concerns", async ({ page, browser }, info) => {
  test.setTimeout(240_000);
  const look = (name: string) => picture(page, name);
  const heard = complaints(page.context());
  const slug = fresh("asked", info).toLowerCase();
  const policy = `/t/${slug}/console/settings/policy`;
  await newTenant(page, "Asked", slug);
  await protect(page, `/t/${slug}/console/groups`);
  for (const name of ["Board", "Bowling"]) {
    await page.goto(`/t/${slug}/console/groups/new`);
    await page.locator("input[name=name]").fill(name);
    await send(page);
    await expect(page).toHaveURL(/done=group-added$/);
  }
  await addPerson(page, slug, "Nora Berg", "student", { invited: true });
  const context = await anotherBrowser(browser, info);
  const nora = await context.newPage();
  await accept(nora, slug, addressOf(slug, "Nora Berg"), "Nora", "Berg");
  await nora.goto(`/t/${slug}/portal`);
  await expect(nora).toHaveURL(/portal$/);
  await page.goto(`/t/${slug}/console/groups`);
  await page.getByRole("link", { name: "Board", exact: true }).click();
  const group = pathOf(page);
  const members = page.locator('form[action$="/members"]');
  await members.locator("input[name=person]").fill(addressOf(slug, "Nora Berg"));
  await members.getByRole("button", { name: "Add" }).click();
  await expect(page).toHaveURL(/done=member-added$/);

  // The group is named by the beginning of its name; where two begin so, one of them is chosen.
  const name = page.locator("input[name=group_name]");
  const show = async () => page.getByRole("button", { name: "Show whom it concerns" }).click();
  await page.goto(policy);
  await name.fill("nowhere");
  await show();
  await expect(name).toHaveAccessibleDescription(/No group is called so/);
  await name.fill("bo");
  await show();
  await expect(name).toHaveAccessibleDescription(/Several are called so/);
  await look("policy-group-choose");
  await page.getByRole("radio", { name: "Board" }).check();
  await page.locator('select[name="required.group_new"]').selectOption("second_factor");
  await page.locator('input[name="grace.group_new"]').fill("0");
  await show();
  const required = page.locator(`select[name="required.group.${idOf(group)}"]`);
  await expect(required).toHaveValue("second_factor");
  await expect(name).toHaveValue("");
  const concerned = page.getByRole("status").locator(".fact").filter({ hasText: "Board" });
  await expect(concerned).toContainText("1");
  await look("policy-group-effect");
  await page.goto(policy);
  await expect(required).toHaveCount(0);

  // By its whole name, and saved.
  await name.fill("Board");
  await page.locator('input[name="grace.group_new"]').fill("0");
  await show();
  await expect(concerned).toContainText("1");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/done=saved/);
  await expect(required).toHaveValue("strong_factor");
  await expect(page.locator(`input[name="grace.group.${idOf(group)}"]`)).toHaveValue("0");
  await look("policy-group");

  // She makes a factor first, is listed among those who lack it, and the group cannot be removed.
  await nora.goto(`/t/${slug}/portal/profile`);
  await expect(nora).toHaveURL(/portal\/protect\?next=/);
  await page.goto(`/t/${slug}/console/protection/missing?group=group.${idOf(group)}`);
  await expect(page.getByRole("link", { name: "Board", exact: true })).toBeVisible();
  await expect(page.locator("main")).toContainText("Nora Berg");
  await look("missing-group");
  await page.goto(group);
  await page.getByRole("link", { name: "Remove", exact: true }).click();
  await page.getByRole("button", { name: "Remove the group" }).click();
  await expect(page.getByRole("alert")).toContainText("Remove the group from the sign-in policy first");

  // As everybody again: the line goes.
  await page.goto(policy);
  await required.selectOption("");
  await show();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/done=saved/);
  await expect(required).toHaveCount(0);
  await nora.goto(`/t/${slug}/portal/profile`);
  await expect(nora).toHaveURL(/portal\/profile$/);
  expect(heard).toEqual([]);
  await context.close();
});
