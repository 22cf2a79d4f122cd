//! The person comes back after the waiting time: with the mailed link and the password they asked with.

use audit::{Entry, Stream};
use database::Transaction;
use directory::tenants::policy::Factors;
use foundation::{Caller, Locale, PersonId, Secret};
use messaging::TrustedMail;
use uuid::Uuid;

use super::state::Step;
use super::store::Request;
use super::{helpers, notice, store};
use crate::not_me::{self, Event};
use crate::password::store as passwords;
use crate::second::{codes, half, remembered, summary};
use crate::sign_in::{SignedIn, With, enter};
use crate::throttle::{self, Trying};
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place, sessions};

impl Authentication {
    /// Whom a link with which somebody comes back was mailed to, without using it up.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn whose_help(&self, caller: &Caller, token: &Secret) -> Result<Option<PersonId>, AuthenticationError> {
        let mut tx = self.database.read(caller).await?;
        Ok(tokens::peek(&mut tx, Purpose::FinishHelp, token).await?.map(|ticket| ticket.person))
    }

    /// Takes away what the person lost, ends every session, and gives them one in which they can make a new factor and
    /// nothing else. The account is exactly what it was before, with the same rights.
    ///
    /// # Errors
    /// `LinkExpired`, also when the password was changed since it was asked for, the request was stopped, or whoever confirmed it is
    /// no trusted person any more or holds less than the person; `WrongCredentials`, `Throttled`, `Busy`.
    pub async fn finish_help(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
        password: &Secret,
    ) -> Result<SignedIn, AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        let ticket =
            tokens::peek(&mut tx, Purpose::FinishHelp, token).await?.ok_or(AuthenticationError::LinkExpired)?;
        let counted = ticket.person.to_string();
        if let Some(wait) = throttle::count(&mut tx, Trying::Password, &counted).await? {
            tx.commit().await?;
            return Err(AuthenticationError::Throttled(wait));
        }
        let credential = passwords::find(&mut tx, ticket.person).await?;
        tx.commit().await?;
        if !self.judge(caller, &counted, password, credential.as_ref().map(|c| c.phc.as_str())).await? {
            let mut tx = self.database.begin(caller).await?;
            let entry = Entry::new("sign_in.failed", Stream::Authentication).failed().subject(ticket.person);
            audit::record(&mut tx, entry).await?;
            tx.commit().await?;
            return Err(AuthenticationError::WrongCredentials);
        }
        let mut tx = self.database.begin(caller).await?;
        let (ticket, person) = tokens::redeem(&mut tx, Purpose::FinishHelp, token).await?;
        if !sessions::may_sign_in(person.lifecycle_state) {
            return Err(AuthenticationError::LinkExpired);
        }
        let id: Uuid = ticket.payload.parse().map_err(|_| AuthenticationError::LinkExpired)?;
        let request = store::by_id(&mut tx, id).await?.ok_or(AuthenticationError::LinkExpired)?;
        let now = passwords::find(&mut tx, person.id).await?;
        // The password that was judged, and the one it was asked with: somebody who has set another one by mail begins anew.
        let same = |at| now.as_ref().is_some_and(|now| now.is(at));
        let unchanged = credential.is_some_and(|judged| same(judged.changed_at)) && same(request.password_chosen_at);
        if !unchanged || !still_confirmed(&mut tx, place, person.id, &request).await? {
            return Err(AuthenticationError::LinkExpired);
        }
        if !store::step(&mut tx, &request, Step::Finish, None).await? {
            return Err(AuthenticationError::LinkExpired);
        }
        let (apps, passkeys) = store::take_factors(&mut tx, person.id).await?;
        let codes = codes::remove(&mut tx, person.id).await?;
        summary::renew(&mut tx, person.id).await?;
        // What staff asked for is asked for by this, too; the code they gave is gone with the others.
        summary::owe(&mut tx, person.id, Factors::None).await?;
        let ended = sessions::end_all(&mut tx, person.id, None).await?;
        half::end_all(&mut tx, person.id).await?;
        remembered::forget_all(&mut tx, person.id).await?;
        for purpose in [Purpose::CancelHelp, Purpose::FinishHelp, Purpose::Recover, Purpose::ConfirmAddress] {
            tokens::revoke(&mut tx, purpose, person.id).await?;
        }
        let entry = Entry::new("trusted_recovery.finished", Stream::Authentication)
            .subject(person.id)
            .object("trusted_recovery", request.id)
            .detail("apps", apps.to_string())
            .detail("passkeys", passkeys.to_string())
            .detail("recovery_codes", codes.to_string())
            .detail("sessions_ended", ended.to_string());
        audit::record(&mut tx, entry).await?;
        let not_me = not_me::link(&mut tx, place, person.id, Event::HelpDone).await?;
        notice::everywhere(&mut tx, place, person.id, locale, |occasion, is_theirs| TrustedMail::HelpDone {
            occasion,
            not_me: is_theirs.then(|| not_me.clone()),
        })
        .await?;
        let secret = enter(&mut tx, place, &person, locale, With::password("trusted_person")).await?;
        throttle::forget(&mut tx, Trying::Password, &counted).await?;
        tx.commit().await?;
        Ok(SignedIn { person: person.id, secret })
    }
}

/// Whether whoever confirmed still is a trusted person of theirs, and holds every right they hold now.
async fn still_confirmed(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    request: &Request,
) -> Result<bool, AuthenticationError> {
    let Some(helper) = request.confirmed_by else { return Ok(false) };
    Ok(store::effective(tx, person, request.created_at).await?.contains(&helper)
        && helpers::may_be_named(tx, &place.tenant.settings, person, helper).await?
        && helpers::covers(tx, helper, person).await?)
}
