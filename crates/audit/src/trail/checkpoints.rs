//! Checkpoints for the operator's safe.

use database::{RetentionClass, Transaction};
use foundation::Permission;

use super::{Trail, store};
use crate::{AuditError, Checkpoint, digest};

/// Where a chain ends now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its newest batch, signed.
    pub checkpoint: Checkpoint,
    /// How many entries that batch has.
    pub entries: u64,
    /// The number of the key that signed it.
    pub key: i64,
}

impl Trail {
    /// Where each of the tenant's chains ends now.
    ///
    /// # Errors
    /// [`AuditError::Refused`] without [`Permission::SeeAudit`].
    pub async fn heads(tx: &mut Transaction) -> Result<Vec<Head>, AuditError> {
        tx.allow(Permission::SeeAudit)?;
        let tenant = tx.tenant();
        let mut found = Vec::new();
        for class in RetentionClass::ALL {
            found.extend(store::checkpoint(tx, class).await?.map(|row| Head {
                checkpoint: Checkpoint {
                    tenant,
                    class: row.class,
                    number: row.number,
                    digest: digest::hex(&row.digest),
                    sealed_at: row.sealed_at,
                    signature: digest::hex(&row.signature),
                    public_key: digest::hex(&row.public_key),
                },
                entries: u64::try_from(row.entries).unwrap_or(0),
                key: row.key_number,
            }));
        }
        Ok(found)
    }

    /// The newest signed checkpoint of each of the tenant's chains, to be kept where the database's owner cannot reach.
    ///
    /// # Errors
    /// As [`Trail::heads`].
    pub async fn checkpoints(tx: &mut Transaction) -> Result<Vec<Checkpoint>, AuditError> {
        Ok(Self::heads(tx).await?.into_iter().map(|head| head.checkpoint).collect())
    }
}
