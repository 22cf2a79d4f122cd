//! What a job needs and nobody may read in a copy of the database: it is sealed beside the payload.

use database::{DbError, Sealed, Transaction};
use foundation::{JobId, TenantId};
use uuid::Uuid;

use crate::store::{self, SealedRow};

/// What ties a sealed value to its job.
pub(crate) fn binding(tenant: TenantId, id: JobId) -> String {
    format!("job {tenant} {id}")
}

/// The column `job.sealed`, for a rotation of the master key.
pub(crate) struct Column;

impl Sealed for Column {
    const TABLE: &'static str = "job";
    const COLUMN: &'static str = "sealed";
    type Row = SealedRow;

    async fn page(tx: &mut Transaction, after: Option<&SealedRow>) -> Result<Vec<SealedRow>, DbError> {
        store::sealed(tx, after.map_or(JobId(Uuid::nil()), |row| row.id)).await
    }

    fn sealed(row: &SealedRow) -> &[u8] {
        row.sealed.as_deref().unwrap_or_default()
    }

    fn binding(tenant: TenantId, row: &SealedRow) -> Vec<u8> {
        binding(tenant, row.id).into_bytes()
    }

    async fn replace(tx: &mut Transaction, row: &SealedRow, sealed: Vec<u8>) -> Result<bool, DbError> {
        store::seal_anew(tx, row, sealed).await
    }
}
