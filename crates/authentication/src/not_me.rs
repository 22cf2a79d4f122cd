//! "This was not me": the link in every mail that tells of a security event. One mechanism for all of them.
//!
//! The link closes and never opens. What it leads to afterwards, a new password by mail, could be asked for by whoever reads the
//! mailbox anyway; factors that were there before the event are asked for as before.

use audit::{Entry, Stream};
use database::{DbError, Transaction};
use directory::{LifecycleState, Person};
use foundation::{Caller, Instant, Locale, PersonId, Secret};
use messaging::NotMe;

use crate::shut_out::{Closing, shut_out};
use crate::tokens::{self, Purpose, Ticket};
use crate::{Authentication, AuthenticationError, Place, sessions};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// What a mail told of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Event {
            $($(#[$doc])* $name,)*
            /// An operator invited this person to administer the tenant. Its mails go to those who do already.
            AdministratorInvited(PersonId),
        }

        impl Event {
            /// Every event in somebody's own account.
            pub const OWN: &'static [Self] = &[$(Self::$name),*];

            /// The stable word in the link and in the trail.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                    Self::AdministratorInvited(_) => "administrator_invited",
                }
            }
        }
    };
}

events! {
    /// A sign-in on a device that was new for the account.
    NewDevice = "new_device",
    /// A sign-in from a network that was new for the account.
    NewPlace = "new_place",
    /// Another password.
    PasswordChanged = "password_changed",
    /// No password any more.
    PasswordRemoved = "password_removed",
    /// A new passkey.
    PasskeyAdded = "passkey_added",
    /// A passkey less.
    PasskeyRemoved = "passkey_removed",
    /// A passkey of which there may be a copy.
    PasskeyCopied = "passkey_copied",
    /// A new authenticator app.
    AppAdded = "app_added",
    /// An app less.
    AppRemoved = "app_removed",
    /// New recovery codes.
    RecoveryCodesMade = "recovery_codes_made",
    /// A recovery code was used.
    RecoveryCodeUsed = "recovery_code_used",
    /// The code that staff gave was used.
    GivenCodeUsed = "given_code_used",
    /// Staff took factors away, or gave a new code.
    FactorsReset = "factors_reset",
    /// Somebody was named as a trusted person.
    TrustedNamed = "trusted_named",
    /// A request for the help of a trusted person ended.
    HelpEnded = "help_ended",
    /// Somebody came back with the help of a trusted person.
    HelpDone = "help_done",
}

impl Event {
    fn payload(self) -> String {
        match self {
            Self::AdministratorInvited(person) => format!("{} {person}", self.word()),
            own => own.word().to_owned(),
        }
    }

    fn from_payload(payload: &str) -> Option<Self> {
        if let Some(("administrator_invited", person)) = payload.split_once(' ') {
            return person.parse().ok().map(Self::AdministratorInvited);
        }
        Self::OWN.iter().copied().find(|event| event.word() == payload)
    }
}

/// The link for a mail to `reader` that tells of an event of this moment.
pub(crate) async fn link(
    tx: &mut Transaction,
    place: &Place,
    reader: PersonId,
    event: Event,
) -> Result<NotMe, DbError> {
    let token = tokens::issue_beside(tx, Purpose::NotMe, reader, &event.payload()).await?;
    Ok(NotMe { link: place.link("/not-me", &token), days: Purpose::NotMe.lifetime().num_days() })
}

/// What the page of a link shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// What the mail told of.
    pub event: Event,
    /// When that was.
    pub at: Instant,
}

fn told(ticket: &Ticket) -> Result<Told, AuthenticationError> {
    let event = Event::from_payload(&ticket.payload).ok_or(AuthenticationError::LinkExpired)?;
    Ok(Told { event, at: ticket.issued_at })
}

impl Authentication {
    /// What the mail of a link told of, without using the link; nothing when it does not work.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn peek_not_me(&self, caller: &Caller, token: &Secret) -> Result<Option<Told>, AuthenticationError> {
        let mut tx = self.database.read(caller).await?;
        let ticket = tokens::peek(&mut tx, Purpose::NotMe, token).await?;
        Ok(ticket.and_then(|ticket| told(&ticket).ok()))
    }

    /// Follows the link: everybody is shut out, and what was added since the event is gone. With `renews_factors` the factors
    /// from before have to be replaced, too. An invitation that the mail told of is taken back instead.
    ///
    /// Links of later events stop to work, since this one did more than they could. Those of earlier events stay: whoever used one
    /// of the last could otherwise save what was added before it.
    ///
    /// # Errors
    /// `LinkExpired`, also for a suspended person, whose link works again when they are reactivated in time, and for an invitation
    /// that was accepted meanwhile.
    pub async fn not_me(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
        renews_factors: bool,
    ) -> Result<Event, AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        let (ticket, person) = tokens::redeem(&mut tx, Purpose::NotMe, token).await?;
        if !sessions::may_sign_in(person.lifecycle_state) {
            return Err(AuthenticationError::LinkExpired);
        }
        let Told { event, at } = told(&ticket)?;
        if let Event::AdministratorInvited(invited) = event {
            withdraw(&mut tx, &person, invited).await?;
        } else {
            tokens::revoke_since(&mut tx, Purpose::NotMe, person.id, at).await?;
            let entry = Entry::new("account.secured", Stream::Authentication)
                .subject(person.id)
                .detail("by", "link")
                .detail("event", event.word());
            // What was made in place of what staff took away, or a trusted person helped to replace, stays: without it the mailbox alone would open the account.
            let by_staff = matches!(event, Event::GivenCodeUsed | Event::FactorsReset | Event::HelpDone);
            let since = (!by_staff).then_some(at);
            // Whoever used one code has seen the whole list.
            let codes = by_staff || matches!(event, Event::RecoveryCodeUsed | Event::RecoveryCodesMade);
            shut_out(&mut tx, place, &person, locale, entry, Closing { since, codes, renews_factors }).await?;
        }
        tx.commit().await?;
        Ok(event)
    }
}

/// Takes an invitation back that nobody has accepted: its link stops to work, and the roles it came with end.
async fn withdraw(tx: &mut Transaction, by: &Person, invited: PersonId) -> Result<(), AuthenticationError> {
    let found = directory::people::find::hold(tx, invited).await?;
    if found.is_none_or(|found| found.lifecycle_state != LifecycleState::Invited) {
        return Err(AuthenticationError::LinkExpired);
    }
    if !permissions::assignments::is_administrator(tx, by.id).await? {
        return Err(AuthenticationError::LinkExpired);
    }
    tokens::revoke(tx, Purpose::Invitation, invited).await?;
    let ended = permissions::assignments::end_invited(tx, invited).await?;
    let entry = Entry::new("invitation.withdrawn", Stream::Administration)
        .subject(invited)
        .detail("by", by.display_name.as_str())
        .detail("roles_ended", ended.to_string());
    audit::record(tx, entry).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use foundation::PersonId;

    use super::Event;

    #[test]
    fn what_a_link_carries_comes_back() {
        let invited = Event::AdministratorInvited(PersonId(uuid::Uuid::from_u128(7)));
        for event in Event::OWN.iter().copied().chain([invited]) {
            assert_eq!(Event::from_payload(&event.payload()), Some(event));
        }
        for other in ["", "new_device ", "administrator_invited", "administrator_invited x", "ada@example.org"] {
            assert_eq!(Event::from_payload(other), None, "{other}");
        }
    }
}
