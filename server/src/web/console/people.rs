//! The list of people, and the forms that add and change one.

use app::console::organisations::PlaceChoice;
use app::console::people::meant::Who;
use app::console::people::{self as pages, People, PeopleFilter, PeopleSort, PersonForm, PersonRow};
use app::form::FormState;
use app::frame::Frame;
use app::model::{AttributeInput, Choice, Count, PersonRef, PersonState};
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor, invite};
use database::Transaction;
use directory::organisations::{self, Organisation};
use directory::people::edit::{self, Profile};
use directory::people::find::{self, Dossier};
use directory::people::walk::Selection;
use directory::people::{count, create, list};
use directory::{DirectoryError, LifecycleState, groups};
use foundation::{CircleId, Locale, OrganisationId, Permission, PersonId, RoleId};
use permissions::{Given, Scope, roles};
use serde::Deserialize;

use super::places::{self, Place};
use super::{Answer, Archetypes, At, Door, Fault, Submitted, person_state, role_in_words, settle};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::kept;
use crate::web::look::attribute_input;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().get("/console/people", show_list).form("/console/people/new", show_new, add).form(
        "/console/people/{id}/edit",
        show_edit,
        save,
    )
}

/// The path of a person's page.
#[derive(Deserialize)]
pub(super) struct OfPerson {
    pub(super) id: PersonId,
}

// --- the list ---------------------------------------------------------------------------------------------------

async fn show_list(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow_somewhere(Permission::SeePeople)?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let filter = filter_of(|name| door.query(name), &archetypes);
    let (circle, within) = narrowed(&mut tx, &filter).await?;
    let key = |name: &str| door.query(name).as_deref().and_then(list::Key::from_word);
    let from =
        key("after").map(list::From::After).or_else(|| key("before").map(list::From::Before)).unwrap_or_default();
    let query = list::Query {
        words: filter.q.clone(),
        state: filter.state.and_then(|state| LifecycleState::from_word(state.word())),
        archetype: filter.archetype.clone(),
        order: match filter.sort {
            PeopleSort::Name => list::Order::Name,
            PeopleSort::Created => list::Order::Created,
        },
        within: circle,
        from,
    };
    let found = list::list(&mut tx, &query).await?;
    let is_limited = !visitor.caller.may(Permission::SeePeople);
    let total = if is_limited { 0 } else { count::count(&mut tx).await?.total() };
    let row = |line: &list::Line| PersonRow {
        id: line.id,
        name: line.display_name.clone(),
        sign_in_name: line.sign_in_name.clone().unwrap_or_default(),
        archetype: archetypes.label(&line.archetype),
        state: person_state(line.lifecycle_state),
        created_at: line.created_at,
        last_sign_in_at: line.last_sign_in_at,
    };
    let model = People {
        people: found.lines.iter().map(row).collect(),
        total: Count::Exact(total),
        within,
        is_limited,
        filter,
        may_change: !super::changes::kinds(visitor).is_empty(),
        has_badges: door.tenant().settings.badges.is_on,
        newer: found.previous.map(|key| key.to_word()),
        older: found.next.map(|key| key.to_word()),
        archetypes: archetypes.0,
    };
    Ok(page(pages::people(&frame, &model)))
}

/// What an address or a form narrows the list to.
fn filter_of(get: impl Fn(&str) -> Option<String>, archetypes: &Archetypes) -> PeopleFilter {
    PeopleFilter {
        q: get("q").unwrap_or_default().chars().take(200).collect(),
        state: get("state").as_deref().and_then(PersonState::from_word),
        archetype: get("archetype").filter(|name| archetypes.0.iter().any(|known| known.value == *name)),
        organisation: get("organisation").and_then(|id| id.parse().ok()),
        group: get("group").and_then(|id| id.parse().ok()),
        sort: PeopleSort::from_word(&get("sort").unwrap_or_default()),
    }
}

/// As [`filter_of`], for what is done with everybody who is found: what cannot be understood leads to nothing, since left out it would
/// mean more people than somebody saw. So do two places, of which a list shows one.
fn exact_filter_of(get: impl Fn(&str) -> Option<String>, archetypes: &Archetypes) -> Result<PeopleFilter, Fault> {
    let filter = filter_of(&get, archetypes);
    let is_lost = |name: &str, is_there: bool| !is_there && get(name).is_some_and(|value| !value.is_empty());
    let lost = is_lost("state", filter.state.is_some())
        || is_lost("archetype", filter.archetype.is_some())
        || is_lost("organisation", filter.organisation.is_some())
        || is_lost("group", filter.group.is_some());
    if lost || filter.organisation.is_some() && filter.group.is_some() { Err(Fault::NotFound) } else { Ok(filter) }
}

/// The people chosen one by one. What is no id leads to nothing: left out, it could turn some into all.
fn chosen_of(given: &[String]) -> Result<Vec<PersonId>, Fault> {
    given.iter().map(|id| id.parse().map_err(|_| Fault::NotFound)).collect()
}

/// Everybody the list would show, or those chosen from it.
pub(super) fn selection(Who { filter, chosen, .. }: &Who) -> Selection {
    Selection {
        words: filter.q.clone(),
        state: filter.state.and_then(|state| LifecycleState::from_word(state.word())),
        archetype: filter.archetype.clone(),
        organisation: filter.organisation,
        group: filter.group,
        chosen: chosen.clone(),
    }
}

/// The list that shows everybody a selection means.
fn filter_from(selection: &Selection) -> PeopleFilter {
    PeopleFilter {
        q: selection.words.clone(),
        state: selection.state.map(person_state),
        archetype: selection.archetype.clone(),
        organisation: selection.organisation,
        group: selection.group,
        sort: PeopleSort::Name,
    }
}

/// The circle a list is narrowed to, and what it is called; whoever does not see it has nothing to narrow to.
async fn narrowed(tx: &mut Transaction, filter: &PeopleFilter) -> Result<(Option<CircleId>, Option<String>), Fault> {
    if let Some(id) = filter.organisation {
        let path = organisations::path(tx, id).await?;
        return Ok((path.last().map(Organisation::circle), Some(places::written(&path))));
    }
    if let Some(id) = filter.group {
        let group = groups::find(tx, id).await?;
        return Ok((Some(group.circle()), Some(group.name)));
    }
    Ok((None, None))
}

/// Who is meant by an address or a form.
pub(super) async fn who(
    tx: &mut Transaction,
    archetypes: &Archetypes,
    get: impl Fn(&str) -> Option<String>,
    chosen: &[String],
) -> Result<Who, Fault> {
    let filter = exact_filter_of(get, archetypes)?;
    let (_, within) = narrowed(tx, &filter).await?;
    let archetype = filter.archetype.as_deref().map(|name| archetypes.label(name));
    Ok(Who { filter, within, archetype, chosen: chosen_of(chosen)? })
}

/// Who is meant by a selection that was kept: what it was narrowed to may be gone, or not the visitor's to see any more.
pub(super) async fn who_of(tx: &mut Transaction, archetypes: &Archetypes, selection: &Selection) -> Result<Who, Fault> {
    let filter = filter_from(selection);
    let within = match narrowed(tx, &filter).await {
        Ok((_, within)) => within,
        Err(Fault::NotFound | Fault::Refused(_)) => None,
        Err(fault) => return Err(fault),
    };
    let archetype = filter.archetype.as_deref().map(|name| archetypes.label(name));
    Ok(Who { filter, within, archetype, chosen: selection.chosen.clone() })
}

// --- somebody new -----------------------------------------------------------------------------------------------

async fn form_page(
    door: &Door,
    visitor: &Visitor,
    person: Option<PersonRef>,
    form: FormState,
    found: Vec<PlaceChoice>,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow_somewhere(Permission::EditPeople)?;
    let fields = Fields::of(&mut tx, &frame, person.as_ref(), form).await?;
    let may_give =
        person.is_none() && visitor.caller.may(Permission::AssignRoles) && visitor.caller.may(Permission::SeeRoles);
    let given = if may_give { roles::list(&mut tx).await? } else { Vec::new() };
    let own = visitor.caller.permissions;
    let roles = given
        .into_iter()
        .filter(|role| own.covers(role.grants()))
        .map(|role| {
            Choice::new(role.id.to_string(), role_in_words(&frame, role.is_system, &role.name_key, &role.name, "").0)
        })
        .collect();
    let model = PersonForm {
        form: fields.form,
        asks_organisation: person.is_none() && !visitor.caller.may(Permission::EditPeople),
        found,
        person,
        archetypes: Archetypes::of(&mut tx, &frame).await?.0,
        attributes: fields.inputs,
        others_differ: fields.others_differ,
        roles,
    };
    Ok(pages::person_form(&frame, &model))
}

/// The attributes on the form of a person: those that people of the chosen type have and the visitor sees.
struct Fields {
    form: FormState,
    inputs: Vec<AttributeInput>,
    others_differ: bool,
}

impl Fields {
    async fn of(
        tx: &mut Transaction,
        frame: &Frame,
        person: Option<&PersonRef>,
        mut form: FormState,
    ) -> Result<Self, Fault> {
        let definitions = directory::attributes::definitions(tx).await?;
        let (held, known) = match person {
            Some(person) => (permissions::held_over(tx, person.id).await?, find::by_id(tx, person.id).await?),
            None => (permissions::held(tx).await?, None),
        };
        let archetype = form.value("archetype").to_owned();
        let others_differ = definitions.iter().any(|definition| !definition.archetypes.0.is_empty());
        let mut inputs = Vec::new();
        let shown = definitions.iter().filter(|one| one.applies_to(&archetype) && one.staff_may_see(&held));
        for definition in shown {
            let read_only = !definition.staff_may_edit(&held);
            let name = format!("attribute.{}", definition.name);
            // A value from an earlier time in this type is there again.
            if read_only || !form.values.contains_key(&name) {
                let kept = known.as_ref().and_then(|known| known.attributes.get(&definition.name)).cloned();
                form = form.with(&name, kept.unwrap_or_default());
            }
            inputs.push(attribute_input(frame.locale, definition, read_only));
        }
        Ok(Self { form, inputs, others_differ })
    }
}

async fn show_new(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let form = kept::form(&door).await?.unwrap_or_else(|| {
        let archetype = door.query("type").unwrap_or_else(|| door.tenant().settings.default_archetype.clone());
        FormState::new().with("archetype", archetype).with("invite", "yes")
    });
    Ok(page(form_page(&door, visitor, None, form, Vec::new()).await?))
}

async fn add(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow_somewhere(Permission::EditPeople)?;
    if form.ticked("again") {
        drop(tx);
        return Ok(page(form_page(&door, visitor, None, form.state(), Vec::new()).await?));
    }
    let organisation = match places::place(&mut tx, &form).await? {
        Place::Nothing => None,
        Place::One(path) => path.last().map(|one| one.id),
        Place::Again(state, found) => {
            drop(tx);
            return Ok(refused_form(form_page(&door, visitor, None, state, found).await?));
        }
    };
    let outcome = create_and_invite(&mut tx, &door, visitor, &form, organisation).await;
    match settle(tx, outcome).await {
        Ok(id) => {
            let notice = if form.ticked("invite") { Notice::PersonInvited } else { Notice::PersonCreated };
            Ok(done(&door, &format!("/console/people/{id}"), notice))
        }
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(form_page(&door, visitor, None, state, Vec::new()).await?))
        }
    }
}

/// A person with the role and the invitation that were asked for: all of it or nothing.
async fn create_and_invite(
    tx: &mut Transaction,
    door: &Door,
    visitor: &Visitor,
    form: &Submitted,
    organisation: Option<OrganisationId>,
) -> Result<PersonId, AuthenticationError> {
    let new = create::NewPerson {
        archetype: form.text("archetype"),
        given_name: form.text("given_name"),
        family_name: form.text("family_name"),
        email: form.some("email"),
        sign_in_name: form.some("sign_in_name"),
        language: None,
        attributes: form.with_prefix("attribute."),
    };
    let id = create::create_in(tx, &new, organisation).await?;
    if let Some(role) = form.some("role") {
        let role: RoleId = role.parse().map_err(|_| DirectoryError::field("role", "not-a-choice"))?;
        let given = Given {
            role,
            scope: Scope::Tenant,
            starts_at: None,
            ends_at: None,
            reason: door.frame().t("role-given-when-added").to_owned(),
            origin: "console",
        };
        permissions::give(tx, id, &given).await?;
    }
    if form.ticked("invite") {
        invite::invite_within(tx, door.place(), id, Some(&visitor.display_name)).await?;
    }
    Ok(id)
}

// --- changing somebody ------------------------------------------------------------------------------------------

/// The values of a profile as the form shows them.
fn values(dossier: &Dossier) -> FormState {
    let person = &dossier.person;
    let phone = dossier.addresses.iter().find(|address| address.kind == directory::addresses::AddressKind::Phone);
    let email = dossier.addresses.iter().find(|address| address.kind == directory::addresses::AddressKind::Email);
    let form = FormState::new()
        .with("given_name", &person.given_name)
        .with("family_name", &person.family_name)
        .with("display_name", own_display_name(dossier).unwrap_or_default())
        .with("email", email.map(|address| address.shown.clone()).unwrap_or_default())
        .with("phone", phone.map(|address| address.shown.clone()).unwrap_or_default())
        .with("sign_in_name", dossier.sign_in_names.first().cloned().unwrap_or_default())
        .with("archetype", &person.archetype)
        .with("language", person.language.map(Locale::tag).unwrap_or_default())
        .with("time_zone", person.time_zone.clone().unwrap_or_default())
        .with("version", person.version.to_string());
    person.attributes.iter().fold(form, |form, (name, value)| form.with(&format!("attribute.{name}"), value))
}

/// The shown name where it is not just both names together; that one follows when they change.
fn own_display_name(dossier: &Dossier) -> Option<String> {
    let person = &dossier.person;
    let composed = format!("{} {}", person.given_name, person.family_name);
    Some(&person.display_name).filter(|shown| *shown != composed.trim()).cloned()
}

/// The person of an edit form, for those who may see what they change.
async fn editable(tx: &mut Transaction, id: PersonId) -> Result<Dossier, Fault> {
    permissions::allow_on(tx, Permission::EditPeople, id).await?;
    permissions::allow_on(tx, Permission::SeeProfiles, id).await?;
    Ok(find::dossier(tx, id).await?)
}

fn reference(dossier: &Dossier) -> PersonRef {
    PersonRef { id: dossier.person.id, name: dossier.person.display_name.clone() }
}

async fn show_edit(door: Door, At(OfPerson { id }): At<OfPerson>) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let dossier = editable(&mut tx, id).await?;
    drop(tx);
    Ok(page(form_page(&door, visitor, Some(reference(&dossier)), values(&dossier), Vec::new()).await?))
}

async fn save(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let dossier = editable(&mut tx, id).await?;
    if form.ticked("again") {
        drop(tx);
        return Ok(page(form_page(&door, visitor, Some(reference(&dossier)), form.state(), Vec::new()).await?));
    }
    let (now, typed) = (values(&dossier), form.state());
    // A field the form does not have stays as it is.
    let value = |name: &str| typed.values.get(name).map_or_else(|| now.value(name).to_owned(), Clone::clone);
    let some = |name: &str| Some(value(name)).filter(|value| !value.trim().is_empty());
    let profile = Profile {
        given_name: value("given_name"),
        family_name: value("family_name"),
        display_name: value("display_name"),
        phone: value("phone"),
        language: some("language").as_deref().and_then(Locale::from_tag),
        time_zone: some("time_zone"),
        attributes: form.with_prefix("attribute."),
        archetype: some("archetype"),
        version: form.text("version").parse().ok(),
    };
    let outcome = edit::by_staff(&mut tx, id, &profile).await;
    match settle(tx, outcome).await {
        Ok(()) => Ok(done(&door, &format!("/console/people/{id}"), Notice::Saved)),
        Err(error) => {
            // Saving again after looking at the new values is meant.
            let state = into_form(error, form.state())?.with("version", now.value("version"));
            Ok(refused_form(form_page(&door, visitor, Some(reference(&dossier)), state, Vec::new()).await?))
        }
    }
}
