//! How people protect their accounts: the figures, as a chart and as a table.

use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::design::list::count;
use crate::design::shares::{Part, ShareBar, share_chart};
use crate::design::shown::empty;
use crate::frame::Frame;
use crate::model::Count;
use foundation::Permission;
use leptos::prelude::*;

/// The figures (`GET /console/protection`).
#[derive(Debug, Clone)]
pub struct Protection {
    /// Everybody who may sign in.
    pub everybody: Protected,
    /// Parts of them: administrators, and each kind of people.
    pub parts: Vec<Protected>,
    /// Whether somewhere there are more people than were counted.
    pub is_bounded: bool,
}

/// How some people protect their accounts.
#[derive(Debug, Clone)]
pub struct Protected {
    /// Which people, in words.
    pub who: String,
    /// How many.
    pub people: Count,
    /// How many have a passkey, and what part of them that is.
    pub passkey: (Count, Share),
    /// How many have a strong factor.
    pub strong: (Count, Share),
    /// For the bar: how many have a passkey, an app and no passkey, and nothing.
    pub classes: [u64; 3],
}

/// A part of a whole, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// So many of a hundred.
    Percent(u64),
    /// Fewer than so many of a hundred.
    Under(u64),
    /// Too many to say.
    Unknown,
}

impl Share {
    /// In words.
    pub(crate) fn text(self, frame: &Frame) -> String {
        let with = |key, number: u64| frame.f(key, &[("percent", i64::try_from(number).unwrap_or(100).into())]);
        match self {
            Self::Percent(number) => with("console-protection-percent", number),
            Self::Under(number) => with("console-protection-under", number),
            Self::Unknown => "–".to_owned(),
        }
    }
}

/// Renders the page.
#[must_use]
pub fn protection(frame: &Frame, model: &Protection) -> String {
    let title = frame.t("console-protection-title");
    let head = Page::new(Place::People, title)
        .under(frame, frame.t("console-nav-people"), "/console/people")
        .lead(frame.t("console-protection-lead"))
        .actions(actions(frame));
    page(frame, head, || {
        if model.everybody.people == Count::Exact(0) {
            let (title, text) = (frame.t("console-protection-none-title"), frame.t("console-protection-none-text"));
            return view! { <div class="card card-padded">{empty(Icon::Shield, title, text, ())}</div> }.into_any();
        }
        let note = model.is_bounded.then(|| {
            let text = frame.f("console-protection-bounded", &[("amount", frame.count(100_000).into())]);
            banner(Tone::Info, text)
        });
        view! {
            {note}
            <section aria-labelledby="figures">
                <h2 class="section-title" id="figures">{frame.t("console-protection-figures")}</h2>
                <div class="card card-padded">{chart(frame, model)}</div>
            </section>
            {table(frame, model)}
        }
        .into_any()
    })
}

fn actions(frame: &Frame) -> AnyView {
    let may = frame.may(Permission::SeePeople);
    may.then(|| view! { <a class="button" href=frame.at("/console/protection/missing")>{frame.t("console-missing-title")}</a> })
        .into_any()
}

fn chart(frame: &Frame, model: &Protection) -> AnyView {
    let all = &model.everybody;
    let summary = frame.f(
        "console-protection-summary",
        &[
            ("people", count(frame, all.people).into()),
            ("passkey", count(frame, all.passkey.0).into()),
            ("passkey-share", all.passkey.1.text(frame).into()),
            ("strong", count(frame, all.strong.0).into()),
            ("strong-share", all.strong.1.text(frame).into()),
        ],
    );
    let legend = [
        frame.t("console-protection-passkey"),
        frame.t("console-protection-app"),
        frame.t("console-protection-nothing"),
    ];
    let bars = std::iter::once(all)
        .chain(&model.parts)
        .map(|line| {
            let parts = [Part::First, Part::Second, Part::Rest].into_iter().zip(line.classes).collect();
            ShareBar { label: line.who.clone(), value: line.strong.1.text(frame), parts }
        })
        .collect();
    share_chart(&summary, &legend, bars)
}

fn table(frame: &Frame, model: &Protection) -> AnyView {
    let rows: Vec<_> = std::iter::once(&model.everybody)
        .chain(&model.parts)
        .map(|line| {
            let share = |(number, share): (Count, Share)| {
                view! { {count(frame, number)}<span class="row-under-always">{share.text(frame)}</span> }
            };
            view! {
                <tr>
                    <th scope="row">{line.who.clone()}</th>
                    <td class="number wide">{count(frame, line.people)}</td>
                    <td class="number">{share(line.passkey)}</td>
                    <td class="number">{share(line.strong)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-protection-who")}</th>
                    <th class="number wide" scope="col">{frame.t("console-nav-people")}</th>
                    <th class="number" scope="col">{frame.t("console-protection-passkey")}</th>
                    <th class="number" scope="col">{frame.t("console-protection-with-strong")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
