//! Trusted persons over HTTP: named and accepted in the portal, asked for help at the second step, and the way back.

use authentication::tokens::{self, Purpose};
use axum::http::Method;
use chrono::TimeDelta;
use database::Transaction;
use directory::people::find;
use foundation::{Caller, Instant, PersonId};
use uuid::Uuid;

use crate::cookies::customer;
use crate::flows::bank;
use crate::harness::{Answer, Ask, Browser, PASSWORD, Site, on_each_site};
use crate::second::{App, halfway};

database::statements! {
    TRUST: tenant = "INSERT INTO trusted_person (tenant_id, id, person_id, trusted_id, name_key, shown, state, created_at, counts_from, expires_at)
        VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $7, $8)";
    HELP: tenant = "INSERT INTO trusted_recovery (tenant_id, id, person_id, state, code, password_chosen_at, device, network, created_at, expires_at)
        VALUES ($1, $2, $3, 'asked', '123 456', $4, 'Firefox on Linux', '192.0.2.0/24', $4, $5)";
    WAITED: tenant = "INSERT INTO trusted_recovery (tenant_id, id, person_id, state, code, password_chosen_at, device, network, confirmed_by, created_at, waits_until, expires_at)
        SELECT w.tenant_id, $2, w.person_id, 'confirmed', '123 456', w.changed_at, 'Firefox on Linux', '192.0.2.0/24', $4, $5, $5, $6
        FROM password_credential w WHERE w.tenant_id = $1 AND w.person_id = $3";
}

async fn begin(site: &Site, slug: &str) -> Transaction {
    let caller = Caller::system(site.tenant(slug).await.id, "test");
    site.services().database.begin(&caller).await.unwrap()
}

async fn person(tx: &mut Transaction, name: &str) -> PersonId {
    find::by_sign_in_name(tx, name).await.unwrap().unwrap().id
}

/// Lets anybody of a tenant be a trusted person, underneath.
pub async fn turn_on(site: &Site, slug: &str) {
    site.change_settings(slug, |settings| settings.trusted_recovery.is_on = true).await;
}

/// Makes somebody a trusted person of another underneath, as if they had counted for long; answers the id.
pub async fn trust(site: &Site, slug: &str, of: &str, trusted: &str, state: &str) -> String {
    let mut tx = begin(site, slug).await;
    let (id, now) = (tx.new_id::<Uuid>(), tx.now());
    let of = PersonId(of.parse().unwrap());
    let trusted = person(&mut tx, trusted).await;
    let until: Option<Instant> = (state == "asked").then(|| now + TimeDelta::days(1));
    let statement = tx.sql(TRUST).bind(id).bind(of).bind(trusted).bind(id.to_string()).bind(state);
    statement.bind(now - TimeDelta::minutes(1)).bind(until).execute().await.unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

/// A request for help of somebody, underneath; answers the id.
pub async fn help(site: &Site, slug: &str, of: &str) -> String {
    let mut tx = begin(site, slug).await;
    let (id, now) = (tx.new_id::<Uuid>(), tx.now());
    let of: Uuid = of.parse().unwrap();
    let statement = tx.sql(HELP).bind(id).bind(PersonId(of)).bind(now).bind(now + TimeDelta::days(1));
    statement.execute().await.unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

/// A new customer of the bank with an app, whose trusted person is Ada.
async fn with_app(site: &Site, ada: &mut Browser, name: &str) -> String {
    turn_on(site, "bank").await;
    let mut browser = customer(site, ada, name).await;
    App::add(site, &mut browser, "bank").await;
    let email = format!("{name}@bank.example");
    let mut tx = begin(site, "bank").await;
    let id = person(&mut tx, &email).await.to_string();
    drop(tx);
    trust(site, "bank", &id, "ada@bank.example", "accepted").await;
    email
}

/// One who has lost it and asked for help.
pub async fn asked(site: &Site, ada: &mut Browser, name: &str) {
    let email = with_app(site, ada, name).await;
    let page = halfway(site, &email, "").await.post("/t/bank/sign-in/help", &[]).await;
    assert!(page.status == 200 && page.body.contains("shown-code"), "{} {}", page.status, page.body);
}

/// One who has asked, whom Ada has confirmed, and for whom was waited; the token of the link with which they come back.
pub async fn waited(site: &Site, ada: &mut Browser, name: &str) -> String {
    let email = with_app(site, ada, name).await;
    let mut tx = begin(site, "bank").await;
    let (of, ada) = (person(&mut tx, &email).await, person(&mut tx, "ada@bank.example").await);
    let (id, now) = (tx.new_id::<Uuid>(), tx.now());
    let statement = tx.sql(WAITED).bind(id).bind(of).bind(ada).bind(now).bind(now + TimeDelta::days(3));
    assert_eq!(statement.execute().await.unwrap(), 1);
    let token = tokens::issue(&mut tx, Purpose::FinishHelp, of, &id.to_string()).await.unwrap();
    tx.commit().await.unwrap();
    token.expose().to_owned()
}

/// Signs in with the password and the code of an app.
async fn with_code(site: &Site, name: &str, app: &App) -> Browser {
    let code = app.next(site);
    let mut browser = halfway(site, name, "").await;
    let inside = browser.post("/t/bank/sign-in/second", &[("code", &code)]).await;
    assert_eq!(inside.location, "/t/bank/portal", "{}", inside.body);
    browser
}

fn digits(page: &str) -> &str {
    page.split("class=\"shown-code\"").nth(1).unwrap().split('>').nth(1).unwrap().split('<').next().unwrap()
}

/// Sends them all at the same time; exactly one does it.
async fn exactly_one(site: &Site, asks: Vec<Ask>, is_done: impl Fn(&Answer) -> bool) {
    let answers = site.at_once(asks).await;
    let statuses: Vec<_> = answers.iter().map(|answer| (answer.status, answer.location.as_str())).collect();
    assert_eq!(answers.iter().filter(|answer| is_done(answer)).count(), 1, "{statuses:?}");
}

on_each_site! {
    async fn somebody_who_has_lost_everything_comes_back(site: Site) {
        let (_, mut ada) = bank(&site).await;
        turn_on(&site, "bank").await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        let carls = App::add(&site, &mut carl, "bank").await;
        let mut hedy = customer(&site, &mut ada, "hedy").await;
        let hedys = App::add(&site, &mut hedy, "bank").await;
        let page = carl.get("/t/bank/portal/security").await.body;
        assert!(page.contains("/t/bank/portal/trusted"), "{page}");
        for name in ["hedy@bank.example", "nobody@bank.example"] {
            let named = carl.post("/t/bank/portal/trusted", &[("name", name)]).await;
            assert_eq!(named.location, "/t/bank/portal/trusted?done=trusted-named", "{}", named.body);
        }
        site.work().await;
        let page = carl.get("/t/bank/portal/trusted").await.body;
        assert_eq!(page.matches("Has not agreed yet").count(), 2, "nothing tells the one from the other: {page}");
        assert!(!page.contains("<script"), "it works without");
        let page = hedy.get("/t/bank/portal/trusted").await.body;
        let trust = page.split("/portal/trusted/").find_map(|part| part.get(..36).filter(|id| id.matches('-').count() == 4)).unwrap();
        assert!(page.contains("carl") && page.contains("/accept"), "{page}");
        let accept = format!("/t/bank/portal/trusted/{trust}/accept");
        exactly_one(&site, (0..8).map(|_| hedy.ask(Method::POST, &accept).form(&[])).collect(), |answer| answer.location.contains("done=trusted-accepted")).await;
        assert!(carl.get("/t/bank/portal/trusted").await.body.contains("can help you from"));

        site.test().clock.advance(TimeDelta::days(3));
        let mut lost = halfway(&site, "carl@bank.example", "").await;
        let step = lost.get("/t/bank/sign-in/second").await.body;
        assert!(step.contains("/t/bank/sign-in/help"), "{step}");
        let page = lost.get("/t/bank/sign-in/help").await;
        assert!(page.status == 200 && page.body.contains("we wait 48 hours"), "{}", page.body);
        let asks = (0..8).map(|_| lost.ask(Method::POST, "/t/bank/sign-in/help").form(&[])).collect();
        let answers = site.at_once(asks).await;
        let shown: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(shown.len(), 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        let code = digits(&shown[0].body).to_owned();
        assert_eq!(site.number("SELECT count(*) FROM trusted_recovery").await, 1);
        let again = lost.get("/t/bank/sign-in/help").await.body;
        assert!(!again.contains(&code), "shown once");

        // Somebody who is inside as Carl is told on every page.
        let mut inside = with_code(&site, "carl@bank.example", &carls).await;
        let page = inside.get("/t/bank/portal").await.body;
        assert!(page.contains("/t/bank/portal/help") && page.contains("asked your trusted persons"), "{page}");
        let own = inside.get("/t/bank/portal/help").await.body;
        assert!(own.contains("/t/bank/portal/help/cancel") && !own.contains(&code), "{own}");

        let mut hedy = with_code(&site, "hedy@bank.example", &hedys).await;
        let list = hedy.get("/t/bank/portal/trusted").await;
        let request = format!("/t/bank/portal/trusted/requests/{}", list.id_after("/portal/trusted/requests/"));
        let page = hedy.get(&request).await.body;
        assert_eq!(digits(&page), code, "{page}");
        let unsaid = hedy.post(&format!("{request}/confirm"), &[]).await;
        assert!(unsaid.status == 422 && unsaid.body.contains("Speak to the person first"), "{}", unsaid.body);
        let confirm = (0..8).map(|_| hedy.ask(Method::POST, &format!("{request}/confirm")).form(&[("spoke", "yes")])).collect();
        exactly_one(&site, confirm, |answer| answer.location.contains("done=help-confirmed")).await;
        assert_eq!(carl.get(&request).await.location.split('?').next(), Some("/t/bank/sign-in"), "nobody else sees it");

        site.test().clock.advance(TimeDelta::hours(48));
        site.work().await;
        let token = site.mailed_token("bank", "carl@bank.example", "/recover/help").await;
        let mut back = site.visitor();
        let page = back.get(&format!("/t/bank/recover/help?token={token}")).await;
        assert!(page.status == 200 && page.body.contains("carl@bank.example") && !page.body.contains("<script"), "{}", page.body);
        let wrong = back.post("/t/bank/recover/help", &[("token", &token), ("password", "not the password")]).await;
        assert!(wrong.status == 422 && back.session("bank").is_none(), "{}", wrong.status);
        let done = back.post("/t/bank/recover/help", &[("token", &token), ("password", PASSWORD)]).await;
        assert_eq!(done.location, "/t/bank/portal/protect", "{}", done.body);
        assert!(back.get("/t/bank/portal/profile").await.location.starts_with("/t/bank/portal/protect"), "nothing but making a factor");
        assert!(back.get("/t/bank/portal/protect").await.body.contains("What you had lost is removed"));
        assert_eq!(site.number("SELECT count(*) FROM authenticator_app").await, 1, "Hedy's");
        App::add(&site, &mut back, "bank").await;
        assert_eq!(back.get("/t/bank/portal/profile").await.status, 200);
        let history = back.get("/t/bank/portal/history").await.body;
        assert!(history.contains("Came back with a trusted person"), "{history}");
    }

    /// Where the tenant has not turned it on, nobody finds it.
    async fn there_is_no_such_way_unless_the_tenant_wants_it(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        assert!(!carl.get("/t/bank/portal/security").await.body.contains("/portal/trusted"));
        let page = carl.get("/t/bank/portal/trusted").await.body;
        assert!(!page.contains("name=\"name\""), "{page}");
        assert_eq!(carl.post("/t/bank/portal/trusted", &[("name", "ada@bank.example")]).await.location, "/t/bank/portal/trusted");
        App::add(&site, &mut carl, "bank").await;
        let mut lost = halfway(&site, "carl@bank.example", "").await;
        assert!(!lost.get("/t/bank/sign-in/second").await.body.contains("/sign-in/help"));
        for answer in [lost.clone().get("/t/bank/sign-in/help").await, lost.post("/t/bank/sign-in/help", &[]).await] {
            assert_eq!(answer.location, "/t/bank/sign-in");
        }
        assert_eq!(site.number("SELECT count(*) FROM trusted_person").await + site.number("SELECT count(*) FROM trusted_recovery").await, 0);
        // An administrator turns it on, within what is allowed.
        let version = site.tenant("bank").await.version.to_string();
        let form = |who: &'static str, hours: &'static str| vec![("trusted", who), ("wait_hours", hours), ("version", &*version)];
        for (who, hours, wrong) in [("anybody", "23", "Use a number from 24 to 168"), ("everybody", "48", "problem"), ("staff", "x", "problem")] {
            let refused = ada.post("/t/bank/console/settings/recovery", &form(who, hours)).await;
            assert!(refused.status == 422 && (wrong == "problem" || refused.body.contains("168")), "{who} {hours}: {}", refused.body);
        }
        let saved = ada.post("/t/bank/console/settings/recovery", &form("anybody", "24")).await;
        assert!(saved.location.ends_with("done=saved"), "{}", saved.body);
        site.test().clock.advance(TimeDelta::seconds(1));
        let policy = site.tenant("bank").await.settings.trusted_recovery;
        assert!(policy.is_on && policy.wait_hours == 24);
        assert!(carl.get("/t/bank/portal/trusted").await.body.contains("name=\"name\""));
    }
}
