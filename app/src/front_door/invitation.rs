//! Accepting an invitation.

use leptos::prelude::*;

use super::sign_up::names;
use super::{Head, page};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;

/// The page that accepts an invitation (`GET`, `POST /invitation`: `token`, `given_name`, `family_name`, `password`).
#[derive(Debug, Clone)]
pub struct Invitation {
    /// What is known of the name, or what was typed and refused.
    pub form: FormState,
    /// The token of the link.
    pub token: String,
    /// What the person will sign in with.
    pub sign_in_name: String,
    /// The shortest password the tenant accepts, in characters.
    pub minimum_length: u32,
}

/// Renders the page.
#[must_use]
pub fn invitation(frame: &Frame, model: &Invitation) -> String {
    let form = Form::new(frame, &model.form);
    let title = frame.f("front-invitation-title", &[("tenant", frame.tenant.name.as_str().into())]);
    let lead = Some(frame.t("front-invitation-text").to_owned());
    let head = Head { title: &title, lead, errors: &model.form };
    page(frame, &head, || {
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/invitation") novalidate>
                {Form::hidden("token", &model.token)}
                <div class="field">
                    <span class="field-label">{frame.t("front-invitation-name")}</span>
                    <p>{model.sign_in_name.clone()}</p>
                </div>
                // Password managers store the name with the new password.
                <input type="hidden" name="username" value=model.sign_in_name.clone() autocomplete="username"/>
                {names(frame, &form)}
                {form.field(Field::new_password(frame, "password", frame.t("common-password"), model.minimum_length))}
                <button class="button button-primary button-wide">{frame.t("front-invitation-button")}</button>
            </form>
        }
        .into_any()
    })
}
