//! How fast waiting audit entries are sealed into the chain.

use std::time::Instant;

use audit::{Entry, Sealer, Stream};
use foundation::{Caller, Clock, PersonId, TenantId};

use crate::people::Plan;
use crate::report::{Report, Unit};
use crate::stores::Kind;
use crate::{Failure, Setting, data};

const ENTRIES: u64 = 20_000;

/// Entries are recorded by the product's own call, and then sealed.
#[expect(clippy::cast_precision_loss, reason = "amounts of entries")]
pub async fn figures(
    setting: &Setting,
    kind: Kind,
    plan: Plan,
    name: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    let url = setting.stores.copy(kind, &plan, name).await?;
    let tenant = plan.tenants().into_iter().next().ok_or("a plan without tenants")?;
    let database = data::open(&url, Clock::system()).await?;
    database.maintain_audit_partitions().await?;
    Sealer::seal_once(&database).await?;
    let caller = Caller::system(TenantId(tenant.id()), "bench");
    let began = Instant::now();
    for round in 0..ENTRIES / 100 {
        let person = PersonId(plan.person(tenant.first + round, round).id);
        let mut tx = database.begin(&caller).await?;
        for _ in 0..100 {
            let entry = Entry::new("person.changed", Stream::Administration).subject(person).change(
                "name",
                Some("A"),
                Some("B"),
            );
            audit::record(&mut tx, entry).await?;
        }
        tx.commit().await?;
    }
    let recorded = ENTRIES as f64 / began.elapsed().as_secs_f64();
    let began = Instant::now();
    let sealed = Sealer::seal_once(&database).await?;
    let rate = sealed as f64 / began.elapsed().as_secs_f64();
    database.close().await;
    report.told("audit entries recorded, a hundred in a transaction", kind.name(), Unit::PerSecond, &[recorded]);
    report.told("audit entries sealed", kind.name(), Unit::PerSecond, &[rate]);
    Ok(())
}
