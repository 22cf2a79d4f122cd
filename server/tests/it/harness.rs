//! A whole site on a test's database, in process or as two processes of the program, and browsers that talk to it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use audit::Sealer;
use authentication::password::phc::Cost;
use authentication::{Authentication, Hasher, HasherSettings, setup};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use chrono::TimeDelta;
use database::Database;
use database::testing::TestDatabase;
use directory::Tenant;
use directory::tenants::badges::BadgePolicy;
use directory::tenants::manage;
use directory::tenants::policy::SignInPolicy;
use foundation::{Caller, Clock, Randomness, Secret};
use messaging::Transport;
use server::compose;
use server::http::{ErrorPage, Limits, Metrics, Parts, TrustedProxies};
use server::services::{self, Services, TenantCache};
use server::web::routes;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tower::ServiceExt as _;

use crate::nodes::Node as Process;

database::statements! {
    SET_SETTINGS: tenant = "UPDATE tenant SET settings = $2 WHERE tenant_id = $1";
}

/// Good enough for every policy, and nobody's.
pub const PASSWORD: &str = "seltene Farne trommeln 47 mal";
/// The address of the installation.
pub const ORIGIN: &str = "http://localhost:3000";

/// What a site is, where it is not the usual.
#[derive(Clone)]
pub struct Options {
    pub public_url: String,
    pub development: bool,
    /// Whose proxy headers are believed.
    pub proxies: Vec<&'static str>,
    /// What the processes log.
    pub log_level: &'static str,
    /// What a password costs in process. What a hash costs is measured elsewhere; processes have the real cost.
    pub hash_cost: Cost,
    /// Whether the operators may sign in with a password only.
    pub asks_nothing_of_operators: bool,
}

impl Default for Options {
    fn default() -> Self {
        let hash_cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
        Self {
            public_url: ORIGIN.to_owned(),
            development: true,
            proxies: Vec::new(),
            log_level: "info",
            hash_cost,
            asks_nothing_of_operators: true,
        }
    }
}

/// The site. Clones are the same site, for requests at the same time.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    test: TestDatabase,
    options: Options,
    services: Services,
    nodes: Vec<Node>,
    next: AtomicUsize,
    // Dropping them ends them.
    processes: Mutex<Vec<Process>>,
    _clock: Option<TempDir>,
}

enum Node {
    InProcess(Router),
    Socket(SocketAddr),
}

/// What a site runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One node in this process, on SQLite.
    Sqlite,
    /// One node in this process, on PostgreSQL.
    Postgres,
    /// Two processes of the program on one PostgreSQL.
    TwoNodes,
}

impl Kind {
    /// A site of this kind with nobody in it.
    pub async fn site(self, options: Options) -> Site {
        match self {
            Self::Sqlite => Site::with(database::testing::sqlite().await, options).await,
            Self::Postgres => Site::with(database::testing::postgres().await, options).await,
            Self::TwoNodes => Site::of_two_nodes(options).await,
        }
    }
}

impl Site {
    /// A site of one node, with nobody in it.
    pub async fn new(test: TestDatabase) -> Self {
        Self::with(test, Options::default()).await
    }

    /// A site of one node that is not the usual one.
    pub async fn with(test: TestDatabase, options: Options) -> Self {
        let services = services(test.database.clone(), &options).await;
        let nodes = vec![Node::InProcess(router(&services, &options))];
        Self::of(test, options, services, nodes, Vec::new(), None)
    }

    /// Two processes of the program on one PostgreSQL. They share nothing but the database, the master key and the time.
    /// Requests go to one and the other in turn; what a test looks at or prepares underneath it does from this process.
    pub async fn of_two_nodes(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock");
        let clock = Clock::shared_from(&file, database::testing::start());
        let test = database::testing::postgres_at(clock).await;
        let file = file.display().to_string();
        let settings = settings(&options);
        let start = || Process::start(&test, &file, &settings);
        let (first, second) = tokio::task::block_in_place(|| {
            std::thread::scope(|scope| {
                let second = scope.spawn(start);
                (start(), second.join().unwrap())
            })
        });
        let services = services(test.database.clone(), &options).await;
        let nodes = vec![Node::Socket(first.address), Node::Socket(second.address)];
        Self::of(test, options, services, nodes, vec![first, second], Some(folder))
    }

    fn of(
        test: TestDatabase,
        options: Options,
        services: Services,
        nodes: Vec<Node>,
        processes: Vec<Process>,
        clock: Option<TempDir>,
    ) -> Self {
        let (next, processes) = (AtomicUsize::new(0), Mutex::new(processes));
        Self(Arc::new(Inner { test, options, services, nodes, next, processes, _clock: clock }))
    }

    /// Asks the processes to stop, and returns what they logged. Nothing answers afterwards.
    pub fn stopped(&self) -> String {
        let processes = std::mem::take(&mut *self.0.processes.lock().unwrap());
        processes.iter().for_each(Process::terminate);
        let ended = processes.into_iter().map(|process| {
            let (code, log) = process.ended();
            assert_eq!(code, Some(0), "{log}");
            log
        });
        ended.collect()
    }

    /// The database underneath, and its clock.
    pub fn test(&self) -> &TestDatabase {
        &self.0.test
    }

    /// Services on the database, in this process.
    pub fn services(&self) -> &Services {
        &self.0.services
    }

    /// Somebody nobody knows.
    pub fn visitor(&self) -> Browser {
        Browser { site: self.clone(), cookies: BTreeMap::new(), host: self.public_host() }
    }

    fn public_host(&self) -> String {
        self.0.options.public_url.split("://").last().unwrap().to_owned()
    }

    /// Everything that waits is done: recovery links are mailed, files imported.
    pub async fn work(&self) {
        let worker = compose::worker(&self.0.services, Transport::Outbox);
        // What another process has taken is waited for, and what it leaves behind is done as well.
        let mut quiet = 0;
        while quiet < 2 {
            let done = worker.run_due().await.unwrap();
            let taken =
                self.number("SELECT count(*) FROM job WHERE state = 'waiting' AND leased_until IS NOT NULL").await;
            quiet = if done == 0 && taken == 0 { quiet + 1 } else { 0 };
        }
    }

    /// Nothing is left to be done by itself: no job, no entry of the trail that waits to be sealed.
    pub async fn settle(&self) {
        self.work().await;
        while self.number("SELECT count(*) FROM audit_pending").await > 0 {
            Sealer::seal_once(&self.0.services.database).await.unwrap();
        }
    }

    /// A link token of the first start.
    pub async fn setup_token(&self) -> Secret {
        setup::issue(&self.0.services.database).await.unwrap()
    }

    /// The first operator, signed in.
    pub async fn operator(&self) -> Browser {
        let token = self.setup_token().await;
        let mut browser = self.visitor();
        let name = [("given_name", "Olga"), ("family_name", "Operator"), ("email", "olga@host.example")];
        let fields = [&[("token", token.expose()), ("password", PASSWORD)], name.as_slice()].concat();
        let answer = browser.post("/t/platform/setup", &fields).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/t/platform/console?done=setup-done"));
        browser
    }

    /// The administrator of a new tenant, invited by the operator and signed in with a password only, which the tenant allows.
    pub async fn administrator(&self, operator: &mut Browser, slug: &str) -> Browser {
        let email = format!("ada@{slug}.example");
        let fields = [("name", slug), ("slug", slug), ("administrator_email", &email)];
        let answer = operator.post("/t/platform/console/tenants/new", &fields).await;
        assert!(answer.location.contains("done=tenant-created"), "{} {}", answer.status, answer.body);
        self.set_policy(slug, SignInPolicy::asking_nothing()).await;
        self.accept(slug, &email, "Ada", "Lovelace").await
    }

    /// What a tenant asks of its people, set underneath; its version stays.
    pub async fn set_policy(&self, slug: &str, policy: SignInPolicy) {
        set_policy(&self.0.services.database, slug, policy).await;
        self.forget_tenants();
    }

    /// Whether and how people sign in with badges, set underneath.
    pub async fn set_badges(&self, slug: &str, badges: BadgePolicy) {
        change_settings(&self.0.services.database, slug, |settings| settings.badges = badges).await;
        self.forget_tenants();
    }

    fn forget_tenants(&self) {
        // A node knows a tenant for a second.
        self.0.services.tenants.clear();
        self.0.test.clock.advance(TimeDelta::seconds(1));
    }

    /// Changes a tenant's settings underneath; its version stays.
    pub async fn change_settings(&self, slug: &str, change: impl FnOnce(&mut directory::Settings)) {
        change_settings(&self.0.services.database, slug, change).await;
        self.0.services.tenants.clear();
        self.0.test.clock.advance(TimeDelta::seconds(1));
    }

    /// Somebody who follows the invitation that was sent to an address.
    pub async fn accept(&self, slug: &str, email: &str, given: &str, family: &str) -> Browser {
        let token = self.mailed_token(slug, email, "/invitation").await;
        let mut browser = self.visitor();
        let fields =
            [("token", token.as_str()), ("given_name", given), ("family_name", family), ("password", PASSWORD)];
        let answer = browser.post(&format!("/t/{slug}/invitation"), &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }

    /// Somebody with an account who signs in.
    pub async fn signed_in(&self, slug: &str, name: &str) -> Browser {
        let mut browser = self.visitor();
        let answer = browser.sign_in(slug, name, PASSWORD).await;
        assert_eq!(answer.status, 303, "{name}: {}", answer.body);
        browser
    }

    /// A tenant by its word.
    pub async fn tenant(&self, slug: &str) -> Tenant {
        manage::by_slug(&self.0.services.database, slug).await.unwrap().unwrap()
    }

    /// The plain texts of the mails to an address, the newest first.
    pub async fn mails(&self, slug: &str, email: &str) -> Vec<String> {
        let tenant = self.tenant(slug).await;
        let mut tx = self.0.services.database.read(&Caller::system(tenant.id, "test")).await.unwrap();
        let items = messaging::outbox(&mut tx).await.unwrap();
        let mut texts = Vec::new();
        for item in items.into_iter().filter(|mail| mail.to == email) {
            texts.push(messaging::open(&mut tx, item.id).await.unwrap().unwrap().text);
        }
        texts
    }

    /// The link in the newest mail to an address that has one.
    pub async fn mailed_link(&self, slug: &str, email: &str) -> String {
        let texts = self.mails(slug, email).await;
        let mut links = texts.iter().flat_map(|text| text.split_whitespace().filter(|word| word.contains("?token=")));
        links.next().unwrap_or_else(|| panic!("no link was mailed to {email}")).to_owned()
    }

    /// The token of the newest link to a page that was mailed to an address.
    pub async fn mailed_token(&self, slug: &str, email: &str, page: &str) -> String {
        let texts = self.mails(slug, email).await;
        let start = format!("{}/t/{slug}{page}?token=", self.0.options.public_url);
        let mut links =
            texts.iter().flat_map(|text| text.split_whitespace().filter_map(|word| word.strip_prefix(&start)));
        links.next().unwrap_or_else(|| panic!("no link to {page} was mailed to {email}")).to_owned()
    }

    /// A number, read as the owner of the schema.
    pub async fn number(&self, text: &str) -> i64 {
        self.0.test.number(text).await
    }

    /// Sends one request exactly as it is.
    pub async fn send(&self, ask: Ask) -> Answer {
        let turn = self.0.next.fetch_add(1, Ordering::Relaxed);
        // Each request has a moment of its own, so that "the newest mail" means something.
        self.0.test.clock.advance(TimeDelta::milliseconds(1));
        match &self.0.nodes[turn % self.0.nodes.len()] {
            Node::InProcess(router) => {
                let mut request =
                    Request::builder().method(ask.method).uri(ask.path).body(Body::from(ask.body)).unwrap();
                *request.headers_mut() = ask.headers;
                let response = router.clone().oneshot(request).await.unwrap();
                let (head, body) = response.into_parts();
                let body = to_bytes(body, 64 << 20).await.unwrap();
                Answer::new(head.status, head.headers, body.to_vec())
            }
            Node::Socket(address) => over_socket(*address, ask).await,
        }
    }

    /// Sends the same requests at the same time.
    pub async fn at_once(&self, asks: Vec<Ask>) -> Vec<Answer> {
        let tasks: Vec<_> = asks
            .into_iter()
            .map(|ask| {
                let site = self.clone();
                tokio::spawn(async move { site.send(ask).await })
            })
            .collect();
        let mut answers = Vec::new();
        for task in tasks {
            answers.push(task.await.unwrap());
        }
        answers
    }
}

/// Writes a policy into the tenant's row, as if it had been so for long: no entry of the trail, no other version.
pub async fn set_policy(database: &Database, slug: &str, policy: SignInPolicy) {
    change_settings(database, slug, |settings| settings.sign_in_policy = policy).await;
}

async fn change_settings(database: &Database, slug: &str, change: impl FnOnce(&mut directory::Settings)) {
    let tenant = manage::by_slug(database, slug).await.unwrap().unwrap();
    let mut settings = tenant.settings;
    change(&mut settings);
    let mut tx = database.begin(&Caller::system(tenant.id, "test")).await.unwrap();
    assert_eq!(tx.sql(SET_SETTINGS).bind(database::Json(settings)).execute().await.unwrap(), 1);
    tx.commit().await.unwrap();
}

async fn services(database: Database, options: &Options) -> Services {
    setup::furnish_platform(&database).await.unwrap();
    if options.asks_nothing_of_operators {
        set_policy(&database, "platform", SignInPolicy::asking_nothing()).await;
    }
    database.maintain_audit_partitions().await.unwrap();
    let hashing = HasherSettings { slots: 2, queue: 256, cost: options.hash_cost };
    let hasher = Hasher::start(hashing, Randomness::system()).unwrap();
    Services::new(services::Parts {
        authentication: Authentication::new(database.clone(), Arc::new(hasher)),
        database,
        public_url: options.public_url.clone(),
        development: options.development,
        asset_version: "1".to_owned(),
        upload_limit: 1 << 20,
        tenants: TenantCache::default(),
    })
}

/// The settings of a process that is this site.
fn settings(options: &Options) -> Vec<(&'static str, String)> {
    let mut settings = vec![
        ("PUBLIC_URL", options.public_url.clone()),
        ("TRUSTED_PROXIES", options.proxies.join(",")),
        ("LOG_LEVEL", options.log_level.to_owned()),
        ("UPLOAD_LIMIT_MIB", "1".to_owned()),
    ];
    if !options.public_url.starts_with("http://localhost") {
        // Production must have a mail server. Nobody is there, so mails wait where a test can read them.
        let mail =
            [("SMTP_HOST", "127.0.0.1"), ("SMTP_PORT", "9"), ("SMTP_TLS", "none"), ("SMTP_FROM", "id@host.example")];
        settings.extend(mail.map(|(name, value)| (name, value.to_owned())));
    }
    settings
}

fn router(services: &Services, options: &Options) -> Router {
    let limits =
        Limits { upload: 2 << 20, upload_routes: vec!["/t/{tenant}/console/sources/upload"], ..Limits::default() };
    let networks: Vec<_> = options.proxies.iter().map(|network| network.parse().unwrap()).collect();
    let parts = Parts {
        public_origin: options.public_url.clone(),
        https: options.public_url.starts_with("https:"),
        production: !options.development,
        proxies: TrustedProxies::new(&networks),
        limits,
        metrics: Metrics::new(),
        randomness: Randomness::system(),
        error_page: ErrorPage::new(routes::plain_error),
    };
    routes::site(services, Router::new(), parts)
}

/// One request on a connection of its own, written out by hand.
pub async fn over_socket(address: SocketAddr, ask: Ask) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let mut text =
        format!("{} {} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", ask.method, ask.path, ask.body.len());
    for (name, value) in &ask.headers {
        text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    text.push_str("\r\n");
    stream.write_all(text.as_bytes()).await.unwrap();
    stream.write_all(&ask.body).await.unwrap();
    let mut received = Vec::new();
    stream.read_to_end(&mut received).await.unwrap();
    let end = received.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(received[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        headers.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
    }
    let body = &received[end + 4..];
    let chunked = headers.get(header::TRANSFER_ENCODING).is_some_and(|value| value == "chunked");
    Answer::new(status, headers, if chunked { joined(body) } else { body.to_vec() })
}

/// A chunked body without its chunks (RFC 9112 §7.1).
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let line = body.windows(2).position(|bytes| bytes == b"\r\n").unwrap();
        let size = usize::from_str_radix(std::str::from_utf8(&body[..line]).unwrap(), 16).unwrap();
        if size == 0 {
            return whole;
        }
        whole.extend(&body[line + 2..line + 2 + size]);
        body = &body[line + 2 + size + 2..];
    }
}

/// One request.
#[derive(Clone)]
pub struct Ask {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Ask {
    /// A request with nothing but a host.
    pub fn bare(method: Method, path: &str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("localhost:3000"));
        Self { method, path: path.to_owned(), headers, body: Vec::new() }
    }

    /// With a header, or another value of it.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        self
    }

    /// With one more value of a header.
    pub fn also(mut self, name: &'static str, value: &str) -> Self {
        self.headers.append(HeaderName::from_static(name), value.parse().unwrap());
        self
    }

    /// Without a header.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    /// With the fields of a form as its body.
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        self.body = serde_urlencoded::to_string(fields).unwrap().into_bytes();
        self.with("content-type", "application/x-www-form-urlencoded")
    }
}

/// What was answered.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub disposition: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    fn new(status: StatusCode, headers: HeaderMap, body: Vec<u8>) -> Self {
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        Self {
            status: status.as_u16(),
            location: text(header::LOCATION).unwrap_or_default(),
            disposition: text(header::CONTENT_DISPOSITION).unwrap_or_default(),
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The value of a header; nothing if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The cookies it sets, whole.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// The id at the end of the path the browser was led to, whatever the query.
    pub fn led_to_id(&self) -> String {
        let path = self.location.split('?').next().unwrap();
        path.split('/')
            .find(|part| part.len() == 36)
            .unwrap_or_else(|| panic!("{} {}", self.status, self.body))
            .to_owned()
    }

    /// The first id that follows `before` in the page.
    pub fn id_after(&self, before: &str) -> String {
        let is_id = |text: &&str| text.len() == 36 && text.chars().filter(|letter| *letter == '-').count() == 4;
        let mut ids = self.body.split(before).skip(1).filter_map(|part| part.get(..36)).filter(is_id);
        ids.next().unwrap_or_else(|| panic!("no id after {before}: {}", self.body)).to_owned()
    }
}

/// Somebody at the site, with their cookies. A clone is another browser with the same cookies.
#[derive(Clone)]
pub struct Browser {
    site: Site,
    cookies: BTreeMap<String, String>,
    host: String,
}

impl Browser {
    /// The same visitor at another host of the site, without cookies: they belong to a host.
    pub fn at(&self, host: &str) -> Self {
        Self { site: self.site.clone(), cookies: BTreeMap::new(), host: host.to_owned() }
    }

    /// Where they are.
    pub fn site(&self) -> Site {
        self.site.clone()
    }

    /// The cookies, by name.
    pub fn cookies(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.cookies
    }

    /// The secret of the session at a tenant.
    pub fn session(&self, slug: &str) -> Option<String> {
        self.cookies.get(&server::web::door::cookie_name(slug)).filter(|value| !value.is_empty()).cloned()
    }

    /// A request as this browser would send it.
    pub fn ask(&self, method: Method, path: &str) -> Ask {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut ask = Ask::bare(method, path)
            .with("host", &self.host)
            .with("sec-fetch-site", "same-origin")
            .with("accept-language", "en");
        if !cookies.is_empty() {
            ask = ask.with("cookie", &cookies.join("; "));
        }
        ask
    }

    /// Sends a request and keeps the cookies of the answer.
    pub async fn send(&mut self, ask: Ask) -> Answer {
        let answer = self.site.clone().send(ask).await;
        for cookie in answer.cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() || cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(self.ask(Method::GET, path)).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.ask(Method::POST, path).form(fields)).await
    }

    /// Sends a form with files: name, file name (empty for a plain field), content.
    pub async fn post_files(&mut self, path: &str, parts: &[(&str, &str, &[u8])]) -> Answer {
        let mut ask = self.ask(Method::POST, path).with("content-type", "multipart/form-data; boundary=cut");
        ask.body = multipart(parts);
        self.send(ask).await
    }

    pub async fn sign_in(&mut self, slug: &str, name: &str, password: &str) -> Answer {
        self.post(&format!("/t/{slug}/sign-in"), &[("name", name), ("password", password)]).await
    }
}

/// A body of parts that `cut` separates.
pub fn multipart(parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
        body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    body
}

/// Declares tests that run on each kind of site: one node on each database, and two processes on one PostgreSQL.
macro_rules! on_each_site {
    ($($(#[$meta:meta])* async fn $name:ident($site:ident: Site) $body:block)*) => {
        $crate::harness::on_each_kind! {$(
            $(#[$meta])*
            async fn $name(kind: Kind) {
                let $site = kind.site($crate::harness::Options::default()).await;
                $body
            }
        )*}
    };
}

/// As [`on_each_site`], for tests that make a site which is not the usual one.
macro_rules! on_each_kind {
    ($($(#[$meta:meta])* async fn $name:ident($kind:ident: Kind) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes, reason = "a test may need nothing of its module")]
            use super::*;

            async fn story($kind: $crate::harness::Kind) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                story($crate::harness::Kind::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                story($crate::harness::Kind::Postgres).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn two_nodes() {
                story($crate::harness::Kind::TwoNodes).await;
            }
        }
    )*};
}
pub(crate) use {on_each_kind, on_each_site};

/// The fields of a tenant's settings, as they are at first but for the name.
pub fn settings_form(name: &str) -> Vec<(&str, &str)> {
    vec![
        ("name", name),
        ("sign_up", "open"),
        ("idle_minutes", "60"),
        ("absolute_hours", "24"),
        ("minimum_length", "15"),
        ("languages", "en"),
        ("default_language", "en"),
        ("time_zone", "Europe/Berlin"),
        ("accent", "#1f6f5c"),
        ("version", "1"),
    ]
}
