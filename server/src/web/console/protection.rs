//! How people protect their accounts.

use app::console::protection::{self as pages, Protected, Protection, Share};
use app::model::Count;
use authentication::staff::adoption::{self, Amount, Classes};

use super::{Answer, Archetypes, Door};
use crate::web::answer::page;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().get("/console/protection", show_figures)
}

const fn number(amount: Amount) -> Count {
    if amount.or_more { Count::AtLeast(amount.least) } else { Count::Exact(amount.least) }
}

fn share(part: Amount, all: Amount) -> (Count, Share) {
    let share = match adoption::Share::of(part, all) {
        adoption::Share::Percent(percent) => Share::Percent(percent),
        adoption::Share::Under(percent) => Share::Under(percent),
        adoption::Share::Unknown => Share::Unknown,
    };
    (number(part), share)
}

fn protected(who: String, classes: Classes, people: Amount) -> Protected {
    let rest = if people.or_more { classes.nothing.least } else { people.least - known(classes).min(people.least) };
    Protected {
        who,
        people: number(people),
        passkey: share(classes.with_passkey(), people),
        strong: share(classes.with_strong(), people),
        classes: [classes.with_passkey().least, classes.app.least, rest],
    }
}

/// Those who are known to have something.
const fn known(classes: Classes) -> u64 {
    classes.with_passkey().least + classes.app.least
}

async fn show_figures(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = adoption::figures(&mut tx).await?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    drop(tx);
    let everybody = Amount { least: found.people, or_more: false };
    let administrators = frame.t("console-policy-administrators").to_owned();
    let mut parts = vec![protected(administrators, found.administrators, found.administrators.people())];
    parts.extend(
        found
            .archetypes
            .iter()
            .filter(|(_, classes)| classes.people().least > 0)
            .map(|(name, classes)| protected(archetypes.label(name), *classes, classes.people())),
    );
    let is_bounded = parts.iter().any(|part| matches!(part.people, Count::AtLeast(_)));
    let everybody = protected(frame.t("console-policy-everybody").to_owned(), found.everybody, everybody);
    Ok(page(pages::protection(&frame, &Protection { everybody, parts, is_bounded })))
}
