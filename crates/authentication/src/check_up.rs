//! What the portal's first page says of how safe an account is.

use database::Transaction;
use foundation::{Instant, Permission};

use crate::AuthenticationError;

database::statements! {
    // One statement, because the page is opened with every visit.
    OWN: tenant = "SELECT
            (SELECT w.changed_at FROM password_credential AS w WHERE w.tenant_id = $1 AND w.person_id = $2) AS password_changed_at,
            (SELECT count(*) FROM passkey AS k WHERE k.tenant_id = $1 AND k.person_id = $2) AS passkeys,
            (SELECT count(*) FROM session AS s WHERE s.tenant_id = $1 AND s.person_id = $2 AND s.idle_until > $3 AND s.absolute_until > $3) AS sessions";
}

/// How an account is protected, and where it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct CheckUp {
    /// When the password was last changed; nothing when there is none.
    pub password_changed_at: Option<Instant>,
    /// How many passkeys there are.
    pub passkeys: i64,
    /// How many sessions are open.
    pub sessions: i64,
}

/// The caller's own.
///
/// # Errors
/// [`AuthenticationError::Refused`] for a caller who may not manage an account of their own.
pub async fn own(tx: &mut Transaction) -> Result<CheckUp, AuthenticationError> {
    let person = tx.caller().person().ok_or(database::Refused(Permission::ManageOwnAccount))?;
    tx.allow_for(Permission::ManageOwnAccount, person)?;
    let now = tx.now();
    Ok(tx.sql(OWN).bind(person).bind(now).fetch_one().await?)
}
