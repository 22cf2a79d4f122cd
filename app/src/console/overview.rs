//! The console’s first page.

mod figures;

use super::audit::said;
use super::sources::import_line;
use super::{Page, Place, page};
use crate::console::audit::AuditLine;
use crate::console::sources::ImportRow;
use crate::design::icons::Icon;
use crate::design::shown::{empty, time};
use crate::frame::Frame;
use foundation::Permission;
use leptos::prelude::*;

pub use figures::{Factors, Figures, Known, People, Period, SignIns};

/// The console's first page (`GET /console`).
#[derive(Debug, Clone)]
pub struct Overview {
    /// How many people there are by state; none if the visitor may not see people.
    pub people: Option<PeopleCounts>,
    /// What happened over time.
    pub figures: Figures,
    /// The latest entries of the audit trail.
    pub latest: Vec<AuditLine>,
    /// The latest imports.
    pub imports: Vec<ImportRow>,
    /// What is left to set up; empty once a tenant is in use.
    pub first_steps: Vec<FirstStep>,
}

/// People by state.
#[derive(Debug, Clone, Copy, Default)]
pub struct PeopleCounts {
    /// May sign in.
    pub active: u64,
    /// Have not yet followed their invitation.
    pub invited: u64,
    /// May not sign in for now.
    pub suspended: u64,
    /// Have left.
    pub ended: u64,
}

/// Something a new tenant does first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstStep {
    /// Which.
    pub step: Step,
    /// Whether it was done.
    pub done: bool,
}

/// The first steps of a new tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Give the tenant its logo and colour.
    Look,
    /// Say which attributes people have.
    Attributes,
    /// Bring people in.
    People,
    /// Let a second administrator in, so that nobody is locked out.
    Administrator,
}

/// Renders the page.
#[must_use]
pub fn overview(frame: &Frame, model: &Overview) -> String {
    let page_head = Page::new(Place::Overview, frame.t("console-nav-overview")).lead(frame.tenant.name.clone());
    page(frame, page_head, || {
        view! {
            {first_steps(frame, &model.first_steps)}
            {model.people.map(|counts| people(frame, counts))}
            {figures::figures(frame, &model.figures)}
            {lately(imports(frame, &model.imports), latest(frame, &model.latest))}
        }
        .into_any()
    })
}

fn people(frame: &Frame, counts: PeopleCounts) -> AnyView {
    let tiles = [
        ("active", counts.active, frame.t("state-active")),
        ("invited", counts.invited, frame.t("state-invited")),
        ("suspended", counts.suspended, frame.t("state-suspended")),
        ("ended", counts.ended, frame.t("state-ended")),
    ];
    let tiles: Vec<_> = tiles
        .into_iter()
        .map(|(word, number, label)| {
            view! {
                <a class="tile" href=frame.at(&format!("/console/people?state={word}"))>
                    <span class="tile-label">{label}</span>
                    <span class="tile-number">{frame.count(number)}</span>
                </a>
            }
        })
        .collect();
    let protection = frame.may(Permission::SeeFactors).then(|| {
        view! { <a href=frame.at("/console/protection")>{frame.t("console-protection-title")}</a> }
    });
    view! {
        <section aria-labelledby="people-counts">
            <h2 class="section-title" id="people-counts">{frame.t("console-nav-people")}{protection}</h2>
            <div class="tiles">{tiles}</div>
        </section>
    }
    .into_any()
}

/// What happened lately, beside each other where there is both.
fn lately(imports: Option<AnyView>, latest: Option<AnyView>) -> AnyView {
    match (imports, latest) {
        (Some(imports), Some(latest)) => view! { <div class="console-columns">{imports}{latest}</div> }.into_any(),
        (imports, latest) => view! { {imports}{latest} }.into_any(),
    }
}

fn first_steps(frame: &Frame, steps: &[FirstStep]) -> AnyView {
    if steps.is_empty() {
        return ().into_any();
    }
    let done = steps.iter().filter(|step| step.done).count();
    let progress = frame.f("console-steps-progress", &[("done", done.into()), ("all", steps.len().into())]);
    let rows: Vec<_> = steps
        .iter()
        .map(|step| {
            let (title, text, path, label) = match step.step {
                Step::Look => (
                    frame.t("console-step-look"),
                    frame.t("console-step-look-text"),
                    "/console/settings",
                    frame.t("console-step-look-button"),
                ),
                Step::Attributes => (
                    frame.t("console-step-attributes"),
                    frame.t("console-step-attributes-text"),
                    "/console/settings/attributes",
                    frame.t("console-step-attributes-button"),
                ),
                Step::People => (
                    frame.t("console-step-people"),
                    frame.t("console-step-people-text"),
                    "/console/sources/upload",
                    frame.t("console-step-people-button"),
                ),
                Step::Administrator => (
                    frame.t("console-step-administrator"),
                    frame.t("console-step-administrator-text"),
                    "/console/people/new",
                    frame.t("console-step-administrator-button"),
                ),
            };
            let (class, icon) =
                if step.done { ("row-icon row-icon-done", Icon::Check) } else { ("row-icon", Icon::Right) };
            let action = if step.done {
                view! { <span class="badge badge-success">{frame.t("state-done")}</span> }.into_any()
            } else {
                view! { <a class="button button-small" href=frame.at(path)>{label}</a> }.into_any()
            };
            view! {
                <li class="row">
                    <span class=class>{icon.large()}</span>
                    <div class="row-text"><p class="row-title">{title}</p><p class="row-detail">{text}</p></div>
                    <div class="row-end">{action}</div>
                </li>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="first-steps">
            <h2 class="section-title" id="first-steps">{frame.t("console-steps-title")}<span class="text-soft font-normal">{progress}</span></h2>
            <ol class="card rows">{rows}</ol>
        </section>
    }
    .into_any()
}

fn latest(frame: &Frame, lines: &[AuditLine]) -> Option<AnyView> {
    if !frame.may(Permission::SeeAudit) {
        return None;
    }
    let entries: Vec<_> = lines
        .iter()
        .map(|line| view! { <li class="event"><p>{said(frame, line)}</p><p class="event-time">{time(frame, line.at)}</p></li> })
        .collect();
    let content = if entries.is_empty() {
        empty(Icon::Audit, frame.t("console-latest-none-title"), frame.t("console-latest-none-text"), ())
    } else {
        view! { <ol class="events">{entries}</ol> }.into_any()
    };
    let section = view! {
        <section aria-labelledby="latest">
            <h2 class="section-title" id="latest">{frame.t("console-latest-title")}<a href=frame.at("/console/audit")>{frame.t("console-latest-all")}</a></h2>
            <div class="card card-padded">{content}</div>
        </section>
    };
    Some(section.into_any())
}

fn imports(frame: &Frame, imports: &[ImportRow]) -> Option<AnyView> {
    if !frame.may(Permission::SeeSources) || imports.is_empty() {
        return None;
    }
    let rows: Vec<_> = imports.iter().map(|import| import_line(frame, import)).collect();
    let section = view! {
        <section aria-labelledby="imports">
            <h2 class="section-title" id="imports">{frame.t("console-imports-title")}<a href=frame.at("/console/sources")>{frame.t("console-latest-all")}</a></h2>
            <ul class="card rows">{rows}</ul>
        </section>
    };
    Some(section.into_any())
}
