//! Taking factors away from somebody who lost them, and the code that is handed over afterwards.

use super::super::{Page, Place, page};
use super::factors::kind_in_words;
use super::{FactorKind, FactorRow};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::empty;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, PersonRef};
use foundation::Instant;
use leptos::prelude::*;

/// The form (`GET`, `POST /console/people/{id}/factors/reset`: `what`, `identified`, `how`, `reason`).
#[derive(Debug, Clone)]
pub struct ResetFactors {
    /// Whose.
    pub person: PersonRef,
    /// What was typed and refused.
    pub form: FormState,
    /// What there is to take away.
    pub factors: Vec<FactorRow>,
    /// Whether factors were taken away before and not made again.
    pub owes: bool,
    /// Whether a number is on record at which the person can be called back.
    pub has_telephone: bool,
}

/// What came of it, shown once (the answer of `POST`).
#[derive(Debug, Clone)]
pub struct FactorsReset {
    /// Whose.
    pub person: PersonRef,
    /// The code to hand over.
    pub code: String,
    /// Until when it works.
    pub until: Instant,
    /// Whether a link for a password was mailed first.
    pub mailed: bool,
}

/// The words for how somebody proved who they are, in the order one chooses from.
const IDENTIFIED: [&str; 4] = ["in_person", "call_back", "video", "other"];

/// The word of a factor in the form.
#[must_use]
pub fn factor_word(row: &FactorRow) -> String {
    let kind = if row.kind == FactorKind::App { "app" } else { "passkey" };
    format!("{kind}.{}", row.id)
}

/// Renders the form.
#[must_use]
pub fn reset_factors(frame: &Frame, model: &ResetFactors) -> String {
    let form = Form::new(frame, &model.form);
    let back = format!("/console/people/{}?tab=factors", model.person.id);
    let title = frame.f("console-factors-reset-title", &[("name", model.person.name.as_str().into())]);
    let head = Page::new(Place::People, &title).under(frame, &model.person.name, back.clone()).with_form(&model.form);
    page(frame, head, || {
        if model.factors.is_empty() && !model.owes {
            let (title, text) = (frame.t("console-factors-none-title"), frame.t("console-factors-reset-none-text"));
            let nothing = empty(Icon::Key, title, text, ());
            return view! { {form.summary()}<div class="card card-padded">{nothing}</div> }.into_any();
        }
        let owes =
            (model.owes && model.factors.is_empty()).then(|| banner(Tone::Info, frame.t("console-factors-reset-owes")));
        view! {
            {form.summary()}
            {owes}
            <form class="card form-card" method="post" action=frame.at(&format!("/console/people/{}/factors/reset", model.person.id)) novalidate>
                <section class="form-part">
                    <div><h2>{frame.t("console-identified")}</h2><p class="form-note">{frame.t("console-identified-text")}</p></div>
                    <div class="form">
                        {form.field(Field::radios("identified", frame.t("console-identified-label"), identified(frame, model)))}
                        {form.field(Field::text("how", frame.t("console-identified-how")).hint(frame.t("console-identified-how-hint")).autocomplete("off").longest(300).optional())}
                    </div>
                </section>
                <section class="form-part">
                    <h2>{frame.t("console-factors-reset-what")}</h2>
                    <div class="form">
                        {form.field(Field::radios("what", frame.t("console-factors-reset-what-label"), what(frame, model)))}
                        {form.field(Field::text("reason", frame.t("common-reason")).hint(frame.t("console-reason-hint")).autocomplete("off").longest(300))}
                    </div>
                </section>
                <section class="form-part">
                    <h2>{frame.t("console-factors-reset-then")}</h2>
                    <ul class="form-note grid gap-1">
                        <li>{frame.t("console-factors-reset-then-out")}</li>
                        <li>{frame.t("console-factors-reset-then-mail")}</li>
                        <li>{frame.t("console-factors-reset-then-code")}</li>
                    </ul>
                </section>
                <div class="form-foot">
                    <button class="button button-danger">{frame.t("console-factors-reset-button")}</button>
                    <a class="button button-quiet" href=frame.at(&back)>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

/// How somebody proved who they are. Calling back takes a number that was on record before.
fn identified(frame: &Frame, model: &ResetFactors) -> Vec<(Choice, Option<String>)> {
    IDENTIFIED
        .into_iter()
        .filter(|word| *word != "call_back" || model.has_telephone)
        .map(|word| {
            let (label, text) = match word {
                "in_person" => (frame.t("console-identified-in-person"), frame.t("console-identified-in-person-text")),
                "call_back" => (frame.t("console-identified-call-back"), frame.t("console-identified-call-back-text")),
                "video" => (frame.t("console-identified-video"), frame.t("console-identified-video-text")),
                _ => (frame.t("console-identified-other"), frame.t("console-identified-other-text")),
            };
            (Choice::new(word, label), Some(text.to_owned()))
        })
        .collect()
}

fn what(frame: &Frame, model: &ResetFactors) -> Vec<(Choice, Option<String>)> {
    let everything = if model.factors.is_empty() {
        (frame.t("console-factors-reset-new-code"), None)
    } else {
        (frame.t("console-factors-reset-everything"), Some(frame.t("console-factors-reset-everything-text").to_owned()))
    };
    let each = model.factors.iter().map(|row| {
        let kind = kind_in_words(frame, row.kind);
        let label = row.name.as_ref().map_or_else(|| kind.to_owned(), |name| format!("{kind}: {name}"));
        let since = frame.f("console-factors-reset-since", &[("date", frame.date(row.created_at).into())]);
        (Choice::new(factor_word(row), label), Some(since))
    });
    std::iter::once((Choice::new("everything", everything.0), everything.1)).chain(each).collect()
}

/// Renders what came of it.
#[must_use]
pub fn factors_reset(frame: &Frame, model: &FactorsReset) -> String {
    let back = format!("/console/people/{}?tab=factors", model.person.id);
    let title = frame.f("console-factors-code-title", &[("name", model.person.name.as_str().into())]);
    let head = Page::new(Place::People, &title).under(frame, &model.person.name, back.clone());
    page(frame, head, || {
        let mailed = model.mailed.then(|| view! { <li>{frame.t("console-factors-code-mailed")}</li> });
        let until = frame.f("console-factors-code-until", &[("until", frame.moment(model.until).into())]);
        view! {
            {banner(Tone::Warning, frame.t("console-factors-code-once"))}
            <section class="card card-padded grid gap-4">
                <p class="given-code" translate="no">{model.code.clone()}</p>
                <p>{until}</p>
                <ol class="numbered">
                    {mailed}
                    <li>{frame.t("console-factors-code-sign-in")}</li>
                    <li>{frame.t("console-factors-code-type")}</li>
                    <li>{frame.t("console-factors-code-add")}</li>
                </ol>
                <div class="form-actions"><a class="button button-primary" href=frame.at(&back)>{frame.t("console-factors-code-done")}</a></div>
            </section>
        }
        .into_any()
    })
}
