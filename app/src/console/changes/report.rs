//! How a change ended, and the way back.

use super::items::items;
use super::one::path;
use super::preview::facts;
use super::{Change, ChangeState, ChangeTab, words};
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::design::progress::tally;
use crate::design::shown::time;
use crate::form::stored_problem;
use crate::frame::{Frame, number};
use leptos::prelude::*;

/// How it ended.
pub(super) fn report(frame: &Frame, model: &Change) -> AnyView {
    let counts = model.counts;
    let (tone, text) = verdict(frame, model);
    let why = model
        .failure
        .as_deref()
        .filter(|_| model.state == ChangeState::Failed)
        .map(|code| view! { <p>{stored_problem(frame, code)}</p> });
    let numbers: Vec<_> = ChangeTab::ALL
        .into_iter()
        .filter(|tab| {
            matches!(tab, ChangeTab::Changed | ChangeTab::Unchanged | ChangeTab::Refused) || counts.of(*tab) > 0
        })
        .map(|tab| (None, words::tab(frame, tab, model.state), counts.of(tab)))
        .collect();
    let took = model.started_at.zip(model.finished_at).map(|(started, finished)| {
        let took = language::moments::span(frame.locale, finished - started);
        view! { " · "{took} }
    });
    let times = model.finished_at.map(
        |finished| view! { <p class="text-soft">{frame.t("console-import-finished")}" "{time(frame, finished)}{took}</p> },
    );
    view! {
        {banner(tone, view! { <p>{text}</p>{why} })}
        {tally(frame, "card tally", &numbers)}
        {times}
        {back(frame, model)}
        <div class="form-actions">
            <a class="button" href=path(frame, model, "/report.csv") download="">{Icon::Download.view()}{frame.t("console-import-report")}</a>
            <a class="button button-quiet" href=frame.at("/console/people")>{frame.t("console-change-to-people")}</a>
        </div>
        {facts(frame, model)}
        {items(frame, model)}
    }
    .into_any()
}

/// What came of it, in a sentence.
fn verdict(frame: &Frame, model: &Change) -> (Tone, String) {
    let counts = model.counts;
    let was_begun = model.started_at.is_some();
    let was_taken_back = counts.undone + counts.kept > 0;
    let so_far = [("changed", number(counts.changed)), ("total", number(counts.all()))];
    match model.state {
        ChangeState::Failed if was_taken_back => (Tone::Danger, frame.t("console-change-undo-failed").to_owned()),
        ChangeState::Failed if was_begun => (Tone::Danger, frame.f("console-change-failed", &so_far)),
        ChangeState::Failed => (Tone::Danger, frame.t("console-change-failed-before").to_owned()),
        ChangeState::Cancelled if was_taken_back => (Tone::Warning, frame.t("console-change-undo-stopped").to_owned()),
        ChangeState::Cancelled if was_begun => (Tone::Warning, frame.f("console-change-stopped", &so_far)),
        ChangeState::Cancelled => (Tone::Info, frame.t("console-change-discarded").to_owned()),
        ChangeState::Undone if counts.kept > 0 => {
            (Tone::Warning, frame.f("console-change-undone-kept", &[("count", number(counts.kept))]))
        }
        ChangeState::Undone => (Tone::Success, frame.t("console-change-undone").to_owned()),
        _ if counts.refused > 0 => {
            (Tone::Warning, frame.f("console-change-done-refused", &[("count", number(counts.refused))]))
        }
        _ if counts.changed == 0 => (Tone::Info, frame.t("console-change-done-nothing").to_owned()),
        _ => (Tone::Success, frame.f("console-change-done", &[("count", number(counts.changed))])),
    }
}

/// The way back.
fn back(frame: &Frame, model: &Change) -> AnyView {
    if !(model.may_undo && model.is_reversible) {
        return ().into_any();
    }
    let label = frame.f("console-change-undo", &[("count", number(model.counts.changed))]);
    view! {
        <form class="form-actions" method="post" action=path(frame, model, "/undo")>
            <button class="button">{Icon::Undo.view()}{label}</button>
            <p class="text-soft">{frame.t("console-change-undo-hint")}</p>
        </form>
    }
    .into_any()
}
