//! What a change would do, before it does anything.

use super::items::items;
use super::one::path;
use super::{Change, ChangeTab, What, words};
use crate::console::people::meant::in_words;
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::design::progress::tally;
use crate::design::shown::{date, reach};
use crate::frame::{Frame, number};
use leptos::prelude::*;

/// What would happen, and the button that does it.
pub(super) fn preview(frame: &Frame, model: &Change) -> AnyView {
    let counts = model.counts;
    let note = match (counts.all(), counts.pending) {
        (0, _) => frame.t("console-change-nobody"),
        (_, 0) => frame.t("console-change-nothing"),
        _ => frame.t("console-change-preview-note"),
    };
    let warning = (counts.pending > 0 && !model.is_reversible)
        .then(|| banner(Tone::Warning, frame.t("console-change-no-way-back")));
    let tabs = [ChangeTab::Pending, ChangeTab::Unchanged, ChangeTab::Refused];
    let cell = |tab: ChangeTab| (None, words::tab(frame, tab, model.state), counts.of(tab));
    let numbers = tally(frame, "card tally", &tabs.map(cell));
    view! {
        {banner(Tone::Info, note)}
        {warning}
        {numbers}
        {facts(frame, model)}
        {buttons(frame, model)}
        {items(frame, model)}
    }
    .into_any()
}

fn buttons(frame: &Frame, model: &Change) -> AnyView {
    let pending = model.counts.pending;
    let start = (model.may_start && pending > 0).then(|| {
        let label = frame.f("console-change-start", &[("count", number(pending))]);
        view! { <form method="post" action=path(frame, model, "/start")><button class="button button-primary">{Icon::Play.view()}{label}</button></form> }
    });
    let discard = model.may_cancel.then(|| {
        view! { <form method="post" action=path(frame, model, "/cancel")><button class="button button-quiet">{frame.t("console-change-discard")}</button></form> }
    });
    let why = (!model.may_start && pending > 0)
        .then(|| view! { <p class="text-soft">{frame.t("console-change-may-not-start")}</p> });
    view! { {why}<div class="form-actions">{start}{discard}</div> }.into_any()
}

/// What, with whom, why.
pub(super) fn facts(frame: &Frame, model: &Change) -> AnyView {
    let asked_by = model.asked_by.as_ref().map(
        |name| view! { <div class="fact"><dt>{frame.t("console-change-asker")}</dt><dd>{name.clone()}</dd></div> },
    );
    view! {
        <div class="card card-padded">
            <dl class="facts">
                <div class="fact"><dt>{frame.t("console-change-what")}</dt><dd>{words::sentence(frame, &model.what)}</dd></div>
                {particulars(frame, &model.what)}
                <div class="fact"><dt>{frame.t("console-change-who")}</dt><dd>{in_words(frame, &model.who)}</dd></div>
                <div class="fact"><dt>{frame.t("common-reason")}</dt><dd>{model.reason.clone()}</dd></div>
                {asked_by}
            </dl>
        </div>
    }
    .into_any()
}

/// For whom and until when, where the action has that.
fn particulars(frame: &Frame, what: &What) -> AnyView {
    let scope = what.scope.map(|scope| {
        let reach = reach(frame, scope, what.limited_to.as_deref());
        view! { <div class="fact"><dt>{frame.t("console-give-for-whom")}</dt><dd>{reach}</dd></div> }
    });
    let until = what.until.map(
        |until| view! { <div class="fact"><dt>{frame.t("console-until")}</dt><dd>{date(frame, until)}</dd></div> },
    );
    view! { {scope}{until} }.into_any()
}
