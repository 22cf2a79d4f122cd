import { expect, type CDPSession, type Page, type TestInfo } from "@playwright/test";
import { accessible, fresh, join as joinTenant, outboxOf, signIn, signOut, test } from "./helpers";

const TENANT = "easy-spaces";
const at = (path: string) => `/t/${TENANT}${path}`;

type Authenticator = { cdp: CDPSession; id: string };

/** A device of Chromium's own, in this tab. */
async function device(page: Page, more: object = {}, cdp?: CDPSession): Promise<Authenticator> {
  if (!cdp) {
    cdp = await page.context().newCDPSession(page);
    await cdp.send("WebAuthn.enable", { enableUI: false });
    // The device answers as soon as it is asked, also from the name field's list: only pages with this mark have one here.
    await page.addInitScript(() => {
      if (location.hash !== "#list") PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    });
  }
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true, ...more,
    },
  });
  return { cdp, id: authenticatorId };
}

const credentials = async ({ cdp, id }: Authenticator) => (await cdp.send("WebAuthn.getCredentials", { authenticatorId: id })).credentials;

async function join(page: Page, info: TestInfo): Promise<string> {
  const email = `${fresh("passkey", info)}@example.org`;
  await joinTenant(page, TENANT, email);
  return email;
}

async function enrol(page: Page) {
  await page.goto(at("/portal/security/passkeys/new"));
  await page.getByRole("button", { name: "Create passkey" }).click();
  await expect(page).toHaveURL(/done=passkey-added/);
}

const button = (page: Page) => page.getByRole("button", { name: "Sign in with a passkey" });

/** Presses the button on the sign-in page, with a name typed before or not. */
async function press(page: Page, name = "") {
  await page.goto(at("/sign-in"));
  if (name) await page.locator("input[name=name]").fill(name);
  await button(page).click();
}

  test("a passkey is offered after signing up, made, and opens the door by the name field's list and by the button", async ({ page }, info) => {
  await join(page, info);
  await expect(page).toHaveURL(/portal\/offer/);
  const phone = await device(page);
  await accessible(page);
  await expect(page.getByText("Passkeys need a browser that knows them")).toBeHidden();
  await page.getByRole("button", { name: "Create passkey" }).click();
  await expect(page).toHaveURL(/\/portal\?done=passkey-added/);
  await accessible(page);
  // Who has one is not asked.
  await page.goto(at("/portal/offer"));
  await expect(page).toHaveURL(/\/portal$/);
  const [made] = await credentials(phone);
  expect([made.isResidentCredential, made.rpId]).toEqual([true, "localhost"]);

  await signOut(page, TENANT);
  await press(page);
  await expect(page).toHaveURL(/\/portal$/);
  await signOut(page, TENANT);
  // Nothing is typed and nothing is pressed: what the browser offers at the name field is taken.
  await page.goto(at("/sign-in?next=" + encodeURIComponent(at("/portal/security")) + "#list"));
  await expect(page).toHaveURL(/portal\/security$/);
  await expect(page.getByText(/Last used today/)).toBeVisible();
  expect((await credentials(phone))[0].signCount).toBeGreaterThan(1);
});

test("who declines goes on, and the portal's first page offers it as well", async ({ page }, info) => {
  await join(page, info);
  await page.getByRole("link", { name: "Not now" }).click();
  await expect(page).toHaveURL(/\/portal$/);
  const phone = await device(page);
  await page.getByRole("link", { name: "Add a passkey" }).first().click();
  await page.getByRole("button", { name: "Create passkey" }).click();
  await expect(page).toHaveURL(/done=passkey-added/);
  expect(await credentials(phone)).toHaveLength(1);
});

test("a browser that knows no passkeys is not asked for one", async ({ page }, info) => {
  await page.addInitScript(() => { delete (window as { PublicKeyCredential?: unknown }).PublicKeyCredential; });
  await join(page, info);
  await expect(page).toHaveURL(/\/portal$/);
  await page.goto(at("/portal/security"));
  await page.goto(at("/portal/offer"));
  await expect(page).toHaveURL(/\/portal$/);
});

test("a name that was typed must be the passkey's", async ({ page }, info) => {
  const email = await join(page, info);
  await device(page);
  await enrol(page);
  await signOut(page, TENANT);
  await press(page, "somebody.else@example.org");
  await expect(page.getByRole("alert")).toContainText("belongs to another account");
  await expect(page.locator("input[name=name]")).toHaveValue("somebody.else@example.org");
  await press(page, email);
  await expect(page).toHaveURL(/\/portal$/);
});

test("a device that does not recognise its owner opens nothing", async ({ page }, info) => {
  const email = await join(page, info);
  const phone = await device(page);
  await enrol(page);
  await signOut(page, TENANT);
  await phone.cdp.send("WebAuthn.setUserVerified", { authenticatorId: phone.id, isUserVerified: false });
  await press(page);
  await expect(page.locator("[data-passkey] [role=status]:not(:empty), [role=alert]").first()).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
  await page.goto(at("/portal"));
  await expect(page).toHaveURL(/sign-in/);
  // The password still does.
  await signIn(page, TENANT, email);
  await expect(page).toHaveURL(/portal/);
});

test("a passkey that was removed is not known any more", async ({ page }, info) => {
  const email = await join(page, info);
  const phone = await device(page);
  await enrol(page);
  const kept = (await credentials(phone))[0];
  await page.locator('a.row-action[href*="/portal/security/passkeys/"]').first().click();
  await page.locator("input[name=name]").fill("My old phone");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("My old phone", { exact: true })).toBeVisible();
  await page.locator('a.row-action[href*="/portal/security/passkeys/"]').first().click();
  await page.getByRole("button", { name: "Remove passkey" }).click();
  await expect(page).toHaveURL(/done=passkey-removed/);
  await signOut(page, TENANT);
  // A device that did not hear of it.
  if ((await credentials(phone)).length === 0) {
    await phone.cdp.send("WebAuthn.addCredential", { authenticatorId: phone.id, credential: kept });
  }
  await press(page);
  await expect(page.getByRole("alert")).toContainText("not known here");
  await signIn(page, TENANT, email);
  await expect(page).toHaveURL(/portal/);
});

test("a copy that counts less far is refused, and its owner is told", async ({ page }, info) => {
  const email = await join(page, info);
  const phone = await device(page);
  await enrol(page);
  await signOut(page, TENANT);
  await press(page);
  await expect(page).toHaveURL(/\/portal$/);
  await signOut(page, TENANT);
  const [original] = await credentials(phone);
  await phone.cdp.send("WebAuthn.removeCredential", { authenticatorId: phone.id, credentialId: original.credentialId });
  await phone.cdp.send("WebAuthn.addCredential", { authenticatorId: phone.id, credential: { ...original, signCount: 0 } });
  await press(page);
  await expect(page.getByRole("alert")).toContainText("there may be a copy of it");
  await signIn(page, TENANT, email);
  await page.goto(at("/portal/security"));
  await expect(page.getByText("Look at this")).toBeVisible();
  const outbox = await outboxOf(page, TENANT);
  await expect(outbox.getByRole("row").filter({ hasText: email }).filter({ hasText: "was refused" })).toHaveCount(1);
  await outbox.context().close();
});

test("what a page of another origin got signed opens nothing here", async ({ page }, info) => {
  await join(page, info);
  await device(page);
  await enrol(page);
  await signOut(page, TENANT);
  // A page that passes the question on: its host is ours as far as passkeys can tell, its origin is not.
  await page.goto(at("/sign-in"));
  const ask = () => page.evaluate(async (path) => (await (await fetch(path, { method: "POST" })).json()) as object, at("/sign-in/passkey/options"));
  const sign = (options: object) => page.evaluate(async (json) => {
    const parsed = PublicKeyCredential.parseRequestOptionsFromJSON(json as PublicKeyCredentialRequestOptionsJSON);
    const found = (await navigator.credentials.get({ publicKey: parsed })) as PublicKeyCredential;
    return JSON.stringify(found.toJSON());
  }, "publicKey" in options ? (options as { publicKey: object }).publicKey : options);
  const hand = async (response: string) => {
    await page.goto(at("/sign-in"));
    await page.evaluate(([path, value]) => {
      const form = Object.assign(document.createElement("form"), { method: "post", action: path });
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "response", value }));
      document.body.append(form);
      form.submit();
    }, [at("/sign-in/passkey"), response]);
  };
  const elsewhere = "http://localhost:9/";
  await page.route(`${elsewhere}**`, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Elsewhere</title>" }));
  const options = await ask();
  await page.goto(elsewhere);
  const relayed = await sign(options);
  await hand(relayed);
  await expect(page.getByRole("alert")).toContainText("was not accepted");
  await page.goto(at("/portal"));
  await expect(page).toHaveURL(/sign-in/);
  // The same, asked and signed here, opens the door: it is the origin that was wrong.
  await page.goto(at("/sign-in"));
  await hand(await sign(await ask()));
  await expect(page).toHaveURL(/\/portal$/);
});

test("two devices, each with a passkey of its own", async ({ page }, info) => {
  await join(page, info);
  const phone = await device(page);
  await enrol(page);
  // The same device does not hold two of one account.
  await page.goto(at("/portal/security/passkeys/new"));
  await page.getByRole("button", { name: "Create passkey" }).click();
  await expect(page.getByRole("status")).toContainText("holds a passkey of your account already");
  await phone.cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: phone.id });
  // Chromium makes passkeys only on keys that ask for a PIN.
  await device(page, { transport: "usb" }, phone.cdp);
  await enrol(page);
  await expect(page.locator('a.row-action[href*="/portal/security/passkeys/"]')).toHaveCount(2);
  await page.locator('a.row-action[href*="/portal/security/passkeys/"]').last().click();
  await expect(page.getByText("It is on a security key.")).toBeVisible();
  await expect(page.getByText("That counts as two factors.")).toBeVisible();
  await signOut(page, TENANT);
  await press(page);
  await expect(page).toHaveURL(/\/portal$/);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("there is the password, and the page says why", async ({ page }, info) => {
    await join(page, info);
    await page.goto(at("/portal/security/passkeys/new"));
    await expect(page.getByText("Passkeys need a browser that knows them")).toBeVisible();
    await expect(page.getByRole("button", { name: "Create passkey" })).toBeHidden();
    await signOut(page, TENANT);
    await page.goto(at("/sign-in"));
    await expect(button(page)).toBeHidden();
  });
});
