//! Data keys in the database.

use std::collections::BTreeSet;

use database::{DataKey, DbError, Json, Transaction};
use serde_json::Value;
use uuid::Uuid;

use crate::addresses;

database::statements! {
    /// The key of an owner together with the tenant's retention classes and the day's key of addresses: one look-up brings
    /// what recording needs to know, so that nothing is cached and a change holds on every node at once.
    LOOK_UP: tenant = "SELECT t.settings -> 'audit_classes' AS classes, k.sealed AS sealed, a.sealed AS address_key
        FROM tenant AS t LEFT JOIN data_key AS k ON k.tenant_id = t.tenant_id AND k.owner_id = $2
            LEFT JOIN address_key AS a ON a.tenant_id = t.tenant_id AND a.day = $3
        WHERE t.tenant_id = $1";
    /// A new key, unless there is one.
    ADD: insert = "INSERT INTO data_key (tenant_id, owner_id, sealed, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    /// The keys of many owners. PostgreSQL reads the ids first: a text read as an id could fail on a hidden row, so it would
    /// not use the index for that behind row-level security.
    LOOK_UP_ALL: tenant {
        sqlite: "SELECT d.owner_id, d.sealed FROM json_each($2) k CROSS JOIN data_key d WHERE d.tenant_id = $1 AND d.owner_id = unhex(k.value)",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT d.owner_id, d.sealed FROM k JOIN data_key d ON d.tenant_id = $1 AND d.owner_id = k.id",
    };
    /// Puts something else in the place of a key.
    REPLACE: tenant = "INSERT INTO data_key (tenant_id, owner_id, sealed, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, owner_id) DO UPDATE SET sealed = excluded.sealed";
    /// Every key of a tenant, a page at a time.
    LIST: tenant = "SELECT owner_id, sealed FROM data_key WHERE tenant_id = $1 AND owner_id > $2 ORDER BY owner_id LIMIT 500";
    /// Seals a key anew, unless it was changed meanwhile.
    SEAL_ANEW: tenant = "UPDATE data_key SET sealed = $4 WHERE tenant_id = $1 AND owner_id = $2 AND sealed = $3";
}

#[derive(sqlx::FromRow)]
pub(super) struct Found {
    pub(super) classes: Option<Json<Value>>,
    pub(super) sealed: Option<Vec<u8>>,
    pub(super) address_key: Option<Vec<u8>>,
}

/// A key as it is stored.
#[derive(sqlx::FromRow)]
pub(crate) struct Stored {
    pub(super) owner_id: Uuid,
    pub(super) sealed: Vec<u8>,
}

pub(super) async fn look_up(tx: &mut Transaction, owner: Uuid) -> Result<Found, DbError> {
    let day = addresses::day(tx.now());
    tx.sql(LOOK_UP).bind(owner).bind(day).fetch_one().await
}

/// Whether it was added.
pub(super) async fn add(tx: &mut Transaction, owner: Uuid, sealed: Vec<u8>) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(ADD).bind(owner).bind(sealed).bind(now).execute().await? == 1)
}

/// The keys that are there.
pub(super) async fn look_up_all(tx: &mut Transaction, owners: &BTreeSet<Uuid>) -> Result<Vec<Stored>, DbError> {
    if owners.is_empty() {
        return Ok(Vec::new());
    }
    let owners: Vec<String> = owners.iter().map(|owner| owner.simple().to_string()).collect();
    tx.sql(LOOK_UP_ALL).bind(Json(owners)).fetch_all().await
}

/// Whether all of them were added.
pub(super) async fn add_all(tx: &mut Transaction, keys: &[(Uuid, DataKey, Vec<u8>)]) -> Result<bool, DbError> {
    let now = tx.now();
    let added = tx
        .insert_all(ADD, keys, |statement, (owner, _, sealed)| statement.bind(*owner).bind(sealed.as_slice()).bind(now))
        .await?;
    Ok(usize::try_from(added).is_ok_and(|added| added == keys.len()))
}

pub(super) async fn replace(tx: &mut Transaction, owner: Uuid, sealed: Vec<u8>) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(REPLACE).bind(owner).bind(sealed).bind(now).execute().await.map(drop)
}

pub(super) async fn list(tx: &mut Transaction, after: Uuid) -> Result<Vec<Stored>, DbError> {
    tx.sql(LIST).bind(after).fetch_all().await
}

/// Whether it was still the same.
pub(super) async fn seal_anew(tx: &mut Transaction, old: &Stored, sealed: Vec<u8>) -> Result<bool, DbError> {
    Ok(tx.sql(SEAL_ANEW).bind(old.owner_id).bind(old.sealed.as_slice()).bind(sealed).execute().await? == 1)
}
