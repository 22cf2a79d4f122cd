//! Copies a text. Beside it the text itself can be read and selected, so nothing is lost without script.

#![expect(missing_docs, reason = "the island macro makes a struct of the properties, without a comment of its own")]

use std::time::Duration;

use leptos::prelude::*;

/// A button that copies and says so for two seconds.
#[island]
pub fn CopyButton(
    /// What is copied.
    text: String,
    /// The button's word.
    copy: String,
    /// Its word afterwards.
    copied: String,
) -> impl IntoView {
    let done = RwSignal::new(false);
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let copying = move |_| {
        let _ = window().navigator().clipboard().write_text(&text);
        done.set(true);
        set_timeout(move || done.set(false), Duration::from_secs(2));
    };
    view! {
        <button type="button" class="button button-small" aria-live="polite" hidden=move || !awake.get() on:click=copying>
            {move || if done.get() { copied.clone() } else { copy.clone() }}
        </button>
    }
}
