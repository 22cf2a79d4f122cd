//! The same change for many people: first who and what, then the change, then the report; and back, where there is a way back.
//!
//! ```text
//! prepare ─► collecting ─► ready ─► start ─► running ─► done ─► undo ─► undoing ─► undone
//!            who is meant, and        each as if it were done
//!            what would happen        on the person's page
//! ```
//!
//! * [`prepare`] takes an [`Action`] and a selection. A job walks through everybody who is meant and notes for each what would
//!   happen ([`forecast`]); nothing else is changed.
//! * [`steps::start`] lets the job do it, [`steps::cancel`] stops it between two people, [`steps::undo`] takes it back.
//! * [`run`] is the job: slices of people, each a transaction with their notes, so that a crash loses nothing and does nothing twice.
//! * [`look`] and [`report`] tell how it stands and how it ended; [`forget`] removes it when it is old.
//!
//! The job works with the rights of whoever asked, as they are at each slice, through the use cases the pages use: nobody gets
//! further with many than with one. To add an action, add it to [`Action`], to [`forecast`], to [`perform`] and, if there is a way
//! back, to [`revert`].

mod action;
mod asker;
mod change;
pub mod forecast;
pub mod forget;
pub mod look;
pub mod perform;
pub mod prepare;
pub mod report;
pub mod revert;
pub mod run;
pub mod steps;
pub(crate) mod store;

pub use action::{Action, Kind};
pub use change::{Change, Counts, ItemState, State};

/// Every statement of this crate, for the tests that prepare and explain them.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    store::STATEMENTS.to_vec()
}
