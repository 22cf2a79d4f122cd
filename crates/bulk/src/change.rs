//! A change of many people, as it stands.

use directory::people::list::Key;
use directory::people::walk::Selection;
use foundation::{BulkId, Instant, PersonId};

use crate::Action;

/// Where a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It is being found out who is meant, and what would happen.
    Collecting,
    /// That is known; nothing has happened.
    Ready,
    /// It is being done.
    Running,
    /// It was done.
    Done,
    /// Somebody stopped or discarded it; what was done until then stays.
    Cancelled,
    /// It stopped by a fault; what was done until then stays.
    Failed,
    /// It is being taken back.
    Undoing,
    /// It was taken back.
    Undone,
}

foundation::stored_as_word!(State);

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Collecting,
        Self::Ready,
        Self::Running,
        Self::Done,
        Self::Cancelled,
        Self::Failed,
        Self::Undoing,
        Self::Undone,
    ];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Collecting => "collecting",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }

    /// Whether a job works on it.
    #[must_use]
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Collecting | Self::Running | Self::Undoing)
    }
}

/// What became of one person in a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemState {
    /// Will be changed.
    Pending,
    /// Was changed.
    Changed,
    /// There was nothing to do.
    Unchanged,
    /// It could not be done.
    Refused,
    /// Was changed and taken back.
    Undone,
    /// Was changed and could not be taken back.
    Kept,
}

foundation::stored_as_word!(ItemState);

impl ItemState {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::Pending, Self::Changed, Self::Unchanged, Self::Refused, Self::Undone, Self::Kept];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
            Self::Undone => "undone",
            Self::Kept => "kept",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// How many people are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
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

impl Counts {
    /// Everybody who is meant.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.pending + self.changed + self.unchanged + self.refused + self.undone + self.kept
    }

    /// Those in one state.
    #[must_use]
    pub const fn of(&self, state: ItemState) -> u64 {
        match state {
            ItemState::Pending => self.pending,
            ItemState::Changed => self.changed,
            ItemState::Unchanged => self.unchanged,
            ItemState::Refused => self.refused,
            ItemState::Undone => self.undone,
            ItemState::Kept => self.kept,
        }
    }
}

/// A change of many people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: BulkId,
    /// What is done.
    pub action: Action,
    /// With whom.
    pub selection: Selection,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: State,
    /// How far the walk through those who are meant has come.
    pub reached: Option<Key>,
    /// How many people were looked at for it.
    pub looked_at: u64,
    /// How many are in which state.
    pub counts: Counts,
    /// Why it failed, as a word that language files translate.
    pub failure: Option<String>,
    /// Who asked for it.
    pub asked_by: PersonId,
    /// Who took it back.
    pub undone_by: Option<PersonId>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it was begun.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// The absolute address of the tenant, for links in mails.
    pub(crate) base: String,
}
