//! Tenants: the customers of the operator, their settings, and how they are found.

pub mod badges;
pub mod create;
pub mod manage;
pub mod policy;
pub mod step_up;
pub(crate) mod store;
pub mod trusted;

use std::collections::BTreeMap;

use database::RetentionClass;
use foundation::{Instant, Locale, TenantId, text};
use language::moments::{self, Tz};
use serde::{Deserialize, Serialize};

use crate::error::FieldProblem;
use badges::BadgePolicy;
use policy::SignInPolicy;
use step_up::StepUp;
use trusted::TrustedRecovery;

/// A customer of the operator.
#[derive(Debug, Clone)]
pub struct Tenant {
    /// The tenant's id.
    pub id: TenantId,
    /// The word in its address, `/t/{slug}/`.
    pub slug: String,
    /// The name people see.
    pub name: String,
    /// Whether the tenant is suspended: nobody can sign in and no session counts.
    pub is_suspended: bool,
    /// What the tenant decided.
    pub settings: Settings,
    /// Whether there is a logo.
    pub has_logo: bool,
    /// Counts the changes.
    pub version: i64,
    /// Since when it exists.
    pub created_at: Instant,
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUp {
    /// Anybody.
    Open,
    /// Those who were invited.
    #[default]
    Invitation,
    /// Nobody; people come from sources or the console.
    Closed,
}

impl SignUp {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Invitation => "invitation",
            Self::Closed => "closed",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Open, Self::Invitation, Self::Closed].into_iter().find(|value| value.word() == word)
    }
}

/// What a tenant decides for itself. Missing values have their default, so that an older row stays readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Who may make an account.
    pub sign_up: SignUp,
    /// Minutes without a request after which a session ends.
    pub idle_minutes: u32,
    /// Hours after which a session ends whatever happens.
    pub absolute_hours: u32,
    /// The least number of characters of a password; never below [`Settings::SHORTEST_PASSWORD`].
    pub minimum_length: u32,
    /// Words that a password must not contain, beside the tenant's own names.
    pub forbidden_words: Vec<String>,
    /// The languages offered.
    pub languages: Vec<Locale>,
    /// The language of those whose browser asks for none of these.
    pub default_language: Locale,
    /// The time zone of those who chose none (IANA name).
    pub time_zone: String,
    /// The accent colour, `#rrggbb`.
    pub accent: String,
    /// The archetype of those who sign up by themselves.
    pub default_archetype: String,
    /// How long each audit stream is kept.
    pub audit_classes: BTreeMap<String, RetentionClass>,
    /// Which factors are asked of whom.
    pub sign_in_policy: SignInPolicy,
    /// What asks for a fresh proof, and how long one counts.
    pub step_up: StepUp,
    /// Whether people may be helped in again by somebody they named beforehand.
    pub trusted_recovery: TrustedRecovery,
    /// Whether browsers are asked for work where their network has tried much, so that not everybody behind it is refused.
    pub asks_for_work: bool,
    /// Whether, and how, people sign in with a badge.
    pub badges: BadgePolicy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sign_up: SignUp::default(),
            idle_minutes: 60,
            absolute_hours: 24,
            minimum_length: Self::SHORTEST_PASSWORD,
            forbidden_words: Vec::new(),
            languages: Locale::ALL.to_vec(),
            default_language: Locale::En,
            time_zone: "Europe/Berlin".to_owned(),
            accent: Self::DEFAULT_ACCENT.to_owned(),
            default_archetype: "customer".to_owned(),
            audit_classes: BTreeMap::new(),
            sign_in_policy: SignInPolicy::default(),
            step_up: StepUp::default(),
            trusted_recovery: TrustedRecovery::default(),
            asks_for_work: false,
            badges: BadgePolicy::default(),
        }
    }
}

impl Settings {
    /// The colour of a tenant that chose none, which is the style sheets' own.
    pub const DEFAULT_ACCENT: &'static str = "#1a5c6e";
    /// NIST SP 800-63B-4 §3.1.1.2: 15 characters where the password is the only factor, as it is in this version.
    pub const SHORTEST_PASSWORD: u32 = 15;
    /// The streams of the audit trail a tenant chooses a class for.
    pub const AUDIT_STREAMS: [&'static str; 5] =
        ["authentication", "administration", "disclosure", "consent", "system"];

    /// The time zone of those who chose none.
    #[must_use]
    pub fn zone(&self) -> Tz {
        moments::parse_zone(&self.time_zone).unwrap_or_default()
    }

    /// What is wrong with these settings.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let ranges = [
            ("idle_minutes", self.idle_minutes, 5, 1_440),
            ("absolute_hours", self.absolute_hours, 1, 720),
            ("minimum_length", self.minimum_length, Self::SHORTEST_PASSWORD, 64),
        ];
        for (field, value, minimum, maximum) in ranges {
            if !(minimum..=maximum).contains(&value) {
                problems.push(FieldProblem::out_of_range(field, i64::from(minimum), i64::from(maximum)));
            }
        }
        if self.forbidden_words.len() > 200
            || self.forbidden_words.iter().any(|word| word.chars().count() > 60 || text::has_hidden_characters(word))
        {
            problems.push(FieldProblem::too_long("forbidden_words", 60));
        }
        problems.extend(self.sign_in_policy.problems());
        problems.extend(self.step_up.problems());
        problems.extend(self.trusted_recovery.problems());
        problems.extend(self.badges.problems());
        let mut refuse = |field: &'static str, code: &'static str| problems.push(FieldProblem::new(field, code));
        if self.languages.is_empty() {
            refuse("languages", "languages-missing");
        } else if !self.languages.contains(&self.default_language) {
            refuse("default_language", "default-language-not-offered");
        }
        let hex = self.accent.strip_prefix('#').unwrap_or_default();
        if hex.len() != 6 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            refuse("accent", "colour-invalid");
        }
        if language_zone(&self.time_zone).is_none() {
            refuse("time_zone", "time-zone-invalid");
        }
        problems
    }
}

impl Settings {
    /// Whether somebody gets in more easily, stays in longer, or is recorded for a shorter time than under `before`. What is asked
    /// for when signing in, and for which actions anew, counts whichever way it changes.
    #[must_use]
    pub fn weaken(&self, before: &Self) -> bool {
        let openness = |settings: &Self| match settings.sign_up {
            SignUp::Closed => 0,
            SignUp::Invitation => 1,
            SignUp::Open => 2,
        };
        let kept = |settings: &Self, stream: &str| settings.audit_classes.get(stream).map(|class| class.months());
        openness(self) > openness(before)
            || self.idle_minutes > before.idle_minutes
            || self.absolute_hours > before.absolute_hours
            || self.minimum_length < before.minimum_length
            || before.forbidden_words.iter().any(|word| !self.forbidden_words.contains(word))
            || Self::AUDIT_STREAMS.iter().any(|stream| kept(self, stream) < kept(before, stream))
            || Self::AUDIT_STREAMS.iter().any(|stream| kept(before, stream).is_none() && kept(self, stream).is_some())
            || self.sign_in_policy != before.sign_in_policy
            || self.step_up != before.step_up
            || self.trusted_recovery != before.trusted_recovery
            || self.asks_for_work != before.asks_for_work
            || self.badges != before.badges
    }
}

fn language_zone(name: &str) -> Option<()> {
    language::moments::parse_zone(name).map(|_| ())
}

/// Whether a word can be a tenant's address: 2 to 40 letters, digits and inner hyphens.
#[must_use]
pub fn is_slug(word: &str) -> bool {
    let plain = word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    plain && (2..=40).contains(&word.len()) && !word.starts_with('-') && !word.ends_with('-') && !word.contains("--")
}

#[cfg(test)]
mod tests {
    use super::{Settings, is_slug};

    #[test]
    fn the_defaults_are_acceptable_and_survive_storage() {
        let settings = Settings::default();
        assert!(settings.problems().is_empty());
        let stored = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&stored).unwrap(), settings);
        assert_eq!(serde_json::from_str::<Settings>("{}").unwrap(), settings, "a row of an earlier version");
    }

    #[test]
    fn settings_below_the_floor_are_refused_by_name() {
        let settings = Settings {
            minimum_length: 8,
            idle_minutes: 0,
            accent: "red".into(),
            languages: vec![],
            ..Settings::default()
        };
        let mut fields: Vec<_> = settings.problems().into_iter().map(|p| p.field).collect();
        fields.sort();
        assert_eq!(fields, ["accent", "idle_minutes", "languages", "minimum_length"]);
    }

    #[test]
    fn what_weakens_a_tenant_is_seen() {
        let before = Settings { forbidden_words: vec!["bank".into()], ..Settings::default() };
        let changed = |change: fn(&mut Settings)| {
            let mut after = before.clone();
            change(&mut after);
            after.weaken(&before)
        };
        let weaker: [fn(&mut Settings); 8] = [
            |s| s.sign_up = super::SignUp::Open,
            |s| s.idle_minutes += 1,
            |s| s.absolute_hours += 1,
            |s| s.minimum_length -= 1,
            |s| s.forbidden_words.clear(),
            |s| {
                let _before = s.audit_classes.insert("authentication".into(), database::RetentionClass::Short);
            },
            |s| s.sign_in_policy = super::policy::SignInPolicy::asking_nothing(),
            |s| s.step_up.minutes = 9,
        ];
        for (number, change) in weaker.into_iter().enumerate() {
            assert!(changed(change), "{number}");
        }
        let harmless: [fn(&mut Settings); 6] = [
            |_| {},
            |s| s.sign_up = super::SignUp::Closed,
            |s| s.idle_minutes -= 1,
            |s| s.minimum_length += 1,
            |s| s.forbidden_words.push("money".into()),
            |s| s.accent = "#000000".into(),
        ];
        for (number, change) in harmless.into_iter().enumerate() {
            assert!(!changed(change), "{number}");
        }
    }

    #[test]
    fn slugs_are_plain_words() {
        for good in ["bank", "my-bank", "b2"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "b", "-bank", "bank-", "my--bank", "Bank", "bänk", "a/b", "..", &"x".repeat(41)] {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}
