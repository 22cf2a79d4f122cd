//! Who exists: tenants and their settings, people, their names, addresses, attributes and affiliations.
//!
//! Each use case is a function on a [`database::Transaction`] in a file of its own. It asks for one permission, changes
//! what it must, and records what happened, all in the caller's transaction.

pub mod addresses;
pub mod affiliations;
pub mod attributes;
pub mod circles;
mod error;
pub mod groups;
pub mod intake;
mod labels;
pub mod organisations;
pub mod paging;
pub mod people;
pub mod search;
pub mod tenants;
pub mod types;

pub use error::{DirectoryError, FieldProblem};
pub use people::{LifecycleState, Person};
pub use tenants::{Settings, SignUp, Tenant};

/// Every statement of this crate, for the tests that prepare and explain them.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    [
        addresses::STATEMENTS,
        affiliations::STATEMENTS,
        attributes::STATEMENTS,
        attributes::manage::STATEMENTS,
        circles::STATEMENTS,
        &groups::statements(),
        &organisations::statements(),
        people::count::STATEMENTS,
        people::list::STATEMENTS,
        people::profiles::STATEMENTS,
        people::store::STATEMENTS,
        people::walk::STATEMENTS,
        tenants::store::STATEMENTS,
        types::STATEMENTS,
    ]
    .concat()
}
