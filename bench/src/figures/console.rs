//! The console at its busiest: the list of people at any depth, the search, and the audit trail.

use super::Scene;
use super::pages::with_database;
use crate::Failure;
use crate::arithmetic::{mix, percentile};
use crate::client::{Request, encoded};
use crate::load::{Cost, Load, measure};
use crate::people::BUSY;
use crate::report::{Report, Unit};

/// How many requests tell a list's cost.
pub const LIST: Load = Load { connections: 1, rounds: 5, requests: 200, status: 200 };

/// A page of the list that begins after somebody anywhere in it.
#[must_use]
pub fn list_page(scene: &Scene, number: u64) -> Request {
    anywhere(scene, "/console/people?", number)
}

/// A page of a list of people at `path`, which ends where another parameter may follow.
#[must_use]
pub fn anywhere(scene: &Scene, path: &str, number: u64) -> Request {
    anywhere_as(scene, scene.administrator(), path, number)
}

/// As [`anywhere`], as somebody sees it.
#[must_use]
pub fn anywhere_as(scene: &Scene, cookie: &str, path: &str, number: u64) -> Request {
    Request::get(&scene.at(&format!("{path}{}", after(scene, number)))).with("cookie", cookie)
}

/// The parameter that lets a list of people begin after somebody.
#[must_use]
pub fn after(scene: &Scene, number: u64) -> String {
    let local = mix(number, 50) % scene.tenant.people.max(1);
    let person = scene.plan.person(scene.tenant.first + local, local);
    let key = format!("{}~{}", person.id, person.sort_key());
    format!("after={}", encoded(&key))
}

/// A search for words.
#[must_use]
pub fn search(scene: &Scene, words: &str) -> Request {
    search_as(scene, scene.administrator(), words)
}

/// A search for words, as somebody sees it.
#[must_use]
pub fn search_as(scene: &Scene, cookie: &str, words: &str) -> Request {
    Request::get(&scene.at(&format!("/console/people?q={}", encoded(words)))).with("cookie", cookie)
}

/// A search for words among everything that has a name, as somebody sees it.
#[must_use]
pub fn search_everything_as(scene: &Scene, cookie: &str, words: &str) -> Request {
    Request::get(&scene.at(&format!("/console/search?q={}", encoded(words)))).with("cookie", cookie)
}

/// Makes the term of a number.
pub type Term = fn(&Scene, u64) -> String;

/// What is searched for: a kind of term, and the term of a number.
pub const TERMS: [(&str, Term); 4] = [
    ("rare", |scene, number| {
        let local = mix(number, 51) % scene.tenant.people.max(1);
        format!(".{}@", scene.tenant.first + local)
    }),
    ("common", |_, number| {
        ["müller", "anna", "schmidt", "example.org"].get(place(number, 4)).copied().unwrap_or("anna").to_owned()
    }),
    ("absent", |_, number| format!("qx{}zyw", number % 97)),
    ("two letters", |_, number| {
        ["mü", "sc", "ba", "wo", "el"].get(place(number, 5)).copied().unwrap_or("ba").to_owned()
    }),
];

fn place(number: u64, amount: u64) -> usize {
    usize::try_from(mix(number, 52) % amount).unwrap_or(0)
}

/// A page of the trail of the one with the many entries, beginning on some day.
#[must_use]
pub fn audit_page(scene: &Scene, number: u64) -> Request {
    let person = scene.plan.person(scene.tenant.first + BUSY, BUSY);
    let path = if number.is_multiple_of(2) {
        format!("/console/audit?person={}", person.id)
    } else {
        "/console/audit".to_owned()
    };
    Request::get(&scene.at(&path)).with("cookie", scene.administrator())
}

/// Asks whom a policy would concern, with what more it asks, without saving it: the one page that counts people.
#[must_use]
pub fn policy(scene: &Scene, more: &[(&str, &str)]) -> Request {
    let mut fields = vec![
        ("required.everybody", "second_factor"),
        ("grace.everybody", "14"),
        ("required.administrators", "strong_factor"),
        ("grace.administrators", "0"),
    ];
    fields.extend(more);
    Request::post(&scene.at("/console/settings/policy"), &fields).with("cookie", scene.administrator())
}

/// The lists.
pub fn figures(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let list = measure(&scene.server, scene.postmaster, LIST, |number| list_page(scene, number))?;
    told(scene, report, "people, a page at any depth", &list, 5.0);
    for (kind, term) in TERMS {
        let cost = measure(&scene.server, scene.postmaster, LIST, |number| search(scene, &term(scene, number)))?;
        told(scene, report, &format!("people, search for {kind} terms"), &cost, 5.0);
    }
    for (kind, term) in TERMS {
        let make = |number| search_everything_as(scene, scene.administrator(), &term(scene, number));
        let cost = measure(&scene.server, scene.postmaster, LIST, make)?;
        told(scene, report, &format!("everything, search for {kind} terms"), &cost, 5.0);
    }
    for days in [14, 90, 365] {
        let path = scene.at(&format!("/console?period={days}"));
        let make = |_| Request::get(&path).with("cookie", scene.administrator());
        let cost = measure(&scene.server, scene.postmaster, LIST, make)?;
        told(scene, report, &format!("overview, figures of {days} days"), &cost, 5.0);
    }
    let audit = measure(&scene.server, scene.postmaster, LIST, |number| audit_page(scene, number))?;
    told(scene, report, "audit trail, a page (all, and of one with 100,000 entries)", &audit, 5.0);
    // Opened now and then by an administrator; counting ends at 100,000 of a kind of people.
    let load = Load { requests: 20, ..LIST };
    let counted = measure(&scene.server, scene.postmaster, load, |_| policy(scene, &[]))?;
    rare(scene, report, "sign-in policy, whom a change would concern", &counted);
    Ok(())
}

/// The cost of a list that is to be there at once.
pub fn told(scene: &Scene, report: &mut Report, figure: &str, cost: &Cost, target: f64) {
    rare(scene, report, figure, cost);
    let p99 = percentile(&cost.latency, 99.0);
    report.most(&format!("{figure}: p99 of it"), scene.kind.name(), Unit::Millis, target, &[p99]);
}

/// The cost of what is opened now and then, and may take longer.
pub fn rare(scene: &Scene, report: &mut Report, figure: &str, cost: &Cost) {
    let database = scene.kind.name();
    report.told(&format!("{figure}: processor time"), database, Unit::Micros, &cost.cpu);
    with_database(scene, report, &format!("{figure}: with PostgreSQL"), cost);
    report.told(&format!("{figure}: time to wait"), database, Unit::Millis, &cost.latency);
}
