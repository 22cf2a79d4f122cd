//! What a use case says when it records.

use foundation::PersonId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::content::{Change, Detail, Words, visible};

/// What an entry is about; a tenant chooses for each stream how long it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Signing in and out, credentials, sessions: what a person sees as their sign-in history.
    Authentication,
    /// Changes by people with rights over others, and decisions on rights.
    Administration,
    /// Personal data that left: exports, look-ups worth telling the person about.
    Disclosure,
    /// Consent given, refused, withdrawn.
    Consent,
    /// The product's own doings.
    System,
}

foundation::stored_as_word!(Stream);

impl Stream {
    /// Every stream.
    pub const ALL: [Self; 5] =
        [Self::Authentication, Self::Administration, Self::Disclosure, Self::Consent, Self::System];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Authentication => "authentication",
            Self::Administration => "administration",
            Self::Disclosure => "disclosure",
            Self::Consent => "consent",
            Self::System => "system",
        }
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It happened.
    Done,
    /// It was not allowed.
    Refused,
    /// It was allowed and did not work: a wrong password, a dead target.
    Failed,
}

foundation::stored_as_word!(Outcome);

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Done, Self::Refused, Self::Failed];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// An entry before it is recorded. Who acts, when and from where comes from the transaction.
///
/// Texts are cut to 1,000 characters, and characters that hide or reverse text become visible escapes. Never hand in a
/// password, code or token: what is recorded cannot be taken back before its retention ends.
#[derive(Debug, Clone)]
#[must_use = "an entry is in the trail only once it is recorded"]
pub struct Entry {
    pub(crate) kind: &'static str,
    pub(crate) stream: Stream,
    pub(crate) outcome: Outcome,
    pub(crate) subject: Option<PersonId>,
    pub(crate) object: Option<(&'static str, Uuid)>,
    pub(crate) words: Words,
}

impl Entry {
    /// An entry of a kind, for example `person.suspended`: lower case, a noun, a dot, what happened to it.
    pub fn new(kind: &'static str, stream: Stream) -> Self {
        Self { kind, stream, outcome: Outcome::Done, subject: None, object: None, words: Words::default() }
    }

    /// The person it is about. Their key encrypts the content: erasing them erases it.
    pub const fn subject(mut self, person: PersonId) -> Self {
        self.subject = Some(person);
        self
    }

    /// The thing it is about beside the person: a role, a source, a setting.
    pub const fn object(mut self, kind: &'static str, id: Uuid) -> Self {
        self.object = Some((kind, id));
        self
    }

    /// It was not allowed.
    pub const fn refused(mut self) -> Self {
        self.outcome = Outcome::Refused;
        self
    }

    /// It was allowed and did not work.
    pub const fn failed(mut self) -> Self {
        self.outcome = Outcome::Failed;
        self
    }

    /// Why, in the words of the one who acted.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.words.reason = Some(visible(&reason.into()));
        self
    }

    /// A value that changed, in words; `None` is "there was none" or "there is none any more".
    pub fn change(mut self, field: &str, old: Option<&str>, new: Option<&str>) -> Self {
        self.words.changes.push(Change { field: visible(field), old: old.map(visible), new: new.map(visible) });
        self
    }

    /// Anything else worth knowing, by name.
    pub fn detail(mut self, name: &str, value: impl Into<String>) -> Self {
        self.words.details.push(Detail { name: visible(name), value: visible(&value.into()) });
        self
    }

    /// How the one who acted is called at this moment, so that the entry reads well after they are gone.
    pub fn actor_name(mut self, name: &str) -> Self {
        self.words.actor = Some(visible(name));
        self
    }

    /// What was typed as the name of an account that does not exist. It may be a mistyped password, so it is personal.
    pub fn unknown_name(mut self, typed: &str) -> Self {
        self.words.unknown_name = Some(visible(typed));
        self
    }
}
