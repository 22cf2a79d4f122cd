//! The steps of a change, as its pages show them.

use crate::design::icons::Icon;
use crate::frame::Frame;
use leptos::prelude::*;

/// The steps of a change, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Who and what.
    Ask,
    /// What would happen.
    Preview,
    /// It is being done, or taken back.
    Running,
    /// How it ended.
    Report,
}

/// The steps, with the one that is open.
pub(super) fn steps(frame: &Frame, here: Step) -> AnyView {
    let steps = [
        (Step::Ask, frame.t("console-change-step-ask")),
        (Step::Preview, frame.t("console-change-step-preview")),
        (Step::Running, frame.t("console-change-step-running")),
        (Step::Report, frame.t("console-change-step-report")),
    ];
    let steps: Vec<_> = (1..)
        .zip(steps)
        .map(|(number, (step, label))| {
            let done = step < here;
            let mark = if done { Icon::Check.view() } else { number.to_string().into_any() };
            let class = if done { "step step-done" } else { "step" };
            view! { <li class=class aria-current=(step == here).then_some("step")><span class="step-mark" aria-hidden="true">{mark}</span><span>{label}</span></li> }
        })
        .collect();
    view! { <ol class="steps" aria-label=frame.t("console-change-steps")>{steps}</ol> }.into_any()
}
