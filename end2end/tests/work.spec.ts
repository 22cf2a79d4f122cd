// Work for browsers whose network misbehaves. Only with script: without, the plain limits hold.
import { expect, type TestInfo } from "@playwright/test";
import { accessible, complaints, send, signIn, test } from "./helpers";

test("a browser whose network has tried much does some work and goes on", async ({ page, browser }, info: TestInfo) => {
  test.setTimeout(120_000);
  const slug = "platform";
  await signIn(page, slug, "operator@pforte.example");
  await expect(page).toHaveURL(/portal/);
  await page.goto(`/t/${slug}/console/settings/recovery`);
  await page.locator("input[name=work]").check();
  await send(page);
  await expect(page).toHaveURL(/done=saved/);
  const visitor = await (await browser.newContext({ locale: "en-GB", baseURL: info.project.use.baseURL })).newPage();
  const heard = complaints(visitor.context());
  for (let number = 0; number < 16; number += 1) await signIn(visitor, slug, `nobody${number}@pforte.example`, "not the password at all");
  await visitor.goto(`/t/${slug}/sign-in`);
  await expect(visitor.locator("input[data-start]")).toHaveCount(1);
  await accessible(visitor);
  await signIn(visitor, slug, "operator@pforte.example");
  await expect(visitor).toHaveURL(/portal/, { timeout: 30_000 });
  expect(heard).toEqual([]);
  await page.goto(`/t/${slug}/console/settings/recovery`);
  await page.locator("input[name=work]").uncheck();
  await send(page);
  await expect(page).toHaveURL(/done=saved/);
});
