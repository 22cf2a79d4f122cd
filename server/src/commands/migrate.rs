//! `pforte migrate`: brings the schema up to date, under a lock.

use std::process::ExitCode;

use database::backup;

use super::Failure;
use crate::config::Config;

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Keep no copy of the embedded database as it was; where there is no room for one
    #[arg(long)]
    pub no_copy: bool,
}

/// Migrates the database, as the owner of the schema where one is configured.
///
/// # Errors
/// The migration that failed; it left nothing behind.
pub async fn run(config: &Config, args: &Args) -> Result<ExitCode, Failure> {
    upgrade(config, !args.no_copy).await?;
    println!("The schema of {} is up to date.", config.migration_database());
    Ok(ExitCode::SUCCESS)
}

/// Brings the schema up to date, and keeps a copy of the embedded database as it was.
///
/// # Errors
/// As [`run`], and when the copy cannot be made.
pub(super) async fn upgrade(config: &Config, keeps_copy: bool) -> Result<(), Failure> {
    let url = config.migration_database();
    if keeps_copy {
        let of = url.secret().clone();
        let kept = tokio::task::spawn_blocking(move || backup::keep_before_upgrade(&of)).await?;
        let kept = kept.map_err(|error| format!("no copy can be kept, so nothing was changed: {error}"))?;
        if let Some(kept) = kept {
            println!("The database as it was is kept as {}.", kept.display());
        }
    }
    Ok(database::migrate(url.secret()).await?)
}
