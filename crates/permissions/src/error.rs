//! Why a change of roles is refused.

use database::{DbError, Refused, Unproved};
use foundation::Kind;

/// A refused change of roles or assignments.
#[derive(Debug, thiserror::Error)]
pub enum PermissionError {
    /// The caller lacks the permission.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is too long ago that the caller proved who they are.
    #[error(transparent)]
    Unproved(#[from] Unproved),
    /// There is no such role, assignment or person in the tenant.
    #[error("there is no such role, assignment or person")]
    NotFound,
    /// The caller would give or touch rights they do not hold themselves.
    #[error("nobody can give or touch more rights than they hold")]
    BeyondOwnRights,
    /// The change would leave the tenant without an administrator.
    #[error("the last administrator cannot be removed")]
    LastAdministrator,
    /// A field is not acceptable; the code says why.
    #[error("the field {0} is not acceptable: {1}")]
    Invalid(&'static str, &'static str),
    /// A role of this name exists.
    #[error("a role of this name exists")]
    NameTaken,
    /// Somebody else changed the role meanwhile.
    #[error("the role was changed meanwhile")]
    ChangedMeanwhile,
    /// The role belongs to the product and cannot be changed.
    #[error("the role belongs to the product")]
    SystemRole,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl PermissionError {
    /// What kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Refused(_)
            | Self::Unproved(_)
            | Self::BeyondOwnRights
            | Self::LastAdministrator
            | Self::SystemRole => Kind::Forbidden,
            Self::NotFound => Kind::NotFound,
            Self::Invalid(field, _) => Kind::Invalid(field),
            Self::NameTaken | Self::ChangedMeanwhile => Kind::Conflict,
            Self::Database(error) if error.is_unavailable() => Kind::Unavailable,
            Self::Database(_) => Kind::Internal,
        }
    }
}
