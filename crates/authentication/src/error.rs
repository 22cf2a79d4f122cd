//! Why a use case of this crate is refused.

use std::time::Duration;

use database::{DbError, Refused, Unproved};
use directory::DirectoryError;
use directory::tenants::SignUp;
use foundation::Kind;

use crate::badges::BadgeProblem;
use crate::passkeys::PasskeyProblem;
use crate::password::hasher::Busy;

/// A refused use case.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticationError {
    /// The name or the password is wrong; which one is not said.
    #[error("the name or the password is wrong")]
    WrongCredentials,
    /// The password is right, but the address was never confirmed; a new link is on its way.
    #[error("the address is not confirmed")]
    Unconfirmed,
    /// The password is right, but the person may not sign in.
    #[error("the person may not sign in")]
    Suspended,
    /// Too many attempts; after this time it may be tried again.
    #[error("too many attempts")]
    Throttled(Duration),
    /// Every hash slot is busy and the queue is full.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The code of the second factor is not right.
    #[error("the code is wrong")]
    WrongCode,
    /// The code was right and was used before.
    #[error("the code was used before")]
    UsedCode,
    /// The half sign-in was finished, is too old, or its first factor does not count any more: it begins from the start.
    #[error("the first step is over")]
    HalfOver,
    /// There is no key that waits to be confirmed any more.
    #[error("the key that was offered is over")]
    OfferOver,
    /// The link was used, is too old, was replaced by a newer one, or never existed.
    #[error("the link does not work")]
    LinkExpired,
    /// It is too long ago that they proved who they are; after confirming it, it can be tried again.
    #[error("who it is must be confirmed again")]
    NotFresh,
    /// A badge does not open the door.
    #[error(transparent)]
    Badge(#[from] BadgeProblem),
    /// A passkey does not open the door.
    #[error(transparent)]
    Passkey(#[from] PasskeyProblem),
    /// The tenant does not offer this way in.
    #[error("this way in is not offered")]
    NotOffered,
    /// The tenant does not take people this way.
    #[error("sign-up is {}", .0.word())]
    SignUpClosed(SignUp),
    /// The caller lacks the permission.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The directory refused.
    #[error(transparent)]
    Directory(DirectoryError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<DirectoryError> for AuthenticationError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Refused(refused) => Self::Refused(refused),
            DirectoryError::Unproved(_) => Self::NotFresh,
            DirectoryError::Database(error) => Self::Database(error),
            other => Self::Directory(other),
        }
    }
}

impl From<Unproved> for AuthenticationError {
    fn from(_: Unproved) -> Self {
        Self::NotFresh
    }
}

impl From<permissions::PermissionError> for AuthenticationError {
    fn from(error: permissions::PermissionError) -> Self {
        DirectoryError::from(error).into()
    }
}

impl AuthenticationError {
    /// A refusal for one field.
    #[must_use]
    pub fn field(field: &'static str, code: &'static str) -> Self {
        Self::Directory(DirectoryError::field(field, code))
    }

    /// What kind of refusal it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::WrongCredentials
            | Self::WrongCode
            | Self::UsedCode
            | Self::HalfOver
            | Self::OfferOver
            | Self::Unconfirmed
            | Self::Suspended
            | Self::NotFresh
            | Self::NotOffered
            | Self::Badge(_)
            | Self::Passkey(_)
            | Self::SignUpClosed(_)
            | Self::Refused(_) => Kind::Forbidden,
            Self::Throttled(_) => Kind::Throttled,
            Self::Busy(_) => Kind::Unavailable,
            Self::LinkExpired => Kind::NotFound,
            Self::Directory(error) => error.kind(),
            Self::Database(error) if error.is_unavailable() => Kind::Unavailable,
            Self::Database(_) => Kind::Internal,
        }
    }
}
