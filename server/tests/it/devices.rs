//! Remembered devices over HTTP: the box at the second step, the cookie, the list in the portal, and what does not go past it.

use chrono::TimeDelta;
use directory::people::find;
use directory::tenants::policy::SignInPolicy;
use foundation::Caller;
use server::web::door::{device_cookie_name, half_cookie_name};
use uuid::Uuid;

use crate::cookies::customer;
use crate::flows::{bank, recover, state};
use crate::harness::{Browser, PASSWORD, Site, on_each_site};
use crate::second::App;

const STEP: &str = "/t/bank/sign-in/second";
const LIST: &str = "/t/bank/portal/sessions";

database::statements! {
    // A row as the second step makes it, for the matrix of all routes.
    ADD: tenant = "INSERT INTO remembered_device (tenant_id, digest, id, person_id, device, network, created_at, expires_at) VALUES ($1, $2, $3, $4, '', '', $5, $6)";
}

/// Lets a device of somebody be remembered, and returns its id.
pub async fn plant(site: &Site, slug: &str, name: &str) -> String {
    let caller = Caller::system(site.tenant(slug).await.id, "test");
    let mut tx = site.services().database.begin(&caller).await.unwrap();
    let person = find::by_sign_in_name(&mut tx, name).await.unwrap().unwrap().id;
    let (id, now): (Uuid, _) = (tx.new_id(), tx.now());
    let digest = database::digest(id.as_bytes()).to_vec();
    let add = tx.sql(ADD).bind(digest).bind(id).bind(person).bind(now).bind(now + TimeDelta::days(30));
    assert_eq!(add.execute().await.unwrap(), 1);
    tx.commit().await.unwrap();
    id.to_string()
}

/// A bank that lets devices be remembered, and a customer with an app.
async fn with_app(site: &Site, name: &str) -> (Browser, Browser, App) {
    let (_, mut ada) = bank(site).await;
    site.set_policy("bank", SignInPolicy { remember_days: 30, ..SignInPolicy::asking_nothing() }).await;
    let mut browser = customer(site, &mut ada, name).await;
    let app = App::add(site, &mut browser, "bank").await;
    (ada, browser, app)
}

/// The first step in a browser, and the second with the box ticked.
async fn remember(site: &Site, browser: &mut Browser, name: &str, app: &App) -> String {
    assert!(browser.sign_in("bank", name, PASSWORD).await.location.starts_with(STEP));
    let code = app.next(site);
    let answer = browser.post(STEP, &[("code", &code), ("remember", "yes")]).await;
    assert_eq!(answer.location, "/t/bank/portal", "{}", answer.body);
    device(browser).expect("a cookie")
}

fn device(browser: &Browser) -> Option<String> {
    browser.clone().cookies().get(&device_cookie_name("bank")).cloned()
}

async fn sign_out(browser: &mut Browser) {
    assert_eq!(browser.post("/t/bank/sign-out", &[]).await.status, 303);
}

on_each_site! {
    async fn a_device_is_remembered_and_forgotten(site: Site) {
        let (mut ada, _, app) = with_app(&site, "carl").await;
        let name = "carl@bank.example";
        let mut browser = site.visitor();
        assert!(browser.sign_in("bank", name, PASSWORD).await.location.starts_with(STEP));
        let page = browser.get(STEP).await.body;
        assert!(page.contains("name=\"remember\"") && page.contains("again for 30 days"), "{page}");
        // What was ticked stays so when the code is wrong; what was not does not become so.
        let wrong = browser.post(STEP, &[("code", "000000"), ("remember", "yes")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("checked"), "{}", wrong.body);
        assert!(!browser.post(STEP, &[("code", "")]).await.body.contains("checked"));
        assert_eq!(device(&browser), None, "nothing is remembered before the step was done");
        let plain = app.next(&site);
        assert_eq!(browser.post(STEP, &[("code", &plain)]).await.location, "/t/bank/portal");
        assert_eq!(device(&browser), None, "nor without the box");
        sign_out(&mut browser).await;

        let cookie = remember(&site, &mut browser, name, &app).await;
        sign_out(&mut browser).await;
        assert_eq!(device(&browser), Some(cookie.clone()), "it outlives the session");
        assert_eq!(browser.get("/t/bank/portal").await.status, 303, "and opens nothing");
        let page = "/t/bank/portal/rights";
        let inside = browser.post("/t/bank/sign-in", &[("name", name), ("password", PASSWORD), ("next", page)]).await;
        assert_eq!(inside.location, page, "{}", inside.body);
        assert_eq!(browser.clone().cookies().get(&half_cookie_name("bank")), None);
        // The list says so, here and elsewhere; what is sensitive asks for more.
        let list = browser.get(LIST).await.body;
        assert!(list.contains("/portal/devices/") && list.contains("Last used"), "{list}");
        assert!(browser.get("/t/bank/portal/security/apps/new").await.location.contains("/portal/confirm"));
        let history = browser.get("/t/bank/portal/history").await.body;
        assert!(history.contains("A device is not asked for the second step for a while"), "{history}");
        let event = ada.get("/t/bank/console/audit?kind=sign_in.succeeded").await.id_after("/console/audit/");
        let entry = ada.get(&format!("/t/bank/console/audit/{event}")).await.body;
        assert!(entry.contains("password and remembered device"), "{entry}");

        let id = browser.get(LIST).await.id_after("/portal/devices/");
        let forgotten = browser.post(&format!("/t/bank/portal/devices/{id}/forget"), &[]).await;
        assert_eq!(forgotten.location, format!("{LIST}?done=device-forgotten"));
        assert_eq!(browser.post(&format!("/t/bank/portal/devices/{id}/forget"), &[]).await.status, 404);
        assert!(!browser.get(LIST).await.body.contains("/portal/devices/"));
        sign_out(&mut browser).await;
        assert!(browser.sign_in("bank", name, PASSWORD).await.location.starts_with(STEP), "it is asked for again");
    }

    /// SEC-1, 7, 14, 25: the cookie is worth nothing without the password of its person, in this tenant.
    async fn the_cookie_of_a_device_opens_nothing(site: Site) {
        let (mut ada, _, app) = with_app(&site, "carl").await;
        let mut browser = site.visitor();
        let cookie = remember(&site, &mut browser, "carl@bank.example", &app).await;
        let mut dora = customer(&site, &mut ada, "dora").await;
        App::add(&site, &mut dora, "bank").await;
        let before = state(&site).await[0];
        let thief = |name: String, value: &str| {
            let mut thief = site.visitor();
            thief.cookies().insert(name, value.to_owned());
            thief
        };
        for page in ["", "/security", "/sessions"] {
            for name in [device_cookie_name("bank"), half_cookie_name("bank"), server::web::door::cookie_name("bank")] {
                let mut thief = thief(name, &cookie);
                assert!(thief.get(&format!("/t/bank/portal{page}")).await.location.contains("/sign-in"));
                assert_eq!(thief.post(STEP, &[("code", &cookie)]).await.location, "/t/bank/sign-in");
            }
        }
        let mut thief = thief(device_cookie_name("bank"), &cookie);
        let wrong = thief.sign_in("bank", "carl@bank.example", "not the password").await;
        assert_eq!((wrong.status, thief.session("bank")), (422, None));
        let other = thief.sign_in("bank", "dora@bank.example", PASSWORD).await;
        assert!(other.location.starts_with(STEP) && thief.session("bank").is_none(), "it is Carl's");
        for near in ["", "null", "0", &cookie[1..], &format!("{cookie}A"), &cookie.to_lowercase(), &"x".repeat(3_000)] {
            let mut thief = site.visitor();
            thief.cookies().insert(device_cookie_name("bank"), near.to_owned());
            let led = thief.sign_in("bank", "carl@bank.example", PASSWORD).await;
            assert!(led.location.starts_with(STEP) && thief.session("bank").is_none(), "{near}");
        }
        assert_eq!(state(&site).await[0], before, "no session was begun");
        // A box that was never offered is not obeyed.
        site.set_policy("bank", SignInPolicy::asking_nothing()).await;
        let mut late = site.visitor();
        assert!(late.sign_in("bank", "carl@bank.example", PASSWORD).await.location.starts_with(STEP));
        assert!(!late.get(STEP).await.body.contains("name=\"remember\""));
        let code = app.next(&site);
        assert_eq!(late.post(STEP, &[("code", &code), ("remember", "yes")]).await.location, "/t/bank/portal");
        assert_eq!(device(&late), None);
        assert!(browser.sign_in("bank", "carl@bank.example", PASSWORD).await.location.starts_with(STEP), "nor is the one from before");
    }

    async fn a_new_password_ends_remembered_devices_everywhere(site: Site) {
        let (mut ada, _, app) = with_app(&site, "carl").await;
        let name = "carl@bank.example";
        let mut browser = site.visitor();
        remember(&site, &mut browser, name, &app).await;
        let token = recover(&site, name).await;
        let set = site.visitor().post("/t/bank/recover/set", &[("token", &token), ("password", PASSWORD)]).await;
        assert_eq!(set.location, "/t/bank/sign-in?done=password-set");
        for _ in 0..2 {
            assert!(browser.sign_in("bank", name, PASSWORD).await.location.starts_with(STEP));
        }
        // And staff who end sessions end them too.
        remember(&site, &mut browser, name, &app).await;
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        let ended = ada.post(&format!("/t/bank/console/people/{person}/sessions/end"), &[("reason", "Because")]).await;
        assert_eq!(ended.status, 303, "{}", ended.body);
        for _ in 0..2 {
            assert!(browser.sign_in("bank", name, PASSWORD).await.location.starts_with(STEP));
        }
    }
}

/// The cookie is for this host, for our forms, for scripts never, and for as long as the tenant lets.
#[tokio::test]
async fn the_cookie_of_a_device_is_guarded() {
    let site = Site::new(database::testing::sqlite().await).await;
    let (_, _, app) = with_app(&site, "carl").await;
    let mut browser = site.visitor();
    browser.sign_in("bank", "carl@bank.example", PASSWORD).await;
    let code = app.next(&site);
    let answer = browser.post(STEP, &[("code", &code), ("remember", "yes")]).await;
    let cookies = answer.cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("__Host-device-bank=")).unwrap();
    let (value, rest) = cookie.split_once('=').unwrap().1.split_once("; ").unwrap();
    assert_eq!(rest, "Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=2592000");
    assert!(value.len() >= 22, "128 bits: {value}");
    assert_eq!(answer.header("cache-control"), "no-store");
}
