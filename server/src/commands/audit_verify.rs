//! `pforte audit verify`: checks the chain of the audit trail.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Failure, open_database};
use crate::config::Config;

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only the tenant with this short name
    #[arg(long, value_name = "TENANT")]
    pub tenant: Option<String>,
    /// Exported checkpoints to compare with; they show a tail that was cut off
    #[arg(long, value_name = "FILE")]
    pub checkpoints: Option<PathBuf>,
}

/// Checks and reports; the status is 1 when anything was changed.
///
/// # Errors
/// What is wrong with the configuration, the database or the checkpoints' file.
pub async fn run(config: &Config, args: &Args) -> Result<ExitCode, Failure> {
    let known = match &args.checkpoints {
        Some(path) => read(path)?,
        None => Vec::new(),
    };
    let database = open_database(config).await?;
    let tenant = match &args.tenant {
        Some(slug) => {
            let found = directory::tenants::manage::by_slug(&database, slug).await?;
            Some(found.ok_or_else(|| format!("there is no tenant {slug}"))?.id)
        }
        None => None,
    };
    let report = audit::verify(&database, tenant, &known).await?;
    database.close().await;
    println!("Tenants walked      {:>12}", report.tenants);
    println!("Batches checked     {:>12}", report.batches);
    println!("Entries whole       {:>12}", report.verified);
    println!("Not yet sealed      {:>12}", report.unsealed);
    for dropped in &report.dropped {
        println!("Retention ended     {:>12}  {} {}", dropped.entries, dropped.class, dropped.month);
    }
    if known.is_empty() {
        println!("No exported checkpoint was given: a tail that was cut off cannot show. See --checkpoints.");
    }
    for finding in &report.findings {
        println!("CHANGED  {finding}");
    }
    if report.unnamed > 0 {
        println!("CHANGED  and {} more", report.unnamed);
    }
    let sound = report.findings.is_empty() && report.unnamed == 0;
    println!("{}", if sound { "The audit trail is whole." } else { "The audit trail was changed." });
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read(path: &Path) -> Result<Vec<audit::Checkpoint>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{} holds no checkpoints: {error}", path.display()))?)
}
