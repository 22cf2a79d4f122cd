//! One entry of the audit trail, with everything it says.

use super::super::{Page, Place, page};
use super::{AuditLine, class_label, kind_label, said, stream_label};
use crate::design::banner::{Tone, banner};
use crate::frame::Frame;
use language::moments;
use leptos::prelude::*;

/// How far an entry got on its way into the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// It is not sealed yet.
    Waiting,
    /// It is in the batch of this number.
    In(u64),
    /// It is not where it should be.
    Missing,
}

/// One entry in full (`GET /console/audit/{event}`).
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// The sentence.
    pub line: AuditLine,
    /// What was changed.
    pub changes: Vec<Change>,
    /// What else was recorded: name and value.
    pub details: Vec<(String, String)>,
    /// The reason that was given.
    pub reason: Option<String>,
    /// Browser and system in words; empty if not known.
    pub device: String,
    /// Network or place; empty if not known.
    pub place: String,
    /// The id of the request, which the log lines carry too.
    pub request: String,
    /// The stream and how long its entries are kept, as words.
    pub stream: String,
    /// The retention class: `short`, `standard` or `long`.
    pub class: String,
    /// The entry's digest in hexadecimal.
    pub digest: String,
    /// Whether it is sealed into the chain yet, and in which batch.
    pub seal: Seal,
    /// Whether the personal part can be shown.
    pub content: AuditContent,
}

/// Whether the personal part of an entry can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditContent {
    /// It is shown.
    Shown,
    /// The visitor may not see it.
    Hidden,
    /// It was erased with the person it was about.
    Erased,
    /// It cannot be read: the entry or its key was changed underneath.
    Unreadable,
}

/// One changed value.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which field: its label in the page's language, or its name.
    pub field: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// Renders one entry.
#[must_use]
pub fn audit_entry(frame: &Frame, model: &AuditEntry) -> String {
    let title = kind_label(frame, &model.line.kind);
    let head = Page::new(Place::Audit, &title).under(frame, frame.t("console-nav-audit"), "/console/audit");
    page(frame, head, || {
        let hidden = match model.content {
            AuditContent::Shown => None,
            AuditContent::Hidden => Some(banner(Tone::Info, frame.t("audit-content-hidden"))),
            AuditContent::Erased => Some(banner(Tone::Info, frame.t("audit-content-erased"))),
            AuditContent::Unreadable => Some(banner(Tone::Danger, frame.t("audit-content-unreadable"))),
        };
        let exact = moments::date_time(frame.locale, frame.zone, model.line.at);
        let zone = frame.zone.name().replace('_', " ");
        let sealed = match model.seal {
            Seal::Waiting => frame.t("audit-unsealed").to_owned(),
            Seal::In(number) => frame.f("audit-sealed", &[("number", crate::frame::number(number))]),
            Seal::Missing => frame.t("audit-seal-missing").to_owned(),
        };
        let facts = [
            (frame.t("audit-when"), format!("{exact} ({zone})")),
            (frame.t("common-reason"), model.reason.clone().unwrap_or_default()),
            (frame.t("console-session-device"), model.device.clone()),
            (frame.t("console-session-place"), model.place.clone()),
        ];
        let facts =
            facts.into_iter().map(|(label, value)| (label.to_owned(), value)).chain(model.details.iter().cloned());
        let facts: Vec<_> = facts
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| view! { <div class="fact"><dt>{label}</dt><dd>{value}</dd></div> })
            .collect();
        let proof = [
            (frame.t("audit-stream"), stream_label(frame, &model.stream)),
            (frame.t("audit-class"), class_label(frame, &model.class)),
            (frame.t("audit-seal"), sealed),
        ];
        let proof: Vec<_> = proof
            .into_iter()
            .map(|(label, value)| view! { <div class="fact"><dt>{label}</dt><dd>{value}</dd></div> })
            .collect();
        view! {
            {hidden}
            <p class="entry-said">{said(frame, &model.line)}</p>
            {changes(frame, &model.changes)}
            <div class="console-columns">
                <section aria-labelledby="circumstances">
                    <h2 class="section-title" id="circumstances">{frame.t("audit-circumstances")}</h2>
                    <div class="card card-padded"><dl class="facts">{facts}</dl></div>
                </section>
                <section aria-labelledby="proof">
                    <h2 class="section-title" id="proof">{frame.t("audit-proof")}</h2>
                    <div class="card card-padded">
                        <dl class="facts">
                            {proof}
                            <div class="fact"><dt>{frame.t("audit-request")}</dt><dd><code>{model.request.clone()}</code></dd></div>
                            <div class="fact"><dt>{frame.t("audit-digest")}</dt><dd><code class="digest">{model.digest.clone()}</code></dd></div>
                        </dl>
                    </div>
                </section>
            </div>
        }
        .into_any()
    })
}

/// Old and new values side by side.
pub(crate) fn changes(frame: &Frame, changes: &[Change]) -> AnyView {
    if changes.is_empty() {
        return ().into_any();
    }
    let value = |value: &Option<String>, class: &'static str| match value {
        Some(text) => view! { <span class=class>{text.clone()}</span> }.into_any(),
        None => view! { <span class="text-soft">{frame.t("audit-no-value")}</span> }.into_any(),
    };
    let rows: Vec<_> = changes
        .iter()
        .map(|change| {
            view! {
                <tr><th scope="row">{change.field.clone()}</th><td>{value(&change.old, "old")}</td><td>{value(&change.new, "new")}</td></tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr><th scope="col">{frame.t("audit-field")}</th><th scope="col">{frame.t("audit-before")}</th><th scope="col">{frame.t("audit-after")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
