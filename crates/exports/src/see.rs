//! How far exports are, for whoever asked for them and for nobody else.

use database::{Refused, Transaction};
use directory::paging::Newest;
use directory::people::count;
use directory::people::walk::Selection;
use foundation::{ExportId, Permission, PersonId};

use crate::store::{self, Placed};
use crate::{Export, ExportError};

/// Where the next page begins.
pub type Cursor = Newest<ExportId>;

/// A page of exports.
#[derive(Debug, Clone)]
pub struct Page {
    /// The exports.
    pub exports: Vec<Export>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// Who asks, if they may export anybody at all.
fn asker(tx: &Transaction) -> Result<PersonId, ExportError> {
    tx.allow_somewhere(Permission::ExportPeople)?;
    Ok(tx.caller().person().ok_or(Refused(Permission::ExportPeople))?)
}

/// An export of the caller's as it stands now.
///
/// # Errors
/// [`ExportError::Refused`] without the permission; [`ExportError::NotFound`] also for somebody else's.
pub async fn one(tx: &mut Transaction, id: ExportId) -> Result<Export, ExportError> {
    Ok(placed(tx, id).await?.export)
}

/// As [`one`], with what is not for pages. What is past its time is gone, also where it has not been removed yet.
pub(crate) async fn placed(tx: &mut Transaction, id: ExportId) -> Result<Placed, ExportError> {
    let (person, now) = (asker(tx)?, tx.now());
    let found = store::find(tx, id).await?;
    let own = found.filter(|placed| placed.export.asked_by == person && placed.export.kept_until() > now);
    own.ok_or(ExportError::NotFound)
}

/// How many people an export has at most, where that is known without counting: of everybody in the tenant.
///
/// # Errors
/// What the database reports.
pub async fn most(tx: &mut Transaction, export: &Export) -> Result<Option<u64>, ExportError> {
    let is_everybody = export.selection == Selection::default() && tx.caller().may(Permission::ExportPeople);
    if !is_everybody || !tx.caller().may(Permission::SeePeople) {
        return Ok(None);
    }
    Ok(Some(count::count(tx).await?.total()))
}

/// The caller's exports before a cursor, newest first, at most `amount` (1 to 100).
///
/// # Errors
/// [`ExportError::Refused`] without the permission.
pub async fn list(tx: &mut Transaction, before: Option<Cursor>, amount: usize) -> Result<Page, ExportError> {
    let person = asker(tx)?;
    let amount = amount.clamp(1, 100);
    let before = before.unwrap_or_else(Cursor::first);
    let found = store::page(tx, person, before, i64::try_from(amount).unwrap_or(100) + 1).await?;
    let (exports, next) = Cursor::cut(found, amount, |export| Cursor { created_at: export.created_at, id: export.id });
    Ok(Page { exports, next })
}
