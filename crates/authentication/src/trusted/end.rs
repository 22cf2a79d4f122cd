//! Stopping a request for help: by the link of a mail, by the person in the portal, by a trusted person who says no.

use audit::{Entry, Stream};
use database::{DbError, Transaction};
use directory::DirectoryError;
use directory::people::find;
use foundation::{Caller, Locale, Permission, PersonId, Secret};
use messaging::TrustedMail;
use uuid::Uuid;

use super::notice;
use super::state::Step;
use super::store::{self, Request};
use crate::not_me::{self, Event};
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place, Visitor};

impl Authentication {
    /// Stops a request by the link that was mailed to the addresses of the person.
    ///
    /// # Errors
    /// `LinkExpired`, also when the request has ended already.
    pub async fn cancel_help(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        let (ticket, _) = tokens::redeem(&mut tx, Purpose::CancelHelp, token).await?;
        let id: Uuid = ticket.payload.parse().map_err(|_| AuthenticationError::LinkExpired)?;
        let request = store::by_id(&mut tx, id).await?.ok_or(AuthenticationError::LinkExpired)?;
        match end(&mut tx, place, locale, &request, Step::Cancel).await {
            Err(AuthenticationError::Directory(DirectoryError::WrongState)) => {
                return Err(AuthenticationError::LinkExpired);
            }
            outcome => outcome?,
        }
        tx.commit().await?;
        Ok(())
    }

    /// Stops the request that was made for the visitor's own account: whoever is signed in does not need help.
    ///
    /// # Errors
    /// `Directory(WrongState)` when there is none, or somebody was quicker.
    pub async fn cancel_own_help(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        find::hold(&mut tx, visitor.person).await?;
        let request = store::live(&mut tx, visitor.person).await?.ok_or(DirectoryError::WrongState)?;
        end(&mut tx, place, locale, &request, Step::Cancel).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Ends a request of a person whom nobody else changes, makes its links stop to work, and tells them.
pub(super) async fn end(
    tx: &mut Transaction,
    place: &Place,
    locale: Locale,
    request: &Request,
    step: Step,
) -> Result<(), AuthenticationError> {
    if !store::step(tx, request, step, None).await? {
        return Err(DirectoryError::WrongState.into());
    }
    for purpose in [Purpose::CancelHelp, Purpose::FinishHelp] {
        tokens::revoke(tx, purpose, request.person_id).await?;
    }
    let entry = match step {
        Step::Refuse => Entry::new("trusted_recovery.refused", Stream::Authentication),
        _ => Entry::new("trusted_recovery.cancelled", Stream::Authentication),
    };
    audit::record(tx, entry.subject(request.person_id).object("trusted_recovery", request.id)).await?;
    let not_me = not_me::link(tx, place, request.person_id, Event::HelpEnded).await?;
    notice::everywhere(tx, place, request.person_id, locale, |occasion, is_theirs| TrustedMail::HelpEnded {
        occasion,
        not_me: is_theirs.then(|| not_me.clone()),
    })
    .await?;
    Ok(())
}

/// Ends what is under way for a person whose account is closed to everybody, which tells them anyway.
pub(crate) async fn quietly(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    let Some(request) = store::live(tx, person).await? else { return Ok(()) };
    if store::step(tx, &request, Step::Cancel, None).await? {
        tokens::revoke(tx, Purpose::CancelHelp, person).await?;
        let entry = Entry::new("trusted_recovery.cancelled", Stream::Authentication).subject(person);
        audit::record(tx, entry.object("trusted_recovery", request.id)).await?;
    }
    Ok(())
}
