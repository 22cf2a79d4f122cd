//! The same change for many people: asked for, looked at, begun, stopped, taken back.

mod ask;
mod report;
mod show;
mod steps;

use authentication::Visitor;
use bulk::Kind;
use foundation::BulkId;
use serde::Deserialize;

use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .form("/console/people/change", ask::show_form, ask::prepare)
        .get("/console/changes", show::show_list)
        .get("/console/changes/{id}", show::show)
        .get("/console/changes/{id}/progress", show::show_progress)
        .get("/console/changes/{id}/report.csv", report::download)
        .post("/console/changes/{id}/start", steps::start)
        .post("/console/changes/{id}/cancel", steps::cancel)
        .post("/console/changes/{id}/undo", steps::undo)
}

#[derive(Deserialize)]
struct OfChange {
    id: BulkId,
}

/// What the visitor may ask for.
pub(super) fn kinds(visitor: &Visitor) -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|kind| may_ask(visitor, *kind)).collect()
}

fn may_ask(visitor: &Visitor, kind: Kind) -> bool {
    let may = |permission| visitor.caller.may_somewhere(permission);
    may(kind.permission()) && kind.about().is_none_or(may)
}
