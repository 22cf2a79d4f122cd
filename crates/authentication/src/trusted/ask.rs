//! Asking the trusted persons for help, at the second step of a sign-in.

use audit::{Entry, Stream};
use database::Transaction;
use directory::DirectoryError;
use foundation::{Caller, Locale, PersonId, Secret};
use messaging::TrustedMail;
use uuid::Uuid;

use super::{helpers, notice, store};
use crate::second::half;
use crate::second::step::hold;
use crate::throttle::{self, Trying};
use crate::{Authentication, AuthenticationError, Methods, Place, sessions};

/// A request that was made.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What the person says to the trusted person, who sees the same: shown to this browser once.
    pub code: String,
    /// How many trusted persons were told.
    pub helpers: usize,
}

impl Authentication {
    /// Whether the half sign-in of a browser can be gone on with by a trusted person: it began with the password.
    ///
    /// # Errors
    /// `HalfOver` when it was finished, is too old, or did not begin with the password.
    pub async fn may_ask_for_help(&self, caller: &Caller, token: &Secret) -> Result<(), AuthenticationError> {
        let mut tx = self.database.read(caller).await?;
        let half = half::find(&mut tx, token).await?;
        let with_password = half.is_some_and(|half| half.methods.contains(Methods::PASSWORD));
        if with_password { Ok(()) } else { Err(AuthenticationError::HalfOver) }
    }

    /// Asks the trusted persons of whoever gave their password in this browser a moment ago. Every address of the person is
    /// told, with a link that stops it, and every open session.
    ///
    /// # Errors
    /// `HalfOver`; `Throttled`; `Suspended`; `Directory(NotFound)` where the tenant has no such way; `Directory(Invalid)` when there is
    /// a request already, there was one within the day, or nobody who can help was named.
    pub async fn ask_for_help(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
    ) -> Result<Asked, AuthenticationError> {
        if !place.tenant.settings.trusted_recovery.is_on {
            return Err(DirectoryError::NotFound.into());
        }
        let mut tx = self.database.begin(caller).await?;
        let half = half::find(&mut tx, token).await?.ok_or(AuthenticationError::HalfOver)?;
        let chosen_at = half.password().ok_or(AuthenticationError::HalfOver)?;
        let wait = throttle::count(&mut tx, Trying::Help, &half.person.to_string()).await?;
        tx.commit().await?;
        if let Some(wait) = wait {
            return Err(AuthenticationError::Throttled(wait));
        }
        let mut tx = self.database.begin(caller).await?;
        let person = hold(&mut tx, token, &half).await?;
        if !sessions::may_sign_in(person.lifecycle_state) {
            return Err(AuthenticationError::Suspended);
        }
        if store::live(&mut tx, person.id).await?.is_some() {
            return Err(AuthenticationError::field("", "help-under-way"));
        }
        let since = tx.now() - super::AGAIN_AFTER;
        if store::last(&mut tx, person.id, since).await?.is_some() {
            return Err(AuthenticationError::field("", "help-once-a-day"));
        }
        let helpers = who_can_help(&mut tx, place, person.id).await?;
        if helpers.is_empty() {
            return Err(AuthenticationError::field("", "help-nobody"));
        }
        let (id, code) = (tx.new_id::<Uuid>(), comparison_code(&tx));
        store::ask(&mut tx, id, person.id, &code, chosen_at).await?;
        let entry = Entry::new("trusted_recovery.asked", Stream::Authentication)
            .subject(person.id)
            .object("trusted_recovery", id)
            .detail("helpers", helpers.len().to_string());
        audit::record(&mut tx, entry).await?;
        let cancel = notice::cancel_link(&mut tx, place, person.id, id).await?;
        notice::everywhere(&mut tx, place, person.id, locale, |occasion, _| TrustedMail::HelpAsked {
            occasion,
            cancel_link: cancel.clone(),
        })
        .await?;
        for helper in &helpers {
            notice::to_helper(&mut tx, place, *helper, locale, &person.display_name, id).await?;
        }
        tx.commit().await?;
        Ok(Asked { code, helpers: helpers.len() })
    }
}

/// The trusted persons who count now, whom the policy lets be that, and who hold every right the person holds.
async fn who_can_help(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
) -> Result<Vec<PersonId>, AuthenticationError> {
    let now = tx.now();
    let mut able = Vec::new();
    for helper in store::effective(tx, person, now).await? {
        let may = helpers::may_be_named(tx, &place.tenant.settings, person, helper).await?;
        if may && helpers::covers(tx, helper, person).await? {
            able.push(helper);
        }
    }
    Ok(able)
}

/// Six digits, in two groups: to compare, not to guess, so that nobody confirms another request than the one they were told of.
fn comparison_code(tx: &Transaction) -> String {
    let number = u32::from_le_bytes(tx.randomness().bytes()) % 1_000_000;
    format!("{:03} {:03}", number / 1_000, number % 1_000)
}
