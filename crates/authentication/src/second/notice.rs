//! Mails about second factors.

use database::{DbError, Transaction};
use foundation::{Locale, PersonId, Secret};
use messaging::MailKind;

use crate::Place;
use crate::notice::Notice;
use crate::tokens::Purpose;

/// What happened. A token undoes it.
pub(super) enum Happened {
    /// An app was added.
    AppAdded { name: String, undo: Secret },
    /// An app was removed.
    AppRemoved { name: String },
    /// New recovery codes were made.
    CodesMade(Secret),
    /// A recovery code was used; so many are left.
    CodeUsed { left: i64, undo: Secret },
    /// The code that staff gave was used.
    GivenCodeUsed(Secret),
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
    let link = |token: &Secret| place.link("/factor/undo", token);
    let days = Purpose::UndoFactor.lifetime().num_days();
    let kind = |occasion| match happened {
        Happened::AppAdded { name, undo } => MailKind::AppAddedNotice { name, occasion, undo_link: link(&undo), days },
        Happened::AppRemoved { name } => {
            MailKind::AppRemovedNotice { name, occasion, recovery_link: place.page("/recover") }
        }
        Happened::CodesMade(undo) => MailKind::RecoveryCodesMadeNotice { occasion, undo_link: link(&undo), days },
        Happened::CodeUsed { left, undo } => {
            MailKind::RecoveryCodeUsedNotice { left, occasion, undo_link: link(&undo), days }
        }
        Happened::GivenCodeUsed(undo) => MailKind::GivenCodeUsedNotice { occasion, undo_link: link(&undo), days },
    };
    notice.send(tx, place, kind).await
}
