//! Sources, and the upload of a file.

use ::sources::ImportError;
use ::sources::file::{FileLimits, FileProblem};
use ::sources::imports::list;
use ::sources::imports::upload::{From, Upload};
use app::console::sources::{self as pages, ImportCounts, ImportRow, ImportState, SourceRow, Sources};
use app::form::{FieldError, FormState};
use authentication::Visitor;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest as _, Multipart, Request};
use foundation::{ImportId, Permission};

use super::{Answer, Door, Fault, lead};
use crate::web::answer::{page, refused_form};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().get("/console/sources", show_list).form("/console/sources/upload", show_upload, upload)
}

impl std::convert::From<ImportError> for Fault {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Refused(refused) => Self::Refused(refused),
            ImportError::NotFound => Self::NotFound,
            ImportError::WrongState | ImportError::SourceBusy | ImportError::Forgotten => Self::Conflict,
            ImportError::Invalid(..) | ImportError::File(_) | ImportError::Mapping(_) => Self::Malformed,
            ImportError::Damaged => Self::internal(ImportError::Damaged),
            ImportError::Database(error) => error.into(),
        }
    }
}

// --- the list ---------------------------------------------------------------------------------------------------

/// So many imports are shown.
const SHOWN: usize = 20;

pub(super) const fn import_state(state: ::sources::State) -> ImportState {
    match state {
        ::sources::State::Uploaded => ImportState::Uploaded,
        ::sources::State::Running => ImportState::Running,
        ::sources::State::Done => ImportState::Done,
        ::sources::State::Failed => ImportState::Failed,
        ::sources::State::Cancelled => ImportState::Cancelled,
    }
}

pub(super) const fn import_counts(total: u64, read: u64, counts: ::sources::Counts) -> ImportCounts {
    let ::sources::Counts { created, changed, unchanged, rejected } = counts;
    ImportCounts { total, read, created, changed, unchanged, rejected }
}

/// An import as a line of a list.
pub(super) fn import_row(import: &::sources::Import) -> ImportRow {
    ImportRow {
        id: import.id,
        file_name: import.file_name.clone(),
        source: import.source_name.clone(),
        state: import_state(import.state),
        counts: import_counts(import.rows_total, import.rows_read, import.counts),
        created_at: import.created_at,
    }
}

async fn show_list(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = ::sources::source::list(&mut tx).await?;
    let imports = list::list(&mut tx, None, SHOWN).await?.imports;
    let row = |source: ::sources::Source| SourceRow {
        id: source.id,
        name: source.name,
        people: source.people,
        last_import_at: source.last_import_at,
    };
    let sources = found.into_iter().map(row).collect();
    let model = Sources { sources, imports: imports.iter().map(import_row).collect() };
    Ok(page(pages::sources(&door.frame(), &model)))
}

// --- the upload -------------------------------------------------------------------------------------------------

async fn upload_page(door: &Door, visitor: &Visitor, form: FormState) -> Result<String, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow(Permission::ImportPeople)?;
    let known =
        if visitor.caller.may(Permission::SeeSources) { ::sources::source::list(&mut tx).await? } else { Vec::new() };
    let model = pages::Upload {
        form,
        sources: known.into_iter().map(|source| source.name).collect(),
        megabytes: megabytes(door.services().upload_limit),
    };
    Ok(pages::upload(&door.frame(), &model))
}

fn megabytes(bytes: u64) -> u32 {
    u32::try_from(bytes / (1024 * 1024)).unwrap_or(u32::MAX)
}

async fn show_upload(door: Door) -> Answer {
    let visitor = door.administrator()?;
    Ok(page(upload_page(&door, visitor, FormState::new()).await?))
}

/// What came of an upload.
enum Came {
    In(ImportId),
    Refused(FormState),
}

async fn upload(door: Door, request: Request) -> Answer {
    let visitor = door.administrator()?;
    if !visitor.caller.may(Permission::ImportPeople) {
        return Err(database::Refused(Permission::ImportPeople).into());
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Fault::Malformed)?;
    match receive(&door, visitor, &mut parts).await? {
        Came::In(id) => Ok(lead(&door, &format!("/console/imports/{id}/mapping"))),
        Came::Refused(form) => {
            // A browser that is still sending does not read an answer, so the rest is taken and let go.
            while let Ok(Some(mut field)) = parts.next_field().await {
                while let Ok(Some(_)) = field.chunk().await {}
            }
            Ok(refused_form(upload_page(&door, visitor, form).await?))
        }
    }
}

/// Takes the file in as it arrives. The form names the source before the file, so that nothing has to wait in memory.
async fn receive(door: &Door, visitor: &Visitor, parts: &mut Multipart) -> Result<Came, Fault> {
    let mut form = FormState::new();
    while let Some(mut field) = parts.next_field().await.map_err(|_| Fault::Malformed)? {
        match field.name() {
            Some("source") => form = form.with("source", short_text(&mut field).await?),
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                if name.is_empty() {
                    break;
                }
                if form.value("source").trim().is_empty() {
                    return Ok(Came::Refused(form.refused(FieldError::new("source", "required"))));
                }
                let outcome = take_in(door, visitor, form.value("source"), &name, &mut field).await?;
                return outcome.map_or_else(|error| Ok(Came::Refused(explain(error, form)?)), |id| Ok(Came::In(id)));
            }
            _ => {}
        }
    }
    Ok(Came::Refused(form.refused(FieldError::new("file", "file-missing"))))
}

async fn take_in(
    door: &Door,
    visitor: &Visitor,
    source: &str,
    name: &str,
    field: &mut Field<'_>,
) -> Result<Result<ImportId, ImportError>, Fault> {
    let services = door.services();
    let limits = FileLimits { bytes: services.upload_limit, ..FileLimits::default() };
    let begun = Upload::begin(&services.database, &visitor.caller, From::Named(source.to_owned()), name, limits).await;
    let mut upload = match begun {
        Ok(upload) => upload,
        Err(error) => return Ok(Err(error)),
    };
    while let Some(piece) = field.chunk().await.map_err(|_| Fault::Malformed)? {
        if let Err(error) = upload.push(&piece).await {
            return Ok(Err(error));
        }
    }
    Ok(upload.finish().await)
}

/// A field that is no file.
async fn short_text(field: &mut Field<'_>) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| Fault::Malformed)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > 4_096 {
            return Err(Fault::Malformed);
        }
    }
    String::from_utf8(bytes).map_err(|_| Fault::Malformed)
}

/// What is wrong with the file or its source, beside the field.
fn explain(error: ImportError, form: FormState) -> Result<FormState, Fault> {
    match error {
        ImportError::Invalid(field, code) => {
            let error = FieldError::new(field, code);
            Ok(form.refused(if code == "too-long" { error.with("maximum", 100_i64) } else { error }))
        }
        ImportError::File(problem) => Ok(form.refused(file_error("file", problem))),
        other => Err(other.into()),
    }
}

/// Why a file cannot be read, at a field of a form.
pub(super) fn file_error(field: &str, problem: FileProblem) -> FieldError {
    let number = i64::try_from(problem.number().unwrap_or(0)).unwrap_or(i64::MAX);
    let error = FieldError::new(field, problem.code());
    match problem {
        FileProblem::TooLarge { limit } => error.with("megabytes", i64::from(megabytes(limit))),
        FileProblem::TooManyRows { .. } => error.with("limit", number),
        FileProblem::TooManyColumns => error.with("maximum", number),
        FileProblem::EndlessRecord { .. } => error.with("line", number),
        _ => error,
    }
}
