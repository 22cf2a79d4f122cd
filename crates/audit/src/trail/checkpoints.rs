//! Checkpoints for the operator's safe.

use database::{RetentionClass, Transaction};
use foundation::Permission;

use super::{Trail, store};
use crate::{AuditError, Checkpoint, digest};

impl Trail {
    /// The newest signed checkpoint of each of the tenant's chains, to be kept where the database's owner cannot reach.
    ///
    /// # Errors
    /// [`AuditError::Refused`] without [`Permission::SeeAudit`].
    pub async fn checkpoints(tx: &mut Transaction) -> Result<Vec<Checkpoint>, AuditError> {
        tx.allow(Permission::SeeAudit)?;
        let tenant = tx.tenant();
        let mut found = Vec::new();
        for class in RetentionClass::ALL {
            found.extend(store::checkpoint(tx, class).await?.map(|row| Checkpoint {
                tenant,
                class: row.class,
                number: row.number,
                digest: digest::hex(&row.digest),
                sealed_at: row.sealed_at,
                signature: digest::hex(&row.signature),
                public_key: digest::hex(&row.public_key),
            }));
        }
        Ok(found)
    }
}
