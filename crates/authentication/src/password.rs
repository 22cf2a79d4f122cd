//! Passwords: what is accepted, how it is stored, and who computes it.

pub mod foreign;
pub mod hasher;
pub mod imported;
pub mod phc;
pub mod policy;
pub(crate) mod store;
