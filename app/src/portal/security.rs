//! Password and address.

use crate::form::FormState;
use foundation::Instant;

/// How the person signs in (`GET /portal/security`; `POST /portal/security/password`: `current`, `password`;
/// `POST /portal/security/address`: `email`, `password`).
#[derive(Debug, Clone)]
pub struct Security {
    /// What the person signs in with.
    pub sign_in_name: String,
    /// The address mails go to.
    pub email: Option<String>,
    /// Whether it was confirmed.
    pub email_confirmed: bool,
    /// A new address that waits to be confirmed.
    pub pending_email: Option<String>,
    /// When the password was last changed; none if there is none.
    pub password_changed_at: Option<Instant>,
    /// The shortest password the tenant accepts, in characters.
    pub minimum_length: u32,
    /// The refused form that changes the password.
    pub password_form: FormState,
    /// The refused form that changes the address.
    pub address_form: FormState,
}
