//! A forgotten password: a link to the account's address, then a new password.

use audit::{Entry, Stream};
use database::{Database, DbError, Transaction};
use directory::people::{change_state, find};
use directory::tenants::policy::Factors;
use directory::{LifecycleState, Tenant, addresses};
use foundation::{Caller, Locale, Permission, PersonId, Secret};
use jobs::Job;
use messaging::{Mail, MailKind};
use serde::{Deserialize, Serialize};

use crate::not_me::{self, Event};
use crate::notice::Notice;
use crate::password::store;
use crate::second::summary;
use crate::throttle::{self, Trying};
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place, sessions, sign_up, trusted};

/// The kind of the job that looks an account up and mails its owner.
pub const JOB: &str = "recovery.start";

/// The payload of [`JOB`]; what was typed is its secret, since it may be anybody's address.
#[derive(Debug, Serialize, Deserialize)]
pub struct Wanted {
    base: String,
    locale: Locale,
}

impl Authentication {
    /// What asking for a mail counts as.
    pub(crate) const fn mail(&self) -> Trying {
        if self.has_worked { Trying::MailWorked } else { Trying::Mail }
    }

    /// Asks for a recovery link. The answer is the same whether the account exists, and takes as long: looking it up and
    /// mailing happens afterwards.
    ///
    /// # Errors
    /// `Throttled`.
    pub async fn ask_for_recovery(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        name: &str,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        if let Some(wait) = throttle::count(&mut tx, self.mail(), name).await? {
            tx.commit().await?;
            return Err(AuthenticationError::Throttled(wait));
        }
        let name: String = name.trim().chars().take(300).collect();
        let wanted = Wanted { base: place.base.clone(), locale };
        jobs::enqueue_with_secret(&mut tx, JOB, &wanted, &name, None).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Sets a new password with the link that was mailed. Every session ends, older links stop to work, and the address
    /// counts as confirmed: whoever holds the link reads its mail.
    ///
    /// # Errors
    /// `LinkExpired`, `Busy`, or what is wrong with the password.
    pub async fn set_recovered_password(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
        password: &Secret,
    ) -> Result<PersonId, AuthenticationError> {
        let mut tx = self.database.read(caller).await?;
        let ticket = tokens::peek(&mut tx, Purpose::Recover, token).await?.ok_or(AuthenticationError::LinkExpired)?;
        let person = find::by_id(&mut tx, ticket.person).await?.ok_or(AuthenticationError::LinkExpired)?;
        drop(tx);
        check_link_owner(person.lifecycle_state)?;
        sign_up::check_password(place, password, &[&person.given_name, &person.family_name, &ticket.payload])?;
        let phc = self.hasher.hash(password).await?;
        let mut tx = self.database.begin(caller).await?;
        let (ticket, person) = tokens::redeem(&mut tx, Purpose::Recover, token).await?;
        check_link_owner(person.lifecycle_state)?;
        let email = tokens::still_reached(&mut tx, &ticket).await?;
        store::save(&mut tx, person.id, &phc).await?;
        trusted::end::quietly(&mut tx, person.id).await?;
        // Whoever came back with the help of a trusted person has shown the password they came back with, and nothing else yet.
        // One that was set by mail instead would make the mailbox enough: from here on staff make sure who it is.
        if summary::find(&mut tx, person.id).await?.is_some_and(|summary| summary.was_brought_back) {
            summary::owe(&mut tx, person.id, Factors::Second).await?;
        }
        sessions::end_all(&mut tx, person.id, None).await?;
        for purpose in [Purpose::Verify, Purpose::Invitation, Purpose::ConfirmAddress] {
            tokens::revoke(&mut tx, purpose, person.id).await?;
        }
        addresses::verify(&mut tx, person.id, &email).await?;
        change_state::activate(&mut tx, person.id).await?;
        audit::record(&mut tx, Entry::new("password.recovered", Stream::Authentication).subject(person.id)).await?;
        notify_changed(&mut tx, place, person.id, person.language.unwrap_or(locale)).await?;
        let mut guessed = find::sign_in_names(&mut tx, person.id).await?;
        guessed.push(person.id.to_string());
        for name in guessed {
            throttle::clear(&mut tx, Trying::Password, &name).await?;
        }
        tx.commit().await?;
        Ok(person.id)
    }

    /// Staff starts a reset: the person gets the link. Nobody chooses another's password (ASVS 6.4.6).
    ///
    /// # Errors
    /// `Refused`; `Directory(Rights)` when the person holds more rights than the caller.
    pub async fn start_reset(
        &self,
        caller: &Caller,
        place: &Place,
        person: PersonId,
    ) -> Result<(), AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        permissions::allow_on(&mut tx, Permission::ResetCredentials, person).await?;
        let found = find::by_id(&mut tx, person).await?.ok_or(directory::DirectoryError::NotFound)?;
        permissions::within_own_rights(&mut tx, person).await?;
        check_link_owner(found.lifecycle_state).map_err(|_| directory::DirectoryError::WrongState)?;
        let Some((to, _)) = addresses::primary_email(&mut tx, person).await? else {
            return Err(AuthenticationError::field("email", "no-address"));
        };
        let token = tokens::issue(&mut tx, Purpose::Recover, person, to.as_str()).await?;
        let locale = found.language.unwrap_or(place.tenant.settings.default_language);
        let kind = MailKind::AdministratorReset {
            link: place.link("/recover/set", &token),
            minutes: Purpose::Recover.lifetime().num_minutes(),
        };
        messaging::send(&mut tx, &place.tenant.name, locale, Mail { to, kind }).await?;
        audit::record(&mut tx, Entry::new("password.reset_started", Stream::Administration).subject(person)).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A suspended or departed person's links do not work.
fn check_link_owner(state: LifecycleState) -> Result<(), AuthenticationError> {
    match state {
        LifecycleState::Active | LifecycleState::Invited => Ok(()),
        LifecycleState::Suspended | LifecycleState::Ended => Err(AuthenticationError::LinkExpired),
    }
}

/// Tells a person that their password was changed.
pub(crate) async fn notify_changed(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
) -> Result<(), DbError> {
    let Some(notice) = Notice::to(tx, place, person, locale).await? else { return Ok(()) };
    let not_me = not_me::link(tx, place, person, Event::PasswordChanged).await?;
    notice.send(tx, place, |occasion| MailKind::PasswordChangedNotice { occasion, not_me }).await
}

/// The job behind [`Authentication::ask_for_recovery`]: mails a link if there is an account that may use it.
pub async fn run(database: &Database, tenant: &Tenant, job: &Job) -> Result<(), AuthenticationError> {
    let wanted: Wanted = job.read().map_err(|_| DbError::Corrupt("job.payload"))?;
    let secret = job.secret(database).map_err(|_| DbError::Corrupt("job.sealed"))?;
    let name = secret.expose();
    let mut tx = database.begin(&Caller::system(tenant.id, "recovery")).await?;
    let person = find::by_sign_in_name(&mut tx, name).await?;
    match person {
        Some(person) if check_link_owner(person.lifecycle_state).is_err() => {
            let entry = Entry::new("recovery.asked", Stream::Authentication).refused().subject(person.id);
            audit::record(&mut tx, entry).await?;
        }
        Some(person) => {
            if let Some((to, _)) = addresses::primary_email(&mut tx, person.id).await? {
                let token = tokens::issue(&mut tx, Purpose::Recover, person.id, to.as_str()).await?;
                let link = format!("{}/recover/set?token={}", wanted.base, token.expose()).into();
                let kind = MailKind::Recovery { link, minutes: Purpose::Recover.lifetime().num_minutes() };
                messaging::send(&mut tx, &tenant.name, person.language.unwrap_or(wanted.locale), Mail { to, kind })
                    .await?;
            }
            audit::record(&mut tx, Entry::new("recovery.asked", Stream::Authentication).subject(person.id)).await?;
        }
        None => {
            audit::record(&mut tx, Entry::new("recovery.asked", Stream::Authentication).failed().unknown_name(name))
                .await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
