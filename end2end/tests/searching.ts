// What the tests of the search do alike.
import { expect, type Page, type TestInfo } from "@playwright/test";
import { fresh, send, signIn } from "./helpers";

export const TENANT = "easy-spaces";
export const at = (path: string) => `/t/${TENANT}${path}`;

/** Signs the administrator in and adds an organisation no other test knows; answers its name. */
export async function begin(page: Page, info: TestInfo): Promise<string> {
  await signIn(page, TENANT, `admin@${TENANT}.example`);
  const name = fresh("Waterfront", info);
  await page.goto(at("/console/organisations/new"));
  await page.locator("input[name=name]").fill(name);
  await send(page);
  await expect(page).toHaveURL(/done=organisation-added$/);
  return name;
}

/** What the bar's box finds. */
export async function find(page: Page, words: string) {
  await page.locator("#search").fill(words);
  await page.locator("#search").press("Enter");
  await expect(page).toHaveURL((url) => url.pathname === at("/console/search") && url.searchParams.get("q") === words);
}

export const region = (page: Page, name: string) => page.getByRole("region", { name: new RegExp(`^${name}`) });
