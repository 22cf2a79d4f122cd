//! Which role grants which permission, who holds which role from when until when, and why.
//!
//! Every signed-in person may manage their own account; everything else comes from role assignments. Two rules hold for
//! every change: nobody gives or touches more than they hold, and the last administrator cannot be locked out.

pub mod assignments;
mod error;
pub mod explain;
mod held;
pub mod reach;
pub mod roles;
pub mod scope;

pub use assignments::{Assignment, Given, end, give, may_give, of_person, still_administered};
pub use error::PermissionError;
pub use held::{Held, held, held_over};
pub use reach::{Resolved, allow_in, allow_on, over, resolve, within_own_rights};
pub use roles::{Role, SystemRole, change, define, list, seed, seed_all};
pub use scope::{Scope, ScopeWord};

/// Every statement of this crate, for the tests that prepare and explain them.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    [assignments::STATEMENTS, explain::STATEMENTS, held::STATEMENTS, reach::STATEMENTS, roles::STATEMENTS].concat()
}
