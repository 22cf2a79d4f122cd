//! Naming a trusted person.

use audit::{Entry, Stream};
use database::{Database, DbError};
use directory::people::find;
use directory::{DirectoryError, FieldProblem, LifecycleState, Tenant, addresses};
use foundation::{Caller, Locale, Permission, PersonId, text};
use jobs::Job;
use messaging::{Mail, MailKind, TrustedMail};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{helpers, notice, store};
use crate::throttle::{self, Trying};
use crate::{Authentication, AuthenticationError, Place, Visitor};

/// The kind of the job that looks up who was named, and asks them.
pub const JOB: &str = "trusted_person.ask";

/// The payload of [`JOB`]; the name that was typed is its secret, since it may be anybody's address.
#[derive(Debug, Serialize, Deserialize)]
pub struct Named {
    base: String,
    locale: Locale,
    trust: Uuid,
    person: PersonId,
}

impl Authentication {
    /// Names somebody by what they sign in with. Whether there is such an account is not said: the answer and the work are the
    /// same, and whoever was named is asked afterwards.
    ///
    /// # Errors
    /// `NotFresh` when it is too long ago that they proved who they are; `Throttled`; `Directory(Invalid)` what is wrong with
    /// the name; `Directory(NotFound)` where the tenant has no such way.
    pub async fn name_trusted_person(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        name: &str,
    ) -> Result<(), AuthenticationError> {
        if !place.tenant.settings.trusted_recovery.is_on {
            return Err(DirectoryError::NotFound.into());
        }
        let shown = checked(name)?;
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        visitor.require_fresh(tx.now())?;
        if let Some(wait) = throttle::count(&mut tx, Trying::Mail, shown).await? {
            tx.commit().await?;
            return Err(AuthenticationError::Throttled(wait));
        }
        find::hold(&mut tx, visitor.person).await?;
        let own_names = find::sign_in_names(&mut tx, visitor.person).await?;
        if own_names.iter().any(|own| text::key(own) == text::key(shown)) {
            return Err(AuthenticationError::field("name", "trusted-self"));
        }
        store::forget_old(&mut tx, visitor.person).await?;
        if store::own(&mut tx, visitor.person).await?.len() >= super::MOST {
            return Err(AuthenticationError::field("name", "trusted-too-many"));
        }
        let id: Uuid = tx.new_id();
        if !store::name(&mut tx, id, visitor.person, shown).await? {
            return Err(AuthenticationError::field("name", "trusted-named"));
        }
        let entry = Entry::new("trusted_person.named", Stream::Authentication)
            .subject(visitor.person)
            .object("trusted_person", id)
            .detail("name", shown);
        audit::record(&mut tx, entry).await?;
        notice::named(&mut tx, place, visitor.person, locale, shown).await?;
        let named = Named { base: place.base.clone(), locale, trust: id, person: visitor.person };
        jobs::enqueue_with_secret(&mut tx, JOB, &named, shown, None).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A name as it was typed, or what is wrong with it.
fn checked(name: &str) -> Result<&str, AuthenticationError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(AuthenticationError::field("name", "required"));
    }
    if text::has_hidden_characters(name) {
        return Err(AuthenticationError::field("name", "hidden-characters"));
    }
    if name.chars().count() > LONGEST {
        return Err(DirectoryError::Invalid(vec![FieldProblem::too_long("name", 254)]).into());
    }
    Ok(name)
}

/// The longest sign-in name, in characters: that of an address.
const LONGEST: usize = 254;

/// The job behind [`Authentication::name_trusted_person`]: asks whoever was named, if there is somebody who can be.
///
/// # Errors
/// Faults of the database.
pub async fn run(database: &Database, tenant: &Tenant, job: &Job) -> Result<(), AuthenticationError> {
    let named: Named = job.read().map_err(|_| DbError::Corrupt("job.payload"))?;
    let secret = job.secret(database).map_err(|_| DbError::Corrupt("job.sealed"))?;
    let mut tx = database.begin(&Caller::system(tenant.id, "trusted-person")).await?;
    let Some(person) = find::hold(&mut tx, named.person).await? else { return Ok(()) };
    let other = find::by_sign_in_name(&mut tx, secret.expose()).await?;
    let Some(other) = other.filter(|other| other.lifecycle_state == LifecycleState::Active) else { return Ok(()) };
    if !helpers::may_be_named(&mut tx, &tenant.settings, person.id, other.id).await?
        || !store::found(&mut tx, named.trust, person.id, other.id).await?
    {
        return Ok(());
    }
    if let Some((to, _)) = addresses::primary_email(&mut tx, other.id).await? {
        let name = person.display_name.clone();
        let kind = MailKind::Trusted(TrustedMail::Asked { name, link: format!("{}/portal/trusted", named.base) });
        messaging::send(&mut tx, &tenant.name, other.language.unwrap_or(named.locale), Mail { to, kind }).await?;
    }
    tx.commit().await?;
    Ok(())
}
