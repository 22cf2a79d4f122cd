//! The keys of the console: `/` or Ctrl K searches, `j` and `k` walk through the rows, `x` selects the one that has
//! the focus, `Enter` opens it (its link has the focus), `?` shows the list of keys.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Listens for the keys. `#search` is what is searched with, `#help` the button that shows the keys, `[data-row]` the
/// links of the rows; a row that can be selected is a `<tr>` with a checkbox.
#[island]
pub fn Shortcuts() -> impl IntoView {
    crate::awake(|| {
        crate::listen(&window(), "keydown", |event: KeyboardEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
            let typing = target.is_some_and(|element| is_typed_into(&element));
            let control = event.ctrl_key() || event.meta_key();
            if let Some(action) = action(&event.key(), control, typing, event.alt_key()) {
                perform(action, &event);
            }
        });
    });
}

/// Whether letters belong to an element. Nobody types into a checkbox.
fn is_typed_into(element: &HtmlElement) -> bool {
    let is_checkbox = || element.get_attribute("type").as_deref() == Some("checkbox");
    match element.tag_name().as_str() {
        "INPUT" => !is_checkbox(),
        "TEXTAREA" | "SELECT" => true,
        _ => element.is_content_editable(),
    }
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Search,
    Next,
    Previous,
    Select,
    Help,
}

/// What a key does, given whether a control key is held, whether something is being typed, and whether another key is held.
fn action(key: &str, control: bool, typing: bool, other: bool) -> Option<Action> {
    match key {
        "k" | "K" if control => Some(Action::Search),
        _ if control || typing || other => None,
        "/" => Some(Action::Search),
        "j" => Some(Action::Next),
        "k" => Some(Action::Previous),
        "x" => Some(Action::Select),
        "?" => Some(Action::Help),
        _ => None,
    }
}

/// The row to go to from `current` among `count`.
fn row(count: usize, current: Option<usize>, forward: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (current, forward) {
        (None, true) => 0,
        (None, false) => last,
        (Some(at), true) => last.min(at + 1),
        (Some(at), false) => at.saturating_sub(1),
    })
}

/// The row of the table that holds an element.
fn line(element: &Element) -> Option<Element> {
    element.closest("tr").ok().flatten()
}

/// Whether the focus is on the link of a row, or elsewhere in it.
fn is_here(row: &HtmlElement, focus: &Element) -> bool {
    row.is_same_node(Some(focus)) || line(focus).is_some_and(|line| line.contains(Some(row)))
}

fn perform(action: Action, event: &KeyboardEvent) {
    let focus = document().active_element();
    let found = match action {
        Action::Search => crate::element("#search"),
        Action::Help => crate::element("#help"),
        Action::Select => focus
            .as_ref()
            .and_then(line)
            .and_then(|line| line.query_selector("[type=checkbox]").ok().flatten()?.dyn_into().ok()),
        Action::Next | Action::Previous => {
            let rows = crate::elements("[data-row]");
            let current = rows.iter().position(|row| focus.as_ref().is_some_and(|focus| is_here(row, focus)));
            row(rows.len(), current, action == Action::Next).and_then(|at| rows.into_iter().nth(at))
        }
    };
    let Some(found) = found else { return };
    event.prevent_default();
    if matches!(action, Action::Help | Action::Select) {
        found.click();
    } else {
        let _ = found.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, action, row};

    #[test]
    fn keys_do_nothing_while_something_is_typed() {
        assert_eq!(action("/", false, false, false), Some(Action::Search));
        assert_eq!(action("/", false, true, false), None);
        assert_eq!(action("k", true, true, false), Some(Action::Search));
        assert_eq!(action("j", true, false, false), None, "Ctrl J belongs to the browser");
        assert_eq!(action("j", false, false, true), None);
        assert_eq!(action("x", false, false, false), Some(Action::Select));
        assert_eq!(action("x", true, false, false), None, "Ctrl X cuts");
    }

    #[test]
    fn rows_are_walked_and_the_ends_hold() {
        assert_eq!(row(0, None, true), None);
        assert_eq!(row(3, None, true), Some(0));
        assert_eq!(row(3, None, false), Some(2));
        assert_eq!(row(3, Some(2), true), Some(2));
        assert_eq!(row(3, Some(0), false), Some(0));
        assert_eq!(row(3, Some(1), true), Some(2));
    }
}
