//! Exporting the trail as CSV (RFC 4180) or JSON Lines, chunk by chunk.

use database::{DbError, Transaction};
use foundation::{Permission, Sensitive, text};

use super::reader::Reader;
use super::search::page;
use super::{Cursor, Filter, Recorded, Trail, Who};
use crate::{AuditError, Content, Entry, Stream, Words};

/// How many entries a chunk has at most; memory is bounded by it, however long the trail is.
const CHUNK: usize = 500;

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values in UTF-8 with a header row, safe to open in a spreadsheet.
    Csv,
    /// One JSON object per line.
    JsonLines,
}

impl Format {
    const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "json_lines",
        }
    }
}

/// A piece of an export.
#[derive(Debug)]
pub struct Chunk {
    /// Whole lines; may be empty while there is more.
    pub bytes: Vec<u8>,
    /// Where the next chunk begins; `None` after the last.
    pub next: Option<ExportCursor>,
}

/// A place in an export that was begun, and thereby recorded. There is no other way to get one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportCursor(Cursor);

impl Trail {
    /// The next chunk of what `filter` asks for, newest first; `after` is `None` for the first. Content is included for
    /// those who may also see profiles.
    ///
    /// The first chunk records the export, so its transaction must be one that writes and must be committed before the
    /// bytes are handed out. The others may use reading transactions, with the same filter and format.
    ///
    /// # Errors
    /// [`AuditError::Refused`] without [`Permission::ExportAudit`]; [`AuditError::Unproved`] without a fresh proof.
    pub async fn export(
        tx: &mut Transaction,
        filter: &Filter,
        format: Format,
        after: Option<ExportCursor>,
    ) -> Result<Chunk, AuditError> {
        tx.allow(Permission::ExportAudit)?;
        tx.require_proof(Sensitive::Exports)?;
        let reader = Reader::of(tx).with_addresses(tx).await?;
        let before = after.map_or(filter.before, |cursor| Some(cursor.0));
        let found = page(tx, &Filter { before, ..filter.clone() }, &reader, CHUNK).await?;
        let bytes = match format {
            Format::Csv => csv_lines(&found.entries, after.is_none()),
            Format::JsonLines => json_lines(&found.entries),
        };
        let bytes = bytes.ok_or(DbError::Corrupt("audit export"))?;
        if after.is_none() {
            let mut entry = Entry::new("audit.exported", Stream::Disclosure);
            if let Some(person) = filter.person {
                entry = entry.subject(person);
            }
            crate::record(tx, entry.detail("format", format.word()).detail("filter", filter.in_words())).await?;
        }
        Ok(Chunk { bytes, next: found.next.map(ExportCursor) })
    }
}

fn json_lines(entries: &[Recorded]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut bytes, entry).ok()?;
        bytes.push(b'\n');
    }
    Some(bytes)
}

const HEADER: [&str; 22] = [
    "time",
    "stream",
    "kind",
    "outcome",
    "actor",
    "actor_id",
    "actor_name",
    "subject_id",
    "object",
    "object_id",
    "reason",
    "changes",
    "details",
    "unknown_name",
    "network",
    "address",
    "device",
    "request",
    "content",
    "class",
    "id",
    "digest",
];

fn csv_lines(entries: &[Recorded], with_header: bool) -> Option<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if with_header {
        writer.write_record(HEADER).ok()?;
    }
    for entry in entries {
        writer.write_record(csv_row(entry).map(|cell| text::harmless_cell(&cell).into_owned())).ok()?;
    }
    writer.into_inner().ok()
}

fn csv_row(entry: &Recorded) -> [String; 22] {
    let (content, words) = match &entry.content {
        Some(Content::Words(words)) => ("readable", words.clone()),
        Some(Content::Erased) => ("erased", Words::default()),
        Some(Content::Unreadable) => ("unreadable", Words::default()),
        None => ("hidden", Words::default()),
    };
    let (actor, actor_id) = match &entry.actor {
        Who::Person(person) => ("person".to_owned(), person.to_string()),
        Who::System(part) => (format!("system:{part}"), String::new()),
        Who::Anonymous => ("anonymous".to_owned(), String::new()),
        Who::Staff => ("staff".to_owned(), String::new()),
    };
    let side = |value: &Option<String>| value.as_deref().unwrap_or("–").to_owned();
    let changes: Vec<String> = words
        .changes
        .iter()
        .map(|change| format!("{}: {} → {}", change.field, side(&change.old), side(&change.new)))
        .collect();
    let details: Vec<String> =
        words.details.iter().map(|detail| format!("{}: {}", detail.name, detail.value)).collect();
    let (object, object_id) = entry.object.clone().map(|(kind, id)| (kind, id.to_string())).unwrap_or_default();
    [
        entry.at.to_rfc3339(),
        entry.stream.word().to_owned(),
        entry.kind.clone(),
        entry.outcome.word().to_owned(),
        actor,
        actor_id,
        words.actor.unwrap_or_default(),
        entry.subject.map(|person| person.to_string()).unwrap_or_default(),
        object,
        object_id,
        words.reason.unwrap_or_default(),
        changes.join("; "),
        details.join("; "),
        words.unknown_name.unwrap_or_default(),
        entry.network.clone(),
        words.address.unwrap_or_default(),
        words.device.unwrap_or_default(),
        entry.request.clone(),
        content.to_owned(),
        entry.class.clone(),
        entry.id.to_string(),
        entry.digest.clone(),
    ]
}
