//! The commands of the program, one file each.

use std::error::Error;
use std::path::Path;

use database::{Database, Settings, Vault};
use foundation::Randomness;

use crate::config::{self as settings, Config, DatabaseUrl};
use crate::rotation;

pub mod audit_verify;
pub mod backup;
pub mod config;
pub mod create_owner;
pub mod demo;
pub mod migrate;
pub mod restore;
pub mod rotate_keys;
pub mod serve;

/// Why a command failed, for a person to read.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Opens the database of `config` with the machine's clock and randomness. The schema must be current.
///
/// # Errors
/// What is wrong with the master key or the database.
pub async fn open_database(config: &Config) -> Result<Database, Failure> {
    open(config, false).await
}

/// As [`open_database`], for a command that does little: on SQLite a server may be running.
///
/// # Errors
/// As [`open_database`].
pub async fn open_beside(config: &Config) -> Result<Database, Failure> {
    open(config, true).await
}

/// Opens a copy of the embedded database that nobody else knows of, and takes no lock beside it.
///
/// # Errors
/// As [`open_database`].
async fn open_copy(config: &Config, file: &Path) -> Result<Database, Failure> {
    open_at(config, &DatabaseUrl::sqlite(file), true).await
}

async fn open(config: &Config, beside: bool) -> Result<Database, Failure> {
    open_at(config, &config.database(), beside).await
}

async fn open_at(config: &Config, url: &DatabaseUrl, beside: bool) -> Result<Database, Failure> {
    let randomness = Randomness::system();
    let keys = config.master_keys(&randomness)?;
    let vault = Vault::new(keys.as_slice(), randomness.clone());
    let connections = config.database_connections.get();
    let place = Settings { url: url.secret().clone(), connections, beside, ..Settings::at("") };
    let database = Database::open(&place, settings::clock(), randomness, vault).await?;
    rotation::refuse_without_keys(&database).await?;
    Ok(database)
}
