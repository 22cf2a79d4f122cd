import { expect, test, type Page } from "@playwright/test";
import { accessible, shots, signIn } from "./helpers";

// Every page, looked at: light and dark, wide and on a phone. The pictures are in screenshots/.
const door = ["sign-in", "sign-up", "recover", "recover/sent", "signed-out", "nowhere"];
const portal = ["portal", "portal/profile", "portal/security", "portal/sessions", "portal/history", "portal/rights"];
const consolePages = [
  "console", "console/people", "console/people?q=an", "console/people?q=zzzzzz", "console/people/new", "console/roles", "console/roles/new", "console/audit",
  "console/audit/checkpoints", "console/sources", "console/sources/upload", "console/settings", "console/settings/attributes", "console/settings/attributes/new",
];

async function look(page: Page, tenant: string, paths: string[], label: string) {
  for (const path of paths) {
    await page.goto(`/t/${tenant}/${path}`);
    await expect(page.locator("h1").first()).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, `${path} is not wider than the window (${label})`).toBeLessThanOrEqual(1);
    const name = path.replace(/[^a-z0-9]+/gi, "-");
    await page.screenshot({ path: `${shots}/${tenant}-${name}-${label}.png`, fullPage: true });
  }
}

for (const [label, width, scheme] of [["wide-light", 1280, "light"], ["wide-dark", 1280, "dark"], ["phone-light", 360, "light"]] as const) {
  test(`every page ${label}`, async ({ page, browser }, info) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    if (info.project.name === "without-script") {
      // Without script the pages are the same documents: one look at the phone is enough to see that they stand alone.
      await signIn(page, "easy-spaces", "customer@easy-spaces.example");
      for (const path of portal) {
        await page.goto(`/t/easy-spaces/${path}`);
        await expect(page.locator("h1").first()).toBeVisible();
      }
      return;
    }
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(`${page.url()}: ${message.text()}`));
    await look(page, "easy-spaces", door, label);
    for (const path of door) {
      await page.goto(`/t/easy-spaces/${path}`);
      await accessible(page, browser, info);
    }
    await signIn(page, "easy-spaces", "admin@easy-spaces.example");
    await look(page, "easy-spaces", [...portal, ...consolePages], label);
    for (const path of [...portal, ...consolePages]) {
      await page.goto(`/t/easy-spaces/${path}`);
      await accessible(page, browser, info);
    }
    expect(errors.filter((error) => !error.includes("404")), "nothing is refused by the content security policy").toEqual([]);
  });
}

test("the console speaks German", async ({ page, browser }, info) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await signIn(page, "school", "admin@school.example");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  if (info.project.name === "without-script") return;
  await look(page, "school", ["portal", "console", "console/people", "console/roles", "console/settings", "console/audit"], "german");
  await accessible(page, browser, info);
});
