//! Somebody whose password everybody knows, over HTTP: one page is left to them until they choose another.

use std::collections::BTreeSet;

use axum::http::Method;
use directory::people::find;
use foundation::{Caller, Secret};
use server::web::protect::OPEN_FOR_A_PASSWORD;

use crate::cookies::customer;
use crate::flows::{bank, recover, state};
use crate::harness::{PASSWORD, Site, on_each_site};
use crate::isolation::{TABLE, path, world};

const PAGE: &str = "/t/bank/portal/new-password";
const KNOWN: &str = "passwordpassword";

database::statements! {
    SET: tenant = "UPDATE password_credential SET phc = $3 WHERE tenant_id = $1 AND person_id = $2";
}

/// Gives somebody at the bank a password that nobody could choose here.
async fn give_known_password(site: &Site, name: &str) {
    let hash = site.services().authentication.hasher().hash(&Secret::new(KNOWN.to_owned())).await.unwrap();
    let caller = Caller::system(site.tenant("bank").await.id, "test");
    let mut tx = site.services().database.begin(&caller).await.unwrap();
    let person = find::by_sign_in_name(&mut tx, name).await.unwrap().unwrap().id;
    assert_eq!(tx.sql(SET).bind(person).bind(hash).execute().await.unwrap(), 1);
    tx.commit().await.unwrap();
}

on_each_site! {
    async fn another_password_is_chosen_first(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut elsewhere = customer(&site, &mut ada, "carl").await;
        let name = "carl@bank.example";
        give_known_password(&site, name).await;
        let mut carl = site.visitor();
        let rights = "/t/bank/portal/rights";
        assert_eq!(carl.post("/t/bank/sign-in", &[("name", name), ("password", KNOWN), ("next", rights)]).await.location, rights);
        let led = carl.get(rights).await;
        assert_eq!(led.location, format!("{PAGE}?next=%2Ft%2Fbank%2Fportal%2Frights"));
        assert_eq!(elsewhere.get("/t/bank/portal").await.location, format!("{PAGE}?next=%2Ft%2Fbank%2Fportal"), "in every session");
        let page = carl.get(&led.location).await;
        assert!(page.status == 200 && page.body.contains("public list of leaked passwords") && !page.body.contains("portal-nav"), "{}", page.body);
        let new = "another one for a new year";
        let before = state(&site).await;
        for (current, password, said) in [
            ("", new, "current"),
            ("not it", new, "not your current password"),
            (KNOWN, "", "password"),
            (KNOWN, KNOWN, "password"),
            (KNOWN, "short", "password"),
        ] {
            let fields = [("current", current), ("password", password), ("next", rights)];
            let refused = carl.post(PAGE, &fields).await;
            assert!(refused.status == 422 && refused.body.contains(said), "{current} {password}: {} {}", refused.status, refused.body);
            assert!(refused.body.contains(rights) && !refused.body.contains(KNOWN), "{}", refused.body);
        }
        assert_eq!(state(&site).await[..4], before[..4]);
        let fields = [("current", KNOWN), ("password", new), ("next", "https://evil.example/")];
        let done = carl.clone().post(PAGE, &fields[..2]).await;
        assert_eq!(done.location, "/t/bank/portal?done=password-changed", "{}", done.body);
        assert!(carl.get(rights).await.location.contains("/sign-in"), "the session of before is over");
        assert!(elsewhere.get(rights).await.location.contains("/sign-in"));
        let mut carl = site.visitor();
        assert_eq!(carl.sign_in("bank", name, new).await.location, "/t/bank/portal");
        assert_eq!(carl.get(PAGE).await.location, "/t/bank/portal", "nothing is left to do there");
        assert_eq!(carl.post(PAGE, &fields).await.location, "/t/bank/portal");
        let history = carl.get("/t/bank/portal/history").await.body;
        assert!(history.contains("one that everybody knows"), "{history}");
    }

    async fn a_mailed_link_does_as_well(site: Site) {
        let (_, mut ada) = bank(&site).await;
        customer(&site, &mut ada, "carl").await;
        give_known_password(&site, "carl@bank.example").await;
        let mut carl = site.visitor();
        carl.sign_in("bank", "carl@bank.example", KNOWN).await;
        for open in ["/t/bank/recover", "/t/bank/recover/sent"] {
            assert_eq!(carl.get(open).await.status, 200, "{open}");
        }
        let token = recover(&site, "carl@bank.example").await;
        assert_eq!(carl.get(&format!("/t/bank/recover/set?token={token}")).await.status, 200);
        let set = carl.post("/t/bank/recover/set", &[("token", &token), ("password", PASSWORD)]).await;
        assert_eq!(set.location, "/t/bank/sign-in?done=password-set", "{}", set.body);
        assert_eq!(carl.sign_in("bank", "carl@bank.example", PASSWORD).await.location, "/t/bank/portal");
        assert_eq!(carl.get("/t/bank/portal").await.status, 200);
    }

    /// Deny by default: of all routes only those of the list answer.
    async fn everything_else_is_closed_until_there_is_another_password(site: Site) {
        let world = world(&site).await;
        give_known_password(&site, "ada@bank.example").await;
        let mut ada = site.visitor();
        assert_eq!(ada.sign_in("bank", "ada@bank.example", KNOWN).await.status, 303);
        let mut closed = BTreeSet::new();
        for (method, template, _) in TABLE.iter().filter(|(_, template, _)| !OPEN_FOR_A_PASSWORD.contains(template)) {
            let path = path("bank", template, &world.bank.of(template));
            let ask = ada.ask(method.parse::<Method>().unwrap(), &path);
            let ask = if *method == "POST" { ask.form(&[("reason", "Because")]) } else { ask };
            let answer = ada.send(ask).await;
            assert!(answer.location.starts_with(PAGE), "{method} {path}: {} {}", answer.status, answer.location);
            closed.insert(template);
        }
        assert!(closed.len() > 90, "{}", closed.len());
        for open in OPEN_FOR_A_PASSWORD {
            assert!(TABLE.iter().any(|(_, template, _)| *template == open), "{open} is no route");
        }
        assert_eq!(ada.post("/t/bank/sign-out", &[]).await.location, "/t/bank/signed-out");
    }
}
