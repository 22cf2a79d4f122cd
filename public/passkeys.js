// Asks the device for passkeys (W3C Web Authentication Level 3) where a page has a form for it.
//
// A form marked `data-passkey` fetches its question from `data-options`, hands it to the device, and is then sent like any
// other form: what was wrong is said by the page that comes back. Without this script such forms stay hidden, and every
// page does all it can do otherwise.

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// The question in the browser's own form (§5.1.8, §5.1.9); older browsers cannot turn it themselves.
const named = (list) => (list || []).map((one) => ({ ...one, id: decode(one.id) }));
const toCreate = (asked) => ({ ...asked, challenge: decode(asked.challenge), user: { ...asked.user, id: decode(asked.user.id) }, excludeCredentials: named(asked.excludeCredentials) });
const toGet = (asked) => ({ ...asked, challenge: decode(asked.challenge), allowCredentials: named(asked.allowCredentials) });

// The answer as text. Written by hand: some password managers answer with objects that cannot do it themselves.
const written = (credential) => {
  const { response } = credential;
  const parts = { clientDataJSON: encode(response.clientDataJSON) };
  if (response.attestationObject) {
    parts.attestationObject = encode(response.attestationObject);
    parts.transports = response.getTransports ? response.getTransports() : [];
  } else {
    parts.authenticatorData = encode(response.authenticatorData);
    parts.signature = encode(response.signature);
    if (response.userHandle && response.userHandle.byteLength) parts.userHandle = encode(response.userHandle);
  }
  return JSON.stringify({ id: credential.id, rawId: encode(credential.rawId), type: credential.type, response: parts, clientExtensionResults: {} });
};

// One question at a time: a new one takes the place of the one that waits.
let waiting;
const renewed = () => {
  if (waiting) waiting.abort();
  waiting = new AbortController();
  return waiting.signal;
};

const question = async (form, pressed) => {
  const answer = await fetch(form.dataset.options, { method: "POST", headers: { accept: "application/json" } });
  // Signed out meanwhile, or too long ago: the page itself says what to do.
  if (pressed && (answer.redirected || answer.status === 403)) location.reload();
  if (!answer.ok || answer.redirected) throw new Error(`options: ${answer.status}`);
  return answer.json();
};

const ask = async (form, conditional) => {
  const signal = renewed();
  const asked = await question(form, !conditional);
  if (signal.aborted) return;
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: toCreate(asked), signal })
    : await navigator.credentials.get({ publicKey: toGet(asked), signal, ...(conditional ? { mediation: "conditional" } : {}) });
  if (signal.aborted || !credential) return;
  form.elements.response.value = written(credential);
  form.submit();
};

const say = (form, text) => { form.querySelector("[role=status]").textContent = text || ""; };

const press = async (form) => {
  const button = form.querySelector("button");
  const typed = document.querySelector("input[name=name][autocomplete~=webauthn]");
  say(form, "");
  button.disabled = true;
  // Whoever typed a name means that account.
  form.elements.account.value = typed ? typed.value : "";
  try {
    await ask(form, false);
  } catch (problem) {
    if (problem.name === "AbortError") return;
    const { cancelled, present, failed } = form.dataset;
    say(form, problem.name === "NotAllowedError" ? cancelled : problem.name === "InvalidStateError" ? present : failed);
    // What waited in the name field's list was given up for the button: it waits again.
    offer(form);
  } finally {
    button.disabled = false;
  }
};

// Passkeys among what the browser offers for the name field. Each question is good for some minutes, so a page that stays
// open asks anew while somebody looks at it.
const AGAIN = 8 * 60 * 1000;
let timer;
const offer = async (form) => {
  const can = form.dataset.passkey === "sign-in" && PublicKeyCredential.isConditionalMediationAvailable;
  if (!can || !(await PublicKeyCredential.isConditionalMediationAvailable())) return;
  form.elements.account.value = "";
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (document.visibilityState === "visible") offer(form);
    else document.addEventListener("visibilitychange", () => offer(form), { once: true });
  }, AGAIN);
  // Whatever goes wrong here, there still are the button and the password.
  await ask(form, true).catch(() => {});
};

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.querySelector("button").addEventListener("click", () => press(form));
    offer(form);
  }
  for (const text of document.querySelectorAll("[data-passkey-unable]")) text.hidden = true;
  // Devices forget passkeys that were removed here (§5.1.10.4).
  const section = document.querySelector("[data-passkeys-accepted]");
  if (section && PublicKeyCredential.signalAllAcceptedCredentials) {
    PublicKeyCredential.signalAllAcceptedCredentials(JSON.parse(section.dataset.passkeysAccepted)).catch(() => {});
  }
} else {
  // A page that only offers a passkey has nothing to offer here.
  const onward = document.querySelector("a[data-passkey-otherwise]");
  if (onward) location.replace(onward.href);
}
