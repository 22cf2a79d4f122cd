//! Passkey sign-ins at a steady rate, some of whose questions nobody answers: what they leave behind goes again.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::SMALL;
use super::watch::Watch;
use crate::client::{Connection, Request};
use crate::figures::Scene;
use crate::loader::Loader;
use crate::passkeys::Fleet;
use crate::report::{Report, Unit};
use crate::stores::Kind;
use crate::{Failure, Setting};

const NAME: &str = "bench_passkeys";
/// Sign-ins begun in a second.
const RATE: u64 = 200;
/// Of so many questions, one is not answered.
const UNANSWERED: u64 = 10;

/// Works for `--soak-seconds` and looks at memory, and at the questions that are kept.
#[expect(clippy::cast_precision_loss, reason = "a number of sign-ins")]
pub async fn prove(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    let length = Duration::from_secs(setting.number("soak-seconds", 600));
    let url = setting.stores.copy(kind, &SMALL, NAME).await?;
    let scene = Scene::on(setting, kind, SMALL, &url, NAME).await?;
    let fleet = Fleet::enrol(&scene, 200)?;
    let options = scene.at("/sign-in/passkey/options");
    let (number, stop, wrong) = (AtomicU64::new(0), AtomicBool::new(false), Mutex::new((0_u64, String::new())));
    let waits = Mutex::new(Vec::new());
    let pid = scene.server.pid();
    let began = Instant::now();
    let watch = std::thread::scope(|scope| -> Result<Watch, Failure> {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut connection = Connection::to(scene.server.port);
                while !stop.load(Ordering::Relaxed) {
                    let number = number.fetch_add(1, Ordering::Relaxed);
                    let due = began + Duration::from_micros(number * 1_000_000 / RATE);
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    let asked = Instant::now();
                    let went = if number.is_multiple_of(UNANSWERED) {
                        connection.ask(&Request::post(&options, &[])).map(drop).map_err(|error| error.to_string())
                    } else {
                        fleet.sign_in(&mut connection, number)
                    };
                    let took = asked.elapsed().as_secs_f64() * 1_000.0;
                    waits.lock().map(|mut waits| waits.push(took)).ok();
                    if let (Err(problem), Ok(mut wrong)) = (went, wrong.lock()) {
                        wrong.0 += 1;
                        wrong.1 = problem;
                    }
                }
            });
        }
        let watch = Watch::over(pid, length);
        stop.store(true, Ordering::Relaxed);
        watch
    })?;
    let took = began.elapsed();
    let mut loader = Loader::look(&url).await?;
    let kept = loader.number("SELECT count(*) FROM challenge").await?;
    loader.close().await?;
    scene.server.stop()?;
    let (waits, (wrong, problem), name) = (waits.into_inner()?, wrong.into_inner()?, kind.name());
    let (memory, stays) = watch.memory();
    report.check(
        &format!(
            "{} s of passkey sign-ins, {:.0} a second: memory stays",
            took.as_secs(),
            waits.len() as f64 / took.as_secs_f64()
        ),
        name,
        &memory,
        stays,
    );
    // Those of ten minutes and of the minute until somebody sweeps.
    let most = (took.as_secs().min(660) + 1) * RATE / UNANSWERED + 4;
    report.check(
        "questions nobody answered that are kept",
        name,
        &format!("{kept}, at most {most}"),
        u64::try_from(kept).is_ok_and(|kept| kept > 0 && kept <= most),
    );
    report.check("passkey sign-ins that failed", name, &format!("{wrong} of {} {problem}", waits.len()), wrong == 0);
    report.told("passkey sign-in, time to wait during it", name, Unit::Millis, &waits);
    setting.stores.remove(kind, NAME).await
}
