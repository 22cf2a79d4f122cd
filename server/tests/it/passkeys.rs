//! Passkeys over HTTP: the questions, the forms that carry the answers, and the way through "confirm it is you".

#[expect(dead_code, reason = "it can lie in more ways than these tests need")]
#[path = "../../../crates/authentication/tests/it/authenticator.rs"]
mod authenticator;

use axum::http::Method;
use chrono::TimeDelta;
use serde_json::Value;

use crate::harness::{Answer, Ask, Browser, ORIGIN, PASSWORD, Site, on_each_site};
pub use authenticator::{Device, encode};

/// What a page is asked for by the script.
pub async fn question(browser: &mut Browser, path: &str) -> Value {
    let answer = browser.post(path, &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{path}: {}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    serde_json::from_str(&answer.body).unwrap()
}

/// Adds a passkey to the account somebody is signed in to.
pub async fn add(browser: &mut Browser, slug: &str, device: &mut Device) -> Answer {
    let passkeys = format!("/t/{slug}/portal/security/passkeys");
    let asked = question(browser, &format!("{passkeys}/options")).await;
    let response = device.make(&asked, ORIGIN);
    browser.post(&passkeys, &[("response", &response)]).await
}

/// The id of the newest passkey on the security page.
pub async fn newest(browser: &mut Browser, slug: &str) -> String {
    let page = browser.get(&format!("/t/{slug}/portal/security")).await;
    let ids = page.body.split("/portal/security/passkeys/").skip(1).filter_map(|part| part.get(..36));
    ids.filter(|id| id.chars().filter(|letter| *letter == '-').count() == 4).last().unwrap().to_owned()
}

/// Signs in with a passkey.
pub async fn sign_in(browser: &mut Browser, slug: &str, device: &mut Device, fields: &[(&str, &str)]) -> Answer {
    let asked = question(browser, &format!("/t/{slug}/sign-in/passkey/options")).await;
    let response = device.answer(&asked, ORIGIN);
    let fields = [fields, &[("response", response.as_str())]].concat();
    browser.post(&format!("/t/{slug}/sign-in/passkey"), &fields).await
}

/// The bank with Ada, who has a passkey.
async fn bank(site: &Site) -> (Browser, Device) {
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    let mut device = Device::new(1);
    let added = add(&mut ada, "bank", &mut device).await;
    assert_eq!(added.location, "/t/bank/portal/security?done=passkey-added", "{}", added.body);
    (ada, device)
}

on_each_site! {
    async fn somebody_adds_a_passkey_and_signs_in_with_it(site: Site) {
        let (mut ada, mut device) = bank(&site).await;
        let page = ada.get("/t/bank/portal/security").await;
        assert!(page.body.contains("data-passkeys-accepted") && page.body.contains("/passkeys.js?v="), "{}", page.body);
        let mut browser = site.visitor();
        let door = browser.get("/t/bank/sign-in").await;
        let policy = door.header("content-security-policy");
        assert!(policy.contains("script-src 'nonce-") && door.body.contains("autocomplete=\"username webauthn\""), "{policy}");
        assert!(!door.body.contains(".wasm"), "the front door loads no WebAssembly");
        let inside = sign_in(&mut browser, "bank", &mut device, &[("next", "/t/bank/console/people")]).await;
        assert_eq!((inside.status, inside.location.as_str()), (303, "/t/bank/console/people"));
        assert_eq!(browser.get("/t/bank/console/people").await.status, 200);
        // Never anywhere else, whatever the form says.
        for next in ["https://evil.example/", "//evil.example", "/t/school/portal", ""] {
            let inside = sign_in(&mut site.visitor(), "bank", &mut device, &[("next", next)]).await;
            assert_eq!(inside.location, "/t/bank/portal", "{next}");
        }
        let history = browser.get("/t/bank/portal/history").await;
        assert!(history.body.contains("Passkey added"), "{}", history.body);
    }

    /// SEC-1, 7, 18, 25, 29, 37, §14.6.2: what is sent to the way in, and what is told to whoever has nothing.
    async fn the_way_in_opens_to_nothing_else(site: Site) {
        let (_, mut device) = bank(&site).await;
        let path = "/t/bank/sign-in/passkey";
        let asked = question(&mut site.visitor(), &format!("{path}/options")).await;
        let mut keys: Vec<_> = asked.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["allowCredentials", "challenge", "rpId", "timeout", "userVerification"]);
        assert_eq!((asked["allowCredentials"].as_array().unwrap().len(), asked["rpId"].as_str()), (0, Some("localhost")));
        let sessions = site.number("SELECT count(*) FROM session").await;
        let response = device.answer(&asked, ORIGIN);
        let mut cut = response.clone();
        cut.truncate(response.len() - 1);
        for fields in [
            vec![],
            vec![("response", "")],
            vec![("response", "null")],
            vec![("response", cut.as_str())],
            vec![("account", "ada@bank.example")],
            vec![("response", "{\"id\":\"AQ\",\"rawId\":\"AQ\",\"type\":\"public-key\",\"response\":{}}")],
        ] {
            let answer = site.visitor().post(path, &fields).await;
            assert!(answer.status == 422 && answer.cookies().is_empty(), "{fields:?}: {}", answer.status);
            assert!(answer.body.contains("This passkey was not accepted"), "{}", answer.body);
        }
        let doubled = [("response", response.as_str()), ("response", response.as_str())];
        assert_eq!(site.visitor().post(path, &doubled).await.status, 400);
        let json = Ask { body: response.clone().into_bytes(), ..site.visitor().ask(Method::POST, path).with("content-type", "application/json") };
        assert_eq!(site.send(json).await.status, 400);
        for elsewhere in ["cross-site", "same-site", "none"] {
            for to in [path.to_owned(), format!("{path}/options")] {
                let ask = site.visitor().ask(Method::POST, &to).form(&[("response", &response)]).with("sec-fetch-site", elsewhere);
                assert_eq!(site.send(ask).await.status, 403, "{to} from {elsewhere}");
            }
        }
        // What the bank asked answers nothing at the operators' door, which has the same host.
        let foreign = site.visitor().post("/t/platform/sign-in/passkey", &[("response", &response)]).await;
        assert!(foreign.status == 422 && foreign.body.contains("took too long"), "{}", foreign.body);
        // Whatever name is typed, known or not: the same words.
        let mut told = Vec::new();
        for name in ["olga@host.example", "nobody@bank.example"] {
            let answer = sign_in(&mut site.visitor(), "bank", &mut device, &[("account", name)]).await;
            assert_eq!(answer.status, 422);
            told.push(answer.body.split("role=\"alert\"").nth(1).unwrap().split("</div>").next().unwrap().to_owned());
        }
        assert_eq!(told[0], told[1]);
        assert_eq!(site.number("SELECT count(*) FROM session").await, sessions);
        assert_eq!(site.visitor().get(path).await.location, "/t/bank/sign-in", "the language switch leads somewhere");
        assert_eq!(site.visitor().post(path, &[("response", &response)]).await.status, 303, "none of it used it up");
    }

    /// SEC-57, ASVS 7.5.1: what changes how somebody gets in asks who it is, and goes on where they were.
    async fn a_stale_session_confirms_first(site: Site) {
        let (mut ada, mut device) = bank(&site).await;
        let id = newest(&mut ada, "bank").await;
        let (new, one) = ("/t/bank/portal/security/passkeys/new", format!("/t/bank/portal/security/passkeys/{id}"));
        assert_eq!(ada.get(new).await.status, 200);
        site.test().clock.advance(TimeDelta::minutes(11));
        let led = ada.get(new).await;
        assert_eq!(led.location, "/t/bank/portal/confirm?next=%2Ft%2Fbank%2Fportal%2Fsecurity%2Fpasskeys%2Fnew");
        assert_eq!(ada.post("/t/bank/portal/security/passkeys/options", &[]).await.status, 403);
        let removed = ada.post(&format!("{one}/remove"), &[]).await;
        assert!(removed.location.starts_with("/t/bank/portal/confirm?next="), "{}", removed.location);
        assert!(ada.get(&one).await.status == 200, "looking and naming need no more");
        // With a wrong password they stay, with the right one they go on, and only inside the tenant.
        let page = ada.get(&led.location).await;
        assert!(page.body.contains("Confirm it is you"), "{}", page.body);
        let wrong = ada.post("/t/bank/portal/confirm", &[("password", "not this one"), ("next", new)]).await;
        assert!(wrong.status == 422 && wrong.body.contains(new), "{}", wrong.body);
        let old = ada.session("bank");
        let right = ada.post("/t/bank/portal/confirm", &[("password", PASSWORD), ("next", new)]).await;
        assert_eq!(right.location, new);
        assert_ne!(ada.session("bank"), old, "another session");
        assert_eq!(ada.get(new).await.status, 200);
        assert_eq!(ada.get("/t/bank/portal/confirm?next=https%3A%2F%2Fevil.example").await.location, "/t/bank/portal");
        // And with the passkey.
        site.test().clock.advance(TimeDelta::minutes(11));
        let asked = question(&mut ada, "/t/bank/portal/confirm/options").await;
        let response = device.answer(&asked, ORIGIN);
        let answer = ada.post("/t/bank/portal/confirm/passkey", &[("response", &response), ("next", &one)]).await;
        assert_eq!(answer.location, one, "{}", answer.body);
        let again = ada.post("/t/bank/portal/confirm/passkey", &[("response", &response), ("next", &one)]).await;
        assert_eq!(again.status, 422, "once");
        let removed = ada.post(&format!("{one}/remove"), &[]).await;
        assert_eq!(removed.location, "/t/bank/portal/security?done=passkey-removed", "{}", removed.body);
        let refused = sign_in(&mut site.visitor(), "bank", &mut device, &[]).await;
        assert!(refused.body.contains("not known here"), "{}", refused.body);
    }

    /// The link of the mail: it can be looked at, and undoes the passkey once.
    async fn this_was_not_me(site: Site) {
        let (mut ada, mut device) = bank(&site).await;
        site.work().await;
        let token = site.mailed_token("bank", "ada@bank.example", "/not-me").await;
        let path = format!("/t/bank/not-me?token={token}");
        assert_eq!((site.visitor().get(&path).await.status, site.visitor().get(&path).await.status), (200, 200));
        for wrong in ["", "null", &token[1..]] {
            assert_eq!(site.visitor().post("/t/bank/not-me", &[("token", wrong)]).await.status, 410, "{wrong}");
        }
        assert_eq!(site.visitor().post("/t/platform/not-me", &[("token", &token)]).await.status, 410);
        let undone = site.visitor().post("/t/bank/not-me", &[("token", &token)]).await;
        assert_eq!(undone.location, "/t/bank/sign-in?done=account-secured");
        assert_eq!(site.visitor().post("/t/bank/not-me", &[("token", &token)]).await.status, 410);
        assert!(ada.get("/t/bank/portal").await.location.contains("/sign-in"));
        assert_eq!(sign_in(&mut site.visitor(), "bank", &mut device, &[]).await.status, 422);
        assert_eq!(site.visitor().sign_in("bank", "ada@bank.example", PASSWORD).await.status, 422);
    }
}

/// At a tenant's own host passkeys are bound to that host, and those of the installation's are no use.
#[tokio::test]
async fn a_tenants_own_host_has_passkeys_of_its_own() {
    let site = Site::new(database::testing::sqlite().await).await;
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    let mut device = Device::new(1);
    assert_eq!(add(&mut ada, "bank", &mut device).await.status, 303);
    let id = site.tenant("bank").await.id;
    let hosts = format!("/t/platform/console/tenants/{id}/hosts");
    assert_eq!(operator.post(&hosts, &[("host", "konto.bank.example")]).await.status, 303);
    site.test().clock.advance(TimeDelta::seconds(2));

    let mut there = site.visitor().at("konto.bank.example");
    let asked = question(&mut there, "/sign-in/passkey/options").await;
    assert_eq!(asked["rpId"], "konto.bank.example");
    // A browser would not even offer it: it is bound to the other name.
    for (rp_id, origin) in [
        ("localhost", "http://localhost:3000"),
        ("localhost", "http://konto.bank.example:3000"),
        ("konto.bank.example", "http://localhost:3000"),
    ] {
        let asked = question(&mut there, "/sign-in/passkey/options").await;
        device.lie.rp_id = Some(rp_id.to_owned());
        let response = device.answer(&asked, origin);
        let refused = there.post("/sign-in/passkey", &[("response", &response)]).await;
        assert_eq!(refused.status, 422, "{rp_id} {origin}");
    }
    device.lie.rp_id = None;
    let inside = there.post("/sign-in", &[("name", "ada@bank.example"), ("password", PASSWORD)]).await;
    assert_eq!(inside.status, 303, "{}", inside.body);
    let asked = question(&mut there, "/portal/security/passkeys/options").await;
    assert!(asked["excludeCredentials"].as_array().unwrap().is_empty(), "the other is not of this name");
    let mut own = Device::new(2);
    let response = own.make(&asked, "http://konto.bank.example:3000");
    let added = there.post("/portal/security/passkeys", &[("response", &response)]).await;
    assert_eq!(added.location, "/portal/security?done=passkey-added", "{}", added.body);
    let page = there.get("/portal/security").await.body;
    assert!(page.contains(&authenticator::encode(&own.credential_id)), "{page}");
    assert!(!page.contains(&authenticator::encode(&device.credential_id)), "of this name only its own are told");
    let mut again = site.visitor().at("konto.bank.example");
    let asked = question(&mut again, "/sign-in/passkey/options").await;
    let response = own.answer(&asked, "http://konto.bank.example:3000");
    assert_eq!(again.post("/sign-in/passkey", &[("response", &response)]).await.location, "/portal");
}
