//! A person's own sign-in history.

use database::{Refused, Transaction};
use foundation::{Permission, PersonId};

use super::reader::Reader;
use super::search::page;
use super::{Cursor, Filter, Page, Trail, Who};
use crate::{AuditError, Content, Stream};

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
        if tx.caller().person() != Some(person) {
            return Err(Refused(Permission::SeeAudit).into());
        }
        let filter = Filter { person: Some(person), stream: Some(Stream::Authentication), before, ..Filter::default() };
        let reader = Reader::of_oneself(tx).with_addresses(tx).await?;
        let mut found = page(tx, &filter, &reader, filter.page()).await?;
        for entry in &mut found.entries {
            if !matches!(entry.actor, Who::Person(actor) if actor != person) {
                continue;
            }
            entry.actor = Who::Staff;
            entry.network.clear();
            entry.request.clear();
            if let Some(Content::Words(words)) = &mut entry.content {
                (words.address, words.device, words.actor) = (None, None, None);
            }
        }
        Ok(found)
    }
}
