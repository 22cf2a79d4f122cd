//! What holds for every page in every state, in every language, with the sample data of the gallery.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

mod pages;
#[path = "../../examples/gallery/sample.rs"]
mod sample;
