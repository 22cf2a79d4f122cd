//! What must not be readable in the database: sealed under the master key, which the database never sees.

use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use foundation::Randomness;
use zeroize::Zeroizing;

/// Seals and opens under the master key (AES-256-GCM, NIST SP 800-38D; 96-bit random nonce stored in front).
///
/// Keys can be rotated: [`Vault::seal`] uses the current one, and a sealed value carries the number of the key that
/// sealed it, so that values under earlier keys stay readable until they are sealed again.
#[derive(Clone)]
pub struct Vault(Arc<Keys>);

struct Keys {
    current: u8,
    known: Vec<(u8, LessSafeKey, hmac::Key)>,
    randomness: Randomness,
}

/// A sealed value cannot be opened: another key sealed it, or it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The key that sealed it was not given.
    #[error("sealed under master key number {0}, which was not given")]
    UnknownKey(u8),
    /// The value or what it is bound to was changed.
    #[error("the sealed value was changed, or belongs elsewhere")]
    Changed,
    /// Not a sealed value.
    #[error("not a sealed value")]
    Malformed,
}

impl Vault {
    /// A vault with the given 256-bit master keys by number; the last one seals.
    ///
    /// # Panics
    /// When no key is given, which the configuration refuses before.
    #[must_use]
    pub fn new(keys: &[(u8, Zeroizing<[u8; 32]>)], randomness: Randomness) -> Self {
        let current = keys.last().expect("a vault has at least one key").0;
        let known = keys
            .iter()
            .map(|(number, key)| {
                // One purpose, one key: sealing and fingerprinting use keys derived from the master key.
                let derive = |purpose: &[u8]| {
                    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), purpose);
                    let mut derived = Zeroizing::new([0_u8; 32]);
                    derived.copy_from_slice(tag.as_ref());
                    derived
                };
                let sealing = UnboundKey::new(&AES_256_GCM, derive(b"pforte seal 1").as_slice())
                    .expect("an AES-256 key has 32 bytes");
                let printing = hmac::Key::new(hmac::HMAC_SHA256, derive(b"pforte fingerprint 1").as_slice());
                (*number, LessSafeKey::new(sealing), printing)
            })
            .collect();
        Self(Arc::new(Keys { current, known, randomness }))
    }

    /// Seals `plain`. `binding` names what it belongs to (for example a row); opening needs the same words.
    ///
    /// # Panics
    /// Never for values of fewer than 2^36 bytes.
    #[must_use]
    pub fn seal(&self, plain: &[u8], binding: &[u8]) -> Vec<u8> {
        let (number, key, _) = self.current();
        let mut sealed = vec![*number];
        sealed.extend(seal_with(key, &self.0.randomness, plain, binding));
        sealed
    }

    /// Opens what [`Vault::seal`] returned.
    ///
    /// # Errors
    /// [`VaultError`], when the key is missing or anything was changed.
    pub fn open(&self, sealed: &[u8], binding: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (number, rest) = sealed.split_first().ok_or(VaultError::Malformed)?;
        let (_, key, _) =
            self.0.known.iter().find(|(candidate, ..)| candidate == number).ok_or(VaultError::UnknownKey(*number))?;
        open_with(key, rest, binding)
    }

    /// A keyed fingerprint of a value of little entropy (a name, an address), for look-up without storing the value.
    #[must_use]
    pub fn fingerprint(&self, purpose: &str, value: &str) -> [u8; 32] {
        // The first key, so that rotation does not change stored fingerprints.
        let (_, _, key) = self.0.known.first().unwrap_or_else(|| self.current());
        let mut context = hmac::Context::with_key(key);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(value.as_bytes());
        let mut print = [0; 32];
        print.copy_from_slice(context.sign().as_ref());
        print
    }

    /// A new data key and itself sealed: the caller stores the sealed form beside what the key protects.
    #[must_use]
    pub fn new_data_key(&self, binding: &[u8]) -> (DataKey, Vec<u8>) {
        let bytes = Zeroizing::new(self.0.randomness.bytes::<32>());
        let sealed = self.seal(bytes.as_slice(), binding);
        (DataKey::new(&bytes, self.0.randomness.clone()), sealed)
    }

    /// Opens a sealed data key.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn open_data_key(&self, sealed: &[u8], binding: &[u8]) -> Result<DataKey, VaultError> {
        let bytes = self.open(sealed, binding)?;
        let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| VaultError::Malformed)?;
        Ok(DataKey::new(&bytes, self.0.randomness.clone()))
    }

    /// The number of the key that seals now.
    #[must_use]
    pub fn current_number(&self) -> u8 {
        self.0.current
    }

    fn current(&self) -> &(u8, LessSafeKey, hmac::Key) {
        self.0.known.iter().find(|(number, ..)| *number == self.0.current).expect("the current key is among the keys")
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

/// A key that protects the data of one person or one month; destroying its sealed form erases the data.
pub struct DataKey {
    key: LessSafeKey,
    randomness: Randomness,
}

impl DataKey {
    fn new(bytes: &[u8; 32], randomness: Randomness) -> Self {
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes).expect("an AES-256 key has 32 bytes"));
        Self { key, randomness }
    }

    /// Seals `plain`, bound to `binding`.
    #[must_use]
    pub fn seal(&self, plain: &[u8], binding: &[u8]) -> Vec<u8> {
        seal_with(&self.key, &self.randomness, plain, binding)
    }

    /// Opens what [`DataKey::seal`] returned.
    ///
    /// # Errors
    /// [`VaultError::Changed`] or [`VaultError::Malformed`].
    pub fn open(&self, sealed: &[u8], binding: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        open_with(&self.key, sealed, binding)
    }
}

fn seal_with(key: &LessSafeKey, randomness: &Randomness, plain: &[u8], binding: &[u8]) -> Vec<u8> {
    let nonce = randomness.bytes::<NONCE_LEN>();
    let mut body = plain.to_vec();
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(binding), &mut body)
        .expect("values are far shorter than the limit of AES-GCM");
    let mut sealed = nonce.to_vec();
    sealed.extend(body);
    sealed
}

fn open_with(key: &LessSafeKey, sealed: &[u8], binding: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or(VaultError::Malformed)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| VaultError::Malformed)?;
    let mut body = Zeroizing::new(body.to_vec());
    let length = key.open_in_place(nonce, Aad::from(binding), &mut body).map_err(|_| VaultError::Changed)?.len();
    body.truncate(length);
    Ok(body)
}

/// SHA-256 (FIPS 180-4): how bearer tokens are stored.
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    digest.copy_from_slice(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref());
    digest
}

#[cfg(test)]
mod tests {
    use foundation::Randomness;
    use zeroize::Zeroizing;

    use super::{Vault, VaultError};

    fn vault(keys: &[u8]) -> Vault {
        let keys: Vec<_> = keys.iter().map(|n| (*n, Zeroizing::new([*n; 32]))).collect();
        Vault::new(&keys, Randomness::seeded(1))
    }

    #[test]
    fn what_was_sealed_opens_only_whole_and_in_its_place() {
        let vault = vault(&[1]);
        let sealed = vault.seal(b"secret", b"row 7");
        assert_eq!(vault.open(&sealed, b"row 7").unwrap().as_slice(), b"secret");
        assert_eq!(vault.open(&sealed, b"row 8"), Err(VaultError::Changed));
        // SEC-19: no bit of an opaque value can be changed.
        for at in 1..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(vault.open(&changed, b"row 7"), Err(VaultError::Changed), "byte {at}");
        }
        assert_eq!(vault.open(&sealed[..5], b"row 7"), Err(VaultError::Malformed));
    }

    #[test]
    fn values_under_an_earlier_key_stay_readable_and_fingerprints_stay_equal() {
        let before = vault(&[1]);
        let after = vault(&[1, 2]);
        let sealed = before.seal(b"secret", b"");
        assert_eq!(after.open(&sealed, b"").unwrap().as_slice(), b"secret");
        assert_eq!(before.open(&after.seal(b"secret", b""), b""), Err(VaultError::UnknownKey(2)));
        assert_eq!(before.fingerprint("name", "ada"), after.fingerprint("name", "ada"));
        assert_ne!(before.fingerprint("name", "ada"), before.fingerprint("address", "ada"));
    }
}
