//! What can go wrong with the audit trail.

use database::{DbError, Refused, Unproved, VaultError};
use foundation::Kind;

/// Why reading, exporting or sealing the trail failed.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The caller lacks the right; [`crate::record_refusal`] puts that into the trail.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is too long ago that the caller proved who they are.
    #[error(transparent)]
    Unproved(#[from] Unproved),
    /// The signing key is sealed under a master key that was not given, or was changed.
    #[error("the signing key of the audit trail cannot be opened")]
    SigningKey(#[source] VaultError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl AuditError {
    /// The kind, from which a surface chooses a status.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Refused(_) | Self::Unproved(_) => Kind::Forbidden,
            Self::Database(error) if error.is_unavailable() => Kind::Unavailable,
            Self::SigningKey(_) | Self::Database(_) => Kind::Internal,
        }
    }
}
