//! What the server keeps in memory: its own share (PSS), idle and after work.

use std::time::Duration;

use super::{Scene, pages, sign_in};
use crate::client::Request;
use crate::load::{Load, measure};
use crate::people::Plan;
use crate::report::{Report, Unit};
use crate::stores::Kind;
use crate::{Failure, Setting, machine};

const MEBIBYTE: f64 = 1_048_576.0;

#[expect(clippy::cast_precision_loss, reason = "memory of one process")]
fn now(pid: u32) -> Result<f64, Failure> {
    Ok(machine::memory(pid)? as f64 / MEBIBYTE)
}

/// After a minute without a request.
pub async fn idle(setting: &Setting, kind: Kind, plan: Plan, name: &str, report: &mut Report) -> Result<(), Failure> {
    let tenant = plan.tenants().into_iter().next().ok_or("a plan without tenants")?;
    let url = setting.stores.copy(kind, &plan, name).await?;
    let mut launch = setting.launch(name, &url)?;
    // A program of its own: code that several servers run is counted to each in part.
    let own = launch.folder.join("pforte");
    std::fs::copy(&launch.program, &own)?;
    launch.program = own;
    let server = launch.start(&tenant.slug())?;
    let first = now(server.pid())?;
    tokio::time::sleep(Duration::from_secs(setting.number("idle-seconds", 60))).await;
    report.told("memory right after the start", kind.name(), Unit::Mebibytes, &[first]);
    report.most("memory after a minute idle", kind.name(), Unit::Mebibytes, 16.0, &[now(server.pid())?]);
    server.stop()?;
    Ok(())
}

/// After pages and sign-ins.
pub fn loaded(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let portal = scene.at("/portal");
    let many = Load { connections: 16, rounds: 1, ..pages::PAGE };
    measure(&scene.server, None, many, |number| Request::get(&portal).with("cookie", scene.cookie(number)))?;
    let burst = Load { connections: 16, rounds: 1, ..sign_in::SIGN_IN };
    measure(&scene.server, None, burst, |number| sign_in::request(scene, number + 1_000))?;
    let slots = std::thread::available_parallelism().map_or(1, usize::from);
    #[expect(clippy::cast_precision_loss, reason = "a handful of slots")]
    let target = 48.0 + 19.0 * slots as f64;
    let figure = format!("memory after load, {slots} hash slots");
    report.most(&figure, scene.kind.name(), Unit::Mebibytes, target, &[now(scene.server.pid())?]);
    Ok(())
}
