//! Waiting entries and batches in the database.

use database::{Database, DbError, Transaction};
use foundation::TenantId;
use uuid::Uuid;

database::statements! {
    /// The next chain with something to seal: one step in the index for each, however much waits.
    NEXT: platform = "SELECT tenant_id, class FROM audit_pending WHERE (tenant_id, class) > ($1, $2) ORDER BY tenant_id, class LIMIT 1";
    /// How much waits, of all tenants, counted up to a limit.
    UNSEALED: platform = "SELECT count(*) AS amount FROM (SELECT p.event_id FROM audit_pending AS p LIMIT 10000) AS found";
    /// Takes the oldest entries out of the waiting ones; of two nodes that try, one gets each.
    TAKE: tenant {
        sqlite: "DELETE FROM audit_pending WHERE tenant_id = $1 AND class = $2 AND event_id IN
                (SELECT p.event_id FROM audit_pending AS p WHERE p.tenant_id = $1 AND p.class = $2 ORDER BY p.event_id LIMIT $3 + 0)
            RETURNING event_id, at, digest, proof",
        postgres: "DELETE FROM audit_pending WHERE tenant_id = $1 AND class = $2 AND event_id IN
                (SELECT p.event_id FROM audit_pending AS p WHERE p.tenant_id = $1 AND p.class = $2 ORDER BY p.event_id LIMIT $3 + 0)
            RETURNING uuid_send(event_id) AS event_id, timestamptz_send(at) AS at, digest, proof",
    };
    /// The newest batch of a chain.
    HEAD: tenant = "SELECT number, digest FROM audit_batch WHERE tenant_id = $1 AND class = $2 ORDER BY number DESC LIMIT 1";
    /// A new batch, unless there is one of that number.
    ADD: tenant = "INSERT INTO audit_batch (tenant_id, class, number, month, sealed_at, entries, members, previous, digest, signature, key_number)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
}

#[derive(sqlx::FromRow)]
struct Chain {
    tenant_id: TenantId,
    class: String,
}

#[derive(sqlx::FromRow)]
struct Count {
    amount: i64,
}

/// A waiting entry as it is stored.
#[derive(sqlx::FromRow)]
pub(super) struct Waiting {
    pub(super) event_id: Vec<u8>,
    pub(super) at: Vec<u8>,
    pub(super) digest: Vec<u8>,
    pub(super) proof: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Head {
    number: i64,
    digest: Vec<u8>,
}

pub(super) struct Batch<'a> {
    pub(super) class: &'a str,
    pub(super) number: i64,
    pub(super) month: &'a str,
    pub(super) entries: i64,
    pub(super) members: &'a [u8],
    pub(super) previous: &'a [u8],
    pub(super) digest: &'a [u8],
    pub(super) signature: &'a [u8],
    pub(super) key_number: i64,
}

/// The chains with something to seal.
pub(super) async fn waiting(database: &Database) -> Result<Vec<(TenantId, String)>, DbError> {
    let mut platform = database.platform_read().await?;
    let mut found: Vec<(TenantId, String)> = Vec::new();
    let mut after = (TenantId(Uuid::nil()), String::new());
    while let Some(chain) = platform.sql(NEXT).bind(after.0).bind(after.1.as_str()).fetch_optional::<Chain>().await? {
        after = (chain.tenant_id, chain.class);
        found.push(after.clone());
    }
    Ok(found)
}

/// How much waits, of all tenants, counted up to 10,000.
pub(super) async fn unsealed(database: &Database) -> Result<u64, DbError> {
    let count: Count = database.platform_read().await?.sql(UNSEALED).fetch_one().await?;
    Ok(u64::try_from(count.amount).unwrap_or(0))
}

pub(super) async fn take(tx: &mut Transaction, class: &str, most: usize) -> Result<Vec<Waiting>, DbError> {
    tx.sql(TAKE).bind(class).bind(i64::try_from(most).unwrap_or(i64::MAX)).fetch_all().await
}

pub(super) async fn head(tx: &mut Transaction, class: &str) -> Result<Option<(i64, Vec<u8>)>, DbError> {
    let head: Option<Head> = tx.sql(HEAD).bind(class).fetch_optional().await?;
    Ok(head.map(|head| (head.number, head.digest)))
}

/// Whether it was added.
pub(super) async fn add(tx: &mut Transaction, batch: Batch<'_>) -> Result<bool, DbError> {
    let now = tx.now();
    let statement = tx
        .sql(ADD)
        .bind(batch.class)
        .bind(batch.number)
        .bind(batch.month)
        .bind(now)
        .bind(batch.entries)
        .bind(batch.members);
    let statement = statement.bind(batch.previous).bind(batch.digest).bind(batch.signature).bind(batch.key_number);
    Ok(statement.execute().await? == 1)
}
