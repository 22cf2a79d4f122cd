//! Signing in with a badge: it is shown, its owner presses a button or types a PIN, and gets a session that opens little.

use audit::{Entry, Stream};
use data_encoding::HEXLOWER;
use database::{DbError, Transaction};
use directory::people::find;
use directory::{Person, affiliations};
use foundation::{Caller, Locale, Secret};

use super::carry::Digest;
use super::rules::{self, Owner, Refusal};
use super::store::{self, Row};
use super::{BadgeProblem, issue, pin};
use crate::sign_in::{SignedIn, With, enter};
use crate::throttle::{self, Trying};
use crate::{Authentication, AuthenticationError, Methods, Place};

/// What a badge's page asks for beside the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// The PIN.
    Pin,
    /// A PIN that its owner chooses now.
    NewPin,
}

/// A badge that counts, as the page before the sign-in shows it.
#[derive(Debug, Clone)]
pub struct AtDoor {
    /// The given name, so that a child who took the wrong badge notices; nothing where none is known.
    pub given_name: String,
    /// What is asked for.
    pub asks: Asks,
}

/// A badge and whose it is.
struct Found {
    row: Row,
    person: Person,
}

impl Found {
    fn asks(&self, place: &Place) -> Asks {
        match (self.row.pin_set_at, place.tenant.settings.badges.asks_pin) {
            // Whoever has one is asked for it, also where nobody else is any more.
            (Some(_), _) => Asks::Pin,
            (None, true) => Asks::NewPin,
            (None, false) => Asks::Nothing,
        }
    }

    /// Too many wrong PINs.
    fn locked(self) -> Refused {
        let refusal = Refusal { problem: BadgeProblem::LockedPin, reason: "pin_locked" };
        Refused { row: Some(self.row), refusal }
    }
}

/// Why it does not count, and whose it is as far as that is known.
struct Refused {
    row: Option<Row>,
    refusal: Refusal,
}

/// Judges a badge while nobody else changes its person.
async fn judge(tx: &mut Transaction, place: &Place, digest: &Digest) -> Result<Result<Found, Refused>, DbError> {
    let settings = &place.tenant.settings;
    let (now, origin) = (tx.now(), tx.caller().origin.clone());
    let here = rules::place_and_hour(settings, &origin, now);
    let Some(row) = store::by_digest(tx, digest).await? else {
        let unknown = Refusal { problem: BadgeProblem::Unknown, reason: "unknown" };
        return Ok(Err(Refused { row: None, refusal: here.err().unwrap_or(unknown) }));
    };
    let unknown = || Refused { row: None, refusal: Refusal { problem: BadgeProblem::Unknown, reason: "unknown" } };
    let Some(person) = find::hold(tx, row.person_id).await? else { return Ok(Err(unknown())) };
    // As it is now that nobody else changes it: whoever reset the PIN or replaced the badge meanwhile was quicker.
    let Some(row) = store::by_digest(tx, digest).await?.filter(|again| again.person_id == person.id) else {
        return Ok(Err(unknown()));
    };
    let hats = affiliations::of_person(tx, person.id).await?;
    let owner = Owner {
        state: person.lifecycle_state,
        archetype: &person.archetype,
        is_administrator: issue::is_administrator(tx, person.id).await?,
        affiliations: &hats,
    };
    Ok(match here.and_then(|()| rules::badge(settings, &row, owner, now)) {
        Ok(()) => Ok(Found { row, person }),
        Err(refusal) => Err(Refused { row: Some(row), refusal }),
    })
}

/// Records why a badge did not open the door, and ends the transaction. Only what cannot be right is counted: a badge cannot be
/// guessed, so nobody who stands before the door of a school can close it to the others.
async fn refuse<T>(mut tx: Transaction, digest: &Digest, refused: Refused) -> Result<T, AuthenticationError> {
    let Refused { row, refusal } = refused;
    // Unknown ones are counted by what they are: no badge makes another wait, beyond what the address and the network may try.
    let counted = row.as_ref().map_or_else(|| HEXLOWER.encode(digest), |row| row.person_id.to_string());
    let wait = throttle::count(&mut tx, Trying::Badge, &counted).await?;
    // Beyond the limit no longer one by one.
    if wait.is_none() {
        let mut entry = Entry::new("badge.refused", Stream::Authentication).refused().reason(refusal.reason);
        if let Some(row) = &row {
            entry = entry.subject(row.person_id);
        }
        audit::record(&mut tx, entry).await?;
    }
    tx.commit().await?;
    match wait {
        // Whoever holds a badge is told why in any case.
        Some(wait) if refusal.problem == BadgeProblem::Unknown => Err(AuthenticationError::Throttled(wait)),
        _ => Err(refusal.problem.into()),
    }
}

impl Authentication {
    /// Looks at a badge that a browser carries, without letting anybody in.
    ///
    /// # Errors
    /// `Badge` says why it does not count; `Throttled`.
    pub async fn look_at_badge(
        &self,
        caller: &Caller,
        place: &Place,
        carried: &Secret,
    ) -> Result<AtDoor, AuthenticationError> {
        let digest = self.carried_badge(place, carried).ok_or(BadgeProblem::Over)?;
        let mut tx = self.database.begin(caller).await?;
        match judge(&mut tx, place, &digest).await? {
            Ok(found) if found.row.is_locked() => refuse(tx, &digest, found.locked()).await,
            Ok(found) => Ok(AtDoor { asks: found.asks(place), given_name: first_name(&found.person) }),
            Err(refused) => refuse(tx, &digest, refused).await,
        }
    }

    /// Lets the owner of a badge in, with the PIN if one is asked for; where none was chosen yet, the one that is typed twice is
    /// theirs from now on. The session has little assurance, whatever was typed.
    ///
    /// # Errors
    /// `Badge` says why not; `Directory(Invalid)` what is wrong with a new PIN; `Throttled`, `Busy`.
    pub async fn sign_in_with_badge(
        &self,
        caller: &Caller,
        place: &Place,
        locale: Locale,
        carried: &Secret,
        (typed, again): (&Secret, &Secret),
    ) -> Result<SignedIn, AuthenticationError> {
        let digest = self.carried_badge(place, carried).ok_or(BadgeProblem::Over)?;
        let mut tx = self.database.begin(caller).await?;
        let found = match judge(&mut tx, place, &digest).await? {
            Ok(found) => found,
            Err(refused) => {
                drop(tx);
                if !typed.is_empty() {
                    // It costs as much as one that counts.
                    self.hasher.verify(&pin::digits(typed), None).await?;
                }
                return refuse(self.database.begin(caller).await?, &digest, refused).await;
            }
        };
        match found.asks(place) {
            Asks::Nothing => finish(tx, place, locale, &found, Methods::BADGE).await,
            Asks::NewPin => {
                drop(tx);
                let phc = self.hasher.hash(&pin::chosen(typed, again)?).await?;
                let mut tx = self.database.begin(caller).await?;
                let found = match judge(&mut tx, place, &digest).await? {
                    Ok(found) => found,
                    Err(refused) => return refuse(tx, &digest, refused).await,
                };
                if !store::set_pin(&mut tx, &found.row, &Secret::new(phc)).await? {
                    return Err(BadgeProblem::Over.into());
                }
                let entry = Entry::new("badge.pin_chosen", Stream::Authentication).subject(found.person.id);
                audit::record(&mut tx, entry).await?;
                finish(tx, place, locale, &found, Methods::BADGE.and(Methods::PIN)).await
            }
            Asks::Pin => self.judge_pin(tx, place, locale, found, typed).await,
        }
    }

    async fn judge_pin(
        &self,
        mut tx: Transaction,
        place: &Place,
        locale: Locale,
        found: Found,
        typed: &Secret,
    ) -> Result<SignedIn, AuthenticationError> {
        let typed = pin::digits(typed);
        if typed.is_empty() {
            return Err(AuthenticationError::field("pin", "required"));
        }
        let caller = tx.caller().clone();
        let digest: Digest = found.row.digest.as_slice().try_into().map_err(|_| DbError::Corrupt("badge.digest"))?;
        let Some(tries) = store::try_pin(&mut tx, &found.row).await? else {
            return refuse(tx, &digest, found.locked()).await;
        };
        let stored = found.row.pin(&tx)?;
        tx.commit().await?;
        let right = match self.hasher.verify(&typed, stored.as_deref()).await {
            Ok(right) => right,
            Err(busy) => {
                let mut tx = self.database.begin(&caller).await?;
                store::take_back(&mut tx, &found.row).await?;
                tx.commit().await?;
                return Err(busy.into());
            }
        };
        let mut tx = self.database.begin(&caller).await?;
        if !right {
            let is_last = tries >= pin::MOST_WRONG_PINS;
            let entry = if is_last {
                Entry::new("badge.pin_locked", Stream::Authentication)
            } else {
                Entry::new("badge.pin_refused", Stream::Authentication)
            };
            audit::record(&mut tx, entry.subject(found.person.id).failed()).await?;
            tx.commit().await?;
            return Err(if is_last { BadgeProblem::LockedPin } else { BadgeProblem::WrongPin }.into());
        }
        // Meanwhile the badge may have been voided or its PIN reset; from here on neither happens until this one ends.
        match judge(&mut tx, place, &digest).await? {
            Ok(again) if again.row.pin_set_at == found.row.pin_set_at => {
                finish(tx, place, locale, &again, Methods::BADGE.and(Methods::PIN)).await
            }
            Ok(_) => Err(BadgeProblem::Over.into()),
            Err(refused) => refuse(tx, &digest, refused).await,
        }
    }
}

/// Makes the session of a badge that counts.
async fn finish(
    mut tx: Transaction,
    place: &Place,
    locale: Locale,
    found: &Found,
    methods: Methods,
) -> Result<SignedIn, AuthenticationError> {
    if !store::use_up(&mut tx, &found.row).await? {
        let refusal = Refusal { problem: BadgeProblem::Unknown, reason: "voided" };
        let digest: Digest = found.row.digest.as_slice().try_into().map_err(|_| DbError::Corrupt("badge.digest"))?;
        return refuse(tx, &digest, Refused { row: Some(found.row.clone()), refusal }).await;
    }
    let word = if methods.contains(Methods::PIN) { "badge+pin" } else { "badge" };
    let secret = enter(&mut tx, place, &found.person, locale, With { word, methods, passkey: None }).await?;
    tx.commit().await?;
    Ok(SignedIn { person: found.person.id, secret })
}

/// What a child is called: the first of the given names.
fn first_name(person: &Person) -> String {
    person.given_name.split_whitespace().next().unwrap_or_default().to_owned()
}
