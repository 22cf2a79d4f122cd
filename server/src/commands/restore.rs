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
#[group(skip)]
pub struct Args {
    /// The backup that is to be put in the place of the embedded database
    #[arg(value_name = "FILE", required_unless_present = "in_place")]
    pub from: Option<PathBuf>,
    /// The database is back already, by the tools of PostgreSQL or of the disk: end what may have been ended since
    #[arg(long, conflicts_with_all = ["from", "replace"])]
    pub in_place: bool,
    /// Put the backup in the place of a database that is there; that one is kept beside it
    #[arg(long, requires = "from")]
    pub replace: bool,
}

/// Puts a backup back. No server may be running. The status is 1 when its audit trail was changed; it is back then.
///
/// # Errors
/// What is wrong; the database that was there stays where it was.
pub async fn run(config: &Config, args: &Args) -> Result<ExitCode, Failure> {
    config.given_master_keys(&Randomness::system())?;
    let is_trail_intact =
        if let Some(from) = &args.from { put(config, from, args.replace).await? } else { in_place(config).await? };
    println!(
        "What was changed or revoked since the backup counts again as it was: passwords, addresses and who is trusted"
    );
    println!("with an account, factors and badges, roles, suspensions. docs/OPERATIONS.md says what to do about it.");
    if is_trail_intact {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("pforte: the audit trail was changed before; see `pforte audit verify`");
    Ok(ExitCode::FAILURE)
}

async fn in_place(config: &Config) -> Result<bool, Failure> {
    let (url, owner) = (config.database(), config.migration_database());
    if url.place() != owner.place() {
        return Err(format!(
            "`database_url` and `database_owner_url` are different databases, {url} and {owner}; give both the one that came back"
        )
        .into());
    }
    database::migrate(owner.secret()).await?;
    let database = open_database(config).await?;
    let settled = settle(&database, None).await?;
    database.close().await;
    println!("{url} lets nobody use what was open.");
    tell(settled.0);
    Ok(settled.1)
}

async fn put(config: &Config, from: &Path, replace: bool) -> Result<bool, Failure> {
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
    let part = PathBuf::from(format!("{}.restoring", path.display()));
    backup::remove(&part)?;
    let prepared = prepare(config, from, &described, &part).await;
    if prepared.is_err() {
        let _ = backup::remove(&part);
    }
    let (ended, is_trail_intact) = prepared?;
    let moment = config::clock().now().format("%Y-%m-%dT%H%M%SZ");
    let aside = path.with_file_name(format!("pforte-before-{moment}.db"));
    let was_there = place.is_taken();
    place.put(&part, &aside)?;
    let _ = backup::remove(&part);
    println!("{} is as it was at {}.", path.display(), told(described.taken_at));
    if was_there {
        println!("The database that was there is {} now.", aside.display());
    }
    tell(ended);
    Ok(is_trail_intact)
}

/// Makes the database ready beside its place: a crash leaves what was there as it was.
async fn prepare(config: &Config, from: &Path, described: &Description, part: &Path) -> Result<(Ended, bool), Failure> {
    let (source, described, copy) = (from.to_owned(), described.clone(), part.to_owned());
    let taken_at = described.taken_at;
    tokio::task::spawn_blocking(move || -> Result<(), Failure> {
        described.take_out(&source, &copy)?;
        Ok(backup::check(&copy)?)
    })
    .await??;
    database::migrate(DatabaseUrl::sqlite(part).secret()).await?;
    let database = open_copy(config, part).await?;
    let settled = settle(&database, Some(taken_at)).await?;
    database.close().await;
    Ok(settled)
}

/// Lets nothing work that may have been ended or used since, and records in every tenant that its data is that of a backup.
async fn settle(database: &Database, taken_at: Option<Instant>) -> Result<(Ended, bool), Failure> {
    let trail = audit::verify(database, None, &[], None).await?;
    let ended = put_back::end_all(database).await?;
    let mut after = TenantId(uuid::Uuid::nil());
    loop {
        let tenants = database.tenants_after(after).await?;
        let Some(last) = tenants.last() else { break };
        after = *last;
        for tenant in tenants {
            let mut tx = database.begin(&Caller::system(tenant, "restore")).await?;
            put_back::end_in(&mut tx).await?;
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
    Ok((ended, trail.is_intact()))
}

fn tell(Ended { sessions, devices, codes }: Ended) {
    println!(
        "Ended: {sessions} sessions, {codes} links and codes; forgotten: {devices} devices. Mails that waited were removed."
    );
}
