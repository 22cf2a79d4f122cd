//! What a tenant decides about getting in again with the help of a trusted person.

use serde::{Deserialize, Serialize};

use crate::error::FieldProblem;

/// Who can be named as a trusted person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Helpers {
    /// Any active person of the tenant.
    #[default]
    Anybody,
    /// Whoever is guardian of the person, by a relation that counts today.
    Guardians,
    /// Whoever may reset credentials in the tenant: the helpdesk, administrators.
    Staff,
}

impl Helpers {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Anybody, Self::Guardians, Self::Staff];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Anybody => "anybody",
            Self::Guardians => "guardians",
            Self::Staff => "staff",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.word() == word)
    }
}

/// Whether people may name trusted persons, who that can be, and how long is waited after one has confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrustedRecovery {
    /// Whether there is such a way at all.
    pub is_on: bool,
    /// How many hours pass between the confirmation and the new beginning.
    pub wait_hours: u16,
    /// Who can be named.
    pub helpers: Helpers,
}

impl Default for TrustedRecovery {
    fn default() -> Self {
        Self { is_on: false, wait_hours: 48, helpers: Helpers::default() }
    }
}

impl TrustedRecovery {
    /// The shortest waiting time, in hours: a day in which somebody reads their mail.
    pub const SHORTEST_WAIT: u16 = 24;
    /// The longest waiting time, in hours.
    pub const LONGEST_WAIT: u16 = 168;

    /// What is wrong with it.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let range = Self::SHORTEST_WAIT..=Self::LONGEST_WAIT;
        let (least, most) = (i64::from(Self::SHORTEST_WAIT), i64::from(Self::LONGEST_WAIT));
        if range.contains(&self.wait_hours) {
            Vec::new()
        } else {
            vec![FieldProblem::out_of_range("wait_hours", least, most)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Helpers, TrustedRecovery};

    #[test]
    fn it_is_off_unless_a_tenant_turns_it_on_and_never_waits_less_than_a_day() {
        let default = TrustedRecovery::default();
        assert!(!default.is_on && default.problems().is_empty());
        assert_eq!(serde_json::from_str::<TrustedRecovery>("{}").unwrap(), default, "a row of an earlier version");
        for (hours, fine) in [(0, false), (23, false), (24, true), (168, true), (169, false)] {
            let policy = TrustedRecovery { wait_hours: hours, ..TrustedRecovery::default() };
            assert_eq!(policy.problems().is_empty(), fine, "{hours}");
        }
        for helpers in Helpers::ALL {
            assert_eq!(Helpers::from_word(helpers.word()), Some(helpers));
        }
    }
}
