//! The operator's first start.

use leptos::prelude::*;

use super::sign_up::names;
use super::{Head, page};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;

/// The operator's first start (`GET`, `POST /setup`: `token`, `organisation`, `given_name`, `family_name`, `email`,
/// `password`).
#[derive(Debug, Clone)]
pub struct Setup {
    /// What was typed and refused.
    pub form: FormState,
    /// The token of the one-time link the server printed.
    pub token: String,
    /// The shortest password accepted, in characters.
    pub minimum_length: u32,
}

/// Renders the page.
#[must_use]
pub fn setup(frame: &Frame, model: &Setup) -> String {
    let form = Form::new(frame, &model.form);
    let lead = Some(frame.t("front-setup-text").to_owned());
    let head = Head { title: frame.t("front-setup-title"), lead, errors: &model.form };
    page(frame, &head, || {
        let organisation = Field::text("organisation", frame.t("front-setup-organisation"))
            .hint(frame.t("front-setup-organisation-hint"))
            .autocomplete("organization")
            .optional();
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/setup") novalidate>
                {Form::hidden("token", &model.token)}
                {form.field(organisation)}
                {names(frame, &form)}
                {form.field(Field::email("email", frame.t("common-email")).autocomplete("email"))}
                {form.field(Field::new_password(frame, "password", frame.t("common-password"), model.minimum_length))}
                <button class="button button-primary button-wide">{frame.t("front-setup-button")}</button>
            </form>
        }
        .into_any()
    })
}
