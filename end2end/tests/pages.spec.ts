// Every page of the running product: accessible, no wider than its window, no complaint of the browser, few bytes.
//
// The pages are those of the product's own inventory of routes: one that nobody looks at fails.
import { expect, test, type Browser, type Page, type TestInfo } from "@playwright/test";
import { accessible, complaints, fits, fresh, linkFromMail, PASSWORD, signIn } from "./helpers";

/** Routes that answer something else than a page. */
const NO_PAGE = [
  "/", // leads to the operators' sign-in page
  "/design/routes",
  "/t/{tenant}", // leads to the portal or the sign-in page
  "/t/{tenant}/theme.css",
  "/t/{tenant}/logo",
  "/t/{tenant}/sign-in/passkey", // leads to the sign-in page
  "/t/{tenant}/sign-in/second/passkey", // leads to the second step
  "/t/{tenant}/portal/new-password", // leads to the portal, unless the password is one that everybody knows: looked at by samples.spec.ts
  "/t/{tenant}/console/audit/export",
  "/t/{tenant}/console/audit/checkpoints.json",
  "/t/{tenant}/console/exports/{id}/progress",
  "/t/{tenant}/console/exports/{id}/file",
  "/t/{tenant}/console/imports/{id}/progress",
  "/t/{tenant}/console/imports/{id}/report.csv",
  "/t/{tenant}/console/changes/{id}/progress",
  "/t/{tenant}/console/changes/{id}/report.csv",
];

/** Addresses of a route beside the one the test finds: views of the same page, empty ones among them. */
const VIEWS: Record<string, string[]> = {
  "/console": ["?period=90", "?period=365"],
  "/console/people": ["?q=zzzzzz", "?state=suspended"],
  "/console/people/export": ["?state=active&q=ada"],
  "/console/people/change": ["?state=active&action=suspend", "?action=give_role", "?q=a&action=join_group"],
  "/console/search": ["?q=zzzzzz", "?q=e-mail", "?q=an"],
  "/console/people/{id}": ["?tab=affiliations", "?tab=roles", "?tab=factors", "?tab=sessions", "?tab=history", "?do=suspend", "?do=reset", "?do=end-sessions"],
  "/console/protection/missing": ["?do=remind"],
  "/console/audit": ["?text=zzzzzz"],
  "/console/organisations": ["?q=zzzzzz"],
  "/console/rights": ["?permission=people.edit"],
  "/sign-in": ["?next=%2Ft%2F{slug}%2Fportal"],
};

type Address = { route: string; path: string; status?: number };

/** Pages that need no session, and no link of a mail. */
const OPEN: Address[] = [
  { route: "/sign-in", path: "/sign-in" },
  { route: "/sign-up", path: "/sign-up" },
  { route: "/sign-up/sent", path: "/sign-up/sent" },
  { route: "/recover", path: "/recover" },
  { route: "/recover/sent", path: "/recover/sent" },
  { route: "/signed-out", path: "/signed-out" },
  { route: "/outbox", path: "/outbox" },
  // Links that are not valid any more.
  ...["/verify", "/recover/set", "/invitation", "/address/confirm", "/address/undo", "/not-me", "/recover/help", "/recover/help/cancel"].map((route) => ({ route, path: `${route}?token=used`, status: 410 })),
  { route: "", path: "/nowhere", status: 404 },
];

/** Pages behind the sign-in page whose address is their route. */
const OWN = ["/portal", "/portal/profile", "/portal/security", "/portal/at-risk", "/portal/data", "/portal/sessions", "/portal/history", "/portal/rights", "/portal/trusted", "/portal/help"];
const CONSOLE = [
  "/console", "/console/people", "/console/people/new", "/console/people/export", "/console/exports", "/console/roles", "/console/roles/new",
  "/console/audit", "/console/audit/checkpoints", "/console/people/change", "/console/changes", "/console/search", "/console/sources",
  "/console/sources/upload", "/console/settings", "/console/settings/policy", "/console/settings/recovery", "/console/settings/badges",
  "/console/badges", "/console/protection", "/console/protection/missing", "/console/settings/attributes", "/console/settings/attributes/new",
  "/console/settings/types", "/console/settings/types/new", "/console/organisations", "/console/organisations/new", "/console/groups",
  "/console/groups/new", "/console/rights",
];

/** Pages of one thing each, found by the links of a page. */
const FOUND: [route: string, on: string, link: RegExp][] = [
  ["/console/people/{id}", "/console/people", /\/console\/people\/[0-9a-f-]{36}$/],
  ["/console/roles/{id}", "/console/roles", /\/console\/roles\/[0-9a-f-]{36}$/],
  ["/console/settings/attributes/{name}/edit", "/console/settings/attributes", /\/settings\/attributes\/[a-z0-9_]+\/edit$/],
  ["/console/settings/types/{archetype}/edit", "/console/settings/types", /\/settings\/types\/[a-z0-9_]+\/edit$/],
  ["/console/audit/{event}", "/console/audit", /\/console\/audit\/[0-9a-f-]{36}$/],
  ["/console/imports/{id}", "/console/sources", /\/console\/imports\/[0-9a-f-]{36}$/],
  ["/outbox/{message}", "/outbox", /\/outbox\/[0-9a-f-]{36}$/],
];

/** Who looks, and at what: each tenant in the language of its people. */
const LOOKS = {
  en: { slug: "easy-spaces", first: "light", second: "dark" },
  de: { slug: "school", first: "dark", second: "light" },
} as const;

type Language = keyof typeof LOOKS;

async function addressOf(page: Page, on: string, link: RegExp): Promise<string> {
  await page.goto(on);
  const links = await page.locator("main a").evaluateAll((found) => found.map((one) => new URL((one as HTMLAnchorElement).href).pathname));
  const address = links.find((path) => link.test(path));
  expect(address, `${on} leads to ${link}`).toBeTruthy();
  return address as string;
}

/** Looks at a page, wide and on a phone, in both colour schemes. */
async function look(page: Page, language: Language, path: string, status: number, name: string) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: LOOKS[language].first, reducedMotion: "reduce" });
  const answer = await page.goto(path);
  expect.soft(answer?.status(), path).toBe(status);
  await view(page, language, path, name);
}

/** Looks at the page that is there, wide and on a phone, in both colour schemes. */
async function view(page: Page, language: Language, path: string, name: string) {
  const { first, second } = LOOKS[language];
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: first, reducedMotion: "reduce" });
  await expect(page.locator("h1").first()).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  await fits(page, `${path} wide`);
  await accessible(page, `${path} ${first}`);
  await page.screenshot({ path: `screenshots/live/${language}-${name}-wide-${first}.png`, fullPage: true });
  await page.setViewportSize({ width: 360, height: 760 });
  await page.emulateMedia({ colorScheme: second, reducedMotion: "reduce" });
  await fits(page, `${path} on a phone`);
  await accessible(page, `${path} ${second} on a phone`);
  await page.screenshot({ path: `screenshots/live/${language}-${name}-phone-${second}.png`, fullPage: true });
}

/** A browser whose visitor speaks the language, and what it complains about. */
async function visitor(browser: Browser, language: Language, info: TestInfo) {
  const context = await browser.newContext({ baseURL: info.project.use.baseURL, locale: language === "de" ? "de-DE" : "en-GB" });
  return { page: await context.newPage(), heard: complaints(context) };
}

const slugOf = (route: string) => route.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "start";

/** What was looked at, by route. */
const door = OPEN.map((address) => address.route);
const links = ["/verify", "/recover/set", "/invitation", "/address/confirm", "/address/undo", "/not-me", "/recover/help", "/recover/help/cancel"];
const platform = ["/console/tenants", "/console/tenants/new", "/console/tenants/{id}", "/setup"];
const passkeys = ["/portal/offer", "/portal/security/passkeys/new", "/portal/security/passkeys/{passkey}", "/portal/confirm"];
/** Looked at on their way by second-factors.spec.ts, light and dark, wide and narrow. */
const second = [
  "/sign-in/second", "/portal/security/apps/new", "/portal/security/apps/confirm", "/portal/security/apps/{app}", "/portal/security/recovery-codes", "/portal/protect",
];
/** Looked at by trusted.spec.ts; and what is reached only days later, with sample data by samples.spec.ts. */
const trusted = ["/sign-in/help", "/portal/trusted/requests/{help}"];
/** Looked at on its way by badges.spec.ts. */
const badges = ["/badge"];
/** Looked at on their way by organisations.spec.ts. */
const organisations = [
  "/console/organisations/{id}", "/console/organisations/{id}/move", "/console/organisations/{id}/merge", "/console/groups/{id}", "/console/people/{id}/affiliations/new",
  "/console/people/{id}/affiliations/{affiliation}",
];
/** Looked at on its way by export.spec.ts. */
const exported = ["/console/exports/{id}"];
/** Looked at on its way by changes.spec.ts. */
const changes = ["/console/changes/{id}"];
/** Looked at on their way by mail-codes.spec.ts. */
const mailed = ["/sign-in/mail", "/sign-in/mail/code"];
const person = ["/console/people/{id}/edit", "/console/people/{id}/roles/give", "/console/people/{id}/factors/reset", "/console/imports/{id}/mapping"];

test("every page of the inventory is looked at", async ({ request }) => {
  const looked = new Set([...door, ...links, ...OWN, ...CONSOLE, ...FOUND.map(([route]) => route), ...person, ...platform, ...passkeys, ...second, ...mailed, ...trusted, ...badges, ...organisations, ...exported, ...changes].map((route) => `/t/{tenant}${route}`));
  looked.delete("/t/{tenant}");
  looked.add("/design");
  const inventory = await (await request.get("/design/routes")).text();
  const pages = inventory.trim().split("\n").filter((line) => line.startsWith("GET ")).map((line) => line.slice(4));
  expect(pages.length).toBeGreaterThan(40);
  expect(pages.filter((route) => !looked.has(route) && !NO_PAGE.includes(route)), "routes nobody looks at").toEqual([]);
  expect([...looked, ...NO_PAGE].filter((route) => !pages.includes(route)), "what is no route any more").toEqual([]);
});

for (const language of ["en", "de"] as const) {
  const { slug } = LOOKS[language];

  test(`the front door, ${language}`, async ({ browser }, info) => {
    test.setTimeout(240_000);
    const { page, heard } = await visitor(browser, language, info);
    const at = (path: string) => `/t/${slug}${path}`;
    for (const { route, path, status } of OPEN) {
      await look(page, language, at(path), status ?? 200, `${slugOf(route || "not-found")}${status === 410 ? "-expired" : ""}`);
    }
    await look(page, language, at(VIEWS["/sign-in"][0].replace("{slug}", slug).replace(/^/, "/sign-in")), 200, "sign-in-required");

    // The pages behind the links of mails, and the same forms refused.
    const email = `${fresh("lena", info)}@example.org`;
    const refusedForm = async (name: string) => {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.locator("main form button.button-primary").first().click();
      await expect(page.getByRole("alert")).toBeVisible();
      await accessible(page, `${name} refused`);
      await page.setViewportSize({ width: 360, height: 760 });
      await fits(page, `${name} refused`);
      await page.screenshot({ path: `screenshots/live/${language}-${name}-refused-phone.png`, fullPage: true });
    };
    await page.goto(at("/sign-in"));
    await refusedForm("sign-in");
    await page.goto(at("/recover"));
    await refusedForm("recover");
    await page.goto(at("/sign-up"));
    await refusedForm("sign-up");
    await page.locator("input[name=given_name]").fill("Lena");
    await page.locator("input[name=family_name]").fill("Größenwahn-Österreicher");
    await page.locator("input[name=email]").fill(email);
    await page.locator("input[name=password]").fill(PASSWORD);
    await page.locator("main form button.button-primary").first().click();
    await expect(page).toHaveURL(/sign-up\/sent/);
    const confirm = await linkFromMail(page, slug, email, /confirm|bestätigen/i);
    await look(page, language, confirm, 200, "verify");
    await refusedForm("verify");
    await page.locator("input[name=password]").fill(PASSWORD);
    await page.locator("main form button.button-primary").first().click();
    await expect(page).toHaveURL(/portal\/offer/);
    await view(page, language, page.url(), "offer");

    // A passkey: the page that adds it, its own page, the list, and the page behind the link of the mail.
    await page.goto(at("/portal/security/passkeys/new"));
    const device = await page.context().newCDPSession(page);
    await device.send("WebAuthn.enable", { enableUI: false });
    await device.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await look(page, language, at("/portal/security/passkeys/new"), 200, "passkey-new");
    await page.locator("form[data-passkey] button").click();
    await expect(page).toHaveURL(/done=passkey-added/);
    await view(page, language, page.url(), "passkeys");
    await look(page, language, await addressOf(page, at("/portal/security"), /\/passkeys\/[0-9a-f-]{36}$/), 200, "passkey");
    await look(page, language, await linkFromMail(page, slug, email, /passkey/i, /not-me/), 200, "not-me");
    // Who it is, asked again: the form answers with its page, whenever it is sent.
    await page.evaluate((action) => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = action;
      document.body.append(form);
      form.submit();
    }, at("/portal/confirm"));
    await expect(page.getByRole("alert")).toBeVisible();
    await view(page, language, page.url(), "confirm");
    await device.detach();

    await page.goto(at("/portal/security"));
    await page.locator("details", { has: page.locator('form[action$="/address"]') }).locator("summary").click();
    await page.locator('form[action$="/address"] input[name=email]').fill(`new-${email}`);
    await page.locator('form[action$="/address"] input[name=password]').fill(PASSWORD);
    await page.locator('form[action$="/address"] button').click();
    await expect(page).toHaveURL(/done=address-link-sent/);
    await accessible(page, "security with a notice");
    await look(page, language, await linkFromMail(page, slug, `new-${email}`, /confirm|bestätigen/i), 200, "address-confirm");
    await page.locator("main form button").first().click();
    await expect(page).toHaveURL(/done=address-confirmed/);
    await look(page, language, await linkFromMail(page, slug, email, /changed|geändert/i, /address\/undo/), 200, "address-undo");

    await page.context().clearCookies();
    await page.goto(at("/recover"));
    await page.locator("input[name=name]").fill(`new-${email}`);
    await page.locator("main form button.button-primary").first().click();
    await look(page, language, await linkFromMail(page, slug, `new-${email}`, /password|passwort/i, /recover\/set/), 200, "recover-set");
    await refusedForm("recover-set");
    expect(heard).toEqual([]);
  });

  test(`the portal and the console, ${language}`, async ({ browser }, info) => {
    test.setTimeout(600_000);
    const { page, heard } = await visitor(browser, language, info);
    const at = (path: string) => `/t/${slug}${path}`;
    await signIn(page, slug, `admin@${slug}.example`);
    await expect(page).toHaveURL(/portal/);
    for (const route of [...OWN, ...CONSOLE]) {
      for (const [number, view] of ["", ...(VIEWS[route] ?? [])].entries()) {
        await look(page, language, at(route + view), 200, slugOf(route) + (number ? `-${number}` : ""));
      }
    }
    const found: Record<string, string> = {};
    for (const [route, on, link] of FOUND) {
      // The school has no attributes of its own.
      if (slug === "school" && route.includes("/attributes/")) continue;
      found[route] = await addressOf(page, at(on), link);
    }
    for (const [route, path] of Object.entries(found)) {
      for (const [number, view] of ["", ...(VIEWS[route] ?? [])].entries()) {
        await look(page, language, path + view, 200, slugOf(route) + (number ? `-${number}` : ""));
      }
    }
    await look(page, language, `${found["/console/people/{id}"]}/edit`, 200, "person-edit");
    await look(page, language, `${found["/console/people/{id}"]}/roles/give`, 200, "person-give");
    await look(page, language, `${found["/console/people/{id}"]}/factors/reset`, 200, "person-factors-reset");

    // A file that waits for its columns to be named, and what it would do.
    await page.goto(at("/console/sources/upload"));
    await page.locator("input[type=file]").setInputFiles({ name: "members.csv", mimeType: "text/csv", buffer: Buffer.from("Nr;Vorname;Nachname;E-Mail\n1;Ada;Lovelace;ada@example.org\n2;;;broken\n") });
    await page.locator("input[name=source]").fill(fresh("List", info));
    await page.locator("main form button.button-primary").first().click();
    await expect(page).toHaveURL(/mapping/);
    await look(page, language, page.url(), 200, "mapping");
    await page.locator("main form button.button-primary").first().click();
    await expect(page).toHaveURL(/imports\/[^/]+$/);
    await look(page, language, page.url(), 200, "preview");

    // An invitation of somebody new: the person's page while they are invited, and the page behind the link.
    const email = `${fresh("invited", info)}@example.org`;
    await page.goto(at("/console/people/new"));
    await page.locator("main form button.button-primary").first().click();
    await expect(page.getByRole("alert")).toBeVisible();
    await accessible(page, "a new person refused");
    await page.locator("input[name=family_name]").fill("Müller-Lüdenscheidt");
    await page.locator("input[name=email]").fill(email);
    const invite = page.locator("input[name=invite]");
    if (!(await invite.isChecked())) await invite.check();
    await page.locator("main form button.button-primary").first().click();
    await expect(page).toHaveURL(/done=person-invited/);
    await look(page, language, page.url(), 200, "person-invited");
    const invitation = await linkFromMail(page, slug, email, /invitation|einladung/i);
    await page.context().clearCookies();
    await look(page, language, invitation, 200, "invitation");

    // Somebody who may not.
    await signIn(page, slug, `customer@${slug}.example`);
    await expect(page).toHaveURL(/portal/);
    await look(page, language, at("/portal"), 200, "portal-customer");
    await look(page, language, at("/console"), 403, "forbidden");
    expect(heard).toEqual([]);
  });
}

test("the operators' pages and the design system", async ({ browser }, info) => {
  test.setTimeout(120_000);
  const { page, heard } = await visitor(browser, "en", info);
  await look(page, "en", "/t/platform/setup?token=used", 410, "setup-expired");
  await signIn(page, "platform", "operator@pforte.example");
  await expect(page).toHaveURL(/portal/);
  await look(page, "en", "/t/platform/console/tenants", 200, "tenants");
  await look(page, "en", "/t/platform/console/tenants/new", 200, "tenant-new");
  await page.goto("/t/platform/console/tenants");
  await look(page, "en", await addressOf(page, "/t/platform/console/tenants", /tenants\/[0-9a-f-]{36}$/), 200, "tenant");
  await look(page, "en", "/design", 200, "design");
  expect(heard).toEqual([]);
});

test("an address outside every tenant has a page too", async ({ browser }, info) => {
  const { page, heard } = await visitor(browser, "en", info);
  await look(page, "en", "/nowhere", 404, "outside");
  expect(heard).toEqual([]);
});
