//! Pages of a development installation: the outbox, where mails appear instead of being sent, and the design system.

pub mod gallery;
pub mod outbox;
