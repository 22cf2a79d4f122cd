//! Signing in with a password: all of it, and everything but the hash.

use super::Scene;
use super::pages::with_database;
use crate::Failure;
use crate::arithmetic::mix;
use crate::client::Request;
use crate::load::{Load, measure};
use crate::people::{KNOWN, PASSWORD};
use crate::report::{Report, Unit};

/// How many sign-ins tell their cost.
pub const SIGN_IN: Load = Load { connections: 4, rounds: 5, requests: 200, status: 303 };

/// Somebody signs in, from somewhere.
#[must_use]
pub fn request(scene: &Scene, number: u64) -> Request {
    // Not the administrator and not the one with the many entries; each from a network of their own.
    let known = KNOWN.min(scene.tenant.people).saturating_sub(2).max(1);
    let local = 2 + number % known;
    let person = scene.plan.person(scene.tenant.first + local, local);
    let mixed = mix(number, 53);
    let from = format!("10.{}.{}.{}", mixed % 250, mixed / 250 % 250, mixed / 62_500 % 250);
    Request::post(&scene.at("/sign-in"), &[("name", &person.email), ("password", PASSWORD)])
        .with("x-forwarded-for", &from)
}

/// Sign-ins, durable and recorded.
pub fn figures(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let database = scene.kind.name();
    let cost = measure(&scene.server, scene.postmaster, SIGN_IN, |number| request(scene, number))?;
    report.told("password sign-in, processor time", database, Unit::Micros, &cost.cpu);
    report.told("password sign-in, the hash", database, Unit::Micros, &cost.hashing);
    report.most("password sign-in, everything but the hash", database, Unit::Micros, 400.0, &cost.without_hashing());
    with_database(scene, report, "password sign-in, with PostgreSQL", &cost);
    report.told("password sign-in, time to wait, 4 connections", database, Unit::Millis, &cost.latency);
    report.told("password sign-ins a second", database, Unit::PerSecond, &cost.rate);
    Ok(())
}
