//! Proving who somebody is: passwords, passkeys, second factors, one-time links, sessions, recovery, and limits on guessing.
//!
//! [`Authentication`] is the service. Its methods are the use cases; each lives in a file of its own.

pub mod accept_invitation;
pub mod at_risk;
pub mod badges;
pub mod change_address;
pub mod change_password;
pub mod check_up;
mod error;
pub mod invite;
pub mod invite_administrator;
pub mod kept;
pub mod mailed_code;
mod methods;
pub mod not_me;
mod notice;
pub mod own_data;
pub mod passkeys;
pub mod password;
pub mod places;
pub mod put_back;
pub mod recover;
mod remove_password;
pub mod second;
pub mod sessions;
pub mod setup;
mod shut_out;
pub mod sign_in;
pub mod sign_up;
pub mod staff;
pub mod throttle;
pub mod tokens;
pub mod trusted;
pub mod work;

use std::sync::Arc;

use database::Database;
use directory::Tenant;

pub use badges::BadgeProblem;
pub use error::AuthenticationError;
pub use methods::{Assurance, Methods};
pub use passkeys::PasskeyProblem;
pub use password::hasher::{Busy, Hasher, HasherSettings};
pub use sessions::{SessionSecret, Visitor};

/// The service: cheap to clone.
#[derive(Clone)]
pub struct Authentication {
    pub(crate) database: Database,
    pub(crate) hasher: Arc<Hasher>,
    /// Whether the browser of whoever asks has done work.
    has_worked: bool,
}

/// Where an operation happens: the tenant and the address its links begin with.
#[derive(Debug, Clone)]
pub struct Place {
    /// The tenant.
    pub tenant: Arc<Tenant>,
    /// The absolute address of the tenant, without a slash at the end: `https://id.example/t/bank`.
    pub base: String,
}

impl Place {
    /// A link into the tenant that carries a one-time token.
    pub(crate) fn link(&self, path: &str, token: &foundation::Secret) -> foundation::Secret {
        format!("{}{path}?token={}", self.base, token.expose()).into()
    }

    /// A link into the tenant.
    pub(crate) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl Authentication {
    /// The service on a database, with a pool that hashes.
    #[must_use]
    pub fn new(database: Database, hasher: Arc<Hasher>) -> Self {
        Self { database, hasher, has_worked: false }
    }

    /// The pool that hashes, for its measurements.
    #[must_use]
    pub fn hasher(&self) -> &Hasher {
        &self.hasher
    }
}

/// Every statement of this crate, for the tests that prepare and explain them.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    [
        badges::manage::STATEMENTS,
        badges::store::STATEMENTS,
        check_up::STATEMENTS,
        kept::STATEMENTS,
        mailed_code::store::STATEMENTS,
        passkeys::challenge::STATEMENTS,
        passkeys::store::STATEMENTS,
        password::store::STATEMENTS,
        places::STATEMENTS,
        put_back::STATEMENTS,
        second::codes::STATEMENTS,
        second::half::STATEMENTS,
        second::remembered::STATEMENTS,
        second::store::STATEMENTS,
        second::summary::STATEMENTS,
        sessions::STATEMENTS,
        setup::STATEMENTS,
        shut_out::STATEMENTS,
        staff::adoption::STATEMENTS,
        staff::lacking::STATEMENTS,
        staff::remind::STATEMENTS,
        throttle::STATEMENTS,
        tokens::STATEMENTS,
        trusted::store::STATEMENTS,
        work::STATEMENTS,
    ]
    .concat()
}

/// The columns of this crate that hold sealed values.
#[must_use]
pub fn sealed_columns() -> Vec<database::SealedColumn> {
    vec![
        database::SealedColumn::of::<badges::store::Pins>(),
        database::SealedColumn::of::<tokens::Column>(),
        database::SealedColumn::of::<second::store::Apps>(),
        database::SealedColumn::of::<second::store::Offers>(),
        database::SealedColumn::of::<second::codes::Column>(),
        database::SealedColumn::of::<kept::Column>(),
    ]
}
