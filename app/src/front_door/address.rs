//! Confirming an address: after signing up, when it is changed, and undoing that change.

use leptos::prelude::*;

use super::{Head, page};
use crate::design::field::{Field, Form};
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

/// The page that confirms an address after signing up (`GET /verify?token=`; `POST /verify`: `token`, `password`).
///
/// It asks for the password chosen at sign-up, because a link alone would let a stranger sign up with somebody's address
/// and have its owner confirm an account whose password the stranger knows.
#[derive(Debug, Clone)]
pub struct Verify {
    /// What was refused.
    pub form: FormState,
    /// The token of the link.
    pub token: String,
    /// The address that is confirmed, and with which the person signs in.
    pub sign_in_name: String,
}

/// Renders the page that confirms an address after signing up.
#[must_use]
pub fn verify(frame: &Frame, model: &Verify) -> String {
    let form = Form::new(frame, &model.form);
    let lead = Some(frame.f("front-verify-text", &[("tenant", frame.tenant.name.as_str().into())]));
    page(frame, &Head { title: frame.t("front-verify-title"), lead, errors: &model.form }, || {
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/verify") novalidate>
                {Form::hidden("token", &model.token)}
                <input type="hidden" autocomplete="username" value=model.sign_in_name.clone()/>
                {form.field(Field::current_password("password", frame.t("front-verify-password")).hint(frame.t("front-verify-password-hint")))}
                <button class="button button-primary button-wide">{frame.t("front-verify-button")}</button>
            </form>
            <div class="front-ways"><a href=frame.at("/recover")>{frame.t("front-recover-link")}</a></div>
        }
        .into_any()
    })
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

pub(super) fn one_button(
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
