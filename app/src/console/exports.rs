//! People taken out as a file: who is meant and what is told of them, how far it is, and the visitor's own files.

mod form;

pub use form::{ExportForm, export_form};

use super::people::meant::{Who, in_words, under};
use super::people::query;
use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::design::list::older;
use crate::design::progress::{Progress, READ, progress, stop};
use crate::design::shown::{badge, empty, time};
use crate::form::stored_problem;
use crate::frame::{Frame, number};
use crate::model::Choice;
use foundation::{ExportId, Instant};
use leptos::prelude::*;

/// The address of the form.
pub(crate) const FORM: &str = "/console/people/export";

/// One export (`GET /console/exports/{id}`): the progress, then the file.
#[derive(Debug, Clone)]
pub struct Export {
    /// The export.
    pub id: ExportId,
    /// Who is meant.
    pub who: Who,
    /// The columns: their words, those of attributes with their labels.
    pub columns: Vec<Choice>,
    /// The form of the file, as its word.
    pub format: &'static str,
    /// How far it is.
    pub state: ExportState,
    /// How many people are in the file so far.
    pub rows: u64,
    /// How many there are at most, where that is known.
    pub most: Option<u64>,
    /// Why it failed: the stored word, whose text is `problem-WORD`.
    pub failure: Option<String>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it is forgotten.
    pub kept_until: Instant,
}

/// The visitor's exports (`GET /console/exports?before=`), newest first.
#[derive(Debug, Clone)]
pub struct Exports {
    /// One page of them.
    pub exports: Vec<ExportRow>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
    /// The cursor of the page after (`before=`), if there is one.
    pub older: Option<String>,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct ExportRow {
    /// Leads to the export's page.
    pub id: ExportId,
    /// Who is meant.
    pub who: Who,
    /// How far it is.
    pub state: ExportState,
    /// How many people are in the file so far.
    pub rows: u64,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it is forgotten.
    pub kept_until: Instant,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportState {
    /// The file is being written.
    Running,
    /// The file can be downloaded.
    Done,
    /// Stopped by a fault.
    Failed,
    /// Stopped by the visitor.
    Cancelled,
}

/// What a column is called.
fn column_label(frame: &Frame, column: &Choice) -> String {
    match column.value.as_str() {
        "id" => frame.t("console-export-column-id"),
        "display_name" => frame.t("console-export-column-display-name"),
        "given_name" => frame.t("front-given-name"),
        "family_name" => frame.t("front-family-name"),
        "sign_in_name" => frame.t("console-people-sign-in-name"),
        "archetype" => frame.t("console-people-archetype"),
        "state" => frame.t("common-state"),
        "email" => frame.t("common-email"),
        "phone" => frame.t("portal-profile-phone"),
        "organisations" => frame.t("console-nav-organisations"),
        "language" => frame.t("common-language"),
        "time_zone" => frame.t("common-time-zone"),
        "created" => frame.t("common-created"),
        "last_sign_in" => frame.t("console-people-last-sign-in"),
        _ => return column.label.clone(),
    }
    .to_owned()
}

fn format_label(frame: &Frame, word: &str) -> &'static str {
    match word {
        "csv_semicolon" => frame.t("console-export-format-csv-semicolon"),
        "csv_comma" => frame.t("console-export-format-csv-comma"),
        _ => frame.t("console-export-format-json-lines"),
    }
}

fn state_badge(frame: &Frame, state: ExportState) -> AnyView {
    match state {
        ExportState::Running => badge("badge badge-info", frame.t("state-running")),
        ExportState::Done => badge("badge badge-success", frame.t("state-done")),
        ExportState::Failed => badge("badge badge-danger", frame.t("state-failed")),
        ExportState::Cancelled => badge("badge badge-warning", frame.t("state-cancelled")),
    }
}

/// Renders one export.
#[must_use]
pub fn export(frame: &Frame, model: &Export) -> String {
    let asked = frame.f("console-export-asked", &[("at", frame.moment(model.created_at).into())]);
    let mut head = Page::new(Place::People, frame.t("console-export-title"))
        .under(frame, frame.t("console-exports-title"), "/console/exports")
        .beside(state_badge(frame, model.state))
        .lead(asked);
    if model.state == ExportState::Running {
        head.refresh = Some(3);
    }
    page(frame, head, || {
        let content = match model.state {
            ExportState::Running => running(frame, model),
            ExportState::Done => done(frame, model),
            ExportState::Failed => {
                let why = model.failure.as_deref().map(|code| stored_problem(frame, code)).unwrap_or_default();
                banner(Tone::Danger, view! { <p>{frame.t("console-export-failed")}</p><p>{why}</p> })
            }
            ExportState::Cancelled => banner(Tone::Warning, frame.t("console-export-cancelled")),
        };
        view! { {content}{facts(frame, model)} }.into_any()
    })
}

fn running(frame: &Frame, model: &Export) -> AnyView {
    let path = frame.at(&format!("/console/exports/{}", model.id));
    let board = Progress {
        address: format!("{path}/progress"),
        label: frame.t("console-export-progress"),
        sentence: frame.f("console-export-so-far", &[("read", READ.to_string().into())]),
        read: model.rows,
        total: model.most,
        pace: None,
        numbers: &[],
    };
    let (label, hint) = (frame.t("console-export-cancel"), frame.t("console-export-cancel-hint"));
    view! { {progress(frame, board)}{stop(format!("{path}/cancel"), label, hint)} }.into_any()
}

fn done(frame: &Frame, model: &Export) -> AnyView {
    let text = frame.f("console-export-done", &[("count", number(model.rows))]);
    view! {
        {banner(Tone::Success, text)}
        <div class="form-actions">
            <a class="button button-primary" href=frame.at(&format!("/console/exports/{}/file", model.id))>{Icon::Download.view()}{frame.t("console-export-download")}</a>
        </div>
    }
    .into_any()
}

/// What was asked for, and until when it is there.
fn facts(frame: &Frame, model: &Export) -> AnyView {
    let columns: Vec<String> = model.columns.iter().map(|column| column_label(frame, column)).collect();
    let rows = [
        (frame.t("console-export-who"), in_words(frame, &model.who)),
        (frame.t("console-export-columns"), columns.join(", ").into_any()),
        (frame.t("console-export-format"), format_label(frame, model.format).into_any()),
        (frame.t("console-export-kept-until"), time(frame, model.kept_until)),
    ];
    let rows: Vec<_> =
        rows.into_iter().map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }).collect();
    view! {
        <section aria-labelledby="asked">
            <h2 class="section-title" id="asked">{frame.t("console-export-what")}</h2>
            <div class="card card-padded"><dl class="facts">{rows}</dl></div>
        </section>
    }
    .into_any()
}

/// Renders the visitor's exports.
#[must_use]
pub fn exports(frame: &Frame, model: &Exports) -> String {
    let head = Page::new(Place::People, frame.t("console-exports-title"))
        .under(frame, frame.t("console-nav-people"), "/console/people")
        .lead(frame.t("console-exports-lead"));
    page(frame, head, || {
        if model.exports.is_empty() && !model.is_later_page {
            let action =
                view! { <a class="button" href=frame.at("/console/people")>{frame.t("console-nav-people")}</a> };
            return view! { <div class="card card-padded">{empty(Icon::File, frame.t("console-exports-none-title"), frame.t("console-exports-none-text"), action)}</div> }.into_any();
        }
        let rows: Vec<_> = model
            .exports
            .iter()
            .map(|export| {
                view! {
                    <tr>
                        <th scope="row">
                            <a class="row-link" href=frame.at(&format!("/console/exports/{}", export.id)) data-row>{frame.moment(export.created_at)}</a>
                            {under(frame, &export.who)}
                        </th>
                        <td>{state_badge(frame, export.state)}</td>
                        <td class="number">{frame.count(export.rows)}</td>
                        <td class="wide">{time(frame, export.kept_until)}</td>
                    </tr>
                }
            })
            .collect();
        let newest = model.is_later_page.then(|| frame.at("/console/exports"));
        let next =
            model.older.as_ref().map(|cursor| frame.at(&format!("/console/exports{}", query(&[("before", cursor)]))));
        view! {
            <div class="table-box">
                <table class="data">
                    <thead><tr>
                        <th scope="col">{frame.t("console-export-asked-for")}</th>
                        <th scope="col">{frame.t("common-state")}</th>
                        <th class="number" scope="col">{frame.t("console-nav-people")}</th>
                        <th class="wide" scope="col">{frame.t("console-export-kept-until")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {older(frame, newest, next)}
        }
        .into_any()
    })
}
