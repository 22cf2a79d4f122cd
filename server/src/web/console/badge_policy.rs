//! What the tenant decides about badges.

use std::collections::BTreeSet;

use app::console::badge_policy::{self as pages, BadgePolicy as Model};
use app::form::{FieldError, FormState};
use app::notice::Notice;
use authentication::Visitor;
use authentication::badges::decide;
use chrono::NaiveTime;
use directory::tenants::badges::{BadgePolicy, Day, Hours, YearEnd};
use directory::tenants::manage;
use foundation::Permission;
use ipnet::IpNet;

use super::{Answer, Archetypes, Door, Fault, Submitted, settle};
use crate::web::answer::{done, field_errors, into_form, page, refused_form};
use crate::web::kept::{self, Shown};
use crate::web::table::Table;

const PATH: &str = "/console/settings/badges";

pub(super) fn routes() -> Table {
    Table::new().form(PATH, show, save)
}

fn values(policy: &BadgePolicy, version: i64) -> FormState {
    let tick = |form: FormState, name: &str, is_on: bool| if is_on { form.with(name, "yes") } else { form };
    let joined = |words: Vec<&str>| words.join("\n");
    let networks: Vec<String> = policy.networks.iter().map(ToString::to_string).collect();
    let form = FormState::new()
        .with("version", version.to_string())
        .with("kind", joined(policy.archetypes.iter().map(String::as_str).collect()))
        .with("networks", networks.join("\n"))
        .with("when", if policy.hours.is_some() { "hours" } else { "always" })
        .with("idle_minutes", policy.idle_minutes.to_string())
        .with("absolute_hours", policy.absolute_hours.to_string())
        .with("year_end_day", policy.year_end.day.to_string())
        .with("year_end_month", policy.year_end.month.to_string());
    let form = tick(form, "on", policy.is_on);
    let form = tick(form, "asks_pin", policy.asks_pin);
    let Some(hours) = &policy.hours else { return form };
    form.with("day", joined(hours.days.iter().copied().map(Day::word).collect()))
        .with("from", hours.from.format("%H:%M").to_string())
        .with("until", hours.until.format("%H:%M").to_string())
}

/// The policy of a form, and what cannot be read as one.
fn parse(form: &Submitted) -> (BadgePolicy, Vec<FieldError>) {
    let mut errors = Vec::new();
    let networks = networks(&form.text("networks"));
    if networks.is_none() {
        errors.push(FieldError::new("networks", "badge-network-invalid"));
    }
    let hours = match form.text("when").as_str() {
        "always" => None,
        "hours" => hours(form, &mut errors),
        _ => {
            errors.push(FieldError::new("when", "not-a-choice"));
            None
        }
    };
    let mut number = |field: &str, before: u32| {
        let found = form.text(field).trim().parse().ok();
        if found.is_none() {
            let code = if form.some(field).is_none() { "required" } else { "number-invalid" };
            errors.push(FieldError::new(field, code));
        }
        found.unwrap_or(before)
    };
    let usual = BadgePolicy::default();
    let policy = BadgePolicy {
        is_on: form.ticked("on"),
        archetypes: form.all("kind").into_iter().collect(),
        asks_pin: form.ticked("asks_pin"),
        networks: networks.unwrap_or_default(),
        hours,
        idle_minutes: number("idle_minutes", usual.idle_minutes),
        absolute_hours: number("absolute_hours", usual.absolute_hours),
        year_end: YearEnd {
            day: number("year_end_day", usual.year_end.day),
            month: number("year_end_month", usual.year_end.month),
        },
    };
    let known: Vec<String> = errors.iter().map(|error| error.field.clone()).collect();
    errors.extend(field_errors(&policy.problems()).into_iter().filter(|error| !known.contains(&error.field)));
    (policy, errors)
}

/// Networks, one in a line. A single address is a network of one.
fn networks(text: &str) -> Option<Vec<IpNet>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let read =
        |line: &str| line.parse::<IpNet>().ok().or_else(|| line.parse::<std::net::IpAddr>().ok().map(IpNet::from));
    let found: Option<Vec<IpNet>> = lines.map(read).collect();
    found.map(|networks| networks.into_iter().map(|network| network.trunc()).collect())
}

fn hours(form: &Submitted, errors: &mut Vec<FieldError>) -> Option<Hours> {
    let mut time = |field: &str| {
        let read = NaiveTime::parse_from_str(form.text(field).trim(), "%H:%M");
        if read.is_err() {
            let code = if form.some(field).is_none() { "required" } else { "time-invalid" };
            errors.push(FieldError::new(field, code));
        }
        read.ok()
    };
    let (from, until) = (time("from"), time("until"));
    let days: Option<BTreeSet<Day>> = form.all("day").iter().map(|word| Day::from_word(word)).collect();
    if days.is_none() {
        errors.push(FieldError::new("day", "not-a-choice"));
    }
    Some(Hours { days: days?, from: from?, until: until? })
}

async fn policy_page(door: &Door, visitor: &Visitor, shown: Shown) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let tenant = manage::settings(&mut tx).await?;
    let mut kinds = Archetypes::of(&mut tx, &frame).await?.0;
    drop(tx);
    kinds.retain(|kind| !BadgePolicy::NEVER.contains(&kind.value.as_str()));
    let policy = &tenant.settings.badges;
    let form = match shown {
        Shown::Stored => values(policy, tenant.version),
        // Saving again after looking at the new values is meant.
        Shown::Refused(form) => form.with("version", tenant.version.to_string()),
        Shown::Kept(form) => form,
    };
    let model = Model {
        form,
        kinds,
        time_zone: tenant.settings.time_zone.clone(),
        is_wide_open: policy.is_on && policy.networks.is_empty(),
    };
    Ok(pages::badge_policy(&frame, &model))
}

async fn show(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let shown = kept::form(&door).await?.map_or(Shown::Stored, Shown::Kept);
    Ok(page(policy_page(&door, visitor, shown).await?))
}

async fn save(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let (policy, errors) = parse(&form);
    if !errors.is_empty() {
        drop(tx);
        let state = FormState { errors, ..form.state() };
        return Ok(refused_form(policy_page(&door, visitor, Shown::Refused(state)).await?));
    }
    let version = form.text("version").parse().unwrap_or(-1);
    let outcome = decide::change_policy(&mut tx, version, policy).await;
    match settle(tx, outcome).await {
        Ok(()) => {
            door.services().tenants.clear();
            Ok(done(&door, PATH, Notice::Saved))
        }
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(policy_page(&door, visitor, Shown::Refused(state)).await?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::networks;

    #[test]
    fn networks_are_read_line_by_line() {
        let read = |text: &str| networks(text).map(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(read(""), Some(vec![]));
        let lines = " 198.51.100.7/24 \n\n2001:db8::/32\r\n203.0.113.9";
        assert_eq!(read(lines), Some(vec!["198.51.100.0/24".into(), "2001:db8::/32".into(), "203.0.113.9/32".into()]));
        for wrong in ["198.51.100.0/33", "school", "198.51.100.0/24, 203.0.113.0/24"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
