//! Entries of the audit trail as pages show them: with names instead of ids.

use std::collections::HashMap;

use app::console::audit::{AuditActor, AuditLine, Outcome};
use app::frame::Frame;
use app::model::{PersonRef, role_name};
use audit::{Recorded, Who, Words};
use database::{DbError, Transaction};
use directory::people::find;
use foundation::{Permission, PersonId};

/// The words of an entry that name what else it concerns, the most telling first.
const NAMING: [&str; 8] = ["name", "file", "attribute", "type", "source", "host", "parts", "key"];

/// The entries as lines. Their people are named with one statement.
pub(super) async fn lines(
    tx: &mut Transaction,
    frame: &Frame,
    entries: &[Recorded],
) -> Result<Vec<AuditLine>, DbError> {
    let mut ids: Vec<PersonId> = entries.iter().flat_map(mentioned).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = find::names(tx, &ids).await?;
    let sees_people = tx.caller().may(Permission::SeePeople);
    Ok(entries.iter().map(|entry| line(frame, &names, sees_people, entry)).collect())
}

fn mentioned(entry: &Recorded) -> impl Iterator<Item = PersonId> {
    let actor = match entry.actor {
        Who::Person(person) => Some(person),
        _ => None,
    };
    actor.into_iter().chain(entry.subject)
}

fn line(frame: &Frame, names: &HashMap<PersonId, String>, sees_people: bool, entry: &Recorded) -> AuditLine {
    // Somebody who may not see people still has to tell two of them apart.
    let called = |id: PersonId| names.get(&id).cloned().or_else(|| (!sees_people).then(|| shortened(id)));
    let actor = match &entry.actor {
        Who::Anonymous => AuditActor::Anonymous,
        Who::System(part) => AuditActor::System(part.clone()),
        Who::Staff => AuditActor::System("staff".to_owned()),
        Who::Person(id) => {
            called(*id).map_or(AuditActor::Erased, |name| AuditActor::Person(PersonRef { id: *id, name }))
        }
    };
    AuditLine {
        id: entry.id,
        at: entry.at,
        kind: entry.kind.clone(),
        outcome: outcome(entry.outcome),
        actor,
        subject: entry.subject.map(|id| PersonRef { id, name: called(id).unwrap_or_else(|| shortened(id)) }),
        object: entry.content.as_ref().and_then(|content| content.words()).and_then(|words| object(frame, words)),
    }
}

/// The random end of an id: its beginning is the time, which many share.
fn shortened(id: PersonId) -> String {
    let digits = id.0.simple().to_string();
    digits.get(24..).unwrap_or_default().to_owned()
}

pub(super) const fn outcome(outcome: audit::Outcome) -> Outcome {
    match outcome {
        audit::Outcome::Done => Outcome::Done,
        audit::Outcome::Refused => Outcome::Refused,
        audit::Outcome::Failed => Outcome::Failed,
    }
}

fn object(frame: &Frame, words: &Words) -> Option<String> {
    let detail =
        |name: &str| words.details.iter().find(|detail| detail.name == name).map(|detail| detail.value.clone());
    let role = || {
        words
            .changes
            .iter()
            .find(|change| change.field == "role")
            .and_then(|change| change.new.clone().or_else(|| change.old.clone()))
    };
    role()
        .map(|role| role_in_words(frame, &role))
        .or_else(|| NAMING.iter().find_map(|name| detail(name)))
        .or_else(|| words.unknown_name.clone())
}

/// The word of a system role in the page's language; a role of the tenant's own as it is called.
pub(super) fn role_in_words(frame: &Frame, role: &str) -> String {
    let is_system = permissions::SystemRole::ALL.iter().any(|system| system.key() == role);
    if is_system { role_name(frame, role) } else { role.to_owned() }
}
