//! Every route that asks for a right, with somebody whose rights are limited to one organisation: what is in it and below it is
//! served, what is beside it or in another tenant is not there, and what belongs to the whole tenant is refused.

use axum::http::Method;
use foundation::{Permission, PermissionSet};

use crate::harness::{Browser, Site, on_each_site};
use crate::isolation::{Expected, Need, TABLE, Things, add, ask_for_change, export, fill, fits, path};

/// Routes that are about the whole tenant although what they ask for can be limited.
const WHOLE: [&str; 7] = [
    "/console/protection",
    "/console/protection/missing",
    "/console/protection/remind",
    "/console/roles",
    "/console/roles/new",
    "/console/roles/{id}",
    // At the top of the tree, where no place is named.
    "/console/organisations/new",
];

/// Where a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    /// Into the own organisation.
    Own,
    /// To one beside it.
    Beside,
    /// Into another tenant, with the own path.
    Other,
}

fn limited() -> PermissionSet {
    Permission::ALL.iter().copied().filter(|permission| permission.can_be_limited()).collect()
}

fn expected(need: Need, template: &str, rights: PermissionSet, to: To) -> Option<Expected> {
    let wanted = match need {
        Need::All(wanted) | Need::Of(wanted, _) => wanted,
        Need::Console => return (to == To::Own).then_some(Expected::Served),
        _ => return None,
    };
    let targets = ["people/{id}", "organisations/{id}", "groups/{id}", "changes/{id}", "exports/{id}"];
    let has_target = targets.iter().any(|part| template.contains(part));
    if !wanted.iter().all(|permission| rights.allows(*permission)) || WHOLE.contains(&template) {
        // What the whole tenant is asked for is refused before anything is looked up.
        return (to == To::Own).then_some(Expected::Forbidden);
    }
    match to {
        To::Own => Some(Expected::Served),
        To::Beside | To::Other => has_target.then_some(Expected::NotFound),
    }
}

/// An organisation below another, with somebody in it and a group: made as an administrator would.
async fn furnish(site: &Site, ada: &mut Browser, word: &str, above: &str, slug: &'static str) -> Things {
    let console = format!("/t/{slug}/console");
    let fields = [("name", word), ("kind", "class"), ("under", above)];
    let organisation = ada.post(&format!("{console}/organisations/new"), &fields).await.led_to_id();
    let fields = [("name", format!("Group of {word}")), ("organisation", organisation.clone())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let group = ada.post(&format!("{console}/groups/new"), &fields).await.led_to_id();
    let person = add(ada, slug, word, None).await;
    let name = format!("{word}@{slug}.example");
    site.accept(slug, &name, "Target", "Person").await;
    let page = format!("{console}/people/{person}");
    let fields = [("archetype", "customer"), ("starts", "2020-01-01"), ("organisation", organisation.as_str())];
    assert_eq!(ada.post(&format!("{page}/affiliations/new"), &fields).await.status, 303);
    assert_eq!(ada.post(&format!("{console}/groups/{group}/members"), &[("person", &name)]).await.status, 303);
    let role = role(ada, slug, &format!("Role of {word}"), &[Permission::SeePeople]).await;
    let fields =
        [("role", role.as_str()), ("scope", "organisation"), ("organisation", &organisation), ("reason", "Because")];
    let given = ada.post(&format!("{page}/roles/give"), &fields).await;
    assert_eq!(given.status, 303, "{}", given.body);
    let change = ask_for_change(ada, slug, &person).await;
    Things {
        slug,
        change,
        session: ada.get(&format!("{page}?tab=sessions")).await.id_after("/sessions/"),
        assignment: ada.get(&format!("{page}?tab=roles")).await.id_after("assignment="),
        affiliation: ada.get(&format!("{page}?tab=affiliations")).await.id_after("/affiliations/"),
        person,
        name,
        role,
        organisation,
        group,
        attribute: "none".to_owned(),
        archetype: "none".to_owned(),
        import: uuid::Uuid::nil().to_string(),
        export: export(ada, slug).await,
        event: uuid::Uuid::nil().to_string(),
        ..Things::default()
    }
}

async fn role(ada: &mut Browser, slug: &str, name: &str, grants: &[Permission]) -> String {
    let mut fields = vec![("name", name)];
    fields.extend(grants.iter().map(|permission| ("permission", permission.word())));
    ada.post(&format!("/t/{slug}/console/roles/new"), &fields).await.led_to_id()
}

/// What was done in the trail, refusals apart.
async fn done(site: &Site) -> i64 {
    site.settle().await;
    site.number("SELECT count(*) FROM audit_event WHERE kind <> 'access.refused'").await
}

on_each_site! {
    /// SEC-60, 65, 66: the same table as every role's, with rights for a part.
    async fn every_route_answers_somebody_limited_as_the_tree_says(site: Site) {
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let mut eve = site.administrator(&mut operator, "school").await;
        let north = ada.post("/t/bank/console/organisations/new", &[("name", "North"), ("kind", "school")]).await.led_to_id();
        let south = ada.post("/t/bank/console/organisations/new", &[("name", "South"), ("kind", "school")]).await.led_to_id();
        let far = eve.post("/t/school/console/organisations/new", &[("name", "North"), ("kind", "school")]).await.led_to_id();
        let mut own = furnish(&site, &mut ada, "inside", &north, "bank").await;
        let beside = furnish(&site, &mut ada, "beside", &south, "bank").await;
        let other = furnish(&site, &mut eve, "inside", &far, "school").await;
        let head = add(&mut ada, "bank", "head", None).await;
        let all = role(&mut ada, "bank", "Everything", &limited().iter().collect::<Vec<_>>()).await;
        let fields = [("role", all.as_str()), ("scope", "organisation"), ("organisation", north.as_str()), ("reason", "Runs it")];
        let given = ada.post(&format!("/t/bank/console/people/{head}/roles/give"), &fields).await;
        assert_eq!(given.status, 303, "{}", given.body);
        let mut browser = site.accept("bank", "head@bank.example", "Head", "Of North").await;
        // Others' changes are not theirs to see, whoever is in them.
        own.change = ask_for_change(&mut browser, "bank", &own.person).await;
        // Of exports, only what somebody asked for themselves is theirs.
        own.export = export(&mut browser, "bank").await;
        let (mut wrong, mut sent, mut number) = (Vec::new(), 0, 0);
        for to in [To::Beside, To::Other, To::Own] {
            let things = match to { To::Own => &own, To::Beside => &beside, To::Other => &other };
            let before = done(&site).await;
            for (method, template, need) in TABLE {
                let Some(expected) = expected(*need, template, limited(), to) else { continue };
                number += 1;
                let ask = browser.ask(method.parse::<Method>().unwrap(), &path("bank", template, &things.of(template)));
                let ask = if *method == "POST" { fill(ask, template, &own, number) } else { ask };
                let answer = browser.clone().send(ask).await;
                sent += 1;
                if !fits(expected, method, "bank", &answer) {
                    wrong.push(format!("{method} {template} {to:?}: {} {}, expected {expected:?}", answer.status, answer.location));
                }
            }
            if to != To::Own {
                assert_eq!(done(&site).await, before, "{to:?}: something was done beyond their reach");
            }
        }
        assert!(wrong.is_empty(), "{} of {sent}: {wrong:#?}", wrong.len());
        assert!(sent > 120, "{sent}");
    }

    /// What somebody limited is shown names nobody and nothing beyond.
    async fn pages_of_somebody_limited_show_nothing_beyond(site: Site) {
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let north = ada.post("/t/bank/console/organisations/new", &[("name", "Northern school"), ("kind", "school")]).await.led_to_id();
        let south = ada.post("/t/bank/console/organisations/new", &[("name", "Southern school"), ("kind", "school")]).await.led_to_id();
        let own = furnish(&site, &mut ada, "inside", &north, "bank").await;
        furnish(&site, &mut ada, "beside", &south, "bank").await;
        let head = add(&mut ada, "bank", "head", None).await;
        let all = role(&mut ada, "bank", "Everything", &limited().iter().collect::<Vec<_>>()).await;
        let fields = [("role", all.as_str()), ("scope", "organisation"), ("organisation", north.as_str()), ("reason", "Runs it")];
        assert_eq!(ada.post(&format!("/t/bank/console/people/{head}/roles/give"), &fields).await.status, 303);
        let mut browser = site.accept("bank", "head@bank.example", "Head", "Of North").await;
        let person = format!("/t/bank/console/people/{}", own.person);
        for (address, shows) in [
            ("/t/bank/console/people".to_owned(), "inside@bank.example"),
            ("/t/bank/console/people?q=bank.example".to_owned(), "inside@bank.example"),
            (format!("/t/bank/console/people?organisation={north}"), "inside@bank.example"),
            ("/t/bank/console/organisations".to_owned(), "Northern school"),
            ("/t/bank/console/organisations?q=n".to_owned(), "Northern school"),
            (format!("/t/bank/console/organisations/{}", own.organisation), "Northern school"),
            ("/t/bank/console/groups".to_owned(), "Group of inside"),
            ("/t/bank/console/search?q=bank.example".to_owned(), "inside@bank.example"),
            ("/t/bank/console/search?q=ern%20schoo".to_owned(), "Northern school"),
            ("/t/bank/console/organisations?q=ern%20schoo".to_owned(), "Northern school"),
            ("/t/bank/console/search?q=roup".to_owned(), "Group of inside"),
            (person.clone(), "inside@bank.example"),
            (format!("{person}?tab=roles"), "Role of inside"),
            (format!("{person}/roles/give"), "Role of inside"),
            (format!("/t/bank/console/rights?permission=people.see&person={}", own.name), "Role of inside"),
        ] {
            let answer = browser.get(&address).await;
            assert_eq!(answer.status, 200, "{address}");
            assert!(answer.body.contains(shows), "{address} shows {shows}: {}", answer.body);
            for beyond in ["beside@bank.example", "Southern school", "Group of beside"] {
                assert!(!answer.body.contains(beyond), "{address} shows {beyond}");
            }
        }
        // Nor does a form find it by its name.
        let fields = [("archetype", "customer"), ("starts", "2026-01-01"), ("organisation_name", "Southern")];
        let refused = browser.post(&format!("{person}/affiliations/new"), &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("No organisation is called so"), "{}", refused.body);
        let refused = browser.post(&format!("/t/bank/console/groups/{}/members", own.group), &[("person", "beside@bank.example")]).await;
        assert_eq!(refused.status, 422, "somebody beside is nobody");
        // Ended, the right is gone with the next request.
        let assignment = ada.get(&format!("/t/bank/console/people/{head}?tab=roles")).await.id_after("assignment=");
        let ended = ada.post(&format!("/t/bank/console/people/{head}/roles/{assignment}/end"), &[("reason", "Over")]).await;
        assert_eq!(ended.status, 303);
        assert_eq!(browser.get("/t/bank/console/people").await.status, 403);
    }
}
