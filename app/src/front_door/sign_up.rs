//! Signing up.

use leptos::prelude::*;

use super::work::{self, Puzzle};
use super::{Head, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{AttributeInput, Choice, SignUpMode};

/// The sign-up page (`GET`, `POST /sign-up`: `given_name`, `family_name`, `email`, `password`, `archetype`, `attribute.NAME`).
#[derive(Debug, Clone)]
pub struct SignUp {
    /// What was typed and refused.
    pub form: FormState,
    /// Whether signing up is possible; if not, the page says so and what to do instead.
    pub mode: SignUpMode,
    /// The types to choose from, where there are several; each leads to its form (`?type=NAME`).
    pub types: Vec<Choice>,
    /// The chosen one.
    pub chosen: Option<Choice>,
    /// Attributes of the tenant that a person gives when signing up.
    pub attributes: Vec<AttributeInput>,
    /// The shortest password the tenant accepts, in characters.
    pub minimum_length: u32,
    /// What the browser has to solve first, where its network has tried much.
    pub work: Option<Puzzle>,
}

/// The page after signing up (`GET /sign-up/sent?to=a•••@example.org`). Says the same whether the address was known.
#[derive(Debug, Clone)]
pub struct SignUpSent {
    /// The masked address a link was sent to.
    pub to: String,
    /// For how many minutes the link works.
    pub minutes: u32,
}

/// Renders the page.
#[must_use]
pub fn sign_up(frame: &Frame, model: &SignUp) -> String {
    if model.mode != SignUpMode::Open {
        return not_open(frame, model.mode);
    }
    let form = Form::new(frame, &model.form);
    if !model.types.is_empty() && model.chosen.is_none() {
        return choose(frame, model);
    }
    let head = Head { title: frame.t("front-sign-up-title"), lead: None, errors: &model.form };
    page(frame, &head, || {
        let chosen = model.chosen.as_ref().map(|chosen| {
            view! {
                {Form::hidden("archetype", &chosen.value)}
                <p>{frame.f("front-sign-up-as", &[("type", chosen.label.as_str().into())])}" "<a href=frame.at("/sign-up")>{frame.t("front-sign-up-other-type")}</a></p>
            }
        });
        view! {
            {form.summary()}
            <form class="form" method="post" action=frame.at("/sign-up") novalidate>
                {chosen}
                {names(frame, &form)}
                {form.field(Field::email("email", frame.t("common-email")).autocomplete("email").hint(frame.t("front-sign-up-email-hint")))}
                {form.attributes(&model.attributes)}
                {form.field(Field::new_password(frame, "password", frame.t("common-password"), model.minimum_length))}
                {work::field(frame, model.work.as_ref())}
                <button class="button button-primary button-wide">{frame.t("front-sign-up-button")}</button>
            </form>
            <div class="front-ways"><a href=frame.at("/sign-in")>{frame.t("front-sign-in-link")}</a></div>
        }
        .into_any()
    })
}

/// Asks who it is that signs up, where the tenant is open to several types.
fn choose(frame: &Frame, model: &SignUp) -> String {
    let form = Form::new(frame, &model.form);
    let lead = Some(frame.t("front-sign-up-choose").to_owned());
    let head = Head { title: frame.t("front-sign-up-title"), lead, errors: &model.form };
    page(frame, &head, || {
        let types: Vec<_> = model
            .types
            .iter()
            .map(|choice| {
                let address = frame.at(&format!("/sign-up?type={}", choice.value));
                view! { <a class="button button-wide" href=address>{choice.label.clone()}</a> }
            })
            .collect();
        view! {
            {form.summary()}
            <div class="front-buttons">{types}</div>
            <div class="front-ways"><a href=frame.at("/sign-in")>{frame.t("front-sign-in-link")}</a></div>
        }
        .into_any()
    })
}

/// Given and family name beside each other.
pub(super) fn names(frame: &Frame, form: &Form<'_>) -> AnyView {
    view! {
        <div class="front-pair">
            {form.field(Field::text("given_name", frame.t("front-given-name")).autocomplete("given-name"))}
            {form.field(Field::text("family_name", frame.t("front-family-name")).autocomplete("family-name"))}
        </div>
    }
    .into_any()
}

/// Says why nobody can sign up here, and what to do instead.
fn not_open(frame: &Frame, mode: SignUpMode) -> String {
    let (title, lead) = match mode {
        SignUpMode::Invitation => (frame.t("front-sign-up-invitation-title"), frame.t("front-sign-up-invitation-text")),
        SignUpMode::Closed | SignUpMode::Open => {
            (frame.t("front-sign-up-closed-title"), frame.t("front-sign-up-closed-text"))
        }
    };
    let head = Head { title, lead: Some(lead.to_owned()), errors: &FormState::new() };
    page(frame, &head, || {
        view! { <a class="button button-wide" href=frame.at("/sign-in")>{frame.t("front-sign-in-link")}</a> }.into_any()
    })
}

/// Renders the page after signing up.
#[must_use]
pub fn sign_up_sent(frame: &Frame, model: &SignUpSent) -> String {
    let sent =
        frame.f("front-sent-text", &[("to", model.to.as_str().into()), ("minutes", i64::from(model.minutes).into())]);
    let head = Head { title: frame.t("front-sent-title"), lead: Some(sent), errors: &FormState::new() };
    page(frame, &head, || {
        view! {
            <p>{frame.t("front-sent-next")}</p>
            {not_arrived(frame, frame.t("front-sent-another-address"), frame.at("/sign-up"))}
        }
        .into_any()
    })
}

/// What to do when a mail does not arrive.
pub(super) fn not_arrived(frame: &Frame, again: &'static str, address: String) -> AnyView {
    let hints =
        [frame.t("front-not-arrived-spam"), frame.t("front-not-arrived-typing"), frame.t("front-not-arrived-wait")];
    let hints: Vec<_> =
        hints.into_iter().map(|hint| view! { <li>{Icon::Right.view()}<span>{hint}</span></li> }).collect();
    view! {
        <section class="front-note">
            <h2>{frame.t("front-not-arrived-title")}</h2>
            <ul>{hints}</ul>
        </section>
        <div class="front-ways">
            <a href=address>{again}</a>
            <a href=frame.at("/sign-in")>{frame.t("front-sign-in-link")}</a>
        </div>
    }
    .into_any()
}
