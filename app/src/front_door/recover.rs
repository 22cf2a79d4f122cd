//! A forgotten password.

use leptos::prelude::*;

use super::sign_up::not_arrived;
use super::work::{self, Puzzle};
use super::{Head, page};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;

/// The page that asks for a link to set a new password (`GET`, `POST /recover`: `name`).
#[derive(Debug, Clone, Default)]
pub struct Recover {
    /// What was typed and refused.
    pub form: FormState,
    /// What the browser has to solve first, where its network has tried much.
    pub work: Option<Puzzle>,
}

/// The page after asking (`GET /recover/sent`). Says the same whether the name was known.
#[derive(Debug, Clone)]
pub struct RecoverSent {
    /// For how many minutes the link works.
    pub minutes: u32,
}

/// The page that sets a new password (`GET`, `POST /recover/set`: `token`, `password`).
#[derive(Debug, Clone)]
pub struct RecoverSet {
    /// What was refused.
    pub form: FormState,
    /// The token of the link.
    pub token: String,
    /// The shortest password the tenant accepts, in characters.
    pub minimum_length: u32,
}

/// Renders the page that asks for a link.
#[must_use]
pub fn recover(frame: &Frame, model: &Recover) -> String {
    let form = Form::new(frame, &model.form);
    let lead = Some(frame.t("front-recover-text").to_owned());
    let head = Head { title: frame.t("front-recover-title"), lead, errors: &model.form };
    page(frame, &head, || {
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/recover") novalidate>
                {form.field(Field::text("name", frame.t("front-sign-in-name")).autocomplete("username").verbatim())}
                {work::field(frame, model.work.as_ref())}
                <button class="button button-primary button-wide">{frame.t("front-recover-button")}</button>
            </form>
            <div class="front-ways"><a href=frame.at("/sign-in")>{frame.t("front-back-to-sign-in")}</a></div>
        }
        .into_any()
    })
}

/// Renders the page after asking.
#[must_use]
pub fn recover_sent(frame: &Frame, model: &RecoverSent) -> String {
    let sent = frame.f("front-recover-sent-text", &[("minutes", i64::from(model.minutes).into())]);
    let head = Head { title: frame.t("front-sent-title"), lead: Some(sent), errors: &FormState::new() };
    page(frame, &head, || not_arrived(frame, frame.t("front-recover-again"), frame.at("/recover")))
}

/// Renders the page that sets a new password.
#[must_use]
pub fn recover_set(frame: &Frame, model: &RecoverSet) -> String {
    let form = Form::new(frame, &model.form);
    let lead = Some(frame.t("front-recover-set-text").to_owned());
    let head = Head { title: frame.t("front-recover-set-title"), lead, errors: &model.form };
    page(frame, &head, || {
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/recover/set") novalidate>
                {Form::hidden("token", &model.token)}
                {form.field(Field::new_password(frame, "password", frame.t("front-new-password"), model.minimum_length))}
                <button class="button button-primary button-wide">{frame.t("front-recover-set-button")}</button>
            </form>
        }
        .into_any()
    })
}
