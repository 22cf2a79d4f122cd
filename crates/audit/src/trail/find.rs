//! One entry.

use database::Transaction;
use foundation::{EventId, Permission};

use super::reader::Reader;
use super::{Recorded, Trail, store};
use crate::AuditError;

impl Trail {
    /// The entry with an id. Content is shown to those who may also see profiles.
    ///
    /// # Errors
    /// [`AuditError::Refused`] without [`Permission::SeeAudit`].
    pub async fn find(tx: &mut Transaction, id: EventId) -> Result<Option<Recorded>, AuditError> {
        tx.allow(Permission::SeeAudit)?;
        let reader = Reader::of(tx).with_addresses(tx).await?;
        Ok(store::find(tx, id).await?.map(|row| reader.read(row)))
    }
}
