//! The messages of one language, resolved once where they have no values.

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use foundation::{Locale, Permission};

use crate::numbers;

macro_rules! files {
    ($language:literal: $($name:literal),*) => {
        &[$(include_str!(concat!("../locales/", $language, "/", $name, ".ftl"))),*]
    };
}

const ENGLISH: &[&str] = files!("en": "common", "front_door", "portal", "console", "audit", "mail", "problem");
const GERMAN: &[&str] = files!("de": "common", "front_door", "portal", "console", "audit", "mail", "problem");

static EN: LazyLock<Texts> = LazyLock::new(|| Texts::read(Locale::En, ENGLISH));
static DE: LazyLock<Texts> = LazyLock::new(|| Texts::read(Locale::De, GERMAN));

/// A value inside a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, shown as it is. It is not escaped: what renders the message does that.
    Text(String),
    /// A count, which chooses the plural form and is shown with thousands separators.
    Number(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// Every message of one language.
pub struct Texts {
    locale: Locale,
    plain: HashMap<String, &'static str>,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// The texts of a language. They are read when first asked for and live as long as the process.
    #[must_use]
    pub fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &EN,
            Locale::De => &DE,
        }
    }

    fn read(locale: Locale, files: &[&'static str]) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![locale.tag().parse().unwrap_or_default()]);
        // Pages isolate directions with `dir` and mails are left to right: invisible characters would only be copied along.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match locale {
            Locale::En => |value, _| grouped(Locale::En, value),
            Locale::De => |value, _| grouped(Locale::De, value),
        }));
        let mut keys = Vec::new();
        for file in files {
            // A faulty entry is left out; the tests name it before anyone misses it.
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
            let _ = bundle.add_resource(resource);
            keys.extend(file.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim_end()));
        }
        let mut plain = HashMap::with_capacity(keys.len());
        for key in keys {
            let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else { continue };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors);
            // A message that misses its values is not a plain one.
            if errors.is_empty() {
                let text: &'static str = Box::leak(text.into_owned().into_boxed_str());
                plain.insert(key.to_owned(), text);
            }
        }
        Self { locale, plain, bundle }
    }

    /// The language.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    /// The text of a message without values; the key itself where there is none, which the tests do not let happen.
    #[must_use]
    pub fn t<'k>(&self, key: &'k str) -> &'k str {
        self.find(key).unwrap_or(key)
    }

    /// The text of a message without values, for keys built at run time.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&'static str> {
        self.plain.get(key).copied()
    }

    /// The text of a message with its values; the key itself where there is none.
    #[must_use]
    pub fn f(&self, key: &str, values: &[(&str, Value)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match value {
                Value::Text(text) => arguments.set(*name, text.as_str()),
                Value::Number(number) => arguments.set(*name, *number),
            }
        }
        // A value the caller forgot shows as its name; the tests compare the names.
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// What a permission allows, in a few words.
    #[must_use]
    pub fn permission(&self, permission: Permission) -> &'static str {
        self.find(&format!("permission-{}", permission.word().replace('.', "-"))).unwrap_or_else(|| permission.word())
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Texts").field(&self.locale).finish()
    }
}

/// Counts as people of the language write them.
fn grouped(locale: Locale, value: &FluentValue) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "values enter as i64; beyond 2^53 nobody counts the last digit"
    )]
    Some(numbers::count(locale, number.value as i64))
}

#[cfg(test)]
mod tests {
    use foundation::{Locale, Permission};

    use super::Texts;

    #[test]
    fn values_plurals_and_separators_follow_the_language() {
        let people = |locale, count: i64| Texts::of(locale).f("common-people-count", &[("count", count.into())]);
        assert_eq!(people(Locale::En, 1), "1 person");
        assert_eq!(people(Locale::En, 10_000), "10,000 people");
        assert_eq!(people(Locale::De, 1), "1 Person");
        assert_eq!(people(Locale::De, 10_000), "10.000 Personen");
    }

    #[test]
    fn values_are_not_wrapped_in_invisible_characters_and_not_read_as_messages() {
        let text = Texts::of(Locale::En).f("moment-today", &[("time", "{ $x } <b>".into())]);
        assert_eq!(text, "today, { $x } <b>");
    }

    #[test]
    fn an_unknown_key_stays_visible_and_a_message_with_values_is_not_taken_for_a_plain_one() {
        let texts = Texts::of(Locale::En);
        assert_eq!(texts.t("no-such-key"), "no-such-key");
        assert_eq!(texts.f("no-such-key", &[]), "no-such-key");
        assert_eq!(texts.find("common-people-count"), None);
    }

    #[test]
    fn every_permission_has_words_in_every_language() {
        for locale in Locale::ALL {
            for permission in Permission::ALL {
                assert_ne!(Texts::of(locale).permission(*permission), permission.word(), "{locale:?}");
            }
        }
    }
}
