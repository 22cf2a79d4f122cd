//! Everything in one box.

use app::console::search::{self as pages, Hit, Hits, Search};
use app::frame::Frame;
use authentication::Visitor;
use database::Transaction;
use directory::organisations::{self, Organisation};
use directory::people::list;
use directory::search::{Found, words};
use directory::tenants::manage;
use directory::{attributes, groups};
use foundation::{Permission, text};
use permissions::roles;

use super::{Answer, Archetypes, Door, Fault, places, role_in_words};
use crate::web::answer::page;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().get("/console/search", show)
}

/// So many of each kind are shown.
const SHOWN: usize = 8;
/// So many tenants are looked through, as many as their list shows.
const TENANTS: i64 = 200;

async fn show(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let q: String = door.query("q").unwrap_or_default().chars().take(200).collect();
    let words = words(&q);
    let mut model = Search { q, words: words.clone(), ..Search::default() };
    if !words.is_empty() {
        let mut tx = door.services().database.read(&visitor.caller).await?;
        if visitor.caller.may_somewhere(Permission::SeePeople) {
            let archetypes = Archetypes::of(&mut tx, &frame).await?;
            model.people = people(&mut tx, &archetypes, &words).await?;
            model.attributes.hits = types(&archetypes, &words);
        }
        if visitor.caller.may_somewhere(Permission::SeeOrganisations) {
            let found = organisations::search(&mut tx, &words, SHOWN).await?;
            model.organisations = hits(found, |path| organisation(&path));
            model.groups = hits(groups::search(&mut tx, &words, SHOWN).await?, group);
        }
        if visitor.caller.may(Permission::SeeRoles) {
            model.roles = first(roles(&mut tx, &frame, &words).await?);
        }
        if visitor.caller.may(Permission::SeeSettings) {
            model.attributes.hits.extend(known(&mut tx, &frame, &words).await?);
        }
        drop(tx);
        model.attributes = first(model.attributes.hits);
        if frame.tenant.is_platform && visitor.caller.may(Permission::SeeTenants) {
            model.tenants = first(tenants(&door, visitor, &words).await?);
        }
    }
    Ok(page(pages::search(&frame, &model)))
}

/// The finds of a search as the page shows them.
fn hits<T>(found: Found<T>, hit: impl Fn(T) -> Hit) -> Hits {
    Hits { hits: found.hits.into_iter().map(hit).collect(), more: found.more }
}

/// The first of some finds that are all there.
fn first(mut all: Vec<Hit>) -> Hits {
    let more = all.len() > SHOWN;
    all.truncate(SHOWN);
    Hits { hits: all, more }
}

async fn people(tx: &mut Transaction, archetypes: &Archetypes, words: &str) -> Result<Hits, Fault> {
    let query = list::Query { words: words.to_owned(), ..list::Query::default() };
    let found = list::list(tx, &query).await?;
    let hit = |line: list::Line| Hit {
        path: format!("/console/people/{}", line.id),
        about: line.sign_in_name.unwrap_or_else(|| archetypes.label(&line.archetype)),
        name: line.display_name,
    };
    let more = found.cut || found.lines.len() > SHOWN;
    Ok(Hits { hits: found.lines.into_iter().take(SHOWN).map(hit).collect(), more })
}

/// What people can be: each leads to the people who are.
fn types(archetypes: &Archetypes, words: &str) -> Vec<Hit> {
    let found = archetypes.0.iter().filter(|one| text::has_words(&format!("{} {}", one.label, one.value), words));
    let hit = |one: &app::model::Choice| Hit {
        name: one.label.clone(),
        about: String::new(),
        path: format!("/console/people?archetype={}", one.value),
    };
    found.map(hit).collect()
}

fn organisation(path: &[Organisation]) -> Hit {
    let (one, above) = path.split_last().map_or((None, path), |(one, above)| (Some(one), above));
    Hit {
        name: one.map(|one| one.name.clone()).unwrap_or_default(),
        about: places::written(above),
        path: one.map(|one| format!("/console/organisations/{}", one.id)).unwrap_or_default(),
    }
}

fn group(group: groups::Group) -> Hit {
    Hit {
        path: format!("/console/groups/{}", group.id),
        name: group.name,
        about: group.organisation.unwrap_or_default(),
    }
}

/// Roles by the names and descriptions the page shows.
async fn roles(tx: &mut Transaction, frame: &Frame, words: &str) -> Result<Vec<Hit>, Fault> {
    let mut found = Vec::new();
    for role in roles::list(tx).await? {
        let (name, about) = role_in_words(frame, role.is_system, &role.name_key, &role.name, &role.description);
        if text::has_words(&format!("{name} {about}"), words) {
            found.push(Hit { name, about, path: format!("/console/roles/{}", role.id) });
        }
    }
    found.sort_by_cached_key(|hit| text::search_key(&hit.name));
    Ok(found)
}

/// The attributes of people, by their labels and names: each leads to its form, or to their list for those who change nothing.
async fn known(tx: &mut Transaction, frame: &Frame, words: &str) -> Result<Vec<Hit>, Fault> {
    let may_edit = tx.caller().may(Permission::EditSettings);
    let mut found = Vec::new();
    for definition in attributes::definitions(tx).await? {
        let label = definition.label(frame.locale);
        if text::has_words(&format!("{label} {}", definition.name), words) {
            let list = "/console/settings/attributes";
            let path = if may_edit { format!("{list}/{}/edit", definition.name) } else { list.to_owned() };
            found.push(Hit { name: label.to_owned(), about: definition.name, path });
        }
    }
    Ok(found)
}

async fn tenants(door: &Door, visitor: &Visitor, words: &str) -> Result<Vec<Hit>, Fault> {
    let mut found = manage::list(&door.services().database, &visitor.caller, "", TENANTS).await?;
    found.retain(|tenant| text::has_words(&format!("{} {}", tenant.name, tenant.slug), words));
    found.sort_by_cached_key(|tenant| text::search_key(&tenant.name));
    let hit = |tenant: directory::Tenant| Hit {
        path: format!("/console/tenants/{}", tenant.id),
        name: tenant.name,
        about: tenant.slug,
    };
    Ok(found.into_iter().map(hit).collect())
}
