//! The words every other crate speaks: identifiers, time, randomness, callers, permissions and normalised text.
//!
//! Nothing here does input or output, so the crate also builds for the browser. The feature `storage` adds what only
//! the server needs: how these types are stored, and a source of randomness.
//!
//! To add an identifier, add a line to the `id!` list in [`ids`]; to add a permission, add a variant to
//! [`permission::Permission`] and its words to the language files (a test lists what is missing).

pub mod caller;
pub mod clock;
pub mod email;
pub mod ids;
pub mod kind;
pub mod local_path;
pub mod locale;
pub mod permission;
#[cfg(feature = "storage")]
pub mod random;
pub mod secret;
pub mod sensitive;
#[cfg(feature = "storage")]
mod stored_word;
pub mod text;

pub use caller::{Actor, Caller, CircleKind, Circled, Origin};
pub use clock::{Clock, Instant};
pub use email::EmailAddress;
pub use ids::*;
pub use kind::Kind;
pub use local_path::LocalPath;
pub use locale::Locale;
pub use permission::{Permission, PermissionSet};
#[cfg(feature = "storage")]
pub use random::Randomness;
pub use secret::Secret;
pub use sensitive::{Sensitive, SensitiveSet};
