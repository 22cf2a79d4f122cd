//! The keys of the console: `/` or Ctrl K searches, `j` and `k` walk through the rows, `Enter` opens (the row's link has
//! the focus), `?` shows the list of keys.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent};

/// Listens for the keys. `#search` is what is searched with, `#help` the button that shows the keys, `[data-row]` the
/// links of the rows.
#[island]
pub fn Shortcuts() -> impl IntoView {
    crate::awake(|| {
        crate::listen(&window(), "keydown", |event: KeyboardEvent| {
            let typing =
                event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()).is_some_and(|element| {
                    element.is_content_editable()
                        || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                });
            let control = event.ctrl_key() || event.meta_key();
            if let Some(action) = action(&event.key(), control, typing, event.alt_key()) {
                perform(action, &event);
            }
        });
    });
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Search,
    Next,
    Previous,
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

fn perform(action: Action, event: &KeyboardEvent) {
    let found = match action {
        Action::Search => crate::element("#search"),
        Action::Help => crate::element("#help"),
        Action::Next | Action::Previous => {
            let rows = crate::elements("[data-row]");
            let active = document().active_element();
            let current =
                rows.iter().position(|row| active.as_ref().is_some_and(|active| active.is_same_node(Some(row))));
            row(rows.len(), current, action == Action::Next).and_then(|at| rows.into_iter().nth(at))
        }
    };
    let Some(found) = found else { return };
    event.prevent_default();
    if action == Action::Help {
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
