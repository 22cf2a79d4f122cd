//! What staff see of the factors of others and do about them, over HTTP.

use chrono::TimeDelta;
use directory::tenants::policy::{Demand, Required, SignInPolicy};

use crate::console::{add, role};
use crate::cookies::customer;
use crate::flows::bank;
use crate::harness::{Browser, PASSWORD, Site, on_each_site};
use crate::passkeys::{self, Device};
use crate::second::App;

/// The page of the bank's only person of this family name.
async fn person_page(ada: &mut Browser, name: &str) -> String {
    let list = ada.get(&format!("/t/bank/console/people?q={name}")).await;
    let id = list.id_after("/t/bank/console/people/");
    format!("/t/bank/console/people/{id}")
}

/// Somebody of the bank's helpdesk.
async fn helpdesk(site: &Site, ada: &mut Browser) -> Browser {
    let role = role(ada, "Helpdesk").await;
    let who = [("given_name", "Hugo"), ("family_name", "Help"), ("email", "hugo@bank.example")];
    add(ada, &[&who[..], &[("archetype", "staff"), ("invite", "yes"), ("role", &role)]].concat()).await;
    site.accept("bank", "hugo@bank.example", "Hugo", "Help").await
}

/// The text of the only element of a page that a selector finds.
fn text_of(page: &str, selector: &str) -> String {
    let document = scraper::Html::parse_document(page);
    let found: Vec<_> = document.select(&scraper::Selector::parse(selector).unwrap()).collect();
    assert_eq!(found.len(), 1, "{page}");
    found[0].text().collect()
}

on_each_site! {
    async fn staff_see_the_factors_of_a_person(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        let page = person_page(&mut ada, "carl").await;
        let tab = format!("{page}?tab=factors");
        let shown = ada.get(&tab).await.body;
        assert!(shown.contains("The password is all that protects this account") && shown.contains("Nothing beyond the password"), "{shown}");
        let mut device = Device::new(1);
        passkeys::add(&mut carl, "bank", &mut device).await;
        App::add(&site, &mut carl, "bank").await;
        let shown = ada.get(&tab).await.body;
        for words in ["My phone", "Authenticator app", "Passkey", "counts as two factors", "on one device"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!shown.contains(&passkeys::encode(&device.credential_id)), "never the key's id");
        // Helpdesk staff see kinds and dates.
        let mut hugo = helpdesk(&site, &mut ada).await;
        let shown = hugo.get(&tab).await.body;
        assert!(shown.contains("Authenticator app") && !shown.contains("My phone"), "{shown}");
        assert_eq!(carl.get(&tab).await.status, 403);
    }

    /// The whole way of somebody whose phone is lost: to the helpdesk, to the second step, and to a new factor.
    async fn a_lost_factor_is_reset_and_made_again(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        App::add(&site, &mut carl, "bank").await;
        let mut hugo = helpdesk(&site, &mut ada).await;
        let person = person_page(&mut hugo, "carl").await;
        let form = format!("{person}/factors/reset");
        let tab = hugo.get(&format!("{person}?tab=factors")).await.body;
        assert!(tab.contains("/factors/reset?what=app."), "{tab}");
        let page = hugo.get(&form).await.body;
        assert!(page.contains("In person, with a document") && !page.contains("Called back"), "no number is on record: {page}");
        // What is missing is said where it is missing, and what was typed stays.
        let refused = hugo.post(&form, &[("what", "everything"), ("identified", "other"), ("reason", "Typed already")]).await;
        assert!(refused.status == 422 && refused.body.contains("Typed already") && refused.body.contains("form-how"), "{}", refused.body);
        assert_eq!(hugo.post(&form, &[("what", "password"), ("identified", "video"), ("reason", "x")]).await.status, 422);
        assert_eq!(site.number("SELECT count(*) FROM authenticator_app").await, 1);
        let fields = [("what", "everything"), ("identified", "in_person"), ("how", "Passport"), ("reason", "Phone lost")];
        let done = hugo.post(&form, &fields).await;
        assert!(done.status == 200 && done.header("cache-control") == "no-store", "{} {}", done.status, done.body);
        let code = text_of(&done.body, "p.given-code");
        assert_eq!(carl.get("/t/bank/portal").await.status, 303, "signed out at once");
        let tab = hugo.get(&format!("{person}?tab=factors")).await.body;
        assert!(tab.contains("removed and not added again yet") && !tab.contains(&code), "{tab}");

        let mut carl = site.visitor();
        let entered = carl.sign_in("bank", "carl@bank.example", PASSWORD).await;
        assert!(entered.location.starts_with("/t/bank/sign-in/second"), "{}", entered.location);
        assert!(carl.session("bank").is_none());
        let step = carl.get(&entered.location).await.body;
        assert!(step.contains("Code you were handed") && step.contains("value=\"recovery-code\""), "{step}");
        let wrong = carl.post("/t/bank/sign-in/second", &[("code", "abcd-efgh"), ("with", "recovery-code")]).await;
        assert_eq!(wrong.status, 422);
        let right = carl.post("/t/bank/sign-in/second", &[("code", &code.to_uppercase()), ("with", "recovery-code")]).await;
        assert_eq!(right.location, "/t/bank/portal", "{}", right.body);
        let led = carl.get("/t/bank/portal").await;
        assert!(led.location.starts_with("/t/bank/portal/protect"), "{}", led.location);
        let protect = carl.get(&led.location).await.body;
        assert!(protect.contains("What you had lost was removed"), "{protect}");
        for closed in ["/t/bank/portal/security", "/t/bank/portal/profile", "/t/bank/portal/sessions"] {
            assert!(carl.get(closed).await.location.starts_with("/t/bank/portal/protect"), "{closed}");
        }
        App::add(&site, &mut carl, "bank").await;
        assert_eq!(carl.get("/t/bank/portal/profile").await.status, 200);
        let trail = ada.get("/t/bank/console/audit?kind=factors.reset").await;
        let entry = ada.get(&format!("/t/bank/console/audit/{}", trail.id_after("/console/audit/"))).await.body;
        for words in ["Phone lost", "In person, with a document", "Passport", "A code was handed over"] {
            assert!(entry.contains(words), "{words}: {entry}");
        }
        assert!(!entry.contains(&code));
    }

    async fn a_reset_asks_who_it_is_first(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        App::add(&site, &mut carl, "bank").await;
        let form = format!("{}/factors/reset", person_page(&mut ada, "carl").await);
        site.test().clock.advance(TimeDelta::minutes(11));
        let led = ada.get(&format!("{form}?what=everything")).await;
        assert!(led.location.starts_with("/t/bank/portal/confirm?next="), "{}", led.location);
        let fields = [("what", "everything"), ("identified", "in_person"), ("reason", "Phone lost")];
        let led = ada.post(&form, &fields).await;
        assert!(led.location.starts_with("/t/bank/portal/confirm?next="), "{} {}", led.status, led.location);
        assert_eq!(site.number("SELECT count(*) FROM authenticator_app").await, 1);
        ada.post("/t/bank/portal/confirm", &[("password", PASSWORD), ("next", &form)]).await;
        assert_eq!(ada.post(&form, &fields).await.status, 200);
        // Nobody's own.
        let own = format!("{}/factors/reset", person_page(&mut ada, "lovelace").await);
        let refused = ada.post(&own, &fields).await;
        assert!(refused.status == 422 && refused.body.contains("Nobody resets their own here"), "{}", refused.body);
    }

    async fn figures_are_shown(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        customer(&site, &mut ada, "dora").await;
        passkeys::add(&mut carl, "bank", &mut Device::new(1)).await;
        let page = ada.get("/t/bank/console/protection").await.body;
        assert!(page.contains("People: 3. With a passkey: 1 (33%). With a strong factor: 1 (33%)."), "{page}");
        assert!(page.contains("class=\"share-bar\"") && page.contains("<td class=\"number\">"), "{page}");
        assert!(ada.get("/t/bank/console").await.body.contains("/t/bank/console/protection"));
        assert_eq!(carl.get("/t/bank/console/protection").await.status, 403);
    }

    /// Who lacks the factor is listed, counted before a mail goes out, and written to once.
    async fn people_are_reminded(site: Site) {
        let (_, mut ada) = bank(&site).await;
        for name in ["carl", "dora"] {
            customer(&site, &mut ada, name).await;
        }
        let list = "/t/bank/console/protection/missing";
        assert!(ada.get(list).await.body.contains("Nothing is asked of anybody"));
        let soon = Demand { required: Required::SecondFactor, grace_days: 9 };
        let policy = SignInPolicy { archetypes: [("customer".to_owned(), soon)].into(), ..SignInPolicy::asking_nothing() };
        site.set_policy("bank", policy).await;
        site.test().clock.advance(TimeDelta::seconds(1));
        let page = ada.get(list).await.body;
        assert!(page.contains("carl") && page.contains("dora") && page.contains("Remind by e-mail"), "{page}");
        let panel = ada.get(&format!("{list}?group=archetype.customer&do=remind")).await.body;
        assert!(panel.contains("Write to 2 people?") && !panel.contains("name=\"again\""), "{panel}");
        let started = ada.post("/t/bank/console/protection/remind", &[("group", "archetype.customer")]).await;
        assert!(started.location.ends_with("&done=reminder-started"), "{} {}", started.status, started.body);
        site.work().await;
        let done = ada.get(list).await.body;
        assert!(done.contains("2 e-mails, 0 left out"), "{done}");
        assert!(site.mails("bank", "carl@bank.example").await[0].contains("/t/bank/portal/protect"));
        let panel = ada.get(&format!("{list}?group=archetype.customer&do=remind")).await.body;
        assert!(panel.contains("Everybody was reminded a short time ago") && panel.contains("name=\"again\""), "{panel}");
        for group in ["administrators", "archetype.robot", "nonsense"] {
            let refused = ada.post("/t/bank/console/protection/remind", &[("group", group)]).await;
            assert!(refused.status == 422 && refused.body.contains("Nothing is asked of these people any more"), "{group}: {}", refused.body);
        }
    }
}
