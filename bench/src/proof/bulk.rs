//! The server is killed again and again while many people are changed, and while that is taken back.

use std::time::Duration;

use super::{SMALL, ledger};
use crate::arithmetic::mix;
use crate::client::Connection;
use crate::figures::following::Work;
use crate::figures::{Scene, bulk};
use crate::loader::Loader;
use crate::process::{Launch, Server};
use crate::report::Report;
use crate::stores::Kind;
use crate::{Failure, Setting};

const NAME: &str = "bench_bulk";
/// Within so many milliseconds after a start the server is killed.
const WITHIN: u64 = 700;

/// A server that is killed and started again.
struct Mortal {
    launch: Launch,
    slug: String,
    server: Server,
    url: String,
    kills: u64,
}

impl Mortal {
    /// Killed after a moment, and started again. What a job of the killed one held is free at once, as it is a minute later.
    async fn die(mut self) -> Result<Self, Failure> {
        std::thread::sleep(Duration::from_millis(20 + mix(self.kills, 80) % WITHIN));
        self.server.kill()?;
        let mut loader = Loader::look(&self.url).await?;
        loader.run("UPDATE job SET leased_until = NULL").await?;
        loader.close().await?;
        self.server = self.launch.start(&self.slug)?;
        self.kills += 1;
        Ok(self)
    }

    /// Killed so many times while a change is worked on, or until it has ended.
    async fn through(mut self, asked: &Work, kills: u64) -> Result<Self, Failure> {
        for _ in 0..kills {
            self = self.die().await?;
            if asked.progress(&mut Connection::to(self.server.port))?.state() != "running" {
                break;
            }
        }
        asked.follow(&mut Connection::to(self.server.port), Duration::from_secs(120))?;
        Ok(self)
    }
}

/// Changes everybody through kills, takes it back through kills, and looks.
pub async fn prove(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    let kills = setting.number("kills", 20);
    let scene = Scene::open(setting, kind, SMALL, NAME).await?;
    let url = setting.stores.address(kind, NAME);
    let (administrator, slug) = (scene.administrator().to_owned(), scene.tenant.slug());
    let people = i64::try_from(scene.tenant.people)?;
    let mut mortal = Mortal {
        launch: setting.launch(NAME, &url)?,
        slug: slug.clone(),
        server: scene.server,
        url: url.clone(),
        kills: 0,
    };
    let active = "SELECT count(*) FROM person WHERE lifecycle_state = 'active'";
    let before = ledger::number(&url, active).await?;
    let count = async |kind: &str| {
        ledger::number(&url, &format!("SELECT count(*) FROM audit_event WHERE kind = '{kind}'")).await
    };
    let already = count("person.suspended").await?;

    let mut connection = Connection::to(mortal.server.port);
    let asked = bulk::ask(&mut connection, &format!("/t/{slug}"), &administrator, &[])?;
    mortal = mortal.through(&asked, kills).await?;
    let meant = ledger::number(&url, "SELECT count(*) FROM bulk_item").await?;
    let (mut rounds, mut found) = (vec![mortal.kills], Vec::new());
    for step in ["start", "undo"] {
        asked.step(&mut Connection::to(mortal.server.port), step)?;
        mortal = mortal.through(&asked, kills).await?;
        rounds.push(mortal.kills - rounds.iter().sum::<u64>());
        found.push(asked.progress(&mut Connection::to(mortal.server.port))?);
    }
    mortal.server.stop()?;
    let name = kind.name();
    let [done, back] = found.as_slice() else { return Err("two steps".into()) };
    let [looks, forth, again] = rounds.as_slice() else { return Err("three rounds".into()) };
    report.check(
        &format!("{looks} kills while it is found out who is meant: everybody once"),
        name,
        &format!("{meant} of {people}"),
        meant == people,
    );
    let suspended = count("person.suspended").await? - already;
    report.check(
        &format!("{forth} kills while they are suspended: one audit entry for each"),
        name,
        &format!("{}, {} people, {suspended} entries", done.state(), done.number("changed")),
        done.state() == "done" && u64::try_from(suspended)? == done.number("changed") && suspended > 0,
    );
    let after = ledger::number(&url, active).await?;
    report.check(
        &format!("{again} kills while it is taken back: everybody as before"),
        name,
        &format!("{}, {} people, {before} active before, {after} after", back.state(), back.number("undone")),
        back.state() == "undone" && back.number("undone") == done.number("changed") && before == after,
    );
    let (status, said) = mortal.launch.run(&["audit", "verify"])?;
    report.check("`pforte audit verify` afterwards", name, said.lines().last().unwrap_or_default(), status.success());
    setting.stores.remove(kind, NAME).await
}
