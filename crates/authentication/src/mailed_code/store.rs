//! The rows of sign-ins that wait for a code from a mail.

use database::{Database, DbError, Transaction, digest};
use foundation::{Instant, PersonId, Secret};
use subtle::ConstantTimeEq as _;

use super::{GUESSES, LIFETIME};

database::statements! {
    ADD: tenant = "INSERT INTO mailed_code (tenant_id, digest, account, guesses, next_path, created_at, expires_at) VALUES ($1, $2, $3, 0, $4, $5, $6)";
    // Done twice it changes nothing: the first code stays the one.
    FILL: tenant = "UPDATE mailed_code SET person_id = $3, code_digest = $4 WHERE tenant_id = $1 AND digest = $2 AND code_digest IS NULL AND expires_at > $5";
    WAITS: tenant = "SELECT next_path FROM mailed_code WHERE tenant_id = $1 AND digest = $2 AND expires_at > $3 AND guesses < $4";
    // Counted before it is judged, so that many at once gain nothing.
    GUESS: tenant = "UPDATE mailed_code SET guesses = guesses + 1 WHERE tenant_id = $1 AND digest = $2 AND expires_at > $3 AND guesses < $4
        RETURNING account, person_id, code_digest, next_path";
    // Of many with the right code exactly one gets in.
    TAKE: tenant = "DELETE FROM mailed_code WHERE tenant_id = $1 AND digest = $2 AND person_id = $3 AND expires_at > $4";
    FORGET_ONE: tenant = "DELETE FROM mailed_code WHERE tenant_id = $1 AND digest = $2";
    FORGET_ALL: tenant = "DELETE FROM mailed_code WHERE tenant_id = $1 AND person_id = $2";
    SWEEP: platform = "DELETE FROM mailed_code WHERE (tenant_id, digest) IN (SELECT tenant_id, digest FROM mailed_code WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
}

/// A sign-in at which was just guessed.
#[derive(sqlx::FromRow)]
pub(super) struct Guessed {
    /// Which account was named, as a fingerprint, whether or not there is one.
    pub account: Vec<u8>,
    /// Who was mailed a code; nobody where nobody was.
    pub person_id: Option<PersonId>,
    /// Where they want to go.
    pub next_path: String,
    code_digest: Option<Vec<u8>>,
}

#[derive(sqlx::FromRow)]
struct Waiting {
    next_path: String,
}

fn key(token: &Secret) -> Vec<u8> {
    digest(token.expose().as_bytes()).to_vec()
}

/// The digest of a code. The token, which only the browser has, goes into it: the code of one request is none for another, and whoever
/// has a copy of the database cannot try the hundred million there are.
fn code_key(token: &Secret, code: &str) -> Vec<u8> {
    digest(format!("mailed code {} {code}", token.expose()).as_bytes()).to_vec()
}

impl Guessed {
    /// Whether the code is that of this sign-in.
    pub fn is_right(&self, token: &Secret, code: &str) -> bool {
        let given = code_key(token, code);
        self.code_digest.as_ref().is_some_and(|stored| bool::from(stored.as_slice().ct_eq(&given)))
    }
}

/// Begins one for a name, which is kept as a fingerprint only.
pub(super) async fn add(tx: &mut Transaction, account: &[u8], next: &str) -> Result<Secret, DbError> {
    let (token, now) = (tx.randomness().token(), tx.now());
    let add = tx.sql(ADD).bind(key(&token)).bind(account.to_vec()).bind(next).bind(now).bind(now + LIFETIME);
    add.execute().await?;
    Ok(token)
}

/// Gives it a person and a code; false when it has them, or is over.
pub(super) async fn fill(tx: &mut Transaction, token: &Secret, person: PersonId, code: &str) -> Result<bool, DbError> {
    let now = tx.now();
    let fill = tx.sql(FILL).bind(key(token)).bind(person).bind(code_key(token, code)).bind(now);
    Ok(fill.execute().await? == 1)
}

/// Where somebody wants to go whose code is waited for; nothing when it is not.
pub(super) async fn waits(tx: &mut Transaction, token: &Secret) -> Result<Option<String>, DbError> {
    let now = tx.now();
    let found: Option<Waiting> = tx.sql(WAITS).bind(key(token)).bind(now).bind(GUESSES).fetch_optional().await?;
    Ok(found.map(|row| row.next_path))
}

/// Counts a guess; nothing when it is over.
pub(super) async fn guess(tx: &mut Transaction, token: &Secret) -> Result<Option<Guessed>, DbError> {
    let now = tx.now();
    tx.sql(GUESS).bind(key(token)).bind(now).bind(GUESSES).fetch_optional().await
}

/// Ends it because its code was right; false when somebody was quicker.
pub(super) async fn take(tx: &mut Transaction, token: &Secret, person: PersonId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(TAKE).bind(key(token)).bind(person).bind(now).execute().await? == 1)
}

/// Ends what a browser asked for before.
pub(super) async fn forget(tx: &mut Transaction, token: &Secret) -> Result<(), DbError> {
    tx.sql(FORGET_ONE).bind(key(token)).execute().await?;
    Ok(())
}

/// Ends all that were mailed to a person.
pub(super) async fn forget_all(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    tx.sql(FORGET_ALL).bind(person).execute().await?;
    Ok(())
}

/// Removes those whose time ends before an instant, a thousand at a time. Returns how many.
pub(crate) async fn sweep(database: &Database, before: Instant) -> Result<u64, DbError> {
    database.sweep(SWEEP, before).await
}
