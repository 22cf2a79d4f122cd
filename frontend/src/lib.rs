//! What runs in the browser: islands. Small by design; every page works without them.
//!
//! A page renders its markup on the server like any other, with data attributes that say what it can do, and puts the
//! island beside it. The island holds only behaviour: it finds its markup, shows what is of use only with a script, and
//! listens. So neither views nor words are shipped, which is most of what an island would otherwise weigh.
//!
//! To add one: a file in `islands/`, an `#[island]` that calls [`awake`] and returns nothing, its rules as plain functions
//! with tests, and a line in its comment for each data attribute it reads.

pub mod islands;

use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// Called by the loader once the program has arrived, before the islands are woken.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}

/// Runs what an island does. On the server, where there is no document, it does nothing.
fn awake(run: impl FnOnce()) {
    if cfg!(feature = "hydrate") {
        run();
    }
}

/// The elements that match a selector, in their order.
fn elements(selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = leptos::prelude::document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// The first element that matches a selector.
fn element(selector: &str) -> Option<HtmlElement> {
    leptos::prelude::document().query_selector(selector).ok()??.dyn_into().ok()
}

/// Listens for as long as the page lives.
fn listen<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    target: &web_sys::EventTarget,
    event: &str,
    action: impl FnMut(E) + 'static,
) {
    let action = wasm_bindgen::closure::Closure::<dyn FnMut(E)>::new(action);
    let _ = target.add_event_listener_with_callback(event, action.as_ref().unchecked_ref());
    // The page is left, not taken apart.
    action.forget();
}
