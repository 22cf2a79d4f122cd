//! What tenants call what they define, by language, and the words these are known by in columns and addresses.

use std::collections::BTreeMap;

use foundation::text;

use crate::error::FieldProblem;

/// Whether a name is a word for columns and addresses: lower-case letters, digits and underscores, beginning with a letter.
pub fn is_word(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 40
}

/// The word made of a label, for those who type none: `Visiting scholar` becomes `visiting_scholar`. Empty when nothing is left.
pub fn word_of(label: &str) -> String {
    let mut word = String::new();
    for character in text::search_key(label).chars() {
        if character.is_ascii_lowercase() || (character.is_ascii_digit() && !word.is_empty()) {
            word.push(character);
        } else if !word.is_empty() && !word.ends_with('_') {
            word.push('_');
        }
    }
    word.truncate(40);
    word.truncate(word.trim_end_matches('_').len());
    word
}

/// The labels that were given, without empty ones; what is wrong with them is said of the first field.
pub fn labels_of(given: &BTreeMap<String, String>, problems: &mut Vec<FieldProblem>) -> BTreeMap<String, String> {
    if !given.values().any(|label| !label.trim().is_empty()) {
        problems.push(FieldProblem::new("label_en", "required"));
    }
    if given.values().any(|label| label.chars().count() > 80 || text::has_hidden_characters(label)) {
        problems.push(FieldProblem::too_long("label_en", 80));
    }
    let labels = given.iter().map(|(tag, label)| (tag.clone(), label.trim().to_owned()));
    labels.filter(|(_, label)| !label.is_empty()).collect()
}

/// Labels as the audit trail has them.
pub fn in_words(labels: &BTreeMap<String, String>) -> String {
    labels.values().cloned().collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::{is_word, word_of};

    #[test]
    fn a_label_becomes_a_word() {
        for (label, word) in [
            ("Volunteer", "volunteer"),
            (" Visiting  scholar! ", "visiting_scholar"),
            ("Förderer 2026", "forderer_2026"),
            ("3rd party", "rd_party"),
            ("日本", ""),
        ] {
            assert_eq!(word_of(label), word, "{label}");
            assert!(word.is_empty() || is_word(word), "{word}");
        }
        assert!(is_word(&word_of(&"x".repeat(80))));
    }
}
