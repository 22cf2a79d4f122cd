//! Mails about second factors: each change of how somebody gets in is told at their address (ASVS 6.3.7).

use database::{DbError, Transaction};
use directory::addresses;
use directory::people::find;
use foundation::{Locale, PersonId, Secret};
use messaging::{Mail, MailKind, Occasion};

use crate::Place;
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
}

/// Tells the person, if they have an address.
pub(super) async fn send(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
    happened: Happened,
) -> Result<(), DbError> {
    let Some((to, _)) = addresses::primary_email(tx, person).await? else { return Ok(()) };
    let Some(person) = find::by_id(tx, person).await? else { return Ok(()) };
    let locale = person.language.unwrap_or(locale);
    let zone = person.time_zone.as_deref().unwrap_or(&place.tenant.settings.time_zone);
    let occasion = Occasion {
        device: tx.caller().origin.device.to_string(),
        when: tx.now(),
        zone: language::moments::parse_zone(zone).unwrap_or_default(),
        place: tx.caller().origin.network(),
    };
    let link = |token: &Secret| place.link("/factor/undo", token);
    let days = Purpose::UndoFactor.lifetime().num_days();
    let kind = match happened {
        Happened::AppAdded { name, undo } => MailKind::AppAddedNotice { name, occasion, undo_link: link(&undo), days },
        Happened::AppRemoved { name } => {
            MailKind::AppRemovedNotice { name, occasion, recovery_link: place.page("/recover") }
        }
        Happened::CodesMade(undo) => MailKind::RecoveryCodesMadeNotice { occasion, undo_link: link(&undo), days },
        Happened::CodeUsed { left, undo } => {
            MailKind::RecoveryCodeUsedNotice { left, occasion, undo_link: link(&undo), days }
        }
    };
    messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    Ok(())
}
