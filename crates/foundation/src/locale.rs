//! The languages the product speaks.

use serde::{Deserialize, Serialize};

/// A language of the user interface and the mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

#[cfg(feature = "storage")]
crate::stored_as_word!(Locale, tag);

impl Locale {
    /// Every language, in the order a person chooses from.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// The language tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    /// The language of a tag such as `de-AT`, if the product speaks it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4) among those `offered`.
    #[must_use]
    pub fn negotiate(header: &str, offered: &[Self]) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(20) {
            let mut pieces = part.split(';');
            let Some(locale) = pieces.next().and_then(|tag| Self::from_tag(tag.trim())) else { continue };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0).clamp(0.0, 1.0));
            if weight > 0.0 && offered.contains(&locale) && best.is_none_or(|(found, _)| weight > found) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn the_heaviest_offered_language_wins() {
        let all = &Locale::ALL;
        assert_eq!(Locale::negotiate("de-AT,de;q=0.9,en;q=0.8", all), Some(Locale::De));
        assert_eq!(Locale::negotiate("fr, en;q=0.3, de;q=0.7", all), Some(Locale::De));
        assert_eq!(Locale::negotiate("de;q=0", all), None);
        assert_eq!(Locale::negotiate("de", &[Locale::En]), None);
        assert_eq!(Locale::negotiate("", all), None);
    }
}
