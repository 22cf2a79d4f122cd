//! Signing in with a code from a mail.

use leptos::prelude::*;

use super::sign_up::not_arrived;
use super::{Head, page};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;

/// The page that asks for a code (`GET /sign-in/mail?next=`; `POST /sign-in/mail`: `name`, `next`).
#[derive(Debug, Clone, Default)]
pub struct AskForCode {
    /// What was typed and refused.
    pub form: FormState,
    /// Where to go after signing in; a checked local path, or nothing.
    pub next: String,
}

/// The page that takes the code, in the browser that asked for it (`GET /sign-in/mail/code?code=`; `POST /sign-in/mail/code`: `code`). Says the
/// same whether the name was known.
#[derive(Debug, Clone, Default)]
pub struct TypeCode {
    /// What was refused, or the code of the link.
    pub form: FormState,
    /// For how many minutes the code works.
    pub minutes: u32,
}

/// Renders the page that asks for a code.
#[must_use]
pub fn ask_for_code(frame: &Frame, model: &AskForCode) -> String {
    let form = Form::new(frame, &model.form);
    let lead = Some(frame.t("front-mailed-ask-text").to_owned());
    let head = Head { title: frame.t("front-mailed-ask-title"), lead, errors: &model.form };
    page(frame, &head, || {
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/sign-in/mail") novalidate>
                {Form::hidden("next", &model.next)}
                {form.field(Field::text("name", frame.t("front-sign-in-name")).autocomplete("username").verbatim())}
                <button class="button button-primary button-wide">{frame.t("front-mailed-ask-button")}</button>
            </form>
            <div class="front-ways"><a href=frame.at("/sign-in")>{frame.t("front-back-to-sign-in")}</a></div>
        }
        .into_any()
    })
}

/// Renders the page that takes the code.
#[must_use]
pub fn type_code(frame: &Frame, model: &TypeCode) -> String {
    let form = Form::new(frame, &model.form);
    let lead = frame.f("front-mailed-type-text", &[("minutes", i64::from(model.minutes).into())]);
    let head = Head { title: frame.t("front-mailed-type-title"), lead: Some(lead), errors: &model.form };
    page(frame, &head, || {
        let field = Field::text("mailed_code", frame.t("front-mailed-code"))
            .autocomplete("one-time-code")
            .input_mode("numeric")
            .longest(12)
            .short()
            .verbatim()
            .hint(frame.t("front-mailed-code-hint"));
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/sign-in/mail/code") novalidate>
                {form.field(field)}
                <button class="button button-primary button-wide">{frame.t("common-sign-in")}</button>
            </form>
            {not_arrived(frame, frame.t("front-mailed-again"), frame.at("/sign-in/mail"))}
        }
        .into_any()
    })
}

/// Renders the page of a link that was opened in another browser than the one that asked, or too late.
#[must_use]
pub fn other_browser(frame: &Frame) -> String {
    let lead = Some(frame.t("front-mailed-elsewhere-text").to_owned());
    let head = Head { title: frame.t("front-mailed-elsewhere-title"), lead, errors: &FormState::new() };
    page(frame, &head, || {
        view! {
            <div class="front-ways">
                <a href=frame.at("/sign-in/mail")>{frame.t("front-mailed-again")}</a>
                <a href=frame.at("/sign-in")>{frame.t("front-back-to-sign-in")}</a>
            </div>
        }
        .into_any()
    })
}
