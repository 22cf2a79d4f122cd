//! A person's own sign-in history.

use chrono::TimeDelta;
use database::{Refused, Transaction};
use foundation::{Permission, PersonId};

use super::reader::Reader;
use super::search::page;
use super::{Cursor, Filter, Page, Recorded, Trail, Who, store};
use crate::{AuditError, Content, Stream, addresses};

/// How many entries about oneself are read at once, where all are wanted.
const AT_ONCE: usize = 500;

/// What a person is greeted with: when they were here before, and whether somebody tried in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The sign-in before the newest one.
    pub previous: Option<Recorded>,
    /// How many attempts failed after it.
    pub failed_since: u32,
}

impl Trail {
    /// What the stream of sign-ins says about `person`, newest first, for themselves. No permission is needed.
    ///
    /// Where somebody of the staff acted, the person sees what was done but not who it was nor from where.
    ///
    /// # Errors
    /// [`AuditError::Refused`] when the caller is not that person.
    pub async fn of_person_own(
        tx: &mut Transaction,
        person: PersonId,
        before: Option<Cursor>,
    ) -> Result<Page, AuditError> {
        own_only(tx, person)?;
        let filter = Filter { person: Some(person), stream: Some(Stream::Authentication), before, ..Filter::default() };
        let reader = Reader::of_oneself(tx).with_addresses(tx).await?;
        let mut found = page(tx, &filter, &reader, filter.page()).await?;
        for entry in &mut found.entries {
            hide_staff(entry, person);
        }
        Ok(found)
    }

    /// Everything that was recorded about `person`, of every stream, newest first, for themselves. No permission is needed.
    ///
    /// Where somebody of the staff acted, it says what was done but not who it was nor from where.
    ///
    /// # Errors
    /// [`AuditError::Refused`] when the caller is not that person.
    pub async fn about_oneself(
        tx: &mut Transaction,
        person: PersonId,
        before: Option<Cursor>,
    ) -> Result<Page, AuditError> {
        own_only(tx, person)?;
        let filter = Filter { person: Some(person), before, ..Filter::default() };
        let reader = Reader::of_oneself(tx).with_addresses(tx).await?;
        let mut found = page(tx, &filter, &reader, AT_ONCE).await?;
        for entry in &mut found.entries {
            hide_staff(entry, person);
            hide_strangers(entry);
        }
        Ok(found)
    }

    /// The sign-in of `person` before the newest one, and what failed since, as far as the newest entries about them tell. No
    /// permission is needed. Only the one entry is decrypted: this is read with every view of the portal's first page.
    ///
    /// # Errors
    /// [`AuditError::Refused`] when the caller is not that person.
    pub async fn earlier(tx: &mut Transaction, person: PersonId) -> Result<Earlier, AuditError> {
        own_only(tx, person)?;
        let newest = store::newest_about(tx, person).await?;
        let (mut succeeded, mut failed, mut previous) = (0, Vec::new(), None);
        for row in newest {
            match row.kind.as_str() {
                "sign_in.succeeded" if succeeded == 1 => {
                    previous = Some(row);
                    break;
                }
                "sign_in.succeeded" => succeeded += 1,
                "sign_in.failed" => failed.push(row.at),
                _ => {}
            }
        }
        let Some(previous) = previous else { return Ok(Earlier { previous: None, failed_since: 0 }) };
        let failed_since = failed.iter().filter(|at| **at > previous.at).count();
        let failed_since = u32::try_from(failed_since).unwrap_or(u32::MAX);
        // Gone since: its time of keeping ended.
        let Some(previous) = store::find(tx, previous.id).await? else {
            return Ok(Earlier { previous: None, failed_since });
        };
        let mut reader = Reader::of_oneself(tx);
        if previous.at > tx.now() - TimeDelta::days(addresses::DAYS + 1) {
            reader = reader.with_addresses(tx).await?;
        }
        let mut previous = reader.read(previous);
        hide_staff(&mut previous, person);
        Ok(Earlier { previous: Some(previous), failed_since })
    }
}

fn own_only(tx: &Transaction, person: PersonId) -> Result<(), Refused> {
    if tx.caller().person() == Some(person) { Ok(()) } else { Err(Refused(Permission::SeeAudit)) }
}

/// Kinds in which whoever acted was not signed in and is somebody else for sure: the owner of an address that others had taken, an
/// administrator who took an invitation back by a mailed link.
const OF_STRANGERS: [&str; 2] = ["sign_in_name.released", "invitation.withdrawn"];

/// Of those the person learns what was done, and nothing else.
fn hide_strangers(entry: &mut Recorded) {
    if !OF_STRANGERS.contains(&&*entry.kind) {
        return;
    }
    entry.network.clear();
    entry.request.clear();
    if let Some(Content::Words(words)) = &mut entry.content {
        (words.address, words.device, words.actor) = (None, None, None);
        words.details.retain(|detail| detail.name != "by");
    }
}

/// Where somebody of the staff acted, the person sees what was done but not who it was nor from where.
fn hide_staff(entry: &mut Recorded, person: PersonId) {
    if !matches!(entry.actor, Who::Person(actor) if actor != person) {
        return;
    }
    entry.actor = Who::Staff;
    entry.network.clear();
    entry.request.clear();
    if let Some(Content::Words(words)) = &mut entry.content {
        (words.address, words.device, words.actor) = (None, None, None);
    }
}
