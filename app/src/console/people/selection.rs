//! Rows of the list that are selected, and the bar that leads to a change or an export of them, or to a change of all the list
//! finds.

use super::meant::{Who, hidden};
use super::{People, PersonRow};
use crate::console::changes::ASK;
use crate::console::exports::FORM;
use crate::design::icons::Icon;
use crate::frame::Frame;
use leptos::prelude::*;

/// The head of the column of checkboxes.
pub(super) fn head(frame: &Frame) -> AnyView {
    view! { <th class="pick" scope="col"><span class="unseen">{frame.t("console-change-pick")}</span></th> }.into_any()
}

/// The cell that selects somebody. The label makes it as large as a button.
pub(super) fn pick(frame: &Frame, person: &PersonRow) -> AnyView {
    let label = frame.f("console-change-select", &[("name", person.name.as_str().into())]);
    view! {
        <td class="pick">
            <label class="pick-box"><input type="checkbox" name="person" value=person.id.to_string() aria-label=label autocomplete="off"/></label>
        </td>
    }
    .into_any()
}

/// The table in a form that leads on with those who are selected, and the way on with all the list finds. `selected` tells the
/// next page that nobody was, which is not the same as everybody.
pub(super) fn form(frame: &Frame, model: &People, may_export: bool, table: AnyView) -> AnyView {
    let who = Who { filter: model.filter.clone(), ..Who::default() };
    let change = model.may_change.then(|| {
        view! { <button class="button button-small selection-go" name="selected" value="yes">{Icon::Check.view()}{frame.t("console-change-selected")}</button> }
    });
    let export = may_export.then(|| {
        view! { <button class="button button-small selection-go" formaction=frame.at(FORM) name="selected" value="yes">{Icon::Download.view()}{frame.t("console-export-selected")}</button> }
    });
    let everybody = model.may_change.then(|| {
        view! {
            <a class="button button-small" href=frame.at(&format!("{ASK}{}", who.query()))>{Icon::People.view()}{frame.t("console-change-everybody")}</a>
            <a class="button button-small button-quiet" href=frame.at("/console/changes")>{frame.t("console-changes-title")}</a>
        }
    });
    let action = frame.at(if model.may_change { ASK } else { FORM });
    view! {
        <form class="selection" method="get" action=action>
            {hidden(&who)}
            {table}
            <div class="selection-bar">{change}{export}{everybody}</div>
        </form>
    }
    .into_any()
}
