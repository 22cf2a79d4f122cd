//! The keys of the console: `/` or Ctrl K searches, `j` and `k` walk through the rows, `Enter` opens (the row's link has
//! the focus), `?` shows the list of keys.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent};

/// Listens for the keys. Shows nothing.
#[island]
pub fn Shortcuts() -> impl IntoView {
    Effect::new(|_| {
        let handle = window_event_listener(ev::keydown, |event| {
            let typing =
                event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()).is_some_and(|element| {
                    element.is_content_editable()
                        || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                });
            let other = event.alt_key() || event.meta_key();
            if let Some(action) = action(&event.key(), event.ctrl_key() || event.meta_key(), typing, other) {
                perform(action, &event);
            }
        });
        on_cleanup(move || handle.remove());
    });
    view! { <span hidden></span> }
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
    let document = document();
    match action {
        Action::Search => {
            if let Some(field) =
                document.get_element_by_id("search").and_then(|field| field.dyn_into::<HtmlElement>().ok())
            {
                event.prevent_default();
                let _ = field.focus();
            }
        }
        Action::Help => {
            if let Some(button) =
                document.get_element_by_id("help").and_then(|button| button.dyn_into::<HtmlElement>().ok())
            {
                event.prevent_default();
                button.click();
            }
        }
        Action::Next | Action::Previous => {
            let Ok(links) = document.query_selector_all("[data-row]") else { return };
            let rows: Vec<HtmlElement> = (0..links.length()).filter_map(|at| links.get(at)?.dyn_into().ok()).collect();
            let active = document.active_element();
            let current =
                rows.iter().position(|row| active.as_ref().is_some_and(|active| active.is_same_node(Some(row))));
            if let Some(found) = row(rows.len(), current, action == Action::Next).and_then(|at| rows.get(at)) {
                event.prevent_default();
                let _ = found.focus();
            }
        }
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
