//! Settings that tell of many people: the types of identity, an attribute, and a policy that asks something of a group.

use super::Scene;
use super::console::{LIST, policy, rare, told};
use super::following::Work;
use crate::Failure;
use crate::client::{Connection, Request};
use crate::load::{Load, measure};
use crate::places::{WIDE, group_id};
use crate::report::Report;

/// The attribute that nobody has a value of; no other figure is measured while it is there.
const ATTRIBUTE: &str = "bench_locker";

/// Defines the attribute, as its form does.
fn define(connection: &mut Connection, scene: &Scene) -> Result<Work, Failure> {
    let fields = [
        ("name", ATTRIBUTE),
        ("value_type", "text"),
        ("person_may", "see"),
        ("label_en", "Locker"),
        ("label_de", "Schließfach"),
    ];
    let request = Request::post(&scene.at("/console/settings/attributes/new"), &fields);
    let answer = connection.ask(&request.with("cookie", scene.administrator()))?;
    if answer.status != 303 {
        return Err(format!("an attribute was refused: {}", answer.status).into());
    }
    Ok(Work::at(&scene.at(&format!("/console/settings/attributes/{ATTRIBUTE}")), scene.administrator()))
}

/// The pages, held to what lists of people are held to, and the question whom a policy would concern.
pub fn figures(scene: &Scene, report: &mut Report) -> Result<(), Failure> {
    let page = |path: &str| {
        measure(&scene.server, scene.postmaster, LIST, |_| Request::get(path).with("cookie", scene.administrator()))
    };
    let cost = page(&scene.at("/console/settings/types"))?;
    told(scene, report, "types of identity, with how many people are of each", &cost, 5.0);

    let mut connection = Connection::to(scene.server.port);
    let attribute = define(&mut connection, scene)?;
    let cost = page(&format!("{}/edit", attribute.path()))?;
    told(scene, report, "an attribute, with how many people have no value", &cost, 5.0);
    attribute.step(&mut connection, "remove")?;

    // Opened now and then by an administrator; counting ends at 100,000 of a kind of people.
    let load = Load { requests: 20, ..LIST };
    let [required, grace] = ["required", "grace"].map(|what| format!("{what}.group.{}", group_id(WIDE)));
    let group = [(required.as_str(), "second_factor"), (grace.as_str(), "14")];
    let cost = measure(&scene.server, scene.postmaster, load, |_| policy(scene, &group))?;
    rare(scene, report, "sign-in policy with a group of a tenth, whom a change would concern", &cost);
    Ok(())
}
