//! What a form of the front door carries where the visitor's network has tried much: a puzzle the browser solves by itself.

use leptos::prelude::*;

use crate::frame::Frame;

/// A puzzle for one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Puzzle {
    /// What is put before the number.
    pub start: String,
    /// The digest that is looked for.
    pub target: String,
    /// The number is smaller than this.
    pub most: u32,
    /// What the answer ends with.
    pub seal: String,
}

/// The field that takes the answer, and the script that finds it; nothing where nothing is asked for.
pub(super) fn field(frame: &Frame, puzzle: Option<&Puzzle>) -> AnyView {
    let Some(puzzle) = puzzle else { return ().into_any() };
    let script = format!("/work.js?v={}", frame.asset_version);
    view! {
        <input r#type="hidden" name="work" data-start=puzzle.start.clone() data-target=puzzle.target.clone() data-most=puzzle.most.to_string() data-seal=puzzle.seal.clone()/>
        <p class="text-14 text-soft" role="status" hidden data-working="">{frame.t("front-work-busy")}</p>
        <noscript><p class="text-14 text-soft">{frame.t("front-work-no-script")}</p></noscript>
        <script r#type="module" src=script nonce=frame.nonce.print()></script>
    }
    .into_any()
}
