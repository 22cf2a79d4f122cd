//! Pages that everybody sees: the sign-in page, and the portal of somebody who is signed in.

use super::Scene;
use crate::Failure;
use crate::client::Request;
use crate::load::{Load, measure};
use crate::report::{Report, Unit};

/// How many requests tell a page's cost.
pub const PAGE: Load = Load { connections: 4, rounds: 7, requests: 4_000, status: 200 };

/// The pages.
pub fn figures(scene: &Scene, bare: f64, report: &mut Report) -> Result<(), Failure> {
    let database = scene.kind.name();
    let sign_in = scene.at("/sign-in");
    let cost = measure(&scene.server, scene.postmaster, PAGE, |_| Request::get(&sign_in))?;
    report.most("sign-in page, processor time", database, Unit::Micros, 45.0, &cost.cpu);
    let times: Vec<f64> = cost.cpu.iter().map(|cpu| cpu / bare).collect();
    report.told("sign-in page, times the bare server", database, Unit::Plain, &times);
    report.told("sign-in page, time to wait, 4 connections", database, Unit::Millis, &cost.latency);
    let p99 = crate::arithmetic::percentile(&cost.latency, 99.0);
    report.most("sign-in page, p99 of it", database, Unit::Millis, 5.0, &[p99]);
    let packed = |_| Request::get(&sign_in).with("accept-encoding", "gzip, deflate, br");
    let cost = measure(&scene.server, scene.postmaster, PAGE, packed)?;
    report.told("sign-in page compressed, processor time", database, Unit::Micros, &cost.cpu);

    let portal = scene.at("/portal");
    let asked = |number| Request::get(&portal).with("cookie", scene.cookie(number));
    let cost = measure(&scene.server, scene.postmaster, PAGE, asked)?;
    report.most("portal page, processor time", database, Unit::Micros, 150.0, &cost.cpu);
    let times: Vec<f64> = cost.cpu.iter().map(|cpu| cpu / bare).collect();
    report.told("portal page, times the bare server", database, Unit::Plain, &times);
    with_database(scene, report, "portal page, with PostgreSQL", &cost);
    report.told("portal page, time to wait, 4 connections", database, Unit::Millis, &cost.latency);
    let p99 = crate::arithmetic::percentile(&cost.latency, 99.0);
    report.most("portal page, p99 of it", database, Unit::Millis, 5.0, &[p99]);

    // The way in for somebody who is signed in: nothing but the session is looked at.
    let check = Load { status: 303, ..PAGE };
    let asked = |number| Request::get(&sign_in).with("cookie", scene.cookie(number));
    let cost = measure(&scene.server, scene.postmaster, check, asked)?;
    report.told("session check (a redirect), processor time", database, Unit::Micros, &cost.cpu);
    with_database(scene, report, "session check, with PostgreSQL", &cost);
    Ok(())
}

/// Adds the cost with that of the database server, where there is one.
pub fn with_database(scene: &Scene, report: &mut Report, figure: &str, cost: &crate::load::Cost) {
    if scene.postmaster.is_some() {
        report.told(figure, scene.kind.name(), Unit::Micros, &cost.whole());
    }
}
