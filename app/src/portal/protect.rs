//! The only page of somebody who lacks a factor that is asked of them and has no time left: here they make one.

use crate::design::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;
use crate::front_door::{Head, page};
use leptos::prelude::*;

/// The page (`GET /portal/protect?next=`).
#[derive(Debug, Clone, Default)]
pub struct Protect {
    /// Whether it must be a factor that is strong by itself or with the password.
    pub strong: bool,
    /// Whether it takes the place of one that staff took away.
    pub again: bool,
    /// Whether it takes the place of those from before, because the account was at risk.
    pub after_risk: bool,
    /// The address of the page that adds a passkey.
    pub passkey_address: String,
    /// The address of the page that adds an app.
    pub app_address: String,
}

/// Renders the page.
#[must_use]
pub fn protect(frame: &Frame, model: &Protect) -> String {
    let lead = if model.after_risk {
        frame.t("portal-protect-after-risk")
    } else if model.again {
        frame.t("portal-protect-again")
    } else if model.strong {
        frame.t("portal-protect-strong")
    } else {
        frame.t("portal-protect-second")
    };
    let head = Head { title: frame.t("portal-protect-title"), lead: Some(lead.to_owned()), errors: &FormState::new() };
    page(frame, &head, || {
        view! {
            <div class="front-buttons">
                <a class="button button-primary button-wide" href=model.passkey_address.clone()>{Icon::Key.view()}{frame.t("portal-passkeys-add")}</a>
                <a class="button button-wide" href=model.app_address.clone()>{Icon::Phone.view()}{frame.t("portal-app-add-title")}</a>
            </div>
            <p>{frame.t("portal-protect-which")}</p>
            <form class="front-ways" method="post" action=frame.at("/sign-out")>
                <button class="plain">{frame.t("common-sign-out")}</button>
            </form>
        }
        .into_any()
    })
}
