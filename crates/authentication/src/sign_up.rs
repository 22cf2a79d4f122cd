//! Signing up and confirming the address.

use std::collections::BTreeMap;

use audit::{Entry, Stream};
use database::Transaction;
use directory::people::create::NewPerson;
use directory::people::{change_state, create, find};
use directory::tenants::SignUp;
use directory::{DirectoryError, addresses};
use foundation::{Caller, Locale, PersonId, Secret};
use messaging::{Mail, MailKind};

use crate::password::{policy, store};
use crate::second::step::advance;
use crate::sign_in::{Entered, With};
use crate::throttle::{self, Trying};
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place};

/// What the sign-up form gives.
#[derive(Debug, Clone)]
pub struct SignUpForm {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The e-mail address, which becomes the sign-in name.
    pub email: String,
    /// The chosen password.
    pub password: Secret,
    /// Values of the tenant's attributes.
    pub attributes: BTreeMap<String, String>,
    /// The type they chose; empty where only one is open, which needs no choice.
    pub archetype: String,
}

/// What a chosen password is checked against.
pub(crate) fn policy_context(place: &Place, about: &[&str]) -> policy::Context {
    let settings = &place.tenant.settings;
    let mut words = settings.forbidden_words.clone();
    words.extend([place.tenant.name.clone(), place.tenant.slug.clone(), "pforte".to_owned()]);
    words.extend(about.iter().map(|word| (*word).to_owned()));
    policy::Context { minimum_length: usize::try_from(settings.minimum_length).unwrap_or(15), words }
}

/// Refuses a password that is not acceptable.
pub(crate) fn check_password(place: &Place, password: &Secret, about: &[&str]) -> Result<(), AuthenticationError> {
    let codes = policy::problems(password.expose(), &policy_context(place, about));
    if codes.is_empty() {
        return Ok(());
    }
    let minimum = i64::from(place.tenant.settings.minimum_length);
    let maximum = i64::try_from(policy::LONGEST).ok();
    let with_bounds = |code| directory::FieldProblem {
        minimum: Some(minimum),
        maximum,
        ..directory::FieldProblem::new("password", code)
    };
    let problems = codes.into_iter().map(with_bounds).collect();
    Err(DirectoryError::Invalid(problems).into())
}

impl Authentication {
    /// Signs somebody up. Whether the address has an account already is not said: both get the same answer, and its
    /// owner gets a mail.
    ///
    /// # Errors
    /// `SignUpClosed`, `Throttled`, `Busy`, or the fields that are not acceptable.
    pub async fn sign_up(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        form: &SignUpForm,
    ) -> Result<(), AuthenticationError> {
        if place.tenant.settings.sign_up != SignUp::Open {
            return Err(AuthenticationError::SignUpClosed(place.tenant.settings.sign_up));
        }
        check_password(place, &form.password, &[&form.given_name, &form.family_name, &form.email])?;
        let new = NewPerson {
            archetype: form.archetype.clone(),
            given_name: form.given_name.clone(),
            family_name: form.family_name.clone(),
            email: Some(form.email.clone()),
            sign_in_name: None,
            language: Some(locale),
            attributes: form.attributes.clone(),
        };
        // Counted before anything costs much, and whatever is wrong with it; and all that can be wrong is found before the
        // address is looked up.
        let mut tx = self.database.begin(caller).await?;
        if let Some(wait) = throttle::count(&mut tx, self.mail(), &form.email).await? {
            tx.commit().await?;
            return Err(AuthenticationError::Throttled(wait));
        }
        let checked = create::check_sign_up(&mut tx, &new).await;
        tx.commit().await?;
        let new = checked?;
        let phc = self.hasher.hash(&form.password).await?;
        let mut tx = self.database.begin(caller).await?;
        let existing = find::by_sign_in_name(&mut tx, &form.email).await?;
        if let Some(owner) = existing {
            tell_owner(&mut tx, place, &owner, locale).await?;
            tx.commit().await?;
            return Ok(());
        }
        let person = match create::sign_up(&mut tx, &new).await {
            Ok(person) => person,
            // Somebody was quicker with the same address: as above, and nothing of this attempt is kept.
            Err(DirectoryError::Invalid(problems))
                if problems.iter().any(|p| p.field == "email" && p.code == "taken") =>
            {
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        store::save(&mut tx, person, &phc).await?;
        send_confirmation(&mut tx, place, person, locale).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Confirms an address and signs in, with the password chosen at sign-up: a link alone is not enough, because then a
    /// stranger could sign up with somebody's address and have them confirm an account whose password the stranger knows.
    ///
    /// # Errors
    /// `LinkExpired`; `WrongCredentials` when the password is not the one chosen, `Throttled`, `Busy`.
    pub async fn confirm_address(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
        password: &Secret,
    ) -> Result<Entered, AuthenticationError> {
        let mut tx = self.database.begin(caller).await?;
        let ticket = tokens::peek(&mut tx, Purpose::Verify, token).await?.ok_or(AuthenticationError::LinkExpired)?;
        if let Some(wait) = throttle::count(&mut tx, Trying::Password, &ticket.payload).await? {
            tx.commit().await?;
            return Err(AuthenticationError::Throttled(wait));
        }
        let credential = store::find(&mut tx, ticket.person).await?;
        tx.commit().await?;
        if !self.judge(caller, &ticket.payload, password, credential.as_ref().map(|c| c.phc.as_str())).await? {
            let mut tx = self.database.begin(caller).await?;
            audit::record(
                &mut tx,
                Entry::new("sign_in.failed", Stream::Authentication).failed().subject(ticket.person),
            )
            .await?;
            tx.commit().await?;
            return Err(AuthenticationError::WrongCredentials);
        }
        let mut tx = self.database.begin(caller).await?;
        let (ticket, person) = tokens::redeem(&mut tx, Purpose::Verify, token).await?;
        let now = store::find(&mut tx, person.id).await?;
        let chosen_at = credential.map(|judged| judged.changed_at);
        let unchanged = now.zip(chosen_at).is_some_and(|(now, judged)| now.is(judged));
        let email = tokens::still_reached(&mut tx, &ticket).await?;
        if !unchanged {
            return Err(AuthenticationError::LinkExpired);
        }
        addresses::verify(&mut tx, person.id, &email).await?;
        if !change_state::activate(&mut tx, person.id).await? {
            return Err(AuthenticationError::LinkExpired);
        }
        let entered = advance(&mut tx, place, &person, locale, With::password("password"), chosen_at).await?;
        throttle::forget(&mut tx, Trying::Password, &ticket.payload).await?;
        tx.commit().await?;
        Ok(entered)
    }
}

/// Sends a fresh confirmation link to the address of a person who has not confirmed it.
pub(crate) async fn send_confirmation(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
) -> Result<(), AuthenticationError> {
    let Some((to, false)) = addresses::primary_email(tx, person).await? else { return Ok(()) };
    let token = tokens::issue(tx, Purpose::Verify, person, to.as_str()).await?;
    let kind = MailKind::VerifyAddress {
        link: place.link("/verify", &token),
        minutes: Purpose::Verify.lifetime().num_minutes(),
    };
    messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    Ok(())
}

/// Tells the owner of an account that somebody tried to sign up with its address.
async fn tell_owner(
    tx: &mut Transaction,
    place: &Place,
    owner: &directory::Person,
    locale: Locale,
) -> Result<(), AuthenticationError> {
    if owner.lifecycle_state == directory::LifecycleState::Invited && store::find(tx, owner.id).await?.is_some() {
        // Signed up before and never confirmed: what they need is the link again.
        return send_confirmation(tx, place, owner.id, locale).await;
    }
    if let Some((to, _)) = addresses::primary_email(tx, owner.id).await? {
        let kind =
            MailKind::SignUpExisting { sign_in_link: place.page("/sign-in"), recovery_link: place.page("/recover") };
        messaging::send(tx, &place.tenant.name, owner.language.unwrap_or(locale), Mail { to, kind }).await?;
    }
    audit::record(tx, Entry::new("sign_up.existing", Stream::Authentication).refused().subject(owner.id)).await?;
    Ok(())
}
