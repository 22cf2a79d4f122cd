//! Hours of ordinary work: memory, open files and times to wait stay as they are.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::SMALL;
use super::ledger::Ledger;
use super::watch::Watch;
use crate::client::{Connection, Request};
use crate::figures::{Scene, console};
use crate::report::{Report, Unit};
use crate::stores::Kind;
use crate::{Failure, Setting};

const NAME: &str = "bench_soak";

/// Works for `--soak-seconds` and compares the end with the beginning.
pub async fn prove(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    let length = Duration::from_secs(setting.number("soak-seconds", 600));
    let scene = Scene::open(setting, kind, SMALL, NAME).await?;
    let ledger = Ledger::default();
    let (number, wrong) = (AtomicU64::new(0), AtomicU64::new(0));
    let stop = AtomicBool::new(false);
    let waits = Mutex::new(Vec::new());
    let pid = scene.server.pid();
    let watch = std::thread::scope(|scope| -> Result<Watch, Failure> {
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
        let watch = Watch::over(pid, length);
        stop.store(true, Ordering::Relaxed);
        watch
    })?;
    scene.server.stop()?;
    let waits = waits.into_inner()?;
    let name = kind.name();
    let (memory, stays) = watch.memory();
    report.check(
        &format!("{} s of work, {} requests: memory stays", length.as_secs(), waits.len()),
        name,
        &memory,
        stays,
    );
    let most = watch.most_files();
    report.check("open files stay few", name, &format!("at most {most}"), most < 200);
    let wrong = wrong.load(Ordering::Relaxed);
    report.check("requests that failed", name, &format!("{wrong} of {}", waits.len()), wrong == 0);
    report.told("time to wait during the work", name, Unit::Millis, &waits);
    setting.stores.remove(kind, NAME).await
}
