//! The outbox: mails of a development installation, readable in the browser.

use foundation::{Instant, MessageId, TenantId};
use leptos::prelude::*;

use crate::console::{Page, Place, page};
use crate::design::icons::Icon;
use crate::design::shown::{empty, time};
use crate::frame::Frame;

/// The list (`GET /outbox`).
#[derive(Debug, Clone)]
pub struct Outbox {
    /// Newest first.
    pub messages: Vec<OutboxRow>,
}

/// One message in the list.
#[derive(Debug, Clone)]
pub struct OutboxRow {
    /// Whose message it is.
    pub tenant: TenantId,
    /// The tenant's name.
    pub tenant_name: String,
    /// Leads to the message.
    pub id: MessageId,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was written.
    pub at: Instant,
}

/// One message (`GET /outbox/{tenant}/{id}`).
#[derive(Debug, Clone)]
pub struct OutboxMessage {
    /// What the list says of it.
    pub row: OutboxRow,
    /// Who it is from.
    pub from: String,
    /// The plain text. Addresses in it are shown as links.
    pub text: String,
}

/// Renders the list.
#[must_use]
pub fn outbox(frame: &Frame, model: &Outbox) -> String {
    let head = Page::new(Place::Outbox, frame.t("console-nav-outbox")).lead(frame.t("console-outbox-lead"));
    page(frame, head, || {
        if model.messages.is_empty() {
            return view! { <div class="card card-padded">{empty(Icon::Inbox, frame.t("console-outbox-none-title"), frame.t("console-outbox-none-text"), ())}</div> }.into_any();
        }
        let rows: Vec<_> = model
            .messages
            .iter()
            .map(|row| {
                view! {
                    <tr>
                        <th scope="row"><a class="row-link" href=frame.at(&format!("/outbox/{}", row.id)) data-row>{row.subject.clone()}</a></th>
                        <td>{row.to.clone()}</td>
                        <td class="wide">{row.tenant_name.clone()}</td>
                        <td class="wide">{time(frame, row.at)}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <div class="table-box">
                <table class="data">
                    <thead><tr>
                        <th scope="col">{frame.t("console-outbox-subject")}</th>
                        <th scope="col">{frame.t("console-outbox-to")}</th>
                        <th class="wide" scope="col">{frame.t("console-tenants-one")}</th>
                        <th class="wide" scope="col">{frame.t("audit-when")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
}

/// Renders one message.
#[must_use]
pub fn outbox_message(frame: &Frame, model: &OutboxMessage) -> String {
    let mut head = Page::new(Place::Outbox, &model.row.subject);
    head.parent = Some((frame.t("console-nav-outbox"), frame.at("/outbox")));
    page(frame, head, || {
        view! {
            <div class="card card-padded grid gap-4">
                <dl class="facts">
                    <div class="fact"><dt>{frame.t("console-outbox-to")}</dt><dd>{model.row.to.clone()}</dd></div>
                    <div class="fact"><dt>{frame.t("console-outbox-from")}</dt><dd>{model.from.clone()}</dd></div>
                    <div class="fact"><dt>{frame.t("audit-when")}</dt><dd>{time(frame, model.row.at)}</dd></div>
                </dl>
                <div class="mail">{linked(&model.text)}</div>
            </div>
        }
        .into_any()
    })
}

/// The text with its addresses as links.
fn linked(text: &str) -> Vec<AnyView> {
    let mut parts = Vec::new();
    for line in text.split_inclusive('\n') {
        for word in line.split_inclusive(char::is_whitespace) {
            let address = word.trim_end();
            if address.starts_with("http://") || address.starts_with("https://") {
                let space = word.trim_start_matches(address).to_owned();
                parts.push(view! { <a href=address.to_owned()>{address.to_owned()}</a>{space} }.into_any());
            } else {
                parts.push(word.to_owned().into_any());
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::linked;

    #[test]
    fn addresses_become_links_and_nothing_else_does() {
        let html = linked("Open\nhttps://id.example/verify?token=a&b\nor <b>call</b>.").to_html();
        assert!(html.contains(r#"<a href="https://id.example/verify?token=a&amp;b">"#), "{html}");
        assert!(
            html.contains("&lt;b&gt;call&lt;/b&gt;") && !linked("javascript:alert(1)").to_html().contains("href"),
            "{html}"
        );
    }
}
