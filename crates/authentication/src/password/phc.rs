//! The stored form of a password hash: the PHC string format, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.

use argon2_rust::Params;
use argon2_rust::params::{Memory, TagLen};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// The cost of a hash (RFC 9106 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane. The product never goes below.
    pub const OWASP: Self = Self { memory_kib: 19_456, passes: 2, lanes: 1 };

    /// What the implementation is told, for a hash of so many bytes; nothing when the costs contradict each other.
    pub(super) fn params(self, length: usize) -> Option<Params> {
        Params::builder()
            .memory(Memory::kib(u64::from(self.memory_kib)))
            .passes(self.passes)
            .lanes(self.lanes)
            .tag_len(TagLen::bytes(u64::try_from(length).ok()?))
            .build()
            .ok()
    }

    /// Whether a hash of this cost should be replaced by one of `wanted`.
    #[must_use]
    pub const fn is_below(self, wanted: Self) -> bool {
        self.memory_kib < wanted.memory_kib || self.memory_kib == wanted.memory_kib && self.passes < wanted.passes
    }
}

/// A parsed Argon2id hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// What it cost.
    pub cost: Cost,
    /// The salt.
    pub salt: Vec<u8>,
    /// The tag.
    pub tag: Vec<u8>,
}

impl Stored {
    /// Reads a stored hash; `None` for anything but an Argon2id hash of version 19 within sane limits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("$argon2id$v=19$")?.split('$');
        let (parameters, salt, tag) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let mut cost = Cost { memory_kib: 0, passes: 0, lanes: 0 };
        for parameter in parameters.split(',') {
            let (name, value) = parameter.split_once('=')?;
            let value: u32 = value.parse().ok()?;
            match name {
                "m" => cost.memory_kib = value,
                "t" => cost.passes = value,
                "p" => cost.lanes = value,
                _ => return None,
            }
        }
        let sane = (8..=1_048_576).contains(&cost.memory_kib)
            && (1..=16).contains(&cost.passes)
            && (1..=16).contains(&cost.lanes);
        let (salt, tag) = (STANDARD_NO_PAD.decode(salt).ok()?, STANDARD_NO_PAD.decode(tag).ok()?);
        (sane && (8..=64).contains(&salt.len()) && (16..=64).contains(&tag.len())).then_some(Self { cost, salt, tag })
    }
}

impl std::fmt::Display for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let (salt, tag) = (STANDARD_NO_PAD.encode(&self.salt), STANDARD_NO_PAD.encode(&self.tag));
        write!(f, "$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${tag}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Cost, Stored};

    #[test]
    fn what_is_written_is_read() {
        let stored = Stored { cost: Cost::OWASP, salt: vec![1; 16], tag: vec![2; 32] };
        assert_eq!(Stored::parse(&stored.to_string()), Some(stored));
    }

    #[test]
    fn other_texts_are_not_hashes() {
        for bad in [
            "",
            "x",
            "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=99999999,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA$x",
        ] {
            assert_eq!(Stored::parse(bad), None, "{bad}");
        }
    }
}
