//! `pforte rotate-keys`: seals everything again under the newest master key.

use std::process::ExitCode;

use foundation::Randomness;

use super::{Failure, open_beside};
use crate::config::{Config, MasterKeys};
use crate::rotation::{self, SETTLE};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only print a new key with the next number, to be added to the configuration before rotating
    #[arg(long, conflicts_with = "signing_key")]
    pub new_key: bool,
    /// Only make a new key that signs the audit trail; the master key stays
    #[arg(long)]
    pub signing_key: bool,
}

/// Prints a new key, makes a new signing key, or seals everything again. Servers may be running meanwhile.
///
/// # Errors
/// What is wrong with the configuration or the database.
pub async fn run(config: &Config, args: &Args) -> Result<ExitCode, Failure> {
    let randomness = Randomness::system();
    if args.new_key {
        let keys = config.master_keys(&randomness)?;
        let newest = keys.as_slice().last().map_or(0, |(number, _)| *number);
        let number = newest.checked_add(1).ok_or("there are 255 keys already; drop those nothing is sealed under")?;
        println!("{number}:{}", MasterKeys::generate(&randomness).as_str());
        eprintln!("Append this to the master keys, restart every server, then run `pforte rotate-keys`.");
        return Ok(ExitCode::SUCCESS);
    }
    let database = open_beside(config).await?;
    if args.signing_key {
        let number = audit::Sealer::rotate_key(&database).await?;
        rotation::record_signing_key(&database, number).await?;
        println!("Signing key {number} of the audit trail signs from now on.");
    } else {
        let rotated = rotation::rotate(&database, SETTLE, &mut |line| println!("{line}")).await?;
        println!("{} values were sealed anew.", rotated.changed);
        if rotated.damaged > 0 {
            println!("{} values were changed underneath, so that no key opens them.", rotated.damaged);
        }
        for (number, amount) in &rotated.left {
            println!("{amount} values are sealed under key {number}, which was given up before.");
        }
        for number in &rotated.retired {
            println!("Nothing is sealed under key {number} any more: remove it from the master keys of every server.");
        }
    }
    database.close().await;
    Ok(ExitCode::SUCCESS)
}
