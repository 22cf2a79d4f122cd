//! Ten million people: the lists, the search, the pages and the start. The data is removed again.

use crate::client::Request;
use crate::figures::{Scene, console, pages};
use crate::load::{Load, measure};
use crate::people::Plan;
use crate::report::{Report, Unit};
use crate::stores::{Kind, need};
use crate::{Failure, Setting};

/// Bytes a person takes, with indexes and room to build them: 1,900 were measured at a million before people belonged to anything;
/// the rest is reckoned.
const A_PERSON: u64 = 2_900;

/// Fills, measures, removes.
pub async fn figures(setting: &Setting, kind: Kind, report: &mut Report) -> Result<(), Failure> {
    let people = setting.number("ten-million", 10_000_000);
    let plan = Plan { people, tenants: 100, entries: 100_000 };
    if let Err(failure) = need(&setting.stores.folder, people * A_PERSON) {
        report.note(format!("{} with {people} people was left out: {failure}.", kind.name()));
        return Ok(());
    }
    let outcome = measured(setting, kind, plan, report).await;
    setting.stores.forget(kind, &plan).await?;
    outcome
}

async fn measured(setting: &Setting, kind: Kind, plan: Plan, report: &mut Report) -> Result<(), Failure> {
    let name = kind.name();
    let began = std::time::Instant::now();
    let url = setting.stores.kept(kind, &plan).await?;
    report.told(
        &format!("filling {} people", plan.people),
        name,
        Unit::Millis,
        &[began.elapsed().as_secs_f64() * 1_000.0],
    );
    let scene = Scene::on(setting, kind, plan, &url, "bench_ten_million").await?;
    let portal = scene.at("/portal");
    let cost = measure(&scene.server, scene.postmaster, pages::PAGE, |number| {
        Request::get(&portal).with("cookie", scene.cookie(number))
    })?;
    report.most("portal page, processor time", name, Unit::Micros, 150.0, &cost.cpu);
    let list = Load { requests: 100, ..console::LIST };
    let told = |report: &mut Report,
                figure: &str,
                target: f64,
                make: &(dyn Fn(u64) -> Request + Sync)|
     -> Result<(), Failure> {
        let cost = measure(&scene.server, scene.postmaster, list, make)?;
        report.told(&format!("{figure}: processor time of all"), name, Unit::Micros, &cost.whole());
        report.told(&format!("{figure}: time to wait"), name, Unit::Millis, &cost.latency);
        let p99 = crate::arithmetic::percentile(&cost.latency, 99.0);
        report.most(&format!("{figure}: p99 of it"), name, Unit::Millis, target, &[p99]);
        Ok(())
    };
    told(report, "people, a page at any depth", 5.0, &|number| console::list_page(&scene, number))?;
    for (kind, term) in console::TERMS {
        told(report, &format!("people, search for {kind} terms"), 20.0, &|number| {
            console::search(&scene, &term(&scene, number))
        })?;
    }
    told(report, "audit trail, a page", 5.0, &|number| console::audit_page(&scene, number))?;
    let slug = scene.tenant.slug();
    scene.server.stop()?;
    let mut starts = Vec::new();
    for _ in 0..5 {
        let server = setting.launch("bench_ten_million", &url)?.start(&slug)?;
        starts.push(server.started_in.as_secs_f64() * 1_000.0);
        server.stop()?;
    }
    report.most("start with data, to the first sign-in page", name, Unit::Millis, 50.0, &starts);
    Ok(())
}
