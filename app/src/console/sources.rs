//! Sources and uploads.

use super::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::{badge, date, empty, time};
use crate::form::FormState;
use crate::frame::{Frame, number};
use foundation::ImportId;
use foundation::Instant;
use foundation::Permission;
use foundation::SourceId;
use leptos::prelude::*;

/// Where people come from (`GET /console/sources`).
#[derive(Debug, Clone)]
pub struct Sources {
    /// Every source.
    pub sources: Vec<SourceRow>,
    /// The latest imports, newest first.
    pub imports: Vec<ImportRow>,
}

/// One source.
#[derive(Debug, Clone)]
pub struct SourceRow {
    /// Its id.
    pub id: SourceId,
    /// Its name.
    pub name: String,
    /// How many people it knows.
    pub people: u64,
    /// When the last file of it was read.
    pub last_import_at: Option<Instant>,
}

/// One import in a list.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// Leads to the import's page.
    pub id: ImportId,
    /// The file's name.
    pub file_name: String,
    /// The source's name.
    pub source: String,
    /// How far it is.
    pub state: ImportState,
    /// The rows.
    pub counts: ImportCounts,
    /// When the file was uploaded.
    pub created_at: Instant,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// Uploaded; columns are being mapped or the preview is looked at.
    Uploaded,
    /// Being read.
    Running,
    /// Read to the end.
    Done,
    /// Stopped by a fault.
    Failed,
    /// Stopped by an administrator.
    Cancelled,
}

impl ImportState {
    /// The word that is stored and that the progress answer carries.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The rows of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// In the file.
    pub total: u64,
    /// Looked at so far.
    pub read: u64,
    /// New people.
    pub created: u64,
    /// People whose values changed.
    pub changed: u64,
    /// People who are the same as before.
    pub unchanged: u64,
    /// Not accepted.
    pub rejected: u64,
}

/// The upload page (`GET`, `POST /console/sources/upload`: `source`, `file`). The source comes first, because the file is
/// taken in while it arrives.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What was typed and refused.
    pub form: FormState,
    /// Names of existing sources, offered while typing.
    pub sources: Vec<String>,
    /// The largest file accepted, in megabytes.
    pub megabytes: u32,
}

/// Renders the page.
#[must_use]
pub fn sources(frame: &Frame, model: &Sources) -> String {
    let may_import = frame.may(Permission::ImportPeople);
    let upload = || {
        may_import.then(|| view! { <a class="button button-primary" href=frame.at("/console/sources/upload")>{Icon::Upload.view()}{frame.t("console-upload-title")}</a> })
    };
    let head = Page::new(Place::Sources, frame.t("console-nav-sources"))
        .lead(frame.t("console-sources-lead"))
        .actions(upload().into_any());
    page(frame, head, || {
        if model.sources.is_empty() && model.imports.is_empty() {
            return view! { <div class="card card-padded">{empty(Icon::Sources, frame.t("console-sources-none-title"), frame.t("console-sources-none-text"), upload())}</div> }.into_any();
        }
        view! { {imports(frame, &model.imports)}{source_table(frame, &model.sources)} }.into_any()
    })
}

fn source_table(frame: &Frame, sources: &[SourceRow]) -> AnyView {
    let rows: Vec<_> = sources
        .iter()
        .map(|source| {
            let last = source.last_import_at.map_or_else(|| frame.t("common-never").into_any(), |at| time(frame, at));
            view! {
                <tr>
                    <th scope="row">{source.name.clone()}</th>
                    <td class="wide">{frame.t("console-source-upload")}</td>
                    <td class="number">{frame.count(source.people)}</td>
                    <td>{last}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="sources">
            <h2 class="section-title" id="sources">{frame.t("console-nav-sources")}</h2>
            <div class="table-box">
                <table class="data">
                    <thead><tr>
                        <th scope="col">{frame.t("common-name")}</th>
                        <th class="wide" scope="col">{frame.t("console-roles-kind")}</th>
                        <th class="number" scope="col">{frame.t("console-nav-people")}</th>
                        <th scope="col">{frame.t("console-source-last")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn imports(frame: &Frame, imports: &[ImportRow]) -> AnyView {
    let rows: Vec<_> = imports
        .iter()
        .map(|import| {
            let counts = import.counts;
            view! {
                <tr>
                    <th scope="row">
                        <a class="row-link" href=frame.at(&format!("/console/imports/{}", import.id)) data-row>{import.file_name.clone()}</a>
                        <span class="row-under-always">{import.source.clone()}</span>
                    </th>
                    <td>{import_state(frame, import.state)}</td>
                    <td class="number">{frame.count(counts.total)}</td>
                    <td class="number wide">{frame.count(counts.created)}</td>
                    <td class="number wide">{frame.count(counts.changed)}</td>
                    <td class="number wide">{frame.count(counts.rejected)}</td>
                    <td class="wide">{time(frame, import.created_at)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="imports">
            <h2 class="section-title" id="imports">{frame.t("console-imports-title")}</h2>
            <div class="table-box">
                <table class="data">
                    <thead><tr>
                        <th scope="col">{frame.t("console-import-file")}</th>
                        <th scope="col">{frame.t("common-state")}</th>
                        <th class="number" scope="col">{frame.t("console-import-rows")}</th>
                        <th class="number wide" scope="col">{frame.t("console-import-created")}</th>
                        <th class="number wide" scope="col">{frame.t("console-import-changed")}</th>
                        <th class="number wide" scope="col">{frame.t("console-import-rejected")}</th>
                        <th class="wide" scope="col">{frame.t("console-import-uploaded")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// One import as a line of a card.
pub(crate) fn import_line(frame: &Frame, import: &ImportRow) -> AnyView {
    let detail = frame
        .f("console-import-line", &[("source", import.source.as_str().into()), ("rows", number(import.counts.total))]);
    view! {
        <li class="row">
            <span class="row-icon">{Icon::File.large()}</span>
            <div class="row-text">
                <p class="row-title"><a class="name" href=frame.at(&format!("/console/imports/{}", import.id))>{import.file_name.clone()}</a></p>
                <p class="row-detail">{detail}" · "{date(frame, import.created_at)}</p>
            </div>
            <div class="row-end">{import_state(frame, import.state)}</div>
        </li>
    }
    .into_any()
}

/// How far an import is, as a badge.
pub(crate) fn import_state(frame: &Frame, state: ImportState) -> AnyView {
    match state {
        ImportState::Uploaded => badge("badge", frame.t("state-uploaded")),
        ImportState::Running => badge("badge badge-info", frame.t("state-running")),
        ImportState::Done => badge("badge badge-success", frame.t("state-done")),
        ImportState::Failed => badge("badge badge-danger", frame.t("state-failed")),
        ImportState::Cancelled => badge("badge badge-warning", frame.t("state-cancelled")),
    }
}

/// Renders the upload page.
#[must_use]
pub fn upload(frame: &Frame, model: &Upload) -> String {
    let form = Form::new(frame, &model.form);
    let head = Page::new(Place::Sources, frame.t("console-upload-title"))
        .under(frame, frame.t("console-nav-sources"), "/console/sources")
        .lead(frame.t("console-upload-lead"))
        .with_form(&model.form);
    page(frame, head, || {
        let hint = frame.f("console-upload-file-hint", &[("megabytes", i64::from(model.megabytes).into())]);
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at("/console/sources/upload") enctype="multipart/form-data" novalidate>
                <section class="form-part">
                    <h2>{frame.t("console-source")}</h2>
                    <div class="form">{form.field(Field::text("source", frame.t("console-upload-source")).hint(frame.t("console-upload-source-hint")).autocomplete("off").longest(80).suggesting(&model.sources))}</div>
                </section>
                <section class="form-part">
                    <h2>{frame.t("console-import-file")}</h2>
                    <div class="form">{form.field(Field::file("file", frame.t("console-upload-file"), ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain").hint(hint))}</div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{frame.t("console-upload-button")}</button>
                    <a class="button button-quiet" href=frame.at("/console/sources")>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
