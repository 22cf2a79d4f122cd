//! What came of a change for each, as a file.

use app::frame::Frame;
use axum::body::Bytes;
use bulk::report;
use directory::DirectoryError;
use foundation::text::csv_row;

use super::super::{Answer, At, Door, in_pieces, lead};
use super::OfChange;

/// A piece of the report.
fn rows(frame: &Frame, chunk: &report::Chunk) -> String {
    let row = |item: &bulk::look::Item| {
        let why = item.code.as_deref().map(|code| frame.find(&format!("console-change-why-{code}"), code));
        let why = why.unwrap_or_default();
        csv_row(frame.locale, [&*item.person_id.to_string(), &item.display_name, item.state.word(), &why])
    };
    chunk.items.iter().map(row).collect()
}

/// Everybody in the change, piece by piece.
pub(super) async fn download(door: Door, At(OfChange { id }): At<OfChange>) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let first = match report::report(&mut tx, id, None).await {
        // There is none yet: its page says how it stands.
        Err(DirectoryError::WrongState) => return Ok(lead(&door, &format!("/console/changes/{id}"))),
        outcome => outcome?,
    };
    tx.commit().await?;
    // Spreadsheets take the mark for UTF-8.
    let head = format!("\u{feff}{}", csv_row(frame.locale, ["id", "name", "state", "message"]));
    let begin = head + &rows(&frame, &first);
    let (database, caller) = (door.services().database.clone(), visitor.caller.clone());
    in_pieces(&format!("change-{id}.csv"), "text/csv; charset=utf-8", (begin, first.next), move |after| {
        let (database, caller, frame) = (database.clone(), caller.clone(), frame.clone());
        async move {
            let mut tx = database.read(&caller).await?;
            let chunk = report::report(&mut tx, id, Some(after)).await?;
            Ok::<_, DirectoryError>((Bytes::from(rows(&frame, &chunk)), chunk.next))
        }
    })
}
