//! What administrators look at of strong sign-in, and the copy of the own data. None of it is opened often; none of it may read everybody.

use super::Scene;
use super::console::{LIST, anywhere, rare, told};
use crate::client::Request;
use crate::load::{Load, measure};
use crate::loader::Loader;
use crate::people::Plan;
use crate::places::{WIDE, group_id};
use crate::report::Report;
use crate::stores::Kind;
use crate::{Failure, Setting};

/// Customers, who are most of the people, and a group of a tenth are asked for a second factor. Customers may have badges.
fn settings() -> String {
    let asked = serde_json::json!({"required": "second_factor", "grace_days": 365});
    let settings = serde_json::json!({
        "sign_up": "open",
        "absolute_hours": 720,
        "idle_minutes": 1440,
        "sign_in_policy": {
            "administrators": {"required": "offered"},
            "archetypes": {"customer": asked},
            "groups": {group_id(WIDE).to_string(): asked},
        },
        "badges": {"is_on": true, "archetypes": ["customer"]},
    });
    settings.to_string()
}

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
    loader.run(&format!("UPDATE tenant SET settings = '{}'", settings())).await?;
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

    let of_group = format!("/console/protection/missing?group=group.{}&", group_id(WIDE));
    for (figure, path) in [
        ("who lacks what is asked, a page at any depth", "/console/protection/missing?group=archetype.customer&"),
        ("who of a group of a tenth lacks what is asked, a page at any depth", of_group.as_str()),
        ("badges, a page at any depth", "/console/badges?kind=customer&"),
    ] {
        let cost = measure(&scene.server, scene.postmaster, LIST, |number| anywhere(&scene, path, number))?;
        told(&scene, report, figure, &cost, 5.0);
    }
    scene.server.stop()?;
    Ok(())
}
