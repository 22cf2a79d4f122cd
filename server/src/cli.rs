//! The command line: what `pforte` can be asked to do, and how it ends.
//!
//! Exit status 0 is success, 1 a failure (of `audit verify`: a trail that was changed), 2 a command line or
//! configuration that cannot be used.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands::{self, Failure};
use crate::config::{Config, ConfigError};

/// Pforte, customer identity and access management.
#[derive(Debug, Parser)]
#[command(name = "pforte", version, about, propagate_version = true)]
pub struct Cli {
    /// The configuration file; otherwise `PFORTE_CONFIG`, otherwise ./pforte.toml if there is one
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do; serve, if nothing is said
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve until asked to stop (the default)
    Serve(commands::serve::Args),
    /// Bring the database schema up to date
    Migrate(commands::migrate::Args),
    /// Print a fresh one-time link with which an operator's first administrator is created
    CreateOwner,
    /// Seal everything again under the newest master key
    RotateKeys(commands::rotate_keys::Args),
    /// Copy the embedded database, while a server goes on, and check the copy
    Backup(commands::backup::Args),
    /// Put a backup in the place of the database, and end what may have been ended since
    Restore(commands::restore::Args),
    /// Work with the audit trail
    #[command(subcommand)]
    Audit(Audit),
    /// Print the settings in force, with their meaning; secrets are masked
    Config(commands::config::Args),
    /// Serve demo tenants made from real files, and print who can sign in
    Demo,
}

/// What can be done with the audit trail.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check the chain: name every entry that was changed, deleted or cut off
    Verify(commands::audit_verify::Args),
}

/// Reads the command line and does what it asks.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(status) => status,
        Err(failure) => {
            eprintln!("pforte: {}", chain(&*failure));
            if failure.is::<ConfigError>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let command = cli.command.unwrap_or(Command::Serve(commands::serve::Args::default()));
    if let Command::Config(args) = &command
        && args.markdown
    {
        return Ok(commands::config::print_reference());
    }
    let config = Config::load(cli.config.as_deref())?;
    // A statement of SQLite that takes long keeps the thread that asks it: there is one more than can be asked at once.
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let threads = (cores + 2).max(database::MOST_AT_ONCE + 1);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Serve(args) => commands::serve::run(config, &args).await,
            Command::Migrate(args) => commands::migrate::run(&config, &args).await,
            Command::CreateOwner => commands::create_owner::run(&config).await,
            Command::RotateKeys(args) => commands::rotate_keys::run(&config, &args).await,
            Command::Backup(args) => commands::backup::run(&config, &args).await,
            Command::Restore(args) => commands::restore::run(&config, &args).await,
            Command::Audit(Audit::Verify(args)) => commands::audit_verify::run(&config, &args).await,
            Command::Config(_) => Ok(commands::config::print(&config)),
            Command::Demo => commands::demo::run(config).await,
        }
    })
}

/// The failure and its causes, once, in one line.
fn chain(failure: &(dyn Error + Send + Sync)) -> String {
    let mut text = failure.to_string();
    let mut cause = failure.source();
    while let Some(error) = cause {
        let words = error.to_string();
        // A wrapper that only repeats its cause says nothing new.
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::{Audit, Cli, Command, chain};

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn commands_are_read_and_serving_is_the_default() {
        assert!(Cli::parse_from(["pforte"]).command.is_none());
        let cli = Cli::parse_from([
            "pforte",
            "audit",
            "verify",
            "--tenant",
            "bank",
            "--checkpoints",
            "c.json",
            "--config",
            "x.toml",
        ]);
        assert_eq!(cli.config.unwrap().to_str(), Some("x.toml"));
        let Some(Command::Audit(Audit::Verify(args))) = cli.command else { panic!("another command") };
        assert_eq!((args.tenant.as_deref(), args.checkpoints[0].to_str()), (Some("bank"), Some("c.json")));
        assert!(Cli::try_parse_from(["pforte", "audit"]).is_err());
        for (arguments, is_fine) in [
            (&["backup", "b.db"] as &[_], true),
            (&["backup"], false),
            (&["restore", "b.db"], true),
            (&["restore", "b.db", "--replace"], true),
            (&["restore", "--in-place"], true),
            (&["restore"], false),
            (&["restore", "--replace"], false),
            (&["restore", "b.db", "--in-place"], false),
            (&["restore", "--in-place", "--replace"], false),
        ] {
            let parsed = Cli::try_parse_from([&["pforte"], arguments].concat());
            assert_eq!(parsed.is_ok(), is_fine, "{arguments:?}");
        }
        assert!(Cli::try_parse_from(["pforte", "serv"]).is_err());
    }

    #[test]
    fn a_cause_is_told_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("the disk is full")]
        struct Disk;
        #[derive(Debug, thiserror::Error)]
        #[error(transparent)]
        struct Through(#[from] Disk);
        #[derive(Debug, thiserror::Error)]
        #[error("the key file cannot be written")]
        struct Key(#[source] Through);
        assert_eq!(chain(&Key(Through(Disk))), "the key file cannot be written: the disk is full");
    }
}
