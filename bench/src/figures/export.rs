//! People taken out as a file: everybody for as long as one waits, and some, whose file is downloaded.

use std::time::Instant;

use super::Scene;
use super::bulk::{PATIENCE, SOME, some};
use super::console::{LIST, rare};
use super::following::Work;
use crate::Failure;
use crate::client::{Connection, Request};
use crate::load::{Load, measure};
use crate::people::PASSWORD;
use crate::report::{Report, Unit};

/// The columns that are chosen unless somebody chooses otherwise, and a format.
const FIELDS: [(&str, &str); 8] = [
    ("column", "display_name"),
    ("column", "given_name"),
    ("column", "family_name"),
    ("column", "sign_in_name"),
    ("column", "archetype"),
    ("column", "state"),
    ("column", "email"),
    ("format", "csv_comma"),
];

/// Lets the administrator in once more: exports ask for a fresh proof, and that of the other session is long ago.
fn proved(connection: &mut Connection, scene: &Scene) -> Result<String, Failure> {
    let administrator = scene.plan.person(scene.tenant.first, 0);
    let fields = [("name", administrator.email.as_str()), ("password", PASSWORD)];
    let request = Request::post(&scene.at("/sign-in"), &fields).with("x-forwarded-for", "192.0.2.7");
    let answer = connection.ask(&request)?;
    let cookie = answer.cookie().filter(|_| answer.status == 303);
    cookie.ok_or_else(|| format!("the administrator was not let in: {}", answer.status).into())
}

/// Asks for a file of those who are chosen; of everybody, if nobody is.
fn ask(connection: &mut Connection, scene: &Scene, cookie: &str, chosen: &[(&str, &str)]) -> Result<Work, Failure> {
    let fields: Vec<(&str, &str)> = FIELDS.iter().chain(chosen).copied().collect();
    let request = Request::post(&scene.at("/console/people/export"), &fields);
    let answer = connection.ask(&request.with("cookie", cookie))?;
    // Without a fresh proof it leads elsewhere.
    let place = answer.header("location").filter(|place| answer.status == 303 && place.contains("/console/exports/"));
    let path = place.ok_or_else(|| format!("an export was refused: {}", answer.status))?;
    Ok(Work::at(path, cookie))
}

/// How fast a file of everybody grows, and what a download costs.
#[expect(clippy::cast_precision_loss, reason = "amounts of people")]
pub fn figures(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let database = scene.kind.name();
    let mut connection = Connection::to(scene.server.port);
    let cookie = proved(&mut connection, scene)?;
    let everybody = ask(&mut connection, scene, &cookie, &[])?;
    let began = Instant::now();
    let progress = everybody.follow(&mut connection, PATIENCE)?;
    let rate = progress.number("read").max(1) as f64 / began.elapsed().as_secs_f64();
    if !["running", "done"].contains(&progress.state()) {
        return Err(format!("an export of everybody: {progress:?}").into());
    }
    report.told("an export of everybody: people a second", database, Unit::PerSecond, &[rate]);
    if progress.state() == "running" {
        everybody.step(&mut connection, "cancel")?;
    }

    let ids = some(scene);
    let chosen: Vec<(&str, &str)> = ids.iter().map(|id| ("person", id.as_str())).collect();
    let file = ask(&mut connection, scene, &cookie, &chosen)?;
    let progress = file.follow(&mut connection, PATIENCE)?;
    if progress.state() != "done" {
        return Err(format!("an export of {SOME}: {progress:?}").into());
    }
    // Each download is recorded before it begins.
    let load = Load { requests: 100, ..LIST };
    let path = format!("{}/file", file.path());
    let cost = measure(&scene.server, scene.postmaster, load, |_| Request::get(&path).with("cookie", &cookie))?;
    rare(scene, report, &format!("an export of {SOME}, downloaded"), &cost);
    Ok(())
}
