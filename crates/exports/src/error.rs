//! Why a step of an export is refused.

use database::{DbError, Refused, Unproved, VaultError};
use directory::{DirectoryError, FieldProblem};
use foundation::Kind;

/// A refused step of an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The caller lacks the permission.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is too long ago that the caller proved who they are.
    #[error(transparent)]
    Unproved(#[from] Unproved),
    /// There is no such export of the caller's, or no such organisation or group that they see.
    #[error("there is no such export, or nobody like that")]
    NotFound,
    /// The file is not ready, or not wanted any more.
    #[error("the state of the export does not allow it")]
    WrongState,
    /// The caller may do more or less than when they asked for the file.
    #[error("the rights have changed since")]
    OtherRights,
    /// Fields are not acceptable.
    #[error("the form is not acceptable")]
    Invalid(Vec<FieldProblem>),
    /// The stored file cannot be opened: it was changed, or the master key that sealed it is missing.
    #[error("the stored file cannot be opened")]
    Damaged(#[from] VaultError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<DirectoryError> for ExportError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Refused(refused) => Self::Refused(refused),
            DirectoryError::Unproved(unproved) => Self::Unproved(unproved),
            DirectoryError::Database(error) => Self::Database(error),
            DirectoryError::Invalid(problems) => Self::Invalid(problems),
            // Reading people knows no other refusal.
            _ => Self::NotFound,
        }
    }
}

impl ExportError {
    /// A problem of one field.
    #[must_use]
    pub fn field(field: &'static str, code: &'static str) -> Self {
        Self::Invalid(vec![FieldProblem::new(field, code)])
    }

    /// What kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Refused(_) | Self::Unproved(_) => Kind::Forbidden,
            Self::NotFound => Kind::NotFound,
            Self::WrongState | Self::OtherRights => Kind::Conflict,
            Self::Invalid(_) => Kind::Invalid("form"),
            Self::Database(error) if error.is_unavailable() => Kind::Unavailable,
            Self::Damaged(_) | Self::Database(_) => Kind::Internal,
        }
    }
}
