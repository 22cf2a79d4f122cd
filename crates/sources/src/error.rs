//! Why a step of an import is refused.

use database::{DbError, Refused};
use foundation::Kind;

use crate::file::FileProblem;
use crate::imports::PartError;
use crate::mapping::MappingProblem;

/// A refused step of an import.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The caller lacks the permission.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// There is no such import or source in the tenant.
    #[error("there is no such import or source")]
    NotFound,
    /// The import has begun, has ended, or its file is still arriving.
    #[error("the state of the import does not allow it")]
    WrongState,
    /// Another import of the same source is running.
    #[error("another import of the same source is running")]
    SourceBusy,
    /// A field is not acceptable; the code says why.
    #[error("the field {0} is not acceptable: {1}")]
    Invalid(&'static str, &'static str),
    /// The file is refused as a whole.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// The file is not kept any more.
    #[error("the file is not kept any more")]
    Forgotten,
    /// The stored file cannot be opened: it was changed, or the master key that sealed it is missing.
    #[error("the stored file cannot be opened")]
    Damaged,
    /// The mapping cannot be used.
    #[error("the mapping cannot be used")]
    Mapping(Vec<MappingProblem>),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<PartError> for ImportError {
    fn from(error: PartError) -> Self {
        match error {
            PartError::Gone => Self::Forgotten,
            PartError::Sealed(_) => Self::Damaged,
            PartError::Database(error) => Self::Database(error),
        }
    }
}

impl ImportError {
    /// What kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Refused(_) => Kind::Forbidden,
            Self::NotFound => Kind::NotFound,
            Self::WrongState | Self::SourceBusy | Self::Forgotten => Kind::Conflict,
            Self::Invalid(field, _) => Kind::Invalid(field),
            Self::File(_) => Kind::Invalid("file"),
            Self::Mapping(_) => Kind::Invalid("mapping"),
            Self::Database(error) if error.is_unavailable() => Kind::Unavailable,
            Self::Damaged | Self::Database(_) => Kind::Internal,
        }
    }
}
