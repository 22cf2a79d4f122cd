//! How a change stands, and who is in it. For whoever asked for it, and for those who see everybody.

use database::{DbError, Refused, Transaction};
use directory::DirectoryError;
use directory::paging::Newest;
use directory::people::list::Key;
use foundation::{BulkId, Permission, PersonId};
use permissions::reach;
use uuid::Uuid;

pub use crate::store::Item;
use crate::{Change, ItemState, store};

/// People on a page.
pub const PAGE: usize = 50;

/// Whether the caller may look at a change.
fn is_seen(tx: &Transaction, change: &Change) -> bool {
    let caller = tx.caller();
    caller.person() == Some(change.asked_by) || caller.may(Permission::SeePeople)
}

/// The change with an id.
///
/// # Errors
/// `Refused`; `NotFound` also for one that is not the caller's to see.
pub async fn find(tx: &mut Transaction, id: BulkId) -> Result<Change, DirectoryError> {
    tx.allow_somewhere(Permission::SeePeople)?;
    let found = store::find(tx, id).await?.filter(|change| is_seen(tx, change));
    found.ok_or(DirectoryError::NotFound)
}

/// Where the next page of changes begins.
pub type Cursor = Newest<BulkId>;

/// The newest changes, at most 50 before a cursor: the own ones, and those of others for whoever may see everybody.
///
/// # Errors
/// `Refused`.
pub async fn list(
    tx: &mut Transaction,
    before: Option<Cursor>,
) -> Result<(Vec<Change>, Option<Cursor>), DirectoryError> {
    tx.allow_somewhere(Permission::SeePeople)?;
    let asker = if tx.caller().may(Permission::SeePeople) {
        None
    } else {
        Some(tx.caller().person().ok_or(Refused(Permission::SeePeople))?)
    };
    let before = before.unwrap_or_else(Cursor::first);
    let found = store::page(tx, asker, before, i64::try_from(PAGE).unwrap_or(50) + 1).await?;
    Ok(Cursor::cut(found, PAGE, |change| Cursor { created_at: change.created_at, id: change.id }))
}

/// Those of some people whom the caller sees at this moment: whoever asked for a change may not see everybody in it any more.
pub(crate) async fn still_seen(tx: &mut Transaction, mut items: Vec<Item>) -> Result<Vec<Item>, DbError> {
    if tx.caller().may(Permission::SeePeople) {
        return Ok(items);
    }
    let people: Vec<PersonId> = items.iter().map(|item| item.person_id).collect();
    let seen = reach::those_with(tx, Permission::SeePeople, &people).await?;
    items.retain(|item| seen.contains(&item.person_id));
    Ok(items)
}

/// A page of those in one state, by name, as far as the caller sees them.
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
    Ok((still_seen(tx, found).await?, next))
}

/// Before everybody.
pub(crate) fn beginning() -> Key {
    Key { value: String::new(), id: PersonId(Uuid::nil()) }
}
