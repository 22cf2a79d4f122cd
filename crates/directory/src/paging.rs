//! Pages of a list: where one begins, and what is on it. Most lists are ordered by a folded name and an id; what somebody has done
//! comes newest first.

use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use foundation::Instant;
use uuid::Uuid;

/// Lines on a page.
pub const PAGE: i64 = 50;

/// Where a page begins: after, or before, a folded name and an id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum From<Id> {
    /// At the beginning.
    #[default]
    Start,
    /// After this one.
    After(String, Id),
    /// Before this one, towards the beginning.
    Before(String, Id),
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The lines.
    pub lines: Vec<T>,
    /// Whether there are more after the last.
    pub has_next: bool,
    /// Whether there are more before the first.
    pub has_previous: bool,
}

impl<T> Page<T> {
    /// All there is on one page.
    #[must_use]
    pub const fn whole(lines: Vec<T>) -> Self {
        Self { lines, has_next: false, has_previous: false }
    }

    /// The page that begins `from`, of what a statement answered that asked for one line more than [`PAGE`].
    pub(crate) fn of<Id>(mut lines: Vec<T>, from: &From<Id>) -> Self {
        let more = i64::try_from(lines.len()).is_ok_and(|found| found > PAGE);
        lines.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let back = from.is_back();
        if back {
            lines.reverse();
        }
        Self { lines, has_next: more || back, has_previous: !matches!(from, From::Start) && (!back || more) }
    }
}

impl<Id> From<Id> {
    /// Whether the page is read towards the beginning, and so the other way round.
    pub(crate) const fn is_back(&self) -> bool {
        matches!(self, Self::Before(..))
    }
}

impl<Id: Copy> From<Id> {
    /// The folded name and the id it begins at; at the beginning those that come before all others.
    pub(crate) fn key(&self, first: Id) -> (&str, Id) {
        match self {
            Self::Start => ("", first),
            Self::After(key, id) | Self::Before(key, id) => (key, *id),
        }
    }
}

/// The place of a line in a list whose newest come first; the next page begins behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest<Id> {
    /// When it was made.
    pub created_at: Instant,
    /// What it is.
    pub id: Id,
}

impl<Id: Copy + Display + FromStr + std::convert::From<Uuid>> Newest<Id> {
    /// The place as one word for an address.
    #[must_use]
    pub fn to_word(self) -> String {
        format!("{}~{}", self.id, self.created_at.timestamp_micros())
    }

    /// Reads what [`Newest::to_word`] wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let (id, at) = word.split_once('~')?;
        Some(Self { created_at: DateTime::from_timestamp_micros(at.parse().ok()?)?, id: id.parse().ok()? })
    }

    /// Before everything there is: the last second of the year 9999.
    #[must_use]
    pub fn first() -> Self {
        let created_at = DateTime::<Utc>::from_timestamp(253_402_300_799, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        Self { created_at, id: Uuid::max().into() }
    }

    /// A page of at most `most`, of what a statement answered that asked for one more; and where the next one begins, if there is one.
    pub fn cut<T>(mut lines: Vec<T>, most: usize, place: impl Fn(&T) -> Self) -> (Vec<T>, Option<Self>) {
        let is_more = lines.len() > most;
        lines.truncate(most);
        let next = lines.last().filter(|_| is_more).map(place);
        (lines, next)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use foundation::ImportId;
    use uuid::Uuid;

    use super::{From, Newest, PAGE, Page};

    #[test]
    fn places_survive_an_address_and_the_first_page_begins_before_all() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let place = Newest { created_at: at(1_800_000_000), id: ImportId(Uuid::from_u128(7)) };
        assert_eq!(Newest::from_word(&place.to_word()), Some(place));
        assert_eq!(Newest::<ImportId>::from_word("nonsense"), None);
        assert!(Newest::<ImportId>::first().created_at > place.created_at);
        let of = |number: &i64| Newest { created_at: at(*number), ..place };
        assert_eq!(Newest::cut(vec![3, 2, 1], 2, of), (vec![3, 2], Some(of(&2))));
        assert_eq!(Newest::cut(vec![3, 2], 2, of), (vec![3, 2], None));
    }

    #[test]
    fn a_page_tells_what_is_on_either_side() {
        let most = usize::try_from(PAGE).unwrap();
        let (after, before) = (From::After("m".to_owned(), 7), From::Before("m".to_owned(), 7));
        for (from, found, next, previous) in [
            (From::Start, most, false, false),
            (From::Start, most + 1, true, false),
            (after.clone(), 3, false, true),
            (after, most + 1, true, true),
            (before.clone(), 3, true, false),
            (before, most + 1, true, true),
        ] {
            let page = Page::of((0..found).collect(), &from);
            assert_eq!((page.has_next, page.has_previous), (next, previous), "{from:?}, {found}");
            assert_eq!(page.lines.len(), found.min(most));
            // What is read backwards is shown forwards, and the line too many is the farthest.
            let first = if from.is_back() { found.min(most) - 1 } else { 0 };
            assert_eq!(page.lines.first(), Some(&first));
        }
        assert_eq!(From::Start.key(0), ("", 0));
        assert_eq!(From::Before("m".to_owned(), 7).key(0), ("m", 7));
    }
}
