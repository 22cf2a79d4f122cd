//! "This was not me": what happens to an account that somebody else was in, whatever they added there.

use audit::Entry;
use database::Transaction;
use directory::{Person, addresses};
use foundation::Locale;
use messaging::{Mail, MailKind};

use crate::password::store as passwords;
use crate::tokens::{self, Purpose};
use crate::{AuthenticationError, Place, places, sessions};

/// Shuts everybody out and lets the owner in again by mail: every session ends, and because whoever was in had proved to be the
/// person, the password is gone too and a recovery link goes to the address. Records `entry`.
pub(crate) async fn shut_out(
    tx: &mut Transaction,
    place: &Place,
    person: &Person,
    locale: Locale,
    entry: Entry,
) -> Result<(), AuthenticationError> {
    passwords::remove(tx, person.id).await?;
    let ended = sessions::end_all(tx, person.id, None).await?;
    places::forget(tx, person.id).await?;
    tokens::revoke(tx, Purpose::ConfirmAddress, person.id).await?;
    audit::record(tx, entry.detail("sessions_ended", ended.to_string())).await?;
    if let Some((to, _)) = addresses::primary_email(tx, person.id).await? {
        let token = tokens::issue(tx, Purpose::Recover, person.id, to.as_str()).await?;
        let kind = MailKind::Recovery {
            link: place.link("/recover/set", &token),
            minutes: Purpose::Recover.lifetime().num_minutes(),
        };
        let locale = person.language.unwrap_or(locale);
        messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    }
    Ok(())
}
