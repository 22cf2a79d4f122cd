//! Rotation of the master key: what earlier master keys sealed is sealed again under the current one.

use database::Database;
use foundation::TenantId;

use crate::seal::signing;
use crate::{AuditError, keys, verify};

/// What a rotation did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resealed {
    /// How many keys are now sealed under the current master key and were not before.
    pub changed: u64,
    /// How many cannot be opened with the master keys given. Earlier master keys must be kept for these.
    pub unopened: u64,
}

/// Seals every data key and signing key of the trail under the current master key, tenant by tenant, while others work.
/// Earlier master keys may be given up when nothing was left unopened and every entry is sealed. Repeating it is harmless.
///
/// # Errors
/// What the database reports; what was sealed anew until then stays so.
pub async fn reseal(database: &Database) -> Result<Resealed, AuditError> {
    let mut done = Resealed::default();
    signing::reseal(database, &mut done).await?;
    let mut after: Option<TenantId> = None;
    loop {
        let tenants = verify::tenants(database, after).await?;
        let Some(last) = tenants.last().copied() else { return Ok(done) };
        for tenant in tenants {
            keys::reseal(database, tenant, &mut done).await?;
        }
        after = Some(last);
    }
}
