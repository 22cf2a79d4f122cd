//! `pforte create-owner`: a fresh one-time link to create an operator's administrator with.

use std::process::ExitCode;

use super::{Failure, open_beside};
use crate::config::Config;

/// Prints the link.
///
/// # Errors
/// What is wrong with the configuration or the database.
pub async fn run(config: &Config) -> Result<ExitCode, Failure> {
    let database = open_beside(config).await?;
    authentication::setup::furnish_platform(&database).await?;
    println!(
        "Open this link within 15 minutes; it works once:\n\n  {}\n",
        super::serve::setup_link(config, &database).await?
    );
    database.close().await;
    Ok(ExitCode::SUCCESS)
}
