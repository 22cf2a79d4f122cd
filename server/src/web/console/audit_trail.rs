//! The audit trail: searched, looked at entry by entry, and its checkpoints.

use app::console::audit::{
    self as pages, Audit, AuditContent, AuditEntry, AuditFilter, Change, CheckpointRow, Checkpoints, Outcome,
};
use app::form::FieldError;
use app::frame::Frame;
use app::model::PersonRef;
use audit::{Content, Cursor, Filter, Recorded, Trail, Words};
use axum::body::Body;
use chrono::DateTime;
use database::Transaction;
use directory::people::{find, list};
use foundation::{EventId, Instant, Permission, PersonId};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Answer, At, Door, Fault, attachment, attribute_labels, end_of, entries, export, field_in_words, parse_day, start_of,
};
use crate::web::answer::page;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/audit", show)
        .get("/console/audit/export", export::export)
        .get("/console/audit/checkpoints", show_checkpoints)
        .get("/console/audit/checkpoints.json", download_checkpoints)
        .get("/console/audit/{event}", show_entry)
}

/// What is recorded in this version, by area. A test holds it against the sources.
pub(super) const KINDS: [&str; 60] = [
    "access.refused",
    "address.change_asked",
    "address.change_undone",
    "address.changed",
    "attribute.defined",
    "attribute.removed",
    "audit.exported",
    "import.cancelled",
    "import.failed",
    "import.files_forgotten",
    "import.finished",
    "import.mapped",
    "import.report_downloaded",
    "import.reread",
    "import.started",
    "import.uploaded",
    "invitation.accepted",
    "passkey.added",
    "passkey.copy_suspected",
    "passkey.refused",
    "passkey.removed",
    "passkey.renamed",
    "passkey.undone",
    "password.changed",
    "password.recovered",
    "password.removed",
    "password.reset_started",
    "person.activated",
    "person.changed",
    "person.created",
    "person.invited",
    "person.reactivated",
    "person.suspended",
    "proof.failed",
    "proof.given",
    "recovery.asked",
    "role.changed",
    "role.defined",
    "role.ended",
    "role.given",
    "session.ended",
    "session.others_ended",
    "session.signed_out",
    "settings.changed",
    "settings.logo_changed",
    "settings.logo_removed",
    "setup.operator_created",
    "sign_in.failed",
    "sign_in.refused",
    "sign_in.succeeded",
    "sign_in.throttled",
    "sign_in_name.released",
    "sign_up.existing",
    "source.created",
    "tenant.administrator_invited",
    "tenant.created",
    "tenant.host_added",
    "tenant.host_removed",
    "tenant.reactivated",
    "tenant.suspended",
];

/// A name that fits so many people is looked for as a text.
const MOST_PEOPLE: usize = 5;
/// Entries on a page.
const PAGE: usize = 50;

// --- the list ---------------------------------------------------------------------------------------------------

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
    let outcome = door.query("outcome").as_deref().and_then(Outcome::from_word);
    let shown = AuditFilter {
        q: text("q"),
        person: person.map(|id| PersonRef { id, name: String::new() }),
        kind,
        outcome,
        from: text("from"),
        until: text("until"),
    };
    let filter = Filter {
        text: Some(shown.q.trim().to_owned()).filter(|text| !text.is_empty()),
        person,
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
        let searches = searches(&mut tx, &filter).await?;
        newest(&mut tx, &searches).await?
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

/// The searches whose results together are what was asked for: by and about the people meant.
///
/// Words that name a few people mean these people; other words are looked for in the entries.
async fn searches(tx: &mut Transaction, filter: &Filter) -> Result<Vec<Filter>, Fault> {
    let mut people: Vec<PersonId> = filter.person.into_iter().collect();
    let mut filter = filter.clone();
    if let (Some(words), None, true) = (&filter.text, filter.person, tx.caller().may(Permission::SeePeople)) {
        let query = list::Query { words: words.clone(), ..list::Query::default() };
        let found = list::list(tx, &query).await?.lines;
        if !found.is_empty() && found.len() <= MOST_PEOPLE {
            people = found.iter().map(|line| line.id).collect();
            filter.text = None;
        }
    }
    if people.is_empty() {
        return Ok(vec![filter]);
    }
    let about = people.iter().map(|person| Filter { person: Some(*person), actor: None, ..filter.clone() });
    let by = people.iter().map(|person| Filter { person: None, actor: Some(*person), ..filter.clone() });
    Ok(about.chain(by).collect())
}

/// The newest entries of several searches, each entry once, and where the next page begins.
async fn newest(tx: &mut Transaction, searches: &[Filter]) -> Result<(Vec<Recorded>, Option<Cursor>), Fault> {
    let (mut entries, mut seen_down_to) = (Vec::new(), None::<(Place, Cursor)>);
    for search in searches {
        let found = Trail::search(tx, search).await?;
        entries.extend(found.entries);
        // Below the end of any page there may be entries that were not read.
        if let Some(next) = found.next.and_then(|cursor| Some((Place::of(&cursor)?, cursor)))
            && seen_down_to.as_ref().is_none_or(|(highest, _)| next.0 > *highest)
        {
            seen_down_to = Some(next);
        }
    }
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
    entries.dedup_by_key(|entry| entry.id);
    if let Some((lowest, _)) = &seen_down_to {
        entries.retain(|entry| Place::of_entry(entry) >= *lowest);
    }
    let is_cut = entries.len() > PAGE;
    entries.truncate(PAGE);
    let next = match entries.last() {
        Some(last) if is_cut => Place::of_entry(last).cursor(),
        _ => seen_down_to.map(|(_, cursor)| cursor),
    };
    Ok((entries, next))
}

/// A place in the trail that can be compared; a cursor is one in words.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    micros: i64,
    id: Uuid,
}

impl Place {
    fn of(cursor: &Cursor) -> Option<Self> {
        let words = cursor.to_string();
        let (micros, id) = words.split_once('-')?;
        Some(Self { micros: micros.parse().ok()?, id: Uuid::parse_str(id).ok()? })
    }

    fn of_entry(entry: &Recorded) -> Self {
        Self { micros: entry.at.timestamp_micros(), id: entry.id.0 }
    }

    fn cursor(&self) -> Option<Cursor> {
        format!("{}-{}", self.micros, self.id.simple()).parse().ok()
    }
}

// --- one entry --------------------------------------------------------------------------------------------------

#[derive(Deserialize)]
struct OfEntry {
    event: EventId,
}

async fn show_entry(door: Door, At(OfEntry { event }): At<OfEntry>) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let entry = Trail::find(&mut tx, event).await?.ok_or(Fault::NotFound)?;
    let labels = attribute_labels(&mut tx, &frame).await?;
    let line = entries::lines(&mut tx, &frame, std::slice::from_ref(&entry)).await?.pop().ok_or(Fault::NotFound)?;
    let none = Words::default();
    let words = entry.content.as_ref().and_then(Content::words).unwrap_or(&none);
    let label = |field: &str| labels.get(field).cloned().unwrap_or_else(|| field_in_words(&frame, field));
    let value = |field: &str, value: &String| {
        if field == "role" { entries::role_in_words(&frame, value) } else { value.clone() }
    };
    let model = AuditEntry {
        changes: words
            .changes
            .iter()
            .map(|change| Change {
                field: label(&change.field),
                old: change.old.as_ref().map(|old| value(&change.field, old)),
                new: change.new.as_ref().map(|new| value(&change.field, new)),
            })
            .collect(),
        details: details(&frame, words),
        reason: words.reason.clone(),
        device: words.device.clone().unwrap_or_default(),
        place: words.address.clone().unwrap_or_else(|| entry.network.clone()),
        request: entry.request.clone(),
        stream: entry.stream.word().to_owned(),
        class: entry.class.clone(),
        digest: entry.digest.clone(),
        batch: None,
        content: match &entry.content {
            Some(Content::Words(_)) => AuditContent::Shown,
            Some(Content::Erased) => AuditContent::Erased,
            Some(Content::Unreadable) => AuditContent::Unreadable,
            None => AuditContent::Hidden,
        },
        line,
    };
    Ok(page(pages::audit_entry(&frame, &model)))
}

/// What else was recorded. Moments and permissions are said in the page's language.
fn details(frame: &Frame, words: &Words) -> Vec<(String, String)> {
    let label = |name: &str| match name {
        "from" => frame.t("console-from").to_owned(),
        "until" => frame.t("console-until").to_owned(),
        other => field_in_words(frame, other),
    };
    let value = |name: &str, value: &str| match (name, DateTime::parse_from_rfc3339(value)) {
        (_, Ok(moment)) => frame.moment(moment.to_utc()),
        ("permission", _) => frame.find(&format!("permission-{}", value.replace('.', "-")), value),
        _ => value.to_owned(),
    };
    let unknown = words.unknown_name.iter().map(|name| (frame.t("common-name").to_owned(), name.clone()));
    words
        .details
        .iter()
        .map(|detail| (label(&detail.name), value(&detail.name, &detail.value)))
        .chain(unknown)
        .collect()
}

// --- checkpoints ------------------------------------------------------------------------------------------------

async fn show_checkpoints(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let mut found = Trail::checkpoints(&mut tx).await?;
    found.sort_by_key(|checkpoint| std::cmp::Reverse(checkpoint.sealed_at));
    let row = |checkpoint: audit::Checkpoint| CheckpointRow {
        class: checkpoint.class.word().to_owned(),
        number: u64::try_from(checkpoint.number).unwrap_or(0),
        sealed_at: checkpoint.sealed_at,
        entries: 0,
        digest: checkpoint.digest,
        key: 0,
    };
    let model = Checkpoints { checkpoints: found.into_iter().map(row).collect(), unsealed: 0 };
    Ok(page(pages::checkpoints(&door.frame(), &model)))
}

/// The newest signed checkpoints, to be kept where the owner of the database cannot reach.
async fn download_checkpoints(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = Trail::checkpoints(&mut tx).await?;
    let json = serde_json::to_vec_pretty(&found).map_err(Fault::internal)?;
    let name = format!("checkpoints-{}-{}.json", door.tenant().slug, tx.now().format("%Y-%m-%d"));
    attachment(&name, "application/json", Body::from(json))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use foundation::Locale;

    use super::KINDS;

    /// Every kind that a use case records can be chosen in the filter.
    #[test]
    fn every_recorded_kind_is_known() {
        let mut missing = Vec::new();
        for folder in ["../crates", "src"] {
            look_into(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut missing);
        }
        assert!(missing.is_empty(), "not in KINDS: {missing:?}");
        assert!(KINDS.is_sorted());
    }

    /// Every kind has a name and a sentence in every language.
    #[test]
    fn every_kind_is_said_in_words() {
        for locale in Locale::ALL {
            let texts = language::Texts::of(locale);
            for kind in KINDS {
                let key = format!("audit-kind-{}", kind.replace('.', "-"));
                assert!(texts.find(&key).is_some(), "{}: {key}", locale.tag());
                let said = format!("{key}-said");
                let values = ["actor", "subject", "object"].map(|name| (name, "x".into()));
                assert_ne!(texts.f(&said, &values), said, "{}", locale.tag());
            }
        }
    }

    fn look_into(folder: &Path, missing: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() && name != "tests" {
                look_into(&path, missing);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                let source = source.split("#[cfg(test)]").next().unwrap_or_default();
                let code: String = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                for rest in code.split("Entry::new(\"").skip(1) {
                    let kind = rest.split('"').next().unwrap_or_default();
                    if !KINDS.contains(&kind) {
                        missing.push(format!("{} in {}", kind, path.display()));
                    }
                }
            }
        }
    }
}
