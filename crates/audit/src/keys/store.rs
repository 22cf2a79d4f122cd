//! Data keys in the database.

use database::{DbError, Json, Transaction};
use serde_json::Value;
use uuid::Uuid;

database::statements! {
    /// The key of an owner together with the tenant's retention classes: one look-up brings what recording needs to know,
    /// so that neither is cached and a change holds on every node at once.
    LOOK_UP: tenant = "SELECT t.settings -> 'audit_classes' AS classes, k.sealed AS sealed
        FROM tenant AS t LEFT JOIN data_key AS k ON k.tenant_id = t.tenant_id AND k.owner_id = $2
        WHERE t.tenant_id = $1";
    /// A new key, unless there is one.
    ADD: tenant = "INSERT INTO data_key (tenant_id, owner_id, sealed, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    /// Puts something else in the place of a key.
    REPLACE: tenant = "INSERT INTO data_key (tenant_id, owner_id, sealed, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, owner_id) DO UPDATE SET sealed = excluded.sealed";
}

#[derive(sqlx::FromRow)]
pub(super) struct Found {
    pub(super) classes: Option<Json<Value>>,
    pub(super) sealed: Option<Vec<u8>>,
}

pub(super) async fn look_up(tx: &mut Transaction, owner: Uuid) -> Result<Found, DbError> {
    tx.sql(LOOK_UP).bind(owner).fetch_one().await
}

/// Whether it was added.
pub(super) async fn add(tx: &mut Transaction, owner: Uuid, sealed: Vec<u8>) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(ADD).bind(owner).bind(sealed).bind(now).execute().await? == 1)
}

pub(super) async fn replace(tx: &mut Transaction, owner: Uuid, sealed: Vec<u8>) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(REPLACE).bind(owner).bind(sealed).bind(now).execute().await.map(drop)
}
