//! One-time links: random, short-lived, stored only as a digest, consumed in one statement.

use chrono::TimeDelta;
use database::{DbError, Sealed, Transaction, digest};
use directory::people::find;
use directory::{Person, addresses};
use foundation::{EmailAddress, Instant, PersonId, Secret, TenantId};

use crate::AuthenticationError;

database::statements! {
    REPLACE: tenant = "DELETE FROM one_time_token WHERE tenant_id = $1 AND person_id = $2 AND purpose = $3";
    REVOKE_SINCE: tenant = "DELETE FROM one_time_token WHERE tenant_id = $1 AND person_id = $2 AND purpose = $3 AND created_at >= $4";
    INSERT: tenant = "INSERT INTO one_time_token (tenant_id, digest, purpose, person_id, payload, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    CONSUME: tenant = "UPDATE one_time_token SET used_at = $4 WHERE tenant_id = $1 AND digest = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $4
        RETURNING person_id, payload, created_at";
    PEEK: tenant = "SELECT person_id, payload, created_at FROM one_time_token WHERE tenant_id = $1 AND digest = $2 AND purpose = $3 AND used_at IS NULL AND expires_at > $4";
    SWEEP: platform = "DELETE FROM one_time_token WHERE (tenant_id, digest) IN (SELECT tenant_id, digest FROM one_time_token WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
    /// What is sealed, a page at a time.
    SEALED: tenant = "SELECT digest, purpose, payload FROM one_time_token WHERE tenant_id = $1 AND digest > $2 ORDER BY digest LIMIT 500";
    /// Seals it anew, unless it was changed meanwhile.
    SEAL_ANEW: tenant = "UPDATE one_time_token SET payload = $4 WHERE tenant_id = $1 AND digest = $2 AND payload = $3";
}

/// What a link is for. A link of one purpose never serves another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Confirming the address after signing up.
    Verify,
    /// Setting a new password.
    Recover,
    /// Accepting an invitation.
    Invitation,
    /// Confirming a new address.
    ConfirmAddress,
    /// Undoing a change of address, from the old one.
    UndoAddress,
    /// Saying that a security event was somebody else's doing.
    NotMe,
    /// Stopping a request for the help of a trusted person.
    CancelHelp,
    /// Coming back after a trusted person has helped.
    FinishHelp,
}

impl Purpose {
    /// Those whose links open an account or move it to another address. The others only close.
    pub(crate) const OPENING: [Self; 5] =
        [Self::Verify, Self::Recover, Self::Invitation, Self::ConfirmAddress, Self::FinishHelp];

    const fn word(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Recover => "recover",
            Self::Invitation => "invitation",
            Self::ConfirmAddress => "confirm_address",
            Self::UndoAddress => "undo_address",
            Self::NotMe => "not_me",
            Self::CancelHelp => "cancel_help",
            Self::FinishHelp => "finish_help",
        }
    }

    /// How long a link works.
    #[must_use]
    pub const fn lifetime(self) -> TimeDelta {
        match self {
            Self::Recover => TimeDelta::minutes(15),
            Self::Verify | Self::ConfirmAddress => TimeDelta::minutes(60),
            Self::Invitation | Self::UndoAddress | Self::NotMe => TimeDelta::days(7),
            Self::FinishHelp => TimeDelta::days(3),
            // As long as a request can last: until it is confirmed, the longest waiting time, and coming back.
            Self::CancelHelp => TimeDelta::days(13),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: PersonId,
    payload: Option<Vec<u8>>,
    created_at: Instant,
}

/// What a link carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Whom it was made for.
    pub person: PersonId,
    /// What was put into it.
    pub payload: String,
    /// When it was made.
    pub issued_at: Instant,
}

fn binding(tenant: TenantId, purpose: &str, hash: &[u8]) -> Vec<u8> {
    [b"token".as_slice(), purpose.as_bytes(), tenant.0.as_bytes(), hash].concat()
}

/// Makes a link's token. Older ones of the same person and purpose stop to work: only the newest does, however many are
/// asked for at once.
pub async fn issue(tx: &mut Transaction, purpose: Purpose, person: PersonId, payload: &str) -> Result<Secret, DbError> {
    find::hold(tx, person).await?;
    revoke(tx, purpose, person).await?;
    issue_beside(tx, purpose, person, payload).await
}

/// As [`issue`], and leaves older ones as they are.
pub(crate) async fn issue_beside(
    tx: &mut Transaction,
    purpose: Purpose,
    person: PersonId,
    payload: &str,
) -> Result<Secret, DbError> {
    let token = tx.randomness().token();
    let hash = digest(token.expose().as_bytes());
    let sealed = tx.vault().seal(payload.as_bytes(), &binding(tx.tenant(), purpose.word(), &hash));
    let now = tx.now();
    tx.sql(INSERT)
        .bind(hash.to_vec())
        .bind(purpose.word())
        .bind(person)
        .bind(sealed)
        .bind(now)
        .bind(now + purpose.lifetime())
        .execute()
        .await?;
    Ok(token)
}

/// Takes what a link carried, together with the person it was made for, whom nobody else changes until the transaction
/// ends: links of one person are followed one after the other.
///
/// # Errors
/// `LinkExpired` when it was used, is too old, was replaced, or never existed.
pub(crate) async fn redeem(
    tx: &mut Transaction,
    purpose: Purpose,
    token: &Secret,
) -> Result<(Ticket, Person), AuthenticationError> {
    let ticket = peek(tx, purpose, token).await?.ok_or(AuthenticationError::LinkExpired)?;
    let person = find::hold(tx, ticket.person).await?.ok_or(AuthenticationError::LinkExpired)?;
    let ticket = consume(tx, purpose, token).await?.ok_or(AuthenticationError::LinkExpired)?;
    Ok((ticket, person))
}

/// The address a link was sent to, while it still is the person's: a link to one they have no more does not work.
///
/// # Errors
/// `LinkExpired` when their address is another one by now.
pub(crate) async fn still_reached(tx: &mut Transaction, ticket: &Ticket) -> Result<EmailAddress, AuthenticationError> {
    let sent_to: EmailAddress = ticket.payload.parse().map_err(|_| AuthenticationError::LinkExpired)?;
    let current = addresses::primary_email(tx, ticket.person).await?;
    let is_current = current.is_some_and(|(current, _)| current.key() == sent_to.key());
    if is_current { Ok(sent_to) } else { Err(AuthenticationError::LinkExpired) }
}

/// Takes what a link carried; of many who try at once, exactly one gets it.
pub async fn consume(tx: &mut Transaction, purpose: Purpose, token: &Secret) -> Result<Option<Ticket>, DbError> {
    let (hash, now) = (digest(token.expose().as_bytes()), tx.now());
    let row: Option<Row> = tx.sql(CONSUME).bind(hash.to_vec()).bind(purpose.word()).bind(now).fetch_optional().await?;
    row.map(|row| open(tx, purpose, &hash, row)).transpose()
}

/// What a link carries, without taking it: showing a page never uses a link up, because mail scanners open pages.
pub async fn peek(tx: &mut Transaction, purpose: Purpose, token: &Secret) -> Result<Option<Ticket>, DbError> {
    let (hash, now) = (digest(token.expose().as_bytes()), tx.now());
    let row: Option<Row> = tx.sql(PEEK).bind(hash.to_vec()).bind(purpose.word()).bind(now).fetch_optional().await?;
    row.map(|row| open(tx, purpose, &hash, row)).transpose()
}

fn open(tx: &Transaction, purpose: Purpose, hash: &[u8], row: Row) -> Result<Ticket, DbError> {
    let sealed = row.payload.unwrap_or_default();
    let binding = binding(tx.tenant(), purpose.word(), hash);
    let payload = tx.vault().open(&sealed, &binding).map_err(|_| DbError::Corrupt("one_time_token"))?;
    let payload = String::from_utf8(payload.to_vec()).map_err(|_| DbError::Corrupt("one_time_token"))?;
    Ok(Ticket { person: row.person_id, payload, issued_at: row.created_at })
}

/// Makes every link of a purpose stop to work for a person.
pub async fn revoke(tx: &mut Transaction, purpose: Purpose, person: PersonId) -> Result<(), DbError> {
    tx.sql(REPLACE).bind(person).bind(purpose.word()).execute().await?;
    Ok(())
}

/// Makes the links of a purpose stop to work that were made for a person at an instant or later.
pub(crate) async fn revoke_since(
    tx: &mut Transaction,
    purpose: Purpose,
    person: PersonId,
    since: Instant,
) -> Result<(), DbError> {
    tx.sql(REVOKE_SINCE).bind(person).bind(purpose.word()).bind(since).execute().await?;
    Ok(())
}

/// Removes links whose time ends before an instant, a thousand at a time. Returns how many.
pub async fn sweep(database: &database::Database, before: Instant) -> Result<u64, DbError> {
    database.sweep(SWEEP, before).await
}

/// The sealed payload of a link.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedRow {
    digest: Vec<u8>,
    purpose: String,
    payload: Option<Vec<u8>>,
}

/// The column `one_time_token.payload`, for a rotation of the master key.
pub(crate) struct Column;

impl Sealed for Column {
    const TABLE: &'static str = "one_time_token";
    const COLUMN: &'static str = "payload";
    type Row = SealedRow;

    async fn page(tx: &mut Transaction, after: Option<&SealedRow>) -> Result<Vec<SealedRow>, DbError> {
        tx.sql(SEALED).bind(after.map(|row| row.digest.clone()).unwrap_or_default()).fetch_all().await
    }

    fn sealed(row: &SealedRow) -> &[u8] {
        row.payload.as_deref().unwrap_or_default()
    }

    fn binding(tenant: TenantId, row: &SealedRow) -> Vec<u8> {
        binding(tenant, &row.purpose, &row.digest)
    }

    async fn replace(tx: &mut Transaction, row: &SealedRow, sealed: Vec<u8>) -> Result<bool, DbError> {
        let statement = tx.sql(SEAL_ANEW).bind(row.digest.as_slice()).bind(row.payload.clone());
        Ok(statement.bind(sealed).execute().await? == 1)
    }
}
