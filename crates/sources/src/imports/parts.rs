//! The file at rest: in parts, each sealed under the master key and bound to its tenant, import and place.

use database::{DbError, Transaction, VaultError};
use foundation::{ImportId, TenantId};

use super::store;

/// The size of a part in bytes; the last one is shorter.
pub(crate) const PART: usize = 256 * 1024;

/// Why a part cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PartError {
    /// It is not there: retention removed the file.
    #[error("the file is not kept any more")]
    Gone,
    /// It was changed, or the key that sealed it is missing.
    #[error("a part of the file cannot be opened")]
    Sealed(#[from] VaultError),
    #[error(transparent)]
    Database(#[from] DbError),
}

fn binding(tenant: TenantId, import: ImportId, number: u32) -> String {
    format!("import_part {tenant} {import} {number}")
}

pub(crate) async fn save(tx: &mut Transaction, import: ImportId, number: u32, plain: &[u8]) -> Result<(), DbError> {
    let sealed = tx.vault().seal(plain, binding(tx.tenant(), import, number).as_bytes());
    store::add_part(tx, import, number, sealed).await
}

pub(crate) async fn load(
    tx: &mut Transaction,
    import: ImportId,
    number: u32,
) -> Result<impl std::ops::Deref<Target = Vec<u8>> + use<>, PartError> {
    let sealed = store::part(tx, import, number).await?.ok_or(PartError::Gone)?;
    Ok(tx.vault().open(&sealed, binding(tx.tenant(), import, number).as_bytes())?)
}
