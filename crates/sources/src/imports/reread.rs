//! Somebody knows better how a file is written.

use audit::{Entry, Stream};
use database::Transaction;
use foundation::{ImportId, Permission};

use super::{parts, store};
use crate::ImportError;
use crate::file::{Delimiter, Encoding, FileLimits, Inspection};

/// Looks at the file of an import that has not begun once more, in this encoding and with this delimiter. Its columns may
/// be others then, so a mapping that was stored is dropped. Nothing happens when the file is read in this way already.
///
/// # Errors
/// [`ImportError::File`] when the file cannot be read so, [`ImportError::WrongState`] when the import has begun.
pub async fn reread(
    tx: &mut Transaction,
    id: ImportId,
    encoding: Encoding,
    delimiter: Delimiter,
) -> Result<(), ImportError> {
    tx.allow(Permission::ImportPeople)?;
    let import = store::find(tx, id).await?.ok_or(ImportError::NotFound)?;
    let facts = import.facts.ok_or(ImportError::WrongState)?;
    if (facts.format.encoding, facts.format.delimiter) == (encoding, delimiter) {
        return Ok(());
    }
    // It was let in under the limits of its day.
    let mut inspection = Inspection::written_as(FileLimits { bytes: u64::MAX, rows: u64::MAX }, encoding, delimiter);
    for number in 0..facts.parts {
        let part = parts::load(tx, id, number).await?;
        inspection.push(&part)?;
    }
    let mut found = inspection.finish()?;
    found.parts = facts.parts;
    if !store::arrived(tx, id, &found).await? {
        return Err(ImportError::WrongState);
    }
    let entry =
        Entry::new("import.reread", Stream::Administration).object("import", id.0).detail("encoding", encoding.name());
    audit::record(tx, entry.detail("delimiter", char::from(delimiter.byte()).to_string())).await?;
    Ok(())
}
