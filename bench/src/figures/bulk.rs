//! The same change for many people: found out for everybody, done for some, taken back.

use std::time::{Duration, Instant};

use super::Scene;
use crate::Failure;
use crate::client::{Connection, Request};
use crate::report::{Report, Unit};

/// So long a change is followed; its rate is told from what was done by then.
const PATIENCE: Duration = Duration::from_secs(45);
/// The most people that are changed for the figure.
const SOME: usize = 500;

/// A change that somebody asked for.
#[derive(Debug)]
pub struct Asked {
    path: String,
    cookie: String,
}

/// What a change says of itself.
#[derive(Debug, Clone)]
pub struct Progress {
    /// `running` while a job works on it, then what it came to.
    pub state: String,
    /// People who will be changed.
    pub pending: u64,
    /// People who were changed.
    pub changed: u64,
    /// People who were changed and taken back.
    pub undone: u64,
}

/// Asks for a suspension of everybody a list narrowed by some fields would show.
pub fn ask(
    connection: &mut Connection,
    tenant: &str,
    cookie: &str,
    narrowed: &[(&str, &str)],
) -> Result<Asked, Failure> {
    let mut fields = vec![("action", "suspend"), ("reason", "Bench")];
    fields.extend(narrowed);
    let request = Request::post(&format!("{tenant}/console/people/change"), &fields);
    let answer = connection.ask(&request.with("cookie", cookie))?;
    let place = answer.header("location").filter(|_| answer.status == 303);
    let path = place.ok_or_else(|| format!("a change was refused: {}", answer.status))?.to_owned();
    Ok(Asked { path, cookie: cookie.to_owned() })
}

impl Asked {
    /// Begins, stops, or takes back.
    pub fn step(&self, connection: &mut Connection, step: &str) -> Result<(), Failure> {
        let request = Request::post(&format!("{}/{step}", self.path), &[]).with("cookie", &self.cookie);
        let answer = connection.ask(&request)?;
        if answer.status == 303 { Ok(()) } else { Err(format!("{step} was refused: {}", answer.status).into()) }
    }

    /// How far it is.
    pub fn progress(&self, connection: &mut Connection) -> Result<Progress, Failure> {
        let request = Request::get(&format!("{}/progress", self.path)).with("cookie", &self.cookie);
        let answer: serde_json::Value = serde_json::from_slice(&connection.ask(&request)?.body)?;
        let number = |name: &str| answer.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
        Ok(Progress {
            state: answer.get("state").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned(),
            pending: number("pending"),
            changed: number("changed"),
            undone: number("undone"),
        })
    }

    /// Follows it until no job works on it, or for so long.
    pub fn follow(&self, connection: &mut Connection, patience: Duration) -> Result<Progress, Failure> {
        let began = Instant::now();
        loop {
            let progress = self.progress(connection)?;
            if progress.state != "running" || began.elapsed() > patience {
                return Ok(progress);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Finds out for everybody what would happen, and changes some there and back.
#[expect(clippy::cast_precision_loss, reason = "amounts of people")]
pub fn figures(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let database = scene.kind.name();
    let mut connection = Connection::to(scene.server.port);
    let everybody = ask(&mut connection, &scene.at(""), scene.administrator(), &[])?;
    let began = Instant::now();
    let progress = everybody.follow(&mut connection, PATIENCE)?;
    let rate = progress.pending.max(1) as f64 / began.elapsed().as_secs_f64();
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
        let rate = (progress.changed + progress.undone) as f64 / began.elapsed().as_secs_f64();
        report.told(&format!("a change of {SOME}: {what} a second"), database, Unit::PerSecond, &[rate]);
    }
    Ok(())
}
