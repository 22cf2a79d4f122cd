//! People: human beings known to a tenant, in one of four states.

pub mod acting;
pub mod change_state;
pub mod count;
pub mod create;
pub mod edit;
pub mod find;
pub mod list;
pub mod profiles;
pub(crate) mod store;
pub mod walk;

use std::collections::BTreeMap;

use foundation::{Instant, Locale, PersonId, text};
use serde::{Deserialize, Serialize};

use crate::error::FieldProblem;

/// Where a person stands. What counts at a request is the effective status: the person active and the tenant too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifecycleState {
    /// Has not proved to be there yet: invited, or signed up without confirming the address.
    Invited,
    /// May sign in.
    Active,
    /// May not sign in until reactivated.
    Suspended,
    /// Has left.
    Ended,
}

foundation::stored_as_word!(LifecycleState);

impl LifecycleState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Invited, Self::Active, Self::Suspended, Self::Ended];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A human being known to the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person's id.
    pub id: PersonId,
    /// The type of identity.
    pub archetype: String,
    /// Given name; may be empty.
    pub given_name: String,
    /// Family name; may be empty.
    pub family_name: String,
    /// The name as shown.
    pub display_name: String,
    /// Where the person stands.
    pub lifecycle_state: LifecycleState,
    /// Why they stand there, if somebody said so.
    pub state_reason: Option<String>,
    /// The language they chose.
    pub language: Option<Locale>,
    /// The time zone they chose (IANA name).
    pub time_zone: Option<String>,
    /// Values of the tenant's attributes.
    pub attributes: BTreeMap<String, String>,
    /// Counts the changes.
    pub version: i64,
    /// Since when the person is known.
    pub created_at: Instant,
    /// When they last signed in.
    pub last_sign_in_at: Option<Instant>,
    /// Since when their account counts as at risk, until they have a new factor; nothing if it does not.
    pub at_risk_at: Option<Instant>,
}

impl Person {
    /// The parts of the name.
    #[must_use]
    pub fn name(&self) -> Name {
        Name { given: self.given_name.clone(), family: self.family_name.clone(), display: self.display_name.clone() }
    }
}

/// The parts of a name, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Given name; may be empty.
    pub given: String,
    /// Family name; may be empty.
    pub family: String,
    /// The name as shown, never empty.
    pub display: String,
}

impl Name {
    /// The longest part of a name, in characters.
    pub const LONGEST: usize = 100;

    /// Checks the parts; the shown name is composed when it is not given. One part is enough.
    pub fn parse(given: &str, family: &str, display: Option<&str>) -> Result<Self, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let parts = [("given_name", given), ("family_name", family), ("display_name", display.unwrap_or_default())];
        for (field, value) in parts {
            if value.trim().chars().count() > Self::LONGEST {
                problems.push(FieldProblem::too_long(field, 100));
            } else if text::has_hidden_characters(value.trim()) {
                problems.push(FieldProblem::new(field, "hidden-characters"));
            }
        }
        let (given, family) = (given.trim(), family.trim());
        let composed = format!("{given} {family}");
        let display = display.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(composed.trim());
        if display.is_empty() {
            problems.push(FieldProblem::new("family_name", "required"));
        }
        if problems.is_empty() {
            Ok(Self { given: given.to_owned(), family: family.to_owned(), display: display.to_owned() })
        } else {
            Err(problems)
        }
    }

    /// What lists are ordered by: family name first, folded.
    #[must_use]
    pub fn sort_key(&self) -> String {
        if self.family.is_empty() {
            text::search_key(&self.display)
        } else {
            text::search_key(&format!("{} {}", self.family, self.given))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn one_part_of_a_name_is_enough_and_the_rest_is_composed() {
        let name = Name::parse(" Ada ", "Lovelace", None).unwrap();
        assert_eq!((name.display.as_str(), name.sort_key().as_str()), ("Ada Lovelace", "lovelace ada"));
        assert_eq!(Name::parse("", "Sukarno", None).unwrap().sort_key(), "sukarno");
        assert_eq!(Name::parse("", "", Some("The Team")).unwrap().display, "The Team");
    }

    #[test]
    fn empty_long_and_hidden_names_are_refused_by_field() {
        let fields = |given: &str, family: &str| {
            Name::parse(given, family, None).unwrap_err().into_iter().map(|p| (p.field, p.code)).collect::<Vec<_>>()
        };
        assert_eq!(fields(" ", ""), [("family_name".to_owned(), "required")]);
        assert_eq!(fields(&"x".repeat(101), "y"), [("given_name".to_owned(), "too-long")]);
        assert_eq!(fields("a\u{202e}b", "y"), [("given_name".to_owned(), "hidden-characters")]);
    }
}
