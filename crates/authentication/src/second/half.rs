//! Half sign-ins: the first factor was right, the second is waited for.
//!
//! The token is of its own cookie and proves one thing only: that this browser gave the first factor a moment ago. It is no
//! session, finds nobody's account, and ends when it is used, with the password it was made with, and after ten minutes.

use chrono::TimeDelta;
use database::{Database, DbError, Transaction, digest};
use foundation::{Instant, PersonId, Secret};

use crate::Methods;
use crate::password::store as passwords;

database::statements! {
    ADD: tenant = "INSERT INTO half_sign_in (tenant_id, digest, person_id, amr, password_chosen_at, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND: tenant = "SELECT person_id, amr, password_chosen_at FROM half_sign_in WHERE tenant_id = $1 AND digest = $2 AND expires_at > $3";
    END_ALL: tenant = "DELETE FROM half_sign_in WHERE tenant_id = $1 AND person_id = $2";
    // Of many who finish it at once exactly one does.
    TAKE: tenant = "DELETE FROM half_sign_in WHERE tenant_id = $1 AND digest = $2 AND person_id = $3 AND expires_at > $4";
    SWEEP: platform = "DELETE FROM half_sign_in WHERE (tenant_id, digest) IN (SELECT tenant_id, digest FROM half_sign_in WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
}

/// How long the second factor is waited for.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// A sign-in that is half done.
#[derive(Debug, Clone)]
pub(crate) struct Half {
    /// Whose.
    pub person: PersonId,
    /// What was proved.
    pub methods: Methods,
    password_chosen_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: PersonId,
    amr: String,
    password_chosen_at: Option<Instant>,
}

fn key(token: &Secret) -> Vec<u8> {
    digest(token.expose().as_bytes()).to_vec()
}

/// Begins one. `password_chosen_at` says which password it was, if it was one.
pub(crate) async fn begin(
    tx: &mut Transaction,
    person: PersonId,
    methods: Methods,
    password_chosen_at: Option<Instant>,
) -> Result<Secret, DbError> {
    let token = tx.randomness().token();
    let now = tx.now();
    tx.sql(ADD)
        .bind(key(&token))
        .bind(person)
        .bind(methods.words())
        .bind(password_chosen_at)
        .bind(now)
        .bind(now + LIFETIME)
        .execute()
        .await?;
    Ok(token)
}

/// The half sign-in of a token, while it waits.
pub(crate) async fn find(tx: &mut Transaction, token: &Secret) -> Result<Option<Half>, DbError> {
    let now = tx.now();
    let row: Option<Row> = tx.sql(FIND).bind(key(token)).bind(now).fetch_optional().await?;
    Ok(row.map(|row| Half {
        person: row.person_id,
        methods: Methods::from_words(&row.amr),
        password_chosen_at: row.password_chosen_at,
    }))
}

/// Ends it because it is done; false when somebody was quicker.
pub(crate) async fn take(tx: &mut Transaction, token: &Secret, half: &Half) -> Result<bool, DbError> {
    let now = tx.now();
    Ok(tx.sql(TAKE).bind(key(token)).bind(half.person).bind(now).execute().await? == 1)
}

/// Ends every one of a person.
pub(crate) async fn end_all(tx: &mut Transaction, person: PersonId) -> Result<u64, DbError> {
    tx.sql(END_ALL).bind(person).execute().await
}

impl Half {
    /// Which password it was made with, by when that was chosen; nothing when it was made with something else.
    pub const fn password(&self) -> Option<Instant> {
        self.password_chosen_at
    }

    /// Whether the password it was made with still is the person's. Asked while nobody else changes the person.
    pub async fn still_counts(&self, tx: &mut Transaction) -> Result<bool, DbError> {
        let Some(chosen_at) = self.password_chosen_at else { return Ok(true) };
        Ok(passwords::find(tx, self.person).await?.is_some_and(|now| now.is(chosen_at)))
    }
}

/// Removes what nobody finished before an instant, a thousand at a time. Returns how many.
pub(crate) async fn sweep(database: &Database, before: Instant) -> Result<u64, DbError> {
    database.sweep(SWEEP, before).await
}
