//! What runs in the browser: islands. Small by design; every page works without them.
//!
//! An island is rendered on the server with its page and woken by the loader of the page's document. Words arrive as
//! properties, so that no language file reaches the browser.

pub mod islands;

/// Called by the loader once the program has arrived, before the islands are woken.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
