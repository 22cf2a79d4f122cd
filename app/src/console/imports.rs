//! One import, from the columns of its file to its report.

mod mapping;

pub use mapping::{Mapping, MappingColumn, mapping};

use super::sources::import_state;
use super::{Page, Place, page};
use crate::console::audit::Change;
use crate::console::sources::{ImportCounts, ImportState};
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::design::progress::{Number, Progress, READ, TOTAL, progress, stop, tally};
use crate::design::shown::{badge, time};
use crate::form::stored_problem;
use crate::frame::{Frame, number};
use foundation::{ImportId, Instant, Permission};
use leptos::prelude::*;

/// One import (`GET /console/imports/{id}`): the preview, then the progress, then the report.
#[derive(Debug, Clone)]
pub struct Import {
    /// The import.
    pub id: ImportId,
    /// The file's name.
    pub file_name: String,
    /// The source's name.
    pub source: String,
    /// How far it is.
    pub state: ImportState,
    /// The rows: what would happen while it is only uploaded, what did happen afterwards.
    pub counts: ImportCounts,
    /// The first rejected rows.
    pub problems: Vec<ImportProblem>,
    /// A few people as they would become, while it is only uploaded.
    pub samples: Vec<PreviewRow>,
    /// When it was uploaded, by whom.
    pub created_at: Instant,
    /// Who uploaded it.
    pub created_by: Option<String>,
    /// When it began to be read.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// Why it failed: the stored word, whose text is `problem-WORD`.
    pub failure: Option<String>,
}

/// A row that was not accepted.
#[derive(Debug, Clone)]
pub struct ImportProblem {
    /// The row in the file; the header is row 1.
    pub row: u64,
    /// The column's header.
    pub column: String,
    /// Why, in the reader's language.
    pub why: String,
    /// What the file says there.
    pub given: String,
}

/// One person of the preview.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// The row in the file.
    pub row: u64,
    /// What would happen.
    pub effect: Effect,
    /// The person's name.
    pub name: String,
    /// The key the source knows the person by.
    pub external_id: String,
    /// What would change, for [`Effect::Changed`].
    pub changes: Vec<Change>,
}

/// What a row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Makes a new person.
    Created,
    /// Changes a person.
    Changed,
    /// Changes nothing.
    Unchanged,
    /// Is not accepted.
    Rejected,
}

/// The steps of an import, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Columns,
    Preview,
    Running,
    Report,
}

fn steps(frame: &Frame, here: Step, id: ImportId) -> AnyView {
    let steps = [
        (Step::Columns, frame.t("console-import-step-columns")),
        (Step::Preview, frame.t("console-import-step-preview")),
        (Step::Running, frame.t("console-import-step-running")),
        (Step::Report, frame.t("console-import-step-report")),
    ];
    let steps: Vec<_> = (1..)
        .zip(steps)
        .map(|(number, (step, label))| {
            let done = step < here;
            let mark = if done { Icon::Check.view() } else { number.to_string().into_any() };
            // Going back is possible until the import has begun.
            let back = step == Step::Columns && here == Step::Preview;
            let label = if back {
                view! { <a href=frame.at(&format!("/console/imports/{id}/mapping"))>{label}</a> }.into_any()
            } else {
                view! { <span>{label}</span> }.into_any()
            };
            let class = if done { "step step-done" } else { "step" };
            view! { <li class=class aria-current=(step == here).then_some("step")><span class="step-mark" aria-hidden="true">{mark}</span>{label}</li> }
        })
        .collect();
    view! { <ol class="steps" aria-label=frame.t("console-import-steps")>{steps}</ol> }.into_any()
}

/// Renders an import.
#[must_use]
pub fn import(frame: &Frame, model: &Import) -> String {
    let mut head = Page::new(Place::Sources, &model.file_name)
        .under(frame, frame.t("console-nav-sources"), "/console/sources")
        .beside(import_state(frame, model.state))
        .lead(uploaded(frame, model));
    let step = match model.state {
        ImportState::Uploaded => Step::Preview,
        ImportState::Running => {
            head.refresh = Some(3);
            Step::Running
        }
        ImportState::Done | ImportState::Failed | ImportState::Cancelled => Step::Report,
    };
    page(frame, head, || {
        let content = match step {
            Step::Columns | Step::Preview => preview(frame, model),
            Step::Running => running(frame, model),
            Step::Report => report(frame, model),
        };
        view! { {steps(frame, step, model.id)}{content} }.into_any()
    })
}

fn uploaded(frame: &Frame, model: &Import) -> String {
    let at = frame.moment(model.created_at);
    match &model.created_by {
        Some(name) => frame.f(
            "console-import-uploaded-by",
            &[("source", model.source.as_str().into()), ("name", name.as_str().into()), ("at", at.into())],
        ),
        None => frame.f("console-import-uploaded-at", &[("source", model.source.as_str().into()), ("at", at.into())]),
    }
}

/// The numbers of the rows; `ahead` says what would become of them.
fn numbers(frame: &Frame, counts: ImportCounts, ahead: bool) -> [Number; 4] {
    let labels = if ahead {
        [
            frame.t("console-import-will-create"),
            frame.t("console-import-will-change"),
            frame.t("console-import-unchanged"),
            frame.t("console-import-rejected"),
        ]
    } else {
        [
            frame.t("console-import-created"),
            frame.t("console-import-changed"),
            frame.t("console-import-unchanged"),
            frame.t("console-import-rejected"),
        ]
    };
    let [created, changed, unchanged, rejected] = labels;
    [
        (Some("created"), created, counts.created),
        (Some("changed"), changed, counts.changed),
        (Some("unchanged"), unchanged, counts.unchanged),
        (Some("rejected"), rejected, counts.rejected),
    ]
}

/// What would happen, before anything does.
fn preview(frame: &Frame, model: &Import) -> AnyView {
    let counts = model.counts;
    let touched = counts.created + counts.changed;
    let may = frame.may(Permission::ImportPeople);
    let note = if touched == 0 {
        banner(Tone::Info, frame.t("console-import-nothing"))
    } else {
        banner(Tone::Info, frame.t("console-import-preview-note"))
    };
    let rows: Vec<_> = model.samples.iter().map(|sample| sample_row(frame, sample)).collect();
    let samples = (!rows.is_empty()).then(|| {
        view! {
            <section aria-labelledby="samples">
                <h2 class="section-title" id="samples">{frame.t("console-import-samples")}</h2>
                <div class="table-box">
                    <table class="data">
                        <thead><tr>
                            <th class="number" scope="col">{frame.t("console-import-row")}</th>
                            <th scope="col">{frame.t("common-name")}</th>
                            <th class="wide" scope="col">{frame.t("console-target-external-id")}</th>
                            <th scope="col">{frame.t("console-import-effect")}</th>
                            <th class="wide" scope="col">{frame.t("console-import-differences")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
    });
    let start = may.then(|| {
        let button = frame.f("console-import-start", &[("count", number(touched))]);
        view! {
            <div class="form-actions">
                <form method="post" action=frame.at(&format!("/console/imports/{}/start", model.id))><button class="button button-primary">{Icon::Play.view()}{button}</button></form>
                <a class="button" href=frame.at(&format!("/console/imports/{}/mapping", model.id))>{frame.t("console-import-change-columns")}</a>
                <form method="post" action=frame.at(&format!("/console/imports/{}/cancel", model.id))><button class="button button-quiet">{frame.t("console-import-discard")}</button></form>
            </div>
        }
    });
    view! { {note}{tally(frame, "card tally", &numbers(frame, counts, true))}{start}{samples}{problems(frame, model)} }
        .into_any()
}

fn sample_row(frame: &Frame, sample: &PreviewRow) -> AnyView {
    let effect = match sample.effect {
        Effect::Created => badge("badge badge-success", frame.t("console-effect-created")),
        Effect::Changed => badge("badge badge-info", frame.t("console-effect-changed")),
        Effect::Unchanged => badge("badge", frame.t("console-effect-unchanged")),
        Effect::Rejected => badge("badge badge-warning", frame.t("console-effect-rejected")),
    };
    let changes: Vec<_> = sample
        .changes
        .iter()
        .map(|change| {
            let old = change.old.clone().unwrap_or_else(|| "–".to_owned());
            let new = change.new.clone().unwrap_or_else(|| "–".to_owned());
            view! { <p class="difference"><span class="text-soft">{change.field.clone()}": "</span><del>{old}</del>{Icon::Forward.view()}<ins>{new}</ins></p> }
        })
        .collect();
    view! {
        <tr>
            <td class="number">{frame.count(sample.row)}</td>
            <th scope="row">{sample.name.clone()}</th>
            <td class="wide"><code>{sample.external_id.clone()}</code></td>
            <td>{effect}</td>
            <td class="wide">{changes}</td>
        </tr>
    }
    .into_any()
}

fn running(frame: &Frame, model: &Import) -> AnyView {
    let counts = model.counts;
    let values = [("read", READ.to_string().into()), ("total", TOTAL.to_string().into())];
    let pace = frame.f("console-import-progress-rate", &[("rate", "{rate}".into()), ("left", "{left}".into())]);
    let board = Progress {
        address: frame.at(&format!("/console/imports/{}/progress", model.id)),
        label: frame.t("console-import-progress"),
        sentence: frame.f("console-import-progress-rows", &values),
        read: counts.read,
        total: Some(counts.total),
        pace: Some(pace),
        numbers: &numbers(frame, counts, false),
    };
    let cancel = frame.may(Permission::ImportPeople).then(|| {
        let address = frame.at(&format!("/console/imports/{}/cancel", model.id));
        stop(address, frame.t("console-import-cancel"), frame.t("console-import-cancel-hint"))
    });
    view! { {progress(frame, board)}{cancel}{problems(frame, model)} }.into_any()
}

fn report(frame: &Frame, model: &Import) -> AnyView {
    let counts = model.counts;
    let verdict = match model.state {
        ImportState::Failed => {
            let why = model.failure.as_deref().map(|code| stored_problem(frame, code)).unwrap_or_default();
            let text =
                frame.f("console-import-failed", &[("read", number(counts.read)), ("total", number(counts.total))]);
            banner(Tone::Danger, view! { <p>{text}</p><p>{why}</p> })
        }
        ImportState::Cancelled => banner(
            Tone::Warning,
            frame.f("console-import-cancelled", &[("read", number(counts.read)), ("total", number(counts.total))]),
        ),
        _ if counts.rejected > 0 => {
            banner(Tone::Warning, frame.f("console-import-done-rejected", &[("count", number(counts.rejected))]))
        }
        _ if counts.created + counts.changed == 0 => banner(Tone::Info, frame.t("console-import-done-nothing")),
        _ => banner(Tone::Success, frame.t("console-import-done")),
    };
    let times = model.started_at.zip(model.finished_at).map(|(started, finished)| {
        let took = language::moments::span(frame.locale, finished - started);
        view! { <p class="text-soft">{frame.t("console-import-finished")}" "{time(frame, finished)}" · "{took}</p> }
    });
    let report = view! {
        <div class="form-actions">
            <a class="button" href=frame.at(&format!("/console/imports/{}/report.csv", model.id)) download="">{Icon::Download.view()}{frame.t("console-import-report")}</a>
            <a class="button button-quiet" href=frame.at("/console/people?sort=created")>{frame.t("console-import-to-people")}</a>
        </div>
    };
    view! { {verdict}{tally(frame, "card tally", &numbers(frame, counts, false))}{times}{report}{problems(frame, model)} }.into_any()
}

/// The first rows that were not accepted.
fn problems(frame: &Frame, model: &Import) -> AnyView {
    if model.problems.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = model
        .problems
        .iter()
        .map(|problem| {
            view! {
                <tr>
                    <td class="number">{frame.count(problem.row)}</td>
                    <th scope="row">{problem.column.clone()}</th>
                    <td>{problem.why.clone()}</td>
                    <td class="wide"><code>{problem.given.clone()}</code></td>
                </tr>
            }
        })
        .collect();
    let more = (model.counts.rejected > model.problems.len() as u64)
        .then(|| view! { <p class="table-note">{frame.t("console-import-problems-more")}</p> });
    view! {
        <section aria-labelledby="problems">
            <h2 class="section-title" id="problems">{frame.t("console-import-problems")}</h2>
            <div class="table-box">
                <table class="data">
                    <thead><tr>
                        <th class="number" scope="col">{frame.t("console-import-row")}</th>
                        <th scope="col">{frame.t("console-mapping-column")}</th>
                        <th scope="col">{frame.t("console-import-why")}</th>
                        <th class="wide" scope="col">{frame.t("console-import-given")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
        </section>
    }
    .into_any()
}
