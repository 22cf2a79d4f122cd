//! Codes by mail over HTTP: asked for and typed in one browser, and worth nothing anywhere else.

use axum::http::Method;
use chrono::TimeDelta;
use directory::tenants::policy::SignInPolicy;
use server::web::door::{half_cookie_name, mailed_cookie_name};

use crate::cookies::customer;
use crate::flows::{bank, state};
use crate::harness::{Answer, Browser, PASSWORD, Site, on_each_site};
use crate::second::App;

const ASK: &str = "/t/bank/sign-in/mail";
const TYPE: &str = "/t/bank/sign-in/mail/code";

/// A bank that mails codes, with Ada who administers it and Carl.
async fn offering(site: &Site) -> Browser {
    let (_, mut ada) = bank(site).await;
    site.set_policy("bank", SignInPolicy { mail_codes: true, ..SignInPolicy::asking_nothing() }).await;
    customer(site, &mut ada, "carl").await;
    ada
}

/// Somebody who asked for a code.
async fn asking(site: &Site, name: &str, next: &str) -> Browser {
    let mut browser = site.visitor();
    let asked = browser.post(ASK, &[("name", name), ("next", next)]).await;
    assert_eq!((asked.status, asked.location.as_str()), (303, TYPE), "{}", asked.body);
    site.work().await;
    browser
}

/// The newest code that was mailed.
async fn mailed(site: &Site, email: &str) -> String {
    let texts = site.mails("bank", email).await;
    let text = texts.iter().find(|text| text.contains("?code=")).expect("a code was mailed");
    text.split_once("?code=").unwrap().1.chars().take_while(char::is_ascii_digit).collect()
}

fn cookie(browser: &Browser) -> Option<String> {
    browser.clone().cookies().get(&mailed_cookie_name("bank")).cloned()
}

fn begins(answer: &Answer) -> bool {
    answer.cookies().iter().any(|cookie| cookie.starts_with("__Host-pforte-"))
}

/// A code that is not this one.
fn other(code: &str) -> String {
    format!("{:08}", (code.parse::<u32>().unwrap() + 1) % 100_000_000)
}

on_each_site! {
    async fn somebody_signs_in_with_a_code(site: Site) {
        let mut ada = offering(&site).await;
        let name = "carl@bank.example";
        let rights = "/t/bank/portal/rights";
        let page = site.visitor().get("/t/bank/sign-in?next=%2Ft%2Fbank%2Fportal%2Frights").await.body;
        assert!(page.contains("href=\"/t/bank/sign-in/mail?next=%2Ft%2Fbank%2Fportal%2Frights\""), "{page}");
        let page = site.visitor().get(&format!("{ASK}?next=%2Ft%2Fbank%2Fportal%2Frights")).await.body;
        assert!(page.contains(rights) && !page.contains("<script"), "{page}");
        let mut browser = asking(&site, name, rights).await;
        let page = browser.get(TYPE).await;
        assert!(page.status == 200 && page.body.contains("one-time-code") && page.body.contains("10 minutes"), "{}", page.body);
        let code = mailed(&site, name).await;
        let wrong = browser.post(TYPE, &[("mailed_code", &other(&code))]).await;
        assert!(wrong.status == 422 && wrong.body.contains("This code is not right") && !wrong.body.contains(&other(&code)), "{}", wrong.body);
        assert_eq!(browser.post(TYPE, &[("mailed_code", " ")]).await.status, 422, "an empty field is no guess");
        let inside = browser.post(TYPE, &[("mailed_code", &code)]).await;
        assert_eq!((inside.status, inside.location.as_str()), (303, rights), "{}", inside.body);
        assert!(browser.session("bank").is_some() && cookie(&browser).is_none());
        assert_eq!(browser.get(rights).await.status, 200);
        let history = browser.get("/t/bank/portal/history").await.body;
        assert!(history.contains("A code to sign in with was requested") && history.contains("Wrong code from an e-mail"), "{history}");
        assert!(history.contains("code by e-mail"), "with what she signed in: {history}");
        // It is no fresh proof.
        assert!(browser.get("/t/bank/portal/security/apps/new").await.location.contains("/portal/confirm"));
        let event = ada.get("/t/bank/console/audit?kind=sign_in.succeeded").await.id_after("/console/audit/");
        assert!(ada.get(&format!("/t/bank/console/audit/{event}")).await.body.contains("code by e-mail"));
    }

    /// F36: what opens links beforehand uses nothing up, and a link is worth nothing in another browser.
    async fn the_link_works_where_the_code_was_asked_for(site: Site) {
        offering(&site).await;
        let name = "carl@bank.example";
        let mut browser = asking(&site, name, "").await;
        let code = mailed(&site, name).await;
        let link = format!("{TYPE}?code={code}");
        let before = state(&site).await;
        for _ in 0..3 {
            let elsewhere = site.visitor().get(&link).await;
            assert!(elsewhere.status == 200 && elsewhere.body.contains("where you asked for it") && !elsewhere.body.contains("name=\"mailed_code\""), "{}", elsewhere.body);
            assert!(!begins(&elsewhere));
            for method in [Method::GET, Method::HEAD] {
                assert_eq!(site.send(crate::harness::Ask::bare(method, &link).with("purpose", "prefetch")).await.status, 200);
            }
            assert!(!begins(&browser.get(&link).await));
        }
        let thief = site.visitor().post(TYPE, &[("mailed_code", &code)]).await;
        assert!(thief.status == 422 && !begins(&thief), "{}", thief.status);
        assert_eq!(state(&site).await, before, "nothing happened and nothing was used up");
        let page = browser.get(&link).await.body;
        assert!(page.contains(&format!("value=\"{code}\"")), "a button is enough: {page}");
        for odd in ["abc", "%3Cscript%3E", "123456789012", ""] {
            let page = browser.get(&format!("{TYPE}?code={odd}")).await;
            assert!(page.status == 200 && !page.body.contains("<script>") && !page.body.contains("value=\"123456789012\""), "{odd}: {}", page.body);
        }
        assert_eq!(browser.get(&format!("{link}&code={code}")).await.status, 200);
        assert_eq!(browser.post(TYPE, &[("mailed_code", &code)]).await.location, "/t/bank/portal");
    }

    /// SEC-1, 7, 12, 18, 25, 29, 37: out of order, empty, twice, with another's, or near: nothing goes on.
    async fn a_code_opens_with_its_own_request_only(site: Site) {
        let mut ada = offering(&site).await;
        customer(&site, &mut ada, "dora").await;
        // Nothing was asked for.
        assert_eq!(site.visitor().get(TYPE).await.location, ASK);
        let over = site.visitor().post(TYPE, &[("mailed_code", "12345678")]).await;
        assert!(over.status == 422 && over.body.contains("does not work any more") && !begins(&over), "{}", over.body);
        let mut carl = asking(&site, "carl@bank.example", "").await;
        let mut dora = asking(&site, "dora@bank.example", "").await;
        let (carls, doras) = (mailed(&site, "carl@bank.example").await, mailed(&site, "dora@bank.example").await);
        let before = state(&site).await[0];
        // Another account's id, name, token or code beside the own cookie chooses nothing.
        let person = ada.get("/t/bank/console/people?q=dora").await.id_after("/console/people/");
        let doras_cookie = cookie(&dora).unwrap();
        let fields = [("mailed_code", doras.as_str()), ("name", "dora@bank.example"), ("person", &person), ("token", &doras_cookie)];
        let refused = carl.post(TYPE, &fields).await;
        assert!(refused.status == 422 && !begins(&refused), "{}", refused.body);
        assert_eq!(carl.post(TYPE, &[("mailed_code", &carls), ("mailed_code", &carls)]).await.status, 400, "a field twice");
        let own = cookie(&carl).unwrap();
        for near in ["", "null", "0", &own[1..], &format!("{own}A"), &own.to_lowercase(), &"x".repeat(3_000)] {
            let mut thief = site.visitor();
            thief.cookies().insert(mailed_cookie_name("bank"), near.to_owned());
            let refused = thief.post(TYPE, &[("mailed_code", &carls)]).await;
            assert!(refused.status == 422 && !begins(&refused), "{near}");
        }
        // In the place of what other steps ask for, and the other way round.
        for name in [half_cookie_name("bank"), server::web::door::cookie_name("bank")] {
            let mut thief = site.visitor();
            thief.cookies().insert(name, own.clone());
            assert!(thief.get("/t/bank/portal").await.location.contains("/sign-in"));
            assert_eq!(thief.post("/t/bank/sign-in/second", &[("code", &carls)]).await.location, "/t/bank/sign-in");
        }
        assert_eq!(site.visitor().sign_in("bank", "carl@bank.example", &carls).await.status, 422);
        // At another tenant.
        let mut there = site.visitor();
        there.cookies().insert(mailed_cookie_name("platform"), own);
        assert_eq!(there.post("/t/platform/sign-in/mail/code", &[("mailed_code", &carls)]).await.location, "/t/platform/sign-in");
        assert_eq!(state(&site).await[0], before, "nobody got in");
        assert_eq!(dora.post(TYPE, &[("mailed_code", &doras)]).await.location, "/t/bank/portal");
        // Of all at once one gets in.
        let asks = (0..5).map(|_| carl.ask(Method::POST, TYPE).form(&[("mailed_code", &carls)])).collect();
        let answers = site.at_once(asks).await;
        let got_in = answers.iter().filter(|answer| answer.location == "/t/bank/portal").count();
        let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        // One guess of his five was another's code.
        assert_eq!((got_in, state(&site).await[0] - before), (1, 2), "{statuses:?}");
        assert!(!begins(&carl.post(TYPE, &[("mailed_code", &carls)]).await), "nor afterwards");
    }

    /// SEC-15: the second factor is asked for, as after a password.
    async fn a_code_leads_to_the_second_step(site: Site) {
        let mut ada = offering(&site).await;
        let mut dora = customer(&site, &mut ada, "dora").await;
        let app = App::add(&site, &mut dora, "bank").await;
        let mut browser = asking(&site, "dora@bank.example", "/t/bank/portal/rights").await;
        let code = mailed(&site, "dora@bank.example").await;
        let led = browser.post(TYPE, &[("mailed_code", &code)]).await;
        assert_eq!(led.location, "/t/bank/sign-in/second?with=app&next=%2Ft%2Fbank%2Fportal%2Frights", "{}", led.body);
        assert!(browser.session("bank").is_none());
        assert!(browser.get("/t/bank/portal").await.location.contains("/sign-in"));
        assert_eq!(browser.get(TYPE).await.location, ASK, "it is used up");
        let code = app.next(&site);
        let fields = [("code", code.as_str()), ("next", "/t/bank/portal/rights")];
        assert_eq!(browser.post("/t/bank/sign-in/second", &fields).await.location, "/t/bank/portal/rights");
    }

    async fn the_tenant_decides_whether_it_is_offered(site: Site) {
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        assert!(!site.visitor().get("/t/bank/sign-in").await.body.contains("/sign-in/mail"));
        for path in [ASK, TYPE, "/t/bank/sign-in/mail/code?code=12345678"] {
            assert_eq!(site.visitor().get(path).await.location, "/t/bank/sign-in", "{path}");
        }
        for path in [ASK, TYPE] {
            let sent = site.visitor().post(path, &[("name", "carl@bank.example"), ("mailed_code", "12345678")]).await;
            assert!(sent.location == "/t/bank/sign-in" && sent.cookies().is_empty(), "{path}");
        }
        assert_eq!(site.number("SELECT count(*) FROM mailed_code").await, 0);
        let policy = "/t/bank/console/settings/policy";
        let page = ada.get(policy).await.body;
        let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields = [
            ("required.administrators", "offered"), ("grace.administrators", "0"), ("required.everybody", "offered"), ("grace.everybody", "0"),
            ("remember_days", "7"), ("mail_codes", "yes"), ("version", &version), ("save", "yes"),
        ];
        assert_eq!(carl.post(policy, &fields).await.status, 403);
        let too_many = [&[("remember_days", "91")], &fields[..4], &fields[5..]].concat();
        let refused = ada.post(policy, &too_many).await;
        assert!(refused.status == 422 && refused.body.contains("value=\"91\""), "{}", refused.body);
        assert_eq!(ada.post(policy, &fields).await.location, format!("{policy}?done=saved"));
        site.test().clock.advance(TimeDelta::seconds(1));
        let page = ada.get(policy).await.body;
        assert!(page.contains("value=\"7\"") && page.contains("checked"), "{page}");
        assert!(site.visitor().get("/t/bank/sign-in").await.body.contains("/t/bank/sign-in/mail\""));
        assert_eq!(asking(&site, "carl@bank.example", "").await.get(TYPE).await.status, 200);
        assert_eq!(carl.get(ASK).await.location, "/t/bank/portal", "who is signed in is not asked");
    }
}

/// The cookie is for this host and for scripts never, for ten minutes, and found by a link that comes from elsewhere.
#[tokio::test]
async fn the_cookie_of_a_mailed_code_is_guarded() {
    let site = Site::new(database::testing::sqlite().await).await;
    offering(&site).await;
    let answer = site.visitor().post(ASK, &[("name", "carl@bank.example")]).await;
    let [cookie] = answer.cookies()[..] else { panic!("{:?}", answer.cookies()) };
    let (name, rest) = cookie.split_once('=').unwrap();
    let (value, attributes) = rest.split_once("; ").unwrap();
    assert_eq!(name, "__Host-mail-bank");
    assert_eq!(attributes, "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600");
    assert!(value.len() >= 22, "128 bits: {value}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let names = ["carl@bank.example", "nobody@bank.example"].map(|name| (name, site.visitor()));
    let mut same = Vec::new();
    for (name, mut browser) in names {
        browser.post(ASK, &[("name", name)]).await;
        site.work().await;
        let wrong = browser.post(TYPE, &[("mailed_code", "00000001")]).await;
        same.push((wrong.status, wrong.body.replace(name, "")));
    }
    let plain = |text: &str| text.split("request").next().unwrap_or_default().len();
    assert_eq!((same[0].0, plain(&same[0].1)), (same[1].0, plain(&same[1].1)));
    assert_eq!(site.visitor().sign_in("bank", "carl@bank.example", PASSWORD).await.status, 303);
}
