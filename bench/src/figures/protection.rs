//! What administrators look at of strong sign-in, and the copy of the own data. None of it is opened often; none of it may read everybody.

use super::Scene;
use super::console::{LIST, anywhere, rare, told};
use crate::client::Request;
use crate::load::{Load, measure};
use crate::loader::Loader;
use crate::people::Plan;
use crate::report::Report;
use crate::stores::Kind;
use crate::{Failure, Setting};

/// Customers, who are most of the people, are asked for a second factor and may have badges.
const SETTINGS: &str = r#"{"sign_up":"open","absolute_hours":720,"idle_minutes":1440,
    "sign_in_policy":{"administrators":{"required":"offered"},"archetypes":{"customer":{"required":"second_factor","grace_days":365}}},
    "badges":{"is_on":true,"archetypes":["customer"]}}"#;

/// Serves what is there once more, with a policy that asks for something.
pub async fn figures(
    setting: &Setting,
    kind: Kind,
    plan: Plan,
    name: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    let url = setting.stores.copy(kind, &plan, name).await?;
    let mut loader = Loader::open(&url).await?;
    loader.run(&format!("UPDATE tenant SET settings = '{SETTINGS}'")).await?;
    loader.close().await?;
    let scene = Scene::on(setting, kind, plan, &url, name).await?;

    // While everybody's proof is fresh: each has a copy made of what is held about them.
    let load = Load { connections: 1, rounds: 5, requests: 100, status: 200 };
    let copy = scene.at("/portal/data");
    let made = measure(&scene.server, scene.postmaster, load, |number| {
        Request::post(&copy, &[]).with("cookie", scene.cookie(number))
    })?;
    rare(&scene, report, "a copy of the own data", &made);

    let counted = Load { requests: 20, ..LIST };
    let page = scene.at("/console/protection");
    let shares = measure(&scene.server, scene.postmaster, counted, |_| {
        Request::get(&page).with("cookie", scene.administrator())
    })?;
    rare(&scene, report, "adoption of strong factors, counted up to 100,000 of each", &shares);

    for (figure, path) in [
        ("who lacks what is asked, a page at any depth", "/console/protection/missing?group=archetype.customer&"),
        ("badges, a page at any depth", "/console/badges?kind=customer&"),
    ] {
        let cost = measure(&scene.server, scene.postmaster, LIST, |number| anywhere(&scene, path, number))?;
        told(&scene, report, figure, &cost, 5.0);
    }
    scene.server.stop()?;
    Ok(())
}
