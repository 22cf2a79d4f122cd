//! "This was not me": the page of the link in every mail that tells of a security event.

use foundation::Instant;
use leptos::prelude::*;

use super::{Head, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;

/// The page (`GET /not-me?token=`; `POST /not-me`: `token`, and `renew=yes` where the factors are to be replaced).
///
/// Opening it changes nothing, because mail scanners open links.
#[derive(Debug, Clone)]
pub struct NotMe {
    /// The token of the link.
    pub token: String,
    /// What the mail told of, by its word.
    pub event: &'static str,
    /// When that was.
    pub at: Instant,
}

/// What a mail told of, in words.
fn happened(frame: &Frame, event: &str) -> &'static str {
    match event {
        "new_device" => frame.t("front-not-me-new-device"),
        "new_place" => frame.t("front-not-me-new-place"),
        "password_changed" => frame.t("front-not-me-password-changed"),
        "password_removed" => frame.t("front-not-me-password-removed"),
        "passkey_added" => frame.t("front-not-me-passkey-added"),
        "passkey_removed" => frame.t("front-not-me-passkey-removed"),
        "passkey_copied" => frame.t("front-not-me-passkey-copied"),
        "app_added" => frame.t("front-not-me-app-added"),
        "app_removed" => frame.t("front-not-me-app-removed"),
        "recovery_codes_made" => frame.t("front-not-me-codes-made"),
        "recovery_code_used" => frame.t("front-not-me-code-used"),
        "given_code_used" => frame.t("front-not-me-given-code"),
        "factors_reset" => frame.t("front-not-me-factors-reset"),
        "trusted_named" => frame.t("front-not-me-trusted-named"),
        "help_ended" => frame.t("front-not-me-help-ended"),
        "help_done" => frame.t("front-not-me-help-done"),
        _ => frame.t("front-not-me-other"),
    }
}

/// Renders the page.
#[must_use]
pub fn not_me(frame: &Frame, model: &NotMe) -> String {
    let event = [("what", happened(frame, model.event).into()), ("at", frame.moment(model.at).into())];
    let lead = Some(frame.f("front-not-me-lead", &event));
    let head = Head { title: frame.t("front-not-me-title"), lead, errors: &FormState::new() };
    let state = FormState::new();
    page(frame, &head, || {
        let form = Form::new(frame, &state);
        let steps = [
            frame.t("front-not-me-sessions"),
            frame.t("front-not-me-factors"),
            frame.t("front-not-me-password"),
            frame.t("front-not-me-administration"),
        ];
        let renew =
            Field::check("renew", frame.t("front-not-me-renew"), "yes").hint(frame.t("front-not-me-renew-hint"));
        view! {
            {effects(frame, &steps)}
            <form class="form" method="post" action=frame.at("/not-me")>
                {Form::hidden("token", &model.token)}
                {form.field(renew)}
                <button class="button button-primary button-wide">{frame.t("front-not-me-button")}</button>
            </form>
        }
        .into_any()
    })
}

/// Renders the page of a link that takes an administrator's invitation back (the same addresses).
#[must_use]
pub fn withdraw(frame: &Frame, model: &NotMe) -> String {
    super::address::one_button(
        frame,
        &super::address::LinkButton { token: model.token.clone() },
        frame.t("front-withdraw-title"),
        frame.f("front-withdraw-text", &[("tenant", frame.tenant.name.as_str().into())]),
        "/not-me",
        frame.t("front-withdraw-button"),
    )
}

/// What is about to happen, point by point.
pub(crate) fn effects(frame: &Frame, steps: &[&'static str]) -> AnyView {
    let steps: Vec<_> = steps.iter().map(|step| view! { <li>{Icon::Right.view()}<span>{*step}</span></li> }).collect();
    view! {
        <section class="front-note">
            <h2>{frame.t("front-not-me-effects")}</h2>
            <ul>{steps}</ul>
        </section>
    }
    .into_any()
}
