//! Searching the trail.

use chrono::{DateTime, NaiveDate, NaiveTime};
use database::Transaction;
use foundation::{Instant, Permission};
use uuid::Uuid;

use super::reader::Reader;
use super::{Cursor, Filter, Page, Trail, store};
use crate::AuditError;

/// The most entries read for one page when an index does not answer by itself.
const MOST_READ: usize = 2_000;

impl Trail {
    /// The newest entries that fit, a page at a time. Content is shown to those who may also see profiles.
    ///
    /// # Errors
    /// [`AuditError::Refused`] without [`Permission::SeeAudit`].
    pub async fn search(tx: &mut Transaction, filter: &Filter) -> Result<Page, AuditError> {
        tx.allow(Permission::SeeAudit)?;
        let mut reader = Reader::of(tx);
        if filter.text.is_some() {
            // A full address may be what is looked for.
            reader = reader.with_addresses(tx).await?;
        }
        page(tx, filter, &reader, filter.page()).await
    }
}

/// Reads from the newest entry on until the page is full, the trail ends or [`MOST_READ`] entries were read.
pub(super) async fn page(
    tx: &mut Transaction,
    filter: &Filter,
    reader: &Reader,
    size: usize,
) -> Result<Page, AuditError> {
    let (lead, terms) = (filter.lead(), filter.terms());
    let from = filter.from.unwrap_or(DateTime::UNIX_EPOCH);
    let mut before = filter.until.map_or(end_of_time(), |until| Cursor { at: until, id: Uuid::nil() });
    if let Some(cursor) = filter.before {
        before = if (cursor.at, cursor.id) < (before.at, before.id) { cursor } else { before };
    }
    let (mut entries, mut read) = (Vec::new(), 0);
    loop {
        let rows = store::list(tx, &lead, from, before).await?;
        let is_last = rows.len() < store::STEP;
        for row in rows {
            let place = Cursor { at: row.at, id: row.id.0 };
            if !filter.fits(&row) {
                before = place;
                continue;
            }
            let entry = reader.read(row);
            if terms.is_empty() || entry.contains(&terms) {
                if entries.len() == size {
                    return Ok(Page { entries, next: Some(before), stopped: false });
                }
                entries.push(entry);
            }
            before = place;
        }
        read += store::STEP;
        if is_last {
            return Ok(Page { entries, next: None, stopped: false });
        }
        if read >= MOST_READ {
            return Ok(Page { entries, next: Some(before), stopped: true });
        }
    }
}

/// After every entry, and a date both databases know.
pub(super) fn end_of_time() -> Cursor {
    let day = NaiveDate::from_ymd_opt(9999, 1, 1).unwrap_or(NaiveDate::MAX);
    Cursor { at: Instant::from_naive_utc_and_offset(day.and_time(NaiveTime::MIN), chrono::Utc), id: Uuid::nil() }
}
