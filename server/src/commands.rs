//! The commands of the program, one file each.

use std::error::Error;

use database::{Database, Settings, Vault};
use foundation::Randomness;

use crate::config::{self as settings, Config};
use crate::rotation;

pub mod audit_verify;
pub mod config;
pub mod create_owner;
pub mod demo;
pub mod migrate;
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

async fn open(config: &Config, beside: bool) -> Result<Database, Failure> {
    let randomness = Randomness::system();
    let keys = config.master_keys(&randomness)?;
    let vault = Vault::new(keys.as_slice(), randomness.clone());
    let url = config.database();
    let connections = config.database_connections.get();
    let place = Settings { url: url.secret().clone(), connections, beside, ..Settings::at("") };
    let database = Database::open(&place, settings::clock(), randomness, vault).await?;
    rotation::refuse_without_keys(&database).await?;
    Ok(database)
}
