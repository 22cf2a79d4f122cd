//! The server is killed at arbitrary moments while people sign in and up and a file goes in.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::SMALL;
use super::ledger::{self, Ledger};
use crate::arithmetic::mix;
use crate::client::Connection;
use crate::figures::{Scene, import};
use crate::report::Report;
use crate::stores::Kind;
use crate::{Failure, Setting};

const ROWS: u64 = 4_000;
const NAME: &str = "bench_kill";

/// Kills, starts again, and looks.
pub async fn prove(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    let rounds = setting.number("kills", 12);
    let scene = Scene::open(setting, kind, SMALL, NAME).await?;
    let url = setting.stores.address(kind, NAME);
    let launch = setting.launch(NAME, &url)?;
    let (plan, tenant, administrator) = (scene.plan, scene.tenant.clone(), scene.administrator().to_owned());
    let mut server = scene.server;
    // What was loaded tells of as many sign-ins.
    let before = i64::try_from(SMALL.entries)?;
    let mut connection = Connection::to(server.port);
    let content = import::file("proof", ROWS);
    let running = import::start(&mut connection, &format!("/t/{}", tenant.slug()), &administrator, "Proof", &content)?;
    let ledger = Ledger::default();
    let number = AtomicU64::new(0);
    let (mut lost_sessions, mut lost_sign_ups, mut half, mut slowest) = (0, 0, Vec::new(), Duration::ZERO);
    for round in 0..rounds {
        let so_far = ledger.sessions.lock().map_err(|_| "a thread failed")?.len();
        let stop = AtomicBool::new(false);
        let port = server.port;
        std::thread::scope(|scope| {
            for worker in 0..6 {
                let (ledger, number, stop, plan, tenant) = (&ledger, &number, &stop, &plan, &tenant);
                scope.spawn(move || {
                    let mut connection = Connection::to(port);
                    while !stop.load(Ordering::Relaxed) {
                        let number = number.fetch_add(1, Ordering::Relaxed);
                        let went = if worker < 3 {
                            ledger.sign_in(&mut connection, plan, tenant, number)
                        } else {
                            ledger.sign_up(&mut connection, tenant, number)
                        };
                        if !went {
                            // The server has gone, or is not there yet.
                            std::thread::sleep(Duration::from_millis(5));
                        }
                    }
                });
            }
            std::thread::sleep(Duration::from_millis(200 + mix(round, 60) % 2_300));
            let killed = server.kill();
            stop.store(true, Ordering::Relaxed);
            killed
        })?;
        server = launch.start(&tenant.slug())?;
        slowest = slowest.max(server.started_in);
        lost_sign_ups += ledger.lost_sign_ups(&url).await?;
        half.extend(ledger::half_done(&url).await?);
        let new = ledger.sessions.lock().map_err(|_| "a thread failed")?.len() - so_far;
        lost_sessions += ledger.lost_sessions(server.port, &tenant, new)?;
    }
    // A job of a killed server is taken up when its lease has run out.
    let mut connection = Connection::to(server.port);
    let progress = running.follow(&mut connection, Duration::from_secs(240))?;
    server.stop()?;
    let recorded = ledger::number(&url, "SELECT count(*) FROM audit_event WHERE kind = 'sign_in.succeeded'").await?;
    let made = ledger::number(&url, "SELECT count(*) FROM session").await? - i64::try_from(scene.tickets.len())?;
    let imported = ledger::number(&url, "SELECT count(*) FROM source_record").await?;
    half.extend(ledger::half_done(&url).await?);
    let (status, said) = launch.run(&["audit", "verify"])?;

    let name = kind.name();
    let sessions = ledger.sessions.lock().map_err(|_| "a thread failed")?.len();
    let sign_ups = ledger.sign_ups.lock().map_err(|_| "a thread failed")?.len();
    let (refused, first) = ledger.refused.lock().map_err(|_| "a thread failed")?.clone();
    report.check(
        &format!("{rounds} kills: sessions that were answered and are lost"),
        name,
        &format!("{lost_sessions} of {sessions}"),
        lost_sessions == 0 && sessions > 0,
    );
    report.check(
        "people who signed up, were answered, and are lost or not whole",
        name,
        &format!("{lost_sign_ups} of {sign_ups}"),
        lost_sign_ups == 0 && sign_ups > 0,
    );
    report.check(
        "anything half done",
        name,
        &if half.is_empty() { "nothing".to_owned() } else { half.join("; ") },
        half.is_empty(),
    );
    let exact = recorded - before == made;
    report.check(
        "one audit entry for each session that was made",
        name,
        &format!("{} entries, {made} sessions", recorded - before),
        exact,
    );
    let (created, rejected) = (progress.number("created"), progress.number("rejected"));
    let whole = progress.state() == "done" && created + rejected == ROWS && imported == i64::try_from(created)?;
    report.check(
        &format!("an import of {ROWS} rows through all kills: each row once"),
        name,
        &format!("{}, {created} created, {rejected} rejected, {imported} records", progress.state()),
        whole,
    );
    report.check("`pforte audit verify` afterwards", name, said.lines().last().unwrap_or_default(), status.success());
    report.check("answers other than success while it ran", name, &format!("{refused} {first}"), refused == 0);
    report.check(
        "the slowest start after a kill",
        name,
        &format!("{} ms", slowest.as_millis()),
        slowest < Duration::from_secs(5),
    );
    setting.stores.remove(kind, NAME).await
}
