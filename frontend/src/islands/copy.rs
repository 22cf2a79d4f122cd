//! Copies a text. Beside the button the text itself can be read and selected, so nothing is lost without script.

use std::time::Duration;

use leptos::prelude::*;

/// Wakes every button `[data-copy="TEXT"]`, hidden until now. Once pressed it says `[data-copied]` for two seconds.
#[island]
pub fn CopyButtons() -> impl IntoView {
    crate::awake(|| {
        for button in crate::elements("[data-copy]") {
            button.set_hidden(false);
            let pressed = button.clone();
            crate::listen(&button, "click", move |_: web_sys::Event| {
                let (Some(text), Some(copied)) =
                    (pressed.get_attribute("data-copy"), pressed.get_attribute("data-copied"))
                else {
                    return;
                };
                let _ = window().navigator().clipboard().write_text(&text);
                let word = pressed.text_content().unwrap_or_default();
                // Pressed again before the two seconds are over.
                if word == copied {
                    return;
                }
                pressed.set_text_content(Some(&copied));
                let again = pressed.clone();
                set_timeout(move || again.set_text_content(Some(&word)), Duration::from_secs(2));
            });
        }
    });
}
