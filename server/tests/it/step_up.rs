//! Step-up over HTTP: a sensitive action asks for a fresh proof, and goes on where the person was, with what they had typed.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use server::web::kept::PAGES;

use crate::cookies::customer;
use crate::flows::{bank, state};
use crate::harness::{Answer, Browser, PASSWORD, on_each_site};
use crate::isolation::TABLE;

const CONFIRM: &str = "/t/bank/portal/confirm";

/// Where the page that asks who it is leads on to.
pub(crate) fn next(led: &Answer) -> String {
    let next = led
        .location
        .split_once("/portal/confirm?next=")
        .unwrap_or_else(|| panic!("{} {} {}", led.status, led.location, led.body))
        .1;
    percent_encoding::percent_decode_str(next).decode_utf8().unwrap().into_owned()
}

/// Proves who it is and goes on.
pub(crate) async fn confirm(browser: &mut Browser, next: &str) -> Answer {
    let confirmed = browser.post(CONFIRM, &[("password", PASSWORD), ("next", next)]).await;
    assert_eq!(confirmed.location, next, "{}", confirmed.body);
    browser.get(&confirmed.location).await
}

/// The id of a role, as the form that gives one has it.
async fn role(browser: &mut Browser, page: &str) -> String {
    let body = browser.get(page).await.body;
    let found =
        body.split("value=\"").skip(1).filter_map(|part| part.get(..36)).find(|id| id.matches('-').count() == 4);
    found.unwrap_or_else(|| panic!("{body}")).to_owned()
}

on_each_site! {
    async fn a_role_is_given_after_a_proof_with_what_was_typed(site: Site) {
        let (_, mut ada) = bank(&site).await;
        customer(&site, &mut ada, "carl").await;
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        let page = format!("/t/bank/console/people/{person}/roles/give");
        let role = role(&mut ada, &page).await;
        let fields = [("role", role.as_str()), ("scope", "tenant"), ("starts", "2026-05-01"), ("reason", "Vertretung für <Grace> & \"Eve\"")];
        site.test().clock.advance(TimeDelta::minutes(11));
        let before = state(&site).await;
        let led = ada.post(&page, &fields).await;
        let back = next(&led);
        assert!(back.starts_with(&format!("{page}?done=confirmed&kept=")), "{back}");
        assert_eq!(state(&site).await, before, "nothing is given yet");
        assert_eq!(site.number("SELECT count(*) FROM kept_form").await, 1);
        assert_eq!(ada.get(&led.location).await.status, 200);

        // Somebody else's session finds nothing of it, nor her own other one.
        let mut elsewhere = site.signed_in("bank", "ada@bank.example").await;
        let foreign = elsewhere.get(&back).await;
        assert!(foreign.status == 200 && !foreign.body.contains("Vertretung"), "{}", foreign.body);
        let shown = confirm(&mut ada, &back).await;
        assert!(shown.body.contains("Vertretung für &lt;Grace&gt; &amp; &quot;Eve&quot;") || shown.body.contains("Vertretung für &lt;Grace&gt; &amp; \"Eve\""), "{}", shown.body);
        assert!(shown.body.contains("2026-05-01") && shown.body.contains("is waiting here"), "{}", shown.body);
        assert_eq!(site.number("SELECT count(*) FROM role_assignment WHERE origin = 'console'").await, 0, "showing it gives nothing");
        let again = ada.get(&back).await;
        assert!(again.status == 200 && !again.body.contains("Vertretung"), "once: {}", again.body);
        let given = ada.post(&page, &fields).await;
        assert!(given.location.contains("done=role-given"), "{} {}", given.status, given.location);
        assert_eq!(site.number("SELECT count(*) FROM role_assignment WHERE origin = 'console'").await, 1);
        assert_eq!(site.number("SELECT count(*) FROM kept_form").await, 0);
    }

    /// SEC-1, 7, 12: out of order, empty, replayed and on another page, a form that waits never does anything.
    async fn a_form_that_waits_does_nothing_by_itself(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        site.test().clock.advance(TimeDelta::minutes(11));
        let new = [("name", "Clerk with a long name"), ("permission", "people.see"), ("permission", "audit.see")];
        let back = next(&ada.post("/t/bank/console/roles/new", &new).await);
        let before = state(&site).await;
        // Going on without the proof shows the page, and sending it asks again.
        let shown = ada.get(&back).await;
        assert!(shown.body.contains("Clerk with a long name"), "{}", shown.body);
        let id = back.split("kept=").nth(1).unwrap().to_owned();
        let once_more = next(&ada.post("/t/bank/console/roles/new", &new).await);
        assert_ne!(once_more, back);
        for (path, status) in [
            (back.clone(), 200),
            (format!("/t/bank/console/settings?kept={id}"), 200),
            (format!("/t/bank/console/roles/new?kept={id}&kept={id}"), 200),
            ("/t/bank/console/roles/new?kept=".to_owned(), 200),
            ("/t/bank/console/roles/new?kept=null".to_owned(), 200),
            (format!("/t/bank/console/people/{person}?{}", once_more.split_once('?').unwrap().1), 200),
        ] {
            let answer = ada.get(&path).await;
            assert!(answer.status == status && !answer.body.contains("Clerk with"), "{path}: {} {}", answer.status, answer.body);
        }
        assert_eq!(carl.get(&once_more).await.status, 403);
        // Empty and wrong proofs go nowhere, and use nothing up.
        for password in ["", "not the password"] {
            assert_eq!(ada.post(CONFIRM, &[("password", password), ("next", &once_more)]).await.status, 422, "{password}");
        }
        assert_eq!(state(&site).await, before);
        let shown = confirm(&mut ada, &once_more).await;
        let checked = shown.body.matches("checked").count();
        assert!(shown.body.contains("Clerk with a long name") && checked >= 2, "{}", shown.body);
        assert!(ada.post("/t/bank/console/roles/new", &new).await.location.contains("done=role-created"));
    }

    /// Every form that may wait asks a stale session, and none of it happens.
    async fn every_sensitive_form_asks(site: Site) {
        let (mut operator, mut ada) = bank(&site).await;
        customer(&site, &mut ada, "carl").await;
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        let give = format!("/t/bank/console/people/{person}/roles/give");
        let role = role(&mut ada, &give).await;
        let given = ada.post(&give, &[("role", &role), ("scope", "tenant"), ("reason", "Help")]).await;
        assert_eq!(given.status, 303, "{}", given.body);
        let assignment = ada.get(&format!("/t/bank/console/people/{person}?tab=roles")).await.id_after("assignment=");
        let session = ada.get(&format!("/t/bank/console/people/{person}?tab=sessions")).await.id_after("/sessions/");
        let own = ada.post("/t/bank/console/roles/new", &[("name", "Own"), ("permission", "people.see")]).await.led_to_id();
        let waiting = ada.post("/t/bank/console/people/new", &[("family_name", "Ivan"), ("email", "ivan@bank.example"), ("archetype", "customer"), ("role", &role)]).await.led_to_id();
        let tenant = site.tenant("bank").await.id.to_string();
        let export = crate::isolation::export(&mut ada, "bank").await;
        // A change of many that is looked at, and one that is done.
        let mut changes = Vec::new();
        for role in [&own, &role] {
            let fields = [("action", "give_role"), ("person", &person), ("role", role.as_str()), ("scope", "self"), ("reason", "Because")];
            changes.push(ada.post("/t/bank/console/people/change", &fields).await.led_to_id());
        }
        site.settle().await;
        let begun = ada.post(&format!("/t/bank/console/changes/{}/start", changes[1]), &[]).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        site.settle().await;
        site.test().clock.advance(TimeDelta::minutes(11));
        let before = state(&site).await;
        let assignments = site.number("SELECT count(*) FROM role_assignment WHERE ends_at IS NULL").await;
        for (route, _) in PAGES {
            let (browser, slug, id) = match route.split('/').nth(2) {
                Some("tenants") => (&mut operator, "platform", tenant.as_str()),
                Some("roles") => (&mut ada, "bank", own.as_str()),
                Some("changes") => (&mut ada, "bank", changes[usize::from(!route.ends_with("/start"))].as_str()),
                Some("exports") => (&mut ada, "bank", export.as_str()),
                _ if route.ends_with("/invite") => (&mut ada, "bank", waiting.as_str()),
                _ => (&mut ada, "bank", person.as_str()),
            };
            let path = route.replace("{id}", id).replace("{assignment}", &assignment).replace("{session}", &session);
            let version = site.tenant("bank").await.version.to_string();
            let fields = match route {
                "/console/people/export" => vec![("column", "display_name"), ("format", "csv_comma")],
                "/console/people/new" => vec![("family_name", "New"), ("email", "new@bank.example"), ("archetype", "customer"), ("role", role.as_str())],
                "/console/people/{id}/roles/give" => vec![("role", role.as_str()), ("scope", "tenant"), ("reason", "Because")],
                "/console/roles/new" | "/console/roles/{id}" => vec![("name", "Another"), ("permission", "people.see"), ("version", "1")],
                "/console/settings" => {
                    let mut form = crate::harness::settings_form("bank");
                    form.retain(|(name, _)| !["version", "idle_minutes"].contains(name));
                    form.extend([("version", version.as_str()), ("idle_minutes", "120")]);
                    form
                }
                "/console/settings/recovery" => vec![("trusted", "anybody"), ("wait_hours", "72"), ("version", version.as_str())],
                "/console/settings/policy" => vec![("required.everybody", "offered"), ("required.administrators", "offered"), ("version", version.as_str()), ("save", "yes")],
                "/console/settings/badges" => crate::badges::policy_form(&version),
                "/console/tenants/new" => vec![("name", "Late"), ("slug", "late"), ("administrator_email", "late@late.example")],
                "/console/tenants/{id}/hosts" => vec![("host", "login.bank.example")],
                "/console/tenants/{id}/invite" => vec![("administrator_email", "late@bank.example")],
                _ => vec![("reason", "Because")],
            };
            let full = format!("/t/{slug}{path}");
            let led = if ["/console/exports/{id}/file", "/console/changes/{id}/report.csv"].contains(&route) { browser.get(&full).await } else if route == "/console/audit/export" { browser.get(&format!("{full}?format=csv&q=carl")).await } else { browser.post(&full, &fields).await };
            let back = next(&led);
            let page = browser.get(&back).await;
            assert_eq!(page.status, 200, "{route} leads on to {back}: {}", page.body);
            assert!(page.body.contains("is waiting here"), "{back}");
            if route == "/console/audit/export" {
                assert!(back.contains("q=carl"), "{back}");
            }
        }
        assert_eq!(state(&site).await, before);
        assert_eq!(site.number("SELECT count(*) FROM role_assignment WHERE ends_at IS NULL").await, assignments);
        assert_eq!(site.number("SELECT count(*) FROM tenant").await, 2);
    }

    /// The tenant switches off what it may, and says how long a proof counts.
    async fn the_tenant_decides(site: Site) {
        let (_, mut ada) = bank(&site).await;
        customer(&site, &mut ada, "carl").await;
        let policy = "/t/bank/console/settings/policy";
        let page = ada.get(policy).await.body;
        assert!(page.contains("name=\"proof_minutes\"") && page.contains("value=\"10\"") && page.contains("value=\"exports\""), "{page}");
        assert!(!page.contains("value=\"tenants\""), "that is the operators' own");
        let version = site.tenant("bank").await.version.to_string();
        let fields = |minutes: &'static str, version: &str| {
            let fields = [("required.everybody", "offered"), ("required.administrators", "offered"), ("proof_minutes", minutes), ("proof_for", "roles"), ("proof_for", "others_sessions"), ("save", "yes")];
            let mut fields: Vec<(String, String)> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            fields.push(("version".to_owned(), version.to_owned()));
            fields
        };
        let post = async |ada: &mut Browser, fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            ada.post(policy, &fields).await
        };
        for wrong in ["0", "61", "", "ten"] {
            let refused = post(&mut ada, fields(wrong, &version)).await;
            assert!(refused.status == 422 && refused.body.contains("proof_minutes"), "{wrong}: {}", refused.status);
        }
        let saved = post(&mut ada, fields("20", &version)).await;
        assert_eq!(saved.location, format!("{policy}?done=saved"), "{}", saved.body);
        site.test().clock.advance(TimeDelta::minutes(15));
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        let ended = ada.post(&format!("/t/bank/console/people/{person}/sessions/end"), &[]).await;
        assert!(ended.location.contains("done=sessions-ended"), "twenty minutes count: {}", ended.location);
        site.test().clock.advance(TimeDelta::minutes(6));
        let export = ada.get("/t/bank/console/audit/export?format=csv").await;
        assert_eq!((export.status, export.header("content-type")), (200, "text/csv; charset=utf-8"), "asked for nothing: {}", export.location);
        let ended = ada.post(&format!("/t/bank/console/people/{person}/sessions/end"), &[]).await;
        assert!(ended.location.contains("/portal/confirm?next="), "{}", ended.location);
        // The rules themselves always ask, and what was typed waits, with whom it would concern.
        let version = site.tenant("bank").await.version.to_string();
        let back = next(&post(&mut ada, fields("60", &version)).await);
        let shown = confirm(&mut ada, &back).await;
        assert!(shown.body.contains("value=\"60\"") && shown.body.contains("Whom it would concern now") && shown.body.contains("name=\"save\""), "{}", shown.body);
        let entry = ada.get("/t/bank/console/audit?kind=sign_in_policy.changed").await.id_after("/console/audit/");
        let entry = ada.get(&format!("/t/bank/console/audit/{entry}")).await.body;
        assert!(entry.contains("proof_minutes") && entry.contains("exports") && !entry.contains("tenants"), "{entry}");
    }

    /// What somebody else changed while the form waited is noticed.
    async fn a_form_that_waited_overwrites_nobody(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut other = site.signed_in("bank", "ada@bank.example").await;
        let role = ada.post("/t/bank/console/roles/new", &[("name", "Clerk"), ("permission", "people.see")]).await.led_to_id();
        let page = format!("/t/bank/console/roles/{role}");
        site.test().clock.advance(TimeDelta::minutes(11));
        let back = next(&ada.post(&page, &[("name", "Mine"), ("permission", "people.see"), ("version", "1")]).await);
        let again = next(&other.post(&page, &[("name", "Theirs"), ("permission", "people.see"), ("version", "1")]).await);
        confirm(&mut other, &again).await;
        let saved = other.post(&page, &[("name", "Theirs"), ("permission", "people.see"), ("version", "1")]).await;
        assert!(saved.location.contains("done=saved"), "{}", saved.body);
        let shown = confirm(&mut ada, &back).await.body;
        assert!(shown.contains("value=\"Mine\"") && shown.contains("name=\"version\" value=\"1\""), "{shown}");
        assert_eq!(ada.post(&page, &[("name", "Mine"), ("permission", "people.see"), ("version", "1")]).await.status, 422);
    }
}

/// A form that may wait is one of a route, and so is the page it waits on.
#[test]
fn forms_wait_on_pages() {
    let routes: BTreeSet<(&str, &str)> = TABLE.iter().map(|(method, path, _)| (*method, *path)).collect();
    for (sent_to, page) in PAGES {
        let files = ["/console/audit/export", "/console/exports/{id}/file", "/console/changes/{id}/report.csv"];
        let method = if files.contains(&sent_to) { "GET" } else { "POST" };
        assert!(routes.contains(&(method, sent_to)), "{sent_to}");
        assert!(routes.contains(&("GET", page.split('?').next().unwrap())), "{page}");
        for name in page.split(['{', '}']).skip(1).step_by(2) {
            assert!(sent_to.contains(&format!("{{{name}}}")), "{page} of {sent_to}");
        }
    }
}
