//! One import, from the columns of its file to its report.

use super::sources::import_state;
use super::{Page, Place, page};
use crate::console::audit::Change;
use crate::console::sources::ImportCounts;
use crate::console::sources::ImportState;
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::{badge, time};
use crate::form::FormState;
use crate::form::stored_problem;
use crate::frame::Frame;
use crate::model::Choice;
use foundation::ImportId;
use foundation::Instant;
use foundation::Permission;
use frontend::islands::import_progress::{ImportProgress, Progress, ProgressWords};
use leptos::prelude::*;

/// How the columns of a file are understood (`GET`, `POST /console/imports/{id}/mapping`: `archetype`, `encoding`,
/// `delimiter`, `column.N`).
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The import.
    pub id: ImportId,
    /// The file's name.
    pub file_name: String,
    /// The source's name.
    pub source: String,
    /// The chosen values: `archetype`, `encoding` (`utf-8`, `windows-1252`), `delimiter` (`comma`, `semicolon`, `tab`)
    /// and for each column `column.N` (`ignore`, `given_name`, …, `attribute.NAME`).
    pub form: FormState,
    /// The file's columns.
    pub columns: Vec<MappingColumn>,
    /// The tenant's archetypes; everybody in the file becomes one.
    pub archetypes: Vec<Choice>,
    /// The tenant's attributes as targets: value `attribute.NAME`, label in the page's language.
    pub attributes: Vec<Choice>,
    /// How many rows the file has below its header.
    pub rows: u64,
}

/// One column of a file.
#[derive(Debug, Clone)]
pub struct MappingColumn {
    /// Its number, beginning with 0; the field is `column.N`.
    pub number: usize,
    /// What the header calls it.
    pub header: String,
    /// The first values.
    pub samples: Vec<String>,
}

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

/// Renders the columns.
#[must_use]
pub fn mapping(frame: &Frame, model: &Mapping) -> String {
    let form = Form::new(frame, &model.form);
    let lead = frame.f(
        "console-mapping-lead",
        &[("source", model.source.as_str().into()), ("rows", i64::try_from(model.rows).unwrap_or(i64::MAX).into())],
    );
    let head = Page::new(Place::Sources, &model.file_name)
        .under(frame, frame.t("console-nav-sources"), "/console/sources")
        .lead(lead)
        .with_form(&model.form);
    page(frame, head, || {
        let targets = targets(frame, &model.attributes);
        let rows: Vec<_> = model.columns.iter().map(|column| column_row(frame, &form, column, &targets)).collect();
        let encodings = vec![Choice::new("utf-8", "UTF-8"), Choice::new("windows-1252", "Windows-1252")];
        let delimiters = vec![
            Choice::new("comma", frame.t("console-delimiter-comma")),
            Choice::new("semicolon", frame.t("console-delimiter-semicolon")),
            Choice::new("tab", frame.t("console-delimiter-tab")),
        ];
        view! {
            {steps(frame, Step::Columns, model.id)}
            {form.summary()}
            <form class="grid gap-6" method="post" action=frame.at(&format!("/console/imports/{}/mapping", model.id)) novalidate>
                <div class="card card-padded form-triple">
                    {form.field(Field::select("archetype", frame.t("console-mapping-archetype"), model.archetypes.clone()))}
                    {form.field(Field::select("encoding", frame.t("console-mapping-encoding"), encodings))}
                    {form.field(Field::select("delimiter", frame.t("console-mapping-delimiter"), delimiters))}
                    <button class="plain form-wide" name="again" value="yes">{frame.t("console-mapping-again")}</button>
                </div>
                <div class="table-box">
                    <table class="data data-tall">
                        <thead><tr>
                            <th scope="col">{frame.t("console-mapping-column")}</th>
                            <th class="wide" scope="col">{frame.t("console-mapping-samples")}</th>
                            <th scope="col">{frame.t("console-mapping-target")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <div class="form-actions">
                    <button class="button button-primary">{frame.t("console-mapping-button")}</button>
                    <button class="button button-quiet" formaction=frame.at(&format!("/console/imports/{}/cancel", model.id))>{frame.t("console-import-discard")}</button>
                </div>
            </form>
        }
        .into_any()
    })
}

/// What a column can become, under headings.
fn targets(frame: &Frame, attributes: &[Choice]) -> Vec<(String, Vec<Choice>)> {
    let word = |value: &str, label: &'static str| Choice::new(value, label);
    let person = vec![
        word("external_id", frame.t("console-target-external-id")),
        word("given_name", frame.t("front-given-name")),
        word("family_name", frame.t("front-family-name")),
        word("full_name", frame.t("console-target-full-name")),
        word("display_name", frame.t("portal-profile-display-name")),
        word("email", frame.t("common-email")),
        word("phone", frame.t("portal-profile-phone")),
        word("sign_in_name", frame.t("console-people-sign-in-name")),
        word("language", frame.t("common-language")),
    ];
    let affiliation = vec![
        word("organisation", frame.t("console-affiliations-organisation")),
        word("starts_on", frame.t("console-target-starts-on")),
        word("ends_on", frame.t("console-target-ends-on")),
    ];
    let mut groups = vec![
        (String::new(), vec![word("ignore", frame.t("console-target-ignore"))]),
        (frame.t("console-target-person").to_owned(), person),
        (frame.t("console-tab-affiliations").to_owned(), affiliation),
    ];
    if !attributes.is_empty() {
        groups.push((frame.t("console-person-attributes").to_owned(), attributes.to_vec()));
    }
    groups
}

fn column_row(frame: &Frame, form: &Form<'_>, column: &MappingColumn, targets: &[(String, Vec<Choice>)]) -> AnyView {
    let samples: Vec<_> = column
        .samples
        .iter()
        .map(|value| {
            if value.is_empty() {
                view! { <span class="sample sample-empty">{frame.t("console-mapping-empty")}</span> }
            } else {
                view! { <span class="sample">{value.clone()}</span> }
            }
        })
        .collect();
    let label = frame.f("console-mapping-target-of", &[("column", column.header.as_str().into())]);
    view! {
        <tr>
            <th scope="row"><span class="column-name">{column.header.clone()}</span></th>
            <td class="wide"><div class="samples">{samples}</div></td>
            <td>{form.field(Field::grouped_select(format!("column.{}", column.number), label, targets.to_vec()).unlabelled())}</td>
        </tr>
    }
    .into_any()
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

fn number(value: u64) -> language::Value {
    i64::try_from(value).unwrap_or(i64::MAX).into()
}

fn tally(frame: &Frame, counts: ImportCounts, ahead: bool) -> AnyView {
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
    let numbers = [counts.created, counts.changed, counts.unchanged, counts.rejected];
    let cells: Vec<_> = labels
        .into_iter()
        .zip(numbers)
        .map(|(label, count)| view! { <div><dt>{label}</dt><dd>{frame.count(count)}</dd></div> })
        .collect();
    view! { <dl class="card tally">{cells}</dl> }.into_any()
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
    view! { {note}{tally(frame, counts, true)}{start}{samples}{problems(frame, model)} }.into_any()
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
    let progress = Progress {
        state: model.state.word().to_owned(),
        total: counts.total,
        read: counts.read,
        created: counts.created,
        changed: counts.changed,
        unchanged: counts.unchanged,
        rejected: counts.rejected,
    };
    let words = ProgressWords {
        label: frame.t("console-import-progress").to_owned(),
        rows: frame.f("console-import-progress-rows", &[("read", "{read}".into()), ("total", "{total}".into())]),
        rate: frame.f("console-import-progress-rate", &[("rate", "{rate}".into()), ("left", "{left}".into())]),
        created: frame.t("console-import-created").to_owned(),
        changed: frame.t("console-import-changed").to_owned(),
        unchanged: frame.t("console-import-unchanged").to_owned(),
        rejected: frame.t("console-import-rejected").to_owned(),
        separator: if frame.locale == foundation::Locale::De { '.' } else { ',' },
    };
    let address = frame.at(&format!("/console/imports/{}/progress", model.id));
    let cancel = frame.may(Permission::ImportPeople).then(|| {
        view! {
            <form class="form-actions" method="post" action=frame.at(&format!("/console/imports/{}/cancel", model.id))>
                <button class="button">{Icon::Stop.view()}{frame.t("console-import-cancel")}</button>
                <p class="text-soft">{frame.t("console-import-cancel-hint")}</p>
            </form>
        }
    });
    view! { <div class="card card-padded"><ImportProgress address=address progress=progress words=words/></div>{cancel}{problems(frame, model)} }.into_any()
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
    view! { {verdict}{tally(frame, counts, false)}{times}{report}{problems(frame, model)} }.into_any()
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
