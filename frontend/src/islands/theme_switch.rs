//! Light, dark, or as the device does. The choice is kept in a cookie, so that the server sends the next page in the
//! right scheme and nothing flashes.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// Wakes the switch: `[data-theme-switch]`, hidden until now, with buttons `[data-choice]` (`system`, `light`, `dark`).
#[island]
pub fn ThemeSwitch() -> impl IntoView {
    crate::awake(|| {
        let buttons = crate::elements("[data-choice]");
        for button in &buttons {
            let buttons = buttons.clone();
            let chosen = button.clone();
            crate::listen(button, "click", move |_: web_sys::Event| choose(&buttons, &chosen));
        }
        if let Some(switch) = crate::element("[data-theme-switch]") {
            switch.set_hidden(false);
        }
    });
}

/// Shows the page in the chosen scheme and remembers the choice for a year.
fn choose(buttons: &[HtmlElement], chosen: &HtmlElement) {
    let value = chosen.get_attribute("data-choice").unwrap_or_default();
    let document = document();
    if let Some(root) = document.document_element() {
        let _ = if value == "system" {
            root.remove_attribute("data-theme")
        } else {
            root.set_attribute("data-theme", &value)
        };
    }
    if let Some(document) = document.dyn_ref::<web_sys::HtmlDocument>() {
        let _ = document.set_cookie(&cookie(&value));
    }
    for button in buttons {
        let pressed = if button == chosen { "true" } else { "false" };
        let _ = button.set_attribute("aria-pressed", pressed);
    }
}

/// The cookie that remembers a choice; the device's own choice needs none.
fn cookie(value: &str) -> String {
    let age = if value == "system" { "0" } else { "31536000" };
    ["theme=", value, "; path=/; max-age=", age, "; samesite=lax"].concat()
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
