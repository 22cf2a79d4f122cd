//! How a change stands, and who is in it. For whoever asked for it, and for those who may do the same with everybody.

use chrono::{DateTime, Utc};
use database::Transaction;
use directory::DirectoryError;
use directory::people::list::Key;
use foundation::{BulkId, Instant, Permission, PersonId};
use uuid::Uuid;

pub use crate::store::Item;
use crate::{Change, ItemState, store};

/// People on a page.
pub const PAGE: usize = 50;

/// Whether the caller may look at a change.
fn is_seen(tx: &Transaction, change: &Change) -> bool {
    let caller = tx.caller();
    caller.person() == Some(change.asked_by)
        || caller.may(Permission::SeePeople) && caller.may(change.action.permission())
}

/// Refuses unless the caller may look at a change. Whoever sees everybody knows that there are changes, and is told what is missing.
fn seen(tx: &Transaction, change: Change) -> Result<Change, DirectoryError> {
    if is_seen(tx, &change) {
        Ok(change)
    } else if tx.caller().may(Permission::SeePeople) {
        Err(database::Refused(change.action.permission()).into())
    } else {
        Err(DirectoryError::NotFound)
    }
}

/// The change with an id.
///
/// # Errors
/// `Refused`; `NotFound` also for one that is not the caller's to see.
pub async fn find(tx: &mut Transaction, id: BulkId) -> Result<Change, DirectoryError> {
    tx.allow_somewhere(Permission::SeePeople)?;
    let change = store::find(tx, id).await?.ok_or(DirectoryError::NotFound)?;
    seen(tx, change)
}

/// Where the next page of changes begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When the last change of the page was asked for.
    pub created_at: Instant,
    /// The last change of the page.
    pub id: BulkId,
}

impl Cursor {
    /// The cursor as one word for an address.
    #[must_use]
    pub fn to_word(self) -> String {
        format!("{}~{}", self.id, self.created_at.timestamp_micros())
    }

    /// Reads what [`Cursor::to_word`] wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let (id, at) = word.split_once('~')?;
        Some(Self { created_at: DateTime::from_timestamp_micros(at.parse().ok()?)?, id: id.parse().ok()? })
    }
}

/// The newest changes, at most 50 before a cursor: the own ones, and those of others for whoever may see everybody.
///
/// # Errors
/// `Refused`.
pub async fn list(
    tx: &mut Transaction,
    before: Option<Cursor>,
) -> Result<(Vec<Change>, Option<Cursor>), DirectoryError> {
    tx.allow_somewhere(Permission::SeePeople)?;
    let asker = if tx.caller().may(Permission::SeePeople) { None } else { tx.caller().person() };
    // Behind everything: the last second of the year 9999.
    let last = || (DateTime::<Utc>::from_timestamp(253_402_300_799, 0).unwrap_or_default(), BulkId(Uuid::max()));
    let before = before.map_or_else(last, |cursor| (cursor.created_at, cursor.id));
    let mut found = store::page(tx, asker, before, i64::try_from(PAGE).unwrap_or(50) + 1).await?;
    let is_more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| is_more).map(|last| Cursor { created_at: last.created_at, id: last.id });
    found.retain(|change| is_seen(tx, change));
    Ok((found, next))
}

/// A page of those in one state, by name. The caller has found the change.
///
/// # Errors
/// `Refused`; `NotFound`.
pub async fn items(
    tx: &mut Transaction,
    id: BulkId,
    state: ItemState,
    after: Option<Key>,
) -> Result<(Vec<Item>, Option<Key>), DirectoryError> {
    find(tx, id).await?;
    let after = after.unwrap_or_else(beginning);
    let mut found = store::items(tx, id, state, &after, i64::try_from(PAGE).unwrap_or(50) + 1).await?;
    let is_more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| is_more).map(|last| Key { value: last.sort_key.clone(), id: last.person_id });
    Ok((found, next))
}

/// Before everybody.
pub(crate) fn beginning() -> Key {
    Key { value: String::new(), id: PersonId(Uuid::nil()) }
}
