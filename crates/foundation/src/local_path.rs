//! Paths inside this server, for redirects that cannot lead elsewhere.

/// A path that begins with exactly one slash and has only characters a header can carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalPath(String);

impl LocalPath {
    /// Accepts `/…`; refuses other sites (`//…`, `/\…`, `https:…`), control characters and anything not ASCII.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = text.bytes();
        let local = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
        let plain = text.bytes().all(|b| (0x21..0x7f).contains(&b) && b != b'\\');
        (local && plain && text.len() <= 2_000).then(|| Self(text.to_owned()))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::LocalPath;

    /// SEC-74: every redirect target is checked by this one function.
    #[test]
    fn only_paths_of_this_server_pass() {
        for good in ["/", "/t/bank/portal", "/t/bank/console/people?q=a%20b"] {
            assert!(LocalPath::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "portal",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
            "/ü",
            "/a b",
        ] {
            assert!(LocalPath::parse(bad).is_none(), "{bad:?}");
        }
    }
}
