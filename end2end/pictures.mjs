// Takes the pictures of the README from the demo tenants: `node pictures.mjs http://localhost:3000 FOLDER`, while `make demo` runs.
import { chromium } from "@playwright/test";
import path from "node:path";

const [address, folder] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const tenant = `${address}/t/easy-spaces`;

for (const [name, who, wanted, width, height, colorScheme] of [
  ["people", "admin", "/console/people", 1280, 800, "light"],
  ["person", "admin", "/console/people?q=Bhaumik", 1280, 800, "dark"],
  ["portal", "customer", "/portal", 390, 800, "light"],
]) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, locale: "en" });
  await page.goto(`${tenant}/sign-in`);
  await page.locator("input[name=name]").fill(`${who}@easy-spaces.example`);
  await page.locator("input[name=password]").fill("purple lantern under stairs");
  await page.locator("main form button").first().click();
  await page.waitForURL(/\/portal/);
  await page.goto(tenant + wanted);
  if (name === "person") {
    await page.locator("tbody a").first().click();
    await page.waitForURL(/people\/[0-9a-f-]{36}/);
  }
  // What a developer's own machine shows besides.
  await page.evaluate(() => document.querySelectorAll(".rail-heading").forEach((part) => (part.closest(".rail-part") ?? part).remove()));
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.close();
}
await browser.close();
