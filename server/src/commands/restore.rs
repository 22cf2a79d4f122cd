//! `pforte restore`: puts a backup in the place of the database, and ends whatever may have been ended or used since.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use audit::{Entry, Stream};
use authentication::put_back::{self, Ended};
use database::Database;
use database::backup::{self, Place};
use foundation::{Caller, Instant, Randomness, TenantId};

use super::backup::told;
use super::{Failure, open_copy, open_database};
use crate::backup::Description;
use crate::config::{self, Config, DatabaseUrl};

/// Options of the command.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "what")]
pub struct Args {
    /// The backup that is to be put in the place of the embedded database
    #[arg(value_name = "FILE", group = "what")]
    pub from: Option<PathBuf>,
    /// The database is back already, by the tools of PostgreSQL or of the disk; end what may have been ended since
    #[arg(long, group = "what")]
    pub in_place: bool,
    /// Put the backup in the place of a database that is there; that one is kept beside it
    #[arg(long, requires = "from")]
    pub replace: bool,
}

/// Puts a backup back. No server may be running.
///
/// # Errors
/// What is wrong; the database that was there stays where it was.
pub async fn run(config: &Config, args: &Args) -> Result<ExitCode, Failure> {
    config.master_keys(&Randomness::system())?;
    if let Some(from) = &args.from {
        put(config, from, args.replace).await?;
    } else {
        database::migrate(config.migration_database().secret()).await?;
        let database = open_database(config).await?;
        let ended = settle(&database, None).await?;
        database.close().await;
        tell(ended);
    }
    println!(
        "What was revoked since the backup counts again: factors, badges, roles, suspensions. Compare with the trail of the"
    );
    println!("database it replaces, if there is one.");
    Ok(ExitCode::SUCCESS)
}

async fn put(config: &Config, from: &Path, replace: bool) -> Result<(), Failure> {
    let url = config.database();
    let Some(path) = url.file() else {
        return Err(
            "a backup of the embedded database is no backup of PostgreSQL; put that back with its own tools, then run \
                    `pforte restore --in-place`: see docs/OPERATIONS.md"
                .into(),
        );
    };
    let described = Description::read(from)?;
    let place = Place::take(path)?;
    if place.is_taken() && !replace {
        return Err(
            format!("{} is there already; --replace keeps it beside and takes its place", path.display()).into()
        );
    }
    // In the same folder, so that it takes its place in one step.
    let part = path.with_file_name("pforte-restoring.db");
    backup::remove(&part)?;
    let prepared = prepare(config, from, &described, &part).await;
    if prepared.is_err() {
        let _ = backup::remove(&part);
    }
    let ended = prepared?;
    let aside = path.with_file_name(format!("pforte-before-{}.db", config::clock().now().format("%Y-%m-%dT%H%M%SZ")));
    let was_there = place.is_taken();
    place.put(&part, &aside)?;
    let _ = backup::remove(&part);
    println!("{} is as it was at {}.", path.display(), told(described.taken_at));
    if was_there {
        println!("The database that was there is {} now.", aside.display());
    }
    tell(ended);
    Ok(())
}

/// Makes the database ready beside its place: a crash leaves what was there as it was.
async fn prepare(config: &Config, from: &Path, described: &Description, part: &Path) -> Result<Ended, Failure> {
    let (source, described, copy) = (from.to_owned(), described.clone(), part.to_owned());
    let taken_at = described.taken_at;
    tokio::task::spawn_blocking(move || -> Result<(), Failure> {
        described.take_out(&source, &copy)?;
        Ok(backup::check(&copy)?)
    })
    .await??;
    database::migrate(DatabaseUrl::sqlite(part).secret()).await?;
    let database = open_copy(config, part).await?;
    let ended = settle(&database, Some(taken_at)).await?;
    database.close().await;
    Ok(ended)
}

/// Lets nothing work that may have been ended or used since, and records in every tenant that its data is that of a backup.
async fn settle(database: &Database, taken_at: Option<Instant>) -> Result<Ended, Failure> {
    let trail = audit::verify(database, None, &[], None).await?;
    if !trail.is_intact() {
        return Err("the audit trail was changed; see `pforte audit verify`".into());
    }
    let ended = put_back::end_all(database).await?;
    let mut after = TenantId(uuid::Uuid::nil());
    loop {
        let tenants = database.tenants_after(after).await?;
        let Some(last) = tenants.last() else { break };
        after = *last;
        for tenant in tenants {
            let mut tx = database.begin(&Caller::system(tenant, "restore")).await?;
            messaging::call_back(&mut tx).await?;
            let entry = Entry::new("database.restored", Stream::Administration);
            let entry = match taken_at {
                Some(taken_at) => entry.detail("taken_at", told(taken_at)),
                None => entry,
            };
            audit::record(&mut tx, entry).await?;
            tx.commit().await?;
        }
    }
    audit::Sealer::seal_once(database).await?;
    Ok(ended)
}

fn tell(Ended { sessions, devices, codes }: Ended) {
    println!(
        "Ended: {sessions} sessions, {codes} links and codes; forgotten: {devices} devices. Mails that waited were removed."
    );
}
