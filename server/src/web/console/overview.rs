//! The console's first page.

use app::console::overview::{self, DayOfSignIns, FirstStep, Overview, PeopleCounts, Step};
use audit::{Filter, Trail};
use chrono::Days;
use database::Transaction;
use directory::people::count;
use directory::tenants::Settings;
use foundation::Permission;
use permissions::{SystemRole, assignments, roles};

use super::{Answer, Door, Fault, entries, lead, sources, start_of};
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
/// So many days of sign-ins are drawn.
const DAYS: u64 = 14;

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
    let sign_ins = if may(Permission::SeeAudit) { Some(sign_ins(&mut tx, frame.zone).await?) } else { None };
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
    Ok(page(overview::overview(&frame, &Overview { people, sign_ins, latest, imports, first_steps })))
}

/// Sign-ins of the last days in the visitor's time zone, the oldest first. Where the zone is not whole hours from UTC, an hour
/// counts for the day it begins in.
async fn sign_ins(tx: &mut Transaction, zone: chrono_tz::Tz) -> Result<Vec<DayOfSignIns>, Fault> {
    let today = tx.now().with_timezone(&zone).date_naive();
    let first = today - Days::new(DAYS - 1);
    let since = start_of(first, zone).unwrap_or_else(|| tx.now());
    let day = |day| DayOfSignIns { day, succeeded: 0, refused: 0 };
    let mut days: Vec<DayOfSignIns> = first.iter_days().take_while(|one| *one <= today).map(day).collect();
    for hour in Trail::sign_ins(tx, since).await? {
        let of = hour.hour.with_timezone(&zone).date_naive();
        if let Some(day) = days.iter_mut().find(|day| day.day == of) {
            day.succeeded += u64::try_from(hour.succeeded).unwrap_or(0);
            day.refused += u64::try_from(hour.refused).unwrap_or(0);
        }
    }
    Ok(days)
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
