//! `pforte backup`: copies the embedded database while a server goes on, and checks the copy.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use database::backup;
use foundation::{Instant, Randomness};

use super::{Failure, open_copy};
use crate::backup::Description;
use crate::config::{self, Config};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file to write, or a folder in which to write one named after the moment
    #[arg(value_name = "FILE")]
    pub to: PathBuf,
}

/// Writes the copy and its description. A server may be running.
///
/// # Errors
/// What is wrong; nothing is left under the name of the backup then.
pub async fn run(config: &Config, args: &Args) -> Result<ExitCode, Failure> {
    let url = config.database();
    let Some(from) = url.file() else {
        return Err("PostgreSQL is backed up with its own tools, such as pg_dump: see docs/OPERATIONS.md".into());
    };
    let taken_at = config::clock().now();
    let to = named(&args.to, taken_at);
    // The description is written last and tells that the copy is whole.
    for path in [&to, &Description::path(&to)] {
        if path.exists() {
            return Err(format!("{} is there already", path.display()).into());
        }
    }
    let part = PathBuf::from(format!("{}.part", to.display()));
    let written = write(config, from, &part, &to, taken_at).await;
    if written.is_err() {
        let _ = backup::remove(&part);
    }
    let described = written?;
    println!("{} is a backup of {} as it was at {}.", to.display(), from.display(), told(taken_at));
    println!(
        "Its {} bytes were checked. Keep the master key elsewhere: whoever has both can read every secret.",
        described.bytes
    );
    Ok(ExitCode::SUCCESS)
}

async fn write(
    config: &Config,
    from: &Path,
    part: &Path,
    to: &Path,
    taken_at: Instant,
) -> Result<Description, Failure> {
    // The key first: a backup that nobody could open is none.
    config.master_keys(&Randomness::system())?;
    let (source, copy) = (from.to_owned(), part.to_owned());
    tokio::task::spawn_blocking(move || backup::copy(&source, &copy).and_then(|()| backup::check(&copy))).await??;
    let database = open_copy(config, part).await?;
    let trail = audit::verify(&database, None, &[], None).await?;
    database.close().await;
    if !trail.is_intact() {
        return Err("the audit trail was changed, and so was the copy's; see `pforte audit verify`".into());
    }
    // What was opened to be checked is one file again.
    let copy = part.to_owned();
    tokio::task::spawn_blocking(move || backup::into_one_file(&copy)).await??;
    let described = Description::of(part, taken_at)?;
    fs::rename(part, to).map_err(|error| format!("{}: {error}", to.display()))?;
    described.write(to)?;
    Ok(described)
}

/// The file, in a folder one named after the moment.
fn named(to: &Path, taken_at: Instant) -> PathBuf {
    if to.is_dir() { to.join(format!("pforte-{}.db", taken_at.format("%Y-%m-%dT%H%M%SZ"))) } else { to.to_owned() }
}

/// A moment in words.
pub(super) fn told(moment: Instant) -> String {
    moment.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use chrono::DateTime;

    use super::named;

    #[test]
    fn in_a_folder_a_backup_is_named_after_its_moment() {
        let folder = tempfile::tempdir().unwrap();
        let taken_at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        assert_eq!(named(folder.path(), taken_at), folder.path().join("pforte-2026-09-21T142640Z.db"));
        assert_eq!(named(Path::new("weekly.db"), taken_at), Path::new("weekly.db"));
    }
}
