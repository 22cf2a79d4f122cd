//! What a search asks for.

use std::fmt::Write as _;

use foundation::{Instant, PersonId, text};

use super::Cursor;
use super::store::EventRow;
use crate::{Outcome, Stream};

/// What a search asks for; everything that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words, each of which must occur in the kind, network, request id or content. Content is searched only for those who
    /// may see it; because it is encrypted, at most 2,000 entries are read for a page.
    pub text: Option<String>,
    /// The person it is about.
    pub person: Option<PersonId>,
    /// The person who acted.
    pub actor: Option<PersonId>,
    /// People of whom one acted or is the one it is about; empty for anybody. A handful at most: each takes two look-ups.
    pub involved: Vec<PersonId>,
    /// What happened, as a whole word: `person.suspended`.
    pub kind: Option<String>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What it is about.
    pub stream: Option<Stream>,
    /// The earliest moment.
    pub from: Option<Instant>,
    /// The moment before which it was.
    pub until: Option<Instant>,
    /// Where the page begins.
    pub before: Option<Cursor>,
    /// The most entries of a page: 1 to 200; 0 means 50.
    pub limit: usize,
}

/// The condition an index answers; the others are checked on what it finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    Subject(PersonId),
    Actor(PersonId),
    /// Both of each of several people.
    Involved(Vec<PersonId>),
    Kind(String),
    /// Never `Done`, which nearly every entry is.
    Outcome(Outcome),
    /// Never `Authentication`, which most entries are.
    Stream(Stream),
    Time,
}

impl Filter {
    pub(super) fn lead(&self) -> Lead {
        if let Some(person) = self.person {
            Lead::Subject(person)
        } else if let Some(actor) = self.actor {
            Lead::Actor(actor)
        } else if !self.involved.is_empty() {
            Lead::Involved(self.involved.clone())
        } else if let Some(kind) = &self.kind {
            Lead::Kind(kind.clone())
        } else if let Some(outcome) = self.outcome.filter(|outcome| *outcome != Outcome::Done) {
            Lead::Outcome(outcome)
        } else if let Some(stream) = self.stream.filter(|stream| *stream != Stream::Authentication) {
            Lead::Stream(stream)
        } else {
            Lead::Time
        }
    }

    /// The words of the text, folded.
    pub(super) fn terms(&self) -> Vec<String> {
        let folded = self.text.as_deref().map(text::search_key).unwrap_or_default();
        folded.split(' ').filter(|term| !term.is_empty()).map(str::to_owned).collect()
    }

    /// Whether the clear columns fit, apart from the text and the time.
    pub(super) fn fits(&self, row: &EventRow) -> bool {
        self.person.is_none_or(|person| row.subject_id == Some(person))
            && self.actor.is_none_or(|actor| row.actor_id == Some(actor))
            && (self.involved.is_empty()
                || [row.subject_id, row.actor_id].into_iter().flatten().any(|person| self.involved.contains(&person)))
            && self.kind.as_deref().is_none_or(|kind| row.kind == kind)
            && self.outcome.is_none_or(|outcome| row.outcome == outcome)
            && self.stream.is_none_or(|stream| row.stream == stream)
    }

    /// The page size, within its limits.
    pub(super) fn page(&self) -> usize {
        if self.limit == 0 { 50 } else { self.limit.clamp(1, 200) }
    }

    /// What was asked for, in words, for the entry that tells of an export.
    pub(super) fn in_words(&self) -> String {
        let mut words = String::new();
        let mut say = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let comma = if words.is_empty() { "" } else { ", " };
                let _ = write!(words, "{comma}{name} {value}");
            }
        };
        say("text", self.text.clone());
        say("person", self.person.map(|person| person.to_string()));
        say("actor", self.actor.map(|actor| actor.to_string()));
        for person in &self.involved {
            say("involving", Some(person.to_string()));
        }
        say("kind", self.kind.clone());
        say("outcome", self.outcome.map(|outcome| outcome.word().to_owned()));
        say("stream", self.stream.map(|stream| stream.word().to_owned()));
        say("from", self.from.map(|from| from.to_rfc3339()));
        say("until", self.until.map(|until| until.to_rfc3339()));
        if words.is_empty() { "everything".to_owned() } else { words }
    }
}

#[cfg(test)]
mod tests {
    use foundation::PersonId;
    use uuid::Uuid;

    use super::{Filter, Lead};
    use crate::{Outcome, Stream};

    #[test]
    fn the_rarest_condition_leads() {
        let person = PersonId(Uuid::from_u128(1));
        let filter = Filter { person: Some(person), kind: Some("a.b".to_owned()), ..Filter::default() };
        assert_eq!(filter.lead(), Lead::Subject(person));
        let filter = Filter { outcome: Some(Outcome::Refused), ..Filter::default() };
        assert_eq!(filter.lead(), Lead::Outcome(Outcome::Refused));
        let filter = Filter { outcome: Some(Outcome::Done), stream: Some(Stream::Authentication), ..Filter::default() };
        assert_eq!(filter.lead(), Lead::Time);
        assert!(Filter { text: Some("  ".to_owned()), ..Filter::default() }.terms().is_empty());
    }

    #[test]
    fn an_export_says_what_was_asked_for() {
        let filter =
            Filter { kind: Some("role.given".to_owned()), outcome: Some(Outcome::Refused), ..Filter::default() };
        assert_eq!(filter.in_words(), "kind role.given, outcome refused");
        assert_eq!(Filter::default().in_words(), "everything");
    }
}
