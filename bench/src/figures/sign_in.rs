//! Signing in with a password: all of it, everything but the hash, and what others wait for meanwhile.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::Scene;
use super::pages::with_database;
use crate::Failure;
use crate::arithmetic::mix;
use crate::client::{Connection, Request};
use crate::load::{Load, measure};
use crate::people::{KNOWN, ORDINARY, PASSWORD};
use crate::report::{Report, Unit};

/// How many sign-ins tell their cost.
pub const SIGN_IN: Load = Load { connections: 4, rounds: 5, requests: 200, status: 303 };

/// Somebody signs in, from somewhere.
#[must_use]
pub fn request(scene: &Scene, number: u64) -> Request {
    // Nobody who holds a role, and not the one with the many entries; each from a network of their own.
    let known = KNOWN.min(scene.tenant.people).saturating_sub(ORDINARY).max(1);
    let local = ORDINARY + number % known;
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
    reads_meanwhile(scene, report)
}

/// Sessions are looked at while more passwords wait to be hashed than there are places.
fn reads_meanwhile(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let (stop, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    // Numbers of their own, so that no account is tried too often.
    let next = AtomicU64::new(1_000_000);
    let cost = std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                let mut connection = Connection::to(scene.server.port);
                while !stop.load(Ordering::Relaxed) {
                    let answer = connection.ask(&request(scene, next.fetch_add(1, Ordering::Relaxed)));
                    answered.fetch_add(u64::from(answer.is_ok_and(|answer| answer.status == 303)), Ordering::Relaxed);
                }
            });
        }
        let sign_in = scene.at("/sign-in");
        let load = Load { connections: 1, rounds: 3, requests: 1_000, status: 303 };
        let cost =
            measure(&scene.server, None, load, |number| Request::get(&sign_in).with("cookie", scene.cookie(number)));
        stop.store(true, Ordering::Relaxed);
        cost
    })?;
    if answered.into_inner() == 0 {
        return Err("nobody signed in meanwhile".into());
    }
    let p99 = crate::arithmetic::percentile(&cost.latency, 99.0);
    let figure = "session check while the hash pool is full, p99 of time to wait";
    report.most(figure, scene.kind.name(), Unit::Millis, 5.0, &[p99]);
    Ok(())
}
