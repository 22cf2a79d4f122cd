//! Marked secrets go through every journey, and are nowhere afterwards but where they had to be (SEC-23, ASVS 16.2.5).

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use audit::Sealer;
use axum::http::Method;
use database::Dialect;
use database::testing::Role;
use server::config::{LogFormat, LogLevel};
use server::logging::{Lines, subscriber};

use crate::harness::{Answer, Browser, Kind, Options, Site, on_each_kind, settings_form};
use crate::passkeys;

/// Keeps what is written to it.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What was sent and answered, in order.
#[derive(Default)]
struct Journey {
    steps: Vec<Step>,
    passwords: BTreeSet<String>,
    tokens: BTreeSet<String>,
    sessions: BTreeSet<String>,
}

struct Step {
    path: String,
    sent: Vec<String>,
    answer: Answer,
}

impl Journey {
    /// A password nobody else has.
    fn password(&mut self, word: &str) -> String {
        let password = format!("marked-{word}-Zwielicht-81");
        self.passwords.insert(password.clone());
        password
    }

    async fn token(&mut self, site: &Site, slug: &str, email: &str, page: &str) -> String {
        let token = site.mailed_token(slug, email, page).await;
        self.tokens.insert(token.clone());
        token
    }

    async fn get(&mut self, browser: &mut Browser, path: &str) -> &Answer {
        self.step(browser, Method::GET, path, &[]).await
    }

    async fn post(&mut self, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> &Answer {
        self.step(browser, Method::POST, path, fields).await
    }

    async fn step(&mut self, browser: &mut Browser, method: Method, path: &str, fields: &[(&str, &str)]) -> &Answer {
        let ask = browser.ask(method.clone(), path);
        let answer = browser.send(if method == Method::POST { ask.form(fields) } else { ask }).await;
        for cookie in answer.cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let secret = rest.split(';').next().unwrap();
            if name.starts_with("__Host-pforte-") && name != server::web::door::LANGUAGE_COOKIE && !secret.is_empty() {
                self.sessions.insert(secret.to_owned());
            }
        }
        let sent = fields.iter().map(|(_, value)| (*value).to_owned()).collect();
        self.steps.push(Step { path: path.to_owned(), sent, answer });
        &self.steps.last().unwrap().answer
    }

    fn secrets(&self) -> impl Iterator<Item = &String> {
        self.passwords.iter().chain(&self.tokens).chain(&self.sessions)
    }
}

/// Everybody does everything that has to do with a secret, well and badly.
async fn travel(site: &Site, journey: &mut Journey) -> (Browser, Browser) {
    // The first start.
    let setup = site.setup_token().await.expose().to_owned();
    journey.tokens.insert(setup.clone());
    let olga_password = journey.password("olga");
    let mut olga = site.visitor();
    journey.get(&mut olga, &format!("/t/platform/setup?token={setup}")).await;
    let names = [
        ("token", setup.as_str()),
        ("given_name", "Olga"),
        ("family_name", "Operator"),
        ("email", "olga@host.example"),
    ];
    let short = journey.password("x");
    let short = &short[..10];
    assert_eq!(
        journey.post(&mut olga, "/t/platform/setup", &[&names[..], &[("password", short)]].concat()).await.status,
        422
    );
    let made = journey
        .post(
            &mut olga,
            "/t/platform/setup",
            &[&names[..], &[("password", olga_password.as_str()), ("organisation", "Bank")]].concat(),
        )
        .await;
    assert_eq!(made.location, "/t/platform/console/tenants?done=tenant-created");
    journey
        .post(&mut site.visitor(), "/t/platform/setup", &[&names[..], &[("password", olga_password.as_str())]].concat())
        .await;

    // The invitation, at a tenant whose administrators may have a password only.
    site.set_policy("bank", directory::tenants::policy::SignInPolicy::asking_nothing()).await;
    let token = journey.token(site, "bank", "olga@host.example", "/invitation").await;
    let ada_password = journey.password("ada");
    let mut ada = site.visitor();
    journey.get(&mut ada, &format!("/t/bank/invitation?token={token}")).await;
    let accepted = [
        ("token", token.as_str()),
        ("given_name", "Ada"),
        ("family_name", "Lovelace"),
        ("password", ada_password.as_str()),
    ];
    assert_eq!(journey.post(&mut ada, "/t/bank/invitation", &accepted[..3]).await.status, 422);
    assert_eq!(journey.post(&mut ada, "/t/bank/invitation", &accepted).await.status, 303);
    assert_eq!(journey.post(&mut site.visitor(), "/t/bank/invitation", &accepted).await.status, 410);
    assert_eq!(journey.post(&mut ada, "/t/bank/console/settings", &settings_form("Bank")).await.status, 303);
    site.test().clock.advance(chrono::TimeDelta::seconds(1));

    // Signing up, wrong and right, twice, and with names that are passwords typed into the wrong field.
    let vera_password = journey.password("vera");
    let mut vera = site.visitor();
    let names = [("given_name", "Vera"), ("family_name", "Visitor"), ("email", "vera@post.example")];
    let taken = [&names[..], &[("password", vera_password.as_str())]].concat();
    assert_eq!(
        journey
            .post(&mut vera, "/t/bank/sign-up", &[&names[..2], &taken[3..], &[("email", "no address")]].concat())
            .await
            .status,
        422
    );
    assert_eq!(journey.post(&mut vera, "/t/bank/sign-up", &taken).await.status, 303);
    assert_eq!(journey.post(&mut vera, "/t/bank/sign-up", &taken).await.status, 303);
    journey.post(&mut vera, "/t/bank/sign-in", &[("name", "vera@post.example"), ("password", &vera_password)]).await;
    let token = journey.token(site, "bank", "vera@post.example", "/verify").await;
    journey.get(&mut vera, &format!("/t/bank/verify?token={token}")).await;
    assert_eq!(
        journey.post(&mut vera, "/t/bank/verify", &[("token", &token), ("password", &ada_password)]).await.status,
        422
    );
    assert_eq!(
        journey.post(&mut vera, "/t/bank/verify", &[("token", &token), ("password", &vera_password)]).await.status,
        303
    );
    for path in ["", "/profile", "/security", "/sessions", "/history", "/rights"] {
        journey.get(&mut vera, &format!("/t/bank/portal{path}")).await;
    }

    // A passkey, and the link that undoes it.
    assert_eq!(passkeys::add(&mut vera, "bank", &mut passkeys::Device::new(1)).await.status, 303);
    let token = journey.token(site, "bank", "vera@post.example", "/not-me").await;
    journey.get(&mut vera, &format!("/t/bank/not-me?token={token}")).await;
    for path in ["verify", "address/undo"] {
        journey.post(&mut site.visitor(), &format!("/t/bank/{path}"), &[("token", &token)]).await;
    }

    // Signing in, wrong and right.
    let wrong = journey.password("wrong");
    for (name, password) in
        [("vera@post.example", &wrong), ("nobody@post.example", &wrong), ("vera@post.example", &vera_password)]
    {
        journey.post(&mut site.visitor(), "/t/bank/sign-in", &[("name", name), ("password", password)]).await;
    }
    let doubled = [("name", "vera@post.example"), ("password", vera_password.as_str()), ("password", wrong.as_str())];
    assert_eq!(journey.post(&mut site.visitor(), "/t/bank/sign-in", &doubled).await.status, 400);

    // A new password and a new address.
    let next = journey.password("next");
    for current in [&wrong, &vera_password] {
        journey.post(&mut vera, "/t/bank/portal/security/password", &[("current", current), ("password", &next)]).await;
    }
    for password in [&wrong, &next] {
        journey
            .post(
                &mut vera,
                "/t/bank/portal/security/address",
                &[("email", "vera@new.example"), ("password", password)],
            )
            .await;
    }
    let token = journey.token(site, "bank", "vera@new.example", "/address/confirm").await;
    journey.get(&mut vera, &format!("/t/bank/address/confirm?token={token}")).await;
    assert_eq!(journey.post(&mut vera, "/t/bank/address/confirm", &[("token", &token)]).await.status, 303);
    let token = journey.token(site, "bank", "vera@post.example", "/address/undo").await;
    journey.get(&mut vera, &format!("/t/bank/address/undo?token={token}")).await;
    assert_eq!(journey.post(&mut vera, "/t/bank/address/undo", &[("token", &token)]).await.status, 303);

    // A forgotten one, and one that staff starts.
    let found = journey.password("found");
    journey.post(&mut site.visitor(), "/t/bank/recover", &[("name", "vera@post.example")]).await;
    site.work().await;
    let token = journey.token(site, "bank", "vera@post.example", "/recover/set").await;
    journey.get(&mut vera, &format!("/t/bank/recover/set?token={token}")).await;
    assert_eq!(
        journey.post(&mut vera, "/t/bank/recover/set", &[("token", &token), ("password", short)]).await.status,
        422
    );
    assert_eq!(
        journey.post(&mut vera, "/t/bank/recover/set", &[("token", &token), ("password", &found)]).await.status,
        303
    );
    assert_eq!(
        journey.post(&mut vera, "/t/bank/sign-in", &[("name", "vera@post.example"), ("password", &found)]).await.status,
        303
    );
    let person = journey.get(&mut ada, "/t/bank/console/people?q=vera").await.id_after("/console/people/");
    assert_eq!(journey.post(&mut ada, &format!("/t/bank/console/people/{person}/reset"), &[]).await.status, 303);
    let token = journey.token(site, "bank", "vera@post.example", "/recover/set").await;
    // Into the wrong page, and where no page is: neither an error nor a way back may carry it on.
    for path in ["portal", "console", "none", "sign-in"] {
        journey.get(&mut site.visitor(), &format!("/t/bank/{path}/{token}")).await;
    }
    for path in ["verify", "invitation", "address/confirm", "address/undo", "not-me"] {
        journey.post(&mut site.visitor(), &format!("/t/bank/{path}"), &[("token", &token)]).await;
    }
    journey.post(&mut vera, "/t/bank/sign-out", &[]).await;
    for path in ["", "?tab=sessions", "?tab=history", "?tab=roles"] {
        journey.get(&mut ada, &format!("/t/bank/console/people/{person}{path}")).await;
    }
    (olga, ada)
}

/// Every row of every table, as text.
async fn everything_stored(site: &Site) -> String {
    let mut bare = site.test().bare(Role::Owner).await;
    let tables = match bare.dialect() {
        Dialect::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_search_index%'",
        Dialect::Postgres => {
            "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        }
    };
    let mut text = String::new();
    for table in bare.run(tables).await.unwrap().firsts() {
        for row in bare.run(&format!("SELECT * FROM {table}")).await.unwrap().rows {
            text.push_str(&format!("{table} {row:?}\n"));
        }
    }
    text
}

fn hexadecimal(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

on_each_kind! {
    async fn marked_secrets_are_nowhere(kind: Kind) {
        let kept = Kept::default();
        let (lines, guard) = Lines::to(kept.clone(), Arc::default());
        // Another test of this process may have been first; then these lines are in its log and not looked at twice.
        let is_ours = tracing::subscriber::set_global_default(subscriber(LogFormat::Json, LogLevel::Trace, lines)).is_ok();
        let site = kind.site(Options { log_level: "trace", ..Options::default() }).await;
        let mut journey = Journey::default();
        let (mut olga, mut ada) = travel(&site, &mut journey).await;
        assert!(journey.passwords.len() >= 7 && journey.tokens.len() >= 7 && journey.sessions.len() >= 6, "all of them were met");

        // What was answered. A page shows a token to whoever came with it, as a hidden field of its form; nothing else does.
        for step in &journey.steps {
            let told = format!("{} {}", step.path, step.answer.status);
            let mut headers = step.answer.headers.clone();
            headers.remove("set-cookie");
            let headers = format!("{headers:?}");
            for secret in journey.passwords.iter().chain(&journey.sessions) {
                assert!(!step.answer.body.contains(secret.as_str()) && !headers.contains(secret.as_str()), "{told}: {secret}");
            }
            for token in &journey.tokens {
                let came_with_it = step.path.ends_with(&format!("?token={token}")) || step.sent.contains(token) && step.answer.status == 422;
                let field = format!("name=\"token\" value=\"{token}\"");
                let rest = if came_with_it { step.answer.body.replace(&field, "").replace(&format!("value=\"/t/bank{}\"", step.path), "") } else { step.answer.body.clone() };
                let is_own_path = step.path.contains(token.as_str());
                assert!(is_own_path || !rest.contains(token.as_str()), "{told}: a token in {rest}");
                assert!(is_own_path || !headers.contains(token.as_str()), "{told}: a token in {headers}");
            }
        }

        // What the trail tells, to those who may read all of it.
        Sealer::seal_once(&site.services().database).await.unwrap();
        for (browser, slug) in [(&mut olga, "platform"), (&mut ada, "bank")] {
            for format in ["csv", "jsonl"] {
                let export = browser.get(&format!("/t/{slug}/console/audit/export?format={format}")).await;
                assert!(export.status == 200 && export.body.lines().count() > 2, "{slug} {format}");
                for secret in journey.secrets() {
                    assert!(!export.body.contains(secret.as_str()), "{slug} {format}: {secret}");
                }
            }
            for path in ["audit", "audit/checkpoints", "audit/checkpoints.json", "people", "settings"] {
                let page = browser.get(&format!("/t/{slug}/console/{path}")).await;
                assert!(journey.secrets().all(|secret| !page.body.contains(secret.as_str())), "{slug} {path}");
            }
        }

        // What is stored, as text or as bytes.
        let stored = everything_stored(&site).await;
        assert!(stored.contains(&hexadecimal("argon2id")) || stored.contains("argon2id"), "the passwords' hashes are there");
        for secret in journey.secrets() {
            assert!(!stored.contains(secret.as_str()) && !stored.contains(&hexadecimal(secret)), "{secret} is stored");
        }

        // What was logged, at the most talkative level.
        drop(guard);
        let processes = site.stopped();
        assert_eq!(processes.matches("answered").count() > 50, kind == Kind::TwoNodes, "the processes logged: {processes}");
        let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap() + &processes;
        assert!(!is_ours || log.lines().count() > 50, "something was logged: {log}");
        for secret in journey.secrets() {
            assert!(!log.contains(secret.as_str()), "{secret} is logged");
        }
        for personal in ["vera@post.example", "nobody@post.example", "Lovelace"] {
            assert!(!log.contains(personal), "{personal} is logged");
        }
    }
}
