//! Whether what somebody typed is a second factor of theirs. It is used up when it is.

use audit::{Entry, Stream};
use database::{DbError, Transaction};
use foundation::{Locale, PersonId};

use super::codes::{self, Spent};
use super::notice::{self, Happened};
use super::store;
use super::totp::{self, Verdict};
use crate::throttle::Trying;
use crate::{AuthenticationError, Methods, Place};

/// What was typed where a code is asked for. Its shape says which kind it is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The code of an app.
    App,
    /// A recovery code.
    Recovery,
}

impl Kind {
    /// Codes of apps have digits only.
    pub fn of(typed: &str) -> Self {
        if typed.chars().any(char::is_alphabetic) { Self::Recovery } else { Self::App }
    }

    /// What is counted: the one is not used up by guesses at the other.
    pub const fn trying(self) -> Trying {
        match self {
            Self::App => Trying::App,
            Self::Recovery => Trying::RecoveryCode,
        }
    }

    /// The word in the trail.
    pub const fn word(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Recovery => "recovery_code",
        }
    }

    /// What it proves.
    pub const fn methods(self) -> Methods {
        match self {
            Self::App => Methods::APP_CODE,
            Self::Recovery => Methods::RECOVERY_CODE,
        }
    }
}

/// What a code was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// One of the person's, which cannot be used again.
    Right,
    /// The code of an app that was used before.
    Used,
    /// None of theirs.
    Wrong,
}

impl Proof {
    /// The refusal, and its reason in the trail; nothing for a right code.
    pub fn refusal(self) -> Option<(AuthenticationError, &'static str)> {
        match self {
            Self::Right => None,
            Self::Used => Some((AuthenticationError::UsedCode, "used")),
            Self::Wrong => Some((AuthenticationError::WrongCode, "wrong")),
        }
    }
}

/// Judges a code of a person whom nobody else changes meanwhile, and uses it up when it is right.
pub(crate) async fn judge(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
    typed: &str,
) -> Result<Proof, AuthenticationError> {
    match Kind::of(typed) {
        Kind::App => Ok(judge_app(tx, person, typed).await?),
        Kind::Recovery => {
            let Some(spent) = codes::spend(tx, person, typed).await? else { return Ok(Proof::Wrong) };
            if spent == Spent::Given {
                audit::record(tx, Entry::new("given_code.used", Stream::Authentication).subject(person)).await?;
                notice::send(tx, place, person, locale, Happened::GivenCodeUsed).await?;
                return Ok(Proof::Right);
            }
            let left = codes::left(tx, person).await?;
            let entry = Entry::new("recovery_code.used", Stream::Authentication)
                .subject(person)
                .detail("left", left.to_string());
            audit::record(tx, entry).await?;
            notice::send(tx, place, person, locale, Happened::CodeUsed { left }).await?;
            Ok(Proof::Right)
        }
    }
}

async fn judge_app(tx: &mut Transaction, person: PersonId, typed: &str) -> Result<Proof, DbError> {
    let given: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').take(totp::DIGITS + 1).collect();
    let now = tx.now();
    let mut proof = Proof::Wrong;
    for app in store::of_person(tx, person).await? {
        let key = app.key(tx)?;
        match totp::judge(&key, &given, now, app.last_step) {
            Verdict::Right(step) if store::use_step(tx, person, app.id, step).await? => return Ok(Proof::Right),
            Verdict::Right(_) | Verdict::Used => proof = Proof::Used,
            Verdict::Wrong => {}
        }
    }
    Ok(proof)
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn the_shape_says_what_is_meant() {
        for typed in ["123456", "123 456", "", "12345678901234567890", "---"] {
            assert_eq!(Kind::of(typed), Kind::App, "{typed}");
        }
        for typed in ["abcd-efgh-ijkl-mno2", "a", "2345-6723-4567-234B"] {
            assert_eq!(Kind::of(typed), Kind::Recovery, "{typed}");
        }
    }
}
