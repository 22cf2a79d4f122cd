//! The same change for many people: who and what, what would happen, how far it is, how it ended.

mod ask;
mod items;
mod list;
mod one;
mod preview;
mod progress;
mod report;
mod steps;
mod words;

pub use crate::console::people::meant::Who;
pub use ask::{Ask, Choose, ask, choose};
pub use list::{ChangeLine, Changes, changes};
pub use one::{Change, ChangeItem, ChangeTab, change};

use crate::model::Scope;
use foundation::Instant;

/// What is done with each.
#[derive(Debug, Clone)]
pub struct What {
    /// The action's stable word: `suspend`, `reactivate`, `end_sessions`, `invite`, `give_role`, `end_role`, `join_group`,
    /// `leave_group`. Its texts are `console-change-do-WORD` (with dashes).
    pub action: &'static str,
    /// The name of the role or the group it is about.
    pub object: Option<String>,
    /// For whom a role that is given counts.
    pub scope: Option<Scope>,
    /// The organisation or group a role is limited to.
    pub limited_to: Option<String>,
    /// Until when a role or a membership counts.
    pub until: Option<Instant>,
}

/// Where a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeState {
    /// It is being found out who is meant, and what would happen.
    Collecting,
    /// That is known; nothing has happened.
    Ready,
    /// It is being done.
    Running,
    /// It was done.
    Done,
    /// Somebody stopped or discarded it.
    Cancelled,
    /// It stopped by a fault.
    Failed,
    /// It is being taken back.
    Undoing,
    /// It was taken back.
    Undone,
}

/// How many people are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// Will be changed.
    pub pending: u64,
    /// Were changed.
    pub changed: u64,
    /// With whom there was nothing to do.
    pub unchanged: u64,
    /// With whom it could not be done.
    pub refused: u64,
    /// Were changed and taken back.
    pub undone: u64,
    /// Were changed and could not be taken back.
    pub kept: u64,
}

impl ChangeCounts {
    /// Everybody who is meant.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.pending + self.changed + self.unchanged + self.refused + self.undone + self.kept
    }

    /// Those in one state.
    #[must_use]
    pub const fn of(&self, tab: ChangeTab) -> u64 {
        match tab {
            ChangeTab::Pending => self.pending,
            ChangeTab::Changed => self.changed,
            ChangeTab::Unchanged => self.unchanged,
            ChangeTab::Refused => self.refused,
            ChangeTab::Undone => self.undone,
            ChangeTab::Kept => self.kept,
        }
    }
}

/// The address that asks what is to be done with many people.
pub(crate) const ASK: &str = "/console/people/change";
/// The address of the changes.
const PATH: &str = "/console/changes";
