//! One SQL text, two typed drivers: embedded SQLite and PostgreSQL behind one [`Transaction`].
//!
//! A capability declares its statements with [`statements!`] beside its row types and runs them on a transaction, which
//! carries the tenant, the caller, the instant and the randomness:
//!
//! ```ignore
//! database::statements! {
//!     /// The person with an id.
//!     FIND: tenant = "SELECT id, display_name FROM person WHERE tenant_id = $1 AND id = $2";
//! }
//!
//! async fn find(tx: &mut Transaction, id: PersonId) -> Result<Option<PersonRow>, DbError> {
//!     tx.sql(FIND).bind(id).fetch_optional().await // `$1`, the tenant, is bound already
//! }
//! ```
//!
//! A tenant statement whose text does not name `tenant_id = $1` does not compile. To add a table: one migration per
//! dialect under `migrations/`, row-level security in the PostgreSQL one, and the parity test tells what differs.

pub mod backup;
mod embedded;
mod engine;
mod error;
mod lock;
mod master_keys;
mod migrations;
mod partitions;
mod rows;
mod sealed;
mod statement;
mod steady;
mod sweep;
mod tenants;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod transaction;
mod vault;

pub use embedded::Embedded;
pub use engine::{Database, MOST_AT_ONCE, Settings, Signal};
pub use error::DbError;
pub use master_keys::MasterKeys;
pub use migrations::{migrate, schema_version};
pub use partitions::RetentionClass;
pub use rows::InsertStatement;
pub use sealed::{Sealed, SealedColumn, Tally, Walk};
pub use sqlx::types::Json;
pub use statement::{Bind, Declared, Dialect, PlatformStatement, Record, Scope, Statement, TenantStatement};
pub use transaction::{PlatformTransaction, Refused, Transaction, Unproved};
pub use vault::{DataKey, Vault, VaultError, digest};

#[doc(hidden)]
pub use rows::declared_insert;
#[doc(hidden)]
pub use statement::{declared_platform, declared_tenant};

/// Every statement of this crate, for the tests that prepare and explain them all.
#[must_use]
pub fn statements() -> Vec<Declared> {
    [master_keys::STATEMENTS, steady::STATEMENTS, tenants::STATEMENTS].concat()
}
