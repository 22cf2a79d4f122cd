//! The file at rest: in parts, each sealed under the master key and bound to its tenant, import and place.

use database::{DbError, Sealed, Transaction, VaultError};
use foundation::{ImportId, TenantId};
use uuid::Uuid;

use super::store;

database::statements! {
    /// What is sealed, a few at a time: a part is large.
    SEALED: tenant = "SELECT import_id, number, sealed FROM import_part WHERE tenant_id = $1 AND (import_id, number) > ($2, $3)
        ORDER BY import_id, number LIMIT 8";
    /// Seals a part anew, unless it was changed meanwhile.
    SEAL_ANEW: tenant = "UPDATE import_part SET sealed = $5 WHERE tenant_id = $1 AND import_id = $2 AND number = $3 AND sealed = $4";
}

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

/// A part as it is stored.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedPart {
    import_id: ImportId,
    number: i64,
    sealed: Vec<u8>,
}

/// The column `import_part.sealed`, for a rotation of the master key.
pub(crate) struct Column;

impl Sealed for Column {
    const TABLE: &'static str = "import_part";
    const COLUMN: &'static str = "sealed";
    type Row = SealedPart;

    async fn page(tx: &mut Transaction, after: Option<&Self::Row>) -> Result<Vec<Self::Row>, DbError> {
        let (import, number) = after.map_or((ImportId(Uuid::nil()), -1), |row| (row.import_id, row.number));
        tx.sql(SEALED).bind(import).bind(number).fetch_all().await
    }

    fn sealed(row: &Self::Row) -> &[u8] {
        &row.sealed
    }

    fn binding(tenant: TenantId, row: &Self::Row) -> Vec<u8> {
        binding(tenant, row.import_id, u32::try_from(row.number).unwrap_or(u32::MAX)).into_bytes()
    }

    async fn replace(tx: &mut Transaction, row: &Self::Row, sealed: Vec<u8>) -> Result<bool, DbError> {
        let statement = tx.sql(SEAL_ANEW).bind(row.import_id).bind(row.number).bind(row.sealed.as_slice());
        Ok(statement.bind(sealed).execute().await? == 1)
    }
}
