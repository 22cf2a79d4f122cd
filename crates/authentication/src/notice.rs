//! What every mail about a change of how somebody gets in has in common (ASVS 6.3.7).

use database::{DbError, Transaction};
use directory::people::find;
use directory::{Person, addresses};
use foundation::{EmailAddress, Locale, PersonId};
use messaging::{Mail, MailKind, Occasion};

use crate::Place;

/// Whom a notice goes to, and when and from where what it tells of was done.
pub(crate) struct Notice {
    to: EmailAddress,
    locale: Locale,
    occasion: Occasion,
}

/// When and from where the transaction does what it does, in the time zone of a person.
pub(crate) fn occasion(tx: &Transaction, place: &Place, person: &Person) -> Occasion {
    let zone = person.time_zone.as_deref().unwrap_or(&place.tenant.settings.time_zone);
    Occasion {
        device: tx.caller().origin.device.to_string(),
        when: tx.now(),
        zone: language::moments::parse_zone(zone).unwrap_or_default(),
        place: tx.caller().origin.network(),
    }
}

impl Notice {
    /// A notice to a person; nothing when there is no address.
    pub async fn to(
        tx: &mut Transaction,
        place: &Place,
        person: PersonId,
        locale: Locale,
    ) -> Result<Option<Self>, DbError> {
        let Some((to, _)) = addresses::primary_email(tx, person).await? else { return Ok(None) };
        let Some(person) = find::by_id(tx, person).await? else { return Ok(None) };
        let occasion = occasion(tx, place, &person);
        Ok(Some(Self { to, locale: person.language.unwrap_or(locale), occasion }))
    }

    /// Sends it, once what it tells of is committed.
    pub async fn send(
        self,
        tx: &mut Transaction,
        place: &Place,
        kind: impl FnOnce(Occasion) -> MailKind,
    ) -> Result<(), DbError> {
        let mail = Mail { to: self.to, kind: kind(self.occasion) };
        messaging::send(tx, &place.tenant.name, self.locale, mail).await?;
        Ok(())
    }
}
