//! How far an import is.

use database::Transaction;
use foundation::{ImportId, Permission};

use super::{Import, store};
use crate::ImportError;

/// The import as it stands now.
///
/// # Errors
/// [`ImportError::NotFound`] when there is none in the tenant.
pub async fn progress(tx: &mut Transaction, id: ImportId) -> Result<Import, ImportError> {
    tx.allow(Permission::SeeSources)?;
    store::find(tx, id).await?.ok_or(ImportError::NotFound)
}
