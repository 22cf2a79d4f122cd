//! Confirming an address: after signing up, when it is changed, and undoing that change.

use leptos::prelude::*;

use super::{Head, page};
use crate::design::field::Form;
use crate::form::FormState;
use crate::frame::Frame;

/// A page with one button that uses up a mailed link (`GET` shows it, `POST` with `token` uses it).
///
/// Opening the page consumes nothing, because mail scanners open links.
#[derive(Debug, Clone)]
pub struct LinkButton {
    /// The token of the link.
    pub token: String,
}

/// Renders the page that confirms the address after signing up (`GET /verify?token=`; `POST /verify`: `token`).
#[must_use]
pub fn verify(frame: &Frame, model: &LinkButton) -> String {
    one_button(
        frame,
        model,
        frame.t("front-verify-title"),
        frame.f("front-verify-text", &[("tenant", frame.tenant.name.as_str().into())]),
        "/verify",
        frame.t("front-verify-button"),
    )
}

/// Renders the page that confirms a new address (`GET /address/confirm?token=`; `POST /address/confirm`: `token`).
#[must_use]
pub fn address_confirm(frame: &Frame, model: &LinkButton) -> String {
    one_button(
        frame,
        model,
        frame.t("front-address-confirm-title"),
        frame.t("front-address-confirm-text").to_owned(),
        "/address/confirm",
        frame.t("front-address-confirm-button"),
    )
}

/// Renders the page that undoes a change of address (`GET /address/undo?token=`; `POST /address/undo`: `token`).
#[must_use]
pub fn address_undo(frame: &Frame, model: &LinkButton) -> String {
    one_button(
        frame,
        model,
        frame.t("front-address-undo-title"),
        frame.t("front-address-undo-text").to_owned(),
        "/address/undo",
        frame.t("front-address-undo-button"),
    )
}

fn one_button(
    frame: &Frame,
    model: &LinkButton,
    title: &'static str,
    lead: String,
    path: &str,
    button: &'static str,
) -> String {
    let head = Head { title, lead: Some(lead), errors: &FormState::new() };
    page(frame, &head, || {
        view! {
            <form class="form" method="post" action=frame.at(path)>
                {Form::hidden("token", &model.token)}
                <button class="button button-primary button-wide">{button}</button>
            </form>
        }
        .into_any()
    })
}
