//! What must not be readable in the database: sealed under the master key, which the database never sees.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use foundation::Randomness;
use zeroize::Zeroizing;

/// Seals and opens under the master key (AES-256-GCM, NIST SP 800-38D; 96-bit random nonce stored in front).
///
/// Keys can be rotated: [`Vault::seal`] uses the current one, and a sealed value carries the number of the key that
/// sealed it, so that values under earlier keys stay readable until they are sealed again. Which key is the current one is
/// said by the database, so that all nodes change at once: see [`crate::Database::renew_master_key`].
#[derive(Clone)]
pub struct Vault(Arc<Keys>);

struct Keys {
    current: AtomicU8,
    known: Vec<Known>,
    randomness: Randomness,
}

/// A master key: what is derived from it, one key for each purpose.
struct Known {
    number: u8,
    sealing: LessSafeKey,
    printing: hmac::Key,
    check: [u8; 32],
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
    /// A vault with the given 256-bit master keys by number; the last one seals until the database says otherwise.
    ///
    /// # Panics
    /// When no key is given, which the configuration refuses before.
    #[must_use]
    pub fn new(keys: &[(u8, Zeroizing<[u8; 32]>)], randomness: Randomness) -> Self {
        let current = AtomicU8::new(keys.last().expect("a vault has at least one key").0);
        let known = keys.iter().map(|(number, key)| Known::derive(*number, key)).collect();
        Self(Arc::new(Keys { current, known, randomness }))
    }

    /// Seals `plain`. `binding` names what it belongs to (for example a row); opening needs the same words.
    ///
    /// # Panics
    /// Never for values of fewer than 2^36 bytes.
    #[must_use]
    pub fn seal(&self, plain: &[u8], binding: &[u8]) -> Vec<u8> {
        let key = self.current();
        let mut sealed = vec![key.number];
        sealed.extend(seal_with(&key.sealing, &self.0.randomness, plain, binding));
        sealed
    }

    /// Opens what [`Vault::seal`] returned.
    ///
    /// # Errors
    /// [`VaultError`], when the key is missing or anything was changed.
    pub fn open(&self, sealed: &[u8], binding: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (number, rest) = sealed.split_first().ok_or(VaultError::Malformed)?;
        let key = self.known(*number).ok_or(VaultError::UnknownKey(*number))?;
        open_with(&key.sealing, rest, binding)
    }

    /// A keyed fingerprint of a value of little entropy (a name, an address), for look-up without storing the value.
    ///
    /// It is made with the first key, so that it stays the same while keys are rotated; it becomes another when that key is
    /// given up. Only what may begin anew then is kept by it.
    #[must_use]
    pub fn fingerprint(&self, purpose: &str, value: &str) -> [u8; 32] {
        self.0.known.first().unwrap_or_else(|| self.current()).print(purpose, value)
    }

    /// A keyed proof, made with the current key, that this product wrote a value: see [`Vault::is_proof`].
    #[must_use]
    pub fn proof(&self, purpose: &str, value: &str) -> [u8; 32] {
        self.current().print(purpose, value)
    }

    /// Whether a proof was made with any of the keys given.
    #[must_use]
    pub fn is_proof(&self, purpose: &str, value: &str, proof: &[u8]) -> bool {
        self.0.known.iter().any(|key| key.print(purpose, value) == *proof)
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
        self.0.current.load(Ordering::Relaxed)
    }

    /// The number of the newest key that was given, which a rotation makes the current one.
    #[must_use]
    pub fn newest_number(&self) -> u8 {
        self.0.known.last().unwrap_or_else(|| self.current()).number
    }

    /// Lets a key seal from now on. Says whether it was given; nothing changes if not.
    pub(crate) fn make_current(&self, number: u8) -> bool {
        let is_known = self.known(number).is_some();
        if is_known {
            self.0.current.store(number, Ordering::Relaxed);
        }
        is_known
    }

    /// What tells a key from another of the same number, and tells nothing else about it.
    pub(crate) fn check_value(&self, number: u8) -> Option<[u8; 32]> {
        self.known(number).map(|key| key.check)
    }

    fn known(&self, number: u8) -> Option<&Known> {
        self.0.known.iter().find(|key| key.number == number)
    }

    fn current(&self) -> &Known {
        self.known(self.current_number()).expect("the current key is among the keys")
    }
}

impl Known {
    fn derive(number: u8, key: &Zeroizing<[u8; 32]>) -> Self {
        let derive = |purpose: &[u8]| {
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), purpose);
            let mut derived = Zeroizing::new([0_u8; 32]);
            derived.copy_from_slice(tag.as_ref());
            derived
        };
        let sealing = UnboundKey::new(&AES_256_GCM, derive(b"pforte seal 1").as_slice());
        Self {
            number,
            sealing: LessSafeKey::new(sealing.expect("an AES-256 key has 32 bytes")),
            printing: hmac::Key::new(hmac::HMAC_SHA256, derive(b"pforte fingerprint 1").as_slice()),
            check: *derive(b"pforte check value 1"),
        }
    }

    fn print(&self, purpose: &str, value: &str) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.printing);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(value.as_bytes());
        let mut print = [0; 32];
        print.copy_from_slice(context.sign().as_ref());
        print
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

    #[test]
    fn a_proof_follows_the_current_key_and_holds_under_every_key_given() {
        let both = vault(&[1, 2]);
        let first = vault(&[1]).proof("row", "x");
        assert!(both.is_proof("row", "x", &first) && both.proof("row", "x") != first);
        assert!(!both.is_proof("row", "y", &first) && !both.is_proof("other", "x", &first));
        assert!(!vault(&[2]).is_proof("row", "x", &first));
        assert!(both.make_current(1) && !both.make_current(3));
        assert_eq!((both.current_number(), both.newest_number()), (1, 2));
        assert_eq!(both.seal(b"", b"")[0], 1);
    }

    #[test]
    fn keys_of_one_number_are_told_apart() {
        let other = Vault::new(&[(1, Zeroizing::new([9; 32]))], Randomness::seeded(1));
        assert_eq!(vault(&[1]).check_value(1), vault(&[1, 2]).check_value(1));
        assert_ne!(vault(&[1]).check_value(1), other.check_value(1));
        assert_eq!(other.check_value(2), None);
    }
}
