//! Light, dark, or as the device does. The choice is kept in a cookie, so that the server sends the next page in the
//! right scheme and nothing flashes.

#![expect(missing_docs, reason = "the island macro makes a struct of the properties, without a comment of its own")]

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The words of the switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeWords {
    /// What is chosen here.
    pub title: String,
    /// For whom it holds.
    pub text: String,
    /// As the device does.
    pub system: String,
    /// Always light.
    pub light: String,
    /// Always dark.
    pub dark: String,
}

/// A card with three buttons of which one is pressed. It is hidden until it can do something.
#[island]
pub fn ThemeSwitch(
    /// The words of the switch.
    words: ThemeWords,
    /// What is chosen: `system`, `light` or `dark`.
    chosen: String,
) -> impl IntoView {
    let chosen = RwSignal::new(chosen);
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let button = move |value: &'static str, label: String| {
        view! {
            <button
                type="button"
                class="segment"
                aria-pressed=move || if *chosen.read() == value { "true" } else { "false" }
                on:click=move |_| {
                    keep(value);
                    chosen.set(value.to_owned());
                }
            >
                {label}
            </button>
        }
    };
    view! {
        <section class="card card-padded appearance" aria-labelledby="appearance" hidden=move || !awake.get()>
            <div>
                <h2 class="font-semibold" id="appearance">{words.title}</h2>
                <p class="text-14 text-soft">{words.text}</p>
            </div>
            <div class="segments" role="group" aria-labelledby="appearance">
                {button("system", words.system)}
                {button("light", words.light)}
                {button("dark", words.dark)}
            </div>
        </section>
    }
}

/// Shows the page in the chosen scheme and remembers the choice for a year.
fn keep(value: &str) {
    use wasm_bindgen::JsCast as _;

    let document = document();
    if let Some(root) = document.document_element() {
        let _ = if value == "system" {
            root.remove_attribute("data-theme")
        } else {
            root.set_attribute("data-theme", value)
        };
    }
    if let Some(document) = document.dyn_ref::<web_sys::HtmlDocument>() {
        let _ = document.set_cookie(&cookie(value));
    }
}

/// The cookie that remembers a choice; the device's own choice needs none.
fn cookie(value: &str) -> String {
    let age = if value == "system" { 0 } else { 31_536_000 };
    format!("theme={value}; path=/; max-age={age}; samesite=lax")
}

#[cfg(test)]
mod tests {
    use super::cookie;

    #[test]
    fn leaving_it_to_the_device_removes_the_cookie() {
        assert_eq!(cookie("dark"), "theme=dark; path=/; max-age=31536000; samesite=lax");
        assert!(cookie("system").contains("max-age=0"));
    }
}
