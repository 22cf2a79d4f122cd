//! A change at work: those who are meant are being found, changed, or had as before.

use super::one::path;
use super::parts::tally;
use super::{Change, ChangeTab, words};
use crate::design::icons::Icon;
use crate::frame::Frame;
use foundation::Locale;
use frontend::islands::import_progress::ImportProgress;
use leptos::prelude::*;

/// Stand in a sentence where its moving numbers belong.
const READ: char = '\u{E000}';
const TOTAL: char = '\u{E001}';

/// Who is meant is being found out. Nobody knows how many are still to be looked at, so there is no bar.
pub(super) fn collecting(frame: &Frame, model: &Change) -> AnyView {
    let sentence = frame.f("console-change-looked-at", &[("read", READ.to_string().into())]);
    let line = moving(frame, &sentence, model.looked_at, 0);
    let tabs = [ChangeTab::Pending, ChangeTab::Unchanged, ChangeTab::Refused];
    let stop = model
        .may_cancel
        .then(|| stop(frame, model, frame.t("console-change-discard"), frame.t("console-change-collecting-hint")));
    view! { {board(frame, model, (), line, &tabs)}{stop} }.into_any()
}

/// It is being done.
pub(super) fn running(frame: &Frame, model: &Change) -> AnyView {
    let total = model.counts.all();
    let tabs = [ChangeTab::Pending, ChangeTab::Changed, ChangeTab::Unchanged, ChangeTab::Refused];
    at_work(frame, model, total - model.counts.pending, total, &tabs)
}

/// It is being taken back.
pub(super) fn undoing(frame: &Frame, model: &Change) -> AnyView {
    let total = model.counts.all();
    let tabs = [ChangeTab::Changed, ChangeTab::Undone, ChangeTab::Kept];
    at_work(frame, model, total - model.counts.changed, total, &tabs)
}

fn at_work(frame: &Frame, model: &Change, read: u64, total: u64, tabs: &[ChangeTab]) -> AnyView {
    let values = [("read", READ.to_string().into()), ("total", TOTAL.to_string().into())];
    let line = moving(frame, &frame.f("console-change-progress-people", &values), read, total);
    let label = frame.t("console-change-progress");
    let bar = view! { <progress aria-label=label max=total.max(1).to_string() value=read.to_string()></progress> };
    let stop = model
        .may_cancel
        .then(|| stop(frame, model, frame.t("console-change-stop"), frame.t("console-change-stop-hint")));
    view! { {board(frame, model, bar, line, tabs)}{stop} }.into_any()
}

/// The part of the page that the island keeps up to date.
fn board(
    frame: &Frame,
    model: &Change,
    bar: impl IntoView + 'static,
    line: Vec<AnyView>,
    tabs: &[ChangeTab],
) -> AnyView {
    let address = path(frame, model, "/progress");
    let separator = if frame.locale == Locale::De { "." } else { "," };
    let numbers: Vec<_> = tabs
        .iter()
        .map(|tab| (Some(tab.word()), words::tab(frame, *tab, model.state), model.counts.of(*tab)))
        .collect();
    view! {
        <div class="card card-padded progress" data-progress=address data-separator=separator role="group" aria-label=frame.t("console-change-progress")>
            {bar.into_any()}
            <div class="progress-line"><p>{line}</p></div>
            {tally(frame, "tally", &numbers)}
        </div>
        <ImportProgress/>
    }
    .into_any()
}

/// A sentence with each number where the island finds it.
fn moving(frame: &Frame, sentence: &str, read: u64, total: u64) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut text = String::new();
    for letter in sentence.chars() {
        let (name, count) = match letter {
            READ => ("read", read),
            TOTAL => ("total", total),
            _ => {
                text.push(letter);
                continue;
            }
        };
        parts.push(std::mem::take(&mut text).into_any());
        parts.push(view! { <span data-count=name>{frame.count(count)}</span> }.into_any());
    }
    parts.push(text.into_any());
    parts
}

fn stop(frame: &Frame, model: &Change, label: &'static str, hint: &'static str) -> AnyView {
    view! {
        <form class="form-actions" method="post" action=path(frame, model, "/cancel")>
            <button class="button">{Icon::Stop.view()}{label}</button>
            <p class="text-soft">{hint}</p>
        </form>
    }
    .into_any()
}
