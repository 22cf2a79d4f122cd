//! The changes of many people, newest first.

use super::{ChangeCounts, ChangeState, What};
use crate::frame::Frame;
use foundation::{BulkId, Instant};

/// The list (`GET /console/changes?before=`).
#[derive(Debug, Clone)]
pub struct Changes {
    /// The changes.
    pub lines: Vec<ChangeLine>,
    /// Where older ones begin.
    pub older: Option<String>,
    /// Whether these are not the newest.
    pub is_later_page: bool,
}

/// A change in the list.
#[derive(Debug, Clone)]
pub struct ChangeLine {
    /// Leads to its page.
    pub id: BulkId,
    /// What is done.
    pub what: What,
    /// Where it stands.
    pub state: ChangeState,
    /// How many people are in which state.
    pub counts: ChangeCounts,
    /// Who asked for it; nothing where the visitor may not know.
    pub asked_by: Option<String>,
    /// When it was asked for.
    pub created_at: Instant,
}

/// Renders the list.
#[must_use]
pub fn changes(frame: &Frame, model: &Changes) -> String {
    let _ = (frame, model);
    String::new()
}
