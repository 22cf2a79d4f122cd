//! The imports of a tenant, newest first.

use database::Transaction;
use directory::paging::Newest;
use foundation::{ImportId, Permission};

use super::{Import, store};
use crate::ImportError;

/// Where the next page begins.
pub type Cursor = Newest<ImportId>;

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
    let before = before.unwrap_or_else(Cursor::first);
    let found = store::page(tx, before, i64::try_from(amount).unwrap_or(100) + 1).await?;
    let (imports, next) = Cursor::cut(found, amount, |import| Cursor { created_at: import.created_at, id: import.id });
    Ok(Page { imports, next })
}
