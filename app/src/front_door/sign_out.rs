//! After signing out.

use leptos::prelude::*;

use super::{Head, page};
use crate::form::FormState;
use crate::frame::Frame;

/// Renders the page after `POST /sign-out`.
#[must_use]
pub fn signed_out(frame: &Frame) -> String {
    let lead = Some(frame.t("front-signed-out-text").to_owned());
    let head = Head { title: frame.t("front-signed-out-title"), lead, errors: &FormState::new() };
    page(frame, &head, || {
        view! { <a class="button button-primary button-wide" href=frame.at("/sign-in")>{frame.t("front-signed-out-again")}</a> }.into_any()
    })
}
