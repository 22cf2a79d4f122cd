//! Passwords that come with people from another system, as hashes.

use database::{DbError, Transaction};
use foundation::PersonId;

use super::store;

/// Gives people who were just added the hashes of their passwords, each as [`super::foreign::accept`] returned it. Whoever has
/// a password keeps it. The first sign-in makes the hash anew.
///
/// # Errors
/// When the database fails.
pub async fn save_all(tx: &mut Transaction, hashes: &[(PersonId, &str)]) -> Result<(), DbError> {
    store::add_all(tx, hashes).await
}
