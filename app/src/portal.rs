//! The portal: what a person sees of the own account. Plain forms; every page works without script.

pub mod history;
pub mod home;
pub mod profile;
pub mod rights;
pub mod security;
pub mod sessions;
