//! The rows of badges. The key is the person's, so there is never more than one that counts.

use database::{DbError, Sealed, Transaction};
use foundation::{Instant, PersonId, Secret, TenantId};
use uuid::Uuid;

use super::carry::Digest;
use super::pin::MOST_WRONG_PINS;
use crate::Methods;

database::statements! {
    // The one before stops to work, whoever issues at the same moment. Its PIN stays: the pupil knows it.
    ISSUE: tenant = "INSERT INTO badge (tenant_id, person_id, digest, created_at, created_by, expires_at, pin_failures) VALUES ($1, $2, $3, $4, $5, $6, 0)
        ON CONFLICT (tenant_id, person_id) DO UPDATE SET digest = excluded.digest, created_at = excluded.created_at, created_by = excluded.created_by,
            expires_at = excluded.expires_at, last_used_at = NULL, voided_at = NULL, voided_by = NULL, void_reason = NULL";
    BY_DIGEST: tenant = "SELECT person_id, digest, created_at, created_by, expires_at, last_used_at, pin, pin_set_at, pin_failures, voided_at, voided_by, void_reason
        FROM badge WHERE tenant_id = $1 AND digest = $2";
    OF_PERSON: tenant = "SELECT person_id, digest, created_at, created_by, expires_at, last_used_at, pin, pin_set_at, pin_failures, voided_at, voided_by, void_reason
        FROM badge WHERE tenant_id = $1 AND person_id = $2";
    // Whatever happened since it was looked at, one that was replaced, voided or is too old opens nothing.
    USE: tenant = "UPDATE badge SET last_used_at = $4, pin_failures = 0 WHERE tenant_id = $1 AND person_id = $2 AND digest = $3 AND voided_at IS NULL AND expires_at > $4";
    // Counted before it is judged, so that many at once gain nothing.
    TRY_PIN: tenant = "UPDATE badge SET pin_failures = pin_failures + 1 WHERE tenant_id = $1 AND person_id = $2 AND digest = $3 AND pin_set_at IS NOT NULL AND pin_failures < $4
        RETURNING pin_failures";
    TAKE_BACK: tenant = "UPDATE badge SET pin_failures = pin_failures - 1 WHERE tenant_id = $1 AND person_id = $2 AND digest = $3 AND pin_failures > 0";
    // Of many who choose at once, one has chosen.
    SET_PIN: tenant = "UPDATE badge SET pin = $4, pin_set_at = $5, pin_failures = 0 WHERE tenant_id = $1 AND person_id = $2 AND digest = $3 AND pin_set_at IS NULL";
    RESET_PIN: tenant = "UPDATE badge SET pin = NULL, pin_set_at = NULL, pin_failures = 0 WHERE tenant_id = $1 AND person_id = $2 AND pin_set_at IS NOT NULL";
    VOID: tenant = "UPDATE badge SET voided_at = $3, voided_by = $4, void_reason = $5 WHERE tenant_id = $1 AND person_id = $2 AND voided_at IS NULL";
    // The sessions that badges began, and no others of the person.
    END_SESSIONS: tenant = "DELETE FROM session WHERE tenant_id = $1 AND person_id = $2 AND (amr = $3 OR amr = $4)";
    /// What is sealed, a page at a time.
    SEALED: tenant = "SELECT person_id, pin FROM badge WHERE tenant_id = $1 AND person_id > $2 AND pin IS NOT NULL ORDER BY person_id LIMIT 500";
    SEAL_ANEW: tenant = "UPDATE badge SET pin = $4 WHERE tenant_id = $1 AND person_id = $2 AND pin = $3";
}

/// A badge as its row says it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Row {
    pub person_id: PersonId,
    pub digest: Vec<u8>,
    pub created_at: Instant,
    pub created_by: Option<PersonId>,
    pub expires_at: Instant,
    pub last_used_at: Option<Instant>,
    pub pin: Option<Vec<u8>>,
    pub pin_set_at: Option<Instant>,
    pub pin_failures: i64,
    pub voided_at: Option<Instant>,
    pub voided_by: Option<PersonId>,
    pub void_reason: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Failures {
    pin_failures: i64,
}

fn binding(tenant: TenantId, person: PersonId) -> Vec<u8> {
    [b"badge pin".as_slice(), tenant.0.as_bytes(), person.0.as_bytes()].concat()
}

impl Row {
    /// Whether there were too many wrong PINs.
    pub const fn is_locked(&self) -> bool {
        self.pin_failures >= MOST_WRONG_PINS
    }

    /// The stored form of the PIN, if one was chosen.
    pub fn pin(&self, tx: &Transaction) -> Result<Option<String>, DbError> {
        let Some(sealed) = &self.pin else { return Ok(None) };
        let corrupt = || DbError::Corrupt("badge.pin");
        let plain = tx.vault().open(sealed, &binding(tx.tenant(), self.person_id)).map_err(|_| corrupt())?;
        String::from_utf8(plain.to_vec()).map(Some).map_err(|_| corrupt())
    }
}

/// Gives a person a badge, in place of the one before.
pub(crate) async fn issue(
    tx: &mut Transaction,
    person: PersonId,
    digest: &Digest,
    expires_at: Instant,
) -> Result<(), DbError> {
    let (now, by) = (tx.now(), tx.caller().person());
    tx.sql(ISSUE).bind(person).bind(digest.to_vec()).bind(now).bind(by).bind(expires_at).execute().await.map(drop)
}

pub(crate) async fn by_digest(tx: &mut Transaction, digest: &Digest) -> Result<Option<Row>, DbError> {
    tx.sql(BY_DIGEST).bind(digest.to_vec()).fetch_optional().await
}

pub(crate) async fn of_person(tx: &mut Transaction, person: PersonId) -> Result<Option<Row>, DbError> {
    tx.sql(OF_PERSON).bind(person).fetch_optional().await
}

/// Notes that a badge opened the door; false when it does not any more.
pub(crate) async fn use_up(tx: &mut Transaction, row: &Row) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(USE).bind(row.person_id).bind(row.digest.as_slice()).bind(now).execute().await? == 1)
}

/// Counts a try at the PIN and says how many there were since the last right one; nothing when it is locked.
pub(crate) async fn try_pin(tx: &mut Transaction, row: &Row) -> Result<Option<i64>, DbError> {
    let statement = tx.sql(TRY_PIN).bind(row.person_id).bind(row.digest.as_slice()).bind(MOST_WRONG_PINS);
    Ok(statement.fetch_optional::<Failures>().await?.map(|row| row.pin_failures))
}

/// Takes a try back that nobody had time to judge.
pub(crate) async fn take_back(tx: &mut Transaction, row: &Row) -> Result<(), DbError> {
    tx.sql(TAKE_BACK).bind(row.person_id).bind(row.digest.as_slice()).execute().await.map(drop)
}

/// Sets the PIN that its owner chose; false when there is one by now.
pub(crate) async fn set_pin(tx: &mut Transaction, row: &Row, phc: &Secret) -> Result<bool, DbError> {
    let sealed = tx.vault().seal(phc.expose().as_bytes(), &binding(tx.tenant(), row.person_id));
    let now = tx.now();
    let statement = tx.sql(SET_PIN).bind(row.person_id).bind(row.digest.as_slice()).bind(sealed).bind(now);
    Ok(statement.execute().await? == 1)
}

/// Takes the PIN away; false when there is none.
pub(crate) async fn reset_pin(tx: &mut Transaction, person: PersonId) -> Result<bool, DbError> {
    Ok(tx.sql(RESET_PIN).bind(person).execute().await? == 1)
}

/// Voids a badge; false when there is none that counts.
pub(crate) async fn void(tx: &mut Transaction, person: PersonId, reason: &str) -> Result<bool, DbError> {
    let (now, by) = (tx.now(), tx.caller().person());
    Ok(tx.sql(VOID).bind(person).bind(now).bind(by).bind(reason).execute().await? == 1)
}

/// Ends the sessions that the person's badges began.
pub(crate) async fn end_sessions(tx: &mut Transaction, person: PersonId) -> Result<u64, DbError> {
    let (badge, with_pin) = (Methods::BADGE.words(), Methods::BADGE.and(Methods::PIN).words());
    tx.sql(END_SESSIONS).bind(person).bind(badge).bind(with_pin).execute().await
}

/// The sealed PIN of a badge.
#[derive(sqlx::FromRow)]
pub(crate) struct SealedPin {
    person_id: PersonId,
    pin: Vec<u8>,
}

/// The column `badge.pin`, for a rotation of the master key.
pub(crate) struct Pins;

impl Sealed for Pins {
    const TABLE: &'static str = "badge";
    const COLUMN: &'static str = "pin";
    type Row = SealedPin;

    async fn page(tx: &mut Transaction, after: Option<&SealedPin>) -> Result<Vec<SealedPin>, DbError> {
        tx.sql(SEALED).bind(after.map_or(PersonId(Uuid::nil()), |row| row.person_id)).fetch_all().await
    }

    fn sealed(row: &SealedPin) -> &[u8] {
        &row.pin
    }

    fn binding(tenant: TenantId, row: &SealedPin) -> Vec<u8> {
        binding(tenant, row.person_id)
    }

    async fn replace(tx: &mut Transaction, row: &SealedPin, sealed: Vec<u8>) -> Result<bool, DbError> {
        let statement = tx.sql(SEAL_ANEW).bind(row.person_id).bind(row.pin.as_slice());
        Ok(statement.bind(sealed).execute().await? == 1)
    }
}
