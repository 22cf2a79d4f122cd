//! Confirming who somebody is before something sensitive: with the password, or with one of the own passkeys.

use audit::{Entry, Stream};
use database::Transaction;
use directory::people::find;
use directory::tenants::policy::Standing;
use foundation::{Instant, Locale, Permission, Secret};
use serde_json::{Value, json};

use super::challenge::{self, Purpose};
use super::enrol::descriptor;
use super::sign_in::{methods, refuse};
use super::site::{Site, shown};
use super::store;
use super::verify::{PasskeyProblem, Using};
use crate::second::prove::Kind;
use crate::{
    Authentication, AuthenticationError, Methods, Place, SessionSecret, Visitor, kept, second, sessions, throttle,
};

impl Visitor {
    /// Whether they proved just now who they are, with all that is asked of them. That the second step was done in this browser some day
    /// is no fresh proof, nor is a mailbox that is read.
    #[must_use]
    pub fn is_fresh(&self, now: Instant) -> bool {
        self.standing != Standing::Unproved && self.methods.is_proof() && now - self.authenticated_at < self.fresh_for
    }

    pub(crate) fn require_fresh(&self, now: Instant) -> Result<(), AuthenticationError> {
        if self.is_fresh(now) { Ok(()) } else { Err(AuthenticationError::NotFresh) }
    }
}

impl Authentication {
    /// Confirms with the password, and with a code where a second factor is asked for when signing in: who knows no more than the
    /// password could otherwise take the app away. The session becomes another one, with what it proved before and now.
    ///
    /// # Errors
    /// `WrongCredentials`, `WrongCode`, `UsedCode`, `Throttled`, `Busy`; `Directory(Invalid)` when the code is missing.
    pub async fn confirm_with_password(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        password: &Secret,
        code: &str,
    ) -> Result<SessionSecret, AuthenticationError> {
        let proved = self.prove(visitor, password).await?;
        let (kind, counted) = (Kind::of(code), visitor.person.to_string());
        let mut tx = self.database.read(&visitor.caller).await?;
        let asks = second::step::asks_again(&mut tx, place, visitor).await?;
        drop(tx);
        if asks {
            if code.trim().is_empty() {
                return Err(AuthenticationError::field("code", "required"));
            }
            let mut tx = self.database.begin(&visitor.caller).await?;
            let wait = throttle::count(&mut tx, kind.trying(), &counted).await?;
            tx.commit().await?;
            if let Some(wait) = wait {
                return Err(AuthenticationError::Throttled(wait));
            }
        }
        let mut tx = self.database.begin(&visitor.caller).await?;
        let person = find::hold(&mut tx, visitor.person).await?.ok_or(AuthenticationError::WrongCredentials)?;
        // Meanwhile the password may have been changed, or the person suspended.
        let unchanged = crate::password::store::find(&mut tx, visitor.person).await?.is_some_and(|now| now.is(proved));
        if !unchanged || !sessions::may_sign_in(person.lifecycle_state) {
            return Err(AuthenticationError::WrongCredentials);
        }
        // Asked again: an app may have been added meanwhile, and then there was no code for it.
        if !second::step::asks_again(&mut tx, place, visitor).await? {
            return renew(tx, visitor, place, "password", Methods::PASSWORD).await;
        }
        if !asks {
            return Err(AuthenticationError::field("code", "required"));
        }
        let proof = second::prove::judge(&mut tx, place, visitor.person, locale, code).await?;
        if let Some((refusal, reason)) = proof.refusal() {
            let entry = Entry::new("proof.failed", Stream::Authentication)
                .failed()
                .subject(visitor.person)
                .reason(reason)
                .detail("with", kind.word());
            audit::record(&mut tx, entry).await?;
            tx.commit().await?;
            return Err(refusal);
        }
        let word = format!("password+{}", kind.word());
        let secret = renew(tx, visitor, place, &word, Methods::PASSWORD.and(kind.methods())).await?;
        let mut tx = self.database.begin(&visitor.caller).await?;
        throttle::forget(&mut tx, kind.trying(), &counted).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// What a browser needs to ask for one of the own passkeys.
    ///
    /// # Errors
    /// Faults of the database and of the configuration.
    pub async fn passkey_confirmation_options(
        &self,
        visitor: &Visitor,
        place: &Place,
    ) -> Result<Value, AuthenticationError> {
        let site = Site::of(place).ok_or(PasskeyProblem::Refused)?;
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let own = store::of_person(&mut tx, visitor.person).await?;
        let challenge = challenge::give(&mut tx, Purpose::Confirm, Some(visitor.session)).await?;
        tx.commit().await?;
        let here = own.iter().filter(|passkey| passkey.rp_id == site.rp_id);
        Ok(json!({
            "challenge": shown(&challenge),
            "rpId": site.rp_id,
            "timeout": super::PATIENCE,
            "userVerification": "preferred",
            "allowCredentials": here.map(descriptor).collect::<Vec<_>>(),
        }))
    }

    /// Confirms with one of the own passkeys. The session becomes another one, with what it proved before and now.
    ///
    /// # Errors
    /// `Passkey` says what is wrong; `Throttled` after too many wrong ones.
    pub async fn confirm_with_passkey(
        &self,
        visitor: &Visitor,
        place: &Place,
        locale: Locale,
        answer: &str,
    ) -> Result<SessionSecret, AuthenticationError> {
        let site = Site::of(place).ok_or(PasskeyProblem::Refused)?;
        let read = Using::read(answer);
        let mut tx = self.database.begin(&visitor.caller).await?;
        tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
        let using = match read {
            Ok(using) => using,
            Err(problem) => return refuse(tx, place, locale, None, problem).await,
        };
        if !challenge::take(&mut tx, Purpose::Confirm, Some(visitor.session), &using.challenge).await? {
            return refuse(tx, place, locale, None, PasskeyProblem::Expired).await;
        }
        // Somebody else's proves nothing here, and is not said to be anybody's.
        let stored = store::by_credential(&mut tx, using.credential_id()).await?;
        let Some(stored) = stored.filter(|stored| stored.person_id == visitor.person) else {
            return refuse(tx, place, locale, None, PasskeyProblem::Unknown).await;
        };
        let used = match using.check(&site, &stored, false) {
            Ok(used) => used,
            Err(problem) => return refuse(tx, place, locale, Some(&stored), problem).await,
        };
        let person = find::hold(&mut tx, visitor.person).await?;
        if person.is_none_or(|person| !sessions::may_sign_in(person.lifecycle_state)) {
            return Err(AuthenticationError::Suspended);
        }
        if !store::note_use(&mut tx, &stored, used).await? {
            return refuse(tx, place, locale, Some(&stored), PasskeyProblem::Copied).await;
        }
        renew(tx, visitor, place, "passkey", methods(&stored, used)).await
    }
}

/// Replaces the session by another one, made at this moment (ASVS 7.2.4).
async fn renew(
    mut tx: Transaction,
    visitor: &Visitor,
    place: &Place,
    with: &str,
    methods: Methods,
) -> Result<SessionSecret, AuthenticationError> {
    // What a remembered device stood in for was shown now, where it still is asked for.
    let methods = visitor.methods.without(Methods::REMEMBERED_DEVICE).and(methods);
    let (secret, session) = sessions::create_named(&mut tx, visitor.person, &place.tenant.settings, methods).await?;
    // What they were about to send goes on with them, before the session that it waits in is gone.
    kept::follow(&mut tx, visitor.session, session).await?;
    // One that was ended meanwhile does not come back.
    if !sessions::replace(&mut tx, visitor).await? {
        return Err(AuthenticationError::WrongCredentials);
    }
    let entry = Entry::new("proof.given", Stream::Authentication).subject(visitor.person).detail("with", with);
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(secret)
}
