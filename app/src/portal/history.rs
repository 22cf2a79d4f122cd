//! The own sign-in history.

use foundation::Instant;

/// The person's own sign-in history (`GET /portal/history?before=CURSOR`).
#[derive(Debug, Clone)]
pub struct History {
    /// Newest first.
    pub entries: Vec<HistoryRow>,
    /// The cursor of the next page.
    pub older: Option<String>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
}

/// One line of the history.
#[derive(Debug, Clone)]
pub struct HistoryRow {
    /// When.
    pub at: Instant,
    /// What happened.
    pub what: HistoryKind,
    /// Browser and system in words; empty if not known.
    pub device: String,
    /// Network or place; empty if not known.
    pub place: String,
}

/// What a line of the history says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryKind {
    /// Signed in.
    SignedIn,
    /// A wrong password.
    Refused,
    /// Too many wrong passwords; later attempts were not looked at.
    Throttled,
    /// Signed out.
    SignedOut,
    /// A session was ended by the person or an administrator.
    SessionEnded,
    /// The password was changed.
    PasswordChanged,
    /// A link for a new password was asked for.
    RecoveryAsked,
    /// The e-mail address was changed.
    AddressChanged,
}
