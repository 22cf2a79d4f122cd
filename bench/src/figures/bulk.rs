//! The same change for many people: found out for everybody, done for some, taken back.

use std::time::{Duration, Instant};

use super::Scene;
use super::console::{LIST, after, told};
use super::following::Work;
use crate::Failure;
use crate::client::{Connection, Request};
use crate::load::measure;
use crate::report::{Report, Unit};

/// So long work is followed; its rate is told from what was done by then.
pub const PATIENCE: Duration = Duration::from_secs(45);
/// So many people are changed there and back, or chosen for a file.
pub const SOME: usize = 500;

/// Asks for a suspension of everybody a list narrowed by some fields would show.
pub fn ask(
    connection: &mut Connection,
    tenant: &str,
    cookie: &str,
    narrowed: &[(&str, &str)],
) -> Result<Work, Failure> {
    let mut fields = vec![("action", "suspend"), ("reason", "Bench")];
    fields.extend(narrowed);
    let request = Request::post(&format!("{tenant}/console/people/change"), &fields);
    let answer = connection.ask(&request.with("cookie", cookie))?;
    let place = answer.header("location").filter(|_| answer.status == 303);
    let path = place.ok_or_else(|| format!("a change was refused: {}", answer.status))?;
    Ok(Work::at(path, cookie))
}

/// The ids of [`SOME`] people, none of them an administrator.
#[must_use]
pub fn some(scene: &Scene) -> Vec<String> {
    let first = scene.tenant.first;
    (2..).take(SOME).map(|local| scene.plan.person(first + local, local).id.to_string()).collect()
}

/// The list of changes, and a page anywhere among those whom one would change.
fn pages(scene: &Scene, change: &Work, report: &mut Report) -> Result<(), Failure> {
    let get = |path: &str| Request::get(path).with("cookie", scene.administrator());
    let list = scene.at("/console/changes");
    let cost = measure(&scene.server, scene.postmaster, LIST, |_| get(&list))?;
    told(scene, report, "changes, a page", &cost, 5.0);
    let pending = format!("{}?show=pending&", change.path());
    let make = |number| get(&format!("{pending}{}", after(scene, number)));
    let cost = measure(&scene.server, scene.postmaster, LIST, make)?;
    told(scene, report, "a change of everybody, a page at any depth", &cost, 5.0);
    Ok(())
}

/// Finds out for everybody what would happen, and changes some there and back.
#[expect(clippy::cast_precision_loss, reason = "amounts of people")]
pub fn figures(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let database = scene.kind.name();
    let mut connection = Connection::to(scene.server.port);
    let everybody = ask(&mut connection, &scene.at(""), scene.administrator(), &[])?;
    let began = Instant::now();
    let progress = everybody.follow(&mut connection, PATIENCE)?;
    let rate = progress.number("pending").max(1) as f64 / began.elapsed().as_secs_f64();
    report.told("a change of everybody: people previewed a second", database, Unit::PerSecond, &[rate]);
    if progress.state() == "running" {
        report.note(format!(
            "The pages of changes on {database} were measured while a job still looked at people ({} by then): its \
             processor time is in theirs, and they wait for it.",
            progress.number("read")
        ));
    }
    pages(scene, &everybody, report)?;
    everybody.step(&mut connection, "cancel")?;

    let ids = some(scene);
    let chosen: Vec<(&str, &str)> = ids.iter().map(|id| ("person", id.as_str())).collect();
    let some = ask(&mut connection, &scene.at(""), scene.administrator(), &chosen)?;
    some.follow(&mut connection, PATIENCE)?;
    for (what, step) in [("people suspended", "start"), ("people as before", "undo")] {
        some.step(&mut connection, step)?;
        let began = Instant::now();
        let progress = some.follow(&mut connection, PATIENCE)?;
        let rate = (progress.number("changed") + progress.number("undone")) as f64 / began.elapsed().as_secs_f64();
        report.told(&format!("a change of {SOME}: {what} a second"), database, Unit::PerSecond, &[rate]);
    }
    Ok(())
}
