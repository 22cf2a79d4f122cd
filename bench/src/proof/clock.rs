//! The machine's clock jumps, by `faketime` where it is installed: forward ends sessions, back revives none.

use std::path::Path;

use super::SMALL;
use super::ledger::Ledger;
use crate::client::{Connection, Request};
use crate::figures::Scene;
use crate::report::Report;
use crate::stores::Kind;
use crate::{Failure, Setting};

const NAME: &str = "bench_clock";
const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

/// A server whose clock is elsewhere.
pub async fn prove(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    if !Path::new(LIBRARY).exists() {
        report.note(format!("{}: the clock was not moved, because libfaketime is not installed.", kind.name()));
        return Ok(());
    }
    let scene = Scene::open(setting, kind, SMALL, NAME).await?;
    let (plan, tenant) = (scene.plan, scene.tenant.clone());
    let ledger = Ledger::default();
    let mut connection = Connection::to(scene.server.port);
    let entered = ledger.sign_in(&mut connection, &plan, &tenant, 5);
    scene.server.stop()?;
    let cookie = ledger.sessions.lock().map_err(|_| "a thread failed")?.first().cloned().unwrap_or_default();
    let url = setting.stores.address(kind, NAME);
    let mut seen = Vec::new();
    for jump in ["+0", "+40d", "+0", "+3650d", "-1d", "+0"] {
        let launch = setting
            .launch(NAME, &url)?
            .with("LD_PRELOAD", LIBRARY)
            .with("FAKETIME", jump)
            .with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        let server = launch.start(&tenant.slug())?;
        let mut connection = Connection::to(server.port);
        let status =
            connection.ask(&Request::get(&format!("/t/{}/portal", tenant.slug())).with("cookie", &cookie))?.status;
        let enters = ledger.sign_in(&mut connection, &plan, &tenant, 100 + u64::try_from(seen.len())?);
        seen.push((jump, status, enters));
        server.stop()?;
    }
    let (status, said) = setting.launch(NAME, &url)?.run(&["audit", "verify"])?;
    let name = kind.name();
    let counts = seen.first().is_some_and(|(_, status, _)| *status == 200);
    let after_jump: Vec<u16> = seen
        .iter()
        .filter(|(jump, ..)| jump.ends_with("0d") && jump.starts_with('+'))
        .map(|(_, status, _)| *status)
        .collect();
    report.check(
        "clock forward by days: the session is over",
        name,
        &format!("{after_jump:?}"),
        entered && counts && after_jump.iter().all(|status| *status == 303),
    );
    report.check(
        "every jump: the server starts and people sign in",
        name,
        &format!("{}", seen.iter().filter(|(.., enters)| *enters).count()),
        seen.iter().all(|(.., enters)| *enters),
    );
    report.check("`pforte audit verify` afterwards", name, said.lines().last().unwrap_or_default(), status.success());
    setting.stores.remove(kind, NAME).await
}
