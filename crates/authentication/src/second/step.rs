//! The second step of a sign-in.

use audit::{Entry, Stream};
use database::Transaction;
use directory::Person;
use directory::groups::asked;
use directory::people::find;
use directory::tenants::policy::Factors;
use foundation::{Caller, Instant, Locale, PersonId, Secret};

use super::half::{self, Half};
use super::prove::{self, Kind};
use super::{codes, remembered, store, summary};
use crate::passkeys::challenge::{self, Purpose};
use crate::passkeys::sign_in::{Judged, methods, refuse};
use crate::passkeys::{PasskeyProblem, store as passkeys};
use crate::sign_in::{Entered, HalfSignIn, SignedIn, With, enter};
use crate::throttle;
use crate::{Authentication, AuthenticationError, Methods, Place, Visitor, sessions};

/// With what the second step can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way that is there or not")]
pub struct Ways {
    /// With the code of an app.
    pub app: bool,
    /// With a recovery code.
    pub recovery_code: bool,
    /// With a passkey.
    pub passkey: bool,
    /// Whether staff took factors away and handed over a code in their place.
    pub helped: bool,
    /// For how many days this browser need not be asked again; 0 where it is asked each time.
    pub remember_days: u16,
    /// Whether the first factor was the password.
    pub by_password: bool,
}

/// Lets somebody in whose first factor was right, or asks for the second one. `chosen_at` says which password it was.
pub(crate) async fn advance(
    tx: &mut Transaction,
    place: &Place,
    person: &Person,
    locale: Locale,
    with: With<'_>,
    chosen_at: Option<Instant>,
) -> Result<Entered, AuthenticationError> {
    if with.methods.is_strong() || !asks(tx, place, person.id, with.methods).await? {
        let secret = enter(tx, place, person, locale, with).await?;
        return Ok(Entered::Inside(SignedIn { person: person.id, secret }));
    }
    let token = half::begin(tx, person.id, with.methods, chosen_at).await?;
    let entry = Entry::new("sign_in.half_done", Stream::Authentication).subject(person.id).detail("with", with.word);
    let entry = match with.passkey {
        Some(passkey) => entry.object("passkey", passkey),
        None => entry,
    };
    audit::record(tx, entry).await?;
    Ok(Entered::Halfway(HalfSignIn { person: person.id, token }))
}

/// Whether somebody whose first factor was right is asked for a second one: whoever has an app always; whoever has a passkey
/// beside the password where the tenant asks for a second factor; and whose factors staff took away, for the code they were
/// handed. A passkey is no second factor to a passkey.
pub(crate) async fn asks(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    methods: Methods,
) -> Result<bool, AuthenticationError> {
    let Some(summary) = summary::find(tx, person).await? else { return Ok(false) };
    // Whoever knows no more than the password, or reads the mail, is not let in by what staff took away.
    if summary.is_owing() && !methods.contains(Methods::RECOVERY_CODE) {
        return Ok(true);
    }
    // Whoever came back with the help of a trusted person makes something new next: a mailbox alone does not do that for them.
    if summary.was_brought_back && methods == Methods::EMAIL {
        return Ok(true);
    }
    if summary.factors == Factors::None {
        return Ok(false);
    }
    // A mailbox is no factor that another could be the second to: whoever has any is asked for it.
    if methods == Methods::EMAIL {
        return Ok(true);
    }
    if !store::of_person(tx, person).await?.is_empty() {
        return Ok(true);
    }
    let rights = permissions::resolve(tx, person).await?;
    let policy = &place.tenant.settings.sign_in_policy;
    let groups = asked::of_person(tx, policy, person).await?;
    Ok(methods.contains(Methods::PASSWORD) && summary::asks_for_passkey(policy, &summary, &rights, &groups))
}

/// As [`asks`], of somebody who gives the password in a session they have. Whoever came in with the code staff gave them has
/// nothing else to show until they have made a factor.
pub(crate) async fn asks_again(
    tx: &mut Transaction,
    place: &Place,
    visitor: &Visitor,
) -> Result<bool, AuthenticationError> {
    let shown = visitor.methods.contains(Methods::RECOVERY_CODE);
    let methods = if shown { Methods::PASSWORD.and(Methods::RECOVERY_CODE) } else { Methods::PASSWORD };
    asks(tx, place, visitor.person, methods).await
}

/// Whether a passkey does for the second step: to another passkey it is none.
const fn takes_passkey(half: &Half) -> bool {
    half.methods.contains(Methods::PASSWORD) || half.methods.contains(Methods::EMAIL)
}

/// The words of both factors, for the trail.
fn both(half: &Half, second: &str) -> String {
    let first = if half.methods.contains(Methods::PASSWORD) {
        "password"
    } else if half.methods.contains(Methods::EMAIL) {
        "mail_code"
    } else {
        "passkey"
    };
    format!("{first}+{second}")
}

impl Authentication {
    /// Whether the password alone is not enough for the visitor: signing in asks for a second factor.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn asks_for_second_factor(&self, visitor: &Visitor, place: &Place) -> Result<bool, AuthenticationError> {
        let mut tx = self.database.read(&visitor.caller).await?;
        asks_again(&mut tx, place, visitor).await
    }

    /// With what the second step of a half sign-in can be done; nothing when it is over.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn ways_of_second_step(
        &self,
        caller: &Caller,
        place: &Place,
        token: &Secret,
    ) -> Result<Option<Ways>, AuthenticationError> {
        let mut tx = self.database.read(caller).await?;
        let Some(half) = half::find(&mut tx, token).await? else { return Ok(None) };
        let app = !store::of_person(&mut tx, half.person).await?.is_empty();
        let helped = summary::find(&mut tx, half.person).await?.is_some_and(|summary| summary.is_owing());
        let recovery_code = helped || codes::left(&mut tx, half.person).await? > 0;
        let by_password = half.methods.contains(Methods::PASSWORD);
        let passkey = takes_passkey(&half) && !passkeys::of_person(&mut tx, half.person).await?.is_empty();
        let remember_days = if by_password { remembered::days_of(&mut tx, place, half.person).await? } else { 0 };
        Ok(Some(Ways { app, recovery_code, passkey, helped, remember_days, by_password }))
    }

    /// Finishes a half sign-in with the code of an app or a recovery code.
    ///
    /// The attempt is counted before it is judged, for each kind apart, and only whoever gave the first factor gets as far as
    /// being counted: nobody else can use the owner's tries up.
    ///
    /// # Errors
    /// `HalfOver` when it was finished, is too old or its password was changed; `WrongCode`, `UsedCode`, `Throttled`,
    /// `Suspended`.
    pub async fn second_step_with_code(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
        code: &str,
    ) -> Result<SignedIn, AuthenticationError> {
        let kind = Kind::of(code);
        let mut tx = self.database.begin(caller).await?;
        let half = half::find(&mut tx, token).await?.ok_or(AuthenticationError::HalfOver)?;
        let counted = half.person.to_string();
        if let Some(wait) = throttle::count(&mut tx, kind.trying(), &counted).await? {
            let entry = Entry::new("second_step.throttled", Stream::Authentication)
                .subject(half.person)
                .refused()
                .detail("with", kind.word());
            audit::record(&mut tx, entry).await?;
            tx.commit().await?;
            return Err(AuthenticationError::Throttled(wait));
        }
        tx.commit().await?;

        let mut tx = self.database.begin(caller).await?;
        let person = hold(&mut tx, token, &half).await?;
        if !sessions::may_sign_in(person.lifecycle_state) {
            return turn_away(tx, &person).await;
        }
        if let Some((refusal, reason)) = prove::judge(&mut tx, place, person.id, locale, code).await?.refusal() {
            let entry = Entry::new("second_step.refused", Stream::Authentication)
                .subject(person.id)
                .failed()
                .reason(reason)
                .detail("with", kind.word());
            audit::record(&mut tx, entry).await?;
            tx.commit().await?;
            return Err(refusal);
        }
        let word = both(&half, kind.word());
        let with = With { word: &word, methods: half.methods.and(kind.methods()), passkey: None };
        let secret = finish(&mut tx, place, &person, locale, (token, &half), with).await?;
        throttle::forget(&mut tx, kind.trying(), &counted).await?;
        tx.commit().await?;
        Ok(SignedIn { person: person.id, secret })
    }

    /// Finishes a half sign-in that was begun with no passkey with one of the person's. The question is the one of signing
    /// in. A right answer is never throttled.
    ///
    /// # Errors
    /// `HalfOver`; `Passkey` says what is wrong with the answer; `Suspended`.
    pub async fn second_step_with_passkey(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        token: &Secret,
        answer: &str,
    ) -> Result<SignedIn, AuthenticationError> {
        let Judged { stored, challenge, outcome } = self.judge_passkey(caller, place, answer).await?;
        let mut tx = self.database.begin(caller).await?;
        let half = half::find(&mut tx, token).await?.ok_or(AuthenticationError::HalfOver)?;
        if !takes_passkey(&half) {
            return Err(AuthenticationError::HalfOver);
        }
        let ours = challenge::take(&mut tx, Purpose::SignIn, None, &challenge).await?;
        let (stored, used) = match (stored, outcome) {
            (Some(stored), Ok(used)) if ours => (stored, used),
            (stored, outcome) => {
                let problem = outcome.err().unwrap_or(PasskeyProblem::Expired);
                return refuse(tx, place, locale, stored.as_ref(), problem).await;
            }
        };
        if stored.person_id != half.person {
            return refuse(tx, place, locale, Some(&stored), PasskeyProblem::OtherAccount).await;
        }
        let person = hold(&mut tx, token, &half).await?;
        if !sessions::may_sign_in(person.lifecycle_state) {
            return turn_away(tx, &person).await;
        }
        if !passkeys::note_use(&mut tx, &stored, used).await? {
            let problem = match passkeys::by_credential(&mut tx, &stored.credential_id).await? {
                Some(_) => PasskeyProblem::Copied,
                None => PasskeyProblem::Unknown,
            };
            return refuse(tx, place, locale, Some(&stored), problem).await;
        }
        let word = both(&half, "passkey");
        let with = With { word: &word, methods: half.methods.and(methods(&stored, used)), passkey: Some(stored.id) };
        let secret = finish(&mut tx, place, &person, locale, (token, &half), with).await?;
        tx.commit().await?;
        Ok(SignedIn { person: person.id, secret })
    }
}

/// The person of a half sign-in, whom nobody else changes until the transaction ends.
pub(crate) async fn hold(tx: &mut Transaction, token: &Secret, half: &Half) -> Result<Person, AuthenticationError> {
    let person = find::hold(tx, half.person).await?.ok_or(AuthenticationError::HalfOver)?;
    // Meanwhile somebody else may have finished it, or the password was changed.
    if half::find(tx, token).await?.is_none() || !half.still_counts(tx).await? {
        return Err(AuthenticationError::HalfOver);
    }
    Ok(person)
}

/// Turns somebody away who was suspended after the first step.
pub(super) async fn turn_away<T>(mut tx: Transaction, person: &Person) -> Result<T, AuthenticationError> {
    let entry = Entry::new("sign_in.refused", Stream::Authentication).subject(person.id).refused().reason("suspended");
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Err(AuthenticationError::Suspended)
}

/// Both factors were right: the half sign-in is over, and the person is inside.
pub(super) async fn finish(
    tx: &mut Transaction,
    place: &Place,
    person: &Person,
    locale: Locale,
    (token, half): (&Secret, &Half),
    with: With<'_>,
) -> Result<crate::SessionSecret, AuthenticationError> {
    if !half::take(tx, token, half).await? {
        return Err(AuthenticationError::HalfOver);
    }
    enter(tx, place, person, locale, with).await
}
