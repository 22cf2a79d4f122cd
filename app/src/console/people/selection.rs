//! Rows of the list that are selected, and the bar that leads to a change of them or of all the list finds.

use super::{PeopleFilter, PeopleSort, PersonRow};
use crate::design::field::Form;
use crate::design::icons::Icon;
use crate::frame::Frame;
use leptos::prelude::*;

/// The address that asks what is to be done with many people.
const PATH: &str = "/console/people/change";

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

/// The table in a form that leads on with those who are selected, and the ways for all the list finds. `selected` tells the
/// next page that nobody was, which is not the same as everybody.
pub(super) fn form(frame: &Frame, filter: &PeopleFilter, table: AnyView) -> AnyView {
    let fields: Vec<_> = filter
        .pairs()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| Form::hidden(name, &value))
        .collect();
    let everybody = PeopleFilter { sort: PeopleSort::Name, ..filter.clone() }.query();
    view! {
        <form class="selection" method="get" action=frame.at(PATH)>
            {fields}
            {table}
            <div class="selection-bar">
                <button class="button button-small selection-go" name="selected" value="yes">{Icon::Check.view()}{frame.t("console-change-selected")}</button>
                <a class="button button-small" href=frame.at(&format!("{PATH}{everybody}"))>{Icon::People.view()}{frame.t("console-change-everybody")}</a>
                <a class="button button-small button-quiet" href=frame.at("/console/changes")>{frame.t("console-changes-title")}</a>
            </div>
        </form>
    }
    .into_any()
}
