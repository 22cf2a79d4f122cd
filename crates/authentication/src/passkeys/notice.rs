//! Mails about passkeys.

use database::{DbError, Transaction};
use foundation::{Locale, PersonId};
use messaging::MailKind;

use crate::Place;
use crate::not_me::{self, Event};
use crate::notice::Notice;

/// What happened to a passkey.
pub(super) enum Happened {
    /// It was added.
    Added,
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
    let event = match happened {
        Happened::Added => Event::PasskeyAdded,
        Happened::Removed => Event::PasskeyRemoved,
        Happened::Copied => Event::PasskeyCopied,
    };
    let not_me = not_me::link(tx, place, person, event).await?;
    let kind = |occasion| match happened {
        Happened::Added => MailKind::PasskeyAddedNotice { name, occasion, not_me },
        Happened::Removed => MailKind::PasskeyRemovedNotice { name, occasion, not_me },
        Happened::Copied => {
            let security_link = place.page("/portal/security");
            MailKind::PasskeyCopiedNotice { name, occasion, security_link, not_me }
        }
    };
    notice.send(tx, place, kind).await
}
