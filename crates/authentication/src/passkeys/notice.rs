//! Mails about passkeys: each change of how somebody gets in is told at their address (ASVS 6.3.7).

use database::{DbError, Transaction};
use directory::addresses;
use directory::people::find;
use foundation::{Locale, PersonId, Secret};
use messaging::{Mail, MailKind, Occasion};

use crate::Place;
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
    let name = passkey.to_owned();
    let kind = match happened {
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
    messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    Ok(())
}
