//! `pforte config`: the settings in force.

use std::process::ExitCode;

use crate::config::{Config, markdown};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the reference of all settings instead, as docs/CONFIGURATION.md holds it
    #[arg(long)]
    pub markdown: bool,
}

/// Prints the settings in the form of the file.
#[must_use]
pub fn print(config: &Config) -> ExitCode {
    print!("{}", config.describe());
    ExitCode::SUCCESS
}

/// Prints the reference.
#[must_use]
pub fn print_reference() -> ExitCode {
    print!("{}", markdown());
    ExitCode::SUCCESS
}
