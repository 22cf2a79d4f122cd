//! Second factors over HTTP: apps and recovery codes in the portal, and the step between the password and the session.

use axum::http::Method;
use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;

use authentication::second::totp;
use server::web::door::half_cookie_name;

use crate::cookies::customer;
use crate::flows::{bank, recover, state};
use crate::harness::{Answer, Ask, Browser, PASSWORD, Site, on_each_site};
use crate::passkeys::{self, Device};

const STEP: &str = "/t/bank/sign-in/second";

/// An authenticator app, as somebody who scanned the picture has it.
pub struct App {
    pub id: String,
    key: Vec<u8>,
}

impl App {
    /// Connects one with the account somebody is signed in to.
    pub async fn add(site: &Site, browser: &mut Browser, slug: &str) -> Self {
        let apps = format!("/t/{slug}/portal/security/apps");
        let offered = browser.post(&apps, &[("name", "My phone")]).await;
        assert_eq!(offered.location, format!("{apps}/confirm"), "{} {}", offered.status, offered.body);
        let mut app = Self::shown(browser, &offered.location).await;
        let code = app.code(site);
        let added = browser.post(&offered.location, &[("code", &code)]).await;
        assert!(added.location.contains("done=app-added"), "{} {}", added.status, added.body);
        let page = browser.get(&format!("/t/{slug}/portal/security")).await;
        let ids = page.body.split("/portal/security/apps/").skip(1).filter_map(|part| part.get(..36));
        ids.filter(|id| id.matches('-').count() == 4).last().unwrap().clone_into(&mut app.id);
        app
    }

    /// The app of somebody who scans the picture of a page.
    async fn shown(browser: &mut Browser, page: &str) -> Self {
        let page = browser.get(page).await;
        let letters: String = between(&page.body, "class=\"shown-key\">", "</p>").split(' ').collect();
        Self { id: String::new(), key: BASE32_NOPAD.decode(letters.as_bytes()).unwrap() }
    }

    /// Confirms what a page offers, on the way to another one.
    pub async fn confirm(site: &Site, browser: &mut Browser, page: &str, next: &str) -> Answer {
        let app = Self::shown(browser, page).await;
        let code = app.code(site);
        browser.post(page.split('?').next().unwrap(), &[("code", &code), ("next", next)]).await
    }

    /// The code it shows now.
    pub fn code(&self, site: &Site) -> String {
        totp::code(&self.key, totp::step_at(site.test().database.now()))
    }

    /// A code that was not used yet.
    pub fn next(&self, site: &Site) -> String {
        site.test().clock.advance(TimeDelta::seconds(60));
        self.code(site)
    }

    /// Takes it away from the account somebody is signed in to.
    pub async fn remove(&self, browser: &mut Browser, slug: &str) {
        let removed = browser.post(&format!("/t/{slug}/portal/security/apps/{}/remove", self.id), &[]).await;
        assert!(removed.location.contains("done=app-removed"), "{} {}", removed.status, removed.location);
    }
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start)
        .unwrap_or_else(|| panic!("no {start}: {}", text.chars().take(300).collect::<String>()))
        .1
        .split(end)
        .next()
        .unwrap()
}

/// A customer of the bank with an app, who is signed in.
async fn with_app(site: &Site, ada: &mut Browser, name: &str) -> (Browser, App) {
    let mut browser = customer(site, ada, name).await;
    let app = App::add(site, &mut browser, "bank").await;
    (browser, app)
}

/// Somebody whose password was right.
pub async fn halfway(site: &Site, name: &str, next: &str) -> Browser {
    let mut browser = site.visitor();
    let fields = [("name", name), ("password", PASSWORD), ("next", next)];
    let answer = browser.post("/t/bank/sign-in", &fields).await;
    assert!(answer.location.starts_with(STEP), "{} {} {}", answer.status, answer.location, answer.body);
    assert!(browser.session("bank").is_none() && half(&browser).is_some());
    browser
}

fn half(browser: &Browser) -> Option<String> {
    browser.clone().cookies().get(&half_cookie_name("bank")).cloned()
}

fn is_refused(answer: &Answer) -> bool {
    let from_the_start = answer.status == 303 && answer.location == "/t/bank/sign-in";
    let begins = answer.cookies().iter().any(|cookie| cookie.starts_with("__Host-pforte-"));
    !begins && (from_the_start || [400, 403, 422, 429].contains(&answer.status))
}

/// Sends them all at the same time; exactly one makes a session.
async fn exactly_one(site: &Site, asks: Vec<Ask>) {
    let before = state(site).await;
    let answers = site.at_once(asks).await;
    let got_in = answers.iter().filter(|answer| answer.location == "/t/bank/portal").count();
    let statuses: Vec<_> = answers.iter().map(|answer| (answer.status, answer.location.as_str())).collect();
    assert_eq!((got_in, state(site).await[0] - before[0]), (1, 1), "{statuses:?}");
    assert!(answers.iter().filter(|answer| answer.location != "/t/bank/portal").all(is_refused), "{statuses:?}");
}

on_each_site! {
    async fn somebody_adds_an_app_and_signs_in_with_it(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        let page = carl.get("/t/bank/portal/security").await.body;
        assert!(page.contains("You have no app yet.") && !page.contains("recovery-codes"), "{page}");
        carl.post("/t/bank/portal/security/apps", &[("name", "My phone")]).await;
        let page = carl.get("/t/bank/portal/security/apps/confirm").await;
        assert!(page.body.contains("class=\"qr\"") && !page.body.contains("style=") && !page.body.contains("<script"), "{}", page.body);
        assert_eq!(page.header("cache-control"), "no-store");
        let wrong = carl.post("/t/bank/portal/security/apps/confirm", &[("code", "000000")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("This code is not right") && !wrong.body.contains("000000"), "{}", wrong.body);
        let app = App::add(&site, &mut carl, "bank").await;
        let led = carl.get("/t/bank/portal/security/recovery-codes?done=app-added").await;
        assert!(led.body.contains("Your authenticator app is connected"), "{}", led.body);

        let mut browser = halfway(&site, "carl@bank.example", "/t/bank/portal/rights").await;
        assert!(browser.get("/t/bank/portal").await.location.contains("/sign-in?next="), "a half sign-in opens nothing");
        let page = browser.get(&format!("{STEP}?with=app&next=%2Ft%2Fbank%2Fportal%2Frights")).await;
        assert!(page.status == 200 && page.body.contains("one-time-code") && !page.body.contains("passkeys.js"), "{}", page.body);
        let code = app.next(&site);
        let inside = browser.post(STEP, &[("code", &code), ("next", "/t/bank/portal/rights")]).await;
        assert_eq!(inside.location, "/t/bank/portal/rights", "{}", inside.body);
        assert!(half(&browser).is_none() && browser.session("bank").is_some());
        assert_eq!(browser.get("/t/bank/portal/rights").await.status, 200);
        // The same code at the next sign-in, and then the next code.
        let mut again = halfway(&site, "carl@bank.example", "").await;
        let used = again.post(STEP, &[("code", &code)]).await;
        assert!(used.status == 422 && used.body.contains("used before"), "{}", used.body);
        let code = app.next(&site);
        for next in ["https://evil.example/", "//evil.example", "/t/school/portal"] {
            let mut other = halfway(&site, "carl@bank.example", next).await;
            let page = other.get(STEP).await;
            assert!(!page.body.contains("evil"), "{}", page.body);
            let refused = other.post(STEP, &[("code", ""), ("next", next)]).await;
            assert!(refused.status == 422 && !refused.body.contains("evil") && !refused.body.contains("school"), "{}", refused.body);
        }
        assert_eq!(again.post(STEP, &[("code", &code), ("next", "https://evil.example/")]).await.location, "/t/bank/portal");
        let history = again.get("/t/bank/portal/history").await.body;
        assert!(history.contains("Authenticator app added") && history.contains("Wrong code at the second step"), "{history}");
        // In words for administrators.
        let event = ada.get("/t/bank/console/audit?kind=sign_in.succeeded").await.id_after("/console/audit/");
        let entry = ada.get(&format!("/t/bank/console/audit/{event}")).await.body;
        assert!(entry.contains("password and authenticator app"), "{entry}");
    }

    /// SEC-1, 7, 12, 18, 25, 29, 37: the step goes on with the half sign-in it belongs to and the code of its person, and with
    /// nothing else.
    async fn the_second_step_opens_to_nothing_else(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let (_, carls) = with_app(&site, &mut ada, "carl").await;
        let (_, doras) = with_app(&site, &mut ada, "dora").await;
        let halves = [halfway(&site, "carl@bank.example", "").await, halfway(&site, "dora@bank.example", "").await];
        let token = half(&halves[0]).unwrap();
        let before = state(&site).await;
        site.test().clock.advance(TimeDelta::seconds(60));
        let (code, foreign) = (carls.code(&site), doras.code(&site));
        let with = |value: &str| {
            let mut browser = site.visitor();
            browser.cookies().insert(half_cookie_name("bank"), value.to_owned());
            browser
        };
        // Without a first step, with one that never was, and as a session.
        for value in ["", "null", "0", &token[1..], &token[..token.len() - 1], &format!("{token}A"), &"A".repeat(43)] {
            let answer = with(value).post(STEP, &[("code", &code)]).await;
            assert!(is_refused(&answer), "{value}: {} {}", answer.status, answer.location);
            assert_eq!(with(value).get(STEP).await.location, "/t/bank/sign-in", "{value}");
        }
        let mut session = site.visitor();
        session.cookies().insert("__Host-pforte-bank".to_owned(), token.clone());
        assert!(session.get("/t/bank/portal").await.location.contains("/sign-in"));
        // At another tenant, under its own name for the cookie.
        let mut elsewhere = site.visitor();
        elsewhere.cookies().insert(half_cookie_name("platform"), token.clone());
        let answer = elsewhere.post("/t/platform/sign-in/second", &[("code", &code)]).await;
        assert_eq!((answer.location.as_str(), elsewhere.session("platform")), ("/t/platform/sign-in", None));
        // With another's code, with none, with fields that name somebody, twice, and as no form.
        for fields in [
            vec![("code", foreign.as_str())],
            vec![],
            vec![("code", "")],
            vec![("code", " ")],
            vec![("with", "recovery-code"), ("code", "aaaa-aaaa-aaaa-aaaa")],
            vec![("code", "null"), ("name", "dora@bank.example"), ("account", "dora@bank.example"), ("person", "1")],
            vec![("code", code.as_str()), ("code", code.as_str())],
        ] {
            let answer = halves[0].clone().post(STEP, &fields).await;
            assert!(is_refused(&answer), "{fields:?}: {} {}", answer.status, answer.location);
        }
        let json = format!("{{\"code\":\"{code}\"}}");
        for (kind, body) in [("application/json", json), ("text/plain", format!("code={code}"))] {
            let ask = Ask { body: body.into_bytes(), ..halves[0].ask(Method::POST, STEP).with("content-type", kind) };
            assert_eq!(site.send(ask).await.status, 400, "{kind}");
        }
        for from in ["cross-site", "same-site", "none"] {
            let ask = halves[0].ask(Method::POST, STEP).form(&[("code", &code)]).with("sec-fetch-site", from);
            assert_eq!(site.send(ask).await.status, 403, "{from}");
        }
        let in_address = halves[0].clone().get(&format!("{STEP}?code={code}")).await;
        assert_eq!((in_address.status, in_address.cookies().len()), (200, 0));
        // A passkey that is none, and the question of another page.
        for response in ["", "null", "{}"] {
            assert!(is_refused(&halves[0].clone().post(&format!("{STEP}/passkey"), &[("response", response)]).await), "{response}");
        }
        let mut now = state(&site).await;
        now[6] = before[6];
        assert_eq!(now, before, "nothing was done, and neither half sign-in is over");
        // None of it used anything up.
        let mut carl = halves[0].clone();
        assert_eq!(carl.post(STEP, &[("code", &code)]).await.location, "/t/bank/portal");
        // Finished, it is over for whoever kept the cookie.
        let mut kept = halves[0].clone();
        assert!(is_refused(&kept.post(STEP, &[("code", &carls.next(&site))]).await));
        assert!(half(&kept).is_none(), "the cookie is taken back");
        // Asked again while signed in: on to where they wanted to go.
        assert_eq!(carl.get(&format!("{STEP}?next=%2Ft%2Fbank%2Fportal%2Frights")).await.location, "/t/bank/portal/rights");
    }

    /// F20, SEC-16, 26: one code, one session, wherever and however often it is sent at once.
    async fn of_many_at_once_one_gets_in(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let (_, app) = with_app(&site, &mut ada, "carl").await;
        site.test().clock.advance(TimeDelta::seconds(60));
        let mut halves = Vec::new();
        for _ in 0..8 {
            halves.push(halfway(&site, "carl@bank.example", "").await);
        }
        // One code with eight half sign-ins; and then one half sign-in with three codes that are all right.
        let code = app.code(&site);
        let one_code = halves.iter().map(|half| half.ask(Method::POST, STEP).form(&[("code", &code)])).collect();
        exactly_one(&site, one_code).await;
        site.test().clock.advance(TimeDelta::minutes(2));
        let half = halfway(&site, "carl@bank.example", "").await;
        let here = totp::step_at(site.test().database.now());
        let codes = (here - 1..=here + 1).map(|step| totp::code(&app.key, step));
        exactly_one(&site, codes.map(|code| half.ask(Method::POST, STEP).form(&[("code", &code)])).collect()).await;
    }

    /// ASVS 6.4.3 over HTTP: the new password leads to the second step.
    async fn recovery_leads_to_the_second_step(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let (_, app) = with_app(&site, &mut ada, "rita").await;
        let token = recover(&site, "rita@bank.example").await;
        let new = "another one for a new year";
        let set = site.visitor().post("/t/bank/recover/set", &[("token", &token), ("password", new)]).await;
        assert_eq!(set.location, "/t/bank/sign-in?done=password-set");
        let mut rita = site.visitor();
        let answer = rita.sign_in("bank", "rita@bank.example", new).await;
        assert!(answer.location.starts_with(STEP) && rita.session("bank").is_none(), "{}", answer.location);
        let code = app.next(&site);
        assert_eq!(rita.post(STEP, &[("code", &code)]).await.location, "/t/bank/portal");
    }

    async fn recovery_codes_are_shown_once_and_kept_as_a_file(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let (mut carl, app) = with_app(&site, &mut ada, "carl").await;
        let page = "/t/bank/portal/security/recovery-codes";
        assert!(carl.get(page).await.body.contains("You have no recovery codes yet"));
        let made = carl.post(page, &[]).await;
        let codes = between(&made.body, "name=\"codes\" value=\"", "\"").to_owned();
        assert_eq!((made.status, codes.split(' ').count(), made.header("cache-control")), (200, 10, "no-store"));
        let file = carl.post(&format!("{page}/file"), &[("codes", &codes)]).await;
        assert_eq!((file.status, file.header("content-type")), (200, "text/plain; charset=utf-8"));
        assert_eq!(file.disposition, "attachment; filename=\"recovery-codes-bank.txt\"");
        assert!(codes.split(' ').all(|code| file.body.contains(code)) && file.body.contains("carl@bank.example"), "{}", file.body);
        // Nothing but one's own codes is put into a file of ours.
        let foreign = ada.post(&format!("{page}/file"), &[("codes", &codes)]).await;
        assert_eq!(foreign.status, 409);
        for wrong in ["", "aaaa-aaaa-aaaa-aaaa", "<script>alert(1)</script>"] {
            assert_eq!(carl.post(&format!("{page}/file"), &[("codes", wrong)]).await.status, 409, "{wrong}");
        }
        let later = carl.get(page).await.body;
        assert!(later.contains("10 left") && codes.split(' ').all(|code| !later.contains(code)), "{later}");

        let mut lost = halfway(&site, "carl@bank.example", "").await;
        let asked = lost.get(&format!("{STEP}?with=recovery-code")).await.body;
        assert!(asked.contains("Recovery code") && !asked.contains("one-time-code"), "{asked}");
        let code = codes.split(' ').nth(4).unwrap();
        let refused = lost.post(STEP, &[("with", "recovery-code"), ("code", &code.replace(|c: char| c.is_ascii_digit(), "a")[1..])]).await;
        assert!(refused.status == 422 && refused.body.contains("Recovery code"), "{}", refused.body);
        assert_eq!(lost.post(STEP, &[("with", "recovery-code"), ("code", code)]).await.location, "/t/bank/portal");
        assert!(lost.get("/t/bank/portal/security").await.body.contains("9 left"));
        let mail = site.mails("bank", "carl@bank.example").await.into_iter().next().unwrap();
        assert!(mail.contains("used one of its recovery codes") && mail.contains("9 are left"), "{mail}");
        // "This was not me": the codes, the password and every session are gone; the app stays.
        let token = site.mailed_token("bank", "carl@bank.example", "/not-me").await;
        let undo = format!("/t/bank/not-me?token={token}");
        assert_eq!((site.visitor().get(&undo).await.status, site.visitor().get(&undo).await.status), (200, 200));
        assert_eq!(site.visitor().post("/t/platform/not-me", &[("token", &token)]).await.status, 410);
        let undone = site.visitor().post("/t/bank/not-me", &[("token", &token)]).await;
        assert_eq!(undone.location, "/t/bank/sign-in?done=account-secured");
        assert!(lost.get("/t/bank/portal").await.location.contains("/sign-in"));
        assert_eq!(site.visitor().sign_in("bank", "carl@bank.example", PASSWORD).await.status, 422);
        assert_eq!(site.number("SELECT count(*) FROM authenticator_app").await, 1);
        let _ = app;
    }

    /// SEC-57: what takes an app away asks for more than the password, and goes on where they were.
    async fn a_stale_session_confirms_with_both(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let (mut carl, app) = with_app(&site, &mut ada, "carl").await;
        let one = format!("/t/bank/portal/security/apps/{}", app.id);
        assert_eq!(carl.get(&one).await.status, 200);
        site.test().clock.advance(TimeDelta::minutes(11));
        for (path, fields) in [(format!("{one}/remove"), vec![]), ("/t/bank/portal/security/apps".to_owned(), vec![("name", "Another")]), ("/t/bank/portal/security/recovery-codes".to_owned(), vec![])] {
            let led = carl.post(&path, &fields).await;
            assert!(led.location.starts_with("/t/bank/portal/confirm?next="), "{path}: {} {}", led.status, led.location);
        }
        let confirm = "/t/bank/portal/confirm";
        let page = carl.get(&format!("{confirm}?next={one}")).await.body;
        assert!(page.contains("name=\"password\"") && page.contains("name=\"code\""), "{page}");
        for (password, code) in [(PASSWORD, String::new()), ("wrong", app.code(&site)), (PASSWORD, "000000".to_owned())] {
            let refused = carl.post(confirm, &[("password", password), ("code", &code), ("next", &one)]).await;
            assert_eq!(refused.status, 422, "{password} {code}");
        }
        let code = app.code(&site);
        let confirmed = carl.post(confirm, &[("password", PASSWORD), ("code", &code), ("next", &one)]).await;
        assert_eq!(confirmed.location, one, "{}", confirmed.body);
        let renamed = carl.post(&format!("{one}/rename"), &[("name", "Work")]).await;
        assert_eq!(renamed.location, "/t/bank/portal/security?done=app-renamed");
        app.remove(&mut carl, "bank").await;
        assert_eq!(site.visitor().sign_in("bank", "carl@bank.example", PASSWORD).await.location, "/t/bank/portal");
    }

    async fn a_passkey_takes_the_second_step(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let (mut carl, _) = with_app(&site, &mut ada, "carl").await;
        let mut device = Device::new(9);
        assert_eq!(passkeys::add(&mut carl, "bank", &mut device).await.status, 303);
        let mut browser = halfway(&site, "carl@bank.example", "").await;
        let page = browser.get(STEP).await;
        assert!(page.body.contains("data-passkey=\"second\"") && page.header("content-security-policy").contains("nonce-"), "{}", page.body);
        let asked = passkeys::question(&mut browser, "/t/bank/sign-in/passkey/options").await;
        let response = device.answer(&asked, crate::harness::ORIGIN);
        let fields = [("response", response.as_str()), ("next", "/t/bank/portal/rights")];
        assert_eq!(browser.get(&format!("{STEP}/passkey")).await.location, format!("{STEP}?with=app"), "the language switch leads somewhere");
        let inside = browser.post(&format!("{STEP}/passkey"), &fields).await;
        assert_eq!(inside.location, "/t/bank/portal/rights", "{}", inside.body);
        assert!(is_refused(&site.visitor().post(&format!("{STEP}/passkey"), &fields).await));
    }
}

/// The cookie of a half sign-in is for this host, for our forms, for scripts never, and for ten minutes.
#[tokio::test]
async fn the_cookie_of_the_first_step_is_guarded() {
    let site = Site::new(database::testing::sqlite().await).await;
    let (_, mut ada) = bank(&site).await;
    let (_, app) = with_app(&site, &mut ada, "carl").await;
    let mut browser = site.visitor();
    let answer = browser.sign_in("bank", "carl@bank.example", PASSWORD).await;
    let [cookie] = answer.cookies()[..] else { panic!("{:?}", answer.cookies()) };
    let (name, rest) = cookie.split_once('=').unwrap();
    assert_eq!(
        (name, rest.split_once("; ").unwrap().1),
        ("__Host-half-bank", "Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=600")
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    site.test().clock.advance(TimeDelta::minutes(10));
    let late = browser.post(STEP, &[("code", &app.code(&site))]).await;
    assert_eq!((late.location.as_str(), half(&browser)), ("/t/bank/sign-in", None));
}
