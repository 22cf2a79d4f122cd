//! A tenant on its own host: the same pages without the tenant in the path, and nothing of anybody else.

use axum::http::Method;

use crate::cookies::customer;
use crate::harness::{Ask, Browser, Kind, Options, PASSWORD, Site, on_each_kind};

const HOST: &str = "bank.example.net";
const ORIGIN: &str = "https://bank.example.net";

/// A public installation where the bank has its own host and the school has one, too.
async fn site(kind: Kind, proxies: Vec<&'static str>) -> (Site, Browser, Browser) {
    let options = Options { public_url: "https://id.example.org".to_owned(), proxies, ..Options::default() };
    let site = kind.site(options).await;
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    site.administrator(&mut operator, "school").await;
    customer(&site, &mut ada, "carl").await;
    for (slug, host) in [("bank", HOST), ("school", "school.example.net")] {
        change_host(&site, &mut operator, slug, ("host", host)).await;
    }
    (site, operator, ada)
}

async fn change_host(site: &Site, operator: &mut Browser, slug: &str, field: (&str, &str)) {
    let tenant = site.tenant(slug).await.id;
    let answer = operator.post(&format!("/t/platform/console/tenants/{tenant}/hosts"), &[field]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    // A node knows a tenant for a second.
    site.test().clock.advance(chrono::TimeDelta::seconds(1));
}

async fn sign_in(browser: &mut Browser, name: &str) -> crate::harness::Answer {
    browser.post("/sign-in", &[("name", name), ("password", PASSWORD)]).await
}

/// Where a page leads: links, forms, styles and pictures.
fn leads(page: &str) -> Vec<String> {
    let document = scraper::Html::parse_document(page);
    let selector = scraper::Selector::parse("[href], [src], [action], input[name=next]").unwrap();
    let found = document
        .select(&selector)
        .flat_map(|found| ["href", "src", "action", "value"].map(|name| found.value().attr(name)));
    found.flatten().map(str::to_owned).collect()
}

on_each_kind! {
    /// From the first page to the portal and out again.
    async fn it_leads_into_the_tenant(kind: Kind) {
        let (site, ..) = site(kind, Vec::new()).await;
        let mut carl = site.visitor().at(HOST);
        assert_eq!(carl.get("/").await.location, "/sign-in");
        assert_eq!(carl.get("/portal").await.location, "/sign-in?next=%2Fportal");
        let form = carl.get("/sign-in?next=%2Fportal%2Fsecurity").await;
        assert_eq!(form.status, 200);
        let fields = [("name", "carl@bank.example"), ("password", PASSWORD), ("next", "/portal/security")];
        let answer = carl.post("/sign-in", &fields).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/portal/security"), "{}", answer.body);
        let [cookie] = answer.cookies().try_into().unwrap();
        assert!(cookie.starts_with("__Host-pforte-bank=") && cookie.contains("; Secure") && !cookie.contains("Domain"), "{cookie}");
        for path in ["/portal", "/portal/profile", "/portal/security", "/portal/sessions", "/portal/rights"] {
            let page = carl.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            for led in [leads(&page.body), leads(&form.body)].concat() {
                assert!(!led.contains("/t/") && !led.contains("example.org"), "{path}: {led}");
            }
        }
        assert_eq!(carl.get("/theme.css").await.status, 200);
        let out = carl.post("/sign-out", &[]).await;
        assert_eq!(out.location, "/signed-out");
        assert!(carl.get("/portal").await.location.starts_with("/sign-in"));
    }

    /// The console as well, a file with more bytes than a form may have included.
    async fn administrators_work_there(kind: Kind) {
        let (site, ..) = site(kind, Vec::new()).await;
        let mut ada = site.visitor().at(HOST);
        assert_eq!(sign_in(&mut ada, "ada@bank.example").await.location, "/portal");
        let file = b"nr;name\n1;Somebody\n".repeat(30_000);
        let answer = ada.post_files("/console/sources/upload", &[("source", "", b"CRM"), ("file", "a.csv", &file)]).await;
        assert!(answer.location.starts_with("/console/imports/"), "{} {}", answer.status, answer.body);
        let new = [("family_name", "New"), ("email", "new@bank.example"), ("archetype", "customer"), ("invite", "yes")];
        assert!(ada.post("/console/people/new", &new).await.location.starts_with("/console/people/"));
        let link = site.mailed_link("bank", "new@bank.example").await;
        assert!(link.starts_with("https://bank.example.net/invitation?token="), "{link}");
        // Operators' pages are not there, whoever asks.
        assert_eq!(ada.get("/console/tenants").await.status, 404);
        assert_eq!(ada.get("/setup").await.status, 404);
    }

    /// Links in mails lead where the person was, by the name the operator registered and nothing the request says.
    async fn mailed_links_stay_on_the_host(kind: Kind) {
        let (site, ..) = site(kind, Vec::new()).await;
        for host in [HOST, "BANK.example.net", "bank.example.net:8443", "bank.example.net:80"] {
            let mut visitor = site.visitor().at(host);
            let answer = visitor.post("/recover", &[("name", "carl@bank.example")]).await;
            assert_eq!((answer.status, answer.location.as_str()), (303, "/recover/sent"), "{host}");
            site.work().await;
            let link = site.mailed_link("bank", "carl@bank.example").await;
            let path = link.strip_prefix(ORIGIN).unwrap_or_else(|| panic!("{host}: {link}"));
            assert!(path.starts_with("/recover/set?token="), "{link}");
            assert_eq!(visitor.get(path).await.status, 200);
        }
        let mut visitor = site.visitor();
        assert_eq!(visitor.post("/t/bank/recover", &[("name", "carl@bank.example")]).await.status, 303);
        site.work().await;
        let link = site.mailed_link("bank", "carl@bank.example").await;
        assert!(link.starts_with("https://id.example.org/t/bank/recover/set?token="), "{link}");
    }

    /// F38: another tenant cannot even be named there.
    async fn nothing_of_another_tenant_is_there(kind: Kind) {
        let (site, operator, mut ada) = site(kind, Vec::new()).await;
        for path in [
            "/t/school/sign-in", "/t/bank/sign-in", "/t/platform/sign-in", "/t/platform/console", "//t/school/sign-in", "/../school/sign-in",
            "/%2e%2e/school/sign-in", "/../../t/school/sign-in", "/..%2fschool/sign-in", "/./sign-in", "/sign-in/", "/school/sign-in", "/T/school/sign-in",
        ] {
            let answer = site.visitor().at(HOST).get(path).await;
            assert_eq!(answer.status, 404, "{path}: {}", answer.location);
        }
        // The target of a request may name a host as well; it must be the same.
        for target in ["http://school.example.net/sign-in", "https://id.example.org/t/school/sign-in", "http://id.example.org/t/school/sign-in"] {
            let answer = site.send(Ask::bare(Method::GET, target).with("host", HOST)).await;
            assert_eq!(answer.status, 400, "{target}");
        }
        let mut eve = site.visitor().at("school.example.net");
        assert_eq!(sign_in(&mut eve, "ada@school.example").await.location, "/portal");
        assert!(site.visitor().at(HOST).post("/sign-in", &[("name", "ada@school.example"), ("password", PASSWORD)]).await.status == 422);
        for (slug, secret) in [("school", eve.session("school")), ("platform", operator.session("platform"))] {
            for name in [slug, "bank"] {
                let mut mixed = site.visitor().at(HOST);
                mixed.cookies().insert(format!("__Host-pforte-{name}"), secret.clone().unwrap());
                for path in ["/portal", "/console", "/console/people"] {
                    assert!(mixed.get(path).await.location.starts_with("/sign-in?next="), "{slug} as {name}: {path}");
                }
            }
        }
        let school = eve.get("/console/people?q=ada").await.id_after("/console/people/");
        assert_eq!(ada.get(&format!("/t/bank/console/people/{school}")).await.status, 404);
    }

    /// Whatever somebody points at this server shows nothing of it.
    async fn an_unknown_host_is_refused(kind: Kind) {
        let (site, mut operator, _) = site(kind, Vec::new()).await;
        for host in [
            "evil.example", "10.0.0.1", "[::1]", "localhost", "127.0.0.1:3000", "example.net", "www.bank.example.net", "xbank.example.net",
            "bank.example.net.", "bank.example.net.evil.example", "id.example.org.evil.example", "ID.example.com",
        ] {
            for path in ["/", "/sign-in", "/portal", "/t/bank/sign-in", "/t/platform/setup", "/t/bank/outbox", "/none"] {
                let answer = site.visitor().at(host).get(path).await;
                assert_eq!((answer.status, answer.cookies().len()), (421, 0), "{host}{path}");
                assert!(!answer.body.contains("bank") && answer.header("x-frame-options") == "DENY", "{host}{path}");
            }
            let form = [("name", "carl@bank.example"), ("password", PASSWORD)];
            assert_eq!(site.visitor().at(host).post("/t/bank/sign-in", &form).await.status, 421, "{host}");
        }
        assert_eq!(site.visitor().at("ID.EXAMPLE.ORG:443").get("/t/bank/sign-in").await.status, 200);
        // Taken away, the host leads nowhere; the tenant is where it was.
        assert_eq!(site.visitor().at(HOST).get("/sign-in").await.status, 200);
        change_host(&site, &mut operator, "bank", ("remove", HOST)).await;
        assert_eq!(site.visitor().at(HOST).get("/sign-in").await.status, 421);
        assert_eq!(site.visitor().get("/t/bank/sign-in").await.status, 200);
        // A suspended tenant is not there on its host either.
        let school = site.tenant("school").await.id;
        let suspended = operator.post(&format!("/t/platform/console/tenants/{school}/suspend"), &[("reason", "Unpaid")]).await;
        assert_eq!(suspended.status, 303);
        site.test().clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(site.visitor().at("school.example.net").get("/sign-in").await.status, 404);
    }

    /// A form comes from the host it is sent to, or it is not ours.
    async fn forms_come_from_the_same_host(kind: Kind) {
        let (site, ..) = site(kind, Vec::new()).await;
        let ask = |host: &str, path: &str| site.visitor().at(host).ask(Method::POST, path).without("sec-fetch-site").form(&[("locale", "en")]);
        for (host, path, origin, status) in [
            (HOST, "/language", ORIGIN, 303),
            (HOST, "/language", "http://bank.example.net", 403),
            (HOST, "/language", "https://bank.example.net:8443", 403),
            (HOST, "/language", "https://school.example.net", 403),
            (HOST, "/language", "https://evil.example", 403),
            ("school.example.net", "/language", ORIGIN, 403),
            ("id.example.org", "/t/bank/language", ORIGIN, 403),
            ("id.example.org", "/t/bank/language", "https://id.example.org", 303),
        ] {
            assert_eq!(site.send(ask(host, path).with("origin", origin)).await.status, status, "{origin} to {host}");
        }
    }

    /// SEC-75: behind a proxy the host is the one the proxy names, and nobody else may name one.
    async fn only_a_trusted_proxy_names_the_host(kind: Kind) {
        let (site, ..) = site(kind, vec!["127.0.0.0/8"]).await;
        let forwarded = |host: &str, path: &str| Ask::bare(Method::GET, path).with("host", "upstream:3000").with("x-forwarded-host", host);
        assert_eq!(site.send(forwarded(HOST, "/sign-in")).await.status, 200);
        assert_eq!(site.send(forwarded("id.example.org", "/t/bank/sign-in")).await.status, 200);
        assert_eq!(site.send(forwarded("evil.example", "/sign-in")).await.status, 421);
        assert_eq!(site.send(forwarded(HOST, "/t/school/sign-in")).await.status, 404);
    }
}

/// The same in development, where a page of another origin could otherwise point a name of its own at this machine and read
/// what is here (DNS rebinding): only the names of this machine are the installation.
#[tokio::test]
async fn an_unknown_host_is_refused_in_development_too() {
    let site = Site::new(database::testing::sqlite().await).await;
    let mut operator = site.operator().await;
    site.administrator(&mut operator, "bank").await;
    let session = operator.session("platform").unwrap();
    for host in [
        "evil.example",
        "evil.example:3000",
        "localhost.evil.example:3000",
        "localhost.:3000",
        "127.0.0.1.nip.io:3000",
        "10.0.0.1:3000",
        "0.0.0.0:3000",
        "[::ffff:10.0.0.1]:3000",
        "pforte.localhost:3000",
    ] {
        for path in ["/", "/t/platform/outbox", "/t/platform/setup", "/t/platform/console", "/t/bank/sign-in", "/none"]
        {
            let mut rebound = site.visitor().at(host);
            rebound.cookies().insert("__Host-pforte-platform".to_owned(), session.clone());
            let answer = rebound.get(path).await;
            assert_eq!((answer.status, answer.cookies().len()), (421, 0), "{host}{path}");
            assert!(!answer.body.contains("Olga") && !answer.body.contains("bank"), "{host}{path}");
        }
    }
    for host in ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"] {
        assert_eq!(site.visitor().at(host).get("/t/bank/sign-in").await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn without_a_proxy_nobody_names_another_host() {
    let (site, ..) = site(Kind::Sqlite, Vec::new()).await;
    let ask = |host: &str, claimed: &str, path: &str| {
        Ask::bare(Method::GET, path).with("host", host).with("x-forwarded-host", claimed)
    };
    assert_eq!(site.send(ask("evil.example", HOST, "/sign-in")).await.status, 421);
    assert_eq!(site.send(ask("id.example.org", HOST, "/sign-in")).await.status, 404);
    assert_eq!(site.send(ask(HOST, "id.example.org", "/t/bank/sign-in")).await.status, 404);
}

/// SEC-74 there: paths are the tenant's, and whatever begins another way leads nowhere.
#[tokio::test]
async fn nothing_leads_away_from_the_host() {
    let (site, ..) = site(Kind::Sqlite, Vec::new()).await;
    for next in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/../x",
        "/portal\r\nA: b",
        "portal",
        "/sign-in",
    ] {
        let fields = [("name", "carl@bank.example"), ("password", PASSWORD), ("next", next)];
        let answer = site.visitor().at(HOST).post("/sign-in", &fields).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/portal"), "{next:?}");
    }
}
