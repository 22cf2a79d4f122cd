//! A change is begun, stopped, and taken back.

use audit::{Entry, Stream};
use authentication::AuthenticationError;
use chrono::TimeDelta;
use database::Transaction;
use directory::DirectoryError;
use foundation::BulkId;

use crate::{Change, State, look, run, store};

/// How long a preview says what would happen.
pub const PREVIEW_HOLDS: TimeDelta = TimeDelta::hours(24);
/// How long a change can be taken back.
pub const REVERSIBLE_FOR: TimeDelta = TimeDelta::days(30);

/// Begins a change that was looked at.
///
/// # Errors
/// `Refused`; `NotFresh`; `NotFound`; `WrongState` when it is not ready; `Invalid` of the form when somebody else asked for it
/// (`bulk-of-another`), the preview is too old (`bulk-old`) or nobody would be changed (`bulk-nobody`).
pub async fn start(tx: &mut Transaction, id: BulkId) -> Result<(), AuthenticationError> {
    let change = look::find(tx, id).await?;
    tx.allow_somewhere(change.action.permission())?;
    if tx.caller().person() != Some(change.asked_by) {
        // It works with the rights of whoever asked, and was looked at with theirs.
        return Err(DirectoryError::field("", "bulk-of-another").into());
    }
    if let Some(action) = change.action.sensitive() {
        tx.require_proof(action).map_err(DirectoryError::from)?;
    }
    if change.state != State::Ready {
        return Err(DirectoryError::WrongState.into());
    }
    if change.created_at + PREVIEW_HOLDS < tx.now() {
        return Err(DirectoryError::field("", "bulk-old").into());
    }
    if change.counts.pending == 0 {
        return Err(DirectoryError::field("", "bulk-nobody").into());
    }
    if !store::begin(tx, id).await? {
        return Err(DirectoryError::WrongState.into());
    }
    jobs::enqueue(tx, run::KIND, &run::Payload { change: id }, None).await?;
    let entry = about(&change, "bulk.started", Stream::Administration).reason(change.reason.as_str());
    audit::record(tx, entry.detail("people", change.counts.pending.to_string())).await?;
    Ok(())
}

/// Stops a change, or discards one that was not begun. The slice at work is finished; what is done stays.
///
/// # Errors
/// `Refused`; `NotFound`; `WrongState` when it has ended.
pub async fn cancel(tx: &mut Transaction, id: BulkId) -> Result<(), AuthenticationError> {
    let change = look::find(tx, id).await?;
    tx.allow_somewhere(change.action.permission())?;
    if !store::end(tx, id, State::Cancelled, None).await? {
        return Err(DirectoryError::WrongState.into());
    }
    audit::record(tx, about(&change, "bulk.cancelled", Stream::Administration)).await?;
    Ok(())
}

/// Takes a change back, as far as it got, with the rights of whoever does so. Whoever was changed otherwise since stays as they are.
///
/// # Errors
/// `Refused`; `NotFresh`; `NotFound`; `WrongState` while it is at work, when there is no way back, or too long ago.
pub async fn undo(tx: &mut Transaction, id: BulkId) -> Result<(), AuthenticationError> {
    let change = look::find(tx, id).await?;
    tx.allow_somewhere(change.action.permission())?;
    if let Some(action) = change.action.sensitive() {
        tx.require_proof(action).map_err(DirectoryError::from)?;
    }
    let by = tx.caller().person().ok_or(DirectoryError::NotFound)?;
    if !can_be_undone(&change, tx.now()) || !store::take_back(tx, id, by).await? {
        return Err(DirectoryError::WrongState.into());
    }
    jobs::enqueue(tx, run::KIND, &run::Payload { change: id }, None).await?;
    let entry = about(&change, "bulk.undo_started", Stream::Administration);
    audit::record(tx, entry.detail("people", change.counts.changed.to_string())).await?;
    Ok(())
}

/// Whether there is something to take back, and a way.
#[must_use]
pub fn can_be_undone(change: &Change, now: foundation::Instant) -> bool {
    let has_ended = matches!(change.state, State::Done | State::Cancelled | State::Failed | State::Undone);
    let begun = change.started_at.is_some_and(|at| at + REVERSIBLE_FOR >= now);
    has_ended && begun && change.action.is_reversible() && change.counts.changed > 0
}

/// An entry about a change.
pub(crate) fn about(change: &Change, kind: &'static str, stream: Stream) -> Entry {
    Entry::new(kind, stream).object("bulk_change", change.id.0).detail("action", change.action.word())
}
