//! Badges to print: choose whose, look at the list, print the sheet.

use super::people::query;
use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::pages;
use crate::design::shown::{date, empty};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Choice;
use foundation::{Instant, PersonId};
use leptos::prelude::*;

/// The page (`GET /console/badges?kind=&in=&after=`; `POST /console/badges`: `person`…, and where the list was, answered with the sheet as a PDF).
#[derive(Debug, Clone)]
pub struct Badges {
    /// What was refused.
    pub form: FormState,
    /// The kinds of people who may have badges; none where badges are off.
    pub kinds: Vec<Choice>,
    /// Whose are listed.
    pub kind: String,
    /// In which organisation, as it was typed.
    pub organisation: String,
    /// The people.
    pub people: Vec<BadgeRow>,
    /// The cursor of the next page.
    pub after: Option<String>,
    /// The cursor of this page; empty for the first.
    pub begins_after: String,
    /// Whether there are more people in the organisation than are listed at once.
    pub has_more: bool,
    /// Whether the visitor may change the settings, where badges are off.
    pub may_switch_on: bool,
}

/// Somebody in the list.
#[derive(Debug, Clone)]
pub struct BadgeRow {
    /// Who.
    pub id: PersonId,
    /// How they are called.
    pub name: String,
    /// The class or school, if it is known.
    pub organisation: Option<String>,
    /// How they stand with their badge.
    pub has: BadgeState,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// Whether they are ticked.
    pub is_chosen: bool,
}

/// How somebody stands with their badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadgeState {
    /// None was issued yet.
    None,
    /// One that works until then.
    Valid(Instant),
    /// One that is too old.
    Expired(Instant),
    /// One that was voided.
    Voided(Instant),
}

/// A badge's state as a word with a colour.
pub(crate) fn badge_state(frame: &Frame, state: BadgeState) -> AnyView {
    let (class, text) = match state {
        BadgeState::None => ("badge", frame.t("console-badge-none")),
        BadgeState::Valid(_) => ("badge badge-success", frame.t("console-badge-valid")),
        BadgeState::Expired(_) => ("badge badge-warning", frame.t("console-badge-expired")),
        BadgeState::Voided(_) => ("badge badge-warning", frame.t("console-badge-voided")),
    };
    view! { <span class=class>{text}</span> }.into_any()
}

/// Renders the page.
#[must_use]
pub fn badges(frame: &Frame, model: &Badges) -> String {
    let head = Page::new(Place::People, frame.t("console-badges-title"))
        .under(frame, frame.t("console-nav-people"), "/console/people")
        .lead(frame.t("console-badges-lead"))
        .with_form(&model.form);
    page(frame, head, || {
        if model.kinds.is_empty() {
            let switch = model.may_switch_on.then(|| {
                view! { <a class="button" href=frame.at("/console/settings/badges")>{frame.t("console-badges-switch-on")}</a> }
            });
            return view! { <div class="card card-padded">{empty(Icon::Badge, frame.t("console-badges-off-title"), frame.t("console-badges-off-text"), switch)}</div> }
                .into_any();
        }
        let form = Form::new(frame, &model.form);
        view! {
            {form.summary()}
            {filter(frame, model)}
            {list(frame, model, &form)}
        }
        .into_any()
    })
}

fn filter(frame: &Frame, model: &Badges) -> AnyView {
    let state = FormState::new().with("kind", model.kind.as_str()).with("in", model.organisation.as_str());
    let form = Form::named(frame, &state, "filter");
    view! {
        <form class="card card-padded form" method="get" action=frame.at("/console/badges")>
            <div class="form-pair">
                {form.field(Field::select("kind", frame.t("console-people-archetype"), model.kinds.clone()))}
                {form.field(Field::text("in", frame.t("console-badges-organisation")).hint(frame.t("console-badges-organisation-hint")).autocomplete("off").longest(200).optional())}
            </div>
            <div class="form-actions"><button class="button">{frame.t("console-badges-show")}</button></div>
        </form>
    }
    .into_any()
}

fn list(frame: &Frame, model: &Badges, form: &Form<'_>) -> AnyView {
    if model.people.is_empty() {
        return view! { <div class="card card-padded">{empty(Icon::People, frame.t("console-badges-nobody-title"), frame.t("console-badges-nobody-text"), ())}</div> }
            .into_any();
    }
    let rows: Vec<_> = model.people.iter().map(|row| line(frame, row, form)).collect();
    let here = |after: &str| {
        let query = query(&[("kind", &model.kind), ("in", &model.organisation), ("after", after)]);
        frame.at(&format!("/console/badges{query}"))
    };
    let more = model.has_more.then(|| banner(Tone::Info, frame.t("console-badges-more")));
    let chosen = i64::try_from(model.people.iter().filter(|row| row.is_chosen).count()).unwrap_or(i64::MAX);
    let first = (!model.begins_after.is_empty()).then(|| here(""));
    view! {
        {more}
        <form method="post" action=frame.at("/console/badges") class="grid grid-cols-1 gap-4">
            {Form::hidden("kind", &model.kind)}
            {Form::hidden("in", &model.organisation)}
            {Form::hidden("after", &model.begins_after)}
            <div class="table-box">
                <table class="data">
                    <thead><tr>
                        <th scope="col"><span class="unseen">{frame.t("console-badges-choose")}</span></th>
                        <th scope="col">{frame.t("common-name")}</th>
                        <th class="wide" scope="col">{frame.t("console-affiliations-organisation")}</th>
                        <th scope="col">{frame.t("console-badge")}</th>
                        <th class="wide" scope="col">{frame.t("console-badge-until")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p>{frame.f("console-badges-preview", &[("count", chosen.into())])}" "{frame.t("console-badges-stops")}</p>
            <div class="form-actions">
                <button class="button button-primary">{Icon::Badge.view()}{frame.t("console-badges-print")}</button>
            </div>
        </form>
        {pages(frame, first, model.after.as_deref().map(here))}
    }
    .into_any()
}

fn line(frame: &Frame, row: &BadgeRow, form: &Form<'_>) -> AnyView {
    let until = match row.has {
        BadgeState::None => ().into_any(),
        BadgeState::Valid(at) | BadgeState::Expired(at) | BadgeState::Voided(at) => date(frame, at),
    };
    let id = row.id.to_string();
    let field = format!("person.{id}");
    let label = form.first_id(&field);
    view! {
        <tr>
            <td><input class="tick" type="checkbox" id=label.clone() name="person" value=id checked=row.is_chosen/></td>
            <th scope="row">
                <label for=label>{row.name.clone()}</label>
                {form.error(&field, &row.name)}
                <span class="row-under">{row.organisation.clone()}</span>
            </th>
            <td class="wide">{row.organisation.clone().unwrap_or_else(|| "–".to_owned())}</td>
            <td>{badge_state(frame, row.has)}</td>
            <td class="wide">{until}</td>
        </tr>
    }
    .into_any()
}
