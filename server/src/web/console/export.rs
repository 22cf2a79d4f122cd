//! The audit trail as a file, however long: piece by piece, so that memory holds one.

use audit::{AuditError, Filter, Format, Trail};
use axum::body::Bytes;

use super::audit_trail::{asked, meant};
use super::{Answer, Door, Fault, in_pieces};

/// Everything the filter of the address asks for. The first piece is recorded as a disclosure before anything leaves.
pub(super) async fn export(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let (format, ending, media_type) = match door.query("format").as_deref() {
        None | Some("csv") => (Format::Csv, "csv", "text/csv; charset=utf-8"),
        Some("jsonl") => (Format::JsonLines, "jsonl", "application/jsonl; charset=utf-8"),
        Some(_) => return Err(Fault::NotFound),
    };
    let asked = asked(&door);
    if !asked.errors.is_empty() {
        return Err(Fault::Malformed);
    }
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let filter = meant(&mut tx, Filter { before: None, ..asked.filter }).await?;
    let first = Trail::export(&mut tx, &filter, format, None).await?;
    let day = tx.now().format("%Y-%m-%d").to_string();
    tx.commit().await?;
    let (database, caller) = (door.services().database.clone(), visitor.caller.clone());
    let name = format!("audit-{}-{day}.{ending}", door.tenant().slug);
    in_pieces(&name, media_type, (first.bytes, first.next), move |after| {
        let (database, caller, filter) = (database.clone(), caller.clone(), filter.clone());
        async move {
            let mut tx = database.read(&caller).await?;
            let chunk = Trail::export(&mut tx, &filter, format, Some(after)).await?;
            Ok::<_, AuditError>((Bytes::from(chunk.bytes), chunk.next))
        }
    })
}
