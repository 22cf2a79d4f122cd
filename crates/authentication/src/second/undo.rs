//! "This was not me", in the mails about apps and recovery codes.

use audit::{Entry, Stream};
use directory::tenants::policy::Factors;
use foundation::{Caller, Locale, Secret};
use uuid::Uuid;

use super::{codes, store, summary};
use crate::not_me::shut_out;
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place, sessions};

/// The payload of a link that takes the recovery codes away.
pub(crate) const CODES: &str = "recovery_codes";

/// The payload of a link that takes an app away.
pub(super) fn app(id: Uuid) -> String {
    format!("app {id}")
}

impl Authentication {
    /// Follows the link: the new app or the recovery codes are gone and every session ends, and because whoever did it had
    /// proved to be the person, the password is gone too and a recovery link goes to the address. Other apps and passkeys
    /// stay, and are asked for as before.
    ///
    /// # Errors
    /// `LinkExpired`, also for a suspended person.
    pub async fn undo_factor(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        let (ticket, person) = tokens::redeem(&mut tx, Purpose::UndoFactor, token).await?;
        if !sessions::may_sign_in(person.lifecycle_state) {
            return Err(AuthenticationError::LinkExpired);
        }
        let mut entry = Entry::new("factor.undone", Stream::Authentication).subject(person.id);
        if ticket.payload == CODES {
            let removed = codes::remove(&mut tx, person.id).await?;
            entry = entry.detail("recovery_codes", removed.to_string());
        } else {
            let id = ticket.payload.strip_prefix("app ").and_then(|id| id.parse::<Uuid>().ok());
            let id = id.ok_or(AuthenticationError::LinkExpired)?;
            // It may have been removed already; that somebody else was in stays true.
            let name = store::remove(&mut tx, person.id, id).await?;
            if summary::renew(&mut tx, person.id).await? == Factors::None {
                codes::remove(&mut tx, person.id).await?;
            }
            entry = entry.object("app", id).detail("app", name.unwrap_or_default());
        }
        shut_out(&mut tx, place, &person, locale, entry).await?;
        tx.commit().await?;
        Ok(())
    }
}
