//! The console's first page.

use app::console::overview::{self, FirstStep, Overview, PeopleCounts, Step};
use audit::{Filter, Trail};
use database::Transaction;
use directory::people::count;
use directory::tenants::Settings;
use foundation::Permission;
use permissions::{SystemRole, assignments, roles};

use super::{Answer, Door, Fault, entries, lead, over_time, sources};
use crate::web::answer::page;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().get("/console", show)
}

/// Where whoever has rights for a part of the tenant begins.
const PARTS: [(Permission, &str); 2] =
    [(Permission::SeePeople, "/console/people"), (Permission::SeeOrganisations, "/console/organisations")];
/// A tenant with so many people is in use and needs no guide.
const IN_USE: u64 = 100;

async fn show(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let may = |permission| visitor.caller.may(permission);
    if [Permission::SeePeople, Permission::SeeAudit, Permission::SeeSources].into_iter().all(|one| !may(one)) {
        // The figures are the whole tenant's. Whoever works with a part of it begins there.
        for (permission, page) in PARTS {
            if visitor.caller.may_somewhere(permission) {
                return Ok(lead(&door, page));
            }
        }
    }
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let people = if may(Permission::SeePeople) { Some(count::count(&mut tx).await?) } else { None };
    let latest = if may(Permission::SeeAudit) {
        let found = Trail::search(&mut tx, &Filter { limit: 8, ..Filter::default() }).await?;
        entries::lines(&mut tx, &frame, &found.entries).await?
    } else {
        Vec::new()
    };
    let figures = over_time::over_time(&door, &mut tx, frame.zone, people).await?;
    let imports = if may(Permission::SeeSources) {
        ::sources::imports::list::list(&mut tx, None, 3).await?.imports.iter().map(sources::import_row).collect()
    } else {
        Vec::new()
    };
    let total = people.map_or(0, |counts| counts.total());
    let guided = may(Permission::EditSettings) && total < IN_USE;
    let first_steps = if guided { first_steps(&door, &mut tx, total).await? } else { Vec::new() };
    let people = people.map(|counts| PeopleCounts {
        active: counts.active,
        invited: counts.invited,
        suspended: counts.suspended,
        ended: counts.ended,
    });
    Ok(page(overview::overview(&frame, &Overview { people, figures, latest, imports, first_steps })))
}

/// What a new tenant still has to do; nothing once all is done.
async fn first_steps(door: &Door, tx: &mut Transaction, people: u64) -> Result<Vec<FirstStep>, Fault> {
    let tenant = door.tenant();
    let look = tenant.has_logo || tenant.settings.accent != Settings::default().accent;
    let attributes = !directory::attributes::definitions(tx).await?.is_empty();
    let mut steps = vec![
        FirstStep { step: Step::Look, done: look },
        FirstStep { step: Step::Attributes, done: attributes },
        FirstStep { step: Step::People, done: people > 1 },
    ];
    if tx.caller().may(Permission::SeeRoles) {
        let keystone = roles::system(tx, SystemRole::keystone(tenant.id)).await?;
        let holders = assignments::holder_counts(tx, 2).await?;
        let done = holders.get(&keystone.id).is_some_and(|amount| *amount > 1);
        steps.push(FirstStep { step: Step::Administrator, done });
    }
    if steps.iter().all(|step| step.done) {
        steps.clear();
    }
    Ok(steps)
}
