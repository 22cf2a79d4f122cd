//! Signing in with a passkey, from the question to the session.

use super::Scene;
use super::pages::with_database;
use crate::Failure;
use crate::load::{Load, measure_flow};
use crate::passkeys::Fleet;
use crate::report::{Report, Unit};

const SIGN_IN: Load = Load { connections: 4, rounds: 5, requests: 400, status: 303 };

/// Two requests: the question, and the answer that is checked, recorded and durable.
pub fn figures(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let database = scene.kind.name();
    let fleet = Fleet::enrol(scene, 200)?;
    let cost =
        measure_flow(&scene.server, scene.postmaster, SIGN_IN, |connection, number| fleet.sign_in(connection, number))?;
    report.most("passkey sign-in, question to session, processor time", database, Unit::Micros, 380.0, &cost.cpu);
    with_database(scene, report, "passkey sign-in, with PostgreSQL", &cost);
    report.told("passkey sign-in, time to wait, 4 connections", database, Unit::Millis, &cost.latency);
    report.told("passkey sign-ins a second", database, Unit::PerSecond, &cost.rate);
    Ok(())
}
