//! What several pages of a change show: the steps, who is meant, numbers.

use super::Who;
use crate::design::icons::Icon;
use crate::frame::Frame;
use crate::model::PersonState;
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

/// Who is meant, in words.
pub(super) fn who(frame: &Frame, who: &Who) -> AnyView {
    if !who.chosen.is_empty() {
        let count = number(who.chosen.len() as u64);
        return view! { <p>{frame.f("console-change-chosen", &[("count", count)])}</p> }.into_any();
    }
    let sentences = sentences(frame, who);
    if sentences.is_empty() {
        return view! { <p>{frame.t("console-change-who-all")}</p> }.into_any();
    }
    let sentences: Vec<_> = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect();
    view! { <p>{frame.t("console-change-who-those")}</p><ul class="sentences">{sentences}</ul> }.into_any()
}

/// What the people are narrowed to, a sentence each.
fn sentences(frame: &Frame, who: &Who) -> Vec<String> {
    let filter = &who.filter;
    let mut sentences = Vec::new();
    if !filter.q.is_empty() {
        sentences.push(frame.f("console-change-who-q", &[("q", filter.q.as_str().into())]));
    }
    if let Some(state) = filter.state {
        let sentence = match state {
            PersonState::Active => frame.t("console-change-who-active"),
            PersonState::Invited => frame.t("console-change-who-invited"),
            PersonState::Suspended => frame.t("console-change-who-suspended"),
            PersonState::Ended => frame.t("console-change-who-ended"),
        };
        sentences.push(sentence.to_owned());
    }
    if let Some(name) = who.archetype.as_ref().or(filter.archetype.as_ref()) {
        sentences.push(frame.f("console-change-who-archetype", &[("archetype", name.as_str().into())]));
    }
    if filter.organisation.is_some() || filter.group.is_some() {
        sentences.push(match &who.within {
            Some(name) => frame.f("console-change-who-within", &[("name", name.as_str().into())]),
            None => frame.t("console-change-who-gone").to_owned(),
        });
    }
    sentences
}

/// A number for a text.
pub(super) fn number(value: u64) -> language::Value {
    i64::try_from(value).unwrap_or(i64::MAX).into()
}

/// Numbers with their labels, and the names the island knows them by while they move.
pub(super) fn tally(
    frame: &Frame,
    class: &'static str,
    numbers: &[(Option<&'static str>, &'static str, u64)],
) -> AnyView {
    let cells: Vec<_> = numbers
        .iter()
        .map(|(name, label, count)| view! { <div><dt>{*label}</dt><dd data-count=*name>{frame.count(*count)}</dd></div> })
        .collect();
    view! { <dl class=class>{cells}</dl> }.into_any()
}

#[cfg(test)]
mod tests {
    use foundation::{GroupId, Locale};
    use uuid::Uuid;

    use super::sentences;
    use crate::console::changes::Who;
    use crate::console::people::PeopleFilter;
    use crate::model::PersonState;
    use crate::testing;

    #[test]
    fn nothing_that_narrows_is_left_unsaid() {
        let frame = testing::frame(Locale::En);
        assert!(sentences(&frame, &Who::default()).is_empty());
        let filter = PeopleFilter {
            q: "Berg".to_owned(),
            state: Some(PersonState::Suspended),
            archetype: Some("student".to_owned()),
            group: Some(GroupId(Uuid::from_u128(7))),
            ..PeopleFilter::default()
        };
        let who = Who { filter, ..Who::default() };
        // The names of the type and of the group are not known: they are said all the same.
        assert_eq!(sentences(&frame, &who).len(), 4);
        let who = Who { within: Some("Choir".to_owned()), archetype: Some("Pupil".to_owned()), ..who };
        let said = sentences(&frame, &who).join("\n");
        for word in ["Berg", "Pupil", "Choir"] {
            assert!(said.contains(word), "{said}");
        }
    }
}
