//! One question, asked once, right after an account was made: whether to sign in with a passkey from now on.

use crate::design::banner::notice;
use crate::form::FormState;
use crate::frame::Frame;
use crate::front_door::{Head, page_with_passkeys, passkey};
use leptos::prelude::*;

/// Renders the page (`GET /portal/offer`). Without script it says so and leads on; where the browser knows no passkeys, the
/// script leads on at once.
#[must_use]
pub fn offer(frame: &Frame) -> String {
    let lead = Some(frame.t("portal-offer-lead").to_owned());
    let head = Head { title: frame.t("portal-offer-title"), lead, errors: &FormState::new() };
    page_with_passkeys(frame, &head, || {
        let made = frame.at("/portal?done=passkey-added");
        let button = frame.t("portal-passkey-add-button");
        view! {
            {notice(frame)}
            {passkey::ask(frame, "create", "/portal/security/passkeys/options", "/portal/security/passkeys", &made, button)}
            <p data-passkey-unable="">{frame.t("portal-passkey-unable")}</p>
            <div class="front-ways"><a href=frame.at("/portal") data-passkey-otherwise="">{frame.t("portal-offer-later")}</a></div>
        }
        .into_any()
    })
}
