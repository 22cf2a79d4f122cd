//! The personal part of an entry: stored encrypted, shown only to those who may see profiles.

use foundation::text;
use serde::{Deserialize, Serialize};

/// The longest text kept, in characters.
const LONGEST: usize = 1_000;

/// What is personal about an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Why, in the words of the one who acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// What else is worth knowing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
    /// The full network address of the one who acted. It can be read for a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The same as it is stored: sealed under the key of its day, in hexadecimal digits. Readers get [`Words::address`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_address: Option<String>,
    /// Their browser and device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// How the one who acted was called then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// What was typed as the name of an account that does not exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_name: Option<String>,
}

/// One value before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which value.
    pub field: String,
    /// What it was; `None`: there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// What it is now; `None`: there is none any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// One named fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Its name.
    pub name: String,
    /// Its value in words.
    pub value: String,
}

/// The content of a recorded entry, as far as it can still be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// As it was recorded.
    Words(Words),
    /// The key was destroyed when the person was erased: nobody can read it any more.
    Erased,
    /// The entry or its key was changed underneath, or its master key was not given. [`crate::verify`] says more.
    Unreadable,
}

impl Content {
    /// The words, if they can be read.
    #[must_use]
    pub const fn words(&self) -> Option<&Words> {
        match self {
            Self::Words(words) => Some(words),
            Self::Erased | Self::Unreadable => None,
        }
    }
}

impl Words {
    /// Whether any text contains `wanted`, which is folded with [`text::search_key`] already.
    pub(crate) fn contain(&self, wanted: &str) -> bool {
        let changes = self.changes.iter().flat_map(|c| [Some(&c.field), c.old.as_ref(), c.new.as_ref()]).flatten();
        let details = self.details.iter().flat_map(|d| [&d.name, &d.value]);
        let single = [&self.reason, &self.address, &self.device, &self.actor, &self.unknown_name];
        single.into_iter().flatten().chain(changes).chain(details).any(|found| text::search_key(found).contains(wanted))
    }
}

/// A text as it may stand in a list or a log: at most 1,000 characters, and what hides, reverses or breaks text escaped.
pub(crate) fn visible(given: &str) -> String {
    let mut shown = String::with_capacity(given.len().min(LONGEST));
    let mut letter = [0_u8; 4];
    for (place, c) in given.chars().enumerate() {
        if place == LONGEST {
            shown.push('…');
            break;
        }
        if text::has_hidden_characters(c.encode_utf8(&mut letter)) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Change, Words, visible};

    #[test]
    fn what_hides_in_a_text_is_shown() {
        assert_eq!(visible("plain Zoë O’Neil"), "plain Zoë O’Neil");
        assert_eq!(visible("a\r\nforged line\u{1b}[2J"), "a\\u{d}\\u{a}forged line\\u{1b}[2J");
        assert_eq!(visible("user\u{202e}nimda"), "user\\u{202e}nimda");
        assert_eq!(visible(&"x".repeat(5_000)).chars().count(), 1_001);
    }

    #[test]
    fn every_text_is_searched() {
        let words = Words {
            reason: Some("Left the Firm".to_owned()),
            changes: vec![Change { field: "name".to_owned(), old: Some("Müller".to_owned()), new: None }],
            address: Some("192.0.2.7".to_owned()),
            ..Words::default()
        };
        for wanted in ["firm", "muller", "name", "192.0.2.7"] {
            assert!(words.contain(wanted), "{wanted}");
        }
        assert!(!words.contain("mueller"));
    }
}
