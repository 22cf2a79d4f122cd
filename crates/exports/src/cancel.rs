//! Whoever asked for an export stops it.

use audit::{Entry, Stream};
use database::Transaction;
use foundation::ExportId;

use crate::{ExportError, State, see, store};

/// Stops an export that has not ended. Nobody gets what was written of its file; the job that was writing it removes it.
///
/// # Errors
/// [`ExportError::Refused`] without the permission; [`ExportError::NotFound`] also for somebody else's;
/// [`ExportError::WrongState`] when it has ended already.
pub async fn cancel(tx: &mut Transaction, id: ExportId) -> Result<(), ExportError> {
    see::one(tx, id).await?;
    if !store::end(tx, id, State::Cancelled, None).await? {
        return Err(ExportError::WrongState);
    }
    audit::record(tx, Entry::new("export.cancelled", Stream::Disclosure).object("export", id.0)).await?;
    Ok(())
}
