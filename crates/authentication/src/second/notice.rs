//! Mails about second factors.

use database::{DbError, Transaction};
use foundation::{Locale, PersonId};
use messaging::MailKind;

use crate::Place;
use crate::not_me::{self, Event};
use crate::notice::Notice;

/// What happened.
pub(super) enum Happened {
    /// An app was added.
    AppAdded { name: String },
    /// An app was removed.
    AppRemoved { name: String },
    /// New recovery codes were made.
    CodesMade,
    /// A recovery code was used; so many are left.
    CodeUsed { left: i64 },
    /// The code that staff gave was used.
    GivenCodeUsed,
}

/// Tells the person, if they have an address.
pub(super) async fn send(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
    happened: Happened,
) -> Result<(), DbError> {
    let Some(notice) = Notice::to(tx, place, person, locale).await? else { return Ok(()) };
    let event = match happened {
        Happened::AppAdded { .. } => Event::AppAdded,
        Happened::AppRemoved { .. } => Event::AppRemoved,
        Happened::CodesMade => Event::RecoveryCodesMade,
        Happened::CodeUsed { .. } => Event::RecoveryCodeUsed,
        Happened::GivenCodeUsed => Event::GivenCodeUsed,
    };
    let not_me = not_me::link(tx, place, person, event).await?;
    let kind = |occasion| match happened {
        Happened::AppAdded { name } => MailKind::AppAddedNotice { name, occasion, not_me },
        Happened::AppRemoved { name } => MailKind::AppRemovedNotice { name, occasion, not_me },
        Happened::CodesMade => MailKind::RecoveryCodesMadeNotice { occasion, not_me },
        Happened::CodeUsed { left } => MailKind::RecoveryCodeUsedNotice { left, occasion, not_me },
        Happened::GivenCodeUsed => MailKind::GivenCodeUsedNotice { occasion, not_me },
    };
    notice.send(tx, place, kind).await
}
