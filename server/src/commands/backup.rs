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

/// Writes the copy and its description. A server may be running. The status is 1 when the audit trail was changed; the backup is
/// there then.
///
/// # Errors
/// What is wrong; nothing is left under the name of the backup then.
pub async fn run(config: &Config, args: &Args) -> Result<ExitCode, Failure> {
    let url = config.database();
    let Some(from) = url.file() else {
        return Err("PostgreSQL is backed up with its own tools, such as pg_dump: see docs/OPERATIONS.md".into());
    };
    // The key first: a backup that nobody could open is none.
    config.given_master_keys(&Randomness::system())?;
    let taken_at = config::clock().now();
    let to = named(&args.to, taken_at);
    for path in [&to, &Description::path(&to)] {
        if path.exists() {
            return Err(format!("{} is there already", path.display()).into());
        }
    }
    let part = PathBuf::from(format!("{}.{}.part", to.display(), std::process::id()));
    let written = write(config, from, &part, &to, taken_at).await;
    backup::remove(&part)?;
    let (described, is_trail_intact) = written?;
    println!("{} is a backup of {} as it was at {}.", to.display(), from.display(), told(taken_at));
    println!(
        "Its {} bytes were checked. Keep the master key elsewhere: whoever has both can read every secret.",
        described.bytes
    );
    if is_trail_intact {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("pforte: the audit trail was changed, and so is that of the backup; see `pforte audit verify`");
    Ok(ExitCode::FAILURE)
}

async fn write(
    config: &Config,
    from: &Path,
    part: &Path,
    to: &Path,
    taken_at: Instant,
) -> Result<(Description, bool), Failure> {
    let (source, copy) = (from.to_owned(), part.to_owned());
    tokio::task::spawn_blocking(move || backup::copy(&source, &copy).and_then(|()| backup::check(&copy))).await??;
    let database = open_copy(config, part).await?;
    let trail = audit::verify(&database, None, &[], None).await?;
    database.close().await;
    // What was opened to be checked is one file again.
    let copy = part.to_owned();
    tokio::task::spawn_blocking(move || backup::into_one_file(&copy)).await??;
    let described = Description::of(part, taken_at)?;
    // The description first: a copy under its name has one.
    described.write(to)?;
    // Unlike a renaming, a link replaces nothing.
    let linked = fs::hard_link(part, to).map_err(|error| format!("{}: {error}", to.display()));
    if linked.is_err() {
        let _ = fs::remove_file(Description::path(to));
    }
    linked?;
    backup::sync_folder(to)?;
    Ok((described, trail.is_intact()))
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
        assert_eq!(named(folder.path(), taken_at), folder.path().join("pforte-2026-09-21T141320Z.db"));
        assert_eq!(named(Path::new("weekly.db"), taken_at), Path::new("weekly.db"));
    }
}
