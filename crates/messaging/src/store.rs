//! The table of messages. The text is sealed: a copy of the database is no collection of links that let one in.

use database::{DbError, Sealed, Transaction};
use foundation::{Instant, MessageId, TenantId};
use uuid::Uuid;

use crate::send::Letter;

database::statements! {
    /// Adds a message.
    ADD: tenant = "INSERT INTO message (tenant_id, id, kind, sealed, state, attempts, created_at)
        VALUES ($1, $2, $3, $4, 'waiting', 0, $5)";
    /// One message.
    FIND: tenant = "SELECT id, kind, sealed, state, created_at FROM message WHERE tenant_id = $1 AND id = $2";
    /// The newest messages.
    NEWEST: tenant = "SELECT id, kind, sealed, state, created_at FROM message
        WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100";
    /// Notes that a message is out and keeps its text.
    SENT: tenant = "UPDATE message SET state = 'sent', attempts = $3, sent_at = $4
        WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'";
    /// Notes that a message is out and wipes its text.
    SENT_AND_WIPED: tenant = "UPDATE message SET state = 'sent', attempts = $3, sent_at = $4, sealed = $5
        WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'";
    /// Notes that a message was given up and wipes its text.
    FAILED: tenant = "UPDATE message SET state = 'failed', attempts = $3, sealed = $4
        WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'";
    /// Removes what did not go out.
    CALL_BACK: tenant = "DELETE FROM message WHERE tenant_id = $1 AND state = 'waiting'";
    /// What is sealed, a page at a time.
    SEALED: tenant = "SELECT id, sealed FROM message WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT 100";
    /// Seals it anew, unless it was changed meanwhile.
    SEAL_ANEW: tenant = "UPDATE message SET sealed = $4 WHERE tenant_id = $1 AND id = $2 AND sealed = $3";
}

/// A message as it is stored.
#[derive(sqlx::FromRow)]
pub(crate) struct MessageRow {
    pub id: MessageId,
    pub kind: String,
    pub sealed: Vec<u8>,
    pub state: State,
    pub created_at: Instant,
}

/// How far a message got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Waiting,
    Sent,
    Failed,
}

foundation::stored_as_word!(State);

impl State {
    const ALL: [Self; 3] = [Self::Waiting, Self::Sent, Self::Failed];

    const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

pub(crate) async fn add(
    tx: &mut Transaction,
    id: MessageId,
    kind: &'static str,
    sealed: Vec<u8>,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(ADD).bind(id).bind(kind).bind(sealed).bind(now).execute().await?;
    Ok(())
}

pub(crate) async fn call_back(tx: &mut Transaction) -> Result<u64, DbError> {
    tx.sql(CALL_BACK).execute().await
}

pub(crate) async fn find(tx: &mut Transaction, id: MessageId) -> Result<Option<MessageRow>, DbError> {
    tx.sql(FIND).bind(id).fetch_optional().await
}

pub(crate) async fn newest(tx: &mut Transaction) -> Result<Vec<MessageRow>, DbError> {
    tx.sql(NEWEST).fetch_all().await
}

pub(crate) async fn sent(tx: &mut Transaction, id: MessageId, attempts: i64) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(SENT).bind(id).bind(attempts).bind(now).execute().await?;
    Ok(())
}

pub(crate) async fn sent_and_wiped(tx: &mut Transaction, id: MessageId, attempts: i64) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(SENT_AND_WIPED).bind(id).bind(attempts).bind(now).bind(Vec::<u8>::new()).execute().await?;
    Ok(())
}

pub(crate) async fn failed(tx: &mut Transaction, id: MessageId, attempts: i64) -> Result<(), DbError> {
    tx.sql(FAILED).bind(id).bind(attempts).bind(Vec::<u8>::new()).execute().await?;
    Ok(())
}

/// The sealed text of a message.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedRow {
    id: MessageId,
    sealed: Vec<u8>,
}

/// The column `message.sealed`, for a rotation of the master key.
pub(crate) struct Column;

impl Sealed for Column {
    const TABLE: &'static str = "message";
    const COLUMN: &'static str = "sealed";
    type Row = SealedRow;

    async fn page(tx: &mut Transaction, after: Option<&SealedRow>) -> Result<Vec<SealedRow>, DbError> {
        tx.sql(SEALED).bind(after.map_or(MessageId(Uuid::nil()), |row| row.id)).fetch_all().await
    }

    fn sealed(row: &SealedRow) -> &[u8] {
        &row.sealed
    }

    fn binding(tenant: TenantId, row: &SealedRow) -> Vec<u8> {
        Letter::binding(tenant, row.id).into_bytes()
    }

    async fn replace(tx: &mut Transaction, row: &SealedRow, sealed: Vec<u8>) -> Result<bool, DbError> {
        Ok(tx.sql(SEAL_ANEW).bind(row.id).bind(row.sealed.as_slice()).bind(sealed).execute().await? == 1)
    }
}
