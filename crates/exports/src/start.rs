//! An export begins.

use audit::{Entry, Stream};
use database::{Refused, Transaction};
use directory::people::walk::Selection;
use foundation::{ExportId, Permission, Sensitive};

use crate::{Column, ExportError, Format, column, forget, run, store};

/// The most exports of one person that are under way at once.
const MOST_UNDER_WAY: i64 = 20;

/// Hands the people who are meant to a worker, as a file with these columns, in the order in which they are offered.
///
/// # Errors
/// [`ExportError::Refused`] without [`Permission::ExportPeople`] and [`Permission::SeePeople`] for anybody;
/// [`ExportError::Unproved`] without a fresh proof; [`ExportError::NotFound`] for an organisation or a group whose people the caller
/// does not see; [`ExportError::Invalid`] without columns, for one that is not offered to the caller, for too many people chosen
/// one by one, and while too many exports of the caller's are under way.
pub async fn start(
    tx: &mut Transaction,
    selection: &Selection,
    columns: &[Column],
    format: Format,
) -> Result<ExportId, ExportError> {
    tx.allow_somewhere(Permission::ExportPeople)?;
    tx.allow_somewhere(Permission::SeePeople)?;
    tx.require_proof(Sensitive::Exports)?;
    let asked_by = tx.caller().person().ok_or(Refused(Permission::ExportPeople))?;
    if columns.is_empty() {
        return Err(ExportError::field("column", "columns-missing"));
    }
    let (offered, _) = column::offered(tx).await?;
    if columns.iter().any(|column| !offered.contains(column)) {
        return Err(ExportError::field("column", "not-a-choice"));
    }
    let selection = &selection.checked(tx).await?;
    if store::under_way(tx, asked_by, MOST_UNDER_WAY).await? >= MOST_UNDER_WAY {
        return Err(ExportError::field("", "too-many-running"));
    }
    let columns: Vec<Column> = offered.into_iter().filter(|column| columns.contains(column)).collect();
    let rights = permissions::reach::word_of_rights(tx).await?;
    let id = store::add(tx, asked_by, selection, &columns, (format, &rights)).await?;
    jobs::enqueue(tx, run::KIND, &run::Payload { export: id }, None).await?;
    forget::schedule(tx, id).await?;
    let words: Vec<String> = columns.iter().map(Column::word).collect();
    let entry = Entry::new("export.started", Stream::Disclosure)
        .object("export", id.0)
        .detail("filter", selection.in_words())
        .detail("columns", words.join(", "))
        .detail("format", format.word());
    audit::record(tx, entry).await?;
    Ok(id)
}
