//! The portal’s first page.

use foundation::Instant;

/// The portal's first page (`GET /portal`): am I safe, what can I open, what do you hold about me.
#[derive(Debug, Clone)]
pub struct Home {
    /// How to greet the person.
    pub given_name: String,
    /// The security check-up.
    pub check_up: CheckUp,
    /// What the person can open.
    pub applications: Vec<Application>,
    /// How many facts the tenant holds about the person, and where they come from.
    pub held: Held,
}

/// What the check-up looks at.
#[derive(Debug, Clone)]
pub struct CheckUp {
    /// Whether the address mails go to was confirmed.
    pub address_confirmed: bool,
    /// When the password was last changed; none if there is none.
    pub password_changed_at: Option<Instant>,
    /// How many sessions are open.
    pub sessions: u32,
    /// The last sign-in before this one.
    pub previous_sign_in: Option<PastSignIn>,
    /// How many attempts failed since then.
    pub failed_since: u32,
}

/// A sign-in of the past.
#[derive(Debug, Clone)]
pub struct PastSignIn {
    /// When.
    pub at: Instant,
    /// Browser and system in words.
    pub device: String,
    /// Network or place.
    pub place: String,
}

/// Something the person can open.
#[derive(Debug, Clone)]
pub struct Application {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub detail: String,
    /// Where it is.
    pub address: String,
}

/// What the tenant holds about the person, in numbers.
#[derive(Debug, Clone)]
pub struct Held {
    /// Profile fields with a value.
    pub profile_fields: u32,
    /// Roles held now.
    pub roles: u32,
    /// The systems facts came from, by name; empty if the person typed everything.
    pub sources: Vec<String>,
    /// Since when there has been an account.
    pub since: Instant,
}
