//! One entry of the audit trail, and the checkpoints of its chains.

use app::console::audit::{self as pages, AuditContent, AuditEntry, Change, CheckpointRow, Checkpoints, Seal};
use app::frame::Frame;
use audit::{Content, Head, Trail, Words};
use axum::body::Body;
use chrono::DateTime;
use directory::attributes;
use foundation::EventId;
use serde::Deserialize;

use super::{Answer, At, Door, Fault, attachment, attribute_labels, entries, field_in_words};
use crate::web::answer::page;
use crate::web::table::Table;
use crate::web::words::with_in_words;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/audit/checkpoints", show_checkpoints)
        .get("/console/audit/checkpoints.json", download_checkpoints)
        .get("/console/audit/{event}", show_entry)
}

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
    let seen = attributes::seen_by_caller(&mut tx).await?;
    // What was recorded before only some of the staff saw the attribute.
    let is_hidden = |field: &str| {
        entry.kind.starts_with("person.") && labels.contains_key(field) && !seen.iter().any(|one| one.name == field)
    };
    let seal = match Trail::seal_of(&mut tx, &entry).await? {
        audit::Seal::Waiting => Seal::Waiting,
        audit::Seal::In(number) => Seal::In(u64::try_from(number).unwrap_or(0)),
        audit::Seal::Missing => Seal::Missing,
    };
    let line = entries::lines(&mut tx, &frame, std::slice::from_ref(&entry)).await?.pop().ok_or(Fault::NotFound)?;
    let none = Words::default();
    let words = entry.content.as_ref().and_then(Content::words).unwrap_or(&none);
    let label = |field: &str| labels.get(field).cloned().unwrap_or_else(|| field_in_words(&frame, field));
    let value = |field: &str, value: &String| match field {
        _ if is_hidden(field) => attributes::CONFIDENTIAL.to_owned(),
        "role" => entries::role_in_words(&frame, value),
        _ => value.clone(),
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
        seal,
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
        "with" => frame.t("audit-with").to_owned(),
        "identified" => frame.t("audit-identified").to_owned(),
        "how" => frame.t("audit-identified-how").to_owned(),
        "factors" => frame.t("audit-factors").to_owned(),
        "sessions_ended" => frame.t("audit-sessions-ended").to_owned(),
        "code" => frame.t("audit-code").to_owned(),
        "audience" => frame.t("audit-audience").to_owned(),
        "written" => frame.t("audit-written").to_owned(),
        "passed_over" => frame.t("audit-passed-over").to_owned(),
        "again" => frame.t("audit-again").to_owned(),
        "action" => frame.t("audit-action").to_owned(),
        "people" => frame.t("console-nav-people").to_owned(),
        "changed" => frame.t("audit-changed").to_owned(),
        "unchanged" => frame.t("audit-unchanged").to_owned(),
        "refused" => frame.t("audit-not-possible").to_owned(),
        "undone" => frame.t("audit-undone").to_owned(),
        "kept" => frame.t("audit-kept").to_owned(),
        other => field_in_words(frame, other),
    };
    let value = |name: &str, value: &str| match (name, DateTime::parse_from_rfc3339(value)) {
        (_, Ok(moment)) => frame.moment(moment.to_utc()),
        ("password", _) if value == "imported" => frame.t("audit-password-imported").to_owned(),
        ("permission", _) => frame.find(&format!("permission-{}", value.replace('.', "-")), value),
        ("with", _) => with_in_words(frame, value),
        ("identified", _) => frame.find(&format!("console-identified-{}", value.replace('_', "-")), value),
        ("action", _) => frame.find(&format!("console-change-do-{}", value.replace('_', "-")), value),
        ("code", _) if value == "given" => frame.t("audit-code-given").to_owned(),
        ("code", _) if value == "none" => frame.t("audit-code-none").to_owned(),
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

async fn show_checkpoints(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let mut found = Trail::heads(&mut tx).await?;
    found.sort_by_key(|head| std::cmp::Reverse(head.checkpoint.sealed_at));
    let row = |Head { checkpoint, entries, key }: Head| CheckpointRow {
        class: checkpoint.class.word().to_owned(),
        number: u64::try_from(checkpoint.number).unwrap_or(0),
        sealed_at: checkpoint.sealed_at,
        entries,
        digest: checkpoint.digest,
        key: u64::try_from(key).unwrap_or(0),
    };
    let unsealed = Trail::unsealed(&mut tx).await?;
    let model = Checkpoints { checkpoints: found.into_iter().map(row).collect(), unsealed };
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
