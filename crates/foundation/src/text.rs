//! Folded text: what is compared and searched, as opposed to what is shown.
//!
//! The databases disagree about letters beyond ASCII, so all folding happens here and the result is stored.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::Locale;

/// Folds a sign-in name or other key for comparison: NFKC, lower case, outer white space removed.
#[must_use]
pub fn key(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// Folds text for searching: like [`key`], without accents, every run of white space one space.
///
/// "Müller" and "muller" meet; `ß`, `æ`, `ø`, `ł` are written out so that a plain keyboard finds them.
#[must_use]
pub fn search_key(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match letter {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            _ if letter.is_whitespace() => {
                if !folded.ends_with(' ') && !folded.is_empty() {
                    folded.push(' ');
                }
            }
            _ => folded.push(letter),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether every one of some folded words occurs in a text that is not folded, in any part of it.
#[must_use]
pub fn has_words(text: &str, words: &str) -> bool {
    let folded = search_key(text);
    words.split(' ').all(|word| folded.contains(word))
}

/// Whether the text has characters that no name, reason or setting of one line should have: control characters and
/// the invisible ones that reverse or hide text in a log or a list.
#[must_use]
pub fn has_hidden_characters(text: &str) -> bool {
    text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    })
}

/// A cell that no spreadsheet takes for a formula: the usual beginnings, and their full-width forms, get an apostrophe in front, also
/// behind spaces (OWASP, CSV injection; ASVS 5.0, 1.2.10).
#[must_use]
pub fn harmless_cell(cell: &str) -> Cow<'_, str> {
    let begins = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
    if cell.trim_start_matches(' ').starts_with(begins) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// A line of a file that is opened in a spreadsheet: every cell quoted and harmless (RFC 4180), between them what spreadsheets of the
/// language expect.
#[must_use]
pub fn csv_row<'c>(locale: Locale, cells: impl IntoIterator<Item = &'c str>) -> String {
    let delimiter = match locale {
        Locale::De => ";",
        Locale::En => ",",
    };
    let quoted = |cell| format!("\"{}\"", harmless_cell(cell).replace('"', "\"\""));
    format!("{}\r\n", cells.into_iter().map(quoted).collect::<Vec<_>>().join(delimiter))
}

#[cfg(test)]
mod tests {
    use super::{csv_row, harmless_cell, has_hidden_characters, has_words, key, search_key};
    use crate::Locale;

    #[test]
    fn no_cell_begins_like_a_formula() {
        for formula in
            ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "  =1", "=cmd|' /C calc'!A0"]
        {
            assert_eq!(harmless_cell(formula), format!("'{formula}"));
        }
        for plain in ["", "Ada", "a=b", "1-2", " 1"] {
            assert_eq!(harmless_cell(plain), plain);
        }
    }

    #[test]
    fn cells_of_a_row_cannot_become_formulas_and_quotes_stay_quotes() {
        let row = csv_row(Locale::De, ["a.csv", "7", "=1+1", "say \"hi\"", "@SUM(A1)\n;"]);
        assert_eq!(row, "\"a.csv\";\"7\";\"'=1+1\";\"say \"\"hi\"\"\";\"'@SUM(A1)\n;\"\r\n");
        assert_eq!(csv_row(Locale::En, ["a", ""]), "\"a\",\"\"\r\n");
    }

    #[test]
    fn keys_of_the_same_name_in_other_case_or_composition_are_equal() {
        assert_eq!(key(" ADA@Example.ORG "), "ada@example.org");
        assert_eq!(key("E\u{301}mile"), key("\u{c9}MILE"));
        assert_eq!(key("\u{FB01}n"), "fin", "compatibility forms are unfolded");
    }

    #[test]
    fn search_ignores_accents_and_spacing() {
        assert_eq!(search_key("  Jürgen\u{a0} Groß "), "jurgen gross");
        assert_eq!(search_key("Łukasz Ærø"), "lukasz aero");
    }

    #[test]
    fn every_word_must_occur_in_any_part() {
        assert!(has_words("Müller-Lüdenscheidt, Jürgen", "denschei jurg"));
        assert!(!has_words("Müller-Lüdenscheidt, Jürgen", "muller anna"));
    }

    #[test]
    fn hidden_characters_are_seen() {
        assert!(has_hidden_characters("a\u{202e}b"));
        assert!(has_hidden_characters("line\nbreak"));
        assert!(!has_hidden_characters("Zoë O’Neil"));
    }
}
