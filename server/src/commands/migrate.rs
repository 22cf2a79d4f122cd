//! `pforte migrate`: brings the schema up to date, under a lock.

use std::process::ExitCode;

use super::Failure;
use crate::config::Config;

/// Migrates the database, as the owner of the schema where one is configured.
///
/// # Errors
/// The migration that failed; it left nothing behind.
pub async fn run(config: &Config) -> Result<ExitCode, Failure> {
    let url = config.migration_database();
    database::migrate(url.secret()).await?;
    println!("The schema of {url} is up to date.");
    Ok(ExitCode::SUCCESS)
}
