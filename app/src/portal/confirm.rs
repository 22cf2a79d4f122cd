//! Confirming who one is before something sensitive.

use super::{Page, Place, page_with_passkeys};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;
use crate::front_door::passkey;
use leptos::prelude::*;

/// The page in between (`GET /portal/confirm?next=`; `POST /portal/confirm`: `password`, `code`, `next`).
#[derive(Debug, Clone)]
pub struct Confirm {
    /// What was refused.
    pub form: FormState,
    /// Where to go on; a checked local path.
    pub next: String,
    /// Where it leads back without a proof; a checked local path.
    pub back: String,
    /// What the person signs in with, for password managers.
    pub sign_in_name: String,
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether a code is asked for beside the password.
    pub has_app: bool,
    /// Whether there is a passkey.
    pub has_passkey: bool,
}

/// Renders the page.
#[must_use]
pub fn confirm(frame: &Frame, model: &Confirm) -> String {
    let form = Form::new(frame, &model.form);
    let refused = !model.form.errors.is_empty();
    let lead = Some(frame.t("portal-confirm-lead").to_owned());
    page_with_passkeys(
        frame,
        &Page { title: frame.t("portal-confirm-title"), lead, place: Place::Password, refused, islands: false },
        || {
            let with_passkey = model.has_passkey.then(|| {
                let button = frame.t("portal-confirm-passkey");
                passkey::ask(
                    frame,
                    "confirm",
                    "/portal/confirm/options",
                    "/portal/confirm/passkey",
                    &model.next,
                    button,
                )
            });
            // Without a password there is nothing but the passkey, which needs the script.
            let unable =
                (!model.has_password).then(|| view! { <noscript><p>{frame.t("portal-passkey-unable")}</p></noscript> });
            let code = model.has_app.then(|| {
                let field =
                    Field::text("code", frame.t("front-second-app-code")).hint(frame.t("portal-confirm-code-hint"));
                form.field(field.autocomplete("one-time-code").longest(40).verbatim())
            });
            let with_password = model.has_password.then(|| {
                view! {
                    <form class="form form-narrow" method="post" action=frame.at("/portal/confirm") novalidate>
                        {Form::hidden("next", &model.next)}
                        <input type="hidden" name="username" value=model.sign_in_name.clone() autocomplete="username"/>
                        {form.field(Field::current_password("password", frame.t("common-password")))}
                        {code}
                        <div class="form-actions">
                            <button class="button button-primary">{frame.t("portal-confirm-button")}</button>
                            <a href=model.back.clone()>{frame.t("common-cancel")}</a>
                        </div>
                    </form>
                }
            });
            view! { <section class="card card-padded grid gap-4">{form.summary()}{with_passkey}{unable}{with_password}</section> }
                .into_any()
        },
    )
}
