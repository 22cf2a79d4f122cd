//! Cookies, sessions, headers and redirects, as an attacker's browser would try them.

use axum::http::{HeaderValue, Method};

use crate::harness::{Ask, Browser, ORIGIN, PASSWORD, Site, on_each_site};
use crate::isolation::{self, TABLE};

/// A bank with Ada, who administers it, and a customer.
async fn bank(site: &Site) -> (Browser, Browser, Browser) {
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    let carl = customer(site, &mut ada, "carl").await;
    (operator, ada, carl)
}

/// A customer of the bank, who accepted an invitation.
pub async fn customer(site: &Site, ada: &mut Browser, word: &str) -> Browser {
    let email = format!("{word}@bank.example");
    let new = [("family_name", word), ("email", &email), ("archetype", "customer"), ("invite", "yes")];
    let added = ada.post("/t/bank/console/people/new", &new).await;
    assert_eq!(added.status, 303, "{}", added.body);
    site.accept("bank", &email, word, "Customer").await
}

/// Whether the cookies of a browser are a session at the bank.
async fn is_signed_in(browser: &Browser) -> bool {
    let answer = browser.clone().get("/t/bank/portal").await;
    assert!(answer.status == 200 || answer.location.starts_with("/t/bank/sign-in?next="), "{}", answer.status);
    answer.status == 200
}

/// A browser with a session cookie of somebody's choice.
fn with_cookie(site: &Site, slug: &str, value: &str) -> Browser {
    let mut browser = site.visitor();
    browser.cookies().insert(format!("__Host-pforte-{slug}"), value.to_owned());
    browser
}

on_each_site! {
    /// ASVS 3.3.1 to 3.3.4.
    async fn the_session_cookie_is_bound_to_host_and_transport(site: Site) {
        let (_, _, mut carl) = bank(&site).await;
        let answer = carl.sign_in("bank", "carl@bank.example", PASSWORD).await;
        let [cookie] = answer.cookies().try_into().unwrap();
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        let mut attributes: Vec<&str> = attributes.split("; ").collect();
        attributes.sort_unstable();
        // No Domain: another host never sees it. No Max-Age: it ends with the browser's session.
        assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
        let (name, secret) = pair.split_once('=').unwrap();
        assert_eq!(name, "__Host-pforte-bank");
        assert!(secret.len() >= 22, "128 bits: {secret}");
        let language = site.visitor().post("/t/bank/language", &[("locale", "de")]).await;
        let [cookie] = language.cookies().try_into().unwrap();
        assert!(cookie.starts_with("__Host-pforte-language=de; "), "{cookie}");
        for attribute in ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains("Domain"));
    }

    /// SEC-62, ASVS 7.2.4: what somebody else put into the browser is never a session, before or after signing in.
    async fn a_session_cannot_be_fixed(site: Site) {
        let (_, mut ada, mut mallory) = bank(&site).await;
        customer(&site, &mut ada, "victim").await;
        for planted in ["AAAAAAAAAAAAAAAAAAAAAA", "none", "", "%00", "../../x", &"A".repeat(4_000)] {
            let mut victim = with_cookie(&site, "bank", planted);
            assert!(!is_signed_in(&victim).await, "{planted}");
            let answer = victim.sign_in("bank", "victim@bank.example", PASSWORD).await;
            assert_eq!(answer.status, 303, "{planted}");
            assert_ne!(victim.session("bank").unwrap(), planted);
            assert!(is_signed_in(&victim).await);
            assert!(!is_signed_in(&with_cookie(&site, "bank", planted)).await, "{planted}");
        }
        // Mallory's own session in the victim's browser: it ends when the victim signs in, so Mallory becomes nobody.
        let own = mallory.session("bank").unwrap();
        let mut victim = with_cookie(&site, "bank", &own);
        victim.sign_in("bank", "victim@bank.example", PASSWORD).await;
        assert_ne!(victim.session("bank").unwrap(), own);
        assert!(!is_signed_in(&mallory).await && is_signed_in(&victim).await);
        assert!(mallory.get("/t/bank/portal").await.location.contains("/sign-in"));
    }

    /// A new password ends every session and gives the one that chose it a new id.
    async fn a_new_password_ends_every_other_session(site: Site) {
        let (_, _, mut carl) = bank(&site).await;
        let elsewhere = site.signed_in("bank", "carl@bank.example").await;
        let before = carl.clone();
        let fields = [("current", PASSWORD), ("password", "another one for a new year")];
        let changed = carl.post("/t/bank/portal/security/password", &fields).await;
        assert!(changed.location.ends_with("done=password-changed"), "{} {}", changed.status, changed.body);
        assert_ne!(carl.session("bank"), before.session("bank"));
        assert!(is_signed_in(&carl).await && !is_signed_in(&before).await && !is_signed_in(&elsewhere).await);
        // A forgotten one ends all of them.
        site.visitor().post("/t/bank/recover", &[("name", "carl@bank.example")]).await;
        site.work().await;
        let token = site.mailed_token("bank", "carl@bank.example", "/recover/set").await;
        let set = site.visitor().post("/t/bank/recover/set", &[("token", &token), ("password", PASSWORD)]).await;
        assert_eq!(set.location, "/t/bank/sign-in?done=password-set");
        assert!(set.cookies().is_empty() && !is_signed_in(&carl).await);
    }

    /// ASVS 8.3.2: what somebody may do is read anew for each request, on every node.
    async fn rights_given_and_taken_count_at_the_next_request(site: Site) {
        let (_, mut ada, mut carl) = bank(&site).await;
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        let page = format!("/t/bank/console/people/{person}");
        let form = ada.get(&format!("{page}/roles/give")).await;
        let auditor = form.body.split("Auditor").next().unwrap().rsplit("value=\"").find_map(|part| part.get(..36)).unwrap().to_owned();
        for _ in 0..2 {
            assert_eq!(carl.get("/t/bank/console/audit").await.status, 403);
        }
        let given = ada.post(&format!("{page}/roles/give"), &[("role", &auditor), ("scope", "tenant"), ("reason", "Audit")]).await;
        assert_eq!(given.status, 303, "{}", given.body);
        for _ in 0..2 {
            assert_eq!(carl.get("/t/bank/console/audit").await.status, 200);
        }
        let assignment = ada.get(&format!("{page}?tab=roles")).await.id_after("assignment=");
        let ended = ada.post(&format!("{page}/roles/{assignment}/end"), &[("reason", "Done")]).await;
        assert_eq!(ended.status, 303, "{}", ended.body);
        for _ in 0..2 {
            assert_eq!(carl.get("/t/bank/console/audit").await.status, 403);
        }
    }

    /// ASVS 7.2.4: whoever may do more, or less, goes on with another session id; the one from before is soon nothing.
    async fn a_change_of_rights_changes_the_session_id(site: Site) {
        let (_, mut ada, mut carl) = bank(&site).await;
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        let page = format!("/t/bank/console/people/{person}");
        let form = ada.get(&format!("{page}/roles/give")).await;
        let auditor = form.body.split("Auditor").next().unwrap().rsplit("value=\"").find_map(|part| part.get(..36)).unwrap().to_owned();
        let stolen = carl.clone();
        let sessions = site.number("SELECT count(*) FROM session").await;
        let given = ada.post(&format!("{page}/roles/give"), &[("role", &auditor), ("scope", "tenant"), ("reason", "Audit")]).await;
        assert_eq!(given.status, 303, "{}", given.body);
        // Also where the answer could otherwise be kept by somebody in between.
        let look = carl.get("/t/bank/theme.css").await;
        let [cookie] = look.cookies().try_into().unwrap();
        assert_eq!((look.status, look.header("cache-control")), (200, "no-store"));
        let mut attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
        attributes.sort_unstable();
        assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
        assert_ne!(carl.session("bank"), stolen.session("bank"));
        assert!(carl.clone().get("/t/bank/theme.css").await.cookies().is_empty(), "once");
        assert_eq!(carl.get("/t/bank/console/audit").await.status, 200);
        // What was under way goes on, without the new right; who holds the old id gains nothing by it.
        assert!(is_signed_in(&stolen).await);
        assert_eq!(stolen.clone().get("/t/bank/console/audit").await.status, 403);
        site.test().clock.advance(chrono::TimeDelta::seconds(60));
        assert!(!is_signed_in(&stolen).await && is_signed_in(&carl).await);
        assert_eq!(site.number("SELECT count(*) FROM session").await, sessions, "it is one session");

        // In the same request as a new password or signing out, what that says counts.
        let assignment = ada.get(&format!("{page}?tab=roles")).await.id_after("assignment=");
        assert_eq!(ada.post(&format!("{page}/roles/{assignment}/end"), &[("reason", "Done")]).await.status, 303);
        let fields = [("current", PASSWORD), ("password", "another one for a new year")];
        let changed = carl.post("/t/bank/portal/security/password", &fields).await;
        assert!(changed.location.ends_with("done=password-changed"), "{} {}", changed.status, changed.body);
        assert!(is_signed_in(&carl).await);
        assert_eq!(ada.post(&format!("{page}/roles/give"), &[("role", &auditor), ("scope", "tenant"), ("reason", "Audit")]).await.status, 303);
        let before = carl.clone();
        let out = carl.post("/t/bank/sign-out", &[]).await;
        assert_eq!((out.status, carl.session("bank")), (303, None), "{:?}", out.cookies());
        assert!(!is_signed_in(&before).await);
        assert_eq!(site.number("SELECT count(*) FROM session WHERE previous_digest IS NOT NULL").await, 0, "nor is it there under another secret");
    }

    /// F38: a session is one of its tenant, under any name.
    async fn a_cookie_of_one_tenant_is_nothing_at_another(site: Site) {
        let (mut operator, ada, _) = bank(&site).await;
        site.administrator(&mut operator, "school").await;
        for (own, browser) in [("bank", &ada), ("platform", &operator)] {
            let secret = browser.session(own).unwrap();
            for other in ["bank", "school", "platform"].into_iter().filter(|other| *other != own) {
                for path in ["portal", "console", "console/audit", "console/tenants"] {
                    let answer = with_cookie(&site, other, &secret).get(&format!("/t/{other}/{path}")).await;
                    assert!(answer.location.starts_with(&format!("/t/{other}/sign-in")), "{own} at {other}/{path}: {}", answer.status);
                }
            }
        }
    }

    /// ASVS 7.4.1 and 14.3.1.
    async fn signing_out_ends_the_session_on_the_server(site: Site) {
        let (_, _, mut carl) = bank(&site).await;
        let kept = carl.clone();
        // A link cannot sign anybody out.
        assert_eq!(carl.get("/t/bank/sign-out").await.status, 405);
        assert!(is_signed_in(&carl).await);
        let answer = carl.post("/t/bank/sign-out", &[]).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/t/bank/signed-out"));
        assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
        assert!(answer.cookies()[0].starts_with("__Host-pforte-bank=;") && answer.cookies()[0].contains("Max-Age=0"), "{:?}", answer.cookies());
        assert!(!is_signed_in(&kept).await, "a kept cookie is nothing");
    }

    /// SEC-60: whoever is suspended, or whose tenant is, has no session from the next request on.
    async fn a_suspension_counts_at_the_next_request(site: Site) {
        let (mut operator, mut ada, carl) = bank(&site).await;
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        let page = format!("/t/bank/console/people/{person}");
        site.visitor().post("/t/bank/recover", &[("name", "carl@bank.example")]).await;
        site.work().await;
        let token = site.mailed_token("bank", "carl@bank.example", "/recover/set").await;
        assert_eq!(ada.post(&format!("{page}/suspend"), &[("reason", "Left")]).await.status, 303);
        for _ in 0..2 {
            assert!(!is_signed_in(&carl).await);
        }
        let mut again = site.visitor();
        assert_eq!(again.sign_in("bank", "carl@bank.example", PASSWORD).await.status, 422);
        assert!(again.session("bank").is_none());
        let fields = [("token", token.as_str()), ("password", PASSWORD)];
        assert_eq!(site.visitor().post("/t/bank/recover/set", &fields).await.status, 410, "nor by a link from before");
        assert_eq!(ada.post(&format!("{page}/reactivate"), &[]).await.status, 303);
        assert!(!is_signed_in(&carl).await, "what was ended stays ended");
        let back = site.signed_in("bank", "carl@bank.example").await;

        let bank = site.tenant("bank").await.id;
        let tenant = format!("/t/platform/console/tenants/{bank}");
        assert_eq!(operator.post(&format!("{tenant}/suspend"), &[("reason", "Unpaid")]).await.status, 303);
        // The clock stands, and a node knows a tenant for a second: the next second counts.
        site.test().clock.advance(chrono::TimeDelta::seconds(1));
        for _ in 0..2 {
            for path in ["portal", "console", "sign-in", "recover", "invitation", "theme.css", "logo"] {
                assert_eq!(back.clone().get(&format!("/t/bank/{path}")).await.status, 404, "{path}");
            }
            assert_eq!(site.visitor().sign_in("bank", "carl@bank.example", PASSWORD).await.status, 404);
        }
    }

    /// SEC-61: fifty people at once, each sees themselves and nobody else.
    async fn answers_are_not_mixed_up(site: Site) {
        let (_, mut ada, _) = bank(&site).await;
        let mut people = Vec::new();
        for number in 0..50 {
            let word = format!("person{number:02}x");
            people.push((customer(&site, &mut ada, &word).await, word));
        }
        let paths = ["/t/bank/portal", "/t/bank/portal/profile", "/t/bank/portal/security", "/t/bank/portal/none"];
        let turns = paths.iter().flat_map(|path| people.iter().map(move |(browser, word)| (browser.ask(Method::GET, path), word)));
        let (asks, words): (Vec<Ask>, Vec<&String>) = turns.unzip();
        let answers = site.at_once(asks).await;
        for (answer, own) in answers.iter().zip(words) {
            let named: Vec<&str> = people.iter().map(|(_, word)| word.as_str()).filter(|word| answer.body.contains(word)).collect();
            // The last page does not exist and names nobody.
            let expected = if answer.status == 404 { Vec::new() } else { vec![own.as_str()] };
            assert_eq!(named, expected, "{}", answer.status);
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
}

/// The idle and the absolute end of a session, by the server's clock (ASVS 7.3.1, 7.3.2).
#[tokio::test]
async fn a_session_ends_by_itself() {
    let site = Site::new(database::testing::sqlite().await).await;
    let (_, _, carl) = bank(&site).await;
    let minutes = |minutes| site.test().clock.advance(chrono::TimeDelta::minutes(minutes));
    minutes(59);
    assert!(is_signed_in(&carl).await);
    minutes(61);
    assert!(!is_signed_in(&carl).await, "idle for an hour");
    let busy = site.signed_in("bank", "carl@bank.example").await;
    for _ in 0..28 {
        minutes(50);
        assert!(is_signed_in(&busy).await);
    }
    minutes(50);
    assert!(!is_signed_in(&busy).await, "24 hours, however busy");
}

const HEADERS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Every answer carries the headers, whatever it is; what is personal is not kept (SEC-61, ASVS 3.4, 14.3.2).
#[tokio::test]
async fn every_answer_has_its_headers() {
    let site = Site::new(database::testing::sqlite().await).await;
    let world = isolation::world(&site).await;
    let (administrator, bank) = (world.administrator(), &world.bank);
    let mut asks = Vec::new();
    for (method, template, _) in TABLE {
        let path = isolation::path("bank", template, &bank.of(template));
        for browser in [&administrator, &site.visitor()] {
            let ask = browser.ask(method.parse().unwrap(), &path);
            asks.push(ask.clone());
            asks.push(Ask { method: Method::DELETE, ..ask.clone() });
            asks.push(ask.without("sec-fetch-site"));
        }
    }
    for path in ["/", "/none", "/t/none/portal", "/t/bank/none", &format!("/t/bank/{}", "x".repeat(9_000))] {
        asks.push(Ask::bare(Method::GET, path));
        asks.push(Ask::bare(Method::GET, path).with("host", "evil.example"));
        asks.push(Ask::bare(Method::GET, path).without("host"));
    }
    for ask in asks {
        let told = format!("{} {}", ask.method, ask.path);
        let is_look = ask.method == Method::GET && ["theme.css", "logo"].iter().any(|name| ask.path.ends_with(name));
        let answer = site.send(ask).await;
        for (name, value) in HEADERS {
            assert_eq!(answer.header(name), value, "{told}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'n"), "{told}: {policy}");
        for part in ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "style-src 'self'"] {
            assert!(policy.contains(part), "{told}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && answer.header("access-control-allow-origin").is_empty(), "{told}");
        assert!(
            answer.header("server").is_empty() && answer.header("x-request-id").len() == 20 || answer.status == 400,
            "{told}"
        );
        let kept = answer.header("cache-control");
        if is_look && answer.status == 200 {
            assert!(kept == "public, max-age=60" && answer.cookies().is_empty(), "{told}: {kept}");
        } else {
            assert_eq!(kept, "no-store", "{told}");
        }
    }
}

/// SEC-78: no form of another site, for any route, by any browser.
#[tokio::test]
async fn every_change_comes_from_our_own_pages() {
    let site = Site::new(database::testing::sqlite().await).await;
    let world = isolation::world(&site).await;
    let (administrator, bank) = (world.administrator(), &world.bank);
    let entries = "SELECT count(*) FROM audit_event";
    let before = site.number(entries).await;
    let mut tried = 0;
    for (_, template, _) in TABLE.iter().filter(|route| route.0 == "POST") {
        let path = isolation::path("bank", template, &bank.of(template));
        let ask = || administrator.ask(Method::POST, &path).without("sec-fetch-site").form(&[("reason", "x")]);
        for ask in [
            ask(),
            ask().with("origin", "https://evil.example"),
            ask().with("origin", "null"),
            ask().with("origin", "http://localhost:3001"),
            ask().with("origin", "http://localhost:3000.evil.example"),
            ask().with("origin", ORIGIN).also("origin", "https://evil.example"),
            ask().with("referer", "http://localhost:3000/t/bank/portal"),
            ask().with("sec-fetch-site", "cross-site"),
            ask().with("sec-fetch-site", "same-site").with("origin", ORIGIN),
            ask().with("sec-fetch-site", "none"),
        ] {
            tried += 1;
            let told = format!("{path} {:?}", ask.headers);
            assert_eq!(site.send(ask).await.status, 403, "{told}");
        }
    }
    assert!(tried > 300, "{tried}");
    assert_eq!(site.number(entries).await, before, "nothing was done, and nobody signed out");
    assert!(is_signed_in(&administrator).await);
    // An older browser says where it comes from in another way.
    let old = administrator.ask(Method::POST, "/t/bank/language").without("sec-fetch-site").with("origin", ORIGIN);
    assert_eq!(site.send(old.form(&[("locale", "en")])).await.status, 303);
}

/// Where a form may not lead afterwards.
const ELSEWHERE: [&str; 24] = [
    "https://evil.example",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/t/bank\\..\\..//evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "/t/bank/portal\r\nSet-Cookie: a=b",
    "/t/bank/portal\nLocation: https://evil.example",
    "/t/school/portal",
    "/t/bank/../school/portal",
    "/t/bank/%2e%2e/school/portal",
    "/t/bank/.%2E//evil.example",
    "/t/bankrobbers/portal",
    "@evil.example",
    "evil.example/t/bank/",
    "/t/bank/sign-in?next=https://evil.example",
];

/// Where a page leads: the values of an attribute.
fn leading(page: &str, selector: &str, attribute: &str) -> Vec<String> {
    let selector = scraper::Selector::parse(selector).unwrap();
    let document = scraper::Html::parse_document(page);
    document.select(&selector).filter_map(|found| found.value().attr(attribute)).map(str::to_owned).collect()
}

/// SEC-74.
#[tokio::test]
async fn nothing_leads_out_of_the_tenant() {
    let site = Site::new(database::testing::sqlite().await).await;
    let (_, _, carl) = bank(&site).await;
    for next in ELSEWHERE {
        let query: String = serde_urlencoded::to_string([("next", next)]).unwrap();
        let sign_in = [("name", "carl@bank.example"), ("password", PASSWORD), ("next", next)];
        for (answer, fallback) in [
            (site.visitor().post("/t/bank/sign-in", &sign_in).await, "/t/bank/portal"),
            (carl.clone().get(&format!("/t/bank/sign-in?{query}")).await, "/t/bank/portal"),
            (site.visitor().post("/t/bank/language", &[("locale", "en"), ("next", next)]).await, "/t/bank/sign-in"),
        ] {
            assert_eq!(answer.status, 303, "{next:?}");
            let own = answer.location == fallback || answer.location == next && next.starts_with("/t/bank/sign-in");
            assert!(own, "{next:?} led to {:?}", answer.location);
            assert!(!answer.cookies().iter().any(|cookie| cookie.starts_with("a=")));
        }
        let page = site.visitor().get(&format!("/t/bank/sign-in?{query}")).await;
        for (selector, attribute) in [("input[name=next]", "value"), ("a", "href"), ("form", "action")] {
            for led in leading(&page.body, selector, attribute) {
                assert!(led.is_empty() || led.starts_with("/t/bank/") || led.starts_with('#'), "{next:?}: {led:?}");
            }
        }
    }
    for next in ["/t/bank/console/people?q=a%20b", "/t/bank/portal/security"] {
        let sign_in = [("name", "carl@bank.example"), ("password", PASSWORD), ("next", next)];
        assert_eq!(site.visitor().post("/t/bank/sign-in", &sign_in).await.location, next);
    }
    let asked = site.visitor().get("/t/bank/console/people?q=a%26b").await;
    assert_eq!(asked.location, "/t/bank/sign-in?next=%2Ft%2Fbank%2Fconsole%2Fpeople%3Fq%3Da%2526b");
}

/// What must not be on any page: our own insides.
const INSIDES: [&str; 12] = [
    "sqlx",
    "SELECT ",
    "panicked",
    ".rs:",
    "/crates/",
    "DbError",
    "axum",
    "hyper",
    "postgres",
    "sqlite",
    "backtrace",
    "serde",
];

/// ASVS 16.5.1, SEC-9, SEC-45, SEC-64, SEC-79: what is hostile is refused in our words and never echoed as markup.
#[tokio::test]
async fn errors_tell_nothing_and_echo_nothing() {
    let site = Site::new(database::testing::sqlite().await).await;
    let world = isolation::world(&site).await;
    let (administrator, bank) = (world.administrator(), &world.bank);
    let mark = "\"><script>mark()</script>'--";
    let encoded: String = serde_urlencoded::to_string([("x", mark)]).unwrap().split_off(2);
    let names = [
        "q",
        "next",
        "done",
        "to",
        "token",
        "tab",
        "do",
        "sort",
        "after",
        "before",
        "state",
        "kind",
        "person",
        "from",
        "until",
        "format",
        "assignment",
        "remove",
        "v",
    ];
    let query: Vec<String> = names.iter().map(|name| format!("{name}={encoded}")).collect();
    let fields: Vec<(&str, &str)> = [
        "name",
        "email",
        "given_name",
        "family_name",
        "reason",
        "role",
        "scope",
        "locale",
        "slug",
        "host",
        "version",
        "permission",
        "column.0",
        "archetype",
        "attribute.x",
    ]
    .iter()
    .map(|name| (*name, mark))
    .collect();
    for (method, template, _) in TABLE {
        let path = isolation::path("bank", template, &bank.of(template));
        let strange: Vec<(&str, &str)> =
            bank.of(template).into_iter().map(|(name, _)| (name, encoded.as_str())).collect();
        let strange = isolation::path("bank", template, &strange);
        let method: Method = method.parse().unwrap();
        for browser in [&administrator, &site.visitor()] {
            let ask = |path: &str| browser.ask(method.clone(), path);
            let mut asks =
                vec![ask(&format!("{path}?{}", query.join("&"))), ask(&strange), ask(&format!("{path}?%ff&%00=%00"))];
            if method == Method::POST {
                let broken =
                    |kind: &str, body: &[u8]| Ask { body: body.to_vec(), ..ask(&path).with("content-type", kind) };
                asks.extend([
                    ask(&path).form(&fields),
                    broken("application/x-www-form-urlencoded", b"%ff=%fe&a=\0"),
                    broken("application/json", br#"{"name":null}"#),
                    broken("multipart/form-data", b"--x"),
                    broken("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
                    broken("text/plain", mark.as_bytes()),
                ]);
            }
            for ask in asks {
                let told = format!("{method} {}", ask.path);
                // Past the jar: some of these sign out.
                let answer = site.send(ask).await;
                assert!(answer.status < 500, "{told}: {}", answer.status);
                let is_page = answer.header("content-type").starts_with("text/html");
                assert!(!is_page || !answer.body.contains("<script>mark"), "{told}");
                if answer.status >= 400 && is_page {
                    for inside in INSIDES {
                        assert!(!answer.body.contains(inside), "{told}: {inside} in {}", answer.body);
                    }
                }
            }
        }
    }
}

/// SEC-9, SEC-75, SEC-88: what a stranger writes into headers changes neither the answer nor a link.
#[tokio::test]
async fn hostile_headers_change_nothing() {
    let site = Site::new(database::testing::sqlite().await).await;
    bank(&site).await;
    let visitor = site.visitor();
    let strange = [
        ("x-forwarded-for", "garbage, , 999.1.1.1, ::::"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("forwarded", "for=\"_secret\";host=evil.example;proto=x"),
        ("x-real-ip", "not an address"),
        ("x-original-url", "/t/bank/console"),
        ("x-rewrite-url", "/t/bank/console"),
        ("x-http-method-override", "GET"),
        ("x-request-id", "\"forged\""),
        ("accept-language", "xx-XX;q=abc,,;;,*;q=-1"),
        ("accept-encoding", "gzip;q=nan, br;q=9"),
        ("user-agent", "\u{1f}"),
        ("cookie", "__Host-pforte-bank; ;=;__Host-pforte-bank=%%%; theme=<script>; __Host-pforte-language=../../x"),
        ("content-length", "12abc"),
        ("range", "bytes=0-18446744073709551615"),
        ("if-none-match", "*"),
        ("authorization", "Bearer"),
        ("x-tenant", "platform"),
    ];
    let raw = |name: &'static str, value: &[u8], ask: Ask| {
        let mut ask = ask;
        ask.headers.insert(name, HeaderValue::from_bytes(value).unwrap_or(HeaderValue::from_static("x")));
        ask
    };
    let wrong = || {
        visitor
            .ask(Method::POST, "/t/bank/sign-in")
            .form(&[("name", "carl@bank.example"), ("password", "wrong and wrong and wrong")])
    };
    for (name, value) in strange {
        let answer = site.send(raw(name, value.as_bytes(), wrong())).await;
        let gives_nothing =
            answer.cookies().iter().all(|cookie| cookie.contains("=; ") && cookie.contains("Max-Age=0"));
        assert!(
            matches!(answer.status, 400 | 422) && gives_nothing,
            "{name}: {} {:?}",
            answer.status,
            answer.cookies()
        );
        // So that it is the header that is judged, and not the many attempts.
        site.test().clock.advance(chrono::TimeDelta::minutes(16));
        let closed = site.send(raw(name, value.as_bytes(), visitor.ask(Method::GET, "/t/bank/console"))).await;
        assert!(
            closed.location.starts_with("/t/bank/sign-in?next=%2Ft%2Fbank%2Fconsole") || closed.status == 400,
            "{name}: {}",
            closed.status
        );
        assert!(!closed.body.contains("evil.example"), "{name}");
    }
    for bytes in [&b"\xff\xfe"[..], b"a\tb", &[b'x'; 8_000]] {
        for name in ["user-agent", "accept-language", "cookie", "x-forwarded-for", "origin", "referer"] {
            let answer = site.send(raw(name, bytes, visitor.ask(Method::GET, "/t/bank/sign-in"))).await;
            assert_eq!(answer.status, 200, "{name} {bytes:?}");
        }
    }
    // The link of a recovery leads to the installation, whatever the request says of its host.
    let ask = visitor.ask(Method::POST, "/t/bank/recover").form(&[("name", "carl@bank.example")]);
    let ask = ask
        .with("x-forwarded-host", "evil.example")
        .with("x-forwarded-proto", "https")
        .with("forwarded", "host=evil.example");
    assert_eq!(site.send(ask).await.status, 303);
    site.work().await;
    let link = site.mailed_link("bank", "carl@bank.example").await;
    assert!(link.starts_with("http://localhost:3000/t/bank/recover/set?token="), "{link}");
}
