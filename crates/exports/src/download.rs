//! A file is handed out, part by part.

use audit::{Entry, Stream};
use database::Transaction;
use foundation::{ExportId, Sensitive};

use crate::{Export, ExportError, State, parts, see};

/// A piece of a file.
#[derive(Debug)]
pub struct Chunk {
    /// Whole lines.
    pub bytes: Vec<u8>,
    /// Where the next piece begins; nothing behind the last.
    pub next: Option<Cursor>,
}

/// A place in a download that was begun, and thereby recorded. There is no other way to get one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor(i64);

/// The first piece of a file, for whoever asked for it. Each download is recorded, so the transaction must be a writing one and be
/// committed before the bytes are handed out.
///
/// # Errors
/// [`ExportError::Refused`] without the permission; [`ExportError::NotFound`] also for somebody else's; [`ExportError::WrongState`]
/// while there is no file; [`ExportError::Unproved`] without a fresh proof; [`ExportError::OtherRights`] when the caller may do more or
/// less than when they asked: it would be another file.
pub async fn begin(tx: &mut Transaction, id: ExportId) -> Result<(Export, Chunk), ExportError> {
    let export = ready(tx, id).await?;
    let chunk = read(tx, id, -1).await?;
    let entry = Entry::new("export.downloaded", Stream::Disclosure).object("export", id.0);
    audit::record(tx, entry.detail("rows", export.rows.to_string())).await?;
    Ok((export, chunk))
}

/// The next piece of a download.
///
/// # Errors
/// As [`begin`].
pub async fn go_on(tx: &mut Transaction, id: ExportId, after: Cursor) -> Result<Chunk, ExportError> {
    ready(tx, id).await?;
    read(tx, id, after.0).await
}

async fn ready(tx: &mut Transaction, id: ExportId) -> Result<Export, ExportError> {
    let placed = see::placed(tx, id).await?;
    if placed.export.state != State::Done {
        return Err(ExportError::WrongState);
    }
    tx.require_proof(Sensitive::Exports)?;
    if permissions::reach::word_of_rights(tx).await? != placed.rights {
        return Err(ExportError::OtherRights);
    }
    Ok(placed.export)
}

async fn read(tx: &mut Transaction, id: ExportId, after: i64) -> Result<Chunk, ExportError> {
    let found = parts::next(tx, id, after).await?;
    Ok(found
        .map_or(Chunk { bytes: Vec::new(), next: None }, |(number, bytes)| Chunk { bytes, next: Some(Cursor(number)) }))
}
