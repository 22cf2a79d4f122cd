//! The help of a trusted person, for whoever has lost everything beside the password: asking for it, stopping it, coming back.

use leptos::prelude::*;

use super::address::{LinkButton, one_button};
use super::{Head, page};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;

/// The page that asks (`GET`, `POST /sign-in/help`).
#[derive(Debug, Clone, Default)]
pub struct AskHelp {
    /// What was refused.
    pub form: FormState,
    /// How long is waited after somebody has confirmed.
    pub hours: u32,
    /// The address of the step that has an end here.
    pub back: String,
}

/// The page after asking, shown once.
#[derive(Debug, Clone)]
pub struct HelpAsked {
    /// The digits both see.
    pub code: String,
    /// How many trusted persons were told.
    pub helpers: u32,
    /// How long is waited after somebody has confirmed.
    pub hours: u32,
}

/// The page behind the link with which somebody comes back (`GET /recover/help?token=`; `POST`: `token`, `password`).
#[derive(Debug, Clone)]
pub struct FinishHelp {
    /// What was refused.
    pub form: FormState,
    /// The token of the link.
    pub token: String,
    /// What the person signs in with, for password managers.
    pub sign_in_name: String,
}

/// Renders the page that asks.
#[must_use]
pub fn ask(frame: &Frame, model: &AskHelp) -> String {
    let form = Form::new(frame, &model.form);
    let lead = Some(frame.t("front-help-lead").to_owned());
    page(frame, &Head { title: frame.t("front-help-title"), lead, errors: &model.form }, || {
        let wait = frame.f("front-help-wait", &[("hours", i64::from(model.hours).into())]);
        view! {
            {form.summary()}
            <ol class="front-steps">
                <li>{frame.t("front-help-speak")}</li>
                <li>{wait}</li>
                <li>{frame.t("front-help-back")}</li>
            </ol>
            <form class="form" method="post" action=frame.at("/sign-in/help")>
                <button class="button button-primary button-wide">{frame.t("front-help-button")}</button>
            </form>
            <div class="front-ways"><a href=model.back.clone()>{frame.t("front-second-use-other")}</a></div>
        }
        .into_any()
    })
}

/// Renders the page after asking.
#[must_use]
pub fn asked(frame: &Frame, model: &HelpAsked) -> String {
    let lead = Some(frame.f("front-help-asked-lead", &[("count", i64::from(model.helpers).into())]));
    page(frame, &Head { title: frame.t("front-help-asked-title"), lead, errors: &FormState::new() }, || {
        let wait = frame.f("front-help-wait", &[("hours", i64::from(model.hours).into())]);
        view! {
            <div class="front-note">
                <p>{frame.t("front-help-code")}</p>
                <p class="shown-code" translate="no">{model.code.clone()}</p>
                <p>{frame.t("front-help-code-once")}</p>
            </div>
            <p>{wait}</p>
            <div class="front-ways"><a href=frame.at("/sign-in")>{frame.t("front-back-to-sign-in")}</a></div>
        }
        .into_any()
    })
}

/// Renders the page that stops a request (`GET /recover/help/cancel?token=`; `POST`: `token`).
#[must_use]
pub fn cancel(frame: &Frame, model: &LinkButton) -> String {
    one_button(
        frame,
        model,
        frame.t("front-help-cancel-title"),
        frame.t("front-help-cancel-text").to_owned(),
        "/recover/help/cancel",
        frame.t("front-help-cancel-button"),
    )
}

/// Renders the page behind the link with which somebody comes back.
#[must_use]
pub fn finish(frame: &Frame, model: &FinishHelp) -> String {
    let form = Form::new(frame, &model.form);
    let lead = Some(frame.t("front-help-finish-lead").to_owned());
    page(frame, &Head { title: frame.t("front-help-finish-title"), lead, errors: &model.form }, || {
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/recover/help") novalidate>
                {Form::hidden("token", &model.token)}
                <input type="hidden" autocomplete="username" value=model.sign_in_name.clone()/>
                {form.field(Field::current_password("password", frame.t("common-password")))}
                <button class="button button-primary button-wide">{frame.t("front-help-finish-button")}</button>
            </form>
            <div class="front-ways"><a href=frame.at("/sign-in")>{frame.t("front-back-to-sign-in")}</a></div>
        }
        .into_any()
    })
}
