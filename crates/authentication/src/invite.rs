//! Staff invites a person: a link with which they choose a password.

use audit::{Entry, Stream};
use database::Transaction;
use directory::people::find;
use directory::{DirectoryError, LifecycleState, addresses};
use foundation::{Caller, Permission, PersonId, Sensitive};
use messaging::{Mail, MailKind};

use crate::second::summary::is_administrator;
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place};

impl Authentication {
    /// Invites a person who has no password yet; an earlier invitation stops to work.
    ///
    /// # Errors
    /// `Refused`; `NotFresh` for somebody who holds a role; `Directory(Rights)` for somebody with more rights than the caller; `Directory(WrongState)` for somebody who is not `invited`; `Directory(Invalid)` without an address.
    pub async fn invite(
        &self,
        caller: &Caller,
        place: &Place,
        person: PersonId,
        inviter: Option<&str>,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        invite_within(&mut tx, place, person, inviter).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// As [`Authentication::invite`], as part of a transaction that also created the person.
pub async fn invite_within(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    inviter: Option<&str>,
) -> Result<(), AuthenticationError> {
    permissions::allow_on(tx, Permission::EditPeople, person).await?;
    let found = find::by_id(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    permissions::within_own_rights(tx, person).await?;
    if is_administrator(&permissions::resolve(tx, person).await?) {
        tx.require_proof(Sensitive::Roles)?;
    }
    if found.lifecycle_state != LifecycleState::Invited {
        return Err(DirectoryError::WrongState.into());
    }
    let Some((to, _)) = addresses::primary_email(tx, person).await? else {
        return Err(AuthenticationError::field("email", "no-address"));
    };
    let token = tokens::issue(tx, Purpose::Invitation, person, to.as_str()).await?;
    let locale = found.language.unwrap_or(place.tenant.settings.default_language);
    let kind = MailKind::Invitation {
        link: place.link("/invitation", &token),
        inviter: inviter.map(str::to_owned),
        days: Purpose::Invitation.lifetime().num_days(),
    };
    messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    audit::record(tx, Entry::new("person.invited", Stream::Administration).subject(person)).await?;
    Ok(())
}
