//! The rows of passkeys.

use database::{DbError, Transaction};
use foundation::{Instant, PersonId};
use uuid::Uuid;

use super::verify::{Made, Used};
use crate::second::summary::count_removed;

database::statements! {
    ADD: tenant = "INSERT INTO passkey (tenant_id, id, person_id, credential_id, rp_id, public_key, counter, name, aaguid, transports, is_verified, is_backup_eligible, is_backed_up, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (tenant_id, credential_id) DO NOTHING";
    BY_CREDENTIAL: tenant = "SELECT id, person_id, credential_id, public_key, counter, name, is_verified, is_backup_eligible, is_backed_up FROM passkey
        WHERE tenant_id = $1 AND credential_id = $2";
    OF_PERSON: tenant = "SELECT id, credential_id, rp_id, name, aaguid, transports, is_verified, is_backed_up, created_at, last_used_at, suspected_at FROM passkey
        WHERE tenant_id = $1 AND person_id = $2 ORDER BY created_at, id LIMIT 100";
    // Only further than before: of two who use the same count at once, one is a copy. A device that does not count says 0.
    USE: tenant = "UPDATE passkey SET counter = $4, is_backed_up = $5, last_used_at = $6
        WHERE tenant_id = $1 AND id = $2 AND person_id = $3 AND (counter < $4 OR (counter = 0 AND $4 = 0))";
    SUSPECT: tenant = "UPDATE passkey SET suspected_at = $4 WHERE tenant_id = $1 AND id = $2 AND person_id = $3";
    RENAME: tenant = "UPDATE passkey SET name = $4 WHERE tenant_id = $1 AND id = $2 AND person_id = $3";
    REMOVE: tenant = "DELETE FROM passkey WHERE tenant_id = $1 AND id = $2 AND person_id = $3 RETURNING name";
    REMOVE_ALL: tenant = "DELETE FROM passkey WHERE tenant_id = $1 AND person_id = $2 RETURNING name";
    REMOVE_SINCE: tenant = "DELETE FROM passkey WHERE tenant_id = $1 AND person_id = $2 AND created_at >= $3";
    REMOVE_OTHERS: tenant = "DELETE FROM passkey WHERE tenant_id = $1 AND person_id = $2 AND id <> $3";
}

/// A passkey as the ceremony needs it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Stored {
    pub id: Uuid,
    pub person_id: PersonId,
    pub credential_id: Vec<u8>,
    pub public_key: Vec<u8>,
    pub counter: i64,
    pub name: String,
    pub is_verified: bool,
    pub is_backup_eligible: bool,
    pub is_backed_up: bool,
}

/// A passkey as its row says it.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Row {
    pub id: Uuid,
    pub credential_id: Vec<u8>,
    pub rp_id: String,
    pub name: String,
    pub aaguid: Uuid,
    pub transports: String,
    pub is_verified: bool,
    pub is_backed_up: bool,
    pub created_at: Instant,
    pub last_used_at: Option<Instant>,
    pub suspected_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct Name {
    name: String,
}

/// Adds a passkey; false when the credential is somebody's already.
pub(crate) async fn add(
    tx: &mut Transaction,
    id: Uuid,
    person: PersonId,
    rp_id: &str,
    name: &str,
    made: &Made,
) -> Result<bool, DbError> {
    let now = tx.now();
    let added = tx
        .sql(ADD)
        .bind(id)
        .bind(person)
        .bind(&made.credential_id)
        .bind(rp_id)
        .bind(&made.public_key)
        .bind(made.counter)
        .bind(name)
        .bind(made.aaguid)
        .bind(&made.transports)
        .bind(made.is_verified)
        .bind(made.is_backup_eligible)
        .bind(made.is_backed_up)
        .bind(now)
        .execute()
        .await?;
    Ok(added == 1)
}

pub(crate) async fn by_credential(tx: &mut Transaction, credential: &[u8]) -> Result<Option<Stored>, DbError> {
    tx.sql(BY_CREDENTIAL).bind(credential.to_vec()).fetch_optional().await
}

pub(crate) async fn of_person(tx: &mut Transaction, person: PersonId) -> Result<Vec<Row>, DbError> {
    tx.sql(OF_PERSON).bind(person).fetch_all().await
}

/// Notes that a passkey was used; false when it has counted as far already, or is gone.
pub(crate) async fn note_use(tx: &mut Transaction, stored: &Stored, used: Used) -> Result<bool, DbError> {
    let now = tx.now();
    let noted = tx
        .sql(USE)
        .bind(stored.id)
        .bind(stored.person_id)
        .bind(used.counter)
        .bind(used.is_backed_up)
        .bind(now)
        .execute()
        .await?;
    Ok(noted == 1)
}

pub(crate) async fn suspect(tx: &mut Transaction, stored: &Stored) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(SUSPECT).bind(stored.id).bind(stored.person_id).bind(now).execute().await?;
    Ok(())
}

pub(crate) async fn rename(tx: &mut Transaction, person: PersonId, id: Uuid, name: &str) -> Result<bool, DbError> {
    Ok(tx.sql(RENAME).bind(id).bind(person).bind(name).execute().await? == 1)
}

/// Removes a passkey and returns its name.
pub(crate) async fn remove(tx: &mut Transaction, person: PersonId, id: Uuid) -> Result<Option<String>, DbError> {
    let row: Option<Name> = tx.sql(REMOVE).bind(id).bind(person).fetch_optional().await?;
    count_removed(tx, u64::from(row.is_some())).await?;
    Ok(row.map(|row| row.name))
}

/// Removes every passkey of a person and returns their names.
pub(crate) async fn remove_all(tx: &mut Transaction, person: PersonId) -> Result<Vec<String>, DbError> {
    let rows: Vec<Name> = tx.sql(REMOVE_ALL).bind(person).fetch_all().await?;
    count_removed(tx, u64::try_from(rows.len()).unwrap_or(0)).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Removes the passkeys that were added at an instant or later.
pub(crate) async fn remove_since(tx: &mut Transaction, person: PersonId, since: Instant) -> Result<u64, DbError> {
    let removed = tx.sql(REMOVE_SINCE).bind(person).bind(since).execute().await?;
    count_removed(tx, removed).await?;
    Ok(removed)
}

/// Removes every passkey but the one with this id.
pub(crate) async fn remove_others(tx: &mut Transaction, person: PersonId, kept: Uuid) -> Result<u64, DbError> {
    let removed = tx.sql(REMOVE_OTHERS).bind(person).bind(kept).execute().await?;
    count_removed(tx, removed).await?;
    Ok(removed)
}
