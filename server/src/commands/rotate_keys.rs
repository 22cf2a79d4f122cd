//! `pforte rotate-keys`: seals everything again under the newest master key.

use std::process::ExitCode;

use foundation::Randomness;

use super::{Failure, open_database};
use crate::config::{Config, MasterKeys};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only print a new key with the next number, to be added to the configuration before rotating
    #[arg(long)]
    pub new_key: bool,
}

/// Prints a new key, or seals everything again.
///
/// # Errors
/// What is wrong with the configuration or the database.
pub async fn run(config: &Config, args: &Args) -> Result<ExitCode, Failure> {
    let randomness = Randomness::system();
    let keys = config.master_keys(&randomness)?;
    let newest = keys.as_slice().last().map_or(0, |(number, _)| *number);
    if args.new_key {
        let number = newest.checked_add(1).ok_or("there are 255 keys already; drop those nothing is sealed under")?;
        println!("{number}:{}", MasterKeys::generate(&randomness).as_str());
        eprintln!("Append this to the master keys, restart every node, then run `pforte rotate-keys`.");
        return Ok(ExitCode::SUCCESS);
    }
    let database = open_database(config).await?;
    database.close().await;
    Err("the use case of this command is not wired yet".into())
}
