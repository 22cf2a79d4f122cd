//! PostgreSQL goes away in the middle of traffic and comes back.

use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::SMALL;
use super::ledger::{self, Ledger};
use crate::client::{Connection, Request};
use crate::figures::Scene;
use crate::report::Report;
use crate::stores::Kind;
use crate::{Failure, Setting};

const NAME: &str = "bench_outage";
const TIMES: u64 = 3;

fn control(setting: &Setting, what: &str) -> Result<(), Failure> {
    let script = setting.options.get("postgres-control").ok_or("--postgres-control is missing")?;
    let status = Command::new(script).args([what]).arg(&setting.stores.postgres_data).status()?;
    if status.success() { Ok(()) } else { Err(format!("{script} {what}: {status}").into()) }
}

/// Stops PostgreSQL without a word to its clients, and starts it.
pub async fn prove(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    if kind != Kind::Postgres {
        return Ok(());
    }
    let scene = Scene::open(setting, kind, SMALL, NAME).await?;
    let (plan, tenant, cookie) = (scene.plan, scene.tenant.clone(), scene.cookie(0).to_owned());
    let server = scene.server;
    let url = setting.stores.address(kind, NAME);
    let ledger = Ledger::default();
    let (number, wrong) = (AtomicU64::new(0), AtomicU64::new(0));
    let stop = AtomicBool::new(false);
    let port = server.port;
    let mut slowest = Duration::ZERO;
    let mut unready = true;
    std::thread::scope(|scope| -> Result<(), Failure> {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut connection = Connection::to(port);
                while !stop.load(Ordering::Relaxed) {
                    ledger.sign_in(&mut connection, &plan, &tenant, number.fetch_add(1, Ordering::Relaxed));
                    // Somebody without a session must never see a portal, whatever the database does.
                    let stranger = Request::get(&format!("/t/{}/portal", tenant.slug()));
                    if connection.ask(&stranger).is_ok_and(|answer| answer.status == 200) {
                        wrong.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        let outcome = (|| -> Result<(), Failure> {
            for _ in 0..TIMES {
                std::thread::sleep(Duration::from_secs(2));
                control(setting, "kill")?;
                std::thread::sleep(Duration::from_secs(2));
                let ready = Connection::to(port).ask(&Request::get("/health/ready"))?.status;
                unready &= ready == 503;
                control(setting, "start")?;
                let began = Instant::now();
                let portal = Request::get(&format!("/t/{}/portal", tenant.slug())).with("cookie", &cookie);
                let mut connection = Connection::to(port);
                while !connection.ask(&portal).is_ok_and(|answer| answer.status == 200) {
                    if began.elapsed() > Duration::from_secs(30) {
                        return Err("the server did not find its database again".into());
                    }
                    std::thread::sleep(Duration::from_millis(20));
                }
                slowest = slowest.max(began.elapsed());
            }
            std::thread::sleep(Duration::from_secs(1));
            Ok(())
        })();
        stop.store(true, Ordering::Relaxed);
        outcome
    })?;
    let sessions = ledger.sessions.lock().map_err(|_| "a thread failed")?.len();
    let lost = ledger.lost_sessions(port, &tenant, sessions)?;
    server.stop()?;
    let half = ledger::half_done(&url).await?;
    let (status, said) = setting.launch(NAME, &url)?.run(&["audit", "verify"])?;
    let name = kind.name();
    let refused = ledger.refused.lock().map_err(|_| "a thread failed")?.clone();
    report.check(
        "PostgreSQL killed under traffic: the server finds it again",
        name,
        &format!("within {} ms, {TIMES} times", slowest.as_millis()),
        slowest < Duration::from_secs(5),
    );
    report.check("not ready while it is away", name, if unready { "503" } else { "another answer" }, unready);
    report.check(
        "portals shown to strangers",
        name,
        &wrong.load(Ordering::Relaxed).to_string(),
        wrong.load(Ordering::Relaxed) == 0,
    );
    report.check(
        "sessions that were answered and are lost",
        name,
        &format!("{lost} of {sessions} ({} refused, first {})", refused.0, refused.1),
        lost == 0 && sessions > 0,
    );
    report.check(
        "anything half done",
        name,
        &if half.is_empty() { "nothing".to_owned() } else { half.join("; ") },
        half.is_empty(),
    );
    report.check("`pforte audit verify` afterwards", name, said.lines().last().unwrap_or_default(), status.success());
    setting.stores.remove(kind, NAME).await
}
