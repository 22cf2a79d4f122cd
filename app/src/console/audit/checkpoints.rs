//! The checkpoints of the audit trail: what is kept elsewhere, so that a cut can be proved.

use super::super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::design::shown::{empty, time};
use crate::frame::{Frame, number};
use foundation::Instant;
use leptos::prelude::*;

use super::class_label;

/// The signed checkpoints of the chain (`GET /console/audit/checkpoints`).
#[derive(Debug, Clone)]
pub struct Checkpoints {
    /// Newest first.
    pub checkpoints: Vec<CheckpointRow>,
    /// How many entries are not yet sealed.
    pub unsealed: u64,
}

/// One checkpoint.
#[derive(Debug, Clone)]
pub struct CheckpointRow {
    /// The retention class.
    pub class: String,
    /// The number of the batch.
    pub number: u64,
    /// When it was sealed.
    pub sealed_at: Instant,
    /// How many entries its batch has.
    pub entries: u64,
    /// Its digest in hexadecimal.
    pub digest: String,
    /// The number of the key that signed it.
    pub key: u64,
}

/// Renders the checkpoints.
#[must_use]
pub fn checkpoints(frame: &Frame, model: &Checkpoints) -> String {
    let head = Page::new(Place::Audit, frame.t("audit-checkpoints"))
        .under(frame, frame.t("console-nav-audit"), "/console/audit")
        .lead(frame.t("audit-checkpoints-lead"));
    let download = (!model.checkpoints.is_empty()).then(|| {
        let address = frame.at("/console/audit/checkpoints.json");
        view! { <a class="button" href=address download="">{Icon::Download.view()}{frame.t("audit-checkpoints-export")}</a> }
    });
    page(frame, head.actions(download.into_any()), || {
        let unsealed = frame.f("audit-unsealed-count", &[("count", number(model.unsealed))]);
        let rows: Vec<_> = model
            .checkpoints
            .iter()
            .map(|row| {
                view! {
                    <tr>
                        <th class="number" scope="row">{row.number.to_string()}</th>
                        <td>{class_label(frame, &row.class)}</td>
                        <td>{time(frame, row.sealed_at)}</td>
                        <td class="number wide">{frame.count(row.entries)}</td>
                        <td class="wide"><code class="digest">{row.digest.clone()}</code></td>
                        <td class="number wide">{row.key.to_string()}</td>
                    </tr>
                }
            })
            .collect();
        let content = if rows.is_empty() {
            view! { <div class="card card-padded">{empty(Icon::ShieldOk, frame.t("audit-checkpoints-none-title"), frame.t("audit-checkpoints-none-text"), ())}</div> }.into_any()
        } else {
            view! {
                <div class="table-box">
                    <table class="data">
                        <thead><tr>
                            <th class="number" scope="col">{frame.t("audit-checkpoint-number")}</th>
                            <th scope="col">{frame.t("audit-class")}</th>
                            <th scope="col">{frame.t("audit-checkpoint-sealed")}</th>
                            <th class="number wide" scope="col">{frame.t("audit-checkpoint-entries")}</th>
                            <th class="wide" scope="col">{frame.t("audit-digest")}</th>
                            <th class="number wide" scope="col">{frame.t("audit-checkpoint-key")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! { {banner(Tone::Info, unsealed)}{content} }.into_any()
    })
}
