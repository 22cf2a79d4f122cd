//! What became of everybody, for a file: state after state, each by name.

use audit::Stream;
use database::Transaction;
use directory::DirectoryError;
use directory::people::list::Key;
use foundation::{BulkId, Sensitive};

use crate::look::{self, Item};
use crate::{ItemState, steps, store};

/// How many people are in one piece.
const TOGETHER: usize = 1_000;

/// A piece of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The people in it.
    pub items: Vec<Item>,
    /// Where the next piece begins; nothing at the end.
    pub next: Option<Cursor>,
}

/// Where a piece begins: in which state, after whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    state: ItemState,
    after: Key,
}

/// The people of a change behind a cursor. The first piece is recorded as a disclosure, so the transaction must be a writing one and
/// be committed.
///
/// # Errors
/// `Refused`; `NotFound`; `WrongState` before it was begun; `Unproved` without a fresh proof.
pub async fn report(tx: &mut Transaction, id: BulkId, from: Option<Cursor>) -> Result<Chunk, DirectoryError> {
    let change = look::find(tx, id).await?;
    if change.started_at.is_none() {
        // A preview is no list to take away.
        return Err(DirectoryError::WrongState);
    }
    if from.is_none() {
        tx.require_proof(Sensitive::Exports)?;
        let entry = steps::about(&change, "bulk.report_downloaded", Stream::Disclosure);
        audit::record(tx, entry).await?;
    }
    let first = || Cursor { state: ItemState::Pending, after: look::beginning() };
    let Cursor { state, after } = from.unwrap_or_else(first);
    let most = i64::try_from(TOGETHER).unwrap_or(i64::MAX);
    let items = store::items(tx, id, state, &after, most).await?;
    let next = if items.len() == TOGETHER {
        items.last().map(|last| Cursor { state, after: Key { value: last.sort_key.clone(), id: last.person_id } })
    } else {
        let later = ItemState::ALL.into_iter().skip_while(|one| *one != state).nth(1);
        later.map(|state| Cursor { state, after: look::beginning() })
    };
    Ok(Chunk { items: look::still_seen(tx, items).await?, next })
}
