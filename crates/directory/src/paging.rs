//! Pages of a list that is ordered by a folded name and an id: where one begins, and what is on it.

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

#[cfg(test)]
mod tests {
    use super::{From, PAGE, Page};

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
