//! Who is in a change: a page of those in one state, by name.

use super::one::path;
use super::{Change, ChangeItem, ChangeTab, words};
use crate::console::people::query;
use crate::design::list::{pages, tabs};
use crate::frame::Frame;
use leptos::prelude::*;

/// The names of those in a state, and the way to the others. Nothing where nobody is meant.
pub(super) fn items(frame: &Frame, model: &Change) -> AnyView {
    let counts = model.counts;
    if counts.all() == 0 {
        return ().into_any();
    }
    let entries = ChangeTab::ALL
        .into_iter()
        .filter(|tab| *tab == model.shown || counts.of(*tab) > 0)
        .map(|tab| {
            let address = path(frame, model, &query(&[("show", tab.word())]));
            (tab == model.shown, address, words::tab(frame, tab, model.state))
        })
        .collect();
    let next =
        model.next.as_ref().map(|after| path(frame, model, &query(&[("show", model.shown.word()), ("after", after)])));
    view! {
        <section class="grid grid-cols-1 gap-4" aria-labelledby="change-people">
            <h2 class="section-title" id="change-people">{frame.t("console-nav-people")}</h2>
            {tabs(frame.t("console-change-tabs"), entries)}
            {table(frame, model)}
            {pages(frame, None, next)}
        </section>
    }
    .into_any()
}

fn table(frame: &Frame, model: &Change) -> AnyView {
    if model.items.is_empty() {
        return view! { <p class="text-soft">{frame.t("console-change-tab-empty")}</p> }.into_any();
    }
    let has_why = matches!(model.shown, ChangeTab::Unchanged | ChangeTab::Refused | ChangeTab::Kept);
    let rows: Vec<_> = model.items.iter().map(|item| row(frame, item, has_why)).collect();
    let why = has_why.then(|| view! { <th scope="col">{frame.t("console-import-why")}</th> });
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr><th scope="col">{frame.t("common-name")}</th>{why}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(frame: &Frame, item: &ChangeItem, has_why: bool) -> AnyView {
    let why = has_why.then(|| {
        let why = item.why.as_deref().map_or("–", |word| words::why(frame, word));
        view! { <td>{why}</td> }
    });
    view! {
        <tr>
            <th scope="row"><a class="row-link" href=frame.at(&format!("/console/people/{}", item.id)) data-row>{item.name.clone()}</a></th>
            {why}
        </tr>
    }
    .into_any()
}
