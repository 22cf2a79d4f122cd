//! The rows of passwords.

use database::{DbError, Transaction};
use foundation::{Instant, PersonId};

database::statements! {
    FIND: tenant = "SELECT phc, changed_at FROM password_credential WHERE tenant_id = $1 AND person_id = $2";
    SAVE: tenant = "INSERT INTO password_credential (tenant_id, person_id, phc, changed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, person_id) DO UPDATE SET phc = excluded.phc, changed_at = excluded.changed_at";
    ADD: insert = "INSERT INTO password_credential (tenant_id, person_id, phc, changed_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    REMOVE: tenant = "DELETE FROM password_credential WHERE tenant_id = $1 AND person_id = $2";
    // Kept with the person, because every request reads that row and none reads this one.
    NOTE_FOUND: tenant = "UPDATE person SET password_found_at = $3 WHERE tenant_id = $1 AND id = $2 AND password_found_at IS NULL";
    FORGET_FOUND: tenant = "UPDATE person SET password_found_at = NULL WHERE tenant_id = $1 AND id = $2 AND password_found_at IS NOT NULL";
    // Only while it is still the one that was verified: a change that happened meanwhile stays.
    UPGRADE: tenant = "UPDATE password_credential SET phc = $4 WHERE tenant_id = $1 AND person_id = $2 AND phc = $3";
}

/// A stored password.
#[derive(sqlx::FromRow)]
pub(crate) struct Credential {
    pub phc: String,
    pub changed_at: Instant,
}

impl Credential {
    /// Whether it still is the password that was judged. Its form may have been made anew meanwhile.
    pub fn is(&self, judged: Instant) -> bool {
        self.changed_at == judged
    }
}

pub(crate) async fn find(tx: &mut Transaction, person: PersonId) -> Result<Option<Credential>, DbError> {
    tx.sql(FIND).bind(person).fetch_optional().await
}

pub(crate) async fn save(tx: &mut Transaction, person: PersonId, phc: &str) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(SAVE).bind(person).bind(phc).bind(now).execute().await?;
    tx.sql(FORGET_FOUND).bind(person).execute().await?;
    Ok(())
}

/// Notes that a person's password is one that everybody knows; false when that was noted before. It is forgotten with the password.
pub(crate) async fn note_found(tx: &mut Transaction, person: PersonId) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(NOTE_FOUND).bind(person).bind(now).execute().await? == 1)
}

/// Adds the passwords of people who have none.
pub(crate) async fn add_all(tx: &mut Transaction, new: &[(PersonId, &str)]) -> Result<(), DbError> {
    let now = tx.now();
    tx.insert_all(ADD, new, |statement, (person, phc)| statement.bind(*person).bind((*phc).to_owned()).bind(now))
        .await
        .map(drop)
}

/// Takes the password away: only a link to the person's address lets them in then.
pub(crate) async fn remove(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    tx.sql(REMOVE).bind(person).execute().await?;
    tx.sql(FORGET_FOUND).bind(person).execute().await?;
    Ok(())
}

pub(crate) async fn upgrade(tx: &mut Transaction, person: PersonId, old: &str, new: &str) -> Result<(), DbError> {
    tx.sql(UPGRADE).bind(person).bind(old).bind(new).execute().await?;
    Ok(())
}
