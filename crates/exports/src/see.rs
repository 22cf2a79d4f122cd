//! How far exports are, for whoever asked for them and for nobody else.

use chrono::{DateTime, Utc};
use database::{Refused, Transaction};
use directory::people::count;
use directory::people::walk::Selection;
use foundation::{ExportId, Instant, Permission, PersonId};
use uuid::Uuid;

use crate::store::{self, Placed};
use crate::{Export, ExportError};

/// Where the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When somebody asked for the last export of the page.
    pub created_at: Instant,
    /// The last export of the page.
    pub id: ExportId,
}

/// A page of exports.
#[derive(Debug, Clone)]
pub struct Page {
    /// The exports.
    pub exports: Vec<Export>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

impl Cursor {
    /// The cursor as one word for an address.
    #[must_use]
    pub fn to_word(&self) -> String {
        format!("{}~{}", self.created_at.timestamp_micros(), self.id)
    }

    /// Reads what [`Cursor::to_word`] wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let (at, id) = word.split_once('~')?;
        let created_at = DateTime::<Utc>::from_timestamp_micros(at.parse().ok()?)?;
        Some(Self { created_at, id: id.parse().ok()? })
    }
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
    let before = before.map_or((end_of_time(), ExportId(Uuid::max())), |cursor| (cursor.created_at, cursor.id));
    let mut exports = store::page(tx, person, before, i64::try_from(amount).unwrap_or(100) + 1).await?;
    let is_more = exports.len() > amount;
    exports.truncate(amount);
    let next = exports.last().filter(|_| is_more).map(|last| Cursor { created_at: last.created_at, id: last.id });
    Ok(Page { exports, next })
}

/// Behind every export: the last second of the year 9999.
fn end_of_time() -> Instant {
    DateTime::<Utc>::from_timestamp(253_402_300_799, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
