//! Every route × every role × {own tenant, another tenant's ids below the own path, another tenant's path}.
//!
//! The routes come from the code that registers them. What is expected follows from the catalogue of permissions and the
//! `table`, which says what each route needs; nothing here is recorded from an answer. A route without a line in the
//! table fails.

mod asking;
mod table;
mod world;

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::Method;
use database::Dialect;
use database::testing::Role as As;
use foundation::{Permission, Permission::ManageOwnAccount, PermissionSet};
use permissions::SystemRole;
use server::web::routes::inventory;

use self::asking::{Asking, Where, system_role};
use self::table::OUTSIDE;
use self::world::World;
use crate::documents;
use crate::harness::{Answer, Ask, Browser, Options, Site, on_each_kind, on_each_site};

pub(crate) use self::table::{Need, TABLE};
pub(crate) use self::world::{Things, add, ask_for_change, export, fill, path, world};

use Need::{All, Console, Development, FirstStart, Of, Own, Platform, Public};

/// How it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// With the page, a form again, or what was done.
    Served,
    /// With the way to the sign-in page.
    SignIn,
    /// 403, and an entry in the trail.
    Forbidden,
    /// 404.
    NotFound,
}

fn expected(need: Need, asking: &Asking, to: Where, at_platform: bool) -> Expected {
    use Expected::{Forbidden, NotFound, Served, SignIn};
    // Nobody is anybody in another tenant.
    let rights = asking.account.as_ref().filter(|_| to != Where::OtherPath).map(|_| asking.rights);
    let found = if matches!(to, Where::OtherIds | Where::OtherLastId) { NotFound } else { Served };
    let judge = |allowed: &dyn Fn(PermissionSet) -> bool, found| match rights {
        None => SignIn,
        Some(rights) if allowed(rights) => found,
        Some(_) => Forbidden,
    };
    let beyond_own = |rights: PermissionSet| rights.without(ManageOwnAccount) != PermissionSet::NONE;
    match need {
        Public | Development => found,
        FirstStart => {
            if at_platform {
                found
            } else {
                NotFound
            }
        }
        Own => judge(&|rights| rights.allows(ManageOwnAccount), found),
        Console => judge(&beyond_own, found),
        All(wanted) => judge(&|rights| wanted.iter().all(|permission| rights.allows(*permission)), found),
        Of(wanted, of_it) => {
            let all = |wanted: &[Permission], rights: PermissionSet| wanted.iter().all(|one| rights.allows(*one));
            let found = match rights {
                Some(rights) if found == Served && !all(of_it, rights) => Forbidden,
                _ => found,
            };
            judge(&|rights| all(wanted, rights), found)
        }
        // The console is closed to customers before they could ask what is in it.
        Platform(_) if !at_platform => judge(&beyond_own, NotFound),
        Platform(wanted) => judge(&|rights| rights.allows(wanted), found),
    }
}

/// Whether an answer is what was expected.
pub(crate) fn fits(expected: Expected, method: &str, slug: &str, answer: &Answer) -> bool {
    let sign_in = format!("/t/{slug}/sign-in?next=");
    let to_sign_in = answer.status == 303 && answer.location.starts_with(&sign_in);
    match expected {
        Expected::SignIn => to_sign_in,
        Expected::Forbidden => answer.status == 403,
        Expected::NotFound => answer.status == 404,
        // 409 and 410: the state or the link forbids it, which is judged after the rights.
        Expected::Served if method == "POST" => !to_sign_in && [200, 303, 409, 410, 422].contains(&answer.status),
        Expected::Served => !to_sign_in && [200, 303, 410].contains(&answer.status),
    }
}

/// Everything a tenant has in the database.
async fn dump(site: &Site, tenant: &str) -> Vec<String> {
    let mut bare = site.test().bare(As::Owner).await;
    let (tables, id) = match bare.dialect() {
        Dialect::Sqlite => {
            let text = "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'tenant_id'";
            (text, format!("X'{}'", tenant.replace('-', "")))
        }
        Dialect::Postgres => {
            let text = "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.column_name = 'tenant_id'";
            (text, format!("'{tenant}'"))
        }
    };
    let tables = bare.run(tables).await.unwrap().firsts();
    assert!(tables.len() > 25, "the tables were found: {tables:?}");
    let mut rows = Vec::new();
    for table in tables {
        let found = bare.run(&format!("SELECT * FROM {table} WHERE tenant_id = {id}")).await.unwrap();
        rows.extend(found.rows.into_iter().map(|row| format!("{table} {row:?}")));
    }
    rows.sort();
    rows
}

async fn refusals(site: &Site) -> i64 {
    site.number("SELECT count(*) FROM audit_event WHERE kind = 'access.refused'").await
}

on_each_site! {
    /// SEC-60, 65, 66, 67, 68.
    async fn every_route_answers_every_role_as_the_catalogue_says(site: Site) {
        let World { mut everybody, bank, school, platform, operators } = world(&site).await;
        let mut wrong = Vec::new();
        let mut number = 0;
        site.settle().await;
        let before = dump(&site, &school.tenant).await;
        // First whatever must not reach the other tenant, then the rest.
        for reaches_other in [false, true] {
            for asking in &mut everybody {
                let own = match asking.name {
                    "operator" => &operators,
                    _ if asking.slug == "platform" => &platform,
                    _ => &bank,
                };
                let refused_before = refusals(&site).await;
                let mut refused = 0;
                for (method, template, need) in TABLE {
                    let parameters = template.matches('{').count();
                    for to in [Where::OtherIds, Where::OtherLastId, Where::OtherPath, Where::Own] {
                        let is_harmless = to != Where::Own && !(to == Where::OtherPath && matches!(need, Public | FirstStart | Development));
                        // An operator changes every tenant: there is no other one's.
                        let no_other = matches!(need, Platform(_)) && own.slug == "platform";
                        let skip = match to {
                            Where::Own | Where::OtherPath => false,
                            Where::OtherIds => parameters == 0 || no_other,
                            Where::OtherLastId => parameters < 2 || no_other,
                        };
                        if is_harmless == reaches_other || skip {
                            continue;
                        }
                        number += 1;
                        let slug = if to == Where::OtherPath { school.slug } else { own.slug };
                        let expected = expected(*need, asking, to, slug == "platform");
                        refused += i64::from(expected == Expected::Forbidden);
                        let answer = asking.send(method, template, (own, &school), to, number).await;
                        let begins = answer.cookies().iter().any(|cookie| is_session(cookie));
                        if begins && !documents::PATHWAYS.iter().any(|(route, _)| route == template) {
                            wrong.push(format!("{} {method} {template} {to:?}: begins a session, and is no pathway", asking.name));
                        }
                        if !fits(expected, method, slug, &answer) {
                            wrong.push(format!("{} {method} /t/{slug}{template} {to:?}: {} {}, expected {expected:?}", asking.name, answer.status, answer.location));
                        }
                    }
                }
                let recorded = refusals(&site).await - refused_before;
                if recorded != refused {
                    wrong.push(format!("{}: {refused} refusals, of which {recorded} are in the trail", asking.name));
                }
            }
            if !reaches_other {
                let after = dump(&site, &school.tenant).await;
                let changed: Vec<_> = after.iter().filter(|row| !before.contains(row)).chain(before.iter().filter(|row| !after.contains(row))).collect();
                assert!(changed.is_empty() && wrong.is_empty(), "{changed:#?}\n{wrong:#?}");
            }
        }
        assert!(wrong.is_empty(), "{} of {number}: {wrong:#?}", wrong.len());
        assert!(number > 1_000, "{number}");
    }

    /// A refusal says who wanted what.
    async fn a_refusal_is_in_the_trail(site: Site) {
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        add(&mut ada, "bank", "carl", None).await;
        let mut carl = site.accept("bank", "carl@bank.example", "Carl", "Customer").await;
        assert_eq!(carl.get("/t/bank/console/audit").await.status, 403);
        let event = ada.get("/t/bank/console/audit?kind=access.refused").await.id_after("/console/audit/");
        let entry = ada.get(&format!("/t/bank/console/audit/{event}")).await.body;
        assert!(entry.contains("Carl Customer") && entry.contains("/t/{tenant}/console/audit"), "{entry}");
    }

}

/// Whether a cookie is a session that begins or goes on.
fn is_session(cookie: &str) -> bool {
    let name = server::web::door::LANGUAGE_COOKIE;
    cookie.starts_with("__Host-pforte-") && !cookie.starts_with(name) && !cookie.contains("Max-Age=0")
}

on_each_kind! {
    /// What exists in development only does not exist elsewhere, nor for anybody but the developer's own machine.
    async fn the_outbox_is_not_there_in_production_nor_behind_a_proxy(kind: Kind) {
        let production = Options { public_url: "https://id.example.org".to_owned(), development: false, ..Options::default() };
        let site = kind.site(production).await;
        let mut operator = site.operator().await;
        for route in TABLE.iter().filter(|route| matches!(route.2, Development)) {
            let path = path("platform", route.1, &[("{message}", &uuid::Uuid::nil().to_string())]);
            assert_eq!(operator.get(&path).await.status, 404, "{path}");
        }
        for route in OUTSIDE.iter().filter(|route| matches!(route.2, Development)) {
            assert_eq!(operator.get(route.1).await.status, 404, "{}", route.1);
        }
    }
}

/// SEC-83: whoever may not send a file learns so before any of it is looked at.
#[tokio::test]
async fn nobody_uploads_before_they_may() {
    let site = Site::new(database::testing::sqlite().await).await;
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    let auditor = system_role(&site, "bank", SystemRole::Auditor).await;
    for (word, role) in [("carl", None), ("audrey", Some(auditor.as_str()))] {
        add(&mut ada, "bank", word, role).await;
    }
    let mut refused = vec![(site.visitor(), 303)];
    for word in ["carl", "audrey"] {
        refused.push((site.accept("bank", &format!("{word}@bank.example"), "Some", "Body").await, 403));
    }
    for path in ["/t/bank/console/sources/upload", "/t/bank/console/settings/logo"] {
        for (kind, body) in [
            ("multipart/form-data", b"no boundary".as_slice()),
            ("multipart/form-data; boundary=cut", b"--cut\r\nnonsense"),
            ("text/plain", b"\xff\xfe"),
        ] {
            let ask = |browser: &Browser| {
                let ask = browser.ask(Method::POST, path).with("content-type", kind);
                Ask { body: body.to_vec(), ..ask }
            };
            for (browser, status) in &refused {
                assert_eq!(site.send(ask(browser)).await.status, *status, "{path} {kind}");
            }
            let nonsense = site.send(ask(&ada)).await.status;
            assert!([400, 422].contains(&nonsense), "{path} {kind}: {nonsense}");
        }
    }
}

#[tokio::test]
async fn a_proxy_between_closes_what_is_for_developers() {
    let site = Site::new(database::testing::sqlite().await).await;
    let visitor = site.visitor();
    for path in ["/t/platform/outbox", "/design", "/design/routes"] {
        let ask = || visitor.ask(Method::GET, path);
        assert_eq!(site.send(ask()).await.status, 200, "{path}");
        for header in ["forwarded", "via", "x-forwarded-for", "x-real-ip"] {
            assert_eq!(site.send(ask().with(header, "127.0.0.1")).await.status, 404, "{path} {header}");
        }
    }
}

/// A route that is registered has a line in the table, and the other way round.
#[test]
fn the_table_has_every_route() {
    let inside = TABLE.iter().map(|(method, path, _)| ((*method).to_owned(), format!("/t/{{tenant}}{path}")));
    let outside = OUTSIDE.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()));
    let needed: BTreeSet<(String, String)> = inside.chain(outside).collect();
    assert_eq!(needed.len(), TABLE.len() + OUTSIDE.len(), "no route twice");
    let registered: BTreeSet<(String, String)> =
        inventory().into_iter().map(|route| (route.method.to_string(), route.path)).collect();
    assert_eq!(registered.difference(&needed).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not in the table");
    assert_eq!(needed.difference(&registered).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not registered");
}

/// Routes are registered in the table of the site and nowhere else, except for files, health and metrics.
#[test]
fn no_route_is_registered_past_the_table() {
    let mut found = BTreeSet::new();
    look_into(Path::new("src"), &mut found);
    let known = [
        "http/assets.rs .route(",  // the files of the pages, by their exact paths
        "http/health.rs .route(",  // /health/live, /health/ready
        "http/metrics.rs .route(", // /metrics
        "web/routes.rs .nest(",    // the tenants
        "web/table.rs .route(",
    ];
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), known);
}

fn look_into(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_into(&path, found);
        } else if !path.to_string_lossy().ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            let name = path.strip_prefix("src").unwrap().display().to_string();
            for way in [".route(", ".route_service(", ".nest(", ".nest_service(", ".method_not_allowed_fallback("] {
                if text.contains(way) {
                    found.insert(format!("{name} {way}"));
                }
            }
        }
    }
}

/// The page of an error outside tenants stays what it is for whoever asks.
#[tokio::test]
async fn what_is_outside_tenants_shows_nothing_of_them() {
    let site = Site::new(database::testing::sqlite().await).await;
    let start = site.visitor().get("/").await;
    assert_eq!((start.status, start.location.as_str()), (303, "/t/platform/sign-in"));
    for path in [
        "/t",
        "/t/",
        "/t/none",
        "/t/none/sign-in",
        "/t/%2e%2e/console",
        "/t/platform/../bank",
        "/T/platform/sign-in",
        "/console",
    ] {
        assert_eq!(site.visitor().get(path).await.status, 404, "{path}");
    }
}
