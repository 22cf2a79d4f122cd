//! Hours of ordinary work: memory, open files and times to wait stay as they are.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::SMALL;
use super::ledger::Ledger;
use crate::arithmetic::percentile;
use crate::client::{Connection, Request};
use crate::figures::{Scene, console};
use crate::report::{Report, Unit};
use crate::stores::Kind;
use crate::{Failure, Setting, machine};

const NAME: &str = "bench_soak";

/// Works for `--soak-seconds` and compares the end with the beginning.
#[expect(clippy::cast_precision_loss, reason = "memory of one process")]
pub async fn prove(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    let length = Duration::from_secs(setting.number("soak-seconds", 600));
    let scene = Scene::open(setting, kind, SMALL, NAME).await?;
    let ledger = Ledger::default();
    let (number, wrong) = (AtomicU64::new(0), AtomicU64::new(0));
    let stop = AtomicBool::new(false);
    let waits = Mutex::new(Vec::new());
    let mut samples = Vec::new();
    let pid = scene.server.pid();
    std::thread::scope(|scope| -> Result<(), Failure> {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut connection = Connection::to(scene.server.port);
                while !stop.load(Ordering::Relaxed) {
                    let number = number.fetch_add(1, Ordering::Relaxed);
                    let began = Instant::now();
                    let went = match number % 20 {
                        0 => ledger.sign_in(&mut connection, &scene.plan, &scene.tenant, number),
                        1 => ledger.sign_up(&mut connection, &scene.tenant, number),
                        2..=4 => {
                            connection.ask(&console::list_page(&scene, number)).is_ok_and(|answer| answer.status == 200)
                        }
                        5 => {
                            connection.ask(&console::search(&scene, "müller")).is_ok_and(|answer| answer.status == 200)
                        }
                        6..=9 => connection
                            .ask(&Request::get(&scene.at("/sign-in")))
                            .is_ok_and(|answer| answer.status == 200),
                        _ => {
                            let portal = Request::get(&scene.at("/portal")).with("cookie", scene.cookie(number));
                            connection.ask(&portal).is_ok_and(|answer| answer.status == 200)
                        }
                    };
                    wrong.fetch_add(u64::from(!went), Ordering::Relaxed);
                    waits.lock().map(|mut waits| waits.push(began.elapsed().as_secs_f64() * 1_000.0)).ok();
                }
            });
        }
        let began = Instant::now();
        let outcome = loop {
            std::thread::sleep(length / 40);
            match machine::memory(pid) {
                Ok(memory) => samples.push((memory as f64 / 1_048_576.0, machine::open_files(pid))),
                Err(error) => break Err(error),
            }
            if began.elapsed() >= length {
                break Ok(());
            }
        };
        stop.store(true, Ordering::Relaxed);
        outcome
    })?;
    scene.server.stop()?;
    let waits = waits.into_inner()?;
    let name = kind.name();
    // The first quarter warms caches and allocates what is kept.
    let later: Vec<f64> = samples.iter().skip(samples.len() / 4).map(|(memory, _)| *memory).collect();
    let (early, late) = later.split_at(later.len() / 2);
    let (early, late) = (percentile(early, 50.0), percentile(late, 50.0));
    let files: Vec<usize> = samples.iter().map(|(_, files)| *files).collect();
    report.check(
        &format!("{} s of work, {} requests: memory stays", length.as_secs(), waits.len()),
        name,
        &format!("{early:.1} MiB, then {late:.1} MiB"),
        late <= early * 1.05 + 2.0,
    );
    let most = files.iter().max().copied().unwrap_or(0);
    report.check("open files stay few", name, &format!("at most {most}"), most < 200);
    let wrong = wrong.load(Ordering::Relaxed);
    report.check("requests that failed", name, &format!("{wrong} of {}", waits.len()), wrong == 0);
    report.told("time to wait during the work", name, Unit::Millis, &waits);
    setting.stores.remove(kind, NAME).await
}
