//! An import begins.

use audit::{Entry, Stream};
use database::Transaction;
use directory::intake;
use foundation::{ImportId, Permission};

use super::{State, run, store};
use crate::{ImportError, source};

/// Hands a mapped import to a worker, and remembers its mapping for the next file of the source.
///
/// # Errors
/// [`ImportError::WrongState`] without a file or mapping or when it has begun, [`ImportError::Mapping`] when the tenant's
/// attributes changed since, [`ImportError::SourceBusy`] while another import of the source runs,
/// [`ImportError::Forgotten`] when the file is not kept any more.
pub async fn start(tx: &mut Transaction, id: ImportId) -> Result<(), ImportError> {
    tx.allow(Permission::ImportPeople)?;
    let import = store::find(tx, id).await?.ok_or(ImportError::NotFound)?;
    let facts = import.facts.as_ref().filter(|_| import.is_mapped()).ok_or(ImportError::WrongState)?;
    let problems = import.mapping.problems(&facts.columns, &intake::definitions(tx).await?);
    if !problems.is_empty() {
        return Err(ImportError::Mapping(problems));
    }
    source::remember(tx, import.source, &import.mapping).await?;
    if !store::start(tx, id).await? {
        // Read again: another start may have been first while this one waited for the source.
        let state = store::find(tx, id).await?.map(|import| import.state);
        return Err(if state == Some(State::Uploaded) { ImportError::SourceBusy } else { ImportError::WrongState });
    }
    jobs::enqueue(tx, run::KIND, &run::Payload { import: id }, None).await?;
    let entry = Entry::new("import.started", Stream::Administration)
        .object("import", id.0)
        .detail("file", &import.file_name)
        .detail("source", &import.source_name)
        .detail("rows", facts.rows.to_string());
    audit::record(tx, entry).await?;
    Ok(())
}
