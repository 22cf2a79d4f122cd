//! The own sign-in history.

use super::{Page, Place, page};
use crate::design::icons::Icon;
use crate::design::list::older;
use crate::design::shown::{empty, time};
use crate::frame::Frame;
use foundation::Instant;
use leptos::prelude::*;

/// The person's own sign-in history (`GET /portal/history?before=CURSOR`).
#[derive(Debug, Clone)]
pub struct History {
    /// Newest first.
    pub entries: Vec<HistoryRow>,
    /// The cursor of the next page.
    pub older: Option<String>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
}

/// One line of the history.
#[derive(Debug, Clone)]
pub struct HistoryRow {
    /// When.
    pub at: Instant,
    /// What happened.
    pub what: HistoryKind,
    /// With what somebody signed in, in words; empty for everything else.
    pub with: String,
    /// Browser and system in words; empty if not known.
    pub device: String,
    /// Network or place; empty if not known.
    pub place: String,
}

/// What a line of the history says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryKind {
    /// Signed in.
    SignedIn,
    /// A wrong password.
    Refused,
    /// Too many wrong passwords; later attempts were not looked at.
    Throttled,
    /// Signed out.
    SignedOut,
    /// A session was ended by the person or an administrator.
    SessionEnded,
    /// A browser is not asked for the second step for a while.
    DeviceRemembered,
    /// A browser, or every one, is asked for the second step again.
    DeviceForgotten,
    /// The password was changed.
    PasswordChanged,
    /// The password was found to be one that everybody knows.
    PasswordFound,
    /// A link for a new password was asked for.
    RecoveryAsked,
    /// The e-mail address was changed.
    AddressChanged,
    /// The first factor was right, and the second was asked for.
    HalfDone,
    /// A code that was not right.
    CodeRefused,
    /// A code to sign in with was asked for by mail.
    CodeAsked,
    /// A code from a mail that was not right.
    MailedCodeRefused,
    /// An authenticator app was added.
    AppAdded,
    /// An authenticator app was removed, by the person or by the link of a mail.
    AppRemoved,
    /// New recovery codes were made.
    CodesMade,
    /// A recovery code was used.
    CodeUsed,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed, by the person or by the link of a mail.
    PasskeyRemoved,
    /// A passkey that did not open the door.
    PasskeyRefused,
    /// A passkey of which there may be a copy.
    PasskeyCopied,
    /// The account was closed to everybody, by its owner or by the link of a mail.
    AccountSecured,
    /// A new factor took the place of those from before.
    FactorsRenewed,
    /// A trusted person was named.
    TrustedNamed,
    /// The trusted persons were asked for help.
    HelpAsked,
    /// A request for help was stopped.
    HelpEnded,
    /// The person came back with the help of a trusted person.
    HelpDone,
}

/// Renders the page.
#[must_use]
pub fn history(frame: &Frame, model: &History) -> String {
    let lead = Some(frame.t("portal-history-lead").to_owned());
    page(
        frame,
        &Page { title: frame.t("portal-history-title"), lead, place: Place::History, refused: false, islands: false },
        || {
            if model.entries.is_empty() {
                return view! { <div class="card card-padded">{empty(Icon::History, frame.t("portal-history-none-title"), frame.t("portal-history-none-text"), ())}</div> }.into_any();
            }
            let rows: Vec<_> = model.entries.iter().map(|entry| row(frame, entry)).collect();
            let first = model.is_later_page.then(|| frame.at("/portal/history"));
            let next = model.older.as_ref().map(|cursor| frame.at(&format!("/portal/history?before={cursor}")));
            view! { <ul class="card rows">{rows}</ul>{older(frame, first, next)} }.into_any()
        },
    )
}

fn row(frame: &Frame, entry: &HistoryRow) -> AnyView {
    let (icon, look, text) = match entry.what {
        HistoryKind::SignedIn => (Icon::SignIn, false, frame.t("portal-history-signed-in")),
        HistoryKind::Refused => (Icon::CircleBad, true, frame.t("portal-history-refused")),
        HistoryKind::Throttled => (Icon::Ban, true, frame.t("portal-history-throttled")),
        HistoryKind::SignedOut => (Icon::SignOut, false, frame.t("portal-history-signed-out")),
        HistoryKind::SessionEnded => (Icon::Stop, false, frame.t("portal-history-session-ended")),
        HistoryKind::DeviceRemembered => (Icon::Computer, false, frame.t("portal-history-device-remembered")),
        HistoryKind::DeviceForgotten => (Icon::Computer, false, frame.t("portal-history-device-forgotten")),
        HistoryKind::PasswordChanged => (Icon::Lock, false, frame.t("portal-history-password-changed")),
        HistoryKind::PasswordFound => (Icon::Lock, true, frame.t("portal-history-password-found")),
        HistoryKind::RecoveryAsked => (Icon::Key, false, frame.t("portal-history-recovery-asked")),
        HistoryKind::HalfDone => (Icon::Lock, false, frame.t("portal-history-half-done")),
        HistoryKind::CodeRefused => (Icon::CircleBad, true, frame.t("portal-history-code-refused")),
        HistoryKind::CodeAsked => (Icon::Mail, false, frame.t("portal-history-code-asked")),
        HistoryKind::MailedCodeRefused => (Icon::CircleBad, true, frame.t("portal-history-mailed-code-refused")),
        HistoryKind::AppAdded => (Icon::Phone, false, frame.t("portal-history-app-added")),
        HistoryKind::AppRemoved => (Icon::Phone, false, frame.t("portal-history-app-removed")),
        HistoryKind::CodesMade => (Icon::Key, false, frame.t("portal-history-codes-made")),
        HistoryKind::CodeUsed => (Icon::Key, true, frame.t("portal-history-code-used")),
        HistoryKind::PasskeyAdded => (Icon::Key, false, frame.t("portal-history-passkey-added")),
        HistoryKind::PasskeyRemoved => (Icon::Key, false, frame.t("portal-history-passkey-removed")),
        HistoryKind::PasskeyRefused => (Icon::CircleBad, true, frame.t("portal-history-passkey-refused")),
        HistoryKind::PasskeyCopied => (Icon::CircleBad, true, frame.t("portal-history-passkey-copied")),
        HistoryKind::AccountSecured => (Icon::ShieldWarning, true, frame.t("portal-history-account-secured")),
        HistoryKind::FactorsRenewed => (Icon::ShieldOk, false, frame.t("portal-history-factors-renewed")),
        HistoryKind::TrustedNamed => (Icon::People, false, frame.t("portal-history-trusted-named")),
        HistoryKind::HelpAsked => (Icon::People, true, frame.t("portal-history-help-asked")),
        HistoryKind::HelpEnded => (Icon::Stop, false, frame.t("portal-history-help-ended")),
        HistoryKind::HelpDone => (Icon::People, true, frame.t("portal-history-help-done")),
        HistoryKind::AddressChanged => (Icon::Mail, false, frame.t("portal-history-address-changed")),
    };
    let class = if look { "row-icon row-icon-look" } else { "row-icon" };
    let detail = [entry.with.as_str(), entry.device.as_str(), entry.place.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <li class="row">
            <span class=class>{icon.large()}</span>
            <div class="row-text"><p class="row-title">{text}</p><p class="row-detail">{detail}</p></div>
            <div class="row-end text-14 text-soft">{time(frame, entry.at)}</div>
        </li>
    }
    .into_any()
}
