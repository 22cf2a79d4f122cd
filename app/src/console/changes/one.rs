//! One change of many people: being found out, ready, at work, ended.

use super::{ChangeCounts, ChangeState, What, Who};
use crate::form::FormState;
use crate::frame::Frame;
use foundation::{BulkId, Instant, PersonId};

/// One change (`GET /console/changes/{id}?show=&after=`). `POST …/start`, `…/cancel`, `…/undo`; `GET …/progress` answers
/// `{"state": "running" while a job works on it, "total", "read", "pending", "changed", "unchanged", "refused", "undone", "kept"}`;
/// `GET …/report.csv` is everybody in it.
#[derive(Debug, Clone)]
pub struct Change {
    /// The change.
    pub id: BulkId,
    /// What is done.
    pub what: What,
    /// With whom.
    pub who: Who,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ChangeState,
    /// How many people were looked at so far to find those who are meant.
    pub looked_at: u64,
    /// How many people are in which state.
    pub counts: ChangeCounts,
    /// Why it failed: the stored word, whose text is `problem-WORD`.
    pub failure: Option<String>,
    /// Who asked for it; nothing where the visitor may not know.
    pub asked_by: Option<String>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it was begun.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// Whether the visitor may begin it.
    pub may_start: bool,
    /// Whether the visitor may stop or discard it.
    pub may_cancel: bool,
    /// Whether the visitor may take it back.
    pub may_undo: bool,
    /// Whether there is a way back for such an action at all.
    pub is_reversible: bool,
    /// Why a step was refused.
    pub form: FormState,
    /// Those of which state are shown.
    pub shown: ChangeTab,
    /// A page of them.
    pub items: Vec<ChangeItem>,
    /// Where the next page begins: `after` of the address.
    pub next: Option<String>,
}

/// Whose names are shown. The words are those of `show` in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeTab {
    /// `pending`: will be changed.
    Pending,
    /// `changed`: were changed.
    Changed,
    /// `unchanged`: with whom there was nothing to do.
    Unchanged,
    /// `refused`: with whom it could not be done.
    Refused,
    /// `undone`: were changed and taken back.
    Undone,
    /// `kept`: were changed and could not be taken back.
    Kept,
}

impl ChangeTab {
    /// Every one, in the order of the page.
    pub const ALL: [Self; 6] = [Self::Pending, Self::Changed, Self::Unchanged, Self::Refused, Self::Undone, Self::Kept];

    /// The word in the address.
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
}

/// Somebody in a change.
#[derive(Debug, Clone)]
pub struct ChangeItem {
    /// Who.
    pub id: PersonId,
    /// How they are called.
    pub name: String,
    /// Why nothing was done: the word whose text is `console-change-why-WORD`.
    pub why: Option<String>,
}

/// Renders a change.
#[must_use]
pub fn change(frame: &Frame, model: &Change) -> String {
    let _ = (frame, model);
    String::new()
}
