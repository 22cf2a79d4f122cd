//! Signed checkpoints: what an operator keeps elsewhere, so that a cut of the tail shows.

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use database::RetentionClass;
use foundation::{Instant, TenantId};
use serde::{Deserialize, Serialize};

use crate::digest;

/// The newest sealed batch of one chain at some moment. It can be checked by itself, with no access to the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Whose chain.
    pub tenant: TenantId,
    /// Which of the tenant's chains.
    pub class: RetentionClass,
    /// The number of the batch.
    pub number: i64,
    /// Its digest, SHA-256 in hexadecimal digits; it covers every batch before.
    pub digest: String,
    /// When it was sealed.
    pub sealed_at: Instant,
    /// Ed25519 (RFC 8032) in hexadecimal digits.
    pub signature: String,
    /// The key that checks the signature, in hexadecimal digits.
    pub public_key: String,
}

impl Checkpoint {
    /// Whether the signature belongs to the rest of it.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        let parts =
            (digest::from_hex(&self.digest), digest::from_hex(&self.signature), digest::from_hex(&self.public_key));
        let (Some(digest), Some(signature), Some(key)) = parts else { return false };
        is_signed(self.tenant, self.class.word(), self.number, &digest, &digest::time(self.sealed_at), &signature, &key)
    }
}

/// Whether `signature` over a checkpoint was made with the private half of `key`.
pub(crate) fn is_signed(
    tenant: TenantId,
    class: &str,
    number: i64,
    digest: &[u8],
    sealed_at: &[u8],
    signature: &[u8],
    key: &[u8],
) -> bool {
    let message = digest::checkpoint(tenant, class, number, digest, sealed_at);
    UnparsedPublicKey::new(&ED25519, key).verify(&message, signature).is_ok()
}
