//! Why a change in the directory is refused.

use database::{DbError, Refused, Unproved};
use foundation::Kind;
use permissions::PermissionError;

/// One field that is not acceptable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name, as in the form.
    pub field: String,
    /// Why, as a word that language files translate.
    pub code: &'static str,
    /// The least that would be acceptable, where the code speaks of one.
    pub minimum: Option<i64>,
    /// The most that would be acceptable, where the code speaks of one.
    pub maximum: Option<i64>,
}

impl FieldProblem {
    /// A problem of a field.
    #[must_use]
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, minimum: None, maximum: None }
    }

    /// Longer than so many characters.
    #[must_use]
    pub fn too_long(field: impl Into<String>, maximum: i64) -> Self {
        Self { maximum: Some(maximum), ..Self::new(field, "too-long") }
    }

    /// Not a number between the two.
    #[must_use]
    pub fn out_of_range(field: impl Into<String>, minimum: i64, maximum: i64) -> Self {
        Self { minimum: Some(minimum), maximum: Some(maximum), ..Self::new(field, "number-range") }
    }
}

/// A refused use case of the directory.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The caller lacks the permission.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is too long ago that the caller proved who they are.
    #[error(transparent)]
    Unproved(#[from] Unproved),
    /// A rule about rights forbids it.
    #[error(transparent)]
    Rights(PermissionError),
    /// There is no such thing in the tenant.
    #[error("not found")]
    NotFound,
    /// Fields are not acceptable.
    #[error("some fields are not acceptable")]
    Invalid(Vec<FieldProblem>),
    /// Somebody else changed it meanwhile.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// The state does not allow the step.
    #[error("the state does not allow it")]
    WrongState,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<PermissionError> for DirectoryError {
    fn from(error: PermissionError) -> Self {
        match error {
            PermissionError::Refused(refused) => Self::Refused(refused),
            PermissionError::Unproved(unproved) => Self::Unproved(unproved),
            PermissionError::Database(error) => Self::Database(error),
            PermissionError::NotFound => Self::NotFound,
            PermissionError::Invalid("name", "too-long") => Self::Invalid(vec![FieldProblem::too_long("name", 80)]),
            PermissionError::Invalid(field, "too-long") => Self::Invalid(vec![FieldProblem::too_long(field, 300)]),
            PermissionError::Invalid(field, code) => Self::Invalid(vec![FieldProblem::new(field, code)]),
            other => Self::Rights(other),
        }
    }
}

impl DirectoryError {
    /// A refusal for one field.
    #[must_use]
    pub fn field(field: &'static str, code: &'static str) -> Self {
        Self::Invalid(vec![FieldProblem::new(field, code)])
    }

    /// What kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Refused(_) | Self::Unproved(_) => Kind::Forbidden,
            Self::Rights(error) => error.kind(),
            Self::NotFound => Kind::NotFound,
            Self::Invalid(_) => Kind::Invalid("form"),
            Self::ChangedMeanwhile | Self::WrongState => Kind::Conflict,
            Self::Database(error) if error.is_unavailable() => Kind::Unavailable,
            Self::Database(_) => Kind::Internal,
        }
    }
}
