//! E-mail addresses.

use std::str::FromStr;

use email_address::Options;
use serde::{Deserialize, Serialize};

use crate::text;

/// A syntactically valid e-mail address (RFC 5322 addr-spec without comments or display name, at most 254 characters).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// The text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnAddress;

impl EmailAddress {
    /// The address as it was given, without outer white space.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address folded for comparison.
    #[must_use]
    pub fn key(&self) -> String {
        text::key(&self.0)
    }

    /// The address with most of it hidden, for pages that confirm without revealing: `a•••@example.org`.
    #[must_use]
    pub fn masked(&self) -> String {
        let (name, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let first: String = name.chars().take(1).collect();
        format!("{first}•••@{domain}")
    }
}

impl FromStr for EmailAddress {
    type Err = NotAnAddress;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let given = given.trim();
        let options = Options::default().without_display_text().without_domain_literal().with_required_tld();
        if given.len() > 254 || text::has_hidden_characters(given) {
            return Err(NotAnAddress);
        }
        email_address::EmailAddress::parse_with_options(given, options).map_err(|_| NotAnAddress)?;
        Ok(Self(given.to_owned()))
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnAddress;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::EmailAddress;

    #[test]
    fn accepts_addresses_and_refuses_what_could_forge_a_header() {
        for good in ["ada@example.org", " Ada.Lovelace+x@Example.org ", "grüße@example.org", "o'neil@example.co.uk"] {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "ada",
            "ada@",
            "@example.org",
            "ada@localhost",
            "a@b.c\r\nBcc: d@e.f",
            "Ada <ada@example.org>",
            "a b@c.de",
        ] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn masking_keeps_only_the_first_letter_and_the_domain() {
        assert_eq!("ada@example.org".parse::<EmailAddress>().map(|a| a.masked()), Ok("a•••@example.org".to_owned()));
    }
}
