//! People taken out as a file: the form, how far it is, and the file. What is seen here is the visitor's own and nobody else's.

use ::exports::see::{self, Cursor};
use ::exports::{
    Column, ExportError, Format, State, cancel as cancelling, download as downloading, offered, start as starting,
};
use app::console::exports::{self as pages, Export, ExportForm, ExportRow, ExportState, Exports, Who};
use app::console::people::PeopleFilter;
use app::form::{FieldError, FormState};
use app::frame::Frame;
use app::model::Choice;
use app::notice::Notice;
use authentication::Visitor;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::response::IntoResponse as _;
use database::Transaction;
use directory::people::walk::{MOST_CHOSEN, Selection};
use foundation::{ExportId, Locale, Permission, PersonId};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};

use super::people::{chosen_of, exact_filter_of, narrowed, selection};
use super::{Answer, Archetypes, At, Door, Fault, Submitted, attachment, attribute_labels, lead, person_state};
use crate::web::answer::{done, page, refused_form};
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

/// Who is meant, as the address or the form said it.
struct Meant {
    filter: PeopleFilter,
    chosen: Vec<PersonId>,
}

impl Meant {
    fn of_form(form: &Submitted, archetypes: &Archetypes) -> Result<Self, Fault> {
        let filter = exact_filter_of(|name| form.some(name), archetypes)?;
        Ok(Self { filter, chosen: chosen_of(&form.all("person"))? })
    }

    fn of_address(door: &Door, archetypes: &Archetypes) -> Result<Self, Fault> {
        let filter = exact_filter_of(|name| door.query(name), archetypes)?;
        Ok(Self { filter, chosen: chosen_of(&door.query_all("person"))? })
    }
}

async fn form_page(door: &Door, visitor: &Visitor, form: Option<FormState>) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow_somewhere(Permission::ExportPeople)?;
    tx.allow_somewhere(Permission::SeePeople)?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let Meant { filter, chosen } = match &form {
        Some(form) => Meant::of_form(&Submitted::from(form), &archetypes)?,
        None => Meant::of_address(door, &archetypes)?,
    };
    let (_, within) = narrowed(&mut tx, &filter).await?;
    let (columns, definitions) = offered(&mut tx).await?;
    let form = form.unwrap_or_else(|| {
        let usual: Vec<String> = columns.iter().filter(|column| column.is_usual()).map(Column::word).collect();
        let format = if door.locale() == Locale::De { Format::CsvSemicolon } else { Format::CsvComma };
        FormState::new().with("column", usual.join("\n")).with("format", format.word())
    });
    let label = |column: &Column| match column {
        Column::Attribute(name) => definitions
            .iter()
            .find(|definition| definition.name == *name)
            .map_or_else(|| name.clone(), |definition| definition.label(frame.locale).to_owned()),
        other => other.word(),
    };
    let model = ExportForm {
        who: who(&selection(&filter, chosen.clone()), &archetypes, within),
        is_limited: !(visitor.caller.may(Permission::ExportPeople) && visitor.caller.may(Permission::SeePeople)),
        columns: columns.iter().map(|column| Choice::new(column.word(), label(column))).collect(),
        filter,
        chosen,
        form,
    };
    Ok(pages::export_form(&frame, &model))
}

/// Who is meant, in words; `within` is what the place is called.
fn who(selection: &Selection, archetypes: &Archetypes, within: Option<String>) -> Who {
    Who {
        words: selection.words.clone(),
        state: selection.state.map(person_state),
        archetype: selection.archetype.as_ref().map(|name| archetypes.label(name)),
        within,
        chosen: selection.chosen.len(),
    }
}

async fn show_form(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let form = kept::form(&door).await?;
    let is_lost = form.is_none() && door.query("kept").is_some();
    if is_lost || door.query("selected").is_some() && door.query_all("person").is_empty() {
        // Who was meant is not known any more, or nobody is selected: that must not become everybody.
        return Ok(done(&door, "/console/people", Notice::NobodyChosen));
    }
    Ok(page(form_page(&door, visitor, form).await?))
}

async fn start(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow_somewhere(Permission::ExportPeople)?;
    let archetypes = Archetypes::of(&mut tx, &door.frame()).await?;
    let Meant { filter, chosen } = Meant::of_form(&form, &archetypes)?;
    let columns: Option<Vec<Column>> = form.all("column").iter().map(|word| Column::from_word(word)).collect();
    let refused = match (columns, Format::from_word(&form.text("format"))) {
        (Some(columns), Some(format)) => {
            match starting::start(&mut tx, &selection(&filter, chosen), &columns, format).await {
                Ok(id) => {
                    tx.commit().await?;
                    return Ok(lead(&door, &format!("/console/exports/{id}")));
                }
                Err(ExportError::Invalid(field, code)) => FieldError::new(field, code),
                Err(error) => return Err(error.into()),
            }
        }
        (None, _) => FieldError::new("column", "not-a-choice"),
        (_, None) => FieldError::new("format", "not-a-choice"),
    };
    drop(tx);
    let most = i64::try_from(MOST_CHOSEN).unwrap_or(i64::MAX);
    let refused = if refused.code == "export-too-many" { refused.with("maximum", most) } else { refused };
    Ok(refused_form(form_page(&door, visitor, Some(form.state().refused(refused))).await?))
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

/// Who is meant by an export; a place that is there no more has no name.
async fn meant_by(
    tx: &mut Transaction,
    frame: &Frame,
    archetypes: &Archetypes,
    selection: &Selection,
) -> Result<Who, Fault> {
    let place =
        PeopleFilter { organisation: selection.organisation, group: selection.group, ..PeopleFilter::default() };
    let within = match narrowed(tx, &place).await {
        Ok((_, within)) => within,
        Err(Fault::NotFound | Fault::Refused(_)) => Some(frame.t("console-export-place-gone").to_owned()),
        Err(error) => return Err(error),
    };
    Ok(who(selection, archetypes, within))
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
            who: meant_by(&mut tx, &frame, &archetypes, &export.selection).await?,
            state: export_state(export.state),
            rows: export.rows,
            created_at: export.created_at,
            kept_until: export.kept_until(),
        });
    }
    let model = Exports { exports, is_later_page: before.is_some(), older: found.next.map(|cursor| cursor.to_word()) };
    Ok(page(pages::exports(&frame, &model)))
}

async fn show(door: Door, At(OfExport { id }): At<OfExport>) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let export = see::one(&mut tx, id).await?;
    let most = if export.state == State::Running { see::most(&mut tx, &export).await? } else { None };
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let who = meant_by(&mut tx, &frame, &archetypes, &export.selection).await?;
    let labels = attribute_labels(&mut tx, &frame).await?;
    let column = |column: &Column| {
        let label = match column {
            Column::Attribute(name) => labels.get(name).unwrap_or(name).clone(),
            other => other.word(),
        };
        Choice::new(column.word(), label)
    };
    let model = Export {
        id,
        who,
        columns: export.columns.iter().map(column).collect(),
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
    let rest = stream::try_unfold(first.next, move |next| {
        let (database, caller) = (database.clone(), caller.clone());
        async move {
            let Some(after) = next else { return Ok::<_, ExportError>(None) };
            let mut tx = database.read(&caller).await?;
            let chunk = downloading::go_on(&mut tx, id, after).await?;
            Ok(Some((Bytes::from(chunk.bytes), chunk.next)))
        }
    });
    let pieces = stream::iter([Ok(Bytes::from(first.bytes))]).chain(rest);
    let pieces = pieces.inspect_err(|error| tracing::error!(error = %error, "a download of an export broke off"));
    let day = export.created_at.with_timezone(&door.zone()).format("%Y-%m-%d");
    let name = format!("people-{}-{day}.{}", door.tenant().slug, export.format.ending());
    attachment(&name, export.format.media_type(), Body::from_stream(pieces))
}
