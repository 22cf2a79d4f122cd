//! A whole site on a test's database, and browsers that talk to it in process.

use std::collections::BTreeMap;
use std::sync::Arc;

use authentication::password::phc::Cost;
use authentication::{Authentication, Hasher, HasherSettings, setup};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use database::testing::TestDatabase;
use foundation::{Caller, Randomness};
use server::http::{ErrorPage, Limits, Metrics, Parts, TrustedProxies};
use server::services::{self, Services, TenantCache};
use server::web::routes;
use tower::ServiceExt as _;

/// Good enough for every policy, and nobody's.
pub const PASSWORD: &str = "seltene Farne trommeln 47 mal";
const ORIGIN: &str = "http://localhost:3000";

/// The site of one process.
pub struct Site {
    // Its folder is there as long as the site.
    _test: TestDatabase,
    pub services: Services,
    router: Router,
}

/// What a browser was answered.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub disposition: String,
    pub body: String,
}

/// Somebody at the site, with their cookies.
pub struct Browser<'s> {
    site: &'s Site,
    cookies: BTreeMap<String, String>,
}

impl Site {
    /// A site with nobody in it.
    pub async fn new(test: TestDatabase) -> Self {
        let database = test.database.clone();
        setup::furnish_platform(&database).await.unwrap();
        database.maintain_audit_partitions().await.unwrap();
        // What a hash costs is measured elsewhere.
        let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
        let hasher = Hasher::start(HasherSettings { slots: 1, queue: 16, cost }, Randomness::system()).unwrap();
        let services = Services::new(services::Parts {
            authentication: Authentication::new(database.clone(), Arc::new(hasher)),
            database,
            public_url: ORIGIN.to_owned(),
            development: true,
            asset_version: "1".to_owned(),
            upload_limit: 1 << 20,
            tenants: TenantCache::default(),
        });
        let limits =
            Limits { upload: 2 << 20, upload_routes: vec!["/t/{tenant}/console/sources/upload"], ..Limits::default() };
        let parts = Parts {
            public_origin: ORIGIN.to_owned(),
            https: false,
            production: false,
            proxies: TrustedProxies::default(),
            limits,
            metrics: Metrics::new(),
            randomness: Randomness::system(),
            error_page: ErrorPage::new(routes::plain_error),
        };
        let router = routes::site(&services, Router::new(), parts);
        Self { _test: test, services, router }
    }

    /// Somebody nobody knows.
    pub fn visitor(&self) -> Browser<'_> {
        Browser { site: self, cookies: BTreeMap::new() }
    }

    /// The first operator, signed in.
    pub async fn operator(&self) -> Browser<'_> {
        let token = setup::issue(&self.services.database).await.unwrap();
        let mut browser = self.visitor();
        let fields = [
            ("token", token.expose()),
            ("given_name", "Olga"),
            ("family_name", "Operator"),
            ("email", "olga@host.example"),
            ("password", PASSWORD),
        ];
        let answer = browser.post("/t/platform/setup", &fields).await;
        assert_eq!(
            (answer.status, answer.location.as_str()),
            (303, "/t/platform/console?done=setup-done"),
            "{}",
            answer.body
        );
        browser
    }

    /// The administrator of a new tenant, invited by the operator and signed in.
    pub async fn administrator(&self, operator: &mut Browser<'_>, slug: &str) -> Browser<'_> {
        let email = format!("ada@{slug}.example");
        let answer = operator
            .post("/t/platform/console/tenants/new", &[("name", slug), ("slug", slug), ("administrator_email", &email)])
            .await;
        assert!(answer.location.contains("done=tenant-created"), "{} {}", answer.status, answer.body);
        self.accept(slug, &email, "Ada", "Lovelace").await
    }

    /// Somebody who follows the invitation that was sent to an address.
    pub async fn accept(&self, slug: &str, email: &str, given: &str, family: &str) -> Browser<'_> {
        let link = self.mailed_link(slug, email).await;
        let path = link.strip_prefix(ORIGIN).unwrap();
        let (page, token) = path.split_once("?token=").unwrap();
        assert_eq!(page, format!("/t/{slug}/invitation"), "the link leads into the person's own tenant");
        let mut browser = self.visitor();
        let answer = browser
            .post(page, &[("token", token), ("given_name", given), ("family_name", family), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }

    /// The link in the newest mail to an address.
    pub async fn mailed_link(&self, slug: &str, email: &str) -> String {
        let tenant = directory::tenants::manage::by_slug(&self.services.database, slug).await.unwrap().unwrap();
        let mut tx = self.services.database.read(&Caller::system(tenant.id, "test")).await.unwrap();
        let newest = messaging::outbox(&mut tx).await.unwrap().into_iter().find(|mail| mail.to == email).unwrap();
        let mail = messaging::open(&mut tx, newest.id).await.unwrap().unwrap();
        mail.text
            .split_whitespace()
            .find(|word| word.starts_with(ORIGIN) && word.contains("?token="))
            .unwrap()
            .to_owned()
    }
}

impl Browser<'_> {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, "", Vec::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap().into_bytes();
        self.send(Method::POST, path, "application/x-www-form-urlencoded", body).await
    }

    /// Sends a form with files: name, file name (empty for a plain field), content.
    pub async fn post_files(&mut self, path: &str, parts: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
            body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes());
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--cut--\r\n");
        self.send(Method::POST, path, "multipart/form-data; boundary=cut", body).await
    }

    async fn send(&mut self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:3000")
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT_LANGUAGE, "en")
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
        }
        let text = |name: header::HeaderName| {
            response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        let (status, location, disposition) =
            (response.status().as_u16(), text(header::LOCATION), text(header::CONTENT_DISPOSITION));
        let body = to_bytes(response.into_body(), 64 << 20).await.unwrap();
        Answer { status, location, disposition, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

impl Answer {
    /// The id at the end of the path the browser was led to, whatever the query.
    pub fn led_to_id(&self) -> String {
        let path = self.location.split('?').next().unwrap();
        path.split('/').find(|part| part.len() == 36).unwrap().to_owned()
    }
}
