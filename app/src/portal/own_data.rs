//! What is held about a person, as a file for themselves.

use super::{Page, Place, page};
use crate::design::icons::Icon;
use crate::frame::Frame;
use leptos::prelude::*;

/// The way here, on other pages.
pub(crate) fn way(frame: &Frame) -> AnyView {
    view! {
        <section class="card card-padded aside-action" aria-labelledby="own-data">
            <div>
                <h2 class="font-semibold" id="own-data">{frame.t("portal-data-title")}</h2>
                <p class="text-14 text-soft">{frame.t("portal-data-text")}</p>
            </div>
            <a class="button" href=frame.at("/portal/data")>{frame.t("portal-data-way")}</a>
        </section>
    }
    .into_any()
}

/// Renders the page (`GET`, `POST /portal/data`).
#[must_use]
pub fn own_data(frame: &Frame) -> String {
    let lead = Some(frame.f("portal-data-lead", &[("tenant", frame.tenant.name.as_str().into())]));
    let title = frame.t("portal-data-title");
    page(frame, &Page { title, lead, place: Place::Profile, refused: false, islands: false }, || {
        let parts: Vec<_> = [
            (Icon::Person, "portal-data-person"),
            (Icon::Key, "portal-data-signing-in"),
            (Icon::Shield, "portal-data-roles"),
            (Icon::Clock, "portal-data-recorded"),
        ]
        .into_iter()
        .map(|(icon, key)| view! { <li class="row"><span class="row-icon">{icon.large()}</span><p class="row-text">{frame.t(key)}</p></li> })
        .collect();
        view! {
            <section class="card" aria-labelledby="parts">
                <div class="card-padded"><h2 class="font-semibold" id="parts">{frame.t("portal-data-parts")}</h2></div>
                <ul class="rows">{parts}</ul>
            </section>
            <p class="text-14 text-soft">{frame.t("portal-data-not")}</p>
            <form class="form" method="post" action=frame.at("/portal/data")>
                <div class="form-actions">
                    <button class="button button-primary">{Icon::Download.view()}{frame.t("portal-data-button")}</button>
                    <a href=frame.at("/portal/profile")>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
