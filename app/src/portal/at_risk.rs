//! "My account is at risk": what closing the account to everybody means, and the button that does it.

use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::frame::Frame;
use leptos::prelude::*;

/// The page (`GET`, `POST /portal/at-risk`).
#[derive(Debug, Clone)]
pub struct AtRisk {
    /// Where the link to get in again goes, masked; nothing where there is no address.
    pub address: Option<String>,
    /// Whether there is a passkey, an app or a recovery code that will have to be replaced.
    pub has_factors: bool,
    /// Whether the person proved just now who they are.
    pub is_fresh: bool,
}

/// The way here, on other pages.
pub(crate) fn way(frame: &Frame) -> AnyView {
    view! {
        <section class="card card-padded aside-action" aria-labelledby="at-risk">
            <div>
                <h2 class="font-semibold" id="at-risk">{frame.t("portal-at-risk-title")}</h2>
                <p class="text-14 text-soft">{frame.t("portal-at-risk-text")}</p>
            </div>
            <a class="button button-danger" href=frame.at("/portal/at-risk")>{frame.t("portal-at-risk-way")}</a>
        </section>
    }
    .into_any()
}

/// Renders the page.
#[must_use]
pub fn at_risk(frame: &Frame, model: &AtRisk) -> String {
    let lead = Some(frame.t("portal-at-risk-lead").to_owned());
    let title = frame.t("portal-at-risk-title");
    page(frame, &Page { title, lead, place: Place::Password, refused: false, islands: false }, || {
        let mut steps = vec![frame.t("portal-at-risk-sessions").to_owned(), frame.t("portal-at-risk-links").to_owned()];
        match &model.address {
            Some(address) => {
                steps.push(frame.f("portal-at-risk-password", &[("address", address.as_str().into())]));
                steps.extend(model.has_factors.then(|| frame.t("portal-at-risk-factors").to_owned()));
            }
            None => steps.push(frame.t("portal-at-risk-no-address").to_owned()),
        }
        steps.push(frame.t("portal-at-risk-administration").to_owned());
        let steps: Vec<_> =
            steps.into_iter().map(|step| view! { <li class="row"><span class="row-icon">{Icon::Right.large()}</span><p class="row-text">{step}</p></li> }).collect();
        let needed = model.address.as_ref().map(|_| {
            let text = if model.has_factors {
                frame.t("portal-at-risk-needed-factor")
            } else {
                frame.t("portal-at-risk-needed")
            };
            banner(Tone::Warning, text)
        });
        let first =
            (!model.is_fresh).then(|| view! { <p class="text-14 text-soft">{frame.t("portal-at-risk-first")}</p> });
        view! {
            <section class="card" aria-labelledby="effects">
                <div class="card-padded"><h2 class="font-semibold" id="effects">{frame.t("front-not-me-effects")}</h2></div>
                <ul class="rows">{steps}</ul>
            </section>
            {needed}
            <form class="form" method="post" action=frame.at("/portal/at-risk")>
                {first}
                <div class="form-actions">
                    <button class="button button-danger">{frame.t("portal-at-risk-button")}</button>
                    <a href=frame.at("/portal/security")>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
