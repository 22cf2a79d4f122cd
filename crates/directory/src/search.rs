//! What somebody who searches types, and how the databases are asked for it: by trigrams, which know no word of fewer than three
//! letters.

use database::Dialect;
use foundation::text;

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
pub(crate) const LOOKED_THROUGH: i64 = 2_000;

/// Whether so much was found that the looking through ended there: what was not read may be theirs to see.
pub(crate) fn is_cut<T>(read: &[T]) -> bool {
    i64::try_from(read.len()).is_ok_and(|read| read >= LOOKED_THROUGH)
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
