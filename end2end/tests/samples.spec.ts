// Every page in every state, with the sample data of app/examples/gallery: empty, refused, long German words, errors.
//
// The documents are written by the example beforehand, into the folder E2E_GALLERY; styles come from the server.
import { expect, test } from "@playwright/test";
import { readdirSync } from "node:fs";
import path from "node:path";
import { accessible, fits } from "./helpers";

const gallery = process.env.E2E_GALLERY ?? "";

/** The files of each language are shared among this many tests, which run beside each other. */
const PARTS = 2;

for (const language of ["en", "de"]) {
  for (let part = 0; part < PARTS; part += 1) {
    test(`every state of every page, ${language}, part ${part + 1}`, async ({ page }) => {
      test.setTimeout(600_000);
      const files = readdirSync(path.join(gallery, language)).sort();
      expect(files.length).toBeGreaterThan(80);
      // No script: it belongs to the pages of the server, which are looked at elsewhere.
      await page.route("**/*.{js,wasm}*", (route) => route.abort());
      await page.route("**/gallery/**", (route) => route.fulfill({ path: path.join(gallery, new URL(route.request().url()).pathname.replace("/gallery/", "")) }));
      for (const file of files.filter((_, at) => at % PARTS === part)) {
        const name = path.basename(file, ".html");
        await page.goto(`/gallery/${language}/${file}`);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        for (const [width, scheme, examined] of [[1280, "light", true], [1280, "dark", false], [360, "dark", true], [390, "light", false]] as const) {
          await page.setViewportSize({ width, height: width < 500 ? 760 : 900 });
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
          await fits(page, `${name} ${language} ${width}`);
          if (examined) await accessible(page, `${name} ${language} ${width} ${scheme}`);
          await page.screenshot({ path: `screenshots/samples/${language}-${name}-${width}-${scheme}.png`, fullPage: true });
        }
      }
    });
  }
}
