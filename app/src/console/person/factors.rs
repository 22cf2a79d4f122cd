//! The tab that says how a person gets in.

use super::reset_factors::factor_word;
use super::{Person, path};
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::design::shown::{badge, date, empty, recently};
use crate::frame::Frame;
use crate::model::PersonState;
use foundation::{Instant, Permission};
use leptos::prelude::*;

/// How a person gets in: kinds and dates.
#[derive(Debug, Clone)]
pub struct PersonFactors {
    /// When the password was last changed; nothing when there is none.
    pub password_changed_at: Option<Instant>,
    /// Passkeys and apps, the oldest first.
    pub factors: Vec<FactorRow>,
    /// How many recovery codes are left.
    pub recovery_codes: u32,
    /// Whether staff took factors away that the person has not made again.
    pub owes: bool,
    /// Until when the code works that was handed over for that.
    pub code_until: Option<Instant>,
    /// What is asked of the person.
    pub asked: Asked,
    /// How they stand with that.
    pub stand: Stand,
}

/// A passkey or an app.
#[derive(Debug, Clone)]
pub struct FactorRow {
    /// Its id, for addresses.
    pub id: String,
    /// What it is.
    pub kind: FactorKind,
    /// What its owner calls it; nothing if the visitor may not see that.
    pub name: Option<String>,
    /// What keeps it, if that is known and the visitor may see it.
    pub keeper: Option<String>,
    /// Since when.
    pub created_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// When it last looked as if somebody had a copy of it.
    pub suspected_at: Option<Instant>,
}

/// The kinds of factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// A passkey on a phone or a computer.
    Passkey {
        /// Whether it is copied between devices.
        is_synced: bool,
        /// Whether its device asks who holds it.
        is_verified: bool,
    },
    /// A passkey on a key that is plugged in or held to a reader.
    SecurityKey {
        /// Whether it asks who holds it.
        is_verified: bool,
    },
    /// An authenticator app.
    App,
}

/// What is asked of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// Any second factor.
    Second,
    /// A strong one.
    Strong,
}

/// How somebody stands with what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// They have it.
    Fine,
    /// They will be asked when they come the next time, and then have so many days.
    Ahead(u16),
    /// They were asked and have time until then.
    Asked(Instant),
    /// They get in for nothing but making it.
    Overdue,
}

/// What is asked, in words.
pub(crate) fn asked_in_words(frame: &Frame, asked: Asked) -> &'static str {
    match asked {
        Asked::Nothing => frame.t("console-factors-asked-nothing"),
        Asked::Second => frame.t("console-policy-second"),
        Asked::Strong => frame.t("console-policy-strong"),
    }
}

pub(super) fn factors(frame: &Frame, model: &Person, content: &PersonFactors) -> AnyView {
    let password = match content.password_changed_at {
        Some(at) => frame.f("console-factors-password-changed", &[("date", frame.date(at).into())]),
        None if content.factors.is_empty() => frame.t("console-factors-password-not-yet").to_owned(),
        None => frame.t("console-factors-password-none").to_owned(),
    };
    let codes = frame.f("console-factors-codes-left", &[("count", i64::from(content.recovery_codes).into())]);
    let facts = [(frame.t("common-password"), password), (frame.t("console-factors-codes"), codes)];
    let owed = content.owes.then(|| {
        let text = match content.code_until {
            Some(until) => frame.f("console-factors-owes-until", &[("until", frame.moment(until).into())]),
            None => frame.t("console-factors-owes").to_owned(),
        };
        banner(Tone::Warning, text)
    });
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(label, value)| view! { <div class="fact"><dt>{label}</dt><dd>{value}</dd></div> })
        .collect();
    let has_any = content.owes || !content.factors.is_empty();
    let own = (model.is_visitor && has_any).then(|| banner(Tone::Info, frame.t("problem-factors-own")));
    let all = (has_any && may_reset(frame, model)).then(|| {
        let address = path(frame, model, "/factors/reset");
        let label = if content.factors.is_empty() { "console-factors-code-link" } else { "console-factors-reset-link" };
        view! { <div class="table-head"><a class="button" href=address>{Icon::Key.view()}{frame.t(label)}</a></div> }
    });
    view! {
        <div class="grid grid-cols-1 content-start gap-8">
            {owed}
            <div class="card card-padded">
                <dl class="facts">
                    <div class="fact">
                        <dt>{frame.t("console-factors-asked")}</dt>
                        <dd>{asked_in_words(frame, content.asked)}" "{stand(frame, content)}</dd>
                    </div>
                    {facts}
                </dl>
            </div>
            <section aria-labelledby="factors">
                <h2 class="section-title" id="factors">{frame.t("console-factors-list")}</h2>
                {own}{all}
                {list(frame, model, content)}
            </section>
        </div>
    }
    .into_any()
}

/// Whether the visitor may take factors of this person away.
fn may_reset(frame: &Frame, model: &Person) -> bool {
    let is_within = !model.is_visitor && !model.is_beyond_visitor && model.state == PersonState::Active;
    is_within && frame.may(Permission::ResetFactors)
}

/// How they stand; nothing where nothing is asked.
fn stand(frame: &Frame, content: &PersonFactors) -> AnyView {
    let sentence = |text: String| view! { <span class="row-under-always">{text}</span> };
    match (content.asked, content.stand) {
        (Asked::Nothing, _) => ().into_any(),
        (_, Stand::Fine) => badge("badge badge-success", frame.t("console-factors-fine")),
        (_, Stand::Ahead(days)) => {
            let text = frame.f("console-factors-ahead-text", &[("days", i64::from(days).into())]);
            view! { {badge("badge badge-info", frame.t("console-factors-ahead"))}{sentence(text)} }.into_any()
        }
        (_, Stand::Asked(until)) => {
            let text = frame.f("console-factors-asked-until-text", &[("date", frame.date(until).into())]);
            view! { {badge("badge badge-warning", frame.t("console-factors-missing"))}{sentence(text)} }.into_any()
        }
        (_, Stand::Overdue) => {
            let text = frame.t("console-factors-overdue-text").to_owned();
            view! { {badge("badge badge-danger", frame.t("console-factors-overdue"))}{sentence(text)} }.into_any()
        }
    }
}

/// What a factor is, in words.
pub(crate) fn kind_in_words(frame: &Frame, kind: FactorKind) -> &'static str {
    match kind {
        FactorKind::Passkey { .. } => frame.t("console-factors-passkey"),
        FactorKind::SecurityKey { .. } => frame.t("console-factors-security-key"),
        FactorKind::App => frame.t("console-factors-app"),
    }
}

fn list(frame: &Frame, model: &Person, content: &PersonFactors) -> AnyView {
    if content.factors.is_empty() {
        let title = frame.t("console-factors-none-title");
        let text = match content.password_changed_at {
            Some(_) => frame.t("console-factors-none-text"),
            None => frame.t("console-factors-nothing-text"),
        };
        return view! { <div class="card card-padded">{empty(Icon::Key, title, text, ())}</div> }.into_any();
    }
    let rows: Vec<_> = content
        .factors
        .iter()
        .map(|row| {
            let used = row.last_used_at.map_or_else(
                || view! { <span class="text-soft">{frame.t("common-never")}</span> }.into_any(),
                |at| recently(frame, at),
            );
            let kind = kind_in_words(frame, row.kind);
            let (title, under) = match &row.name {
                Some(name) => (name.clone(), Some(kind)),
                None => (kind.to_owned(), None),
            };
            let under = under.map(|kind| view! { <span class="row-under-always">{kind}</span> });
            let suspected = row.suspected_at.map(|at| {
                let text = frame.f("console-factors-suspected", &[("at", frame.moment(at).into())]);
                view! { <span class="badge badge-danger">{text}</span> }
            });
            let lost = may_reset(frame, model).then(|| {
                let address = path(frame, model, &format!("/factors/reset?what={}", factor_word(row)));
                view! { <a class="row-action" href=address>{frame.t("console-factors-lost")}<span class="unseen">{format!(": {title}")}</span></a> }
            });
            view! {
                <tr>
                    <th scope="row">{title}{under}{suspected}</th>
                    <td class="wide">{about(frame, row).join(", ")}</td>
                    <td class="wide">{date(frame, row.created_at)}</td>
                    <td>{used}</td>
                    <td class="end">{lost}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-factors-factor")}</th>
                    <th class="wide" scope="col">{frame.t("console-factors-about")}</th>
                    <th class="wide" scope="col">{frame.t("console-factors-since")}</th>
                    <th scope="col">{frame.t("console-factors-used")}</th>
                    <th scope="col"><span class="unseen">{frame.t("console-actions")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What else is known of it: what keeps it, whether there are copies, whether it counts as two factors.
fn about(frame: &Frame, row: &FactorRow) -> Vec<String> {
    let verified = |is_verified| {
        if is_verified { frame.t("console-factors-verified") } else { frame.t("console-factors-unverified") }
    };
    let facts: Vec<&str> = match row.kind {
        FactorKind::Passkey { is_synced, is_verified } => {
            let synced = if is_synced { frame.t("console-factors-synced") } else { frame.t("console-factors-bound") };
            vec![synced, verified(is_verified)]
        }
        FactorKind::SecurityKey { is_verified } => vec![verified(is_verified)],
        FactorKind::App => Vec::new(),
    };
    row.keeper.iter().cloned().chain(facts.into_iter().map(ToOwned::to_owned)).collect()
}
