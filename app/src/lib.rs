//! The pages. They are rendered on the server and never compiled for the browser.
//!
//! A page is a **model** and a **function**. A handler of the server asks the services, fills the model and calls the
//! function with the [`Frame`](frame::Frame) of the request; the function returns the complete HTML document. A form is
//! answered by a redirect when it was accepted, and by the same page with what was typed and what was wrong
//! ([`FormState`](form::FormState)) when it was refused, so nothing needs to be remembered in between.
//!
//! To add a page: write `model` and function into a file of its own beside the others of its surface, take every word
//! from the `language` crate, write fields with [`Form::field`](design::field::Form::field), and add the page with
//! sample data to the file of its area in `examples/gallery`, from where the tests and the screenshots take it.

pub mod console;
pub mod design;
pub mod development;
pub mod document;
pub mod form;
pub mod frame;
pub mod front_door;
pub mod model;
pub mod notice;
pub mod portal;
pub mod problem;
#[cfg(test)]
mod testing;
