//! The person changes their e-mail address: confirmed at the new one, undone from the old one.

use audit::{Entry, Stream};
use database::Transaction;
use directory::people::find;
use directory::{DirectoryError, LifecycleState, addresses};
use foundation::{Caller, EmailAddress, Locale, PersonId, Secret};
use messaging::{Mail, MailKind};

use crate::password::store;
use crate::shut_out::{Closing, shut_out};
use crate::throttle::{self, Trying};
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place, Visitor, mailed_code, sessions};

impl Authentication {
    /// Asks for a change: with the password, or without one with a fresh proof, a link goes to the new address. Nothing changes before it is followed.
    /// Whether somebody else uses the new address is not said here.
    ///
    /// # Errors
    /// `WrongCredentials`, `NotFresh`, `Throttled` after too many wrong passwords or too many mails, `Busy`, or what is wrong
    /// with the address.
    pub async fn ask_for_address(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        email: &str,
        password: &Secret,
    ) -> Result<EmailAddress, AuthenticationError> {
        let email: EmailAddress = email.parse().map_err(|_| AuthenticationError::field("email", "email-invalid"))?;
        if self.password_changed_at(visitor).await?.is_some() {
            self.prove(visitor, password).await?;
        } else {
            // Whoever has passkeys only has just used one.
            visitor.require_fresh(self.database.now())?;
        }
        let mut tx = self.database.begin(&visitor.caller).await?;
        // Mail goes to anybody's address: an account is no tool to fill other people's mailboxes.
        let wait = throttle::count(&mut tx, Trying::Mail, email.as_str()).await?;
        tx.commit().await?;
        if let Some(wait) = wait {
            return Err(AuthenticationError::Throttled(wait));
        }
        let mut tx = self.database.begin(&visitor.caller).await?;
        let old = addresses::primary_email(&mut tx, visitor.person).await?;
        if old.is_some_and(|(old, verified)| verified && old.key() == email.key()) {
            return Err(AuthenticationError::field("email", "unchanged"));
        }
        let token = tokens::issue(&mut tx, Purpose::ConfirmAddress, visitor.person, email.as_str()).await?;
        let link = place.link("/address/confirm", &token);
        let kind = MailKind::ConfirmNewAddress { link, minutes: Purpose::ConfirmAddress.lifetime().num_minutes() };
        messaging::send(
            &mut tx,
            &place.tenant.name,
            visitor.language.unwrap_or(locale),
            Mail { to: email.clone(), kind },
        )
        .await?;
        audit::record(
            &mut tx,
            Entry::new("address.change_asked", Stream::Authentication).subject(visitor.person).change(
                "email",
                None,
                Some(email.as_str()),
            ),
        )
        .await?;
        tx.commit().await?;
        Ok(email)
    }

    /// Follows the link at the new address: the address and the sign-in name change, the old address gets a notice with
    /// a link that undoes it for a week.
    ///
    /// # Errors
    /// `LinkExpired`; `Directory(Invalid)` when the address has become another person's sign-in name.
    pub async fn confirm_new_address(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        let (ticket, person) = tokens::redeem(&mut tx, Purpose::ConfirmAddress, token).await?;
        if !sessions::may_sign_in(person.lifecycle_state) {
            return Err(AuthenticationError::LinkExpired);
        }
        let new: EmailAddress = ticket.payload.parse().map_err(|_| AuthenticationError::LinkExpired)?;
        let old = addresses::primary_email(&mut tx, person.id).await?;
        move_to(&mut tx, person.id, &new).await?;
        tokens::revoke(&mut tx, Purpose::Recover, person.id).await?;
        // They went to the address from before.
        mailed_code::forget_all(&mut tx, person.id).await?;
        let entry = Entry::new("address.changed", Stream::Authentication).subject(person.id).change(
            "email",
            old.as_ref().map(|(old, _)| old.as_str()),
            Some(new.as_str()),
        );
        audit::record(&mut tx, entry).await?;
        if let Some((old, true)) = old
            && old.key() != new.key()
        {
            // Beside the earlier ones: whoever took the account over could otherwise disarm the owner's link by changing
            // the address once more.
            let token = tokens::issue_beside(&mut tx, Purpose::UndoAddress, person.id, old.as_str()).await?;
            let kind = MailKind::AddressChangedNotice {
                masked_new: new.masked(),
                undo_link: place.link("/address/undo", &token),
                days: Purpose::UndoAddress.lifetime().num_days(),
            };
            messaging::send(&mut tx, &place.tenant.name, person.language.unwrap_or(locale), Mail { to: old, kind })
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Follows the link at the old address: the old address is back and everybody is shut out. Factors that were added since the
    /// change are gone, and because whoever changed the address knew the password, that is gone too and a link for a new one goes
    /// to the old address. Changes made after the undone one cannot be undone any more: their links went to whoever made it.
    ///
    /// # Errors
    /// `LinkExpired`, also for a suspended person, whose link works again when they are reactivated in time;
    /// `Directory(Invalid)` when the old address has become another person's sign-in name.
    pub async fn undo_address(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        let (ticket, person) = tokens::redeem(&mut tx, Purpose::UndoAddress, token).await?;
        if !sessions::may_sign_in(person.lifecycle_state) {
            return Err(AuthenticationError::LinkExpired);
        }
        let old: EmailAddress = ticket.payload.parse().map_err(|_| AuthenticationError::LinkExpired)?;
        let current = addresses::primary_email(&mut tx, person.id).await?.map(|(email, _)| email);
        move_to(&mut tx, person.id, &old).await?;
        tokens::revoke_since(&mut tx, Purpose::UndoAddress, person.id, ticket.issued_at).await?;
        let entry = Entry::new("address.change_undone", Stream::Authentication).subject(person.id).change(
            "email",
            current.as_ref().map(EmailAddress::as_str),
            Some(old.as_str()),
        );
        let closing = Closing { since: Some(ticket.issued_at), ..Closing::default() };
        shut_out(&mut tx, place, &person, locale, entry, closing).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether a link still works and for which account, without using it: what its page shows.
    pub async fn peek(
        &self,
        caller: &Caller,
        purpose: Purpose,
        token: &Secret,
    ) -> Result<Option<Peeked>, AuthenticationError> {
        let mut tx = self.database.read(caller).await?;
        let Some(ticket) = tokens::peek(&mut tx, purpose, token).await? else { return Ok(None) };
        let Some(person) = find::by_id(&mut tx, ticket.person).await? else { return Ok(None) };
        Ok(Some(Peeked { given_name: person.given_name, family_name: person.family_name, address: ticket.payload }))
    }
}

/// Makes a proved address the person's. Somebody who signed up with it and never proved it to be theirs gives way:
/// otherwise a stranger could keep an owner from coming back by signing up with the address they had.
async fn move_to(tx: &mut Transaction, person: PersonId, email: &EmailAddress) -> Result<(), AuthenticationError> {
    if addresses::replace_email(tx, person, email).await? {
        return Ok(());
    }
    let taken = || AuthenticationError::from(DirectoryError::field("email", "taken"));
    let squatter = find::by_sign_in_name(tx, email.as_str()).await?.ok_or_else(taken)?;
    // People whom staff or a source brought in have no password until they accept; their name is not for the taking.
    let signed_up = store::find(tx, squatter.id).await?.is_some();
    if squatter.lifecycle_state != LifecycleState::Invited || !signed_up {
        return Err(taken());
    }
    addresses::release(tx, squatter.id, email).await?;
    tokens::revoke(tx, Purpose::Verify, squatter.id).await?;
    audit::record(
        tx,
        Entry::new("sign_in_name.released", Stream::Authentication).subject(squatter.id).change(
            "sign_in_name",
            Some(email.as_str()),
            None,
        ),
    )
    .await?;
    if addresses::replace_email(tx, person, email).await? { Ok(()) } else { Err(taken()) }
}

/// What the page of a link shows to whoever holds the link.
#[derive(Debug, Clone)]
pub struct Peeked {
    /// Given name of the account's owner.
    pub given_name: String,
    /// Family name of the account's owner.
    pub family_name: String,
    /// The address the link was sent to.
    pub address: String,
}
