//! Mails about passkeys.

use database::{DbError, Transaction};
use foundation::{Locale, PersonId, Secret};
use messaging::MailKind;

use crate::Place;
use crate::notice::Notice;
use crate::tokens::Purpose;

/// What happened to a passkey.
pub(super) enum Happened {
    /// It was added; the token undoes it.
    Added(Secret),
    /// It was removed.
    Removed,
    /// There may be a copy of it.
    Copied,
}

/// Tells the person, if they have an address.
pub(super) async fn send(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
    passkey: &str,
    happened: Happened,
) -> Result<(), DbError> {
    let Some(notice) = Notice::to(tx, place, person, locale).await? else { return Ok(()) };
    let name = passkey.to_owned();
    let kind = |occasion| match happened {
        Happened::Added(token) => MailKind::PasskeyAddedNotice {
            name,
            occasion,
            undo_link: place.link("/passkey/undo", &token),
            days: Purpose::UndoPasskey.lifetime().num_days(),
        },
        Happened::Removed => MailKind::PasskeyRemovedNotice { name, occasion, recovery_link: place.page("/recover") },
        Happened::Copied => {
            MailKind::PasskeyCopiedNotice { name, occasion, security_link: place.page("/portal/security") }
        }
    };
    notice.send(tx, place, kind).await
}
