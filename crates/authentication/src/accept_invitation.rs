//! An invited person accepts: they check their name, choose a password, and are signed in.

use audit::{Entry, Stream};
use directory::people::edit::{self, Profile};
use directory::people::{change_state, find};
use directory::{LifecycleState, addresses};
use foundation::{Caller, EmailAddress, Locale, Secret};

use crate::password::store;
use crate::sign_in::{self, SignedIn};
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
        let ticket =
            tokens::consume(&mut tx, Purpose::Invitation, token).await?.ok_or(AuthenticationError::LinkExpired)?;
        let person = find::by_id(&mut tx, ticket.person).await?.ok_or(AuthenticationError::LinkExpired)?;
        if person.lifecycle_state != LifecycleState::Invited {
            return Err(AuthenticationError::LinkExpired);
        }
        sessions::become_person(&mut tx, person.id).await?;
        if person.given_name != given_name.trim() || person.family_name != family_name.trim() {
            let profile = Profile {
                given_name: given_name.to_owned(),
                family_name: family_name.to_owned(),
                language: person.language.or(Some(locale)),
                time_zone: person.time_zone.clone(),
                phone: addresses::of_person(&mut tx, person.id)
                    .await?
                    .into_iter()
                    .find(|a| a.kind == addresses::AddressKind::Phone)
                    .map(|a| a.shown)
                    .unwrap_or_default(),
                ..Profile::default()
            };
            edit::own(&mut tx, &profile).await?;
        }
        store::save(&mut tx, person.id, &phc).await?;
        if let Ok(email) = ticket.payload.parse::<EmailAddress>() {
            addresses::verify(&mut tx, person.id, &email).await?;
        }
        change_state::activate(&mut tx, person.id).await?;
        audit::record(&mut tx, Entry::new("invitation.accepted", Stream::Authentication).subject(person.id)).await?;
        let secret = sign_in::enter(&mut tx, place, &person, locale, "invitation").await?;
        tx.commit().await?;
        Ok(SignedIn { person: person.id, secret })
    }
}
