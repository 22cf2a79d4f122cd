//! One import: what its columns mean, what it would do, how far it is, and what was not accepted.

use std::collections::HashMap;

use ::sources::ImportError;
use ::sources::file::{Delimiter, Encoding};
use ::sources::imports::samples::{Change as Difference, Sample};
use ::sources::imports::{cancel as cancelling, describe, map, preview, progress, report, reread, start as starting};
use ::sources::mapping::{ColumnMapping, Mapping, MappingProblem, Target};
use app::console::audit::Change;
use app::console::imports::{self as pages, Effect, Import, ImportProblem, MappingColumn, PreviewRow};
use app::form::{FieldError, FormState};
use app::frame::Frame;
use app::model::Choice;
use app::notice::Notice;
use authentication::Visitor;
use axum::Json;
use axum::body::Bytes;
use axum::response::IntoResponse as _;
use database::Transaction;
use directory::people::find;
use foundation::{ImportId, Permission};
use serde::{Deserialize, Serialize};

use super::sources::{file_error, import_counts, import_state};
use super::{Answer, Archetypes, At, Door, Fault, Submitted, attribute_labels, field_in_words, in_pieces, lead};
use crate::web::answer::{done, page, refused_form};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/imports/{id}", show)
        .form("/console/imports/{id}/mapping", show_mapping, save_mapping)
        .get("/console/imports/{id}/progress", show_progress)
        .post("/console/imports/{id}/start", start)
        .post("/console/imports/{id}/cancel", cancel)
        .get("/console/imports/{id}/report.csv", download_report)
}

#[derive(Deserialize)]
struct OfImport {
    id: ImportId,
}

// --- the columns ------------------------------------------------------------------------------------------------

/// So many values of a column are shown.
const SAMPLES: usize = 4;

async fn mapping_page(
    door: &Door,
    visitor: &Visitor,
    id: ImportId,
    refused: Option<FormState>,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = describe::describe(&mut tx, id).await?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    drop(tx);
    let format = found.facts.format;
    let form = refused.unwrap_or_else(|| {
        let form = FormState::new()
            .with("archetype", &found.mapping.archetype)
            .with("encoding", encoding_word(format.encoding))
            .with("delimiter", delimiter_word(format.delimiter));
        let columns = found.facts.columns.iter().enumerate();
        columns.fold(form, |form, (number, column)| {
            form.with(&format!("column.{number}"), found.mapping.target(&column.name).word())
        })
    });
    let samples = |number: usize| -> Vec<String> {
        let cells = found.sample.iter().filter_map(|row| row.cells.get(number));
        cells.filter(|cell| !cell.is_empty()).take(SAMPLES).cloned().collect()
    };
    let columns = found.facts.columns.iter().enumerate();
    let attribute = |definition: &directory::attributes::Definition| {
        Choice::new(Target::Attribute(definition.name.clone()).word(), definition.label(frame.locale))
    };
    let model = pages::Mapping {
        id,
        file_name: found.import.file_name.clone(),
        source: found.import.source_name.clone(),
        form,
        columns: columns
            .map(|(number, column)| MappingColumn { number, header: column.name.clone(), samples: samples(number) })
            .collect(),
        archetypes: archetypes.0,
        attributes: found.definitions.attributes.iter().map(attribute).collect(),
        rows: found.facts.rows,
    };
    Ok(pages::mapping(&frame, &model))
}

fn encoding_word(encoding: Encoding) -> String {
    encoding.name().to_ascii_lowercase()
}

const fn delimiter_word(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Comma => "comma",
        Delimiter::Semicolon => "semicolon",
        Delimiter::Tab => "tab",
    }
}

async fn show_mapping(door: Door, At(OfImport { id }): At<OfImport>) -> Answer {
    let visitor = door.administrator()?;
    match mapping_page(&door, visitor, id, None).await {
        // Too late or too early to say what columns mean: the import's page tells which.
        Err(Fault::Conflict) => Ok(lead(&door, &format!("/console/imports/{id}"))),
        other => Ok(page(other?)),
    }
}

async fn save_mapping(door: Door, At(OfImport { id }): At<OfImport>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let found = describe::describe(&mut tx, id).await?;
    let format = found.facts.format;
    let (encoding, delimiter) = (form.text("encoding"), form.text("delimiter"));
    let encoding = [Encoding::Utf8, Encoding::Windows1252]
        .into_iter()
        .find(|known| encoding_word(*known) == encoding)
        .unwrap_or(format.encoding);
    let delimiter =
        Delimiter::ALL.into_iter().find(|known| delimiter_word(*known) == delimiter).unwrap_or(format.delimiter);
    if (encoding, delimiter) != (format.encoding, format.delimiter) {
        // Read in another way it may have other columns, so these have to be looked at first.
        return match reread::reread(&mut tx, id, encoding, delimiter).await {
            Ok(()) => {
                tx.commit().await?;
                Ok(lead(&door, &format!("/console/imports/{id}/mapping")))
            }
            Err(ImportError::File(problem)) => {
                drop(tx);
                let state = form.state().refused(file_error("delimiter", problem));
                Ok(refused_form(mapping_page(&door, visitor, id, Some(state)).await?))
            }
            Err(error) => Err(error.into()),
        };
    }
    if form.ticked("again") {
        drop(tx);
        return Ok(page(mapping_page(&door, visitor, id, Some(form.state())).await?));
    }
    let columns = found.facts.columns.iter().enumerate().map(|(number, column)| ColumnMapping {
        column: column.name.clone(),
        // A target nobody knows is a mistake of the sender's, and the mapping's own check names the column.
        target: match form.text(&format!("column.{number}")).as_str() {
            "" => Target::Ignore,
            word => Target::from_word(word).unwrap_or_else(|| Target::Attribute(word.to_owned())),
        },
    });
    let mapping = Mapping { archetype: form.text("archetype"), columns: columns.collect() };
    match map::map(&mut tx, id, &mapping).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(lead(&door, &format!("/console/imports/{id}")))
        }
        Err(ImportError::Mapping(problems)) => {
            drop(tx);
            let names: Vec<&str> = found.facts.columns.iter().map(|column| column.name.as_str()).collect();
            let errors = problems
                .iter()
                .map(|problem| FieldError::new(&field_of(problem, &names, &mapping), problem.code()))
                .collect();
            let state = FormState { errors, ..form.state() };
            Ok(refused_form(mapping_page(&door, visitor, id, Some(state)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// The field a problem of a mapping is shown at; none where it concerns the whole.
fn field_of(problem: &MappingProblem, columns: &[&str], mapping: &Mapping) -> String {
    let numbered = |found: Option<usize>| found.map_or_else(String::new, |number| format!("column.{number}"));
    let aimed = |wanted: &Target| mapping.columns.iter().rposition(|mapped| mapped.target == *wanted);
    match problem {
        MappingProblem::UnknownArchetype(_) => "archetype".to_owned(),
        MappingProblem::UnknownColumn(name) | MappingProblem::Password(name) => {
            numbered(columns.iter().position(|column| column == name))
        }
        MappingProblem::UnknownAttribute(name) => numbered(aimed(&Target::Attribute(name.clone()))),
        MappingProblem::Twice(target) => numbered(aimed(target)),
        MappingProblem::FullNameAndPart => numbered(aimed(&Target::FullName)),
        MappingProblem::NoName | MappingProblem::NoKey => String::new(),
    }
}

// --- the import -------------------------------------------------------------------------------------------------

/// So many rows that were not accepted are shown of an import that has begun.
const PROBLEMS: u8 = 50;

async fn show(door: Door, At(OfImport { id }): At<OfImport>) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let import = progress::progress(&mut tx, id).await?;
    let is_new = import.state == ::sources::State::Uploaded;
    let may_import = visitor.caller.may(Permission::ImportPeople);
    if is_new && may_import && import.facts.is_some() && !import.is_mapped() {
        return Ok(lead(&door, &format!("/console/imports/{id}/mapping")));
    }
    let (counts, problems, samples) = if is_new && may_import && import.is_mapped() {
        let found = preview::preview(&mut tx, id).await?;
        let labels = attribute_labels(&mut tx, &frame).await?;
        let samples = found.samples.iter().map(|sample| preview_row(&frame, &labels, sample)).collect();
        (import_counts(import.rows_total, 0, found.counts), found.problems, samples)
    } else {
        let problems =
            if import.counts.rejected > 0 { report::first(&mut tx, id, PROBLEMS).await? } else { Vec::new() };
        (import_counts(import.rows_total, import.rows_read, import.counts), problems, Vec::new())
    };
    let problems = problems.into_iter().map(|problem| ImportProblem {
        row: problem.line,
        column: problem.column,
        why: report::message(frame.texts(), &problem.code),
        given: problem.given,
    });
    let created_by = created_by(&mut tx, &import).await?;
    let model = Import {
        id,
        state: import_state(import.state),
        file_name: import.file_name,
        source: import.source_name,
        counts,
        problems: problems.collect(),
        samples,
        created_at: import.created_at,
        created_by,
        started_at: import.started_at,
        finished_at: import.finished_at,
        failure: import.failure,
    };
    Ok(page(pages::import(&frame, &model)))
}

fn preview_row(frame: &Frame, labels: &HashMap<String, String>, sample: &Sample) -> PreviewRow {
    let change = |change: &Difference| Change {
        field: labels.get(&change.field).cloned().unwrap_or_else(|| field_in_words(frame, &change.field)),
        old: change.old.clone(),
        new: change.new.clone(),
    };
    PreviewRow {
        row: sample.line,
        effect: if sample.is_new { Effect::Created } else { Effect::Changed },
        name: sample.name.clone(),
        external_id: sample.external_id.clone(),
        changes: sample.changes.iter().map(change).collect(),
    }
}

async fn created_by(tx: &mut Transaction, import: &::sources::Import) -> Result<Option<String>, Fault> {
    let Some(person) = import.created_by else { return Ok(None) };
    Ok(find::names(tx, &[person]).await?.remove(&person))
}

/// How far an import is, for the page's script.
#[derive(Serialize)]
struct Progress {
    state: &'static str,
    total: u64,
    read: u64,
    created: u64,
    changed: u64,
    unchanged: u64,
    rejected: u64,
}

async fn show_progress(door: Door, At(OfImport { id }): At<OfImport>) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let import = progress::progress(&mut tx, id).await?;
    let ::sources::Counts { created, changed, unchanged, rejected } = import.counts;
    let answer = Progress {
        state: import.state.word(),
        total: import.rows_total,
        read: import.rows_read,
        created,
        changed,
        unchanged,
        rejected,
    };
    Ok(Json(answer).into_response())
}

async fn start(door: Door, At(OfImport { id }): At<OfImport>, _: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    match starting::start(&mut tx, id).await {
        Ok(()) => tx.commit().await?,
        // The tenant's attributes changed since: the columns have to be looked at again.
        Err(ImportError::Mapping(_)) => return Ok(lead(&door, &format!("/console/imports/{id}/mapping"))),
        Err(error) => return Err(error.into()),
    }
    Ok(lead(&door, &format!("/console/imports/{id}")))
}

async fn cancel(door: Door, At(OfImport { id }): At<OfImport>, _: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    match cancelling::cancel(&mut tx, id).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(done(&door, &format!("/console/imports/{id}"), Notice::ImportCancelled))
        }
        // It was faster: its page says how it ended.
        Err(ImportError::WrongState) => Ok(lead(&door, &format!("/console/imports/{id}"))),
        Err(error) => Err(error.into()),
    }
}

// --- the report -------------------------------------------------------------------------------------------------

/// The rows that were not accepted, piece by piece.
async fn download_report(door: Door, At(OfImport { id }): At<OfImport>) -> Answer {
    let visitor = door.administrator()?;
    let locale = door.locale();
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let first = report::report(&mut tx, id, locale, None).await?;
    tx.commit().await?;
    let (database, caller) = (door.services().database.clone(), visitor.caller.clone());
    let name = format!("import-{id}.csv");
    in_pieces(&name, "text/csv; charset=utf-8", (first.text, first.next), move |after| {
        let (database, caller) = (database.clone(), caller.clone());
        async move {
            let mut tx = database.read(&caller).await?;
            let chunk = report::report(&mut tx, id, locale, Some(after)).await?;
            Ok::<_, ImportError>((Bytes::from(chunk.text), chunk.next))
        }
    })
}
