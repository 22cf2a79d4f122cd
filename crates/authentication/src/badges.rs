//! Badges: a printed QR code lets a young pupil in, with little assurance, where and when the tenant says (docs/decisions/0016).
//!
//! A badge is a password that can be lost on the way to school. So its session opens the own start page and nothing else, it
//! counts only from the networks and at the hours of the tenant's policy, and nobody who works here, answers for others or holds
//! a right has one.

pub mod carry;
pub mod decide;
pub mod issue;
pub mod manage;
mod pin;
mod rules;
pub mod sign_in;
pub(crate) mod store;

use database::Transaction;
use foundation::{Permission, PersonId};

use crate::AuthenticationError;

pub use pin::{LONGEST_PIN, MOST_WRONG_PINS};
pub(crate) use rules::counts;

/// Why a badge does not open the door, as far as whoever holds it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadgeProblem {
    /// It was never one, it was voided or replaced, it is too old, or its person may not use one. Which of it is not said.
    #[error("this badge does not count")]
    Unknown,
    /// It does not count from this network.
    #[error("badges do not count here")]
    NotHere,
    /// It does not count at this hour.
    #[error("badges do not count now")]
    NotNow,
    /// The PIN is wrong.
    #[error("the PIN is wrong")]
    WrongPin,
    /// There were too many wrong PINs: somebody who issues badges must reset it.
    #[error("the PIN is locked")]
    LockedPin,
    /// It is too long ago that the badge was held to the door.
    #[error("the badge must be shown again")]
    Over,
}

/// Whether the caller may issue and void the badge of a person: an educator those of the own class, for example.
pub(crate) async fn may_for(tx: &mut Transaction, person: PersonId) -> Result<(), AuthenticationError> {
    Ok(permissions::allow_on(tx, Permission::IssueBadges, person).await?)
}
