//! `pforte audit verify`: checks the chain of the audit trail.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, NaiveTime};
use foundation::Instant;

use super::{Failure, open_beside};
use crate::config::Config;

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only the tenant with this short name
    #[arg(long, value_name = "TENANT")]
    pub tenant: Option<String>,
    /// Exported checkpoints to compare with; they show a tail that was cut off. May be given several times
    #[arg(long, value_name = "FILE")]
    pub checkpoints: Vec<PathBuf>,
    /// Only what was sealed since a day (2026-03-01) or a moment (2026-03-01T09:00:00Z), in UTC
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub since: Option<Instant>,
    /// Print one JSON object instead of words
    #[arg(long)]
    pub json: bool,
}

fn moment(given: &str) -> Result<Instant, String> {
    let day = || NaiveDate::parse_from_str(given, "%Y-%m-%d").ok().map(|day| day.and_time(NaiveTime::MIN).and_utc());
    let exact = DateTime::parse_from_rfc3339(given).ok().map(|moment| moment.to_utc());
    exact
        .or_else(day)
        .ok_or_else(|| "neither a day such as 2026-03-01 nor a moment such as 2026-03-01T09:00:00Z".to_owned())
}

/// Checks and reports; the status is 1 when anything was changed.
///
/// # Errors
/// What is wrong with the configuration, the database or the checkpoints' files.
pub async fn run(config: &Config, args: &Args) -> Result<ExitCode, Failure> {
    let mut known = Vec::new();
    for path in &args.checkpoints {
        known.extend(read(path)?);
    }
    let database = open_beside(config).await?;
    let tenant = match &args.tenant {
        Some(slug) => {
            let found = directory::tenants::manage::by_slug(&database, slug).await?;
            Some(found.ok_or_else(|| format!("there is no tenant {slug}"))?.id)
        }
        None => None,
    };
    let report = audit::verify(&database, tenant, &known, args.since).await?;
    database.close().await;
    if args.json {
        let told = serde_json::json!({
            "intact": report.is_intact(),
            "since": args.since,
            "checkpoints": known.len(),
            "report": report,
        });
        println!("{told}");
    } else {
        tell(&report, args.since, known.is_empty());
    }
    Ok(if report.is_intact() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(report: &audit::Report, since: Option<Instant>, without_checkpoints: bool) {
    if let Some(since) = since {
        println!("Sealed since        {:>12}", since.format("%Y-%m-%d %H:%M:%S UTC"));
    }
    println!("Tenants walked      {:>12}", report.tenants);
    println!("Batches checked     {:>12}", report.batches);
    println!("Entries whole       {:>12}", report.verified);
    println!("Not yet sealed      {:>12}", report.unsealed);
    for dropped in &report.dropped {
        println!("Retention ended     {:>12}  {} {}", dropped.entries, dropped.class, dropped.month);
    }
    if without_checkpoints {
        println!("No exported checkpoint was given: a tail that was cut off cannot show. See --checkpoints.");
    }
    for finding in &report.findings {
        println!("CHANGED  {finding}");
    }
    if report.unnamed > 0 {
        println!("CHANGED  and {} more", report.unnamed);
    }
    println!("{}", if report.is_intact() { "The audit trail is whole." } else { "The audit trail was changed." });
}

fn read(path: &Path) -> Result<Vec<audit::Checkpoint>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{} holds no checkpoints: {error}", path.display()))?)
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_day_or_a_moment_is_understood() {
        assert_eq!(moment("2026-03-01").unwrap().to_rfc3339(), "2026-03-01T00:00:00+00:00");
        assert_eq!(moment("2026-03-01T09:00:00+02:00").unwrap().to_rfc3339(), "2026-03-01T07:00:00+00:00");
        assert!(moment("yesterday").is_err());
    }
}
