//! The only page of somebody who lacks a factor that is asked of them and has no time left: here they make one.

use crate::design::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;
use crate::front_door::{Head, page};
use leptos::prelude::*;

/// The page (`GET /portal/protect?next=`).
#[derive(Debug, Clone, Default)]
pub struct Protect {
    /// Why, and what kind of factor.
    pub asks: Asks,
    /// The address of the page that adds a passkey.
    pub passkey_address: String,
    /// The address of the page that adds an app.
    pub app_address: String,
}

/// Why somebody has to make a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asks {
    /// The account asks for a strong one.
    Strong,
    /// The account asks for any.
    #[default]
    Second,
    /// Staff took away what they had.
    Again,
    /// The account was at risk: it takes the place of those from before.
    AfterRisk,
    /// A trusted person helped, and what they had is gone.
    Owed,
}

/// Renders the page.
#[must_use]
pub fn protect(frame: &Frame, model: &Protect) -> String {
    let lead = match model.asks {
        Asks::Strong => frame.t("portal-protect-strong"),
        Asks::Second => frame.t("portal-protect-second"),
        Asks::Again => frame.t("portal-protect-again"),
        Asks::AfterRisk => frame.t("portal-protect-after-risk"),
        Asks::Owed => frame.t("portal-protect-owed"),
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
