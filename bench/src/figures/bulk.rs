//! The same change for many people: found out for everybody, done for some, taken back.

use std::time::{Duration, Instant};

use super::Scene;
use super::following::Work;
use crate::Failure;
use crate::client::{Connection, Request};
use crate::report::{Report, Unit};

/// So long a change is followed; its rate is told from what was done by then.
const PATIENCE: Duration = Duration::from_secs(45);
/// The most people that are changed for the figure.
const SOME: usize = 500;

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
    everybody.step(&mut connection, "cancel")?;

    let first = scene.tenant.first;
    let ids: Vec<String> =
        (2..).take(SOME).map(|local| scene.plan.person(first + local, local).id.to_string()).collect();
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
