//! Which actions of a tenant's people ask for a fresh proof of who they are, and how long a proof counts.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use foundation::{Instant, Sensitive, SensitiveSet};
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::FieldProblem;

/// What a tenant decided about fresh proofs. Everything sensitive asks for one unless it is named here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepUp {
    /// For how many minutes a proof counts.
    pub minutes: u32,
    /// The actions that do not ask for one.
    #[serde(deserialize_with = "known")]
    pub without: BTreeSet<Sensitive>,
}

/// The words of this version; one of another version switches nothing off.
fn known<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeSet<Sensitive>, D::Error> {
    let words = Vec::<String>::deserialize(from)?;
    Ok(words.iter().filter_map(|word| Sensitive::from_word(word)).collect())
}

impl Default for StepUp {
    fn default() -> Self {
        Self { minutes: 10, without: BTreeSet::new() }
    }
}

impl StepUp {
    /// The longest time a proof counts, in minutes.
    pub const LONGEST: u32 = 60;

    /// For how long a proof counts.
    #[must_use]
    pub fn fresh_for(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.minutes.clamp(1, Self::LONGEST)))
    }

    /// Whether an action asks for a fresh proof.
    #[must_use]
    pub fn asks(&self, action: Sensitive) -> bool {
        action.is_always() || !self.without.contains(&action)
    }

    /// What somebody may do at `now` who last proved who they are at `proved_at`.
    #[must_use]
    pub fn proved(&self, proved_at: Instant, now: Instant) -> SensitiveSet {
        let is_fresh = now - proved_at < self.fresh_for();
        Sensitive::ALL.iter().copied().filter(|action| is_fresh || !self.asks(*action)).collect()
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        if (1..=Self::LONGEST).contains(&self.minutes) {
            return Vec::new();
        }
        vec![FieldProblem::out_of_range("proof_minutes", 1, i64::from(Self::LONGEST))]
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _};
    use foundation::{Sensitive, SensitiveSet};

    use super::StepUp;

    #[test]
    fn everything_asks_for_a_proof_unless_the_tenant_says_otherwise() {
        let then = chrono::Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let policy = StepUp::default();
        assert_eq!(policy.proved(then, then + TimeDelta::minutes(10) - TimeDelta::seconds(1)), SensitiveSet::ALL);
        assert_eq!(policy.proved(then, then + TimeDelta::minutes(10)), SensitiveSet::NONE);
        let milder = StepUp { minutes: 1, without: Sensitive::ALL.iter().copied().collect() };
        let later = milder.proved(then, then + TimeDelta::minutes(1));
        for action in Sensitive::ALL {
            assert_eq!(later.contains(*action), !action.is_always(), "{action:?}");
        }
    }

    #[test]
    fn what_is_stored_switches_off_no_more_than_it_says() {
        let read = |text: &str| serde_json::from_str::<StepUp>(text).unwrap();
        assert_eq!(read("{}"), StepUp::default());
        let stored = read(r#"{"minutes": 600, "without": ["roles", "own_sign_in", "later"]}"#);
        assert!(!stored.asks(Sensitive::Roles) && stored.asks(Sensitive::OwnSignIn) && stored.asks(Sensitive::Exports));
        assert_eq!(stored.fresh_for(), TimeDelta::minutes(60));
        assert_eq!(read(r#"{"minutes": 0}"#).fresh_for(), TimeDelta::minutes(1));
        for (minutes, is_fine) in [(0, false), (1, true), (60, true), (61, false)] {
            assert_eq!(StepUp { minutes, ..StepUp::default() }.problems().is_empty(), is_fine, "{minutes}");
        }
    }
}
