//! A change at work: those who are meant are being found, changed, or had as before.

use super::one::path;
use super::{Change, ChangeTab, words};
use crate::design::progress::{Number, Progress, READ, TOTAL, progress, stop};
use crate::frame::Frame;
use leptos::prelude::*;

/// Who is meant is being found out. Nobody knows how many are still to be looked at, so there is no bar.
pub(super) fn collecting(frame: &Frame, model: &Change) -> AnyView {
    let sentence = frame.f("console-change-looked-at", &[("read", READ.to_string().into())]);
    let tabs = [ChangeTab::Pending, ChangeTab::Unchanged, ChangeTab::Refused];
    let (label, hint) = (frame.t("console-change-discard"), frame.t("console-change-collecting-hint"));
    board(frame, model, (sentence, model.looked_at, None), &tabs, (label, hint))
}

/// It is being done.
pub(super) fn running(frame: &Frame, model: &Change) -> AnyView {
    let tabs = [ChangeTab::Pending, ChangeTab::Changed, ChangeTab::Unchanged, ChangeTab::Refused];
    at_work(frame, model, model.counts.pending, &tabs)
}

/// It is being taken back.
pub(super) fn undoing(frame: &Frame, model: &Change) -> AnyView {
    at_work(frame, model, model.counts.changed, &[ChangeTab::Changed, ChangeTab::Undone, ChangeTab::Kept])
}

fn at_work(frame: &Frame, model: &Change, left: u64, tabs: &[ChangeTab]) -> AnyView {
    let total = model.counts.all();
    let values = [("read", READ.to_string().into()), ("total", TOTAL.to_string().into())];
    let sentence = frame.f("console-change-progress-people", &values);
    let (label, hint) = (frame.t("console-change-stop"), frame.t("console-change-stop-hint"));
    board(frame, model, (sentence, total - left, Some(total)), tabs, (label, hint))
}

/// How far it is, and the button that stops it.
fn board(
    frame: &Frame,
    model: &Change,
    (sentence, read, total): (String, u64, Option<u64>),
    tabs: &[ChangeTab],
    (label, hint): (&'static str, &'static str),
) -> AnyView {
    let number = |tab: &ChangeTab| (Some(tab.word()), words::tab(frame, *tab, model.state), model.counts.of(*tab));
    let numbers: Vec<Number> = tabs.iter().map(number).collect();
    let board = Progress {
        address: path(frame, model, "/progress"),
        label: frame.t("console-change-progress"),
        sentence,
        read,
        total,
        pace: None,
        numbers: &numbers,
    };
    let stop = model.may_cancel.then(|| stop(path(frame, model, "/cancel"), label, hint));
    view! { {progress(frame, board)}{stop} }.into_any()
}
