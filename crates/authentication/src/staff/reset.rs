//! Staff take factors away from somebody who lost them (ASVS 6.4.4, 6.4.6).
//!
//! What is left behind is never less than there was: until they have made a factor of at least the strength that was taken
//! away, the password, or whatever a mailbox yields, leads to a step that asks for a code. Staff see that code once and hand it to
//! the person whose identity they have just checked; it is in no mail (docs/decisions/0013).

use audit::{Entry, Stream};
use database::Transaction;
use directory::addresses::{self, AddressKind};
use directory::people::{change_state, find};
use directory::{DirectoryError, FieldProblem, LifecycleState, Person};
use foundation::{EmailAddress, Permission, PersonId, Secret, text};
use messaging::{Mail, MailKind};
use uuid::Uuid;

use crate::not_me::{self, Event};
use crate::passkeys::store as passkeys;
use crate::password::store as passwords;
use crate::second::{codes, store as apps, summary};
use crate::tokens::{self, Purpose};
use crate::{Authentication, AuthenticationError, Place, Visitor, sessions};

/// What is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Every passkey, every app, and the recovery codes; of somebody who has none any more, a new code in place of the one
    /// before.
    Everything,
    /// One passkey.
    Passkey(Uuid),
    /// One app.
    App(Uuid),
}

/// How staff made sure who it is. A mail, and a call that comes in, prove nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identified {
    /// They were there, with an identity document.
    InPerson,
    /// Staff called them back at a telephone number that was on record.
    CallBack,
    /// They showed a document and their face in a video call.
    Video,
    /// In another way, which is described.
    Other,
}

impl Identified {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::InPerson, Self::CallBack, Self::Video, Self::Other];

    /// The word in forms and in the trail.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::CallBack => "call_back",
            Self::Video => "video",
            Self::Other => "other",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// What staff fill in.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What is taken away.
    pub what: What,
    /// Why: 1 to 300 characters.
    pub reason: String,
    /// How they made sure who it is; nothing when they did not say.
    pub identified: Option<Identified>,
    /// What else there is to say about that; needed where it was in another way.
    pub how: String,
}

/// What came of it.
#[derive(Debug)]
pub struct Done {
    /// The code to hand over; none where what is left is as strong as before.
    pub code: Option<Secret>,
    /// Whether a link for a password was mailed, since there is no other way in.
    pub mailed: bool,
}

impl Wanted {
    /// The reason and the way, or everything that is wrong with the form.
    fn checked(&self) -> Result<(&str, Identified, &str), DirectoryError> {
        let mut problems = Vec::new();
        let reason = change_state::reason_of(&self.reason).unwrap_or_else(|error| {
            if let DirectoryError::Invalid(found) = error {
                problems.extend(found);
            }
            ""
        });
        let how = self.how.trim();
        let identified = self.identified.unwrap_or(Identified::Other);
        if self.identified.is_none() {
            problems.push(FieldProblem::new("identified", "required"));
        } else if identified == Identified::Other && how.is_empty() {
            problems.push(FieldProblem::new("how", "required"));
        }
        if how.chars().count() > 300 {
            problems.push(FieldProblem::too_long("how", 300));
        } else if text::has_hidden_characters(how) {
            problems.push(FieldProblem::new("how", "hidden-characters"));
        }
        if problems.is_empty() { Ok((reason, identified, how)) } else { Err(DirectoryError::Invalid(problems)) }
    }
}

impl Authentication {
    /// Takes factors away from a person. Every session ends, the person is told at every address, and gets in again with what
    /// is left or with the code they are handed.
    ///
    /// # Errors
    /// `Refused`; `Directory(NotFound)`, also for a factor that is none of theirs; `Directory(Rights)` for somebody with more rights than the
    /// visitor; `NotFresh` when it is too long ago that the visitor proved who they are; `Directory(WrongState)` for somebody who
    /// is not active; `Directory(Invalid)` what is wrong with the form, for oneself, where there is nothing to take away, and
    /// where there would be no way in left.
    pub async fn reset_factors(
        &self,
        visitor: &Visitor,
        place: &Place,
        person: PersonId,
        wanted: &Wanted,
    ) -> Result<Done, AuthenticationError> {
        let mut tx = self.database.begin(&visitor.caller).await?;
        permissions::allow_on(&mut tx, Permission::ResetFactors, person).await?;
        let found = find::hold(&mut tx, person).await?.ok_or(DirectoryError::NotFound)?;
        permissions::within_own_rights(&mut tx, person).await?;
        if person == visitor.person {
            return Err(AuthenticationError::field("", "factors-own"));
        }
        visitor.require_fresh(tx.now())?;
        if found.lifecycle_state != LifecycleState::Active {
            return Err(DirectoryError::WrongState.into());
        }
        let (reason, identified, how) = wanted.checked()?;
        let all = addresses::of_person(&mut tx, person).await?;
        if identified == Identified::CallBack && !all.iter().any(|address| address.kind == AddressKind::Phone) {
            return Err(AuthenticationError::field("identified", "no-telephone"));
        }
        let taken = take(&mut tx, person, wanted.what).await?;
        let code = demand_again(&mut tx, person).await?;
        for purpose in [Purpose::Recover, Purpose::ConfirmAddress] {
            tokens::revoke(&mut tx, purpose, person).await?;
        }
        let password = passwords_link(&mut tx, place, person).await?;
        let ended = sessions::end_all(&mut tx, person, None).await?;
        let mut entry = Entry::new("factors.reset", Stream::Administration)
            .subject(person)
            .reason(reason)
            .detail("identified", identified.word())
            .detail("factors", taken.join(", "))
            .detail("code", if code.is_some() { "given" } else { "none" })
            .detail("sessions_ended", ended.to_string());
        if !how.is_empty() {
            entry = entry.detail("how", how);
        }
        audit::record(&mut tx, entry).await?;
        let mailed = password.is_some();
        tell(&mut tx, place, &found, &all, Told { names: taken.join(", "), has_code: code.is_some(), password })
            .await?;
        tx.commit().await?;
        Ok(Done { code, mailed })
    }
}

/// Takes it away and returns what it was called.
async fn take(tx: &mut Transaction, person: PersonId, what: What) -> Result<Vec<String>, AuthenticationError> {
    let taken = match what {
        What::Everything => {
            let mut names = passkeys::remove_all(tx, person).await?;
            names.extend(apps::remove_all(tx, person).await?);
            names
        }
        What::Passkey(id) => vec![passkeys::remove(tx, person, id).await?.ok_or(DirectoryError::NotFound)?],
        What::App(id) => vec![apps::remove(tx, person, id).await?.ok_or(DirectoryError::NotFound)?],
    };
    if taken.is_empty() && !summary::find(tx, person).await?.is_some_and(|summary| summary.is_owing()) {
        return Err(AuthenticationError::field("", "factors-none"));
    }
    Ok(taken)
}

/// Asks for what was taken away again, where what is left is weaker, and gives the code that leads there.
async fn demand_again(tx: &mut Transaction, person: PersonId) -> Result<Option<Secret>, AuthenticationError> {
    let before = summary::find(tx, person).await?.ok_or(DirectoryError::NotFound)?;
    let owed = before.owed.max(before.factors);
    if summary::renew(tx, person).await? >= owed {
        return Ok(None);
    }
    summary::owe(tx, person, owed).await?;
    Ok(Some(codes::give(tx, person).await?))
}

/// A link for a password where there is no other way in: no password, and no passkey that would do alone.
async fn passwords_link(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
) -> Result<Option<Secret>, AuthenticationError> {
    let has_password = passwords::find(tx, person).await?.is_some();
    if has_password || passkeys::of_person(tx, person).await?.iter().any(|passkey| passkey.is_verified) {
        return Ok(None);
    }
    let Some((to, _)) = addresses::primary_email(tx, person).await? else {
        return Err(AuthenticationError::field("", "factors-no-way"));
    };
    let token = tokens::issue(tx, Purpose::Recover, person, to.as_str()).await?;
    Ok(Some(place.link("/recover/set", &token)))
}

/// What a person is told.
struct Told {
    names: String,
    has_code: bool,
    /// The link for a password, for the first address only.
    password: Option<Secret>,
}

/// Tells a person at every address. "This was not me" is only in mails to addresses that are surely theirs.
async fn tell(
    tx: &mut Transaction,
    place: &Place,
    person: &Person,
    all: &[addresses::Address],
    told: Told,
) -> Result<(), AuthenticationError> {
    let locale = person.language.unwrap_or(place.tenant.settings.default_language);
    let mails = all.iter().filter(|address| address.kind == AddressKind::Email);
    let mut password = told.password;
    for (number, address) in mails.enumerate() {
        let Ok(to) = address.shown.parse::<EmailAddress>() else { continue };
        let not_me = if number == 0 || address.verified_at.is_some() {
            Some(not_me::link(tx, place, person.id, Event::FactorsReset).await?)
        } else {
            None
        };
        let kind = MailKind::FactorsResetNotice {
            names: told.names.clone(),
            has_code: told.has_code,
            password_link: password.take(),
            minutes: Purpose::Recover.lifetime().num_minutes(),
            not_me,
        };
        messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Identified, Wanted, What};

    #[test]
    fn the_form_says_everything_that_is_wrong_at_once() {
        let wanted = |reason: &str, identified, how: &str| Wanted {
            what: What::Everything,
            reason: reason.to_owned(),
            identified,
            how: how.to_owned(),
        };
        let problems = |wanted: &Wanted| match wanted.checked() {
            Err(directory::DirectoryError::Invalid(found)) => {
                found.into_iter().map(|problem| (problem.field, problem.code)).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };
        let both = [("reason".to_owned(), "required"), ("identified".to_owned(), "required")];
        assert_eq!(problems(&wanted(" ", None, "")), both);
        let silent = wanted("Lost the phone", Some(Identified::Other), "  ");
        assert_eq!(problems(&silent), [("how".to_owned(), "required")]);
        assert_eq!(problems(&wanted("x", Some(Identified::Video), &"y".repeat(301))), [("how".to_owned(), "too-long")]);
        assert_eq!(
            problems(&wanted("x", Some(Identified::Video), "y\u{202e}z")),
            [("how".to_owned(), "hidden-characters")]
        );
        assert!(wanted("Lost", Some(Identified::InPerson), "").checked().is_ok());
        for identified in Identified::ALL {
            assert_eq!(Identified::from_word(identified.word()), Some(identified));
        }
        assert_eq!(Identified::from_word("mail"), None);
    }
}
