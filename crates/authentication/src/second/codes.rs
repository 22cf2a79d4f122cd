//! Recovery codes: ten, of 80 random bits each, shown once, each good for one sign-in.

use audit::{Entry, Stream};
use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;
use database::{DbError, Sealed, Transaction, digest};
use directory::DirectoryError;
use directory::people::find;
use directory::tenants::policy::Factors;
use foundation::{Instant, Locale, Permission, PersonId, Secret, TenantId};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::notice::{self, Happened};
use super::summary;
use crate::{Authentication, AuthenticationError, Place, Visitor};

database::statements! {
    ADD: insert = "INSERT INTO recovery_code (tenant_id, id, person_id, sealed, created_at) VALUES ($1, $2, $3, $4, $5)";
    OF_PERSON: tenant = "SELECT id, sealed, expires_at FROM recovery_code WHERE tenant_id = $1 AND person_id = $2 AND (expires_at IS NULL OR expires_at > $3) LIMIT 100";
    LEFT: tenant = "SELECT count(*) AS amount FROM recovery_code WHERE tenant_id = $1 AND person_id = $2 AND expires_at IS NULL";
    GIVE: tenant = "INSERT INTO recovery_code (tenant_id, id, person_id, sealed, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    GIVEN: tenant = "SELECT expires_at FROM recovery_code WHERE tenant_id = $1 AND person_id = $2 AND expires_at > $3 LIMIT 1";
    TAKE_BACK: tenant = "DELETE FROM recovery_code WHERE tenant_id = $1 AND person_id = $2 AND expires_at IS NOT NULL";
    // Of many who give the same code exactly one gets in.
    SPEND: tenant = "DELETE FROM recovery_code WHERE tenant_id = $1 AND id = $2 AND person_id = $3";
    REMOVE: tenant = "DELETE FROM recovery_code WHERE tenant_id = $1 AND person_id = $2";
    REMOVE_SINCE: tenant = "DELETE FROM recovery_code WHERE tenant_id = $1 AND person_id = $2 AND created_at >= $3";
    /// What is sealed, a page at a time.
    SEALED: tenant = "SELECT id, sealed FROM recovery_code WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT 500";
    SEAL_ANEW: tenant = "UPDATE recovery_code SET sealed = $4 WHERE tenant_id = $1 AND id = $2 AND sealed = $3";
}

/// How many there are at first.
pub const AMOUNT: usize = 10;
/// How many random bytes are in one.
const BYTES: usize = 10;
/// How many letters that makes.
pub(crate) const LETTERS: usize = 16;
/// How many random bytes are in one that staff give: it is read out on the telephone, works for a day, and only after the first
/// factor, where guesses are few.
const GIVEN_BYTES: usize = 5;
/// How long one works that staff gave.
pub const GIVEN_LIFETIME: TimeDelta = TimeDelta::hours(24);

#[derive(sqlx::FromRow)]
struct Own {
    id: Uuid,
    sealed: Vec<u8>,
    expires_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct Given {
    expires_at: Instant,
}

/// A code that was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spent {
    /// One of those its owner keeps.
    Kept,
    /// The one staff gave.
    Given,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    id: Uuid,
    sealed: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Amount {
    amount: i64,
}

fn binding(tenant: TenantId, id: Uuid) -> Vec<u8> {
    [b"recovery code".as_slice(), tenant.0.as_bytes(), id.as_bytes()].concat()
}

/// A code as it is shown: four groups of four letters.
fn shown(letters: &str) -> Secret {
    let groups: Vec<&str> = (0..LETTERS).step_by(4).filter_map(|at| letters.get(at..at + 4)).collect();
    Secret::new(groups.join("-").to_lowercase())
}

/// The letters of what was typed, whatever stands between them; digits that look like a letter of the alphabet are that letter.
#[must_use]
pub(crate) fn letters(typed: &str) -> Secret {
    let plain = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '_'));
    let read = |c: char| match c.to_ascii_uppercase() {
        '0' => 'O',
        '8' => 'B',
        other => other,
    };
    Secret::new(plain.map(read).take(LETTERS + 1).collect())
}

/// The row of a code, if it is one of the person's.
async fn row_of(tx: &mut Transaction, person: PersonId, typed: &str) -> Result<Option<(Uuid, Spent)>, DbError> {
    let given = digest(letters(typed).expose().as_bytes());
    let now = tx.now();
    let rows: Vec<Own> = tx.sql(OF_PERSON).bind(person).bind(now).fetch_all().await?;
    let mut found = None;
    for row in rows {
        let open = tx.vault().open(&row.sealed, &binding(tx.tenant(), row.id));
        let own = open.map_err(|_| DbError::Corrupt("recovery_code.sealed"))?;
        if bool::from(own.as_slice().ct_eq(&given)) {
            found = Some((row.id, row.expires_at.map_or(Spent::Kept, |_| Spent::Given)));
        }
    }
    Ok(found)
}

/// How many a person has left.
pub(crate) async fn left(tx: &mut Transaction, person: PersonId) -> Result<i64, DbError> {
    Ok(tx.sql(LEFT).bind(person).fetch_one::<Amount>().await?.amount)
}

/// Spends a code, if it is one of the person's.
pub(crate) async fn spend(tx: &mut Transaction, person: PersonId, typed: &str) -> Result<Option<Spent>, DbError> {
    let Some((id, which)) = row_of(tx, person, typed).await? else { return Ok(None) };
    let is_first = tx.sql(SPEND).bind(id).bind(person).execute().await? == 1;
    Ok(is_first.then_some(which))
}

/// Gives a person a code in place of any before, for one sign-in within a day. Staff hand it over when they know who it is.
pub(crate) async fn give(tx: &mut Transaction, person: PersonId) -> Result<Secret, DbError> {
    remove(tx, person).await?;
    let mut bytes = tx.randomness().bytes::<GIVEN_BYTES>();
    // It begins with a letter, so that it is never taken for the code of an app.
    if let Some(first) = bytes.first_mut() {
        *first &= 0x7f;
    }
    let code = BASE32_NOPAD.encode(&bytes);
    let (id, now): (Uuid, Instant) = (tx.new_id(), tx.now());
    let sealed = tx.vault().seal(&digest(code.as_bytes()), &binding(tx.tenant(), id));
    let expires_at = now + GIVEN_LIFETIME;
    tx.sql(GIVE).bind(id).bind(person).bind(sealed).bind(now).bind(expires_at).execute().await?;
    Ok(shown(&code))
}

/// Until when the code works that staff gave a person, if there is one.
pub(crate) async fn given_until(tx: &mut Transaction, person: PersonId) -> Result<Option<Instant>, DbError> {
    let now = tx.now();
    Ok(tx.sql(GIVEN).bind(person).bind(now).fetch_optional::<Given>().await?.map(|row| row.expires_at))
}

/// Takes back what staff gave.
pub(crate) async fn take_back(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    tx.sql(TAKE_BACK).bind(person).execute().await?;
    Ok(())
}

/// Takes all of them away.
pub(crate) async fn remove(tx: &mut Transaction, person: PersonId) -> Result<u64, DbError> {
    tx.sql(REMOVE).bind(person).execute().await
}

/// Takes those away that were made at an instant or later.
pub(crate) async fn remove_since(tx: &mut Transaction, person: PersonId, since: Instant) -> Result<u64, DbError> {
    tx.sql(REMOVE_SINCE).bind(person).bind(since).execute().await
}

/// How many of the own are left.
///
/// # Errors
/// `Refused`.
pub async fn own(tx: &mut Transaction, person: PersonId) -> Result<u32, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    Ok(u32::try_from(left(tx, person).await?).unwrap_or_default())
}

impl Authentication {
    /// Makes new recovery codes; those before do not work any more. This is the only time they can be seen.
    ///
    /// # Errors
    /// `NotFresh` when it is too long ago that they proved who they are; `Directory(WrongState)` without a second factor that
    /// they could stand in for.
    pub async fn make_recovery_codes(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
    ) -> Result<Vec<Secret>, AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        visitor.require_fresh(tx.now())?;
        find::hold(&mut tx, visitor.person).await?;
        let has_any = summary::find(&mut tx, visitor.person).await?.is_some_and(|found| found.factors > Factors::None);
        if !has_any {
            return Err(DirectoryError::WrongState.into());
        }
        let replaced = remove(&mut tx, visitor.person).await?;
        let mut codes = Vec::with_capacity(AMOUNT);
        let mut rows = Vec::with_capacity(AMOUNT);
        for _ in 0..AMOUNT {
            let code = BASE32_NOPAD.encode(&tx.randomness().bytes::<BYTES>());
            let id: Uuid = tx.new_id();
            rows.push((id, tx.vault().seal(&digest(code.as_bytes()), &binding(tx.tenant(), id))));
            codes.push(shown(&code));
        }
        let (now, person) = (tx.now(), visitor.person);
        tx.insert_all(ADD, &rows, |statement, (id, sealed)| {
            statement.bind(*id).bind(person).bind(sealed.as_slice()).bind(now)
        })
        .await?;
        let entry = Entry::new("recovery_codes.made", Stream::Authentication)
            .subject(visitor.person)
            .detail("replaced", replaced.to_string());
        audit::record(&mut tx, entry).await?;
        notice::send(&mut tx, place, visitor.person, locale, Happened::CodesMade).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// Whether these are recovery codes of the visitor that were not used yet, and nothing else: then they may be written into
    /// a file for them.
    ///
    /// # Errors
    /// `Refused`.
    pub async fn are_own_codes(&self, visitor: &Visitor, codes: &[&str]) -> Result<bool, AuthenticationError> {
        let mut tx = self.database.read(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        if codes.is_empty() || codes.len() > AMOUNT {
            return Ok(false);
        }
        for code in codes {
            let is_shown_so = shown(letters(code).expose()).expose() == *code;
            if !is_shown_so || row_of(&mut tx, visitor.person, code).await?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The column `recovery_code.sealed`, for a rotation of the master key.
pub(crate) struct Column;

impl Sealed for Column {
    const TABLE: &'static str = "recovery_code";
    const COLUMN: &'static str = "sealed";
    type Row = Row;

    async fn page(tx: &mut Transaction, after: Option<&Row>) -> Result<Vec<Row>, DbError> {
        tx.sql(SEALED).bind(after.map_or(Uuid::nil(), |row| row.id)).fetch_all().await
    }

    fn sealed(row: &Row) -> &[u8] {
        &row.sealed
    }

    fn binding(tenant: TenantId, row: &Row) -> Vec<u8> {
        binding(tenant, row.id)
    }

    async fn replace(tx: &mut Transaction, row: &Row, sealed: Vec<u8>) -> Result<bool, DbError> {
        let statement = tx.sql(SEAL_ANEW).bind(row.id).bind(row.sealed.as_slice());
        Ok(statement.bind(sealed).execute().await? == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{letters, shown};

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = shown("ABCDEFGHIJKLMNO2");
        assert_eq!(code.expose(), "abcd-efgh-ijkl-mno2");
        for typed in ["abcd-efgh-ijkl-mno2", " ABCD EFGH IJKL MNO2 ", "abcdefghijklmno2", "A8CDEFGHIJKLMN02"] {
            assert_eq!(letters(typed).expose(), "ABCDEFGHIJKLMNO2", "{typed}");
        }
        assert_ne!(letters("abcd-efgh-ijkl-mno2a").expose(), "ABCDEFGHIJKLMNO2", "more is no less wrong");
        assert_eq!(letters(&"x".repeat(10_000)).expose().len(), 17);
        let given = shown("ABCD2345");
        assert_eq!((given.expose(), letters(given.expose()).expose()), ("abcd-2345", "ABCD2345"));
    }
}
