//! From starting the program to its first page.

use crate::people::Plan;
use crate::report::{Report, Unit};
use crate::stores::Kind;
use crate::{Failure, Setting};

const TIMES: usize = 11;

/// The start on all the data, and the very first one.
pub async fn figures(
    setting: &Setting,
    kind: Kind,
    plan: Plan,
    name: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    let slug = plan.tenants().first().ok_or("a plan without tenants")?.slug();
    let url = setting.stores.copy(kind, &plan, name).await?;
    let mut with_data = Vec::new();
    for _ in 0..TIMES {
        let server = setting.launch(name, &url)?.start(&slug)?;
        with_data.push(server.started_in.as_secs_f64() * 1_000.0);
        server.stop()?;
    }
    report.most("start with data, to the first sign-in page", kind.name(), Unit::Millis, 50.0, &with_data);
    let mut first = Vec::new();
    for _ in 0..5 {
        let empty = format!("{name}_empty");
        let url = setting.stores.empty(kind, &empty).await?;
        let server = setting.launch(&empty, &url)?.without_key().start("platform")?;
        first.push(server.started_in.as_secs_f64() * 1_000.0);
        server.stop()?;
        setting.stores.remove(kind, &empty).await?;
    }
    report.most("the very first start, in an empty folder", kind.name(), Unit::Millis, 300.0, &first);
    Ok(())
}
