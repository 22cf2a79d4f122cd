//! Links that cannot be used any more.

use leptos::prelude::*;

use super::{Head, page};
use crate::form::FormState;
use crate::frame::Frame;

/// A link that cannot be used: over, used already or never ours. The page says the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpiredLink {
    /// A link that confirms an address after signing up.
    Verification,
    /// A link to set a new password.
    Recovery,
    /// An invitation.
    Invitation,
    /// A link that confirms a new address.
    AddressChange,
    /// A link that undoes a change of address.
    AddressUndo,
    /// A link "this was not me".
    NotMe,
    /// A link that stops a request for help.
    HelpCancel,
    /// A link with which somebody comes back after a trusted person has helped.
    HelpFinish,
    /// The operator's first start.
    Setup,
}

/// Renders the page. The status is 410.
#[must_use]
pub fn link_expired(frame: &Frame, link: ExpiredLink) -> String {
    let (text, button, path) = match link {
        ExpiredLink::Verification => {
            (frame.t("front-expired-verification"), frame.t("front-expired-verification-button"), "/sign-up")
        }
        ExpiredLink::Recovery => {
            (frame.t("front-expired-recovery"), frame.t("front-expired-recovery-button"), "/recover")
        }
        ExpiredLink::Invitation => (frame.t("front-expired-invitation"), frame.t("front-sign-in-link"), "/sign-in"),
        ExpiredLink::AddressChange => {
            (frame.t("front-expired-address-change"), frame.t("front-sign-in-link"), "/portal/security")
        }
        ExpiredLink::AddressUndo => {
            (frame.t("front-expired-address-undo"), frame.t("front-expired-recovery-button"), "/recover")
        }
        ExpiredLink::NotMe => (frame.t("front-expired-not-me"), frame.t("front-expired-recovery-button"), "/recover"),
        ExpiredLink::HelpCancel => {
            (frame.t("front-expired-help-cancel"), frame.t("front-expired-recovery-button"), "/recover")
        }
        ExpiredLink::HelpFinish => (frame.t("front-expired-help-finish"), frame.t("front-sign-in-link"), "/sign-in"),
        ExpiredLink::Setup => (frame.t("front-expired-setup"), frame.t("front-sign-in-link"), "/sign-in"),
    };
    let head = Head { title: frame.t("front-expired-title"), lead: Some(text.to_owned()), errors: &FormState::new() };
    page(frame, &head, || {
        view! { <a class="button button-primary button-wide" href=frame.at(path)>{button}</a> }.into_any()
    })
}
