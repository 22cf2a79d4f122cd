//! People taken out as a file: the form, how far it is, and the file. What is seen here is the visitor's own and nobody else's.

use std::collections::HashMap;

use ::exports::see::{self, Cursor};
use ::exports::{
    Column, ExportError, Format, State, cancel as cancelling, download as downloading, offered, start as starting,
};
use app::console::exports::{self as pages, Export, ExportForm, ExportRow, ExportState, Exports};
use app::form::FormState;
use app::model::Choice;
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use axum::Json;
use axum::body::Bytes;
use axum::response::IntoResponse as _;
use directory::DirectoryError;
use foundation::{ExportId, Locale, Permission};
use serde::{Deserialize, Serialize};

use super::people::{selection, who, who_of};
use super::{Answer, Archetypes, At, Door, Fault, Submitted, attribute_labels, in_pieces, lead};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::kept;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .form("/console/people/export", show_form, start)
        .get("/console/exports", show_list)
        .get("/console/exports/{id}", show)
        .get("/console/exports/{id}/progress", show_progress)
        .post("/console/exports/{id}/cancel", cancel)
        .get("/console/exports/{id}/file", download)
}

#[derive(Deserialize)]
struct OfExport {
    id: ExportId,
}

impl From<ExportError> for Fault {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Refused(refused) => Self::Refused(refused),
            ExportError::Unproved(_) => Self::Unproved,
            ExportError::NotFound => Self::NotFound,
            ExportError::WrongState | ExportError::OtherRights => Self::Conflict,
            ExportError::Invalid(..) => Self::Malformed,
            ExportError::Damaged(error) => Self::internal(error),
            ExportError::Database(error) => error.into(),
        }
    }
}

// --- the form ---------------------------------------------------------------------------------------------------

/// The columns that can be chosen, or were, as pages name them.
fn shown_columns(columns: &[Column], labels: &HashMap<String, String>) -> Vec<Choice> {
    let label = |column: &Column| match column {
        Column::Attribute(name) => labels.get(name).unwrap_or(name).clone(),
        other => other.word(),
    };
    columns.iter().map(|column| Choice::new(column.word(), label(column))).collect()
}

async fn form_page(door: &Door, visitor: &Visitor, form: Option<FormState>) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow_somewhere(Permission::ExportPeople)?;
    tx.allow_somewhere(Permission::SeePeople)?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let who = match form.as_ref().map(Submitted::from) {
        Some(form) => who(&mut tx, &archetypes, |name| form.some(name), &form.all("person")).await?,
        None => who(&mut tx, &archetypes, |name| door.query(name), &door.query_all("person")).await?,
    };
    let (columns, _) = offered(&mut tx).await?;
    let form = form.unwrap_or_else(|| {
        let usual: Vec<String> = columns.iter().filter(|column| column.is_usual()).map(Column::word).collect();
        let format = if door.locale() == Locale::De { Format::CsvSemicolon } else { Format::CsvComma };
        FormState::new().with("column", usual.join("\n")).with("format", format.word())
    });
    let model = ExportForm {
        who,
        is_limited: !(visitor.caller.may(Permission::ExportPeople) && visitor.caller.may(Permission::SeePeople)),
        columns: shown_columns(&columns, &attribute_labels(&mut tx, &frame).await?),
        form,
    };
    Ok(pages::export_form(&frame, &model))
}

async fn show_form(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let form = kept::form(&door).await?;
    if form.is_none() && door.query("kept").is_some() {
        // Who was meant is not known any more: that must not become everybody.
        return Ok(done(&door, "/console/people", Notice::NobodyChosen));
    }
    if form.is_none() && door.query("selected").is_some() && door.query_all("person").is_empty() {
        // Those who are selected, and nobody is: that must not become everybody either.
        let mut tx = door.services().database.read(&visitor.caller).await?;
        let archetypes = Archetypes::of(&mut tx, &door.frame()).await?;
        let nobody = who(&mut tx, &archetypes, |name| door.query(name), &[]).await?;
        return Ok(done(&door, &format!("/console/people{}", nobody.filter.query()), Notice::NobodyChosen));
    }
    Ok(page(form_page(&door, visitor, form).await?))
}

async fn start(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow_somewhere(Permission::ExportPeople)?;
    let archetypes = Archetypes::of(&mut tx, &door.frame()).await?;
    let who = who(&mut tx, &archetypes, |name| form.some(name), &form.all("person")).await?;
    let columns: Option<Vec<Column>> = form.all("column").iter().map(|word| Column::from_word(word)).collect();
    let started = match (columns, Format::from_word(&form.text("format"))) {
        (Some(columns), Some(format)) => starting::start(&mut tx, &selection(&who), &columns, format).await,
        (None, _) => Err(ExportError::field("column", "not-a-choice")),
        (_, None) => Err(ExportError::field("format", "not-a-choice")),
    };
    match started {
        Ok(id) => {
            tx.commit().await?;
            Ok(lead(&door, &format!("/console/exports/{id}")))
        }
        Err(ExportError::Invalid(problems)) => {
            drop(tx);
            let state = into_form(AuthenticationError::Directory(DirectoryError::Invalid(problems)), form.state())?;
            Ok(refused_form(form_page(&door, visitor, Some(state)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

// --- how far it is ----------------------------------------------------------------------------------------------

/// So many exports are on a page.
const SHOWN: usize = 20;

const fn export_state(state: State) -> ExportState {
    match state {
        State::Running => ExportState::Running,
        State::Done => ExportState::Done,
        State::Failed => ExportState::Failed,
        State::Cancelled => ExportState::Cancelled,
    }
}

async fn show_list(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let before = door.query("before").as_deref().and_then(Cursor::from_word);
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = see::list(&mut tx, before, SHOWN).await?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let mut exports = Vec::with_capacity(found.exports.len());
    for export in found.exports {
        exports.push(ExportRow {
            id: export.id,
            who: who_of(&mut tx, &archetypes, &export.selection).await?,
            state: export_state(export.state),
            rows: export.rows,
            created_at: export.created_at,
            kept_until: export.kept_until(),
        });
    }
    let model = Exports { exports, is_later_page: before.is_some(), older: found.next.map(Cursor::to_word) };
    Ok(page(pages::exports(&frame, &model)))
}

async fn show(door: Door, At(OfExport { id }): At<OfExport>) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let export = see::one(&mut tx, id).await?;
    let most = if export.state == State::Running { see::most(&mut tx, &export).await? } else { None };
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let who = who_of(&mut tx, &archetypes, &export.selection).await?;
    let labels = attribute_labels(&mut tx, &frame).await?;
    let model = Export {
        id,
        who,
        columns: shown_columns(&export.columns, &labels),
        format: export.format.word(),
        state: export_state(export.state),
        rows: export.rows,
        most,
        kept_until: export.kept_until(),
        created_at: export.created_at,
        failure: export.failure,
    };
    Ok(page(pages::export(&frame, &model)))
}

/// How far an export is, for the page's script.
#[derive(Serialize)]
struct Progress {
    state: &'static str,
    total: u64,
    read: u64,
}

async fn show_progress(door: Door, At(OfExport { id }): At<OfExport>) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let export = see::one(&mut tx, id).await?;
    let total = see::most(&mut tx, &export).await?.unwrap_or(0);
    Ok(Json(Progress { state: export.state.word(), total, read: export.rows }).into_response())
}

async fn cancel(door: Door, At(OfExport { id }): At<OfExport>, _: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    match cancelling::cancel(&mut tx, id).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(done(&door, &format!("/console/exports/{id}"), Notice::ExportCancelled))
        }
        // It was faster: its page says how it ended.
        Err(ExportError::WrongState) => Ok(lead(&door, &format!("/console/exports/{id}"))),
        Err(error) => Err(error.into()),
    }
}

// --- the file ---------------------------------------------------------------------------------------------------

/// The file, part by part, so that memory holds one. The download is recorded before anything leaves.
async fn download(door: Door, At(OfExport { id }): At<OfExport>) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let (export, first) = match downloading::begin(&mut tx, id).await {
        Ok(begun) => begun,
        // There is no file, or none yet, or it would be another one: its page says why.
        Err(ExportError::WrongState) => return Ok(lead(&door, &format!("/console/exports/{id}"))),
        Err(ExportError::OtherRights) => {
            return Ok(done(&door, &format!("/console/exports/{id}"), Notice::ExportOtherRights));
        }
        Err(error) => return Err(error.into()),
    };
    tx.commit().await?;
    let (database, caller) = (door.services().database.clone(), visitor.caller.clone());
    let day = export.created_at.with_timezone(&door.zone()).format("%Y-%m-%d");
    let name = format!("people-{}-{day}.{}", door.tenant().slug, export.format.ending());
    in_pieces(&name, export.format.media_type(), (first.bytes, first.next), move |after| {
        let (database, caller) = (database.clone(), caller.clone());
        async move {
            let mut tx = database.read(&caller).await?;
            let chunk = downloading::go_on(&mut tx, id, after).await?;
            Ok::<_, ExportError>((Bytes::from(chunk.bytes), chunk.next))
        }
    })
}
