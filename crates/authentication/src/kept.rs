//! Forms that wait while their sender proves who they are (docs/decisions/0015): sealed, of one session and one page, shown again once.
//!
//! Keeping a form does nothing, and neither does showing it: what it asks for happens when its sender sends it again.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use database::{Database, DbError, Sealed, Transaction};
use foundation::{Instant, TenantId};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{Authentication, AuthenticationError, Visitor};

database::statements! {
    ADD: tenant = "INSERT INTO kept_form (tenant_id, id, session_id, page, sealed, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    AMOUNT: tenant = "SELECT count(*) AS amount FROM kept_form WHERE tenant_id = $1 AND session_id = $2";
    // Of many who ask at once exactly one is shown it.
    TAKE: tenant = "DELETE FROM kept_form WHERE tenant_id = $1 AND id = $2 AND session_id = $3 AND page = $4 AND expires_at > $5 RETURNING sealed";
    FOLLOW: tenant = "UPDATE kept_form SET session_id = $3 WHERE tenant_id = $1 AND session_id = $2";
    SWEEP: platform = "DELETE FROM kept_form WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM kept_form WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
    /// What is sealed, a page at a time.
    SEALED: tenant = "SELECT id, page, sealed FROM kept_form WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT 500";
    SEAL_ANEW: tenant = "UPDATE kept_form SET sealed = $4 WHERE tenant_id = $1 AND id = $2 AND sealed = $3";
}

/// How long a form waits.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// The largest form that is kept, in bytes.
pub const LARGEST: usize = 64 * 1024;
/// How many forms of one session wait at most.
pub const MOST: i64 = 20;

/// What was typed, field by field.
pub type Fields = BTreeMap<String, String>;

#[derive(sqlx::FromRow)]
struct Amount {
    amount: i64,
}

#[derive(sqlx::FromRow)]
struct Taken {
    sealed: Vec<u8>,
}

fn binding(tenant: TenantId, id: Uuid, page: &str) -> Vec<u8> {
    [b"kept form".as_slice(), tenant.0.as_bytes(), id.as_bytes(), page.as_bytes()].concat()
}

/// What is sealed: the form, and which form of its page it is.
#[derive(serde::Serialize, serde::Deserialize)]
struct Content {
    sent_to: String,
    fields: Fields,
}

/// A form that waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it was sent, below the tenant.
    pub sent_to: String,
    /// What was typed.
    pub fields: Fields,
}

impl Authentication {
    /// Keeps a form of the visitor's session until its page is shown again; nothing is kept of one that is too large, or when too
    /// many wait. It must hold no secret.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn keep_form(
        &self,
        visitor: &Visitor,
        page: &str,
        sent_to: &str,
        fields: &Fields,
    ) -> Result<Option<Uuid>, AuthenticationError> {
        let content = Content { sent_to: sent_to.to_owned(), fields: fields.clone() };
        let plain = Zeroizing::new(serde_json::to_vec(&content).map_err(|_| DbError::Corrupt("kept_form.sealed"))?);
        if fields.is_empty() || plain.len() > LARGEST {
            return Ok(None);
        }
        let mut tx = self.database.begin(&visitor.caller).await?;
        if tx.sql(AMOUNT).bind(visitor.session).fetch_one::<Amount>().await?.amount >= MOST {
            return Ok(None);
        }
        let id = uuid::Builder::from_random_bytes(tx.randomness().bytes()).into_uuid();
        let sealed = tx.vault().seal(&plain, &binding(tx.tenant(), id, page));
        let now: Instant = tx.now();
        tx.sql(ADD)
            .bind(id)
            .bind(visitor.session)
            .bind(page)
            .bind(sealed)
            .bind(now)
            .bind(now + LIFETIME)
            .execute()
            .await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// The form that waits for a page of the visitor's session. It is shown this once.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn take_form(
        &self,
        visitor: &Visitor,
        page: &str,
        id: Uuid,
    ) -> Result<Option<Kept>, AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        let now = tx.now();
        let taken: Option<Taken> =
            tx.sql(TAKE).bind(id).bind(visitor.session).bind(page).bind(now).fetch_optional().await?;
        let Some(taken) = taken else { return Ok(None) };
        let corrupt = || DbError::Corrupt("kept_form.sealed");
        let plain = tx.vault().open(&taken.sealed, &binding(tx.tenant(), id, page)).map_err(|_| corrupt())?;
        let Content { sent_to, fields } = serde_json::from_slice(&plain).map_err(|_| corrupt())?;
        tx.commit().await?;
        Ok(Some(Kept { sent_to, fields }))
    }
}

/// Takes the forms of a session along to the one that takes its place.
pub(crate) async fn follow(tx: &mut Transaction, from: Uuid, to: Uuid) -> Result<(), DbError> {
    tx.sql(FOLLOW).bind(from).bind(to).execute().await?;
    Ok(())
}

/// Removes forms past their time, a thousand at a time.
///
/// # Errors
/// What the database reports.
pub async fn sweep(database: &Database) -> Result<(), DbError> {
    database.sweep(SWEEP, database.now()).await.map(drop)
}

/// The sealed form of a row.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedRow {
    id: Uuid,
    page: String,
    sealed: Vec<u8>,
}

/// The column `kept_form.sealed`, for a rotation of the master key.
pub(crate) struct Column;

impl Sealed for Column {
    const TABLE: &'static str = "kept_form";
    const COLUMN: &'static str = "sealed";
    type Row = SealedRow;

    async fn page(tx: &mut Transaction, after: Option<&SealedRow>) -> Result<Vec<SealedRow>, DbError> {
        tx.sql(SEALED).bind(after.map_or(Uuid::nil(), |row| row.id)).fetch_all().await
    }

    fn sealed(row: &SealedRow) -> &[u8] {
        &row.sealed
    }

    fn binding(tenant: TenantId, row: &SealedRow) -> Vec<u8> {
        binding(tenant, row.id, &row.page)
    }

    async fn replace(tx: &mut Transaction, row: &SealedRow, sealed: Vec<u8>) -> Result<bool, DbError> {
        let statement = tx.sql(SEAL_ANEW).bind(row.id).bind(row.sealed.as_slice());
        Ok(statement.bind(sealed).execute().await? == 1)
    }
}
