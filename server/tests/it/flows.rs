//! The flows of the front door as a model: a step is done only with the proof made for it, and only once.
//!
//! What counts as "done" is read underneath: sessions, active people, passwords, confirmed addresses and what the trail
//! says was done. A refused step leaves all of it as it was.

use axum::http::Method;
use directory::tenants::policy::SignInPolicy;

use crate::cookies::customer;
use crate::harness::{Answer, Ask, Browser, PASSWORD, Site, on_each_site};
use crate::passkeys;
use crate::second::App;
use crate::trusted;

/// Another password that is good enough.
const NEW_PASSWORD: &str = "another one for a new year";

/// A link that was mailed and waits to be followed.
struct Link {
    slug: &'static str,
    page: &'static str,
    token: String,
}

impl Link {
    fn path(&self) -> String {
        format!("/t/{}{}", self.slug, self.page)
    }
}

/// The form of a page, with a token.
fn form<'f>(page: &str, token: &'f str) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![("token", token)];
    match page {
        "/verify" | "/recover/help" => fields.push(("password", PASSWORD)),
        "/recover/set" => fields.push(("password", NEW_PASSWORD)),
        "/invitation" => fields.extend([("given_name", "Some"), ("family_name", "Body"), ("password", PASSWORD)]),
        "/setup" => fields.extend([
            ("given_name", "Second"),
            ("family_name", "Operator"),
            ("email", "second@host.example"),
            ("password", PASSWORD),
        ]),
        _ => {}
    }
    fields
}

/// The bank, open for everybody, with its operator and its administrator.
pub async fn bank(site: &Site) -> (Browser, Browser) {
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    let version = site.tenant("bank").await.version.to_string();
    let settings = [
        ("name", "bank"),
        ("sign_up", "open"),
        ("idle_minutes", "60"),
        ("absolute_hours", "24"),
        ("minimum_length", "15"),
        ("languages", "en"),
        ("languages", "de"),
        ("default_language", "en"),
        ("time_zone", "Europe/Berlin"),
        ("accent", "#1f6f5c"),
        ("version", &version),
    ];
    let saved = ada.post("/t/bank/console/settings", &settings).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    // A node knows a tenant for a second.
    site.test().clock.advance(chrono::TimeDelta::seconds(1));
    (operator, ada)
}

async fn sign_up(site: &Site, email: &str) {
    let fields = [("given_name", "Vera"), ("family_name", "Visitor"), ("email", email), ("password", PASSWORD)];
    let answer = site.visitor().post("/t/bank/sign-up", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn change_address(browser: &mut Browser, email: &str) {
    let fields = [("email", email), ("password", PASSWORD)];
    let answer = browser.post("/t/bank/portal/security/address", &fields).await;
    assert!(answer.location.ends_with("done=address-link-sent"), "{} {}", answer.status, answer.body);
}

pub async fn recover(site: &Site, email: &str) -> String {
    assert_eq!(site.visitor().post("/t/bank/recover", &[("name", email)]).await.status, 303);
    site.work().await;
    site.mailed_token("bank", email, "/recover/set").await
}

/// A waiting link of one kind, each for somebody else.
async fn link(site: &Site, ada: &mut Browser, page: &'static str) -> Link {
    let mailed = async |email: &str| site.mailed_token("bank", email, page).await;
    let token = match page {
        "/verify" => {
            sign_up(site, "vera@post.example").await;
            mailed("vera@post.example").await
        }
        "/recover/set" => {
            customer(site, ada, "rita").await;
            recover(site, "rita@bank.example").await
        }
        "/invitation" => {
            let new =
                [("family_name", "Ivan"), ("email", "ivan@bank.example"), ("archetype", "customer"), ("invite", "yes")];
            assert_eq!(ada.post("/t/bank/console/people/new", &new).await.status, 303);
            mailed("ivan@bank.example").await
        }
        "/address/confirm" => {
            change_address(&mut customer(site, ada, "conny").await, "conny@new.example").await;
            mailed("conny@new.example").await
        }
        "/address/undo" => {
            change_address(&mut customer(site, ada, "udo").await, "udo@new.example").await;
            let token = site.mailed_token("bank", "udo@new.example", "/address/confirm").await;
            assert_eq!(site.visitor().post("/t/bank/address/confirm", &[("token", &token)]).await.status, 303);
            mailed("udo@bank.example").await
        }
        "/not-me" => {
            let mut paula = customer(site, ada, "paula").await;
            let added = passkeys::add(&mut paula, "bank", &mut passkeys::Device::new(7)).await;
            assert_eq!(added.status, 303, "{}", added.body);
            App::add(site, &mut paula, "bank").await;
            mailed("paula@bank.example").await
        }
        "/recover/help/cancel" => {
            trusted::asked(site, ada, "hanna").await;
            mailed("hanna@bank.example").await
        }
        "/recover/help" => trusted::waited(site, ada, "henri").await,
        _ => site.setup_token().await.expose().to_owned(),
    };
    Link { slug: if page == "/setup" { "platform" } else { "bank" }, page, token }
}

const PAGES: [&str; 9] = [
    "/verify",
    "/recover/set",
    "/invitation",
    "/address/confirm",
    "/address/undo",
    "/not-me",
    "/recover/help/cancel",
    "/recover/help",
    "/setup",
];

/// What the trail calls the step of a page.
fn recorded_as(page: &str) -> &'static str {
    match page {
        "/verify" => "person.activated",
        "/recover/set" => "password.recovered",
        "/invitation" => "invitation.accepted",
        "/address/confirm" => "address.changed",
        "/address/undo" => "address.change_undone",
        "/not-me" => "account.secured",
        "/recover/help/cancel" => "trusted_recovery.cancelled",
        "/recover/help" => "trusted_recovery.finished",
        _ => "setup.operator_created",
    }
}

/// One waiting link of every kind.
async fn links(site: &Site, ada: &mut Browser) -> Vec<Link> {
    let mut links = Vec::new();
    for page in PAGES {
        links.push(link(site, ada, page).await);
    }
    links
}

/// Everything a step of a flow could change.
pub async fn state(site: &Site) -> [i64; 15] {
    let mut numbers = [0; 15];
    for (number, text) in numbers.iter_mut().zip([
        "SELECT count(*) FROM session",
        "SELECT count(*) FROM person",
        "SELECT count(*) FROM person WHERE lifecycle_state = 'active'",
        "SELECT count(*) FROM password_credential",
        "SELECT count(*) FROM contact_address WHERE verified_at IS NOT NULL",
        "SELECT count(*) FROM one_time_token WHERE used_at IS NOT NULL",
        "SELECT count(*) FROM audit_event WHERE outcome = 'done'",
        "SELECT count(*) FROM passkey",
        "SELECT count(*) FROM authenticator_app",
        "SELECT count(*) FROM recovery_code",
        "SELECT count(*) FROM half_sign_in",
        "SELECT count(*) FROM remembered_device",
        "SELECT count(*) FROM mailed_code",
        "SELECT count(*) FROM person WHERE password_found_at IS NOT NULL",
        "SELECT count(*) FROM trusted_recovery WHERE state <> 'asked'",
    ]) {
        *number = site.number(text).await;
    }
    numbers
}

fn sessions(answer: &Answer) -> usize {
    answer
        .cookies()
        .iter()
        .filter(|cookie| cookie.starts_with("__Host-pforte-") && !cookie.contains("Max-Age=0"))
        .count()
}

/// A form sent by somebody nobody knows.
fn post(site: &Site, path: &str, fields: &[(&str, &str)]) -> Ask {
    site.visitor().ask(Method::POST, path).form(fields)
}

/// Texts near a token that are not the token.
fn near(token: &str) -> Vec<String> {
    let (first, last) = (&token[..1], &token[token.len() - 1..]);
    let other = |letter: &str| if letter == "A" { "B" } else { "A" };
    let swapped: String = token
        .chars()
        .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
        .collect();
    vec![
        String::new(),
        "null".to_owned(),
        "0".to_owned(),
        token[1..].to_owned(),
        token[..token.len() - 1].to_owned(),
        format!("{}{}", other(first), &token[1..]),
        format!("{}{}", &token[..token.len() - 1], other(last)),
        format!("{token}A"),
        format!("{token}="),
        format!(" {token}"),
        format!("{token} "),
        format!("{token}\0"),
        swapped,
        "A".repeat(token.len()),
        "x".repeat(10_000),
    ]
}

on_each_site! {
    /// SEC-1, 7, 12, 19, 25, 29, 37: no step goes on without the one proof that was made for it.
    async fn a_step_needs_its_own_proof(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let links = links(&site, &mut ada).await;
        let before = state(&site).await;
        for page in PAGES {
            let own = links.iter().find(|link| link.page == page).unwrap();
            let path = own.path();
            let mut tokens = near(&own.token);
            // What was made for another step, or for another tenant's.
            tokens.extend(links.iter().filter(|link| link.page != page).map(|link| link.token.clone()));
            for token in &tokens {
                let answer = site.send(post(&site, &path, &form(page, token))).await;
                assert_eq!((answer.status, sessions(&answer)), (410, 0), "{path} {token:?}");
            }
            let elsewhere = if own.slug == "bank" { "platform" } else { "bank" };
            let answer = site.send(post(&site, &format!("/t/{elsewhere}{page}"), &form(page, &own.token))).await;
            assert_eq!(answer.status, if page == "/setup" { 404 } else { 410 }, "{page} at {elsewhere}");
            // Twice the same field, and bodies that are no form.
            for (name, value) in form(page, &own.token) {
                let mut doubled = form(page, &own.token);
                doubled.push((name, value));
                assert_eq!(site.send(post(&site, &path, &doubled)).await.status, 400, "{path} {name} twice");
            }
            let json = format!("{{\"token\":\"{}\",\"password\":\"{PASSWORD}\"}}", own.token);
            for (kind, body) in [
                ("application/x-www-form-urlencoded", String::new()),
                ("application/json", json.clone()),
                ("application/json", "null".to_owned()),
                ("text/plain", format!("token={}&password={PASSWORD}", own.token)),
                ("application/x-www-form-urlencoded", json),
                ("application/x-www-form-urlencoded", "token[]=a&token[$ne]=x".to_owned()),
            ] {
                let ask = Ask { body: body.clone().into_bytes(), ..site.visitor().ask(Method::POST, &path).with("content-type", kind) };
                let answer = site.send(ask).await;
                assert!(matches!(answer.status, 400 | 410) && sessions(&answer) == 0, "{path} {kind} {body}: {}", answer.status);
            }
            // In the address instead of the form: it counts for the page, never for the step.
            let in_address = format!("{path}?token={}", own.token);
            assert_eq!(site.send(post(&site, &in_address, &form(page, "")[1..])).await.status, 410);
            let twice = site.visitor().get(&format!("{in_address}&token={}", own.token)).await;
            assert_eq!(twice.status, 410);
        }
        assert_eq!(state(&site).await, before);
        // All of it was refused, and none of it was used up.
        for link in &links {
            let answer = site.send(post(&site, &link.path(), &form(link.page, &link.token))).await;
            assert_eq!(answer.status, 303, "{} {}", link.page, answer.body);
        }
    }

    /// F36: what mail scanners and browsers do beforehand uses nothing up.
    async fn looking_at_a_link_never_uses_it_up(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let links = links(&site, &mut ada).await;
        let before = state(&site).await;
        for link in &links {
            let path = format!("{}?token={}", link.path(), link.token);
            for method in [Method::GET, Method::HEAD, Method::GET] {
                let answer = site.send(Ask::bare(method, &path).with("purpose", "prefetch")).await;
                assert_eq!((answer.status, sessions(&answer)), (200, 0), "{path}");
            }
            let scanner = site.send(Ask::bare(Method::POST, &path).with("content-type", "application/x-www-form-urlencoded")).await;
            assert_eq!(scanner.status, 403, "{path}: a scanner that sends forms is no browser of ours");
        }
        assert_eq!(state(&site).await, before);
    }

    /// F20, SEC-16, 18, 26: of twenty at once exactly one goes on, and nobody afterwards.
    async fn of_twenty_at_once_one_goes_on(site: Site) {
        let (_, mut ada) = bank(&site).await;
        for page in PAGES {
            let link = link(&site, &mut ada, page).await;
            let before = state(&site).await;
            let recorded = format!("SELECT count(*) FROM audit_event WHERE kind = '{}'", recorded_as(page));
            let recorded_before = site.number(&recorded).await;
            let asks = (0..20).map(|_| post(&site, &link.path(), &form(page, &link.token))).collect();
            let answers = site.at_once(asks).await;
            let done: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 303).collect();
            let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
            assert_eq!(done.len(), 1, "{page}: {statuses:?}");
            // 422 and 429: a password is asked for, and ten wrong or right ones at once are the most.
            assert!(statuses.iter().all(|status| [303, 410, 422, 429].contains(status)), "{page}: {statuses:?}");
            let enters = ["/verify", "/invitation", "/recover/help", "/setup"].contains(&page);
            assert_eq!(answers.iter().map(sessions).sum::<usize>(), usize::from(enters), "{page}");
            let after = state(&site).await;
            assert_eq!(site.number(&recorded).await - recorded_before, 1, "{page}: in the trail");
            assert_eq!(after[1] - before[1], i64::from(page == "/setup"), "{page}: people");
            let again = site.send(post(&site, &link.path(), &form(page, &link.token))).await;
            assert_eq!((again.status, sessions(&again)), (410, 0), "{page}");
            assert_eq!(site.visitor().get(&format!("{}?token={}", link.path(), link.token)).await.status, 410);
            assert_eq!(state(&site).await, after);
            // Guesses of one page are not to count for the next.
            site.test().clock.advance(chrono::TimeDelta::minutes(16));
        }
    }

    /// The same for what is not made by a link: an address, a word, an import.
    async fn twenty_at_once_make_one(site: Site) {
        let (operator, mut ada) = bank(&site).await;
        let fields = [("given_name", "Vera"), ("family_name", "Visitor"), ("email", "vera@post.example"), ("password", PASSWORD)];
        let before = state(&site).await;
        let answers = site.at_once((0..10).map(|_| post(&site, "/t/bank/sign-up", &fields)).collect()).await;
        assert!(answers.iter().all(|answer| answer.status == 303), "all are told the same");
        assert_eq!(state(&site).await[1] - before[1], 1);

        let tenant = [("name", "Twin"), ("slug", "twin"), ("administrator_email", "ada@twin.example")];
        let ask = || operator.ask(Method::POST, "/t/platform/console/tenants/new").form(&tenant);
        let answers = site.at_once((0..20).map(|_| ask()).collect()).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1);
        assert!(answers.iter().all(|answer| [303, 422].contains(&answer.status)));

        let file: &[u8] = b"nr;name\n1;Once\n";
        let uploaded = ada.post_files("/t/bank/console/sources/upload", &[("source", "", b"CRM"), ("file", "a.csv", file)]).await;
        let import = format!("/t/bank/console/imports/{}", uploaded.led_to_id());
        let mapping = [("archetype", "customer"), ("column.0", "external_id"), ("column.1", "family_name")];
        assert_eq!(ada.post(&format!("{import}/mapping"), &mapping).await.status, 303);
        let start = || ada.ask(Method::POST, &format!("{import}/start")).form(&[]);
        let answers = site.at_once((0..20).map(|_| start()).collect()).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1);
        assert!(answers.iter().all(|answer| [303, 409].contains(&answer.status)));
        site.work().await;
        assert_eq!(site.number("SELECT count(*) FROM source_record").await, 1);

        let uploaded = ada.post_files("/t/bank/console/sources/upload", &[("source", "", b"CRM"), ("file", "b.csv", file)]).await;
        let cancel = format!("/t/bank/console/imports/{}/cancel", uploaded.led_to_id());
        let answers = site.at_once((0..20).map(|_| ada.ask(Method::POST, &cancel).form(&[])).collect()).await;
        let did = answers.iter().filter(|answer| answer.location.contains("done=import-cancelled")).count();
        assert_eq!((did, answers.iter().filter(|answer| answer.status == 303).count()), (1, 20));
        assert_eq!(site.number("SELECT count(*) FROM audit_event WHERE kind = 'import.cancelled'").await, 1);

        // A person, and the sessions of a person, are ended once.
        let mut carl = customer(&site, &mut ada, "carl").await;
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        let page = format!("/t/bank/console/people/{person}");
        let suspend = || ada.ask(Method::POST, &format!("{page}/suspend")).form(&[("reason", "Left")]);
        let answers = site.at_once((0..20).map(|_| suspend()).collect()).await;
        assert_eq!(answers.iter().filter(|answer| answer.location.contains("done=person-suspended")).count(), 1);
        assert_eq!(site.number("SELECT count(*) FROM audit_event WHERE kind = 'person.suspended'").await, 1);
        for _ in 0..2 {
            assert!(carl.get("/t/bank/portal").await.location.contains("/sign-in"), "on every node");
        }
    }

    /// F23, ASVS 6.3.1: guesses count wherever they arrive, one after the other or at once.
    async fn guesses_are_counted_over_all_nodes(site: Site) {
        let (_, mut ada) = bank(&site).await;
        customer(&site, &mut ada, "carl").await;
        customer(&site, &mut ada, "dora").await;
        let wrong = |name: &str| post(&site, "/t/bank/sign-in", &[("name", name), ("password", "not the password")]);
        for number in 0..12 {
            let answer = site.send(wrong("carl@bank.example")).await;
            assert_eq!(answer.status, if number < 10 { 422 } else { 429 }, "{number}");
        }
        site.test().clock.advance(chrono::TimeDelta::minutes(16));
        let answers = site.at_once((0..20).map(|_| wrong("dora@bank.example")).collect()).await;
        let judged = answers.iter().filter(|answer| answer.status == 422).count();
        assert_eq!((judged, answers.iter().filter(|answer| answer.status == 429).count()), (10, 10));
        assert!(answers.iter().filter(|answer| answer.status == 429).all(|answer| !answer.header("retry-after").is_empty()));
        assert_eq!(site.visitor().sign_in("bank", "dora@bank.example", PASSWORD).await.status, 429, "the right one as well");
        site.test().clock.advance(chrono::TimeDelta::minutes(16));
        assert_eq!(site.visitor().sign_in("bank", "dora@bank.example", PASSWORD).await.status, 303);
    }

    /// SEC-5, 10, 69 and ASVS 15.3.3: whose account it is comes from the proof, never from a field.
    async fn fields_cannot_choose_the_account(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let victim = customer(&site, &mut ada, "victim").await;
        let person = ada.get("/t/bank/console/people?q=victim").await.id_after("/console/people/");
        let role = ada.get("/t/bank/console/people/new").await.body.split("name=\"role\"").nth(1).unwrap().split("value=\"").find_map(|part| part.get(..36).filter(|id| id.contains('-'))).unwrap().to_owned();
        let tenant = site.tenant("platform").await.id.to_string();
        let links = links(&site, &mut ada).await;
        let extra = [
            ("name", "victim@bank.example"),
            ("sign_in_name", "victim@bank.example"),
            ("person", &person),
            ("person_id", &person),
            ("id", &person),
            ("user", &person),
            ("tenant", &tenant),
            ("tenant_id", &tenant),
            ("role", &role),
            ("permission", "tenants.manage"),
            ("lifecycle_state", "active"),
            ("verified", "true"),
            ("verified_at", "2026-01-01T00:00:00Z"),
            ("archetype", "staff"),
        ];
        for link in &links {
            let fields = [form(link.page, &link.token), extra.to_vec()].concat();
            let answer = site.send(post(&site, &link.path(), &fields)).await;
            assert_eq!(answer.status, 303, "{}: {}", link.page, answer.body);
        }
        let mut mallory = customer(&site, &mut ada, "mallory").await;
        let profile = [[("given_name", "Mal"), ("family_name", "Lory"), ("display_name", "")].as_slice(), &extra, &[("email", "victim@bank.example")]].concat();
        assert_eq!(mallory.post("/t/bank/portal/profile", &profile).await.status, 303);
        let before = state(&site).await;
        let foreign = [("email", "mallory@evil.example"), ("password", PASSWORD), ("person", &person), ("id", &person)];
        assert_eq!(mallory.post("/t/bank/portal/security/address", &foreign).await.status, 303);
        assert_eq!(state(&site).await[4], before[4], "nothing is confirmed by asking");

        let page = victim.clone().get("/t/bank/portal/profile").await.body;
        assert!(page.contains("value=\"victim\"") && !page.contains("Lory"), "{page}");
        let roles = "SELECT count(*) FROM role_assignment";
        assert_eq!(site.number(roles).await, 3, "two operators and Ada");
        for name in ["victim@bank.example", "mallory@bank.example"] {
            assert_eq!(site.visitor().sign_in("bank", name, PASSWORD).await.status, 303, "{name}");
            assert_ne!(site.visitor().sign_in("bank", name, NEW_PASSWORD).await.status, 303, "{name}");
        }
        assert_eq!(mallory.get("/t/bank/console").await.status, 403);
    }

    /// SEC-2, 12, 57: an account that is half made has no session, and a password is needed where it matters.
    async fn half_a_proof_is_none(site: Site) {
        let (_, mut ada) = bank(&site).await;
        sign_up(&site, "vera@post.example").await;
        let mut vera = site.visitor();
        let answer = vera.sign_in("bank", "vera@post.example", PASSWORD).await;
        assert!(answer.status == 200 && vera.session("bank").is_none(), "the link is mailed again: {}", answer.status);
        let token = site.mailed_token("bank", "vera@post.example", "/verify").await;
        // Whoever has the link but not the password does not get in, and does not use the link up.
        for password in ["", "not what was chosen"] {
            let answer = vera.post("/t/bank/verify", &[("token", &token), ("password", password)]).await;
            assert!(answer.status == 422 && vera.session("bank").is_none(), "{}", answer.status);
        }
        assert_eq!(vera.post("/t/bank/verify", &[("token", &token), ("password", PASSWORD)]).await.status, 303);

        let ivan = link(&site, &mut ada, "/invitation").await;
        for password in ["", PASSWORD] {
            assert_eq!(site.visitor().sign_in("bank", "ivan@bank.example", password).await.status, 422, "no password yet");
        }
        let weak = [("token", ivan.token.as_str()), ("given_name", "I"), ("family_name", "V"), ("password", "short")];
        assert_eq!(site.visitor().post("/t/bank/invitation", &weak).await.status, 422);
        assert_eq!(site.send(post(&site, &ivan.path(), &form(ivan.page, &ivan.token))).await.status, 303, "it still works");

        // What changes an account asks for the password again.
        let before = state(&site).await;
        for wrong in ["", "not the password", NEW_PASSWORD] {
            for (page, fields) in [
                ("password", [("current", wrong), ("password", NEW_PASSWORD)]),
                ("address", [("password", wrong), ("email", "vera@evil.example")]),
            ] {
                let answer = vera.post(&format!("/t/bank/portal/security/{page}"), &fields).await;
                assert_eq!(answer.status, 422, "{page} {wrong}");
            }
        }
        assert_eq!(state(&site).await, before);
        assert_eq!(vera.get("/t/bank/portal").await.status, 200);
    }

    /// SEC-13: trying to be somebody else and failing leaves everybody who they are.
    async fn a_failed_sign_in_changes_nobody(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        let own = carl.session("bank");
        for (name, password) in [("ada@bank.example", "not the password"), ("ada@bank.example", ""), ("nobody@bank.example", PASSWORD), ("", PASSWORD)] {
            let answer = carl.sign_in("bank", name, password).await;
            assert_eq!(answer.status, 422, "{name}");
            assert_eq!(carl.session("bank"), own);
        }
        assert!(carl.get("/t/bank/portal/profile").await.body.contains("carl"));
        assert_eq!(carl.get("/t/bank/console").await.status, 403);
        // Asked for on the way to another page and given up.
        let form = carl.get("/t/bank/sign-in?next=%2Ft%2Fbank%2Fconsole").await;
        assert_eq!((form.status, form.location.as_str()), (303, "/t/bank/console"), "who is signed in is not asked");
        assert_eq!(carl.get(&form.location).await.status, 403);
    }

    /// F36: only the newest link works, and none that was under way before the account changed hands.
    async fn older_links_stop_to_work(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let set = async |token: &str| site.send(post(&site, "/t/bank/recover/set", &form("/recover/set", token))).await.status;
        let mut rita = customer(&site, &mut ada, "rita").await;
        let older = recover(&site, "rita@bank.example").await;
        let newer = recover(&site, "rita@bank.example").await;
        assert_ne!(older, newer);
        assert_eq!((set(&older).await, set(&newer).await, set(&newer).await), (410, 303, 410));

        rita = { drop(rita); let mut again = site.visitor(); again.sign_in("bank", "rita@bank.example", NEW_PASSWORD).await; again };
        let before_password = recover(&site, "rita@bank.example").await;
        let fields = [("current", NEW_PASSWORD), ("password", PASSWORD)];
        assert_eq!(rita.post("/t/bank/portal/security/password", &fields).await.status, 303);
        assert_eq!(set(&before_password).await, 410);

        let before_address = recover(&site, "rita@bank.example").await;
        change_address(&mut rita, "rita@new.example").await;
        let confirm = site.mailed_token("bank", "rita@new.example", "/address/confirm").await;
        assert_eq!(site.visitor().post("/t/bank/address/confirm", &[("token", &confirm)]).await.status, 303);
        assert_eq!(set(&before_address).await, 410, "it went to an address that is not theirs any more");
        assert_eq!(site.visitor().sign_in("bank", "rita@bank.example", PASSWORD).await.status, 422);
        assert_eq!(site.visitor().sign_in("bank", "rita@new.example", PASSWORD).await.status, 303);
        // Undone from the old address: every session is over, and the thief's way back as well.
        change_address(&mut rita, "rita@third.example").await;
        let third = site.mailed_token("bank", "rita@third.example", "/address/confirm").await;
        let undo = site.mailed_token("bank", "rita@bank.example", "/address/undo").await;
        assert_eq!(site.visitor().post("/t/bank/address/undo", &[("token", &undo)]).await.status, 303);
        assert!(rita.get("/t/bank/portal").await.location.contains("/sign-in"));
        assert_eq!(site.visitor().post("/t/bank/address/confirm", &[("token", &third)]).await.status, 410);
        assert_eq!(site.visitor().sign_in("bank", "rita@new.example", PASSWORD).await.status, 422);
    }
}

/// Each link ends by itself.
#[tokio::test]
async fn links_end_by_themselves() {
    for (page, minutes) in [
        ("/recover/set", 15),
        ("/setup", 15),
        ("/verify", 60),
        ("/address/confirm", 60),
        ("/invitation", 7 * 24 * 60),
        ("/address/undo", 7 * 24 * 60),
        ("/not-me", 7 * 24 * 60),
        ("/recover/help/cancel", 13 * 24 * 60),
        ("/recover/help", 3 * 24 * 60),
    ] {
        let site = Site::new(database::testing::sqlite().await).await;
        let (_, mut ada) = bank(&site).await;
        let link = link(&site, &mut ada, page).await;
        let path = format!("{}?token={}", link.path(), link.token);
        site.test().clock.advance(chrono::TimeDelta::minutes(minutes) - chrono::TimeDelta::seconds(1));
        assert_eq!(site.visitor().get(&path).await.status, 200, "{page}");
        site.test().clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(site.visitor().get(&path).await.status, 410, "{page}");
        let before = state(&site).await;
        assert_eq!(site.send(post(&site, &link.path(), &form(page, &link.token))).await.status, 410, "{page}");
        assert_eq!(state(&site).await, before);
    }
}

/// The first start may name an organisation: it becomes a tenant, to which the operator is invited like anybody else.
#[tokio::test]
async fn the_first_start_may_name_an_organisation() {
    let site = Site::new(database::testing::sqlite().await).await;
    let person = [("given_name", "Olga"), ("family_name", "Operator"), ("password", PASSWORD)];
    let long = "x".repeat(81);
    let token = site.setup_token().await;
    for refused in [long.as_str(), "Hidden\u{202e}"] {
        let fields =
            [&person[..], &[("token", token.expose()), ("email", "olga@host.example"), ("organisation", refused)]]
                .concat();
        assert_eq!(site.visitor().post("/t/platform/setup", &fields).await.status, 422, "{refused}");
    }
    for (number, (name, slug)) in [
        ("Müller & Söhne", "muller-sohne"),
        ("  Müller & Söhne ", "muller-sohne-2"),
        ("株式会社", "organisation"),
        ("Platform", "platform-2"),
        ("X", "organisation-2"),
        ("--", "organisation-3"),
        ("A name that goes on and on and on and on", "a-name-that-goes-on-and-on-and"),
    ]
    .into_iter()
    .enumerate()
    {
        let token = site.setup_token().await;
        let email = format!("olga{number}@host.example");
        let fields = [&person[..], &[("token", token.expose()), ("email", &email), ("organisation", name)]].concat();
        let mut operator = site.visitor();
        let answer = operator.post("/t/platform/setup", &fields).await;
        assert_eq!(answer.location, "/t/platform/console/tenants?done=tenant-created", "{name}: {}", answer.body);
        assert!(
            operator.get(&answer.location).await.body.contains(name.trim().replace('&', "&amp;").as_str()),
            "{name}"
        );
        site.set_policy(slug, SignInPolicy::asking_nothing()).await;
        let mut herself = site.accept(slug, &email, "Olga", "Operator").await;
        assert_eq!(herself.get(&format!("/t/{slug}/console/settings")).await.status, 200, "{slug}");
        assert_eq!(site.tenant(slug).await.name, name.trim());
    }
}
