//! A badge on its way: the secret that is printed, and what a browser carries of it from the link to the button.
//!
//! The link of a badge has the secret in its address, since that is all a camera can open. It is taken out of the address at
//! once: the browser is led on with a cookie in which the secret's digest is sealed, for five minutes. So the secret does not
//! stay in the history of a device that the next child uses, and the cookie is no badge.

use chrono::TimeDelta;
use data_encoding::BASE64URL_NOPAD;
use database::{Transaction, digest};
use foundation::{Instant, Secret, TenantId};

use crate::{Authentication, Place};

/// The digest of a badge's secret, by which its row is found.
pub(crate) type Digest = [u8; 32];

/// How many random bytes are in a badge: 160 bits.
const BYTES: usize = 20;
/// How many letters that makes.
const LETTERS: usize = 27;
/// The parameter of the link.
const PARAMETER: &str = "?b=";

/// How long the button waits to be pressed.
pub const PATIENCE: TimeDelta = TimeDelta::minutes(5);

/// A new secret.
pub(super) fn new_secret(tx: &Transaction) -> Secret {
    let bytes = zeroize::Zeroizing::new(tx.randomness().bytes::<BYTES>());
    Secret::new(BASE64URL_NOPAD.encode(bytes.as_slice()))
}

/// What its row is found by.
pub(super) fn digest_of(secret: &Secret) -> Digest {
    digest(secret.expose().as_bytes())
}

/// What is printed: the link that a camera opens.
pub(super) fn link(place: &Place, secret: &Secret) -> Secret {
    format!("{}/badge{PARAMETER}{}", place.base, secret.expose()).into()
}

/// The digest of what was read from a badge: its link, or the secret alone. Nothing for what cannot be one.
fn read(given: &Secret) -> Option<Digest> {
    let text = given.expose().trim();
    let letters = text.rsplit_once(PARAMETER).map_or(text, |(_, letters)| letters);
    let is_one = letters.len() == LETTERS && BASE64URL_NOPAD.decode(letters.as_bytes()).is_ok();
    is_one.then(|| digest(letters.as_bytes()))
}

fn binding(tenant: TenantId) -> Vec<u8> {
    [b"badge at the door".as_slice(), tenant.0.as_bytes()].concat()
}

impl Authentication {
    /// What the browser carries on from a badge that it opened or its camera read; nothing when it was no badge at all.
    #[must_use]
    pub fn carry_badge(&self, place: &Place, given: &Secret) -> Option<Secret> {
        let digest = read(given)?;
        let until = (self.database.now() + PATIENCE).timestamp().to_le_bytes();
        let sealed = self.database.vault().seal(&[until.as_slice(), &digest].concat(), &binding(place.tenant.id));
        Some(Secret::new(BASE64URL_NOPAD.encode(&sealed)))
    }

    /// The badge that a browser carries; nothing when it is too long ago, or when it is none of ours.
    pub(super) fn carried_badge(&self, place: &Place, carried: &Secret) -> Option<Digest> {
        let sealed = BASE64URL_NOPAD.decode(carried.expose().as_bytes()).ok()?;
        let plain = self.database.vault().open(&sealed, &binding(place.tenant.id)).ok()?;
        let (until, digest) = plain.split_first_chunk::<8>()?;
        let until = Instant::from_timestamp(i64::from_le_bytes(*until), 0)?;
        (self.database.now() < until).then(|| digest.try_into().ok()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use foundation::Secret;

    use super::read;

    #[test]
    fn a_badge_is_read_from_its_link_or_alone_and_nothing_else_is_one() {
        let alone = read(&Secret::new("AAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()));
        assert!(alone.is_some());
        for text in
            ["https://id.example/t/school/badge?b=AAAAAAAAAAAAAAAAAAAAAAAAAAA", " AAAAAAAAAAAAAAAAAAAAAAAAAAA\n"]
        {
            assert_eq!(read(&Secret::new(text.to_owned())), alone, "{text}");
        }
        for text in [
            "",
            "AAAAAAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAAAAA+A",
            "https://id.example/",
            "?b=",
            "äAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert_eq!(read(&Secret::new(text.to_owned())), None, "{text}");
        }
    }
}
