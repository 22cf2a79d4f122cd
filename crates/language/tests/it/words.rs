//! What holds for the words themselves.

use foundation::Locale;
use language::{Texts, Value};

use crate::files::messages;

#[test]
fn every_language_has_the_same_messages_with_the_same_values() {
    let english = messages("en");
    for locale in Locale::ALL {
        let other = messages(locale.tag());
        for (key, message) in &english {
            let theirs = other.get(key).unwrap_or_else(|| panic!("{}: {key} is missing", locale.tag()));
            assert_eq!(theirs.file, message.file, "{}: {key} stands in another file", locale.tag());
            assert_eq!(theirs.values, message.values, "{}: {key} names other values", locale.tag());
        }
        for key in other.keys() {
            assert!(english.contains_key(key), "{}: {key} is in no other language", locale.tag());
        }
    }
}

/// The product reads the files in its own way; nothing may get lost between the file and the page.
#[test]
fn every_message_of_the_files_is_found_and_complete() {
    for locale in Locale::ALL {
        let texts = Texts::of(locale);
        for (key, message) in messages(locale.tag()) {
            if message.values.is_empty() {
                assert_eq!(texts.find(&key), Some(texts.f(&key, &[]).as_str()), "{key}");
            } else {
                let values: Vec<(&str, Value)> =
                    message.values.iter().map(|name| (name.as_str(), 3_i64.into())).collect();
                let text = texts.f(&key, &values);
                assert!(!text.is_empty() && !text.contains("{$") && text != key, "{}: {key}: {text}", locale.tag());
            }
        }
    }
}

/// The portal may speak otherwise to pupils one day; everywhere else adults are addressed.
#[test]
fn german_says_sie() {
    for (key, message) in messages("de").iter().filter(|(_, message)| message.file != "portal") {
        for word in message.text.to_lowercase().split(|c: char| !c.is_alphabetic()) {
            let familiar = matches!(word, "du" | "dir" | "dich" | "euch") || word.starts_with("dein");
            assert!(!familiar, "{key} says “{word}”");
        }
    }
}

/// Straight quotation marks and doubled spaces are typing, not typography; exclamation marks shout.
#[test]
fn the_typography_is_right() {
    for locale in Locale::ALL {
        for (key, message) in messages(locale.tag()) {
            for wrong in ["\"", "'", "  ", "...", "!", " ,", " ."] {
                assert!(!message.text.contains(wrong), "{}: {key} contains {wrong:?}: {}", locale.tag(), message.text);
            }
        }
    }
}
