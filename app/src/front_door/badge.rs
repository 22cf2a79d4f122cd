//! Signing in with a badge: how to show it, and the button that whoever showed one presses.

use leptos::prelude::*;

use super::{Head, page, page_with_badges};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;

/// The page of badges (`GET /badge`, with `?b=` as it is printed; `POST /badge`: `pin`, `pin_again`).
#[derive(Debug, Clone, Default)]
pub struct Badge {
    /// What was refused. PINs are never shown again.
    pub form: FormState,
    /// How far it is.
    pub stage: Stage,
}

/// How far somebody is with their badge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Stage {
    /// None was shown yet, or one that does not count.
    #[default]
    Waiting,
    /// One that counts was shown.
    Shown {
        /// The given name of its owner; empty where none is known.
        given_name: String,
        /// What is asked for.
        asks: Asks,
    },
}

/// What is asked for beside the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// The PIN.
    Pin,
    /// A PIN that is chosen now.
    NewPin,
}

/// Renders the page.
#[must_use]
pub fn badge(frame: &Frame, model: &Badge) -> String {
    match &model.stage {
        Stage::Waiting => waiting(frame, model),
        Stage::Shown { given_name, asks } => shown(frame, model, given_name, *asks),
    }
}

fn waiting(frame: &Frame, model: &Badge) -> String {
    let lead = Some(frame.t("front-badge-text").to_owned());
    page_with_badges(frame, &Head { title: frame.t("front-badge-title"), lead, errors: &model.form }, || {
        view! {
            {Form::new(frame, &model.form).summary()}
            {reader(frame)}
            <div class="front-ways"><a href=frame.at("/sign-in")>{frame.t("front-badge-other-way")}</a></div>
        }
        .into_any()
    })
}

/// The camera of the device, for those whose browser runs the script; it shows the form itself.
fn reader(frame: &Frame) -> AnyView {
    let program = format!("/qr/decode.js?v={}", frame.asset_version);
    view! {
        <form class="form" method="post" action=frame.at("/badge/read") hidden data-badge data-reader=program
            data-looking=frame.t("front-badge-looking") data-foreign=frame.t("front-badge-foreign")
            data-denied=frame.t("front-badge-denied") data-failed=frame.t("front-badge-failed")>
            <input type="hidden" name="badge"/>
            <video class="badge-camera" muted playsinline hidden aria-label=frame.t("front-badge-camera-picture")></video>
            <div>
                <button class="button button-primary button-wide" type="button">{Icon::Badge.view()}{frame.t("front-badge-camera")}</button>
                <p class="text-14 not-empty:mt-2" role="status"></p>
            </div>
        </form>
    }
    .into_any()
}

fn shown(frame: &Frame, model: &Badge, given_name: &str, asks: Asks) -> String {
    let title = if given_name.is_empty() {
        frame.t("front-badge-hello-nobody").to_owned()
    } else {
        frame.f("front-badge-hello", &[("name", given_name.into())])
    };
    let lead = match asks {
        Asks::Nothing => frame.t("front-badge-press"),
        Asks::Pin => frame.t("front-badge-type"),
        Asks::NewPin => frame.t("front-badge-choose"),
    };
    let head = Head { title: &title, lead: Some(lead.to_owned()), errors: &model.form };
    page(frame, &head, || {
        let form = Form::new(frame, &model.form);
        let pin = |name, label| {
            Field::current_password(name, label).autocomplete("off").input_mode("numeric").longest(6).short()
        };
        let fields = match asks {
            Asks::Nothing => ().into_any(),
            Asks::Pin => form.field(pin("pin", frame.t("front-badge-pin"))),
            Asks::NewPin => view! {
                {form.field(pin("pin", frame.t("front-badge-new-pin")).hint(frame.t("front-badge-new-pin-hint")))}
                {form.field(pin("pin_again", frame.t("front-badge-pin-again")))}
            }
            .into_any(),
        };
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/badge") novalidate>
                {fields}
                <button class="button button-primary button-wide">{frame.t("common-sign-in")}</button>
            </form>
            <div class="front-ways"><a href=frame.at("/badge?other=yes")>{frame.t("front-badge-not-mine")}</a></div>
        }
        .into_any()
    })
}

/// The start page of somebody who signed in with a badge (`GET /portal`, with `?closed=yes` in place of another page).
#[derive(Debug, Clone)]
pub struct BadgeHome {
    /// How they are called.
    pub name: String,
    /// Whether they wanted a page that a badge does not open.
    pub was_closed: bool,
}

/// Renders the start page. It is the one page that a badge opens, in the one column of the front door.
#[must_use]
pub fn home(frame: &Frame, model: &BadgeHome) -> String {
    let title = frame.f("front-badge-hello", &[("name", model.name.as_str().into())]);
    let lead = Some(frame.t("front-badge-home-text").to_owned());
    page(frame, &Head { title: &title, lead, errors: &FormState::new() }, || {
        view! {
            {model.was_closed.then(|| banner(Tone::Info, frame.t("front-badge-closed")))}
            <p class="front-note">{frame.t("front-badge-home-empty")}</p>
            <form method="post" action=frame.at("/sign-out")>
                <button class="button button-primary button-wide">{frame.t("common-sign-out")}</button>
            </form>
        }
        .into_any()
    })
}
