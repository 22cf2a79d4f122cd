//! What is held about the visitor, as a file for them.

use app::portal::own_data as page_of_data;
use audit::{AuditError, Cursor, Recorded};
use authentication::{Visitor, own_data};
use axum::body::{Body, Bytes};
use database::{Database, DbError};
use futures::{StreamExt as _, TryStreamExt as _, stream};

use super::answer::{attachment, page};
use super::table::Table;
use super::{Answer, Door, Fault};

pub(super) fn routes() -> Table {
    Table::new().form("/portal/data", show, download)
}

async fn show(door: Door) -> Answer {
    door.visitor()?;
    Ok(page(page_of_data::own_data(&door.frame())))
}

/// The file, piece by piece: what was recorded about somebody has no bounds. It is recorded before anything leaves.
async fn download(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let database = door.services().database.clone();
    let mut tx = database.begin(&visitor.caller).await?;
    own_data::begin(&mut tx, visitor).await?;
    let day = tx.now().format("%Y-%m-%d").to_string();
    tx.commit().await?;
    let mut tx = database.read(&visitor.caller).await?;
    let data = own_data::read(&mut tx, door.place(), visitor, door.device()).await?;
    drop(tx);
    let mut head = serde_json::to_vec_pretty(&data).map_err(Fault::internal)?;
    // The document goes on where it would end.
    head.truncate(head.trim_ascii_end().len() - 1);
    let mut head = head.trim_ascii_end().to_vec();
    head.extend_from_slice(b",\n  \"recorded\": [");
    let pieces = stream::iter([Ok(Bytes::from(head))])
        .chain(recorded(database, visitor.clone()))
        .chain(stream::iter([Ok(Bytes::from_static(b"\n  ]\n}\n"))]));
    let pieces = pieces.inspect_err(|error| tracing::error!(error = %error, "an export of the own data broke off"));
    let name = format!("{}-my-data-{day}.json", door.tenant().slug);
    attachment(&name, "application/json", Body::from_stream(pieces))
}

/// The entries, a piece at a time. The state is where the next piece begins, and whether it has the first entry.
fn recorded(
    database: Database,
    visitor: Visitor,
) -> impl stream::Stream<Item = Result<Bytes, AuditError>> + Send + 'static {
    stream::try_unfold(Some((None, true)), move |next: Option<(Option<Cursor>, bool)>| {
        let (database, visitor) = (database.clone(), visitor.clone());
        async move {
            let Some((before, is_first)) = next else { return Ok::<_, AuditError>(None) };
            let mut tx = database.read(&visitor.caller).await?;
            let (entries, after) = own_data::recorded(&mut tx, &visitor, before).await?;
            let bytes = members(&entries, is_first).ok_or(DbError::Corrupt("own data"))?;
            let next = after.map(|after| (Some(after), is_first && entries.is_empty()));
            Ok(Some((Bytes::from(bytes), next)))
        }
    })
}

/// Entries as members of an array, a line each.
fn members(entries: &[Recorded], is_first: bool) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        bytes.extend_from_slice(if is_first && at == 0 { b"\n    " } else { b",\n    " });
        serde_json::to_writer(&mut bytes, entry).ok()?;
    }
    Some(bytes)
}
