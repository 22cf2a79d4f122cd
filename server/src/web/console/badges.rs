//! Badges: the list of those who get one, the sheet that is printed, and the badge of one person.
//!
//! The answer to printing is the only place where a badge's secret ever is outside of paper. Nobody keeps it.

use app::console::badges::{self as pages, BadgeRow, BadgeState, Badges};
use app::console::person::{BadgeShown, BadgeTab};
use app::form::FormState;
use app::frame::Frame;
use app::notice::Notice;
use authentication::Visitor;
use authentication::badges::issue::Printed;
use authentication::badges::manage::{self, Among, Has, PAGE};
use axum::body::Body;
use database::Transaction;
use directory::LifecycleState;
use directory::people::find::{self, Dossier};
use directory::people::list::Key;
use foundation::{Permission, PersonId};
use printing::badges::{Badge, BadgeSheet, badge_sheet};

use super::people::OfPerson;
use super::person::{Wanted, answer, back, person_page};
use super::{Answer, Archetypes, At, Door, Fault, Submitted, attachment, settle};
use crate::web::answer::{into_form, page, refused_form};
use crate::web::kept;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .form(PATH, show, print)
        .post("/console/people/{id}/badge", issue)
        .post("/console/people/{id}/badge/void", void)
        .post("/console/people/{id}/badge/reset-pin", reset_pin)
}

const PATH: &str = "/console/badges";

// --- the list, and what is printed of it ------------------------------------------------------------------------

/// What the list is narrowed to, as the address or the form says it.
struct Narrowed {
    kind: String,
    organisation: String,
    after: Option<Key>,
}

impl Narrowed {
    /// As a form that was sent or kept says it.
    fn of(kind: &str, organisation: &str, after: &str) -> Self {
        let organisation = organisation.chars().take(200).collect();
        Self { kind: kind.to_owned(), organisation, after: Key::from_word(after) }
    }
}

async fn list_page(
    door: &Door,
    visitor: &Visitor,
    narrowed: Narrowed,
    chosen: Option<&[PersonId]>,
    form: FormState,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow_somewhere(Permission::SeePeople)?;
    tx.allow_somewhere(Permission::IssueBadges)?;
    let policy = &door.tenant().settings.badges;
    let mut kinds = Archetypes::of(&mut tx, &frame).await?.0;
    kinds.retain(|kind| policy.is_for(&kind.value));
    let known = kinds.iter().find(|kind| kind.value == narrowed.kind).or_else(|| kinds.first());
    let kind = known.map(|kind| kind.value.clone()).unwrap_or_default();
    let begins_after = narrowed.after.as_ref().map(Key::to_word).unwrap_or_default();
    let among = Among {
        archetype: kind.clone(),
        organisation: narrowed.organisation.trim().to_owned(),
        after: narrowed.after.map(|key| (key.value, key.id)),
    };
    let mut lines = if kinds.is_empty() { Vec::new() } else { manage::list(&mut tx, door.place(), &among).await? };
    let is_more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let now = tx.now();
    let by_organisation = !among.organisation.is_empty();
    let last = lines.last().map(|line| Key { value: line.sort_key.clone(), id: line.id });
    let row = |line: manage::Line| {
        let has = state(line.has(now));
        // Whoever has a badge that works keeps it unless somebody ticks them.
        let needs_one = !matches!(has, BadgeState::Valid(_));
        BadgeRow {
            id: line.id,
            is_chosen: chosen.map_or(needs_one, |chosen| chosen.contains(&line.id)),
            name: line.display_name,
            organisation: line.organisation,
            has,
            last_used_at: line.last_used_at,
        }
    };
    let model = Badges {
        form,
        kinds,
        kind,
        organisation: among.organisation,
        after: last.filter(|_| is_more && !by_organisation).map(|key| key.to_word()),
        begins_after,
        has_more: is_more && by_organisation,
        may_switch_on: visitor.caller.may(Permission::EditSettings),
        people: lines.into_iter().map(row).collect(),
    };
    Ok(pages::badges(&frame, &model))
}

const fn state(has: Has) -> BadgeState {
    match has {
        Has::None => BadgeState::None,
        Has::Valid(until) => BadgeState::Valid(until),
        Has::Expired(at) => BadgeState::Expired(at),
        Has::Voided(at) => BadgeState::Voided(at),
    }
}

async fn show(door: Door) -> Answer {
    let visitor = door.administrator()?;
    if let Some(form) = kept::form(&door).await? {
        // The same people are ticked as before the proof.
        let chosen: Vec<PersonId> = form.value("person").lines().filter_map(|id| id.parse().ok()).collect();
        let narrowed = Narrowed::of(form.value("kind"), form.value("in"), form.value("after"));
        return Ok(page(list_page(&door, visitor, narrowed, Some(&chosen), FormState::new()).await?));
    }
    let query = |name: &str| door.query(name).unwrap_or_default();
    let narrowed = Narrowed::of(&query("kind"), &query("in"), &query("after"));
    Ok(page(list_page(&door, visitor, narrowed, None, FormState::new()).await?))
}

async fn print(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let people: Result<Vec<PersonId>, _> = form.all("person").iter().map(|id| id.parse()).collect();
    let people = people.map_err(|_| Fault::Malformed)?;
    match door.services().authentication.issue_badges(visitor, door.place(), &people).await {
        Ok(printed) => sheet(&door, printed).await,
        Err(error) => {
            let narrowed = Narrowed::of(&form.text("kind"), &form.text("in"), &form.text("after"));
            let state = into_form(error, FormState::new())?;
            Ok(refused_form(list_page(&door, visitor, narrowed, Some(&people), state).await?))
        }
    }
}

/// The sheet, as a file to print. It is made where nothing else waits for it.
async fn sheet(door: &Door, printed: Vec<Printed>) -> Answer {
    let frame = door.frame();
    let zone = door.tenant().settings.zone();
    let badge = |one: Printed| Badge {
        until: until(&frame, one.expires_at.with_timezone(&zone).date_naive()),
        name: one.name,
        organisation: one.organisation.unwrap_or_default(),
        link: one.link,
    };
    let sheet = BadgeSheet {
        locale: door.locale(),
        title: frame.t("console-badges-title").to_owned(),
        tenant: door.tenant().name.clone(),
        lost: frame.t("console-badge-lost").to_owned(),
        code: frame.t("console-badge-code").to_owned(),
        badges: printed.into_iter().map(badge).collect(),
    };
    let file = tokio::task::spawn_blocking(move || badge_sheet(&sheet)).await.map_err(Fault::internal)?;
    let name = format!("badges-{}.pdf", door.tenant().slug);
    attachment(&name, "application/pdf", Body::from(file.map_err(Fault::internal)?))
}

/// The last day on which it works: it ends at the midnight after.
fn until(frame: &Frame, end: chrono::NaiveDate) -> String {
    let last = end.pred_opt().unwrap_or(end);
    frame.f("console-badge-until-day", &[("date", frame.day(last).into())])
}

// --- one person -------------------------------------------------------------------------------------------------

/// The tab of a person's badge.
pub(super) async fn tab(tx: &mut Transaction, door: &Door, dossier: &Dossier) -> Result<BadgeTab, Fault> {
    let person = &dossier.person;
    let badge = manage::of_person(tx, person.id).await?;
    let ids: Vec<PersonId> = badge
        .iter()
        .flat_map(|badge| [badge.created_by, badge.voided.as_ref().and_then(|(_, by, _)| *by)])
        .flatten()
        .collect();
    let names = find::names(tx, &ids).await?;
    let name = |id: Option<PersonId>| id.and_then(|id| names.get(&id).cloned());
    let now = tx.now();
    let shown = |badge: manage::Badge| BadgeShown {
        state: match &badge.voided {
            Some((at, ..)) => BadgeState::Voided(*at),
            None if badge.expires_at <= now => BadgeState::Expired(badge.expires_at),
            None => BadgeState::Valid(badge.expires_at),
        },
        created_at: badge.created_at,
        created_by: name(badge.created_by),
        expires_at: badge.expires_at,
        last_used_at: badge.last_used_at,
        pin_set_at: badge.pin_set_at,
        is_locked: badge.is_locked,
        voided: badge.voided.map(|(_, by, reason)| (reason, name(by))),
    };
    let is_there = matches!(person.lifecycle_state, LifecycleState::Active | LifecycleState::Invited);
    Ok(BadgeTab {
        badge: badge.map(shown),
        may_get_one: is_there && door.tenant().settings.badges.is_for(&person.archetype),
    })
}

async fn issue(door: Door, At(OfPerson { id }): At<OfPerson>) -> Answer {
    let visitor = door.administrator()?;
    match door.services().authentication.issue_badges(visitor, door.place(), &[id]).await {
        Ok(printed) => sheet(&door, printed).await,
        Err(error) => {
            let state = into_form(error, FormState::new())?;
            Ok(refused_form(person_page(&door, visitor, id, "badge", Wanted::Nothing, state).await?))
        }
    }
}

async fn void(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = manage::void(&mut tx, id, &form.text("reason")).await;
    answer(&door, id, settle(tx, outcome).await, (Wanted::VoidBadge, "badge", Notice::BadgeVoided), &form).await
}

async fn reset_pin(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = manage::reset_pin(&mut tx, id).await;
    match settle(tx, outcome).await {
        Ok(()) => Ok(back(&door, id, "badge", Notice::BadgePinReset)),
        Err(error) => answer(&door, id, Err(error), (Wanted::Nothing, "badge", Notice::BadgePinReset), &form).await,
    }
}
