//! The design system on one page (`GET /design`): every part in every state, light and dark beside each other.
//!
//! Its words are examples for those who build the product and are not translated.

use chrono::Days;
use leptos::prelude::*;

use crate::console::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::chart::{Chart, Mark, Point, Series, Span, time_chart};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::{chip, tabs};
use crate::design::shown::{badge, empty, person_state};
use crate::design::theme::DEFAULT_ACCENT;
use crate::form::{FieldError, FormState};
use crate::frame::Frame;
use crate::model::{Choice, PersonState};

/// Renders the page.
#[must_use]
pub fn gallery(frame: &Frame) -> String {
    let head = Page::new(Place::Design, frame.t("console-nav-design"))
        .lead("Every part in every state. Colours and sizes come from style/tokens.css.");
    page(frame, head, || {
        view! {
            <div class="swatches">
                <section class="swatch-side" data-theme="light" aria-label="Light">{parts(frame, "light")}</section>
                <section class="swatch-side" data-theme="dark" aria-label="Dark">{parts(frame, "dark")}</section>
            </div>
        }
        .into_any()
    })
}

fn part(title: &'static str, content: impl IntoView + 'static) -> AnyView {
    view! { <div class="swatch"><h2>{title}</h2>{content.into_any()}</div> }.into_any()
}

fn parts(frame: &Frame, id: &'static str) -> AnyView {
    view! {
        {part("Colours", colours())}
        {part("Type", type_scale())}
        {part("Buttons", buttons())}
        {part("Fields", fields(frame, id))}
        {part("Messages", messages())}
        {part("Badges, chips, tabs", marks(frame))}
        {part("Table", table(frame))}
        {part("Empty state", empty(Icon::People, "No people yet", "Bring them in from a file, or add the first one by hand.", view! { <a class="button button-primary" href="#content">"Import"</a> }))}
        {part("Progress", view! { <progress max="100" value="41" aria-label="Progress">"41 %"</progress> })}
        {part("Chart of bars", time_chart(frame, &chart(frame, [Mark::Bar, Mark::Refused])))}
        {part("Chart of a curve", time_chart(frame, &chart(frame, [Mark::Curve, Mark::Unseen])))}
        {part("Icons", icons())}
    }
    .into_any()
}

/// Two weeks of made-up numbers.
fn chart(frame: &Frame, marks: [Mark; 2]) -> Chart {
    let today = frame.now.date_naive();
    let point = |(ago, number): (u64, u64)| Point {
        span: Span::day(today - Days::new(ago)),
        numbers: vec![number * 31 % 70, number * 7 % 9],
    };
    Chart {
        summary: "Two weeks".to_owned(),
        note: String::new(),
        series: marks.into_iter().zip(["Signed in", "Refused"]).map(|(mark, label)| Series { label, mark }).collect(),
        points: (0..14).rev().zip(3..).map(point).collect(),
    }
}

fn colours() -> AnyView {
    let names = [
        "page",
        "surface",
        "sunken",
        "line",
        "line-control",
        "text",
        "text-soft",
        "accent-solid",
        "accent-text",
        "accent-tint",
        "danger-mark",
        "warning-mark",
        "success-mark",
        "info-mark",
    ];
    let steps = ["50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950"];
    let chips: Vec<_> = names
        .into_iter()
        .map(|name| view! { <li><i class=format!("chip-colour colour-{name}")></i>{name}</li> })
        .collect();
    let steps: Vec<_> = steps
        .into_iter()
        .map(|step| view! { <li><i class=format!("chip-colour colour-accent-{step}")></i>{step}</li> })
        .collect();
    view! { <ul class="colours">{chips}</ul><ul class="colours">{steps}</ul> }.into_any()
}

fn type_scale() -> AnyView {
    view! {
        <div class="grid gap-2">
            <p class="text-30 font-semibold">"Heading of 30"</p>
            <p class="text-24 font-semibold">"Heading of 24"</p>
            <p class="text-20 font-semibold">"Heading of 20"</p>
            <p class="text-16">"Portal text of 16. Wer sich anmeldet, soll sich willkommen fühlen. "<a href="#content">"A link"</a></p>
            <p class="text-14">"Console text of 14"</p>
            <p class="text-13 text-soft">"Table text of 13, soft: 0123456789"</p>
        </div>
    }
    .into_any()
}

fn buttons() -> AnyView {
    view! {
        <div class="form-actions">
            <button class="button button-primary" type="button">{Icon::Add.view()}"Primary"</button>
            <button class="button" type="button">"Secondary"</button>
            <button class="button button-danger" type="button">"Suspend"</button>
            <button class="button button-quiet" type="button">"Quiet"</button>
            <button class="button button-small" type="button">"Small"</button>
            <button class="button" type="button" disabled>"Disabled"</button>
            <button class="plain" type="button">"Like a link"</button>
        </div>
    }
    .into_any()
}

fn fields(frame: &Frame, id: &'static str) -> AnyView {
    let state = FormState::new()
        .with("email", "ada@example")
        .with("kind", "b")
        .with("colour", DEFAULT_ACCENT)
        .with("languages", "en")
        .refused(FieldError::new("email", "email-invalid"))
        .refused(FieldError::new("password", "password-too-short").with("minimum", 15_i64));
    let form = Form::named(frame, &state, id);
    let choices = || vec![Choice::new("a", "First"), Choice::new("b", "Second")];
    let explained =
        || choices().into_iter().map(|choice| (choice, Some("What this choice means.".to_owned()))).collect::<Vec<_>>();
    view! {
        <div class="form">
            {form.summary()}
            {form.field(Field::text("name", "Name").hint("A hint"))}
            {form.field(Field::email("email", "E-mail address"))}
            {form.field(Field::new_password(frame, "password", "Password", 15))}
            {form.field(Field::select("kind", "Kind", choices()).optional())}
            {form.field(Field::date("day", "Day"))}
            {form.field(Field::colour("colour", "Colour"))}
            {form.field(Field::area("text", "Text", 2))}
            {form.field(Field::file("file", "File", ".csv"))}
            {form.field(Field::radios(format!("one-{id}"), "One of these", explained()))}
            {form.field(Field::checks("languages", "Some of these", choices().into_iter().map(|choice| (choice, None)).collect()))}
            {form.field(Field::check("agree", "A box to tick", "yes").hint("What it does"))}
        </div>
    }
    .into_any()
}

fn messages() -> AnyView {
    let banners: Vec<_> =
        Tone::ALL.into_iter().map(|tone| banner(tone, "What happened, why, and what to do now.")).collect();
    view! { <div class="grid gap-3">{banners}</div> }.into_any()
}

fn marks(frame: &Frame) -> AnyView {
    let states: Vec<_> = PersonState::ALL.into_iter().map(|state| person_state(frame, state)).collect();
    let places = vec![(true, "#content".to_owned(), "Overview"), (false, "#content".to_owned(), "Roles")];
    view! {
        <div class="grid gap-3">
            <div class="badges">{states}{badge("badge badge-danger", "Failed")}</div>
            <div class="chips">{chip("Active", "#content".to_owned(), true)}{chip("Suspended", "#content".to_owned(), false)}</div>
            {tabs("Parts", places)}
            <p><kbd class="key">"j"</kbd>" "<kbd class="key">"Enter"</kbd>" "<code>"0192f3a1"</code></p>
        </div>
    }
    .into_any()
}

fn table(frame: &Frame) -> AnyView {
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr><th scope="col">"Name"</th><th scope="col">"State"</th><th class="number" scope="col">"Rows"</th></tr></thead>
                <tbody>
                    <tr><th scope="row"><a class="row-link" href="#content">"Ada Lovelace"</a></th><td>{person_state(frame, PersonState::Active)}</td><td class="number">{frame.count(12_480)}</td></tr>
                    <tr><th scope="row"><a class="row-link" href="#content">"Jürgen Müller-Lüdenscheidt"</a></th><td>{person_state(frame, PersonState::Suspended)}</td><td class="number">{frame.count(7)}</td></tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn icons() -> AnyView {
    let icons: Vec<_> =
        Icon::ALL.iter().map(|icon| view! { <li title=format!("{icon:?}")>{icon.large()}</li> }).collect();
    view! { <ul class="icons">{icons}</ul> }.into_any()
}
