//! The disk is full: what cannot be recorded does not happen, reading goes on, and when there is space again all is well.

use std::time::Duration;

use rustix::process::{Pid, Resource, Rlimit, prlimit};

use super::SMALL;
use super::ledger::{self, Ledger};
use crate::client::{Connection, Request};
use crate::figures::Scene;
use crate::report::Report;
use crate::stores::Kind;
use crate::{Failure, Setting};

const NAME: &str = "bench_disk";

/// Only where the server writes files itself.
pub async fn prove(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    if kind != Kind::Sqlite {
        return Ok(());
    }
    let scene = Scene::open(setting, kind, SMALL, NAME).await?;
    let cookie = scene.cookie(0).to_owned();
    let (plan, tenant) = (scene.plan, scene.tenant.clone());
    scene.server.stop()?;
    let url = setting.stores.address(kind, NAME);
    let mut launch = setting.launch(NAME, &url)?;
    // A limit on the size of files is a full disk for this process alone, and can be lifted while it runs.
    launch.file_limit_kib = Some(1_024);
    let server = launch.start(&tenant.slug())?;
    let ledger = Ledger::default();
    let mut connection = Connection::to(server.port);
    let mut answered = 0;
    for number in 0..400 {
        if !ledger.sign_in(&mut connection, &plan, &tenant, number) {
            break;
        }
        answered += 1;
    }
    let refused = ledger.refused.lock().map_err(|_| "a thread failed")?.clone();
    let closed = (1_000..1_010).all(|number| !ledger.sign_in(&mut connection, &plan, &tenant, number));
    let page = connection.ask(&Request::get(&format!("/t/{}/sign-in", tenant.slug())))?.status;
    let portal = connection.ask(&Request::get(&format!("/t/{}/portal", tenant.slug())).with("cookie", &cookie))?.status;
    let rlimit = Rlimit { current: None, maximum: None };
    prlimit(Pid::from_raw(i32::try_from(server.pid())?), Resource::Fsize, rlimit)?;
    let began = std::time::Instant::now();
    let mut number = 2_000;
    while !ledger.sign_in(&mut connection, &plan, &tenant, number) && began.elapsed() < Duration::from_secs(20) {
        number += 1;
        std::thread::sleep(Duration::from_millis(50));
    }
    let recovered = began.elapsed();
    let sessions = ledger.sessions.lock().map_err(|_| "a thread failed")?.len();
    let lost = ledger.lost_sessions(server.port, &tenant, sessions)?;
    server.stop()?;
    let sound = {
        let mut loader = crate::loader::Loader::open(&url).await?;
        let found = loader.texts("PRAGMA integrity_check").await?;
        loader.close().await?;
        found
    };
    let (status, said) = launch.run(&["audit", "verify"])?;
    let half = ledger::half_done(&url).await?;

    let name = kind.name();
    report.check(
        "full disk: signing in is refused",
        name,
        &format!("after {answered} sign-ins, {}", refused.1),
        closed && refused.0 > 0 && answered > 0,
    );
    report.check(
        "full disk: pages are still read",
        name,
        &format!("sign-in page {page}, portal {portal}"),
        page == 200 && portal == 200,
    );
    report.check(
        "space again: signing in works without a restart",
        name,
        &format!("after {} ms", recovered.as_millis()),
        recovered < Duration::from_secs(20),
    );
    report.check("sessions that were answered and are lost", name, &format!("{lost} of {sessions}"), lost == 0);
    report.check(
        "the file is whole, nothing is half done",
        name,
        &format!("{}; {}", sound.join(" "), half.join("; ")),
        sound == ["ok"] && half.is_empty(),
    );
    report.check("`pforte audit verify` afterwards", name, said.lines().last().unwrap_or_default(), status.success());
    setting.stores.remove(kind, NAME).await
}
