//! The only page of somebody whose password is one that everybody knows: here they choose another.

use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;
use crate::front_door::{Head, page};
use leptos::prelude::*;

/// The page (`GET /portal/new-password?next=`; `POST /portal/new-password`: `current`, `password`, `next`).
#[derive(Debug, Clone, Default)]
pub struct NewPassword {
    /// What was refused. Passwords are never shown again.
    pub form: FormState,
    /// Where to go afterwards; a checked local path, or nothing.
    pub next: String,
    /// What the person signs in with.
    pub sign_in_name: String,
    /// The shortest password the tenant accepts, in characters.
    pub minimum_length: u32,
}

/// Renders the page.
#[must_use]
pub fn new_password(frame: &Frame, model: &NewPassword) -> String {
    let form = Form::new(frame, &model.form);
    let lead = Some(frame.t("portal-new-password-lead").to_owned());
    let head = Head { title: frame.t("portal-new-password-title"), lead, errors: &model.form };
    page(frame, &head, || {
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/portal/new-password") novalidate>
                {Form::hidden("next", &model.next)}
                <input type="hidden" name="username" value=model.sign_in_name.clone() autocomplete="username"/>
                {form.field(Field::current_password("current", frame.t("portal-current-password")))}
                {form.field(Field::new_password(frame, "password", frame.t("front-new-password"), model.minimum_length))}
                <p class="text-14 text-soft">{frame.t("portal-password-effect")}</p>
                <button class="button button-primary button-wide">{frame.t("portal-password-button")}</button>
            </form>
            <div class="front-ways">
                <a href=frame.at("/recover")>{frame.t("front-recover-link")}</a>
            </div>
            <form class="front-ways" method="post" action=frame.at("/sign-out")>
                <button class="plain">{frame.t("common-sign-out")}</button>
            </form>
        }
        .into_any()
    })
}
