//! The file at rest: in parts, each sealed under the master key and bound to its tenant, export and place.

use database::{DbError, Sealed, Transaction};
use foundation::{ExportId, TenantId};
use uuid::Uuid;

use crate::ExportError;

database::statements! {
    ADD: tenant = "INSERT INTO person_export_part (tenant_id, export_id, number, sealed) VALUES ($1, $2, $3, $4)";
    NEXT: tenant = "SELECT export_id, number, sealed FROM person_export_part WHERE tenant_id = $1 AND export_id = $2 AND number > $3 ORDER BY number LIMIT 1";
    // A few at a time: a file of everybody is long, and nobody writes to SQLite meanwhile.
    REMOVE: tenant = "DELETE FROM person_export_part WHERE tenant_id = $1 AND export_id = $2 AND number IN
        (SELECT p.number FROM person_export_part p WHERE p.tenant_id = $1 AND p.export_id = $2 ORDER BY p.number LIMIT 8)";
    /// What is sealed, a few at a time: a part is large.
    SEALED: tenant = "SELECT export_id, number, sealed FROM person_export_part WHERE tenant_id = $1 AND (export_id, number) > ($2, $3)
        ORDER BY export_id, number LIMIT 8";
    /// Seals a part anew, unless it was changed meanwhile.
    SEAL_ANEW: tenant = "UPDATE person_export_part SET sealed = $5 WHERE tenant_id = $1 AND export_id = $2 AND number = $3 AND sealed = $4";
}

fn binding(tenant: TenantId, export: ExportId, number: i64) -> String {
    format!("person_export_part {tenant} {export} {number}")
}

/// Keeps the part with a number.
pub(crate) async fn save(tx: &mut Transaction, export: ExportId, number: i64, plain: &[u8]) -> Result<(), DbError> {
    let sealed = tx.vault().seal(plain, binding(tx.tenant(), export, number).as_bytes());
    tx.sql(ADD).bind(export).bind(number).bind(sealed).execute().await.map(drop)
}

/// The first part behind a number, with its own number; nothing behind the last.
pub(crate) async fn next(
    tx: &mut Transaction,
    export: ExportId,
    after: i64,
) -> Result<Option<(i64, Vec<u8>)>, ExportError> {
    let Some(part): Option<SealedPart> = tx.sql(NEXT).bind(export).bind(after).fetch_optional().await? else {
        return Ok(None);
    };
    let plain = tx.vault().open(&part.sealed, binding(tx.tenant(), export, part.number).as_bytes())?;
    Ok(Some((part.number, plain.to_vec())))
}

/// Removes some parts of a file that nobody gets; false when none are left.
pub(crate) async fn remove(tx: &mut Transaction, export: ExportId) -> Result<bool, DbError> {
    Ok(tx.sql(REMOVE).bind(export).execute().await? > 0)
}

/// A part as it is stored.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedPart {
    export_id: ExportId,
    number: i64,
    sealed: Vec<u8>,
}

/// The column `person_export_part.sealed`, for a rotation of the master key.
pub(crate) struct SealedParts;

impl Sealed for SealedParts {
    const TABLE: &'static str = "person_export_part";
    const COLUMN: &'static str = "sealed";
    type Row = SealedPart;

    async fn page(tx: &mut Transaction, after: Option<&Self::Row>) -> Result<Vec<Self::Row>, DbError> {
        let (export, number) = after.map_or((ExportId(Uuid::nil()), -1), |row| (row.export_id, row.number));
        tx.sql(SEALED).bind(export).bind(number).fetch_all().await
    }

    fn sealed(row: &Self::Row) -> &[u8] {
        &row.sealed
    }

    fn binding(tenant: TenantId, row: &Self::Row) -> Vec<u8> {
        binding(tenant, row.export_id, row.number).into_bytes()
    }

    async fn replace(tx: &mut Transaction, row: &Self::Row, sealed: Vec<u8>) -> Result<bool, DbError> {
        let statement = tx.sql(SEAL_ANEW).bind(row.export_id).bind(row.number).bind(row.sealed.as_slice());
        Ok(statement.bind(sealed).execute().await? == 1)
    }
}
