//! Signing in with a passkey: without a name, or with one that it then must belong to.

use audit::{Entry, Stream};
use database::Transaction;
use directory::people::find;
use foundation::{Caller, Locale};
use serde_json::{Value, json};

use super::challenge::{self, Purpose};
use super::notice::{self, Happened};
use super::site::{Site, shown};
use super::store::{self, Stored};
use super::verify::{PasskeyProblem, Used, Using};
use crate::second::step::advance;
use crate::sign_in::{Entered, With};
use crate::throttle::{self, Trying};
use crate::{Authentication, AuthenticationError, Methods, Place, sessions};

/// What an answer was found to be, before anything is changed.
pub(crate) struct Judged {
    /// The passkey it is of, if it is known.
    pub stored: Option<Stored>,
    /// The challenge it answers.
    pub challenge: Vec<u8>,
    /// What it proves.
    pub outcome: Result<Used, PasskeyProblem>,
}

impl Authentication {
    /// What a browser needs to ask for a passkey (`PublicKeyCredentialRequestOptionsJSON`). It is the same for everybody but
    /// for the challenge.
    ///
    /// # Errors
    /// Faults of the database and of the configuration.
    pub async fn passkey_sign_in_options(&self, caller: &Caller, place: &Place) -> Result<Value, AuthenticationError> {
        let site = Site::of(place).ok_or(PasskeyProblem::Refused)?;
        // Anybody may ask, as every view of the sign-in page does.
        let mut tx = self.database.begin_brief(caller).await?;
        let challenge = challenge::give(&mut tx, Purpose::SignIn, None).await?;
        tx.commit().await?;
        Ok(json!({
            "challenge": shown(&challenge),
            "rpId": site.rp_id,
            "timeout": super::PATIENCE,
            "userVerification": "preferred",
            "allowCredentials": [],
        }))
    }

    /// Signs somebody in with what their browser answered. `name` may be empty; otherwise it must be the account's. A passkey
    /// whose device did not ask who holds it leads to the second step, as a password does.
    ///
    /// A right answer is never turned away because others gave wrong ones: it cannot be guessed, so there is nothing to
    /// limit, and nobody can lock somebody out of their passkeys. Only what is wrong is counted, and beyond the limit it is
    /// no longer written down one by one.
    ///
    /// # Errors
    /// `Passkey` says what is wrong; with the right passkey also `Suspended`. `Throttled` after too many wrong ones.
    pub async fn sign_in_with_passkey(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        name: &str,
        answer: &str,
    ) -> Result<Entered, AuthenticationError> {
        let judged = self.judge_passkey(caller, place, answer).await?;
        let mut tx = self.database.begin(caller).await?;
        // Taken whatever the answer was: each challenge is answered once.
        let ours = challenge::take(&mut tx, Purpose::SignIn, None, &judged.challenge).await?;
        let (stored, used) = match (judged.stored, judged.outcome) {
            (Some(stored), Ok(used)) if ours => (stored, used),
            (stored, outcome) => {
                let problem = outcome.err().unwrap_or(PasskeyProblem::Expired);
                return refuse(tx, place, locale, stored.as_ref(), problem).await;
            }
        };
        let Some(person) = find::hold(&mut tx, stored.person_id).await? else {
            return refuse(tx, place, locale, Some(&stored), PasskeyProblem::Unknown).await;
        };
        if person.at_risk_at.is_some() {
            // It may be in somebody else's hands: the owner comes in by mail, and makes a new one.
            return refuse(tx, place, locale, Some(&stored), PasskeyProblem::AtRisk).await;
        }
        if !store::note_use(&mut tx, &stored, used).await? {
            // Between the two transactions it was removed, or used with the same count.
            let problem = match store::by_credential(&mut tx, &stored.credential_id).await? {
                Some(_) => PasskeyProblem::Copied,
                None => PasskeyProblem::Unknown,
            };
            return refuse(tx, place, locale, Some(&stored), problem).await;
        }
        if !name.trim().is_empty() {
            let named = find::by_sign_in_name(&mut tx, name).await?;
            if named.is_none_or(|named| named.id != person.id) {
                return refuse(tx, place, locale, Some(&stored), PasskeyProblem::OtherAccount).await;
            }
        }
        if !sessions::may_sign_in(person.lifecycle_state) {
            let entry = Entry::new("sign_in.refused", Stream::Authentication)
                .subject(person.id)
                .object("passkey", stored.id)
                .refused()
                .reason("suspended");
            audit::record(&mut tx, entry).await?;
            tx.commit().await?;
            return Err(AuthenticationError::Suspended);
        }
        let with = With { word: "passkey", methods: methods(&stored, used), passkey: Some(stored.id) };
        let entered = advance(&mut tx, place, &person, locale, with, None).await?;
        tx.commit().await?;
        Ok(entered)
    }

    /// Looks at an answer without changing anything, and without a transaction while the signature is worked out.
    pub(crate) async fn judge_passkey(
        &self,
        caller: &Caller,
        place: &Place,
        answer: &str,
    ) -> Result<Judged, AuthenticationError> {
        let site = Site::of(place).ok_or(PasskeyProblem::Refused)?;
        let using = match Using::read(answer) {
            Ok(using) => using,
            Err(problem) => return Ok(Judged { stored: None, challenge: Vec::new(), outcome: Err(problem) }),
        };
        let mut tx = self.database.read(caller).await?;
        let waits = challenge::waits(&mut tx, Purpose::SignIn, &using.challenge).await?;
        let stored = store::by_credential(&mut tx, using.credential_id()).await?;
        drop(tx);
        let outcome = match &stored {
            _ if !waits => Err(PasskeyProblem::Expired),
            None => Err(PasskeyProblem::Unknown),
            // Nobody was named before, so the device must say whose it is.
            Some(stored) => using.check(&site, stored, true),
        };
        Ok(Judged { stored, challenge: using.challenge, outcome })
    }
}

/// What the use of a passkey proves.
pub(crate) const fn methods(stored: &Stored, used: Used) -> Methods {
    let key = if stored.is_backup_eligible { Methods::SYNCED_KEY } else { Methods::DEVICE_KEY };
    let methods = key.and(Methods::PRESENT);
    if used.is_verified { methods.and(Methods::VERIFIED) } else { methods }
}

/// Records what was wrong and ends the transaction. A suspected copy is always recorded, and told to its owner.
pub(crate) async fn refuse<T>(
    mut tx: Transaction,
    place: &Place,
    locale: Locale,
    stored: Option<&Stored>,
    problem: PasskeyProblem,
) -> Result<T, AuthenticationError> {
    if let (PasskeyProblem::Copied, Some(stored)) = (problem, stored) {
        find::hold(&mut tx, stored.person_id).await?;
        store::suspect(&mut tx, stored).await?;
        let entry = Entry::new("passkey.copy_suspected", Stream::Authentication)
            .subject(stored.person_id)
            .object("passkey", stored.id)
            .refused()
            .detail("passkey", stored.name.as_str());
        audit::record(&mut tx, entry).await?;
        // Whoever has the copy may try again and again: the mails stay few.
        if throttle::count(&mut tx, Trying::Mail, &stored.person_id.to_string()).await?.is_none() {
            notice::send(&mut tx, place, stored.person_id, locale, &stored.name, Happened::Copied).await?;
        }
        tx.commit().await?;
        return Err(problem.into());
    }
    let whose = stored.map(|stored| stored.person_id).or_else(|| tx.caller().person());
    let counted = whose.map(|person| person.to_string()).unwrap_or_default();
    if let Some(wait) = throttle::count(&mut tx, Trying::Passkey, &counted).await? {
        tx.commit().await?;
        return Err(AuthenticationError::Throttled(wait));
    }
    let mut entry = Entry::new("passkey.refused", Stream::Authentication).failed().reason(problem.word());
    if let Some(person) = whose {
        entry = entry.subject(person);
    }
    if let Some(stored) = stored {
        entry = entry.object("passkey", stored.id);
    }
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Err(problem.into())
}
