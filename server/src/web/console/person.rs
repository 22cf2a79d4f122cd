//! One person: what is known, and what can be done.

use app::console::person::{
    self as pages, AddressRow, AffiliationRow, Fact, MayLine, Person, PersonAction, PersonHistory, PersonOverview,
    PersonRoles, PersonTab,
};
use app::form::FormState;
use app::frame::Frame;
use app::model::GrantState;
use app::notice::Notice;
use audit::{Filter, Trail};
use authentication::{AuthenticationError, Visitor, sessions};
use axum::response::Response;
use chrono::NaiveDate;
use database::Transaction;
use directory::addresses::AddressKind;
use directory::affiliations::Affiliation;
use directory::affiliations::edit::{is_of_staff, may_change};
use directory::people::change_state;
use directory::people::find::{self, Dossier};
use foundation::{AssignmentId, Permission, PersonId};
use permissions::explain::May;
use permissions::{PermissionError, assignments};
use serde::Deserialize;
use uuid::Uuid;

use super::people::OfPerson;
use super::{
    Answer, Archetypes, At, Door, Fault, Submitted, badges, entries, parse_day, person_factors, person_state,
    role_in_words, settle,
};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::kept;
use crate::web::portal::{role_grant, session_row, shown_scope};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/people/{id}", show)
        .post("/console/people/{id}/suspend", suspend)
        .post("/console/people/{id}/reactivate", reactivate)
        .post("/console/people/{id}/reset", reset)
        .post("/console/people/{id}/invite", invite)
        .post("/console/people/{id}/sessions/end", end_sessions)
        .post("/console/people/{id}/sessions/{session}/end", end_session)
        .post("/console/people/{id}/roles/{assignment}/end", end_role)
}

// --- the page ---------------------------------------------------------------------------------------------------

/// The change that waits to be confirmed, as the address names it.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    Nothing,
    Suspend,
    Reactivate,
    Reset,
    Invite,
    EndSessions,
    VoidBadge,
    EndRole(AssignmentId),
}

fn wanted(door: &Door) -> Wanted {
    match door.query("do").as_deref() {
        Some("suspend") => Wanted::Suspend,
        Some("reactivate") => Wanted::Reactivate,
        Some("reset") => Wanted::Reset,
        Some("invite") => Wanted::Invite,
        Some("end-sessions") => Wanted::EndSessions,
        Some("void-badge") => Wanted::VoidBadge,
        Some("end-role") => {
            door.query("assignment").and_then(|id| id.parse().ok()).map_or(Wanted::Nothing, Wanted::EndRole)
        }
        _ => Wanted::Nothing,
    }
}

async fn show(door: Door, At(OfPerson { id }): At<OfPerson>) -> Answer {
    let visitor = door.administrator()?;
    let tab = door.query("tab").unwrap_or_default();
    let form = kept::form(&door).await?.unwrap_or_default();
    Ok(page(person_page(&door, visitor, id, &tab, wanted(&door), form).await?))
}

pub(super) async fn person_page(
    door: &Door,
    visitor: &Visitor,
    id: PersonId,
    tab: &str,
    wanted: Wanted,
    form: FormState,
) -> Result<String, Fault> {
    let mut frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let dossier = find::dossier(&mut tx, id).await?;
    // The page offers what the visitor may do for this person, which may be more or less than for another.
    let rights = permissions::over(&mut tx, id).await?;
    if let Some(visitor) = &mut frame.visitor {
        visitor.here = Some(rights);
    }
    let frame = frame;
    let is_beyond_visitor = match permissions::within_own_rights(&mut tx, id).await {
        Ok(()) => false,
        Err(PermissionError::BeyondOwnRights) => true,
        Err(error) => return Err(error.into()),
    };
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let action = action(&mut tx, &frame, id, wanted).await?;
    let tab = match tab {
        "affiliations" => {
            permissions::allow_on(&mut tx, Permission::SeeProfiles, id).await?;
            let may_edit = rights.allows(Permission::EditPeople) && !is_beyond_visitor;
            let today = tx.now().with_timezone(&frame.zone).date_naive();
            let mut rows = Vec::with_capacity(dossier.affiliations.len());
            for one in &dossier.affiliations {
                let may_change = may_edit && is_of_staff(one) && may_change(&mut tx, one).await?;
                rows.push(affiliation_row(one, &archetypes, today, may_change));
            }
            PersonTab::Affiliations(rows)
        }
        "roles" => PersonTab::Roles(roles(&mut tx, door, id).await?),
        "factors" => PersonTab::Factors(person_factors::tab(&mut tx, door, id).await?),
        "sessions" => {
            let found = sessions::of_person(&mut tx, id).await?;
            PersonTab::Sessions(found.into_iter().map(|session| session_row(session, Some(visitor.session))).collect())
        }
        "badge" => PersonTab::Badge(badges::tab(&mut tx, door, &dossier).await?),
        "history" => history(&mut tx, door, &frame, id).await?,
        _ => PersonTab::Overview(overview(&mut tx, &frame, &dossier).await?),
    };
    let person = &dossier.person;
    let model = Person {
        id,
        name: person.display_name.clone(),
        sign_in_name: dossier.sign_in_names.first().cloned().unwrap_or_default(),
        archetype: archetypes.label(&person.archetype),
        state: person_state(person.lifecycle_state),
        state_reason: person.state_reason.clone(),
        created_at: person.created_at,
        last_sign_in_at: person.last_sign_in_at,
        is_visitor: id == visitor.person,
        is_beyond_visitor,
        has_address: dossier.has_email,
        has_badges: door.tenant().settings.badges.is_for(&person.archetype),
        tab,
        action,
        form,
    };
    Ok(pages::person(&frame, &model))
}

async fn action(
    tx: &mut Transaction,
    frame: &Frame,
    id: PersonId,
    wanted: Wanted,
) -> Result<Option<PersonAction>, Fault> {
    Ok(Some(match wanted {
        Wanted::Nothing => return Ok(None),
        Wanted::Suspend => PersonAction::Suspend,
        Wanted::Reactivate => PersonAction::Reactivate,
        Wanted::Reset => PersonAction::Reset,
        Wanted::Invite => PersonAction::Invite,
        Wanted::EndSessions => PersonAction::EndSessions,
        Wanted::VoidBadge => PersonAction::VoidBadge,
        Wanted::EndRole(assignment) => {
            let held = permissions::of_person(tx, id).await?;
            let found = held.iter().find(|one| one.id == assignment).ok_or(Fault::NotFound)?;
            let (role, _) = role_in_words(frame, found.is_system, &found.role_key, &found.role_name, "");
            PersonAction::EndRole { assignment, role }
        }
    }))
}

fn affiliation_row(one: &Affiliation, archetypes: &Archetypes, today: NaiveDate, may_change: bool) -> AffiliationRow {
    let state = if one.starts_on > today {
        GrantState::Upcoming
    } else if one.is_active(today) {
        GrantState::Current
    } else {
        GrantState::Past
    };
    AffiliationRow {
        id: one.id,
        organisation_id: one.organisation_id,
        may_change,
        archetype: archetypes.label(&one.archetype),
        organisation: one.organisation.clone(),
        starts_on: one.starts_on,
        ends_on: one.ends_on,
        source: one.source.clone().zip(one.external_id.clone()),
        state,
    }
}

/// The roles of a person, and what these add up to.
async fn roles(tx: &mut Transaction, door: &Door, id: PersonId) -> Result<PersonRoles, Fault> {
    let frame = door.frame();
    let line = |may: May| {
        let by = may.by?;
        Some(MayLine {
            permission: may.permission,
            scope: shown_scope(by.scope()),
            role: role_in_words(&frame, by.is_system, &by.role_key, &by.role_name, "").0,
            limited_to: by.limited_to,
        })
    };
    let now = tx.now();
    let held = permissions::of_person(tx, id).await?;
    let may = permissions::explain::why(&held, now).into_iter().filter_map(line).collect();
    let mut grants: Vec<_> = held.into_iter().map(|one| role_grant(door, now, one)).collect();
    grants.sort_by_key(|grant| grant.state == GrantState::Past);
    Ok(PersonRoles { grants, may })
}

async fn history(tx: &mut Transaction, door: &Door, frame: &Frame, id: PersonId) -> Result<PersonTab, Fault> {
    let before = door.query("before").and_then(|cursor| cursor.parse().ok());
    let found = Trail::search(tx, &Filter { person: Some(id), before, ..Filter::default() }).await?;
    Ok(PersonTab::History(PersonHistory {
        entries: entries::lines(tx, frame, &found.entries).await?,
        older: found.next.map(|cursor| cursor.to_string()),
        is_later_page: before.is_some(),
    }))
}

async fn overview(tx: &mut Transaction, frame: &Frame, dossier: &Dossier) -> Result<PersonOverview, Fault> {
    let latest = if tx.caller().may(Permission::SeeAudit) {
        let found =
            Trail::search(tx, &Filter { person: Some(dossier.person.id), limit: 5, ..Filter::default() }).await?;
        entries::lines(tx, frame, &found.entries).await?
    } else {
        Vec::new()
    };
    if !dossier.sees_profile {
        return Ok(PersonOverview { profile: None, addresses: None, latest });
    }
    let addresses = dossier.addresses.iter().map(|address| AddressRow {
        is_email: address.kind == AddressKind::Email,
        shown: address.shown.clone(),
        is_primary: address.is_primary,
        confirmed_at: address.verified_at,
    });
    Ok(PersonOverview {
        profile: Some(profile(tx, frame, dossier).await?),
        addresses: Some(addresses.collect()),
        latest,
    })
}

/// The profile as facts. Sensitive values are for those who could change them.
async fn profile(tx: &mut Transaction, frame: &Frame, dossier: &Dossier) -> Result<Vec<Fact>, Fault> {
    let person = &dossier.person;
    let fact = |label: &str, value: Option<String>| Fact {
        label: label.to_owned(),
        value: value.filter(|value| !value.is_empty()),
        source: None,
    };
    let mut facts = vec![
        fact(frame.t("front-given-name"), Some(person.given_name.clone())),
        fact(frame.t("front-family-name"), Some(person.family_name.clone())),
        fact(frame.t("common-language"), person.language.map(|language| language.own_name().to_owned())),
        fact(frame.t("common-time-zone"), person.time_zone.clone()),
    ];
    let sees_sensitive = permissions::over(tx, person.id).await?.allows(Permission::EditPeople);
    let held = permissions::held_over(tx, person.id).await?;
    let mut definitions = directory::attributes::definitions(tx).await?;
    definitions.retain(|one| one.applies_to(&person.archetype) && one.staff_may_see(&held));
    for definition in definitions {
        let value = person.attributes.get(&definition.name);
        let shown = value.map(|value| match definition.value_type {
            _ if definition.is_sensitive && !sees_sensitive => "•••".to_owned(),
            directory::attributes::ValueType::Date => {
                parse_day(value).map_or_else(|| value.clone(), |day| frame.day(day))
            }
            _ => value.clone(),
        });
        facts.push(fact(definition.label(frame.locale), shown));
    }
    Ok(facts)
}

// --- what can be done -------------------------------------------------------------------------------------------

/// Back to the person, with what was done or with what was wrong.
pub(super) async fn answer(
    door: &Door,
    id: PersonId,
    outcome: Result<(), AuthenticationError>,
    done_with: (Wanted, &str, Notice),
    form: &Submitted,
) -> Answer {
    let (wanted, tab, notice) = done_with;
    match outcome {
        Ok(()) => Ok(back(door, id, tab, notice)),
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(person_page(door, door.administrator()?, id, tab, wanted, state).await?))
        }
    }
}

pub(super) fn back(door: &Door, id: PersonId, tab: &str, notice: Notice) -> Response {
    let query = if tab.is_empty() { String::new() } else { format!("?tab={tab}") };
    done(door, &format!("/console/people/{id}{query}"), notice)
}

async fn suspend(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = change_state::suspend(&mut tx, id, &form.text("reason")).await;
    answer(&door, id, settle(tx, outcome).await, (Wanted::Suspend, "", Notice::PersonSuspended), &form).await
}

async fn reactivate(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = change_state::reactivate(&mut tx, id).await;
    answer(&door, id, settle(tx, outcome).await, (Wanted::Reactivate, "", Notice::PersonReactivated), &form).await
}

async fn reset(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let outcome = door.services().authentication.start_reset(&visitor.caller, door.place(), id).await;
    answer(&door, id, outcome, (Wanted::Reset, "", Notice::ResetSent), &form).await
}

async fn invite(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let outcome =
        door.services().authentication.invite(&visitor.caller, door.place(), id, Some(&visitor.display_name)).await;
    answer(&door, id, outcome, (Wanted::Invite, "", Notice::InvitationSent), &form).await
}

/// A person of the tenant, or nothing: what is asked for by another tenant's id must not look like success.
async fn there(tx: &mut Transaction, id: PersonId) -> Result<(), Fault> {
    find::by_id(tx, id).await?.map(drop).ok_or(Fault::NotFound)
}

async fn end_sessions(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = sessions::end_others(&mut tx, id, None).await.map(drop);
    // Afterwards: whoever may not end sessions is not told who exists.
    if outcome.is_ok() {
        there(&mut tx, id).await?;
    }
    answer(&door, id, settle(tx, outcome).await, (Wanted::EndSessions, "sessions", Notice::SessionsEnded), &form).await
}

#[derive(Deserialize)]
struct OfSession {
    id: PersonId,
    session: Uuid,
}

async fn end_session(door: Door, At(OfSession { id, session }): At<OfSession>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = sessions::end(&mut tx, id, session).await;
    answer(&door, id, settle(tx, outcome).await, (Wanted::Nothing, "sessions", Notice::SessionEnded), &form).await
}

#[derive(Deserialize)]
struct OfAssignment {
    id: PersonId,
    assignment: AssignmentId,
}

async fn end_role(door: Door, At(OfAssignment { id, assignment }): At<OfAssignment>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = assignments::end(&mut tx, id, assignment, &form.text("reason")).await;
    answer(&door, id, settle(tx, outcome).await, (Wanted::EndRole(assignment), "roles", Notice::RoleEnded), &form).await
}
