//! What somebody who searches types, and how the databases are asked for it: by trigrams, which know no word of fewer than three
//! letters.

use database::{DbError, Dialect, Record, TenantStatement, Transaction};
use foundation::{Permission, text};

/// What a search found: the first of it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// As many as were asked for at most.
    pub hits: Vec<T>,
    /// Whether there is more.
    pub more: bool,
}

impl<T> Found<T> {
    /// Nothing at all.
    pub(crate) const fn nothing() -> Self {
        Self { hits: Vec::new(), more: false }
    }

    /// The first of what was found.
    pub(crate) fn first(mut hits: Vec<T>, most: usize) -> Self {
        let more = hits.len() > most;
        hits.truncate(most);
        Self { hits, more }
    }
}

/// How many finds are looked through for whoever sees only some of them.
const LOOKED_THROUGH: i64 = 2_000;

/// What a search for places asks for: organisations, or groups.
#[derive(Debug)]
pub(crate) struct Asked {
    words: String,
    most: usize,
    is_limited: bool,
}

impl Asked {
    /// Nothing where no word was typed.
    pub(crate) fn of(tx: &Transaction, typed: &str, most: usize) -> Option<Self> {
        let words = words(typed);
        let is_limited = !tx.caller().may(Permission::SeeOrganisations);
        (!words.is_empty()).then_some(Self { words, most, is_limited })
    }

    /// The folded words.
    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// How many finds are read: one more than is shown, or what is looked through.
    pub(crate) fn read(&self) -> i64 {
        let shown = i64::try_from(self.most).unwrap_or(LOOKED_THROUGH);
        if self.is_limited { LOOKED_THROUGH } else { shown.saturating_add(1) }
    }

    /// Those in whose names every word occurs, in any part; nothing where no word has three letters, which asks for another statement.
    pub(crate) async fn in_any_part<T: Record>(
        &self,
        tx: &mut Transaction,
        statement: TenantStatement,
    ) -> Result<Option<Vec<T>>, DbError> {
        let Some((wanted, others)) = terms(tx.database().dialect(), &self.words) else { return Ok(None) };
        let statement = tx.sql(statement).bind(wanted).bind(others).bind(self.words.as_str());
        statement.bind(end_of(&self.words)).bind(self.read()).fetch_all().await.map(Some)
    }

    /// Whether so much was read that the looking through ended there: what was not read may be theirs to see.
    pub(crate) fn ends_early<T>(&self, read: &[T]) -> bool {
        self.is_limited && i64::try_from(read.len()).is_ok_and(|read| read >= LOOKED_THROUGH)
    }

    /// The first of what the caller sees; there may be more where the reading [`ended early`](Self::ends_early).
    pub(crate) fn first<T>(&self, seen: Vec<T>, ended_early: bool) -> Found<T> {
        let found = Found::first(seen, self.most);
        Found { more: found.more || ended_early, ..found }
    }
}

/// The folded words of what was typed, parted by one space. PostgreSQL takes the character zero in no text, and nothing stored has it.
#[must_use]
pub fn words(typed: &str) -> String {
    text::search_key(&typed.replace('\0', " "))
}

/// What follows every text that begins with some words.
pub(crate) fn end_of(words: &str) -> String {
    format!("{words}\u{10ffff}")
}

/// What the index of words is asked for, and what must occur beside; nothing where no word has three letters.
pub(crate) fn terms(dialect: Dialect, words: &str) -> Option<(String, String)> {
    let longest = words.split(' ').max_by_key(|word| word.chars().count()).unwrap_or_default();
    (longest.chars().count() >= 3).then(|| match dialect {
        Dialect::Sqlite => {
            (match_expression(words), serde_json::json!(words.split(' ').collect::<Vec<_>>()).to_string())
        }
        Dialect::Postgres => (longest.to_owned(), words.to_owned()),
    })
}

/// Every word of three letters and more as a quoted phrase; SQLite's trigrams know no shorter ones, which the statement
/// looks for in what these find.
fn match_expression(words: &str) -> String {
    words
        .split(' ')
        .filter(|word| word.chars().count() >= 3)
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect::<Vec<_>>()
        .join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::{Found, match_expression, words};

    #[test]
    fn search_words_cannot_become_operators() {
        assert_eq!(match_expression("anna mei"), "\"anna\" AND \"mei\"");
        assert_eq!(match_expression("a\"b* or not"), "\"a\"\"b*\" AND \"not\"");
    }

    #[test]
    fn words_are_folded_and_storable() {
        assert_eq!(words("  Elm\0SCHOOL "), "elm school");
        assert_eq!(words("\0 \t"), "");
    }

    #[test]
    fn more_than_was_asked_for_is_said_and_not_kept() {
        assert_eq!(Found::first(vec![1, 2, 3], 2), Found { hits: vec![1, 2], more: true });
        assert_eq!(Found::first(vec![1, 2], 2), Found { hits: vec![1, 2], more: false });
    }
}
