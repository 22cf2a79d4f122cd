//! Reading the trail: search, one entry, a person's own history, export, checkpoints.

mod checkpoints;
mod export;
mod filter;
mod find;
mod own;
mod reader;
mod sealed;
mod search;
mod store;

use std::fmt;
use std::str::FromStr;

use foundation::{EventId, Instant, PersonId};
use serde::Serialize;
use uuid::Uuid;

use crate::{Content, Outcome, Stream};
pub use checkpoints::Head;
pub use export::{Chunk, ExportCursor, Format};
pub use filter::Filter;
pub use own::Earlier;
pub use sealed::Seal;
pub(crate) use store::STATEMENTS;

/// The trail of a tenant, to be read. Its functions ask for the permission they need.
#[derive(Debug, Clone, Copy)]
pub struct Trail;

/// An entry as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// Its id.
    pub id: EventId,
    /// When the transaction it was recorded in began.
    pub at: Instant,
    /// What it is about.
    pub stream: Stream,
    /// What happened, for example `person.suspended`.
    pub kind: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Who acted.
    pub actor: Who,
    /// The person it is about.
    pub subject: Option<PersonId>,
    /// The thing it is about: its kind and id.
    pub object: Option<(String, Uuid)>,
    /// The network the request came from, /24 or /48; empty when there was none.
    pub network: String,
    /// The id of the request, which the log lines carry too.
    pub request: String,
    /// How long it is kept: the word of its retention class.
    pub class: String,
    /// The digest that is sealed into the chain, SHA-256 in hexadecimal digits.
    pub digest: String,
    /// What is personal about it; `None` when the reader may not see profiles.
    pub content: Option<Content>,
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Somebody who had not signed in.
    Anonymous,
    /// A person.
    Person(PersonId),
    /// The product itself; the word names the part.
    System(String),
    /// Another person, whom the reader need not know: who helped, seen from the one who was helped.
    Staff,
}

/// A page of entries, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The entries.
    pub entries: Vec<Recorded>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
    /// Whether looking stopped before the page was full because many entries had been read; [`Page::next`] goes on.
    pub stopped: bool,
}

/// A place in the trail, for the address of the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) at: Instant,
    pub(crate) id: Uuid,
}

impl Cursor {
    /// The nearest place before this one: the order is by microsecond, then by id.
    pub(crate) fn one_before(self) -> Self {
        match self.id.as_u128().checked_sub(1) {
            Some(id) => Self { at: self.at, id: Uuid::from_u128(id) },
            None => Self { at: self.at - chrono::TimeDelta::microseconds(1), id: Uuid::max() },
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.id.simple())
    }
}

/// A text is not a place in the trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in the audit trail")]
pub struct NotACursor;

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (micros, id) = text.split_once('-').ok_or(NotACursor)?;
        let at = micros.parse().ok().and_then(Instant::from_timestamp_micros).ok_or(NotACursor)?;
        Ok(Self { at, id: Uuid::parse_str(id).map_err(|_| NotACursor)? })
    }
}

impl Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use database::testing::start;
    use uuid::Uuid;

    use super::{Cursor, NotACursor};

    #[test]
    fn nothing_is_between_a_place_and_the_one_before() {
        let cursor =
            |micros, id| Cursor { at: start() + chrono::TimeDelta::microseconds(micros), id: Uuid::from_u128(id) };
        assert_eq!(cursor(0, 7).one_before(), cursor(0, 6));
        assert_eq!(cursor(0, 0).one_before(), cursor(-1, u128::MAX));
    }

    #[test]
    fn a_cursor_survives_the_address_bar() {
        let cursor = Cursor { at: start(), id: Uuid::from_u128(7) };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for other in ["", "1", "x-7", "1-7", "-1-", "99999999999999999999-00000000000000000000000000000007"] {
            assert_eq!(other.parse::<Cursor>(), Err(NotACursor), "{other}");
        }
    }
}
