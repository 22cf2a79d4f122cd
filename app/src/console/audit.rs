//! The audit trail.

use crate::form::FieldError;
use crate::model::PersonRef;
use foundation::EventId;
use foundation::Instant;

/// One entry of the audit trail, as a sentence.
///
/// The sentence is `audit-kind-KIND-said` in the language files, the label `audit-kind-KIND`; KIND is the stored word
/// with a hyphen for the dot.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// Leads to the entry.
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// What happened: the stored word, such as `person.suspended`.
    pub kind: String,
    /// Whether it was done or refused.
    pub outcome: Outcome,
    /// Who did it.
    pub actor: AuditActor,
    /// Whom it concerns.
    pub subject: Option<PersonRef>,
    /// What else it concerns, by name: a role, a file, an attribute, the name typed at a refused sign-in.
    pub object: Option<String>,
}

/// Who is behind an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditActor {
    /// Nobody had signed in.
    Anonymous,
    /// A person.
    Person(PersonRef),
    /// A person whose data were erased.
    Erased,
    /// The product itself; the word names the part.
    System(String),
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was not allowed.
    Refused,
    /// It was allowed and did not work.
    Failed,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Done, Self::Refused, Self::Failed];

    /// The word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// The outcome with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// The audit trail (`GET /console/audit?q=&person=&kind=&outcome=&from=&until=&before=`).
#[derive(Debug, Clone)]
pub struct Audit {
    /// Newest first.
    pub entries: Vec<AuditLine>,
    /// What the list is narrowed to.
    pub filter: AuditFilter,
    /// The kinds that occur, as stored words.
    pub kinds: Vec<String>,
    /// The cursor of the next page (`before=`).
    pub older: Option<String>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
    /// What was wrong with the filter, for example a day that does not exist.
    pub errors: Vec<FieldError>,
}

/// What the audit trail is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// A name or part of one: finds a person, whose entries are then shown.
    pub q: String,
    /// Only entries by or about this person.
    pub person: Option<PersonRef>,
    /// Only this kind.
    pub kind: String,
    /// Only this outcome.
    pub outcome: Option<Outcome>,
    /// From this day on, as typed (`2026-03-01`).
    pub from: String,
    /// Until and including this day, as typed.
    pub until: String,
}

/// One entry in full (`GET /console/audit/{event}`).
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// The sentence.
    pub line: AuditLine,
    /// What was changed.
    pub changes: Vec<Change>,
    /// What else was recorded: name and value.
    pub details: Vec<(String, String)>,
    /// The reason that was given.
    pub reason: Option<String>,
    /// Browser and system in words; empty if not known.
    pub device: String,
    /// Network or place; empty if not known.
    pub place: String,
    /// The id of the request, which the log lines carry too.
    pub request: String,
    /// The stream and how long its entries are kept, as words.
    pub stream: String,
    /// The retention class: `short`, `standard` or `long`.
    pub class: String,
    /// The entry's digest in hexadecimal.
    pub digest: String,
    /// Whether it is sealed into the chain yet, and in which batch.
    pub batch: Option<u64>,
    /// Whether the personal part can be shown.
    pub content: AuditContent,
}

/// Whether the personal part of an entry can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditContent {
    /// It is shown.
    Shown,
    /// The visitor may not see it.
    Hidden,
    /// It was erased with the person it was about.
    Erased,
    /// It cannot be read: the entry or its key was changed underneath.
    Unreadable,
}

/// One changed value.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which field: its label in the page's language, or its name.
    pub field: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// The signed checkpoints of the chain (`GET /console/audit/checkpoints`).
#[derive(Debug, Clone)]
pub struct Checkpoints {
    /// Newest first.
    pub checkpoints: Vec<CheckpointRow>,
    /// How many entries are not yet sealed.
    pub unsealed: u64,
}

/// One checkpoint.
#[derive(Debug, Clone)]
pub struct CheckpointRow {
    /// The retention class.
    pub class: String,
    /// The number of the batch.
    pub number: u64,
    /// When it was sealed.
    pub sealed_at: Instant,
    /// How many entries it covers.
    pub entries: u64,
    /// Its digest in hexadecimal.
    pub digest: String,
    /// The number of the key that signed it.
    pub key: u64,
}
