//! An invited person accepts: they check their name, choose a password, and are signed in.

use audit::{Entry, Stream};
use directory::people::{change_state, edit};
use directory::{LifecycleState, addresses};
use foundation::{Caller, Locale, Secret};

use crate::password::store;
use crate::sign_in::{self, SignedIn, With};
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place, sessions, sign_up};

/// What an invited person fills in.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The chosen password.
    pub password: Secret,
}

impl Authentication {
    /// Accepts an invitation.
    ///
    /// # Errors
    /// `LinkExpired`, `Busy`, or the fields that are not acceptable; the link still works then.
    pub async fn accept_invitation(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
        accepted: &Accepted,
    ) -> Result<SignedIn, AuthenticationError> {
        let Accepted { given_name, family_name, password } = accepted;
        let mut tx = self.database.read(caller).await?;
        let ticket =
            tokens::peek(&mut tx, Purpose::Invitation, token).await?.ok_or(AuthenticationError::LinkExpired)?;
        drop(tx);
        sign_up::check_password(place, password, &[given_name, family_name, &ticket.payload])?;
        let phc = self.hasher.hash(password).await?;
        let mut tx = self.database.begin(caller).await?;
        let (ticket, person) = tokens::redeem(&mut tx, Purpose::Invitation, token).await?;
        let email = tokens::still_reached(&mut tx, &ticket).await?;
        if person.lifecycle_state != LifecycleState::Invited {
            return Err(AuthenticationError::LinkExpired);
        }
        sessions::become_person(&mut tx, person.id).await?;
        edit::own_name(&mut tx, given_name, family_name, locale).await?;
        store::save(&mut tx, person.id, &phc).await?;
        // Somebody may have signed up with the address before: what they were sent serves nobody any more.
        for purpose in [Purpose::Verify, Purpose::Recover] {
            tokens::revoke(&mut tx, purpose, person.id).await?;
        }
        addresses::verify(&mut tx, person.id, &email).await?;
        change_state::activate(&mut tx, person.id).await?;
        audit::record(&mut tx, Entry::new("invitation.accepted", Stream::Authentication).subject(person.id)).await?;
        let secret = sign_in::enter(&mut tx, place, &person, locale, With::password("invitation")).await?;
        tx.commit().await?;
        Ok(SignedIn { person: person.id, secret })
    }
}
