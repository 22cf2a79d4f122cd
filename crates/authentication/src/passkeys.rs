//! Passkeys (W3C Web Authentication Level 3): added in the portal, used to sign in and to confirm who somebody is.
//!
//! Nobody is asked for a name first: every passkey is one the device finds by itself, so the options for signing in are the
//! same for everybody and say nothing of any account (§14.6.2). A challenge is a row, as a digest, for one purpose, once and
//! for minutes, so any node can finish what another began.

pub mod challenge;
pub mod confirm;
pub mod enrol;
mod known;
pub mod manage;
mod notice;
pub mod sign_in;
pub(crate) mod site;
pub(crate) mod store;
mod verify;

pub use verify::PasskeyProblem;

/// The longest answer of a browser that is looked at, in bytes.
const LONGEST_ANSWER: usize = 32 * 1024;
/// The most passkeys of one person.
pub const MOST: usize = 20;
/// The longest name of a passkey, in characters.
pub const LONGEST_NAME: u32 = 60;
/// How long a browser waits for the person, in milliseconds.
const PATIENCE: u32 = 300_000;
