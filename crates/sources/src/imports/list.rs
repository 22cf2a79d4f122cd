//! The imports of a tenant, newest first.

use chrono::{DateTime, Utc};
use database::Transaction;
use foundation::{ImportId, Instant, Permission};
use uuid::Uuid;

use super::{Import, store};
use crate::ImportError;

/// Where the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When the last import of the page was uploaded.
    pub created_at: Instant,
    /// The last import of the page.
    pub id: ImportId,
}

/// A page of imports.
#[derive(Debug, Clone)]
pub struct Page {
    /// The imports.
    pub imports: Vec<Import>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// The imports before a cursor, at most `amount` (1 to 100).
///
/// # Errors
/// [`ImportError::Refused`] without the permission to see sources.
pub async fn list(tx: &mut Transaction, before: Option<Cursor>, amount: usize) -> Result<Page, ImportError> {
    tx.allow(Permission::SeeSources)?;
    let amount = amount.clamp(1, 100);
    let before = before.map_or((end_of_time(), ImportId(Uuid::max())), |cursor| (cursor.created_at, cursor.id));
    let mut imports = store::page(tx, before, i64::try_from(amount).unwrap_or(100) + 1).await?;
    let is_more = imports.len() > amount;
    imports.truncate(amount);
    let next = imports.last().filter(|_| is_more).map(|last| Cursor { created_at: last.created_at, id: last.id });
    Ok(Page { imports, next })
}

/// Behind every upload: the last second of the year 9999.
fn end_of_time() -> Instant {
    DateTime::<Utc>::from_timestamp(253_402_300_799, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
