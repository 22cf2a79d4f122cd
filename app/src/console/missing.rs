//! Who lacks what is asked of them, and reminding them by mail.

use super::people::query;
use super::person::{Asked, Stand};
use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::Form;
use crate::design::icons::Icon;
use crate::design::list::{chip, count, older};
use crate::design::shown::{badge, date, empty, recently};
use crate::form::FormState;
use crate::frame::{Frame, number};
use crate::model::{Choice, Count};
use foundation::{Instant, Permission, PersonId};
use leptos::prelude::*;

/// The list (`GET /console/protection/missing?group=&after=&do=remind`; `POST /console/protection/remind`: `group`, `again`).
#[derive(Debug, Clone)]
pub struct Missing {
    /// The groups of which something is asked: their words, and what they are called.
    pub groups: Vec<Choice>,
    /// The group that is shown.
    pub group: String,
    /// What is asked of it.
    pub asked: Asked,
    /// One page of people.
    pub people: Vec<MissingRow>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
    /// How many people a reminder would go to, where that is asked; and how many if those were written to who were reminded a
    /// short time ago.
    pub reminding: Option<Reminding>,
    /// The newest reminder.
    pub latest: Option<Reminder>,
    /// What was refused.
    pub form: FormState,
}

/// How many mails would go out.
#[derive(Debug, Clone, Copy)]
pub struct Reminding {
    /// To those who were not reminded lately.
    pub now: Count,
    /// To all with an address.
    pub all: Count,
}

/// Somebody who lacks it.
#[derive(Debug, Clone)]
pub struct MissingRow {
    /// Leads to their page.
    pub id: PersonId,
    /// How they are called.
    pub name: String,
    /// The archetype's label in the page's language.
    pub archetype: String,
    /// How they stand.
    pub stand: Stand,
    /// When they were last reminded.
    pub reminded_at: Option<Instant>,
    /// When they last signed in.
    pub last_sign_in_at: Option<Instant>,
}

/// A reminder that was asked for.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// Whom it goes to, in words.
    pub group: String,
    /// Where it stands.
    pub state: ReminderState,
    /// How many mails were written.
    pub written: u64,
    /// How many people got none.
    pub passed_over: u64,
    /// When it was asked for.
    pub created_at: Instant,
}

/// Where a reminder stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReminderState {
    /// Mails are being written.
    Running,
    /// All are written.
    Done,
    /// It was given up.
    Failed,
}

const PATH: &str = "/console/protection/missing";

/// Renders the page.
#[must_use]
pub fn missing(frame: &Frame, model: &Missing) -> String {
    let title = frame.t("console-missing-title");
    let mut head = Page::new(Place::People, title)
        .under(frame, frame.t("console-protection-title"), "/console/protection")
        .actions(actions(frame, model))
        .with_form(&model.form);
    let is_running = model.latest.as_ref().is_some_and(|latest| latest.state == ReminderState::Running);
    head.refresh = is_running.then_some(3);
    page(frame, head, || {
        if model.groups.is_empty() {
            let (title, text) = (frame.t("console-missing-unasked-title"), frame.t("console-missing-unasked-text"));
            let action = frame.may(Permission::SeeSettings).then(|| {
                view! { <a class="button" href=frame.at("/console/settings/policy")>{frame.t("console-policy-title")}</a> }
            });
            return view! { <div class="card card-padded">{empty(Icon::Shield, title, text, action)}</div> }.into_any();
        }
        let chips: Vec<_> = model
            .groups
            .iter()
            .map(|group| chip(group.label.clone(), address(frame, &group.value, ""), group.value == model.group))
            .collect();
        let list = if model.people.is_empty() {
            let (title, text) = (frame.t("console-missing-none-title"), frame.t("console-missing-none-text"));
            view! { <div class="card card-padded">{empty(Icon::ShieldOk, title, text, ())}</div> }.into_any()
        } else {
            table(frame, model)
        };
        view! {
            {panel(frame, model)}
            {model.latest.as_ref().map(|latest| progress(frame, latest))}
            <div class="filters">
                <div class="chips" role="group" aria-label=frame.t("console-missing-group")>{chips}</div>
                <p class="text-14 text-soft">{asked(frame, model.asked)}</p>
            </div>
            {list}
        }
        .into_any()
    })
}

fn address(frame: &Frame, group: &str, rest: &str) -> String {
    frame.at(&format!("{PATH}{}{rest}", query(&[("group", group)])))
}

/// What is asked of the group, in a sentence.
fn asked(frame: &Frame, asked: Asked) -> &'static str {
    match asked {
        Asked::Strong => frame.t("console-missing-asked-strong"),
        Asked::Nothing | Asked::Second => frame.t("console-missing-asked-second"),
    }
}

fn actions(frame: &Frame, model: &Missing) -> AnyView {
    let may = frame.may(Permission::EditPeople) && !model.people.is_empty() && model.reminding.is_none();
    may.then(|| {
        let address = address(frame, &model.group, "&do=remind");
        view! { <a class="button button-primary" href=address>{Icon::Send.view()}{frame.t("console-remind-link")}</a> }
    })
    .into_any()
}

/// How many mails would go out, and the button that sends them.
fn panel(frame: &Frame, model: &Missing) -> AnyView {
    let form = Form::new(frame, &model.form);
    let Some(reminding) = model.reminding else { return form.summary() };
    let words = |key: &str, number: Count| {
        let amount = match number {
            Count::Exact(amount) | Count::AtLeast(amount) => i64::try_from(amount).unwrap_or(i64::MAX),
        };
        frame.f(key, &[("count", amount.into()), ("people", count(frame, number).into())])
    };
    let back = address(frame, &model.group, "");
    if reminding.all == Count::Exact(0) {
        return view! {
            <section class="panel" aria-labelledby="remind">
                <h2 id="remind">{frame.t("console-remind-nobody-title")}</h2>
                <p>{frame.t("console-remind-nobody-text")}</p>
                <div class="form-actions"><a class="button" href=back>{frame.t("common-cancel")}</a></div>
            </section>
        }
        .into_any();
    }
    let now = (reminding.now != Count::Exact(0)).then(|| {
        view! { <button class="button button-primary">{words("console-remind-button", reminding.now)}</button> }
    });
    let again = (reminding.all != reminding.now).then(|| {
        let label = words("console-remind-again", reminding.all);
        view! { <button class="button" name="again" value="yes">{label}</button> }
    });
    view! {
        <section class="panel" aria-labelledby="remind">
            <h2 id="remind">{words("console-remind-title", reminding.now)}</h2>
            <p>{frame.t("console-remind-text")}</p>
            {form.summary()}
            <form class="form" method="post" action=frame.at("/console/protection/remind") novalidate>
                {Form::hidden("group", &model.group)}
                <div class="form-actions">
                    {now}
                    {again}
                    <a class="button button-quiet" href=back>{frame.t("common-cancel")}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// How far the newest reminder is.
fn progress(frame: &Frame, latest: &Reminder) -> AnyView {
    let values = [
        ("group", latest.group.as_str().into()),
        ("written", number(latest.written)),
        ("passed", number(latest.passed_over)),
        ("at", frame.moment(latest.created_at).into()),
    ];
    match latest.state {
        ReminderState::Running => {
            view! { <div role="status">{banner(Tone::Info, frame.f("console-remind-running", &values))}</div> }
                .into_any()
        }
        ReminderState::Done => {
            view! { <p class="text-14 text-soft">{frame.f("console-remind-done", &values)}</p> }.into_any()
        }
        ReminderState::Failed => banner(Tone::Warning, frame.f("console-remind-failed", &values)),
    }
}

fn table(frame: &Frame, model: &Missing) -> AnyView {
    let never = || view! { <span class="text-soft">{frame.t("common-never")}</span> }.into_any();
    let rows: Vec<_> = model
        .people
        .iter()
        .map(|person| {
            let (class, word, until) = match person.stand {
                Stand::Fine | Stand::Ahead(_) => ("badge badge-info", frame.t("console-factors-ahead"), None),
                Stand::Asked(until) => ("badge badge-warning", frame.t("console-missing-until"), Some(until)),
                Stand::Overdue => ("badge badge-danger", frame.t("console-factors-overdue"), None),
            };
            let until = until.map(|until| view! { <span class="row-under-always">{date(frame, until)}</span> });
            let address = frame.at(&format!("/console/people/{}?tab=factors", person.id));
            view! {
                <tr>
                    <th scope="row"><a class="row-link" href=address data-row>{person.name.clone()}</a></th>
                    <td class="wide">{person.archetype.clone()}</td>
                    <td>{badge(class, word)}{until}</td>
                    <td class="wide">{person.last_sign_in_at.map_or_else(never, |at| recently(frame, at))}</td>
                    <td class="wide">{person.reminded_at.map_or_else(never, |at| recently(frame, at))}</td>
                </tr>
            }
        })
        .collect();
    let first = model.is_later_page.then(|| address(frame, &model.group, ""));
    let next = model.next.as_ref().map(|cursor| {
        let more = query(&[("after", cursor)]).replacen('?', "&", 1);
        address(frame, &model.group, &more)
    });
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("common-name")}</th>
                    <th class="wide" scope="col">{frame.t("console-people-archetype")}</th>
                    <th scope="col">{frame.t("common-state")}</th>
                    <th class="wide" scope="col">{frame.t("console-people-last-sign-in")}</th>
                    <th class="wide" scope="col">{frame.t("console-missing-reminded")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {older(frame, first, next)}
    }
    .into_any()
}
