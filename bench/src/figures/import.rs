//! A file of new people goes in by the way everybody uses: uploaded, mapped, started, followed.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::Scene;
use super::following::Work;
use crate::client::{Connection, Request};
use crate::report::{Report, Unit};
use crate::{Failure, machine};

/// So long an import is followed; its rate is told from what was read by then.
const PATIENCE: Duration = Duration::from_secs(120);

/// A file of so many people nobody knows yet.
#[must_use]
pub fn file(name: &str, rows: u64) -> Vec<u8> {
    let plan = crate::people::Plan::of(rows);
    let mut text = "id;given;family;email\n".to_owned();
    for number in 0..rows {
        let person = plan.person(number, u64::MAX);
        let _ = writeln!(text, "{name}-{number};{};{};{name}.{}", person.given, person.family, person.email);
    }
    text.into_bytes()
}

/// Uploads a file, says what its columns mean, and starts.
pub fn start(
    connection: &mut Connection,
    tenant: &str,
    cookie: &str,
    source: &str,
    content: &[u8],
) -> Result<Work, Failure> {
    let upload =
        Request::upload(&format!("{tenant}/console/sources/upload"), &[("source", source)], "people.csv", content);
    let answer = connection.ask(&upload.with("cookie", cookie))?;
    let place = answer.header("location").unwrap_or_default().to_owned();
    let path = place.strip_suffix("/mapping").ok_or_else(|| format!("the upload was refused: {}", answer.status))?;
    let columns = [
        ("archetype", "customer"),
        ("column.0", "external_id"),
        ("column.1", "given_name"),
        ("column.2", "family_name"),
        ("column.3", "email"),
    ];
    let answer = connection.ask(&Request::post(&place, &columns).with("cookie", cookie))?;
    if answer.status != 303 {
        return Err(format!("the columns were refused: {}", answer.status).into());
    }
    let import = Work::at(path, cookie);
    import.step(connection, "start")?;
    Ok(import)
}

/// New people, and the same file again.
#[expect(clippy::cast_precision_loss, reason = "amounts of rows")]
pub fn figures(scene: &Scene, rows: u64, report: &mut Report) -> Result<(), Failure> {
    let database = scene.kind.name();
    let content = file("bench", rows);
    let mut connection = Connection::to(scene.server.port);
    let memory = machine::memory(scene.server.pid())?;
    let mut is_new = true;
    for (what, target) in [
        ("import of new people", 1_000_000.0 / if database == "SQLite" { 45.0 } else { 60.0 }),
        ("the same file again", 200_000.0),
    ] {
        let before = scene.server.read();
        let began = Instant::now();
        let running = start(&mut connection, &scene.at(""), scene.administrator(), "Bench", &content)?;
        let uploaded = began.elapsed().as_secs_f64();
        let began = Instant::now();
        let progress = running.follow(&mut connection, PATIENCE)?;
        let took = began.elapsed().as_secs_f64();
        let (spent, _) = before.until(&scene.server.read());
        let read = progress.number("read").max(1) as f64;
        report.told(&format!("{what}: upload of {rows} rows"), database, Unit::Millis, &[uploaded * 1_000.0]);
        report.told(&format!("{what}: processor time a row"), database, Unit::Micros, &[spent / read]);
        report.least(&format!("{what}: rows a second"), database, Unit::PerSecond, target, &[read / took]);
        if progress.state() != "done" {
            report.note(format!(
                "{what} on {database}: {} of {rows} rows in {took:.0} s, then it was left.",
                progress.number("read")
            ));
            return Ok(());
        }
        if is_new && progress.number("unchanged") > 0 || !is_new && progress.number("created") > 0 {
            return Err(format!("{what}: {progress:?}").into());
        }
        is_new = false;
    }
    let grown = machine::memory(scene.server.pid())?.saturating_sub(memory) as f64 / 1_048_576.0;
    report.most("memory an import adds", database, Unit::Mebibytes, 128.0, &[grown]);
    Ok(())
}
