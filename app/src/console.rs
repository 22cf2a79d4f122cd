//! The console: where administrators work.

pub mod attributes;
pub mod audit;
pub mod imports;
pub mod overview;
pub mod people;
pub mod person;
pub mod roles;
pub mod settings;
pub mod sources;
pub mod tenants;
