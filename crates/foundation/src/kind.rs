//! What kind of refusal an error is: enough for a surface to choose a status, and no more.

/// The kind of a service error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is no such thing, or the caller may not know of it.
    NotFound,
    /// Something else changed first, or the value is taken.
    Conflict,
    /// The input of the named field is not acceptable.
    Invalid(&'static str),
    /// The caller lacks the right.
    Forbidden,
    /// Too many attempts.
    Throttled,
    /// A resource is exhausted or a dependency is down; trying later may help.
    Unavailable,
    /// A fault of ours.
    Internal,
}
