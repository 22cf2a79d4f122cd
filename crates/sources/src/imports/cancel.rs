//! Somebody stops an import.

use audit::{Entry, Stream};
use database::Transaction;
use foundation::{ImportId, Permission};

use super::store;
use crate::ImportError;

/// Stops an import that has not ended. The slice at work is finished; what is applied stays.
///
/// # Errors
/// [`ImportError::WrongState`] when it has ended already.
pub async fn cancel(tx: &mut Transaction, id: ImportId) -> Result<(), ImportError> {
    tx.allow(Permission::ImportPeople)?;
    let import = store::find(tx, id).await?.ok_or(ImportError::NotFound)?;
    if !store::cancel(tx, id).await? {
        return Err(ImportError::WrongState);
    }
    let entry = Entry::new("import.cancelled", Stream::Administration)
        .object("import", id.0)
        .detail("file", &import.file_name)
        .detail("source", &import.source_name);
    audit::record(tx, entry).await?;
    Ok(())
}
