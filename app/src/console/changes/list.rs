//! The changes of many people, newest first.

use super::{ChangeCounts, ChangeState, PATH, What, words};
use crate::console::people::query;
use crate::console::{Page, Place, page};
use crate::design::icons::Icon;
use crate::design::list::older;
use crate::design::shown::{empty, time};
use crate::frame::Frame;
use foundation::{BulkId, Instant};
use leptos::prelude::*;

/// The list (`GET /console/changes?before=`).
#[derive(Debug, Clone)]
pub struct Changes {
    /// The changes.
    pub lines: Vec<ChangeLine>,
    /// Where older ones begin.
    pub older: Option<String>,
    /// Whether these are not the newest.
    pub is_later_page: bool,
}

/// A change in the list.
#[derive(Debug, Clone)]
pub struct ChangeLine {
    /// Leads to its page.
    pub id: BulkId,
    /// What is done.
    pub what: What,
    /// Where it stands.
    pub state: ChangeState,
    /// How many people are in which state.
    pub counts: ChangeCounts,
    /// Who asked for it; nothing where the visitor may not know.
    pub asked_by: Option<String>,
    /// When it was asked for.
    pub created_at: Instant,
}

/// Renders the list.
#[must_use]
pub fn changes(frame: &Frame, model: &Changes) -> String {
    let head = Page::new(Place::People, frame.t("console-changes-title"))
        .under(frame, frame.t("console-nav-people"), "/console/people")
        .lead(frame.t("console-changes-lead"));
    page(frame, head, || {
        let newest = model.is_later_page.then(|| frame.at(PATH));
        let before = model.older.as_ref().map(|cursor| frame.at(&format!("{PATH}{}", query(&[("before", cursor)]))));
        let list = if model.lines.is_empty() { none(frame) } else { table(frame, &model.lines) };
        view! { {list}{older(frame, newest, before)} }.into_any()
    })
}

fn none(frame: &Frame) -> AnyView {
    let people = view! { <a class="button" href=frame.at("/console/people")>{frame.t("console-change-to-people")}</a> };
    let (title, text) = (frame.t("console-changes-none-title"), frame.t("console-changes-none-text"));
    view! { <div class="card card-padded">{empty(Icon::People, title, text, people)}</div> }.into_any()
}

fn table(frame: &Frame, lines: &[ChangeLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(|line| row(frame, line)).collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-change-what")}</th>
                    <th scope="col">{frame.t("common-state")}</th>
                    <th class="number" scope="col">{frame.t("console-nav-people")}</th>
                    <th class="number wide" scope="col">{frame.t("console-change-count-changed")}</th>
                    <th class="number wide" scope="col">{frame.t("console-change-count-refused")}</th>
                    <th class="wider" scope="col">{frame.t("console-change-asker")}</th>
                    <th class="wide" scope="col">{frame.t("console-changes-when")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(frame: &Frame, line: &ChangeLine) -> AnyView {
    let counts = line.counts;
    let asked_by = line.asked_by.clone().unwrap_or_else(|| "–".to_owned());
    view! {
        <tr>
            <th scope="row">
                <a class="row-link" href=frame.at(&format!("{PATH}/{}", line.id)) data-row>{words::sentence(frame, &line.what)}</a>
                <span class="row-under">{line.asked_by.clone()}</span>
            </th>
            <td>{words::state(frame, line.state)}</td>
            <td class="number">{frame.count(counts.all())}</td>
            <td class="number wide">{frame.count(counts.changed)}</td>
            <td class="number wide">{frame.count(counts.refused)}</td>
            <td class="wider">{asked_by}</td>
            <td class="wide">{time(frame, line.created_at)}</td>
        </tr>
    }
    .into_any()
}
