//! Signing in.

use leptos::prelude::*;

use super::work::{self, Puzzle};
use super::{Head, page_with_passkeys, passkey};
use crate::design::banner::{Tone, banner, notice};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;

/// The sign-in page (`GET`, `POST /sign-in`: `name`, `password`, `next`).
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// What was typed and refused. A refusal is [`FieldError::of_form`] `sign-in-refused` or `sign-in-throttled`.
    ///
    /// [`FieldError::of_form`]: crate::form::FieldError::of_form
    pub form: FormState,
    /// Where to go afterwards; a checked local path, or nothing.
    pub next: String,
    /// Why the visitor is here although they wanted another page.
    pub reason: Option<Reason>,
    /// Whether anyone may sign up, so that the way there is shown.
    pub sign_up_open: bool,
    /// Where to ask for a code by mail, where that is offered.
    pub code_address: Option<String>,
    /// What the browser has to solve first, where its network has tried much.
    pub work: Option<Puzzle>,
    /// Whether there is a way in with a badge.
    pub badges: bool,
}

/// Why a visitor was sent to the sign-in page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The page they asked for needs a session.
    Required,
    /// Their session ended by time or was ended elsewhere.
    SessionOver,
}

/// Renders the page.
#[must_use]
pub fn sign_in(frame: &Frame, model: &SignIn) -> String {
    let reason = model.reason.map(|reason| {
        let text = match reason {
            Reason::Required => frame.t("front-sign-in-required"),
            Reason::SessionOver => frame.t("front-sign-in-session-over"),
        };
        banner(Tone::Info, text)
    });
    let form = Form::new(frame, &model.form);
    let sign_up =
        model.sign_up_open.then(|| view! { <a href=frame.at("/sign-up")>{frame.t("front-sign-up-link")}</a> });
    let badge = model.badges.then(|| view! { <a href=frame.at("/badge")>{frame.t("front-badge-link")}</a> });
    let head = Head { title: frame.t("front-sign-in-title"), lead: None, errors: &model.form };
    page_with_passkeys(frame, &head, || {
        view! {
            {notice(frame)}
            {reason}
            {form.summary()}
            <form class="form" method="post" action=frame.at("/sign-in") novalidate>
                {Form::hidden("next", &model.next)}
                {form.field(Field::text("name", frame.t("front-sign-in-name")).autocomplete("username webauthn").verbatim())}
                {form.field(Field::current_password("password", frame.t("common-password")))}
                {work::field(frame, model.work.as_ref())}
                <button class="button button-primary button-wide">{frame.t("common-sign-in")}</button>
            </form>
            {passkey::button(frame, &model.next)}
            <div class="front-ways">
                {badge}
                {model.code_address.clone().map(|address| view! { <a href=address>{frame.t("front-mailed-link")}</a> })}
                <a href=frame.at("/recover")>{frame.t("front-recover-link")}</a>
                {sign_up}
            </div>
        }
        .into_any()
    })
}
