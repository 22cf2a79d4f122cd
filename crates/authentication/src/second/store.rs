//! The rows of authenticator apps, and of keys that are offered to become one.

use chrono::TimeDelta;
use database::{Database, DbError, Sealed, Transaction};
use foundation::{Instant, PersonId, TenantId};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::summary::count_removed;

database::statements! {
    ADD: tenant = "INSERT INTO authenticator_app (tenant_id, id, person_id, name, sealed, last_step, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_PERSON: tenant = "SELECT id, name, sealed, last_step, created_at, last_used_at FROM authenticator_app
        WHERE tenant_id = $1 AND person_id = $2 ORDER BY created_at, id LIMIT 100";
    // Only further than before: of all who give the same code, in any place and at any node, one gets in.
    USE: tenant = "UPDATE authenticator_app SET last_step = $4, last_used_at = $5 WHERE tenant_id = $1 AND id = $2 AND person_id = $3 AND last_step < $4";
    RENAME: tenant = "UPDATE authenticator_app SET name = $4 WHERE tenant_id = $1 AND id = $2 AND person_id = $3";
    REMOVE: tenant = "DELETE FROM authenticator_app WHERE tenant_id = $1 AND id = $2 AND person_id = $3 RETURNING name";
    REMOVE_ALL: tenant = "DELETE FROM authenticator_app WHERE tenant_id = $1 AND person_id = $2 RETURNING name";
    REMOVE_SINCE: tenant = "DELETE FROM authenticator_app WHERE tenant_id = $1 AND person_id = $2 AND created_at >= $3";
    REMOVE_OTHERS: tenant = "DELETE FROM authenticator_app WHERE tenant_id = $1 AND person_id = $2 AND id <> $3";
    OFFER: tenant = "INSERT INTO authenticator_offer (tenant_id, session_id, name, sealed, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, session_id) DO UPDATE SET name = excluded.name, sealed = excluded.sealed, created_at = excluded.created_at, expires_at = excluded.expires_at";
    OFFERED: tenant = "SELECT name, sealed FROM authenticator_offer WHERE tenant_id = $1 AND session_id = $2 AND expires_at > $3";
    // Of many who confirm at once exactly one makes the app.
    TAKE: tenant = "DELETE FROM authenticator_offer WHERE tenant_id = $1 AND session_id = $2 AND sealed = $3 AND expires_at > $4";
    SWEEP: platform = "DELETE FROM authenticator_offer WHERE (tenant_id, session_id) IN
        (SELECT tenant_id, session_id FROM authenticator_offer WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
    /// What is sealed, a page at a time.
    APPS_SEALED: tenant = "SELECT id, sealed FROM authenticator_app WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT 500";
    APP_SEAL_ANEW: tenant = "UPDATE authenticator_app SET sealed = $4 WHERE tenant_id = $1 AND id = $2 AND sealed = $3";
    OFFERS_SEALED: tenant = "SELECT session_id, sealed FROM authenticator_offer WHERE tenant_id = $1 AND session_id > $2 ORDER BY session_id LIMIT 500";
    OFFER_SEAL_ANEW: tenant = "UPDATE authenticator_offer SET sealed = $4 WHERE tenant_id = $1 AND session_id = $2 AND sealed = $3";
}

/// How long a key that was shown can be confirmed.
pub const OFFER_LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// An app as its row says it.
#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    pub id: Uuid,
    pub name: String,
    pub sealed: Vec<u8>,
    pub last_step: i64,
    pub created_at: Instant,
    pub last_used_at: Option<Instant>,
}

/// A key that waits for its first code.
#[derive(sqlx::FromRow)]
pub(crate) struct Offer {
    pub name: String,
    pub sealed: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Name {
    name: String,
}

fn app_binding(tenant: TenantId, id: Uuid) -> Vec<u8> {
    [b"authenticator".as_slice(), tenant.0.as_bytes(), id.as_bytes()].concat()
}

fn offer_binding(tenant: TenantId, session: Uuid) -> Vec<u8> {
    [b"authenticator offer".as_slice(), tenant.0.as_bytes(), session.as_bytes()].concat()
}

impl Row {
    /// The key it shares with the app.
    pub fn key(&self, tx: &Transaction) -> Result<Zeroizing<Vec<u8>>, DbError> {
        let binding = app_binding(tx.tenant(), self.id);
        tx.vault().open(&self.sealed, &binding).map_err(|_| DbError::Corrupt("authenticator_app.sealed"))
    }
}

impl Offer {
    /// The key that was shown.
    pub fn key(&self, tx: &Transaction, session: Uuid) -> Result<Zeroizing<Vec<u8>>, DbError> {
        let binding = offer_binding(tx.tenant(), session);
        tx.vault().open(&self.sealed, &binding).map_err(|_| DbError::Corrupt("authenticator_offer.sealed"))
    }
}

/// Adds an app whose first code was right; that code is used up.
pub(crate) async fn add(
    tx: &mut Transaction,
    person: PersonId,
    name: &str,
    key: &[u8],
    step: i64,
) -> Result<Uuid, DbError> {
    let id: Uuid = tx.new_id();
    let sealed = tx.vault().seal(key, &app_binding(tx.tenant(), id));
    let now = tx.now();
    tx.sql(ADD).bind(id).bind(person).bind(name).bind(sealed).bind(step).bind(now).execute().await?;
    Ok(id)
}

pub(crate) async fn of_person(tx: &mut Transaction, person: PersonId) -> Result<Vec<Row>, DbError> {
    tx.sql(OF_PERSON).bind(person).fetch_all().await
}

/// Uses the code of a step; false when it or a later one was used already.
pub(crate) async fn use_step(tx: &mut Transaction, person: PersonId, app: Uuid, step: i64) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(USE).bind(app).bind(person).bind(step).bind(now).execute().await? == 1)
}

pub(crate) async fn rename(tx: &mut Transaction, person: PersonId, app: Uuid, name: &str) -> Result<bool, DbError> {
    Ok(tx.sql(RENAME).bind(app).bind(person).bind(name).execute().await? == 1)
}

/// Removes an app and returns its name.
pub(crate) async fn remove(tx: &mut Transaction, person: PersonId, app: Uuid) -> Result<Option<String>, DbError> {
    let row: Option<Name> = tx.sql(REMOVE).bind(app).bind(person).fetch_optional().await?;
    count_removed(tx, u64::from(row.is_some())).await?;
    Ok(row.map(|row| row.name))
}

/// Removes every app of a person and returns their names.
pub(crate) async fn remove_all(tx: &mut Transaction, person: PersonId) -> Result<Vec<String>, DbError> {
    let rows: Vec<Name> = tx.sql(REMOVE_ALL).bind(person).fetch_all().await?;
    count_removed(tx, u64::try_from(rows.len()).unwrap_or(0)).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Removes the apps that were added at an instant or later.
pub(crate) async fn remove_since(tx: &mut Transaction, person: PersonId, since: Instant) -> Result<u64, DbError> {
    let removed = tx.sql(REMOVE_SINCE).bind(person).bind(since).execute().await?;
    count_removed(tx, removed).await?;
    Ok(removed)
}

/// Removes every app but the one with this id.
pub(crate) async fn remove_others(tx: &mut Transaction, person: PersonId, kept: Uuid) -> Result<u64, DbError> {
    let removed = tx.sql(REMOVE_OTHERS).bind(person).bind(kept).execute().await?;
    count_removed(tx, removed).await?;
    Ok(removed)
}

/// Offers a key to a session, in place of the one before.
pub(crate) async fn offer(tx: &mut Transaction, session: Uuid, name: &str, key: &[u8]) -> Result<(), DbError> {
    let sealed = tx.vault().seal(key, &offer_binding(tx.tenant(), session));
    let now = tx.now();
    tx.sql(OFFER).bind(session).bind(name).bind(sealed).bind(now).bind(now + OFFER_LIFETIME).execute().await?;
    Ok(())
}

pub(crate) async fn offered(tx: &mut Transaction, session: Uuid) -> Result<Option<Offer>, DbError> {
    let now = tx.now();
    tx.sql(OFFERED).bind(session).bind(now).fetch_optional().await
}

/// Takes an offer; false when it was taken, replaced or is too old.
pub(crate) async fn take(tx: &mut Transaction, session: Uuid, offer: &Offer) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(TAKE).bind(session).bind(offer.sealed.as_slice()).bind(now).execute().await? == 1)
}

/// Removes keys that nobody confirmed before an instant, a thousand at a time. Returns how many.
pub(crate) async fn sweep(database: &Database, before: Instant) -> Result<u64, DbError> {
    database.sweep(SWEEP, before).await
}

/// The sealed key of an app.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedApp {
    id: Uuid,
    sealed: Vec<u8>,
}

/// The column `authenticator_app.sealed`, for a rotation of the master key.
pub(crate) struct Apps;

impl Sealed for Apps {
    const TABLE: &'static str = "authenticator_app";
    const COLUMN: &'static str = "sealed";
    type Row = SealedApp;

    async fn page(tx: &mut Transaction, after: Option<&SealedApp>) -> Result<Vec<SealedApp>, DbError> {
        tx.sql(APPS_SEALED).bind(after.map_or(Uuid::nil(), |row| row.id)).fetch_all().await
    }

    fn sealed(row: &SealedApp) -> &[u8] {
        &row.sealed
    }

    fn binding(tenant: TenantId, row: &SealedApp) -> Vec<u8> {
        app_binding(tenant, row.id)
    }

    async fn replace(tx: &mut Transaction, row: &SealedApp, sealed: Vec<u8>) -> Result<bool, DbError> {
        let statement = tx.sql(APP_SEAL_ANEW).bind(row.id).bind(row.sealed.as_slice());
        Ok(statement.bind(sealed).execute().await? == 1)
    }
}

/// The sealed key of an offer.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedOffer {
    session_id: Uuid,
    sealed: Vec<u8>,
}

/// The column `authenticator_offer.sealed`.
pub(crate) struct Offers;

impl Sealed for Offers {
    const TABLE: &'static str = "authenticator_offer";
    const COLUMN: &'static str = "sealed";
    type Row = SealedOffer;

    async fn page(tx: &mut Transaction, after: Option<&SealedOffer>) -> Result<Vec<SealedOffer>, DbError> {
        tx.sql(OFFERS_SEALED).bind(after.map_or(Uuid::nil(), |row| row.session_id)).fetch_all().await
    }

    fn sealed(row: &SealedOffer) -> &[u8] {
        &row.sealed
    }

    fn binding(tenant: TenantId, row: &SealedOffer) -> Vec<u8> {
        offer_binding(tenant, row.session_id)
    }

    async fn replace(tx: &mut Transaction, row: &SealedOffer, sealed: Vec<u8>) -> Result<bool, DbError> {
        let statement = tx.sql(OFFER_SEAL_ANEW).bind(row.session_id).bind(row.sealed.as_slice());
        Ok(statement.bind(sealed).execute().await? == 1)
    }
}
