//! How people protect their accounts, who lacks what is asked of them, and mails that remind them.

use std::collections::HashMap;

use app::console::missing::{self as list, Missing, MissingRow, Reminder, ReminderState, Reminding};
use app::console::protection::{self as pages, Protected, Protection, Share};
use app::form::FormState;
use app::frame::Frame;
use app::model::{Choice, Count};
use app::notice::Notice;
use authentication::Visitor;
use authentication::staff::adoption::{self, Amount, Classes};
use authentication::staff::lacking::{self, Group};
use authentication::staff::remind::{self, State};
use database::Transaction;
use directory::groups::asked as named;
use directory::people::list::Key;
use directory::tenants::policy::Required;
use foundation::{GroupId, Permission};

use super::person_factors::{asked, stand};
use super::{Answer, Archetypes, Door, Fault, Submitted, settle};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/protection", show_figures)
        .get("/console/protection/missing", show_missing)
        .post("/console/protection/remind", remind)
}

/// Lines on a page of those who lack something.
const LINES: usize = 50;

// --- the figures ------------------------------------------------------------------------------------------------

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

// --- who lacks what is asked ------------------------------------------------------------------------------------

/// What a group is called; `names` are those of groups that somebody put together.
fn group_in_words(frame: &Frame, archetypes: &Archetypes, names: &HashMap<GroupId, String>, group: &Group) -> String {
    match group {
        Group::Administrators => frame.t("console-policy-administrators").to_owned(),
        Group::Archetype(name) => archetypes.label(name),
        Group::Members(id) => {
            names.get(id).cloned().unwrap_or_else(|| frame.t("console-missing-group-gone").to_owned())
        }
    }
}

/// The list of a group; the first one that is asked for something, where none is named.
async fn missing_page(
    door: &Door,
    visitor: &Visitor,
    wanted: &str,
    is_reminding: bool,
    form: FormState,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow(Permission::SeePeople)?;
    let groups = lacking::groups(&mut tx, door.place()).await?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let group = groups.iter().find(|group| group.word() == wanted).or(groups.first());
    let after = door.query("after").as_deref().and_then(Key::from_word);
    let found = match group {
        Some(group) => lacking::page(&mut tx, door.place(), group, after.as_ref(), LINES).await?,
        None => lacking::Page { lines: Vec::new(), next: None },
    };
    let reminding = match group.filter(|_| is_reminding) {
        Some(group) => {
            tx.allow(Permission::EditPeople)?;
            Some(reminding(&mut tx, door, group).await?)
        }
        None => None,
    };
    let latest = remind::latest(&mut tx).await?;
    let of_latest = latest.as_ref().and_then(|latest| latest.group.as_ref());
    let ids = groups.iter().chain(of_latest).filter_map(|group| match group {
        Group::Members(id) => Some(*id),
        Group::Administrators | Group::Archetype(_) => None,
    });
    let names = named::names(&mut tx, ids.collect::<Vec<_>>()).await?;
    let latest = latest.map(|latest| Reminder {
        group: latest.group.map(|group| group_in_words(&frame, &archetypes, &names, &group)).unwrap_or_default(),
        state: match latest.state {
            State::Running => ReminderState::Running,
            State::Done => ReminderState::Done,
            State::Failed => ReminderState::Failed,
        },
        written: latest.written,
        passed_over: latest.passed_over,
        created_at: latest.created_at,
    });
    let policy = &door.tenant().settings.sign_in_policy;
    let row = |line: &lacking::Line| MissingRow {
        id: line.id,
        name: line.display_name.clone(),
        archetype: archetypes.label(&line.archetype),
        stand: stand(line.stand),
        reminded_at: line.reminded_at,
        last_sign_in_at: line.last_sign_in_at,
    };
    let model = Missing {
        group: group.map(Group::word).unwrap_or_default(),
        asked: asked(group.map_or(Required::Offered, |group| group.required(policy))),
        groups: groups
            .iter()
            .map(|group| Choice::new(group.word(), group_in_words(&frame, &archetypes, &names, group)))
            .collect(),
        people: found.lines.iter().map(row).collect(),
        next: found.next.map(|key| key.to_word()),
        is_later_page: after.is_some(),
        reminding,
        latest,
        form,
    };
    Ok(list::missing(&frame, &model))
}

/// How many mails would go out: to those who were left alone for a while, and to all.
async fn reminding(tx: &mut Transaction, door: &Door, group: &Group) -> Result<Reminding, Fault> {
    let now = tx.now();
    let [lately, all] = [false, true].map(|again| remind::reminded_before(now, again));
    Ok(Reminding {
        now: number(lacking::to_write_to(tx, door.place(), group, lately).await?),
        all: number(lacking::to_write_to(tx, door.place(), group, all).await?),
    })
}

async fn show_missing(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let group = door.query("group").unwrap_or_default();
    let is_reminding = door.query("do").as_deref() == Some("remind");
    Ok(page(missing_page(&door, visitor, &group, is_reminding, FormState::new()).await?))
}

async fn remind(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditPeople)?;
    let word = form.text("group");
    let outcome = match Group::from_word(&word) {
        Some(group) => remind::start(&mut tx, door.place(), &group, form.ticked("again")).await,
        None => Err(remind::unasked()),
    };
    match settle(tx, outcome).await {
        Ok(_) => {
            let group = percent_encoding::utf8_percent_encode(&word, percent_encoding::NON_ALPHANUMERIC);
            Ok(done(&door, &format!("/console/protection/missing?group={group}"), Notice::ReminderStarted))
        }
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(missing_page(&door, visitor, &word, false, state).await?))
        }
    }
}
