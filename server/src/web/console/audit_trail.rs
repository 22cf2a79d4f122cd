//! The audit trail, searched.

use app::console::audit::{self as pages, Audit, AuditFilter, Outcome, Part};
use app::form::FieldError;
use app::model::PersonRef;
use audit::{Filter, Trail};
use database::Transaction;
use directory::people::{find, list};
use foundation::{Instant, Permission, PersonId};

use super::audit_kinds::KINDS;
use super::{Answer, Door, Fault, audit_entry, end_of, entries, export, parse_day, start_of};
use crate::web::answer::page;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().get("/console/audit", show).get("/console/audit/export", export::export).merge(audit_entry::routes())
}

/// A name that fits so many people is looked for as a text.
const MOST_PEOPLE: usize = 5;
/// Entries on a page.
const PAGE: usize = 50;

/// What the address asks for, before any name is looked up.
pub(super) struct Asked {
    pub(super) shown: AuditFilter,
    pub(super) filter: Filter,
    pub(super) errors: Vec<FieldError>,
}

/// Reads the filter from the address.
pub(super) fn asked(door: &Door) -> Asked {
    let text = |name: &str| -> String { door.query(name).unwrap_or_default().chars().take(200).collect() };
    let mut errors = Vec::new();
    let mut day = |field: &str, moment: fn(chrono::NaiveDate, chrono_tz::Tz) -> Option<Instant>| {
        let given = text(field);
        let found = parse_day(&given).and_then(|day| moment(day, door.zone()));
        if found.is_none() && !given.is_empty() {
            errors.push(FieldError::new(field, "date-invalid"));
        }
        found
    };
    let (from, until) = (day("from", start_of), day("until", end_of));
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        errors.push(FieldError::new("until", "date-order"));
    }
    let kind = text("kind");
    if !kind.is_empty() && !KINDS.contains(&kind.as_str()) {
        errors.push(FieldError::new("kind", "not-a-choice"));
    }
    let person: Option<PersonId> = door.query("person").and_then(|id| id.parse().ok());
    let part = door.query("part").as_deref().and_then(Part::from_word).unwrap_or_default();
    let outcome = door.query("outcome").as_deref().and_then(Outcome::from_word);
    let shown = AuditFilter {
        q: text("q"),
        person: person.map(|id| PersonRef { id, name: String::new() }),
        part,
        kind,
        outcome,
        from: text("from"),
        until: text("until"),
    };
    let filter = Filter {
        text: Some(shown.q.trim().to_owned()).filter(|text| !text.is_empty()),
        person: person.filter(|_| part == Part::About),
        actor: person.filter(|_| part == Part::By),
        involved: person.into_iter().filter(|_| part == Part::Either).collect(),
        kind: Some(shown.kind.clone()).filter(|kind| !kind.is_empty()),
        outcome: outcome.map(|outcome| match outcome {
            Outcome::Done => audit::Outcome::Done,
            Outcome::Refused => audit::Outcome::Refused,
            Outcome::Failed => audit::Outcome::Failed,
        }),
        from,
        until,
        before: door.query("before").and_then(|cursor| cursor.parse().ok()),
        limit: PAGE,
        ..Filter::default()
    };
    Asked { shown, filter, errors }
}

async fn show(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let Asked { mut shown, filter, errors } = asked(&door);
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow(Permission::SeeAudit)?;
    if let Some(person) = &mut shown.person {
        let names = find::names(&mut tx, &[person.id]).await?;
        person.name = names.get(&person.id).cloned().unwrap_or_else(|| person.id.to_string());
    }
    let is_later_page = filter.before.is_some();
    let (found, next) = if errors.is_empty() {
        let filter = meant(&mut tx, filter).await?;
        let found = Trail::search(&mut tx, &filter).await?;
        (found.entries, found.next)
    } else {
        (Vec::new(), None)
    };
    let model = Audit {
        entries: entries::lines(&mut tx, &frame, &found).await?,
        filter: shown,
        kinds: KINDS.map(str::to_owned).to_vec(),
        older: next.map(|cursor| cursor.to_string()),
        is_later_page,
        errors,
    };
    Ok(page(pages::audit(&frame, &model)))
}

/// What is asked for, where words may name people: words that fit a few people mean these people, as those who acted or whom it
/// is about; other words are looked for in the entries.
pub(super) async fn meant(tx: &mut Transaction, filter: Filter) -> Result<Filter, Fault> {
    let names_nobody = filter.involved.is_empty() && filter.person.is_none() && filter.actor.is_none();
    let Some(words) = filter.text.clone().filter(|_| names_nobody && tx.caller().may(Permission::SeePeople)) else {
        return Ok(filter);
    };
    let found = list::list(tx, &list::Query { words, ..list::Query::default() }).await?.lines;
    if found.is_empty() || found.len() > MOST_PEOPLE {
        return Ok(filter);
    }
    Ok(Filter { text: None, involved: found.iter().map(|line| line.id).collect(), ..filter })
}
