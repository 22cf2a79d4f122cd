//! `make bench-growth`: how the cost of a request grows with people and with tenants.

use crate::arithmetic::{percentile, slope};
use crate::client::Request;
use crate::figures::{Scene, console, pages, sign_in};
use crate::load::{Load, measure};
use crate::people::Plan;
use crate::report::{Report, Unit};
use crate::stores::Kind;
use crate::{Failure, Setting};

/// The sizes, each ten times the one before.
const PEOPLE: [u64; 3] = [10_000, 100_000, 1_000_000];
/// Tenants, at as many people as the middle size has.
const TENANTS: [u64; 3] = [1, 100, 10_000];

/// The requests that are followed, with the steepest slope each may have.
const REQUESTS: [(&str, f64); 7] = [
    ("password sign-in without the hash", 0.10),
    ("session check", 0.10),
    ("portal page", 0.15),
    ("people, a page at any depth", 0.15),
    ("people, search for rare terms", 0.15),
    ("people, search for common terms", 0.15),
    ("audit trail, a page", 0.15),
];

/// Measures both series and writes the table, also of a run that ends early.
pub async fn run(setting: &Setting, machine: &str) -> Result<(), Failure> {
    let mut report = Report::new("How cost grows", machine);
    let outcome = measured(setting, &mut report).await;
    report.note(
        "The slope is that of the logarithm of processor time a request (server and database together) over the logarithm of \
         the size: 0 does not grow, 1 grows as the size does. Each cost is the median of rounds.",
    );
    report.finish(outcome, &setting.out)
}

async fn measured(setting: &Setting, report: &mut Report) -> Result<(), Failure> {
    let most = setting.number("people", 1_000_000);
    for kind in setting.kinds.iter().copied() {
        let mut series = Vec::new();
        for people in PEOPLE.into_iter().filter(|people| *people <= most) {
            let plan = Plan { people, tenants: 100, entries: 10_000 };
            // The largest is the one `make bench` keeps.
            let plan = if people == 1_000_000 { Plan::of(people) } else { plan };
            series.push((people, costs(setting, kind, plan).await?));
        }
        people(&series, kind, report);
        let mut series = Vec::new();
        for tenants in TENANTS {
            let plan = Plan { people: 100_000.min(most), tenants, entries: 10_000 };
            series.push((tenants, costs(setting, kind, plan).await?));
        }
        tenants(&series, kind, report);
    }
    Ok(())
}

/// What each request costs on a database of a plan, in microseconds of processor time of everybody.
async fn costs(setting: &Setting, kind: Kind, plan: Plan) -> Result<Vec<f64>, Failure> {
    const NAME: &str = "bench_growth";
    eprintln!("{} people in {} tenants on {}", plan.people, plan.tenants, kind.name());
    let scene = Scene::open(setting, kind, plan, NAME).await?;
    let page = Load { rounds: 5, requests: 2_000, ..pages::PAGE };
    let check = Load { status: 303, ..page };
    let list = Load { rounds: 5, requests: 150, ..console::LIST };
    let enter = Load { rounds: 5, requests: 100, ..sign_in::SIGN_IN };
    let (portal, door) = (scene.at("/portal"), scene.at("/sign-in"));
    let of = |path: &str, number| Request::get(path).with("cookie", scene.cookie(number));
    let [rare, common, ..] = console::TERMS;
    let all = |load, make: &(dyn Fn(u64) -> Request + Sync)| -> Result<f64, Failure> {
        Ok(percentile(&measure(&scene.server, scene.postmaster, load, make)?.whole(), 50.0))
    };
    let sign_in = measure(&scene.server, scene.postmaster, enter, |number| sign_in::request(&scene, number))?;
    let sign_in: Vec<f64> =
        sign_in.without_hashing().iter().zip(&sign_in.database).map(|(one, other)| one + other).collect();
    let found = vec![
        percentile(&sign_in, 50.0),
        all(check, &|number| of(&door, number))?,
        all(page, &|number| of(&portal, number))?,
        all(list, &|number| console::list_page(&scene, number))?,
        all(list, &|number| console::search(&scene, &(rare.1)(&scene, number)))?,
        all(list, &|number| console::search(&scene, &(common.1)(&scene, number)))?,
        all(list, &|number| console::audit_page(&scene, number))?,
    ];
    scene.server.stop()?;
    setting.stores.remove(kind, NAME).await?;
    Ok(found)
}

fn of_request(series: &[(u64, Vec<f64>)], at: usize) -> Vec<(u64, f64)> {
    series.iter().filter_map(|(size, costs)| Some((*size, *costs.get(at)?))).collect()
}

#[expect(clippy::cast_precision_loss, reason = "sizes of a series")]
fn people(series: &[(u64, Vec<f64>)], kind: Kind, report: &mut Report) {
    for (at, (request, most)) in REQUESTS.into_iter().enumerate() {
        let points = of_request(series, at);
        for (size, cost) in &points {
            report.told(&format!("{request}, {size} people"), kind.name(), Unit::Micros, &[*cost]);
        }
        let points: Vec<(f64, f64)> = points.iter().map(|(size, cost)| (*size as f64, *cost)).collect();
        report.most(&format!("{request}: slope over people"), kind.name(), Unit::Plain, most, &[slope(&points)]);
    }
}

fn tenants(series: &[(u64, Vec<f64>)], kind: Kind, report: &mut Report) {
    for (at, (request, _)) in REQUESTS.into_iter().enumerate() {
        let points = of_request(series, at);
        let (Some((_, first)), Some((size, last))) = (points.first(), points.last()) else { continue };
        let figure = format!("{request}: {size} tenants against one");
        report.most(&figure, kind.name(), Unit::Plain, 1.1, &[last / first]);
    }
}
