//! Somebody says what the columns mean.

use audit::{Entry, Stream};
use database::Transaction;
use directory::intake;
use foundation::{ImportId, Permission};

use super::store;
use crate::ImportError;
use crate::mapping::{Mapping, Target};

/// Stores the mapping of an import that has not begun.
///
/// # Errors
/// [`ImportError::Mapping`] with everything that is wrong; [`ImportError::WrongState`] when the import has begun.
pub async fn map(tx: &mut Transaction, id: ImportId, mapping: &Mapping) -> Result<(), ImportError> {
    tx.allow(Permission::ImportPeople)?;
    let import = store::find(tx, id).await?.ok_or(ImportError::NotFound)?;
    let facts = import.facts.ok_or(ImportError::WrongState)?;
    let problems = mapping.problems(&facts.columns, &intake::definitions(tx).await?);
    if !problems.is_empty() {
        return Err(ImportError::Mapping(problems));
    }
    if !store::save_mapping(tx, id, mapping).await? {
        return Err(ImportError::WrongState);
    }
    let entry = Entry::new("import.mapped", Stream::Administration)
        .object("import", id.0)
        .detail("archetype", &mapping.archetype);
    let read = mapping.columns.iter().filter(|mapped| mapped.target != Target::Ignore);
    let entry = read.fold(entry, |entry, mapped| entry.detail(&mapped.column, mapped.target.word()));
    audit::record(tx, entry).await?;
    Ok(())
}
