//! Which role grants which permission, who holds which role from when until when, and why.
//!
//! Every signed-in person may manage their own account; everything else comes from role assignments. Two rules hold for
//! every change: nobody gives or touches more than they hold, and the last administrator cannot be locked out.

pub mod assignments;
mod error;
pub mod roles;

pub use assignments::{
    Assignment, Given, Resolved, end, give, of_person, resolve, still_administered, within_own_rights,
};
pub use error::PermissionError;
pub use roles::{Role, SystemRole, change, define, list, seed, seed_all};

/// Every statement of this crate, for the tests that prepare and explain them.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    [assignments::STATEMENTS, roles::STATEMENTS].concat()
}
